//! Where rows lie, in 64-bit points from the top of all of them.

use super::measured::Measured;

/// How high rows are.
#[derive(Debug)]
pub(super) enum Heights {
    /// All alike.
    Even(f64),
    /// As they were measured when they were last in sight.
    Measured(Measured),
}

/// Rows one under the other, with room before the first and behind the last.
#[derive(Debug)]
pub(super) struct Extent {
    pub(super) rows: usize,
    pub(super) heights: Heights,
    /// Between two rows.
    pub(super) gap: f64,
    pub(super) lead: f64,
    pub(super) tail: f64,
}

impl Extent {
    /// Where a row begins.
    pub(super) fn top(&self, row: usize) -> f64 {
        let above = match &self.heights {
            Heights::Even(height) => row as f64 * (height + self.gap),
            Heights::Measured(measured) => measured.above(row) + row as f64 * self.gap,
        };
        self.lead + above
    }

    /// Without the gap under it.
    pub(super) fn height(&self, row: usize) -> f64 {
        match &self.heights {
            Heights::Even(height) => *height,
            Heights::Measured(measured) => measured.of(row),
        }
    }

    /// The row at an offset, with the gap under it; the first or the last where there is none.
    pub(super) fn at(&self, offset: f64) -> usize {
        let inside = offset - self.lead;
        let row = match &self.heights {
            Heights::Even(height) => (inside.max(0.0) / (height + self.gap)).floor() as usize,
            Heights::Measured(measured) => measured.at(inside, self.gap),
        };
        row.min(self.rows.saturating_sub(1))
    }

    /// From the top of all to the end of all.
    pub(super) fn total(&self) -> f64 {
        let gap = if self.rows > 0 { self.gap } else { 0.0 };
        self.top(self.rows) - gap + self.tail
    }

    /// The last offset: the end of all stands at the lower edge of a place of this height.
    pub(super) fn end(&self, height: f64) -> f64 {
        (self.total() - height).max(0.0)
    }

    /// The offset nearest to `offset` at which a row is whole in sight, as far as it fits.
    pub(super) fn reveal(&self, offset: f64, row: usize, height: f64) -> f64 {
        // The focus ring is around the row, and what scrolls fades towards its edges.
        const RING: f64 = 4.0;
        let margin = self.gap.max(RING);
        let top = self.top(row);
        let lowest = top + self.height(row) + margin - height;
        if row == 0 && top - margin < offset {
            // What stands before the first row comes with it.
            return 0.0;
        }
        offset.max(lowest).min(top - margin).clamp(0.0, self.end(height))
    }

    /// The row that stands a page of this height below or above another one; never the same, but at an
    /// end.
    pub(super) fn page(&self, row: usize, height: f64, down: bool) -> usize {
        // Offsets are sums: a row that begins where the page ends may seem to begin a hair above it.
        const HAIR: f64 = 1e-6;
        let top = self.top(row);
        let target = if down {
            self.at(top + height + HAIR).max(row + 1)
        } else {
            let wanted = top - height - HAIR;
            let first = self.at(wanted);
            let first = if self.top(first) < wanted { first + 1 } else { first };
            first.min(row.saturating_sub(1))
        };
        target.min(self.rows.saturating_sub(1))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::near;
    use super::*;

    /// Even and measured rows, some of them without a row.
    fn extents() -> impl Strategy<Value = Extent> {
        let even = (0_usize..5_000_000, 10_u32..120)
            .prop_map(|(rows, height)| (rows, Heights::Even(f64::from(height))));
        let measured =
            (prop::collection::vec(20_u32..300, 0..60), 0_usize..4_000).prop_map(|(known, more)| {
                let mut measured = Measured::new(60.0);
                measured.resize(known.len() + more);
                for (row, height) in known.iter().enumerate() {
                    measured.set(row * (1 + more / 60), *height as f32);
                }
                (measured.rows(), Heights::Measured(measured))
            });
        (prop_oneof![even, measured], 0_u32..20, 0_u32..200, 0_u32..50).prop_map(
            |((rows, heights), gap, lead, tail)| Extent {
                rows,
                heights,
                gap: f64::from(gap),
                lead: f64::from(lead),
                tail: f64::from(tail),
            },
        )
    }

    proptest! {
        #[test]
        fn every_row_is_found_where_it_lies(extent in extents(), part in 0.0..1.0_f64, deep in 0.0..1.0_f64) {
            prop_assume!(extent.rows > 0);
            let row = ((extent.rows - 1) as f64 * part) as usize;
            let inside = extent.top(row) + extent.height(row) * deep * 0.999;
            prop_assert_eq!(extent.at(inside), row);
            prop_assert!(extent.top(row + 1) >= extent.top(row) + extent.height(row));
        }

        #[test]
        fn every_row_is_reached_and_whole_in_sight(
            extent in extents(), part in 0.0..1.0_f64, from in 0.0..1.0_f64, height in 320.0..1_500.0_f64,
        ) {
            prop_assume!(extent.rows > 0);
            let row = ((extent.rows - 1) as f64 * part) as usize;
            let end = extent.end(height);
            let offset = extent.reveal(end * from, row, height);
            prop_assert!((0.0..=end).contains(&offset));
            let top = extent.top(row) - offset;
            prop_assert!(top >= -0.01 && top + extent.height(row) <= height + 0.01, "{top}");
            prop_assert!(near(extent.reveal(offset, row, height), offset), "and stays there");
            let ring = extent.gap.max(4.0);
            let has_room = extent.height(row) + 2.0 * ring <= height;
            prop_assert!(!has_room || top >= ring - 0.01 || near(offset, 0.0) || near(offset, end), "{top}");
        }

        #[test]
        fn pages_lead_from_end_to_end(extent in extents(), height in 320.0..1_500.0_f64) {
            prop_assume!((1..50_000).contains(&extent.rows));
            let mut row = 0;
            while row < extent.rows - 1 {
                let next = extent.page(row, height, true);
                prop_assert!(next > row);
                prop_assert!(extent.top(next) - extent.top(row) <= height + 0.01 || next == row + 1);
                row = next;
            }
            while row > 0 {
                let next = extent.page(row, height, false);
                prop_assert!(next < row);
                prop_assert!(extent.top(row) - extent.top(next) <= height + 0.01 || next == row - 1);
                row = next;
            }
        }
    }

    #[test]
    fn the_last_row_of_all_has_a_place_of_its_own() {
        let rows = 5_000_000;
        let extent = Extent { rows, heights: Heights::Even(46.0), gap: 2.0, lead: 0.0, tail: 16.0 };
        assert_eq!(extent.at(extent.end(600.0) + 600.0), rows - 1);
        assert_eq!(extent.at(extent.top(rows - 1)), rows - 1);
        assert_eq!(extent.at(extent.top(rows - 1) - 0.001), rows - 2);
        let none = Extent { rows: 0, ..extent };
        assert!(near(none.total(), 16.0) && near(none.end(600.0), 0.0) && none.at(100.0) == 0);
    }
}
