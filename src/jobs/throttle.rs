//! How many requests may be under way: more while answers are fast, fewer when the server or the
//! way to it has trouble.
//!
//! Additive increase, multiplicative decrease, from three quarters of the ceiling. At first every fast
//! answer allows one more; after the first trouble one more for each round of answers. Trouble halves
//! it, once for all requests that were under way when it began.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use tokio::sync::Notify;

use crate::api::{ApiError, Kind};

/// An answer that took longer than the fastest of late by this factor is not a fast one.
const SLOWER: u32 = 3;
/// Differences below this are noise.
const NOISE: Duration = Duration::from_millis(30);

/// Requests of one sort under way.
#[derive(Debug)]
pub(super) struct Throttle {
    ceiling: usize,
    state: Mutex<State>,
    freed: Notify,
    /// Held by the first of those who wait: whoever comes later does not overtake.
    line: tokio::sync::Mutex<()>,
}

#[derive(Debug)]
struct State {
    limit: usize,
    under_way: usize,
    /// Fast answers since the limit rose last.
    credit: usize,
    /// No trouble was seen yet.
    first_rise: bool,
    /// The fastest answer of late.
    best: Option<Duration>,
    /// Grows with each cut, so that one cut answers for all that was under way.
    cuts: u64,
}

/// The right to send one request. Dropped without [`Slot::answered`], it says nothing of speed.
#[derive(Debug)]
pub(super) struct Slot<'a> {
    throttle: &'a Throttle,
    entered: Instant,
    cuts: u64,
}

impl Throttle {
    pub(super) fn new(ceiling: usize) -> Self {
        let state = State {
            limit: (3 * ceiling).div_ceil(4),
            under_way: 0,
            credit: 0,
            first_rise: true,
            best: None,
            cuts: 0,
        };
        Self { ceiling, state: Mutex::new(state), freed: Notify::new(), line: tokio::sync::Mutex::default() }
    }

    /// Waits for a place. First come, first served: else the last of one hundred wait for the next,
    /// and hundreds end together and leave the places empty.
    pub(super) async fn enter(&self) -> Slot<'_> {
        let _first = self.line.lock().await;
        loop {
            let mut freed = std::pin::pin!(self.freed.notified());
            freed.as_mut().enable();
            if let Some(slot) = self.try_enter() {
                return slot;
            }
            freed.await;
        }
    }

    fn try_enter(&self) -> Option<Slot<'_>> {
        let mut state = self.state();
        if state.under_way >= state.limit {
            return None;
        }
        state.under_way += 1;
        Some(Slot { throttle: self, entered: Instant::now(), cuts: state.cuts })
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    #[cfg(test)]
    fn limit(&self) -> usize {
        self.state().limit
    }
}

impl Slot<'_> {
    /// What the request met: nothing, or an error.
    pub(super) fn answered(self, error: Option<&ApiError>) {
        let took = self.entered.elapsed();
        let mut state = self.throttle.state();
        match error {
            Some(error) if is_trouble(error) => state.cut(self.cuts),
            // Never reached the server, so it tells nothing of its speed.
            Some(_) => {}
            None => state.rise(took, self.throttle.ceiling),
        }
    }
}

impl Drop for Slot<'_> {
    fn drop(&mut self) {
        self.throttle.state().under_way -= 1;
        self.throttle.freed.notify_one();
    }
}

impl State {
    fn rise(&mut self, took: Duration, ceiling: usize) {
        let best = self.best.map_or(took, |best| took.min(best + best / 50));
        self.best = Some(best);
        if took > best * SLOWER + NOISE {
            self.first_rise = false;
            return;
        }
        self.credit += 1;
        if self.first_rise || self.credit >= self.limit {
            self.credit = 0;
            self.limit = (self.limit + 1).min(ceiling);
        }
    }

    fn cut(&mut self, begun_after: u64) {
        self.first_rise = false;
        self.credit = 0;
        if begun_after == self.cuts {
            self.cuts += 1;
            self.limit = (self.limit / 2).max(1);
        }
    }
}

/// Whether fewer requests could help.
fn is_trouble(error: &ApiError) -> bool {
    matches!(
        error.kind,
        Kind::LimitReached | Kind::ServerTrouble | Kind::Timeout | Kind::Network(_) | Kind::NotJson
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn trouble() -> ApiError {
        ApiError::unreadable("cut off")
    }

    async fn rounds(throttle: &Throttle, rounds: usize, error: Option<&ApiError>) {
        for _ in 0..rounds {
            throttle.enter().await.answered(error);
        }
    }

    #[tokio::test]
    async fn it_rises_to_its_ceiling_and_no_further() {
        let throttle = Throttle::new(30);
        assert_eq!(throttle.limit(), 23);
        rounds(&throttle, 100, None).await;
        assert_eq!(throttle.limit(), 30);
        assert_eq!([1, 3, 8].map(|ceiling| Throttle::new(ceiling).limit()), [1, 3, 6]);
    }

    #[tokio::test]
    async fn trouble_halves_it_once_for_all_that_was_under_way() {
        let throttle = Throttle::new(16);
        rounds(&throttle, 100, None).await;
        let mut slots = Vec::new();
        for _ in 0..16 {
            slots.push(throttle.enter().await);
        }
        assert!(throttle.try_enter().is_none());
        for slot in slots {
            slot.answered(Some(&trouble()));
        }
        assert_eq!(throttle.limit(), 8);
        rounds(&throttle, 1, Some(&trouble())).await;
        assert_eq!(throttle.limit(), 4);
        rounds(&throttle, 4, None).await;
        assert_eq!(throttle.limit(), 5, "one more for a round of answers");
        rounds(&throttle, 9, Some(&trouble())).await;
        assert_eq!(throttle.limit(), 1, "never none");
    }

    #[tokio::test]
    async fn slow_answers_do_not_raise_it() {
        let mut state = Throttle::new(30).state.into_inner().unwrap();
        state.rise(Duration::from_millis(50), 30);
        assert_eq!(state.limit, 24);
        state.rise(Duration::from_millis(500), 30);
        assert_eq!(state.limit, 24);
    }

    #[tokio::test]
    async fn places_are_given_in_the_order_in_which_they_were_asked_for() {
        let throttle = Throttle::new(1);
        let order = Mutex::new(Vec::new());
        let taken = throttle.enter().await;
        let come = async |number: usize| {
            let slot = throttle.enter().await;
            order.lock().unwrap().push(number);
            tokio::task::yield_now().await;
            drop(slot);
        };
        let late = async {
            tokio::task::yield_now().await;
            drop(taken);
            // A place is free now, and others have waited for it.
            come(4).await;
        };
        tokio::join!(come(1), come(2), come(3), late);
        assert_eq!(*order.lock().unwrap(), [1, 2, 3, 4]);
    }

    #[tokio::test]
    async fn a_place_that_is_given_back_wakes_the_next() {
        let throttle = Throttle::new(1);
        let slot = throttle.enter().await;
        let waiting = async { drop(throttle.enter().await) };
        let giving = async {
            tokio::task::yield_now().await;
            drop(slot);
        };
        tokio::join!(waiting, giving);
        assert_eq!(throttle.state().under_way, 0);
    }
}
