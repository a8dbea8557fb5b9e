//! What can fill the middle of the window.

/// What fills the middle of the window.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Page {
    /// The first start, and whenever no environment is open.
    #[default]
    Welcome,
    /// The connection form and the remembered environments.
    Connect,
    /// The grid of the environment's assets.
    Library,
    /// One of the forms.
    Form(FormKind),
    /// The preview and review of a plan.
    Flow,
    /// Jobs that are not at their end, and how jobs run.
    Jobs,
    /// The list of receipts, or one of them.
    Receipts,
}

/// The forms of the sidebar's “Delete by”.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FormKind {
    /// A public ID or a pasted URL.
    One,
    /// Pasted lines, or a file.
    List,
    /// Public IDs that start with a text.
    Prefix,
    /// Assets with a tag.
    Tag,
    /// Made-to-size copies; the originals stay.
    Copies,
}
