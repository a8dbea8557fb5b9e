//! What of a plan is on screen, and what was asked for instead. What is there stays until the new
//! comes; an answer that is not to the last question is late.

use std::sync::Arc;

use super::look::Only;
use crate::model::arrangement::Arrangement;
use crate::model::order::Sort;
use crate::runtime::command::{Command, Generation};

/// How a plan is looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct View {
    pub(super) sort: Sort,
    pub(super) only: Only,
    /// Folded.
    pub(super) text: Arc<str>,
    /// How often what it is a view of has changed.
    pub(super) state: u64,
}

/// What is on screen, and what was asked for.
#[derive(Debug)]
pub(super) struct Sight {
    shown: Arc<[u32]>,
    of: View,
    /// Not on screen yet, and not asked for.
    due: Option<View>,
    asked: Option<(Generation, View)>,
}

impl Sight {
    pub(super) fn new(shown: Arc<[u32]>, of: View) -> Self {
        Self { shown, of, due: None, asked: None }
    }

    /// Positions, in their order.
    pub(super) fn shown(&self) -> &[u32] {
        &self.shown
    }

    /// What is to be on screen from now on.
    pub(super) fn want(&mut self, view: View) {
        if self.asked.as_ref().is_some_and(|(_, asked)| *asked == view) {
            self.due = None;
            return;
        }
        self.asked = None;
        self.due = (view != self.of).then_some(view);
    }

    /// What was asked for is asked for again: the answer may have come while nobody listened.
    pub(super) fn ask_again(&mut self) {
        if let Some((_, view)) = self.asked.take() {
            self.due = Some(view);
        }
    }

    /// Items behind the first so many are another ones now.
    pub(super) fn cut(&mut self, len: usize) {
        if self.shown.iter().any(|position| *position as usize >= len) {
            self.shown = self.shown.iter().copied().filter(|position| (*position as usize) < len).collect();
        }
    }

    /// Puts on screen what is wanted, or asks for it where that takes longer.
    pub(super) fn settle(
        &mut self,
        at_once: bool,
        generation: Generation,
        arrangement: impl FnOnce(&View) -> Arrangement,
    ) -> Option<Command> {
        let view = self.due.take()?;
        let mut wanted = arrangement(&view);
        // A longer text finds nothing that the shorter one did not.
        let shorter = View { text: Arc::clone(&self.of.text), ..view.clone() };
        let narrows = shorter == self.of && view.text.contains(&*shorter.text);
        wanted.within = narrows.then(|| Arc::clone(&self.shown));
        if at_once {
            (self.shown, self.of) = (wanted.positions(), view);
            return None;
        }
        self.asked = Some((generation, view));
        Some(Command::Arrange { generation, wanted: Box::new(wanted) })
    }

    /// Takes an answer, unless it is late.
    pub(super) fn take(&mut self, generation: Generation, shown: Arc<[u32]>) {
        if let Some((_, view)) = self.asked.take_if(|(asked, _)| *asked == generation) {
            (self.shown, self.of) = (shown, view);
        }
    }
}
