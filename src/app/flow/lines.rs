//! The lines of a pasted list that are on screen, and those that were asked for instead.

use std::sync::Arc;

use crate::app::bin::SMALL;
use crate::jobs::lines::{Line, Rows};
use crate::runtime::command::{Command, Generation};
use crate::runtime::event::ListReport;

/// The lines that are on screen, and those that were asked for instead.
#[derive(Debug, Default)]
pub(super) struct Lines {
    shown: Arc<[Line]>,
    due: Option<Rows>,
    asked: Option<(Generation, Rows)>,
}

impl Lines {
    /// All lines of a report.
    pub(super) fn all(report: &ListReport) -> Self {
        Self { shown: Arc::clone(report.all_lines()), ..Self::default() }
    }

    pub(super) fn shown(&self) -> &[Line] {
        &self.shown
    }

    /// What is to be on screen from now on.
    pub(super) fn want(&mut self, rows: Rows) {
        (self.due, self.asked) = (Some(rows), None);
    }

    /// Puts on screen what is wanted, or asks for it where that takes longer.
    pub(super) fn settle(&mut self, report: &Arc<ListReport>, generation: Generation) -> Option<Command> {
        let rows = self.due.take()?;
        if rows == Rows::All {
            self.shown = Arc::clone(report.all_lines());
        } else if report.found.len() <= SMALL {
            self.shown = report.lines(rows);
        } else {
            self.asked = Some((generation, rows));
            return Some(Command::ArrangeLines { generation, report: Arc::clone(report), rows });
        }
        None
    }

    /// Takes an answer, unless it is late.
    pub(super) fn take(&mut self, generation: Generation, lines: Arc<[Line]>) {
        if self.asked.take_if(|(asked, _)| *asked == generation).is_some() {
            self.shown = lines;
        }
    }

    /// What was asked for is asked for again: the answer may have come while nobody listened.
    pub(super) fn ask_again(&mut self) {
        if let Some((_, rows)) = self.asked.take() {
            self.due = Some(rows);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::runtime::event::Found;

    /// Every second row found something.
    fn report(rows: usize) -> Arc<ListReport> {
        let mut report = ListReport::default();
        let found = |row: usize| {
            if row.is_multiple_of(2) { Found::Assets(Vec::new()) } else { Found::Nothing }
        };
        report.found = (0..rows).map(found).collect();
        Arc::new(report)
    }

    #[test]
    fn rows_of_a_long_list_are_found_elsewhere_and_late_ones_are_dropped() {
        let report = report(SMALL + 2);
        let mut shown = Lines::all(&report);
        let ask = |shown: &mut Lines, rows, generation| {
            shown.want(rows);
            let asked = shown.settle(&report, generation);
            asked.is_some_and(|asked| matches!(asked, Command::ArrangeLines { .. }))
        };
        assert!(ask(&mut shown, Rows::Found, 1) && ask(&mut shown, Rows::Unmatched, 2));
        assert_eq!(shown.shown().len(), SMALL + 2, "what is there stays");
        shown.take(1, report.lines(Rows::Found));
        assert_eq!(shown.shown().len(), SMALL + 2, "it is late");
        shown.take(2, report.lines(Rows::Unmatched));
        assert_eq!((shown.shown().len(), shown.shown()[0]), (SMALL / 2 + 1, Line::Row(1)));
        assert!(!ask(&mut shown, Rows::All, 3), "all of them are kept");
        assert_eq!(shown.shown().len(), SMALL + 2);
    }

    #[test]
    fn rows_of_a_short_list_are_found_at_once() {
        let report = report(4);
        let mut shown = Lines::all(&report);
        shown.want(Rows::Found);
        assert!(shown.settle(&report, 1).is_none());
        assert_eq!(shown.shown(), [Line::Row(0), Line::Row(2)]);
    }
}
