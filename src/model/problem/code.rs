//! What happened, by what it is about.

use super::deletion::DeletionProblem;
use super::file::FileProblem;
use super::keychain::{KeychainProblem, Secret};
use super::program::ProgramProblem;
use super::record::RecordProblem;
use super::request::RequestProblem;
use crate::model::doubt::Doubt;
use crate::model::seal::Unconfirmed;

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
