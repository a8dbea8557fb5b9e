//! The part of a collection that egui scrolls in. It counts in 32 bits, which lose single points some
//! hundred thousand rows down, so it sees a window of a fixed length that moves along.

/// Where the window begins, points from the top of all.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Window {
    pub(super) base: f64,
}

impl Window {
    /// Short enough that 32 bits tell a hundredth of a point apart.
    const LENGTH: f64 = 65_536.0;
    /// The window begins at a multiple of it, so that a change shifts nothing by a part of a pixel.
    const STEP: f64 = 4_096.0;
    /// Nothing scrolls further than that in one frame, but by a jump.
    const MARGIN: f64 = 16_384.0;

    /// The same window while the offset is well inside it, else one around it.
    pub(super) fn around(self, offset: f64, height: f64, total: f64) -> Self {
        let (above, below) = (offset - self.base, self.base + Self::LENGTH - offset - height);
        let roomy = |room: f64, at_end: bool| if at_end { room >= 0.0 } else { room >= Self::MARGIN };
        if roomy(above, self.base <= 0.0) && (roomy(below, false) || self.base + Self::LENGTH >= total) {
            return self;
        }
        Self { base: ((offset - Self::LENGTH / 2.0) / Self::STEP).floor().max(0.0) * Self::STEP }
    }

    /// How long it is.
    pub(super) fn length(self, total: f64) -> f32 {
        (total - self.base).clamp(0.0, Self::LENGTH) as f32
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::near;
    use super::*;

    proptest! {
        #[test]
        fn the_window_holds_what_is_in_sight_with_room_to_scroll(
            steps in prop::collection::vec((0.0..1.0_f64, -16_000.0..16_000.0_f64), 1..20),
            total in 0.0..300_000_000.0_f64, height in 100.0..3_000.0_f64,
        ) {
            let end = (total - height).max(0.0);
            let mut window = Window::default();
            for (part, then) in steps {
                for offset in [part * end, (part * end + then).clamp(0.0, end)] {
                    window = window.around(offset, height, total);
                    let (above, length) = (offset - window.base, f64::from(window.length(total)));
                    prop_assert!(window.base >= 0.0 && above >= 0.0);
                    prop_assert!(above + height.min(total) <= length + 0.01 || total < height);
                    prop_assert!(above >= Window::MARGIN || window.base <= 0.0);
                    prop_assert!(length - above - height >= Window::MARGIN || window.base + length >= total - 0.01);
                }
            }
        }

        #[test]
        fn a_point_is_told_apart_everywhere_in_it(offset in 0_u64..300_000_000) {
            let (offset, total) = (offset as f64, 400_000_000.0);
            let window = Window::default().around(offset, 700.0, total);
            let local = |offset: f64| (offset - window.base) as f32;
            prop_assert!(near(f64::from(local(offset + 1.0) - local(offset)), 1.0));
            prop_assert!(local(offset + 0.02) > local(offset));
        }
    }
}
