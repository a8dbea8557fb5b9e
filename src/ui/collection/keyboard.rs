//! The keyboard of every collection: arrows, pages, ends, and the keys that press what the cursor is on.
//!
//! Several keys can come in one frame, each with its own modifiers. They are taken in their order, each
//! from where the one before it led, so that what is typed fast is never lost or done to another item.

use egui::{Context, Event, FocusDirection, Key, Modifiers, PointerButton, Ui};

use super::extent::Extent;

/// What keys ask for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deed {
    /// The cursor goes there.
    Move {
        /// Which item.
        index: usize,
        /// Shift was held.
        shift: bool,
    },
    /// What the cursor is on is pressed.
    Press {
        /// Which item.
        index: usize,
        /// Shift was held.
        shift: bool,
        /// Ctrl, or Cmd on a Mac, was held, or it was the space bar, which ticks one more.
        command: bool,
    },
}

/// A key that came, with its own modifiers.
pub(super) type Press = (Key, Modifiers);

/// Which keys are a collection's now.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Ours {
    pub(super) arrows: bool,
    /// Pages and ends.
    pub(super) pages: bool,
    pub(super) pressing: Pressing,
}

/// Which keys press what the cursor is on.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) enum Pressing {
    #[default]
    Neither,
    Space,
    /// Enter and the space bar.
    Both,
}

impl Ours {
    fn has(self, key: Key) -> bool {
        match key {
            Key::ArrowLeft | Key::ArrowRight | Key::ArrowUp | Key::ArrowDown => self.arrows,
            Key::PageUp | Key::PageDown | Key::Home | Key::End => self.pages,
            Key::Enter => self.pressing == Pressing::Both,
            Key::Space => self.pressing != Pressing::Neither,
            _ => false,
        }
    }
}

/// Whether keys belong to something that lies over the page, or to a field.
pub fn is_elsewhere(ctx: &Context) -> bool {
    ctx.text_edit_focused()
        || ctx.memory(|memory| memory.top_modal_layer().is_some())
        || egui::Popup::is_any_open(ctx)
}

/// Takes the keys out of this frame's input. What comes after Tab is for whatever Tab leads to.
pub(super) fn take(ui: &Ui, ours: Ours) -> Vec<Press> {
    let (mut taken, mut away) = (Vec::new(), false);
    ui.input_mut(|input| {
        input.events.retain(|event| {
            let Event::Key { key, pressed: true, repeat, modifiers, .. } = event else { return true };
            away |= *key == Key::Tab;
            if away || !ours.has(*key) {
                return true;
            }
            // Held down, a key moves on and on, and presses once.
            if !(*repeat && matches!(key, Key::Enter | Key::Space)) {
                taken.push((*key, *modifiers));
            }
            false
        });
    });
    if !taken.is_empty() {
        // Else egui would move the focus by the same arrow once more.
        ui.memory_mut(|memory| memory.move_focus(FocusDirection::None));
    }
    taken
}

/// The modifiers of this frame's last click, by which it is meant; or those that are held now.
pub fn click_modifiers(ui: &Ui) -> Modifiers {
    ui.input(|input| {
        let clicks = input.events.iter().rev().find_map(|event| match event {
            Event::PointerButton { button: PointerButton::Primary, modifiers, .. } => Some(*modifiers),
            _ => None,
        });
        clicks.unwrap_or(input.modifiers)
    })
}

/// A collection as its keys see it.
pub(super) struct Walk<'a> {
    pub(super) extent: &'a Extent,
    pub(super) columns: usize,
    /// Items that the cursor can go to.
    pub(super) items: usize,
    /// Height of the place.
    pub(super) height: f64,
    pub(super) offset: f64,
}

impl Walk<'_> {
    /// Follows keys, from the item that a cursor is on. Gives what they ask for, and the offset that they
    /// lead to.
    pub(super) fn follow(&self, presses: &[Press], from: Option<usize>) -> (Vec<Deed>, f64) {
        let (mut deeds, mut offset, mut cursor) = (Vec::new(), self.offset, from);
        if self.items == 0 {
            return (deeds, offset);
        }
        for (key, modifiers) in presses {
            let shift = modifiers.shift;
            if matches!(key, Key::Enter | Key::Space) {
                let command = modifiers.command || *key == Key::Space;
                deeds.extend(cursor.map(|index| Deed::Press { index, shift, command }));
                continue;
            }
            let index = self.step(*key, cursor, offset);
            offset = self.scrolled(*key, cursor, index, offset);
            cursor = Some(index);
            // Of moves with the same meaning the last one says it all.
            match deeds.last_mut() {
                Some(Deed::Move { index: last, shift: held }) if *held == shift => *last = index,
                _ => deeds.push(Deed::Move { index, shift }),
            }
        }
        (deeds, offset)
    }

    /// Where a key leads.
    fn step(&self, key: Key, from: Option<usize>, offset: f64) -> usize {
        let last = self.items - 1;
        let by_rows = |at: usize, down: bool| {
            let row = self.extent.page(at / self.columns, self.height, down);
            row * self.columns + at % self.columns
        };
        let index = match (key, from) {
            (Key::Home, _) => 0,
            (Key::End, _) => last,
            (Key::PageUp, _) => by_rows(from.unwrap_or_else(|| self.first_whole(offset)), false),
            (Key::PageDown, _) => by_rows(from.unwrap_or_else(|| self.first_whole(offset)), true),
            (_, None) => self.first_whole(offset),
            (Key::ArrowLeft, Some(at)) => at.saturating_sub(1),
            (Key::ArrowRight, Some(at)) => at + 1,
            (Key::ArrowUp, Some(at)) => at.saturating_sub(self.columns),
            (_, Some(at)) => at + self.columns,
        };
        index.min(last)
    }

    /// The first item whose row is whole in sight.
    pub(super) fn first_whole(&self, offset: f64) -> usize {
        let row = self.extent.at(offset);
        let cut = self.extent.top(row) < offset - 0.5 && row + 1 < self.extent.rows;
        (row + usize::from(cut)) * self.columns
    }

    /// Where a move scrolls to: the item is in sight then.
    fn scrolled(&self, key: Key, from: Option<usize>, to: usize, offset: f64) -> f64 {
        let top = |item: usize| self.extent.top(item / self.columns);
        let offset = match key {
            Key::Home => 0.0,
            Key::End => self.extent.end(self.height),
            // A page scrolls as far as the cursor goes, so that it stays where one looks.
            Key::PageUp | Key::PageDown => {
                offset + top(to) - top(from.unwrap_or_else(|| self.first_whole(offset)))
            }
            _ => offset,
        };
        self.extent.reveal(offset.clamp(0.0, self.extent.end(self.height)), to / self.columns, self.height)
    }
}

#[cfg(test)]
mod tests {
    use super::super::extent::Heights;
    use super::super::near;
    use super::*;

    fn tiles(items: usize) -> Extent {
        let rows = items.div_ceil(5);
        Extent { rows, heights: Heights::Even(100.0), gap: 10.0, lead: 0.0, tail: 0.0 }
    }

    fn follow(items: usize, from: Option<usize>, presses: &[Press]) -> Vec<Deed> {
        let extent = tiles(items);
        Walk { extent: &extent, columns: 5, items, height: 450.0, offset: 0.0 }.follow(presses, from).0
    }

    fn plain(keys: &[Key]) -> Vec<Press> {
        keys.iter().map(|key| (*key, Modifiers::NONE)).collect()
    }

    #[test]
    fn each_key_goes_on_from_where_the_one_before_it_led() {
        use Key::{ArrowDown, ArrowLeft, ArrowRight, ArrowUp, End, Home, PageDown, PageUp};
        for (keys, index) in [
            (&[ArrowRight, ArrowRight, ArrowRight][..], 10),
            (&[ArrowDown, ArrowDown, ArrowLeft], 16),
            (&[ArrowUp, ArrowUp, ArrowUp], 0),
            (&[PageDown], 27),
            (&[PageDown, PageUp], 7),
            (&[End], 999),
            (&[End, ArrowRight, ArrowUp], 994),
            (&[End, Home], 0),
        ] {
            let moved = follow(1_000, Some(7), &plain(keys));
            assert_eq!(moved, [Deed::Move { index, shift: false }], "{keys:?}");
        }
    }

    #[test]
    fn every_key_has_its_own_modifiers() {
        let presses = [
            (Key::ArrowRight, Modifiers::NONE),
            (Key::End, Modifiers::SHIFT),
            (Key::Space, Modifiers::NONE),
            (Key::Home, Modifiers::NONE),
            (Key::Enter, Modifiers::SHIFT),
        ];
        assert_eq!(
            follow(50, Some(3), &presses),
            [
                Deed::Move { index: 4, shift: false },
                Deed::Move { index: 49, shift: true },
                Deed::Press { index: 49, shift: false, command: true },
                Deed::Move { index: 0, shift: false },
                Deed::Press { index: 0, shift: true, command: false },
            ]
        );
    }

    #[test]
    fn without_a_cursor_keys_begin_at_what_is_in_sight() {
        let extent = tiles(1_000);
        let walk = Walk { extent: &extent, columns: 5, items: 1_000, height: 450.0, offset: 250.0 };
        let first = |key| walk.follow(&plain(&[key]), None).0;
        assert_eq!(first(Key::ArrowDown), [Deed::Move { index: 15, shift: false }]);
        assert_eq!(first(Key::PageDown), [Deed::Move { index: 35, shift: false }]);
        assert_eq!(first(Key::End), [Deed::Move { index: 999, shift: false }]);
        assert_eq!(follow(0, None, &plain(&[Key::End, Key::Space])), []);
        assert_eq!(follow(9, None, &plain(&[Key::Space])), [], "nothing to press");
    }

    #[test]
    fn home_and_end_scroll_whatever_the_bar_did_before() {
        let extent = tiles(1_000);
        let walk = Walk { extent: &extent, columns: 5, items: 1_000, height: 450.0, offset: 9_000.0 };
        let scrolled = |key, from| walk.follow(&plain(&[key]), Some(from)).1;
        assert!(near(scrolled(Key::Home, 0), 0.0));
        assert!(near(scrolled(Key::End, 999), extent.end(450.0)));
        assert!(near(scrolled(Key::ArrowRight, 0), 0.0), "an arrow leads back to its cursor, too");
        let (page, offset) = walk.follow(&plain(&[Key::PageDown]), Some(410));
        assert_eq!(page, [Deed::Move { index: 430, shift: false }]);
        assert!(near(offset, 9_440.0), "{offset}");
    }
}
