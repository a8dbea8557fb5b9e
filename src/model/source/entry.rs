//! Entries of a list, and what there is to say of the text in which they stood.

use std::borrow::Cow;

/// What a text was read as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Form {
    /// Each line is an entry.
    Lines,
    /// A header and rows.
    Table,
    /// JSON, or a part of it.
    Json,
    /// A page or code, of which the links are entries and nothing else is.
    Markup,
}

/// What there is to say of a text that was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Told {
    /// Lines, or elements, with nothing in them.
    pub blank: usize,
    /// What it was read as.
    pub form: Form,
}

/// One entry of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry<'a> {
    /// The 1-based line of the text where it starts.
    pub line: usize,
    /// What it is.
    pub what: What<'a>,
}

/// What an entry is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What<'a> {
    /// A whole line as it stands, or a text of JSON: to be read as a public ID, an asset ID or a
    /// link.
    Text(Cow<'a, str>),
    /// A link that stood in something else: its address alone.
    Link(Cow<'a, str>),
    /// The same, where it is not certain that it ends there: a public ID may hold blanks and marks.
    Perhaps(Cow<'a, str>),
    /// A row of a table, or an object of JSON.
    Record(Box<Record<'a>>),
}

/// What a row says of its asset. `None`: there is no such column, or its cell is blank.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Record<'a> {
    /// Names the asset for certain.
    pub asset_id: Option<Cow<'a, str>>,
    /// To the letter, blanks at its ends too.
    pub public_id: Option<Cow<'a, str>>,
    /// `image`, `video` or `raw`, as it is written.
    pub resource_type: Option<Cow<'a, str>>,
    /// Cloudinary's `type`.
    pub delivery_type: Option<Cow<'a, str>>,
    /// The ending of the file.
    pub format: Option<Cow<'a, str>>,
    /// A number, as it is written.
    pub version: Option<Cow<'a, str>>,
    /// `secure_url`, where it is blank `delivery_url`, else `url`.
    pub url: Option<Cow<'a, str>>,
    /// Of a single copy.
    pub derived_id: Option<Cow<'a, str>>,
    /// A column could not be read, or contradicts another: what the row narrows is not known.
    pub unclear: bool,
    /// Only copies were meant, so the original must stay: a row of a receipt of copies.
    pub copies_only: bool,
    /// The user left it out of a deletion, so it must stay: a row of a receipt.
    pub left_out: bool,
}

impl Record<'_> {
    /// Whether there is anything by which its asset can be looked up.
    pub fn names_an_asset(&self) -> bool {
        [&self.asset_id, &self.public_id, &self.url, &self.derived_id].into_iter().any(Option::is_some)
    }
}
