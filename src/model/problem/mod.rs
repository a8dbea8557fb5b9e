//! What went wrong, as data: a code with its arguments. `text` makes sentences of it: what happened,
//! what it means for the assets, what to do.

mod code;
mod deletion;
mod details;
mod file;
mod keychain;
mod program;
mod record;
mod request;

pub use code::Code;
pub use deletion::DeletionProblem;
pub use details::{Details, RequestDetails};
pub use file::{FileProblem, Unreplaced, Unwritable};
pub use keychain::{KeychainProblem, Secret};
pub use program::{KeptNow, ProgramProblem};
pub use record::RecordProblem;
pub use request::{Effect, Kind, Login, RequestProblem, Trouble};

use super::account::Geo;

/// What went wrong. No part of it holds a secret or a URL with credentials.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{code:?}")]
pub struct Problem {
    /// What happened.
    pub code: Code,
    /// What stands behind “Show details”.
    pub details: Details,
    /// The region to switch to, where the environment is in another one than was asked.
    pub region: Option<Geo>,
    /// Answers of Cloudinary that are not in the record yet. What they mean for the assets comes before
    /// what the code means.
    pub unwritten: u64,
}

impl Problem {
    /// A problem without details.
    pub fn new(code: impl Into<Code>) -> Self {
        Self { code: code.into(), details: Details::None, region: None, unwritten: 0 }
    }

    /// Adds what an expert or Cloudinary's support would ask for.
    #[must_use]
    pub fn with_details(mut self, details: impl Into<Details>) -> Self {
        self.details = details.into();
        self
    }
}
