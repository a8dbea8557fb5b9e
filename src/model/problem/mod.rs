//! What went wrong, as data: a code with its arguments. `text` makes sentences of it: what happened,
//! what it means for the assets, what to do.

mod deletion;
mod details;
mod file;
mod keychain;
mod program;
mod record;
mod request;

pub use deletion::DeletionProblem;
pub use details::{Details, RequestDetails};
pub use file::{FileProblem, Unreplaced, Unwritable};
pub use keychain::{KeychainProblem, Secret};
pub use program::{KeptNow, ProgramProblem};
pub use record::RecordProblem;
pub use request::{Effect, Kind, Login, RequestProblem, Trouble};

use super::account::Geo;
use super::preview::Doubt;
use super::seal::Unconfirmed;

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

/// What happened, by what it is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Code {
    /// A request to Cloudinary.
    Request(RequestProblem),
    /// The record of deletions.
    Record(RecordProblem),
    /// A deletion that was not confirmed on this computer.
    Unconfirmed(Unconfirmed),
    /// A deletion that does not start or go on.
    Deletion(DeletionProblem),
    /// A preview that is not believed without the user's word.
    Doubt(Doubt),
    /// The keychain, and what it means for the secret.
    Keychain(KeychainProblem, Secret),
    /// A file or folder.
    File(FileProblem),
    /// The program itself.
    Program(ProgramProblem),
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

macro_rules! codes {
    ($($of:ident($type:ty))*) => {
        $(impl From<$type> for Code {
            fn from(code: $type) -> Self {
                Self::$of(code)
            }
        })*
    };
}

codes! {
    Request(RequestProblem)
    Record(RecordProblem)
    Unconfirmed(Unconfirmed)
    Deletion(DeletionProblem)
    Doubt(Doubt)
    File(FileProblem)
    Program(ProgramProblem)
}

impl From<KeychainProblem> for Code {
    fn from(code: KeychainProblem) -> Self {
        Self::Keychain(code, Secret::NotAsked)
    }
}
