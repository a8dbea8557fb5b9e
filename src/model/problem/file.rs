//! What can go wrong with a file or folder of the user.

use crate::model::source::LooksLike;

/// A file or folder that cannot be used. `name`: as the user knows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FileProblem {
    /// No file is named to read a list from.
    NothingToRead,
    /// There is nothing in a list's file.
    Empty,
    /// It could not be read.
    NotRead {
        /// Its path.
        name: String,
    },
    /// It is larger than what is read.
    TooLarge {
        /// Its path.
        name: String,
        /// What is read at most.
        megabytes: u64,
    },
    /// It is written in UTF-32.
    Utf32 {
        /// Its path.
        name: String,
    },
    /// It holds no list.
    NoList {
        /// Its path.
        name: String,
        /// What it holds.
        looks: LooksLike,
    },
    /// A receipt was to be saved in the folder of the program's own files.
    OwnFolder {
        /// The file's path.
        name: String,
    },
    /// A receipt was to be saved in a file that is a link to another.
    Link {
        /// Its path.
        name: String,
    },
    /// A receipt was to take the place of something that is not to be replaced.
    NotReplaced {
        /// Its path.
        name: String,
        /// Why not.
        why: Unreplaced,
    },
    /// A receipt could not be saved.
    NotWritten {
        /// The file's path.
        name: String,
        /// Why not.
        why: Unwritable,
    },
    /// No folder was found to keep the program's files in.
    NoHome,
    /// The folder of the program's files cannot be used.
    HomeUnusable {
        /// Its path.
        name: String,
    },
    /// Other users of this computer can look into the folder of the program's files.
    HomeOpenToOthers {
        /// Its path.
        name: String,
    },
}

/// Why what stands at a path is not replaced.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unreplaced {
    /// It is a folder, a device, a pipe.
    NoFile,
    /// It is marked as read-only.
    ReadOnly,
}

/// Why a file could not be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unwritable {
    /// The disk is full.
    Full,
    /// The user may not write there.
    Forbidden,
    /// Any other reason.
    Other,
}
