//! The hourly quota of Admin API calls.

use super::Settings;
use super::clock;
use super::reply::Refusal;

/// Calls of the hour under way.
#[derive(Debug, Default)]
pub struct Quota {
    hour: i64,
    used: u32,
}

impl Quota {
    /// One call more.
    ///
    /// # Errors
    /// 420 (or 429) when none is left.
    pub fn charge(&mut self, settings: &Settings, now: i64) -> Result<(), Refusal> {
        self.turn(settings, now);
        if self.used >= settings.quota {
            return Err(exceeded(settings.limit_status, settings, now));
        }
        self.used += 1;
        Ok(())
    }

    /// Say how many were used in this hour.
    pub fn set(&mut self, used: u32, settings: &Settings, now: i64) {
        self.turn(settings, now);
        self.used = used;
    }

    /// Used in this hour.
    pub fn used(&mut self, settings: &Settings, now: i64) -> u32 {
        self.turn(settings, now);
        self.used
    }

    /// The three headers that every Admin API answer has.
    pub fn headers(&mut self, settings: &Settings, now: i64) -> [(&'static str, String); 3] {
        self.turn(settings, now);
        [
            ("x-featureratelimit-limit", settings.quota.to_string()),
            ("x-featureratelimit-remaining", settings.quota.saturating_sub(self.used).to_string()),
            ("x-featureratelimit-reset", clock::http(resets_at(settings, now))),
        ]
    }

    fn turn(&mut self, settings: &Settings, now: i64) {
        let hour = now.div_euclid(length(settings));
        if hour != self.hour {
            *self = Self { hour, used: 0 };
        }
    }
}

/// The refusal of a call beyond the quota.
pub fn exceeded(status: u16, settings: &Settings, now: i64) -> Refusal {
    let (limit, again) = (settings.quota, clock::spoken(resets_at(settings, now)));
    Refusal::new(
        status,
        format!("Rate Limit Exceeded. Limit of {limit} api operations reached. Try again on {again}"),
    )
}

fn length(settings: &Settings) -> i64 {
    i64::try_from(settings.quota_hour.as_secs()).unwrap_or(i64::MAX).max(1)
}

fn resets_at(settings: &Settings, now: i64) -> i64 {
    let length = length(settings);
    now.div_euclid(length).saturating_add(1).saturating_mul(length)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_quota_starts_anew_on_the_full_hour() {
        let settings = Settings { quota: 2, ..Settings::default() };
        let mut quota = Quota::default();
        let half_past = 1_728_048_600;
        assert!(quota.charge(&settings, half_past).is_ok());
        assert_eq!(quota.headers(&settings, half_past)[1].1, "1");
        assert!(quota.charge(&settings, half_past).is_ok());
        let refusal = quota.charge(&settings, half_past).unwrap_err();
        assert_eq!(refusal.status, 420);
        assert_eq!(
            refusal.message,
            "Rate Limit Exceeded. Limit of 2 api operations reached. Try again on 2024-10-04 14:00:00 UTC"
        );
        assert_eq!(quota.headers(&settings, half_past)[2].1, "Fri, 04 Oct 2024 14:00:00 GMT");
        assert!(quota.charge(&settings, half_past + 1799).is_err());
        assert!(quota.charge(&settings, half_past + 1800).is_ok());
        assert_eq!(quota.used(&settings, half_past + 1800), 1);
    }
}
