//! What a user should know of what was found, beside the plan and in its confirmation.

use super::message::Flaw;

/// A warning, or what was left out of a plan and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Note {
    /// A prefix that looks like a folder also catches what stands beside that folder.
    Siblings {
        /// The folder, without the slash at its end.
        folder: Box<str>,
        /// Items outside of it.
        outside: u64,
        /// The public ID of one of them.
        example: Box<str>,
    },
    /// Links on hosts that are not the environment's were read all the same, as the user chose.
    AnyHost,
    /// So many asset IDs are of no asset of this environment.
    UnknownAssetIds(u64),
    /// So many selected assets are gone since the library was read.
    SelectedGone(u64),
    /// So many items that a job left undone are gone since.
    UndoneGone(u64),
    /// So many assets that were named are gone.
    Gone(u64),
    /// So many assets that were named are not of the kinds that were chosen.
    OtherKinds(u64),
    /// The original whose copies were chosen is gone, and they with it.
    OriginalGone,
    /// So many chosen copies are gone.
    CopiesGone(u64),
    /// How many copies there are is not known: there are too many originals to ask about each.
    CopiesUncounted,
    /// How many copies there are.
    Copies {
        /// Their number.
        number: u64,
        /// Their size.
        bytes: u64,
    },
    /// Assets without an asset ID, which could not be told from a later upload under their names.
    WithoutAssetId {
        /// How many.
        number: u64,
        /// The public ID of one of them.
        example: Box<str>,
    },
    /// Entries of an answer that could not be read.
    Unreadable {
        /// How many.
        number: u64,
        /// The public ID or asset ID of the first; may be empty.
        example: Box<str>,
        /// What is wrong with it.
        why: Flaw,
    },
    /// So many entries of an answer that nothing shows to be what was asked for.
    NotAskedFor(u64),
}

impl Note {
    /// Whether it tells of something that may not be as the user expects. How many copies go is a figure.
    pub fn is_warning(&self) -> bool {
        !matches!(self, Self::Copies { .. })
    }
}

#[cfg(test)]
mod tests {
    use super::Note;

    #[test]
    fn how_many_copies_go_is_no_warning() {
        assert!(!Note::Copies { number: 43, bytes: 6_500_000 }.is_warning());
        assert!(Note::AnyHost.is_warning() && Note::CopiesUncounted.is_warning());
    }
}
