use crate::model::list::Refusal;
use crate::model::source::LooksLike;

/// Why what was typed into a form finds no assets: nothing of it is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FormError {
    /// No public ID and no link.
    NoPublicId,
    /// No line with a public ID.
    NoPublicIds,
    /// No line with an asset ID.
    NoAssetIds,
    /// No tag.
    NoTag,
    /// Nothing with which public IDs could start.
    NoPrefix,
    /// Longer than a tag can be.
    TagTooLong,
    /// Longer than a public ID can be.
    PrefixTooLong,
    /// The text looks like something else than a list.
    NotAList(LooksLike),
    /// What was typed can be neither a public ID nor a link.
    Refused(Refusal),
    /// The same of every line.
    AllRefused {
        /// Of the first.
        first: Refusal,
    },
    /// Lines that hold something else than an asset ID, or more.
    NotAssetIds {
        /// The number of the first, from 1.
        line: u32,
        /// How many follow.
        more: usize,
    },
}
