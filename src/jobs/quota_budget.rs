//! This hour's calls, without the reserve.

use std::sync::atomic::{AtomicU64, Ordering};

use tokio::sync::watch;

use crate::model::account::Quota;
use crate::model::schedule::Allowance;
use crate::model::unix_time::UnixTime;

/// This hour's calls.
pub(super) struct QuotaBudget {
    quota: watch::Receiver<Quota>,
    reserve: u8,
    /// Counted requests whose answers, and with them the new count, have not come.
    under_way: AtomicU64,
}

/// One call of this hour; given back to the count once the answer has told the new one.
pub(super) struct Call<'a>(&'a QuotaBudget);

impl Drop for Call<'_> {
    fn drop(&mut self) {
        self.0.under_way.fetch_sub(1, Ordering::Relaxed);
    }
}

impl QuotaBudget {
    pub(super) fn new(quota: watch::Receiver<Quota>, reserve: u8) -> Self {
        Self { quota, reserve, under_way: AtomicU64::new(0) }
    }

    pub(super) fn allowance(&self) -> Allowance {
        Allowance { quota: *self.quota.borrow(), reserve: self.reserve }
    }

    /// Takes one call, if the hour has one.
    pub(super) fn take(&self, now: UnixTime) -> Result<Call<'_>, Empty> {
        let left = self.allowance().left(now).unwrap_or(u64::MAX);
        let more = |under_way: u64| (under_way < left).then_some(under_way + 1);
        match self.under_way.fetch_update(Ordering::Relaxed, Ordering::Relaxed, more) {
            Ok(_) => Ok(Call(self)),
            Err(_) if left > 0 => Err(Empty::ForAMoment),
            Err(_) => Err(Empty::UntilNextHour),
        }
    }
}

/// No call is left.
pub(super) enum Empty {
    /// The last ones are under way.
    ForAMoment,
    /// What is left is the customer's own.
    UntilNextHour,
}
