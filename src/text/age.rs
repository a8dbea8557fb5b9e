//! How old a preview is, and how old it may be.

use super::Words;
use crate::model::age::Age;
use crate::model::route::Route;

const MINUTE: u64 = 60;
const HOUR: u64 = 60 * MINUTE;

impl Words for Age {
    /// `4 minutes ago`.
    fn words(&self) -> String {
        match self.elapsed().map(|elapsed| elapsed.as_secs()) {
            None => text!("age-unknown"),
            Some(seconds) if seconds < MINUTE => text!("age-moment"),
            Some(seconds) if seconds < HOUR => text!("age-minutes", number = seconds / MINUTE),
            Some(seconds) => {
                let minutes = text!("minutes", number = seconds % HOUR / MINUTE);
                text!("age-hours", number = seconds / HOUR, minutes = minutes)
            }
        }
    }
}

/// What [`Age::is_fresh`] asks for, in a sentence.
pub fn rule(route: Route) -> String {
    match route {
        Route::Sweep => text!("age-rule-sweep"),
        Route::Thorough | Route::Batches => text!("age-rule"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::fixture::{at, plan};

    #[test]
    fn an_age_is_told_to_the_minute() {
        for (seconds, words) in [
            (-60, "at a time that has not come yet: this computer’s clock was set back"),
            (0, "less than a minute ago"),
            (59, "less than a minute ago"),
            (60, "1 minute ago"),
            (4 * 60 + 31, "4 minutes ago"),
            (3600, "1 hour and 0 minutes ago"),
            (2 * 3600 + 61, "2 hours and 1 minute ago"),
        ] {
            assert_eq!(Age::of(&plan(Vec::new()), at(seconds)).words(), words);
        }
    }
}
