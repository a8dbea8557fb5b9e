//! The rows of the open receipt: which there are, and those that were read. Read is what is in sight and
//! a screen around it; what is far from it is dropped again.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::model::receipt::{ListedRows, PAGE, Positions, ReceiptRow, ReceiptView};
use crate::runtime::command::Generation;

/// Pages that are kept on each side of those in sight.
const KEPT: usize = 10;

/// The rows of the open receipt.
#[derive(Debug, Default)]
pub struct ReceiptRows {
    view: ReceiptView,
    positions: Positions,
    pages: BTreeMap<usize, Page>,
    /// Grows when pages that were read before are out of date.
    edition: u64,
    asked: Option<Asked>,
}

#[derive(Debug)]
struct Page {
    rows: Vec<Option<ReceiptRow>>,
    edition: u64,
}

/// What is being read.
#[derive(Debug)]
struct Asked {
    generation: Generation,
    pages: Vec<usize>,
}

impl ReceiptRows {
    /// How many there are.
    pub fn len(&self) -> usize {
        self.positions.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.positions.is_empty()
    }

    /// The view of which these are the rows.
    pub fn view(&self) -> &ReceiptView {
        &self.view
    }

    /// Where they stand in the journal.
    pub fn positions(&self) -> &Positions {
        &self.positions
    }

    /// A row. `None`: it is still being read, or is damaged.
    pub fn get(&self, index: usize) -> Option<&ReceiptRow> {
        self.pages.get(&(index / PAGE))?.rows.get(index % PAGE)?.as_ref()
    }

    /// Whether something of these is not there or out of date, and nothing is being read.
    pub fn lacks(&self, rows: &Range<usize>) -> bool {
        self.asked.is_none() && self.missing(rows).next().is_some()
    }

    fn missing(&self, rows: &Range<usize>) -> impl Iterator<Item = usize> {
        let end = rows.end.min(self.len()).div_ceil(PAGE);
        let there = |page: &usize| self.pages.get(page).is_some_and(|page| page.edition == self.edition);
        (rows.start / PAGE..end).filter(move |page| !there(page))
    }

    /// These are in sight, or nearly: the positions of what of them is to be read now, if anything is.
    pub fn want(&mut self, rows: &Range<usize>, generation: Generation) -> Option<Vec<i64>> {
        if self.asked.is_some() {
            return None;
        }
        let pages: Vec<usize> = self.missing(rows).collect();
        if pages.is_empty() {
            return None;
        }
        let kept = (rows.start / PAGE).saturating_sub(KEPT)..rows.end.div_ceil(PAGE) + KEPT;
        self.pages.retain(|page, _| kept.contains(page));
        let positions = pages.iter().flat_map(|page| self.positions.part(place(*page))).collect();
        self.asked = Some(Asked { generation, pages });
        Some(positions)
    }

    /// Whether this is the question to which it waits for an answer.
    pub fn waits_for(&self, generation: Generation) -> bool {
        self.asked.as_ref().is_some_and(|asked| asked.generation == generation)
    }

    /// Takes what was read, if it is still wanted.
    pub fn take(&mut self, generation: Generation, read: Vec<Option<ReceiptRow>>) {
        let Some(asked) = self.asked.take_if(|asked| asked.generation == generation) else { return };
        let mut read = read.into_iter();
        for page in asked.pages {
            let rows = read.by_ref().take(self.positions.part(place(page)).len()).collect();
            self.pages.insert(page, Page { rows, edition: self.edition });
        }
    }

    /// Takes the rows of a view, and gives those before. What was read stays on screen until it is read
    /// anew, where the same rows are in the same place.
    #[must_use]
    pub fn list(&mut self, listed: ListedRows) -> Self {
        let ListedRows { view, positions, first } = listed;
        let edition = self.edition + 1;
        let mut before = std::mem::take(self);
        let mut pages = BTreeMap::new();
        if before.view == view {
            pages = std::mem::take(&mut before.pages);
            pages.retain(|page, _| before.positions.part(place(*page)) == positions.part(place(*page)));
        }
        pages.insert(0, Page { rows: first, edition });
        *self = Self { view, positions, pages, edition, asked: None };
        before
    }
}

/// The rows of a page.
fn place(page: usize) -> Range<usize> {
    page * PAGE..(page + 1) * PAGE
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::fixture::item;

    fn row(number: i64) -> ReceiptRow {
        let mut item = item(0, true);
        item.version = number as u64;
        ReceiptRow::LeftOut(item)
    }

    fn rows_at(positions: &[i64]) -> Vec<Option<ReceiptRow>> {
        positions.iter().copied().map(row).map(Some).collect()
    }

    fn listed(positions: Positions) -> ListedRows {
        let first = rows_at(&positions.part(0..PAGE));
        ListedRows { view: ReceiptView::default(), positions, first }
    }

    fn of(number: usize) -> ReceiptRows {
        let mut rows = ReceiptRows::default();
        let _ = rows.list(listed(Positions::First(number)));
        rows
    }

    fn read(rows: &mut ReceiptRows, range: Range<usize>, generation: Generation) -> usize {
        let Some(positions) = rows.want(&range, generation) else { return 0 };
        rows.take(generation, rows_at(&positions));
        positions.len()
    }

    fn version(rows: &ReceiptRows, index: usize) -> Option<u64> {
        rows.get(index).map(|row| match row {
            ReceiptRow::LeftOut(item) => item.version,
            other => panic!("{other:?}"),
        })
    }

    #[test]
    fn what_is_in_sight_is_read_once_and_what_is_far_is_dropped() {
        let mut rows = of(1_000_000);
        assert_eq!(version(&rows, 7), Some(7), "the first come with the list");
        assert!(!rows.lacks(&(0..PAGE)) && rows.lacks(&(0..PAGE + 1)));
        assert_eq!(read(&mut rows, 500_050..500_150, 1), 2 * PAGE);
        assert_eq!((version(&rows, 500_123), rows.get(499_999)), (Some(500_123), None));
        assert_eq!(read(&mut rows, 500_060..500_150, 2), 0, "they are there");
        assert_eq!(rows.get(7), None, "far away");
        assert_eq!(read(&mut rows, 999_950..1_000_100, 3), 50 + 50, "there is nothing behind the last");
        assert_eq!(rows.get(500_123), None);
        assert!(rows.pages.len() <= 2 * KEPT + 2);
    }

    #[test]
    fn one_question_is_asked_at_a_time_and_a_late_answer_is_dropped() {
        let mut rows = of(10_000);
        assert!(rows.want(&(200..300), 1).is_some());
        assert!(!rows.lacks(&(400..500)) && rows.want(&(400..500), 2).is_none());
        let _ = rows.list(listed(Positions::These((0..300).collect())));
        rows.take(1, rows_at(&(200..300).collect::<Vec<_>>()));
        assert_eq!((rows.len(), rows.get(250)), (300, None), "it was of the rows before");
        assert_eq!(read(&mut rows, 200..300, 3), PAGE);
    }

    #[test]
    fn what_was_read_stays_until_it_is_read_anew() {
        let mut rows = of(1_000);
        read(&mut rows, 200..400, 1);
        let _ = rows.list(listed(Positions::First(1_000)));
        assert_eq!(version(&rows, 250), Some(250));
        assert!(rows.lacks(&(200..400)), "it is out of date");
        let _ = rows.list(listed(Positions::These((0..200).chain(250..300).collect())));
        assert_eq!(rows.get(210), None, "another row stands there now");
    }
}
