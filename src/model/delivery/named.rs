//! What a link or path names.

use crate::model::asset::AssetName;
use crate::model::guess::{Guess, Why};

/// What a path names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Named {
    /// For certain.
    pub certain: Option<AssetName>,
    /// What else it could name, the likeliest first.
    pub guesses: Vec<Guess>,
}

impl Named {
    /// The same, with nothing certain.
    pub(super) fn doubted(mut self) -> Self {
        if let Some(name) = self.certain.take() {
            self.guesses.insert(0, Guess::named(&name, Why::Path));
        }
        self
    }
}
