//! What a text, a mark or a piece of news means.

/// The theme gives each its colours.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Tone {
    /// Nothing in particular.
    #[default]
    Neutral,
    /// Worth knowing.
    Info,
    /// Went well.
    Success,
    /// Be careful.
    Warning,
    /// Went wrong, or deletes.
    Danger,
    /// Belongs to the practice library.
    Practice,
}
