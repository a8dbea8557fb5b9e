//! A listing that came to its end, and is not believed without the user's word.

use super::unix_time::UnixTime;

/// A listing that came to its end, and is not believed without the user's word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Doubt {
    /// Items listed.
    pub found: u64,
    /// Items expected.
    pub expected: u64,
    /// Who expected them.
    pub by: Expected,
}

/// Where an expectation comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expected {
    /// The last complete preview of the same criteria in this environment.
    LastTime {
        /// When that was complete.
        at: UnixTime,
    },
    /// Cloudinary's search index.
    Index,
}

impl Doubt {
    /// Judges a listing by what was there before and by what the search index knows of, besides what
    /// was listed and had to be left out. `None`: nothing odd.
    ///
    /// Less than half of last time is odd. The index trails by seconds and reads some texts in its
    /// own way, so a few per cent less than it says is not.
    pub fn about(found: u64, last: Option<(u64, UnixTime)>, indexed: Option<u64>) -> Option<Self> {
        if let Some((expected, at)) = last.filter(|(before, _)| found.saturating_mul(2) < *before) {
            return Some(Self { found, expected, by: Expected::LastTime { at } });
        }
        let expected = indexed.filter(|all| found + (all / 50).max(5) < *all)?;
        Some(Self { found, expected, by: Expected::Index })
    }

    /// Whether it can be taken as it is: nothing cannot be deleted.
    pub fn acceptable(&self) -> bool {
        self.found > 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::fixture::at;

    #[test]
    fn a_listing_that_shrank_by_more_than_half_is_asked_about() {
        let doubt = Doubt::about(499, Some((1000, at(7))), None).unwrap();
        assert_eq!(doubt.by, Expected::LastTime { at: at(7) });
        assert_eq!((doubt.found, doubt.expected), (499, 1000));
        assert_eq!(Doubt::about(500, Some((1000, at(7))), None), None);
        assert_eq!(Doubt::about(1, Some((2, at(7))), None), None);
        assert!(!Doubt::about(0, Some((1, at(7))), None).unwrap().acceptable());
        assert_eq!(Doubt::about(0, Some((0, at(7))), Some(0)), None, "it was empty before");
    }

    #[test]
    fn an_index_that_knows_of_many_more_is_asked_about() {
        assert_eq!(Doubt::about(6000, None, Some(12_000)).unwrap().by, Expected::Index);
        assert_eq!(Doubt::about(985, None, Some(1000)), None, "the index trails by seconds");
        assert_eq!(Doubt::about(2000, Some((1999, at(0))), Some(1000)), None, "more than expected is fine");
    }
}
