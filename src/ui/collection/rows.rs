//! A collection's rows as a page describes them, and what came of them.

use std::ops::Range;

use egui::{Id, Rect, Response, Ui};

use super::drawing::Drawing;
use super::keyboard::Deed;
use super::tiles;
use crate::ui::widgets::Thumbnails;

/// What a row is made of.
#[derive(Clone, Copy, Debug)]
pub(super) enum Shape {
    /// One item, so high.
    Even(f32),
    /// One item, as high as it draws itself; until then as high as this.
    Measured(f32),
    /// As many tiles as fit.
    Tiles,
}

/// Who keeps the cursor.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Cursor {
    /// The collection itself.
    Own,
    /// The page, and there it is.
    OfPage(Option<usize>),
}

/// A collection that is still being described; see [`Rows::show`].
#[must_use = "rows show only when `show` is called"]
#[derive(Debug)]
pub struct Rows<'a> {
    pub(super) view: Id,
    pub(super) items: usize,
    pub(super) shape: Shape,
    pub(super) gap: f32,
    pub(super) lead: f32,
    pub(super) tail: f32,
    pub(super) side: f32,
    pub(super) beyond: usize,
    pub(super) reach: usize,
    pub(super) most: Option<f32>,
    pub(super) cursor: Cursor,
    pub(super) name: &'a str,
}

/// One item's place.
#[derive(Clone, Copy, Debug)]
pub struct Cell {
    /// Which item.
    pub index: usize,
    /// Where it is drawn.
    pub rect: Rect,
    /// Tab stops here, where an item has no control of its own.
    pub stop: bool,
}

/// What was shown, and what the keys ask for.
#[derive(Debug)]
pub struct Shown {
    /// In the order of the keys.
    pub deeds: Vec<Deed>,
    /// Items in sight.
    pub items: Range<usize>,
    /// Items in sight at once, about.
    pub screen: usize,
}

impl Shown {
    /// The items that were pressed by key. One that was pressed twice in a frame is as it was.
    pub fn pressed(&self) -> impl Iterator<Item = usize> + '_ {
        let presses = || {
            self.deeds.iter().filter_map(|deed| match deed {
                Deed::Press { index, .. } => Some(*index),
                Deed::Move { .. } => None,
            })
        };
        let odd = move |index: usize| presses().filter(|other| *other == index).count() % 2 == 1;
        let first = move |at: usize, index: usize| presses().position(|other| other == index) == Some(at);
        presses()
            .enumerate()
            .filter(move |(at, index)| odd(*index) && first(*at, *index))
            .map(|(_, index)| index)
    }
}

impl<'a> Rows<'a> {
    fn new(view: Id, items: usize, shape: Shape) -> Self {
        Self {
            view,
            items,
            shape,
            gap: 2.0,
            lead: 0.0,
            tail: 0.0,
            side: 0.0,
            beyond: 1,
            reach: items,
            most: None,
            cursor: Cursor::Own,
            name: "Scroll",
        }
    }

    /// Rows of one height. `view` names what is shown: each has a scroll position of its own.
    pub fn even(view: Id, items: usize, height: f32) -> Self {
        Self::new(view, items, Shape::Even(height))
    }

    /// Rows as high as they draw themselves, most of them about this high.
    pub fn measured(view: Id, items: usize, about: f32) -> Self {
        Self::new(view, items, Shape::Measured(about))
    }

    /// Tiles, as many in a row as fit.
    pub fn tiles(view: Id, items: usize) -> Self {
        Self { gap: tiles::GAP, ..Self::new(view, items, Shape::Tiles) }
    }

    /// Room between two rows.
    pub fn gap(self, gap: f32) -> Self {
        Self { gap, ..self }
    }

    /// Room before the first row and behind the last.
    pub fn room(self, lead: f32, tail: f32) -> Self {
        Self { lead, tail, ..self }
    }

    /// Room at the left and at the right of all rows.
    pub fn side(self, side: f32) -> Self {
        Self { side, ..self }
    }

    /// How many rows out of sight are there for Tab, where not every row has something to stop at.
    pub fn beyond(self, beyond: usize) -> Self {
        Self { beyond, ..self }
    }

    /// Only so many of the items can be reached by keys.
    pub fn reach(self, reach: usize) -> Self {
        Self { reach, ..self }
    }

    /// A part of its page, so high at the most: has the keys only while the focus is in it.
    pub fn inside(self, most: f32) -> Self {
        Self { most: Some(most), ..self }
    }

    /// The cursor is the page's; else the collection keeps one itself.
    pub fn cursor(self, cursor: Option<usize>) -> Self {
        Self { cursor: Cursor::OfPage(cursor), ..self }
    }

    /// What its bar is called.
    pub fn named(self, name: &'a str) -> Self {
        Self { name, ..self }
    }

    /// Draws what is in sight. `row` draws one item into its cell, and gives what it is pressed by.
    pub fn show(self, ui: &mut Ui, mut row: impl FnMut(&mut Ui, &Cell) -> Option<Response>) -> Shown {
        Drawing::new(self, ui).draw(ui, None, &mut row)
    }

    /// The same with something above the rows that scrolls with them.
    pub fn show_under(
        self,
        ui: &mut Ui,
        mut head: impl FnMut(&mut Ui),
        mut row: impl FnMut(&mut Ui, &Cell) -> Option<Response>,
    ) -> Shown {
        Drawing::new(self, ui).draw(ui, Some(&mut head), &mut row)
    }

    /// The same with pictures, of which none is asked for in a hurry.
    pub fn show_pictures(
        self,
        ui: &mut Ui,
        thumbs: &mut Thumbnails,
        mut row: impl FnMut(&mut Ui, &Cell, &mut Thumbnails) -> Option<Response>,
    ) -> Shown {
        let drawing = Drawing::new(self, ui);
        thumbs.hold(drawing.hurried());
        drawing.draw(ui, None, &mut |ui, cell| row(ui, cell, thumbs))
    }
}
