//! Where a collection stands: which item is at its top, and how far it is scrolled out.

use super::extent::Extent;

/// A place that means the same whatever the width, the number of columns and the heights of the rows.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Place {
    /// So many points from the top of all, above the first row.
    Above(f64),
    /// At an item of the row at the top, so many points under that row's top.
    Row(usize, f64),
}

impl Default for Place {
    fn default() -> Self {
        Self::Above(0.0)
    }
}

impl Place {
    /// The place at an offset.
    pub(super) fn at(offset: f64, extent: &Extent, columns: usize) -> Self {
        if offset < extent.lead || offset <= 0.0 {
            return Self::Above(offset);
        }
        let row = extent.at(offset);
        Self::Row(row * columns, offset - extent.top(row))
    }

    /// How far that is from the top of all.
    pub(super) fn offset(self, extent: &Extent, columns: usize) -> f64 {
        match self {
            Self::Above(offset) => offset.min(extent.lead),
            Self::Row(item, rest) => {
                let row = (item / columns).min(extent.rows.saturating_sub(1));
                extent.top(row) + rest.min(extent.height(row) + extent.gap)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::extent::Heights;
    use super::super::near;
    use super::*;

    fn tiles(items: usize, columns: usize, height: f64) -> Extent {
        let rows = items.div_ceil(columns);
        Extent { rows, heights: Heights::Even(height), gap: 14.0, lead: 4.0, tail: 16.0 }
    }

    #[test]
    fn what_is_above_the_first_row_stays_in_sight_while_it_grows() {
        let head = |lead| Extent { lead, ..tiles(1_000, 6, 157.0) };
        for (offset, after) in [(0.0, 0.0), (60.0, 60.0), (100.0, 180.0), (400.0, 480.0)] {
            assert!(near(Place::at(offset, &head(100.0), 6).offset(&head(180.0), 6), after), "{offset}");
        }
        assert!(near(Place::default().offset(&head(100.0), 6), 0.0));
    }

    proptest! {
        #[test]
        fn one_point_is_one_point_at_any_offset(items in 1_usize..60_000_000, part in 0.0..1.0_f64) {
            let extent = tiles(items, 6, 157.0);
            let offset = (extent.end(700.0) * part).floor();
            let place = Place::at(offset, &extent, 6);
            prop_assert!(near(place.offset(&extent, 6), offset));
            let next = Place::at(offset + 1.0, &extent, 6);
            prop_assert!(near(next.offset(&extent, 6) - offset, 1.0));
        }

        #[test]
        fn the_item_at_the_top_stays_there_while_columns_come_and_go(
            items in 1_usize..5_000_000, part in 0.0..1.0_f64,
            sizes in prop::collection::vec((1_usize..12, 100_u32..260), 1..8),
        ) {
            let (columns, height) = (6, 157.0);
            let extent = tiles(items, columns, height);
            let offset = extent.end(700.0) * part;
            let place = Place::at(offset, &extent, columns);
            let Place::Row(item, rest) = place else { return Ok(()) };
            for (columns, height) in sizes {
                let extent = tiles(items, columns, f64::from(height));
                let (row, top) = (extent.at(place.offset(&extent, columns)), item / columns);
                // A row that was scrolled out by more than it is high now ends at the upper edge.
                prop_assert!(row == top || row == top + 1 && rest >= extent.height(top), "{row} {top}");
            }
            prop_assert!((place.offset(&extent, columns) - offset).abs() < 1e-6, "and back again");
        }
    }
}
