//! Heights of rows that are known once they were drawn. A row that was never in sight counts as high as
//! it is estimated.

/// Heights with their sums, each found or changed in so many steps as the number of rows has digits.
#[derive(Debug)]
pub(super) struct Measured {
    heights: Vec<f32>,
    /// A Fenwick tree over them: position `n` holds the sum of the rows before it, as many as the lowest
    /// bit of `n` says.
    sums: Vec<f64>,
    estimate: f32,
}

impl Measured {
    /// No rows.
    pub(super) fn new(estimate: f32) -> Self {
        Self { heights: Vec::new(), sums: vec![0.0], estimate }
    }

    #[cfg(test)]
    pub(super) fn rows(&self) -> usize {
        self.heights.len()
    }

    /// So many rows from now on; those that are there keep their heights.
    pub(super) fn resize(&mut self, rows: usize) {
        if rows == self.heights.len() {
            return;
        }
        self.heights.resize(rows, self.estimate);
        self.sums.clear();
        self.sums.push(0.0);
        self.sums.extend(self.heights.iter().map(|height| f64::from(*height)));
        for at in 1..self.sums.len() {
            let parent = at + lowest_bit(at);
            if parent < self.sums.len() {
                self.sums[parent] += self.sums[at];
            }
        }
    }

    /// How high a row is.
    pub(super) fn of(&self, row: usize) -> f64 {
        f64::from(self.heights.get(row).copied().unwrap_or(self.estimate))
    }

    /// A row was drawn: it is so high.
    pub(super) fn set(&mut self, row: usize, height: f32) {
        let Some(known) = self.heights.get_mut(row) else { return };
        let more = f64::from(height) - f64::from(*known);
        *known = height;
        let mut at = row + 1;
        while at < self.sums.len() {
            self.sums[at] += more;
            at += lowest_bit(at);
        }
    }

    /// The sum of all rows before one.
    pub(super) fn above(&self, row: usize) -> f64 {
        let mut at = row.min(self.heights.len());
        let mut sum = 0.0;
        while at > 0 {
            sum += self.sums[at];
            at -= lowest_bit(at);
        }
        sum
    }

    /// The row at an offset, where `gap` lies under each.
    pub(super) fn at(&self, offset: f64, gap: f64) -> usize {
        let mut row = 0;
        let mut left = offset;
        let mut step = self.heights.len().checked_ilog2().map_or(0, |bits| 1 << bits);
        while step > 0 {
            let next = row + step;
            if next < self.sums.len() {
                let height = self.sums[next] + step as f64 * gap;
                if height <= left {
                    left -= height;
                    row = next;
                }
            }
            step /= 2;
        }
        row
    }
}

fn lowest_bit(number: usize) -> usize {
    number & number.wrapping_neg()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::near;
    use super::*;

    proptest! {
        #[test]
        fn sums_are_those_of_the_heights(
            rows in 1_usize..200, changes in prop::collection::vec((0_usize..200, 1_u32..500), 0..50),
            gap in 0_u32..9,
        ) {
            let mut measured = Measured::new(40.0);
            measured.resize(rows / 2);
            for (at, (row, height)) in changes.iter().enumerate() {
                if at == changes.len() / 2 {
                    measured.resize(rows);
                }
                measured.set(*row, *height as f32);
            }
            measured.resize(rows);
            let mut top = 0.0;
            for row in 0..rows {
                prop_assert!(near(measured.above(row), top));
                let gapped = top + (row as f64) * f64::from(gap);
                prop_assert_eq!(measured.at(gapped, f64::from(gap)), row);
                top += measured.of(row);
            }
            prop_assert!(near(measured.above(rows), top));
        }
    }
}
