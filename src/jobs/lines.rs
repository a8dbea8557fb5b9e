//! The rows of a pasted list as lines on screen: each row, and under it what it could mean.

use std::sync::Arc;

use super::found::{Found, Offer};

/// Which rows of a pasted list are on screen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Rows {
    /// All of them.
    #[default]
    All,
    /// Those that found something.
    Found,
    /// Those that found nothing, or could not be looked up.
    Unmatched,
    /// Those whose asset ID is of an asset with another name than the row says.
    Renamed,
    /// Those that could mean something else.
    Offered,
    /// Those that name several assets.
    Several,
}

/// A line of the report on screen: a row, or what it could mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Line {
    /// Position in the list.
    Row(u32),
    /// Position among the offers.
    Offer(u32),
}

/// The lines of the rows that are wanted: of what each row matched, with the offers in the order of the
/// rows.
pub(super) fn lines(
    found: &[Found],
    offers: &[Offer],
    is_renamed: impl Fn(usize) -> bool,
    wanted: Rows,
) -> Arc<[Line]> {
    let mut offers = offers.iter().zip(0_u32..).peekable();
    let mut lines = Vec::with_capacity(found.len());
    for (found, row) in found.iter().zip(0_u32..) {
        let before = lines.len();
        lines.push(Line::Row(row));
        while let Some((_, at)) = offers.next_if(|(offer, _)| offer.row == row) {
            lines.push(Line::Offer(at));
        }
        let shown = match wanted {
            Rows::All => true,
            Rows::Found => matches!(found, Found::Assets(_)),
            Rows::Renamed => is_renamed(row as usize),
            Rows::Unmatched => !matches!(found, Found::Assets(_)),
            Rows::Offered => lines.len() > before + 1,
            Rows::Several => matches!(found, Found::Assets(names) if names.len() > 1),
        };
        if !shown {
            lines.truncate(before);
        }
    }
    lines.into()
}
