//! How a complete preview is looked at: its order, which items, tiles or lines.

/// Which items are on screen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Only {
    /// All that were found, those left out too.
    #[default]
    All,
    /// Those that cannot be restored.
    WithoutBackup,
    /// Those taken out of the plan.
    LeftOut,
    /// Those of rows that name several.
    Several,
    /// Offered ones that were taken into the plan.
    Added,
    /// Those that were not there, or not so, when the same was counted before.
    New,
}

/// Tiles or lines.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Layout {
    /// Pictures.
    #[default]
    Grid,
    /// Names, sizes, dates.
    List,
    /// The pasted list, row by row.
    Report,
}
