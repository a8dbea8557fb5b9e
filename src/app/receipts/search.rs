//! The search through all receipts: who deleted what, and when.

use crate::app::intent::Effect;
use crate::model::problem::Problem;
use crate::model::receipt::Hit;
use crate::runtime::command::{Command, Generation};

/// State of the search.
#[derive(Debug, Default)]
pub struct Search {
    /// The field's text.
    pub text: String,
    /// What was found for it.
    pub hits: Hits,
    generation: Generation,
}

/// What a search found.
#[derive(Debug, Default)]
pub enum Hits {
    /// Nothing is searched for.
    #[default]
    None,
    /// The record is being read.
    Searching {
        /// What was searched for.
        of: String,
    },
    /// Newest deletions first.
    Here {
        /// What was searched for.
        of: String,
        /// At most [`crate::runtime::event::HITS`].
        hits: Vec<Hit>,
    },
    /// Could not be had.
    Failed(Problem),
}

impl Search {
    /// Another text in the field: what was found for the one before goes, and so does an answer that
    /// is under way.
    pub fn type_in(&mut self, text: String) {
        let other = self.text.trim() != text.trim();
        self.text = text;
        if other {
            self.generation += 1;
            self.hits = Hits::None;
        }
    }

    /// Searches for what is in the field.
    pub fn ask(&mut self) -> Vec<Effect> {
        let text = self.text.trim().to_owned();
        if text.is_empty() {
            return Vec::new();
        }
        self.generation += 1;
        self.hits = Hits::Searching { of: text.clone() };
        vec![Command::SearchReceipts { generation: self.generation, text }.into()]
    }

    /// Takes the answer to the latest question.
    pub fn take(&mut self, generation: Generation, result: Result<Vec<Hit>, Problem>) {
        let Hits::Searching { of } = &mut self.hits else { return };
        if generation != self.generation {
            return;
        }
        let of = std::mem::take(of);
        self.hits = result.map_or_else(Hits::Failed, |hits| Hits::Here { of, hits });
    }
}
