//! Following pages to their end, and to an end in any case.

use std::collections::HashSet;
use std::hash::{BuildHasher as _, Hash, RandomState};

use super::error::ApiError;
use crate::model::message::Fault;
use crate::model::problem::{Effect, Kind, Problem, RequestProblem};

/// More pages than any environment has: five million items at 500 a page.
const MOST_PAGES: u32 = 10_000;
/// Pages in a row that brought nothing new.
const MOST_BARREN: u32 = 20;

/// A listing that never ends: a cursor came twice, pages bring nothing new, or there are too many.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the list never ends")]
pub struct Endless;

impl Endless {
    /// As it is told.
    pub fn problem(self) -> Problem {
        Problem::new(RequestProblem { kind: Kind::Endless, effect: Effect::None })
    }
}

impl From<Endless> for ApiError {
    fn from(_: Endless) -> Self {
        Self::unreadable(Fault::Endless)
    }
}

/// The cursors of one listing, from its first page on.
#[derive(Debug, Default)]
pub struct Cursors {
    seen: HashSet<u64>,
    items: HashSet<u64>,
    hasher: RandomState,
    pages: u32,
    barren: u32,
}

impl Cursors {
    /// Takes note of what a page holds, and gives the cursor of the next one; `None` at the end.
    ///
    /// # Errors
    /// Where there would be no end.
    pub fn next<T: Hash>(
        &mut self,
        items: impl IntoIterator<Item = T>,
        next: Option<String>,
    ) -> Result<Option<String>, Endless> {
        let Some(next) = next else { return Ok(None) };
        let mut brought = false;
        for item in items {
            brought |= self.items.insert(self.hasher.hash_one(item));
        }
        self.go_on(brought, &next)?;
        Ok(Some(next))
    }

    /// The same where somebody else knows whether a page brought anything new.
    ///
    /// # Errors
    /// As [`Self::next`].
    pub fn go_on(&mut self, brought: bool, next: &str) -> Result<(), Endless> {
        self.pages += 1;
        self.barren = if brought { 0 } else { self.barren + 1 };
        let new = self.seen.insert(self.hasher.hash_one(next));
        if new && self.pages < MOST_PAGES && self.barren < MOST_BARREN { Ok(()) } else { Err(Endless) }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Follows what a server tells; gives the pages that were asked for, and whether it came to an end.
    fn follow(mut page: impl FnMut(u32) -> (Vec<u32>, Option<String>)) -> (u32, bool) {
        let mut cursors = Cursors::default();
        for asked in 0.. {
            let (items, next) = page(asked);
            match cursors.next(items, next) {
                Ok(Some(_)) => {}
                Ok(None) => return (asked + 1, true),
                Err(Endless) => return (asked + 1, false),
            }
        }
        unreachable!("it ends above")
    }

    #[test]
    fn a_cursor_that_came_before_is_the_end() {
        let circle = |asked: u32| (vec![asked], Some(["a", "b"][asked as usize % 2].to_owned()));
        assert_eq!(follow(circle), (3, false));
        assert_eq!(follow(|asked| (vec![asked], (asked < 4).then(|| asked.to_string()))), (5, true));
    }

    #[test]
    fn new_cursors_with_nothing_new_come_to_an_end() {
        assert_eq!(follow(|asked| (vec![7], Some(asked.to_string()))), (MOST_BARREN + 1, false));
        assert_eq!(follow(|asked| (Vec::new(), Some(asked.to_string()))), (MOST_BARREN, false));
        assert_eq!(follow(|asked| (vec![asked], Some(asked.to_string()))), (MOST_PAGES, false));
    }

    #[test]
    fn some_empty_pages_in_between_are_none_of_it() {
        let some = |asked: u32| {
            let items = if asked.is_multiple_of(10) { vec![asked] } else { Vec::new() };
            (items, (asked < 500).then(|| asked.to_string()))
        };
        assert_eq!(follow(some), (501, true));
    }

    proptest! {
        /// Whatever a server tells: it ends, with every page of an honest listing or with an error.
        #[test]
        fn every_listing_ends(
            cursors in prop::collection::vec(0_u8..20, 1..40),
            items in prop::collection::vec(prop::collection::vec(0_u32..9, 0..3), 1..40),
        ) {
            let honest = cursors.iter().collect::<HashSet<_>>().len() == cursors.len();
            let told = |asked: u32| {
                let cursor = cursors.get(asked as usize).map(ToString::to_string);
                (items[asked as usize % items.len()].clone(), cursor)
            };
            let (pages, ended) = follow(told);
            prop_assert!(pages as usize <= cursors.len() + 1);
            prop_assert!(honest || !ended);
            if honest && cursors.len() < MOST_BARREN as usize {
                prop_assert!(ended);
            }
        }
    }
}
