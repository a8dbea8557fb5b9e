//! A row of a list.

use super::wanted::Wanted;

/// One entry that is neither blank nor a repetition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// 1-based line number in what was pasted.
    pub line: u32,
    /// Blanks or invisible characters at its ends were cut off, which no name can have.
    pub cut: bool,
    /// What it says: a public ID, an asset ID or a link.
    pub text: Box<str>,
    /// What that certainly names.
    pub wanted: Wanted,
}
