//! How fast a collection moves. What flies past is not worth a request.

use std::collections::VecDeque;
use std::time::Duration;

/// Where a collection stood in the last moments.
#[derive(Clone, Debug, Default)]
pub(super) struct Pace {
    /// Seconds and offsets, the latest at the end.
    seen: VecDeque<(f64, f64)>,
    hurried: bool,
}

impl Pace {
    /// In this time a screen at the most; faster is a hurry.
    pub(super) const SPAN: Duration = Duration::from_millis(150);

    /// It stands there now; tells whether it came there in a hurry, with a place of this height.
    pub(super) fn at(&mut self, time: f64, offset: f64, height: f64) -> bool {
        let since = time - Self::SPAN.as_secs_f64();
        // One that is older stays, and tells where it stood at the begin of the span.
        while self.seen.get(1).is_some_and(|(then, _)| *then <= since) {
            self.seen.pop_front();
        }
        if self.seen.back().is_none_or(|(_, last)| (last - offset).abs() > 0.01) {
            self.seen.push_back((time, offset));
        }
        self.hurried = self.seen.iter().any(|(_, then)| (then - offset).abs() > height);
        self.hurried
    }

    /// Whether it came in a hurry where it stands.
    pub(super) fn hurried(&self) -> bool {
        self.hurried
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn faster_than_a_screen_in_the_span_is_a_hurry() {
        let mut pace = Pace::default();
        assert!(!pace.at(0.0, 0.0, 700.0), "where it begins");
        assert!(!pace.at(5.0, 400.0, 700.0), "half a screen");
        assert!(!pace.at(5.2, 800.0, 700.0));
        assert!(pace.at(5.3, 1_200.0, 700.0), "800 points in a tenth of a second");
        assert!(pace.at(5.34, 1_200.0, 700.0), "as far as the span looks back");
        assert!(!pace.at(5.36, 1_200.0, 700.0));
        assert!(pace.at(9.0, 5_000_000.0, 700.0), "a jump");
        assert!(!pace.at(9.2, 5_000_000.0, 700.0), "once it rests");
    }

    #[test]
    fn back_and_forth_is_as_fast_as_one_way() {
        let mut pace = Pace::default();
        pace.at(1.0, 0.0, 700.0);
        assert!(pace.at(1.05, 900.0, 700.0));
        assert!(pace.at(1.1, 0.0, 700.0));
        assert!(!pace.at(1.3, 0.0, 700.0));
    }
}
