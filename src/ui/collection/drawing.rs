//! One frame of a collection: the keys, the place, the rows in sight.

use std::ops::Range;
use std::sync::{Arc, Mutex, PoisonError};

use egui::containers::scroll_area::ScrollBarVisibility;
use egui::{Id, PointerButton, Pos2, Rect, Response, ScrollArea, Ui, UiBuilder, Vec2, pos2, vec2};

use super::bar::{self, Bar};
use super::extent::{Extent, Heights};
use super::keyboard::{self, Deed, Ours, Pressing, Walk};
use super::measured::Measured;
use super::memory::{Focus, Memory};
use super::pace::Pace;
use super::place::Place;
use super::rows::{Cell, Cursor, Rows, Shape, Shown};
use super::{stop, tiles};
use crate::ui::widgets;

/// Points that the focus ring of a row is beyond its sides.
const RING: f32 = 5.0;

/// A collection in the middle of a frame: its keys are taken, and where it stands is known.
pub(super) struct Drawing<'a> {
    rows: Rows<'a>,
    memory: Memory,
    place: Rect,
    extent: Extent,
    columns: usize,
    cell: Vec2,
    offset: f64,
    deeds: Vec<Deed>,
    cursor: Option<usize>,
    /// The focus goes to the cursor, which was moved by a key.
    follows: bool,
    /// The focus is on one of the rows.
    focused: bool,
    /// A row has another height than it was known to have.
    remeasured: bool,
}

impl<'a> Drawing<'a> {
    pub(super) fn new(rows: Rows<'a>, ui: &Ui) -> Self {
        let mut memory: Memory = ui.data(|data| data.get_temp(rows.view)).unwrap_or_default();
        let mut place = ui.available_rect_before_wrap();
        let for_bar = (bar::ROOM - rows.side).max(0.0);
        let width = place.width() - 2.0 * rows.side - for_bar;
        let (columns, mut cell) = match rows.shape {
            Shape::Even(height) | Shape::Measured(height) => (1, vec2(width, height)),
            Shape::Tiles => tiles::lattice(width),
        };
        let extent = extent(&rows, &mut memory, columns, cell.y);
        if matches!(rows.shape, Shape::Even(_)) && extent.total() <= f64::from(place.height()) {
            // No bar: its room is the rows', but for the ring around one.
            cell.x += (for_bar - RING).max(0.0);
        }
        if let Some(most) = rows.most {
            place.set_height(place.height().min(most).min(extent.total() as f32));
        }
        let offset = memory.place.offset(&extent, columns);
        let kept = match rows.cursor {
            Cursor::Own => memory.cursor,
            Cursor::OfPage(cursor) => cursor,
        };
        let mut drawing = Self {
            cursor: kept.filter(|at| *at < rows.items),
            rows,
            memory,
            place,
            extent,
            columns,
            cell,
            offset,
            deeds: Vec::new(),
            follows: false,
            focused: false,
            remeasured: false,
        };
        drawing.keys(ui);
        drawing.given();
        drawing.bar(ui);
        drawing.settle(ui);
        drawing
    }

    fn own_cursor(&self) -> bool {
        self.rows.cursor == Cursor::Own
    }

    /// Whether it came where it stands in a hurry.
    pub(super) fn hurried(&self) -> bool {
        self.memory.pace.hurried()
    }

    fn height(&self) -> f64 {
        f64::from(self.place.height())
    }

    /// Takes the keys and follows them.
    fn keys(&mut self, ui: &Ui) {
        let focused = ui.memory(egui::Memory::focused);
        let focus = self.memory.focus.filter(|focus| Some(focus.id) == focused);
        self.focused = focus.is_some();
        if keyboard::is_elsewhere(ui.ctx()) || self.rows.reach == 0 || !ui.is_enabled() {
            return;
        }
        let inside = focus.is_some();
        let whole = self.rows.most.is_none();
        let main = focus.is_some_and(|focus| focus.main);
        let pressing = match self.rows.cursor {
            _ if main => Pressing::Both,
            Cursor::OfPage(_) if focused.is_none() => Pressing::Space,
            _ => Pressing::Neither,
        };
        let ours = Ours {
            arrows: inside || whole && widgets::focus_is_free(ui.ctx()),
            pages: inside || whole,
            pressing,
        };
        let presses = keyboard::take(ui, ours);
        if presses.is_empty() {
            return;
        }
        let walk = Walk {
            extent: &self.extent,
            columns: self.columns,
            items: self.rows.reach,
            height: self.height(),
            offset: self.offset,
        };
        let from = focus.map(|focus| focus.item).or(self.cursor);
        let (deeds, offset) = walk.follow(&presses, from.map(|at| at.min(self.rows.reach - 1)));
        let moved = deeds.iter().rev().find_map(|deed| match deed {
            Deed::Move { index, .. } => Some(*index),
            Deed::Press { .. } => None,
        });
        if let Some(index) = moved {
            (self.cursor, self.follows) = (Some(index), true);
            self.go_to(offset);
        }
        self.deeds = deeds;
    }

    /// A cursor of the page's that went elsewhere comes into sight.
    fn given(&mut self) {
        if self.own_cursor() || self.follows || self.cursor == self.memory.cursor {
            return;
        }
        if let Some(index) = self.cursor {
            self.go_to(self.extent.reveal(self.offset, index / self.columns, self.height()));
        }
    }

    fn go_to(&mut self, offset: f64) {
        if (offset - self.offset).abs() > f64::EPSILON {
            self.offset = offset;
            self.memory.place = Place::at(offset, &self.extent, self.columns);
        }
    }

    fn bar(&mut self, ui: &Ui) {
        let left = self.place.right() - bar::ROOM + 4.0;
        let bar = Bar {
            id: self.rows.view.with("bar"),
            track: Rect::from_min_max(pos2(left, self.place.top()), self.place.max),
            end: self.extent.end(self.height()),
            height: self.height(),
            name: self.rows.name,
        };
        if let Some(offset) = bar.show(ui, self.offset, &mut self.memory.grip) {
            self.go_to(offset);
        }
    }

    /// Where it stands in this frame, and how fast it came there.
    fn settle(&mut self, ui: &Ui) {
        let height = self.height();
        self.offset = self.offset.clamp(0.0, self.extent.end(height));
        self.memory.window = self.memory.window.around(self.offset, height, self.extent.total());
        let time = ui.input(|input| input.time);
        if self.memory.pace.at(time, self.offset, height) {
            ui.request_repaint_after(Pace::SPAN);
        }
    }

    pub(super) fn draw(
        mut self,
        ui: &mut Ui,
        head: Option<&mut dyn FnMut(&mut Ui)>,
        row: &mut dyn FnMut(&mut Ui, &Cell) -> Option<Response>,
    ) -> Shown {
        let (base, before) = (self.memory.window.base, self.memory.focus.take());
        let local = (self.offset - base) as f32;
        let mut area = ScrollArea::vertical()
            .id_salt("rows")
            .auto_shrink([false, self.rows.most.is_some()])
            // A glide would go on towards a place in the window, and the window may move.
            .animated(false)
            .scroll_bar_visibility(ScrollBarVisibility::AlwaysHidden);
        let jumps = (local - self.memory.local).abs() > 0.001;
        if jumps {
            area = area.vertical_scroll_offset(local);
        }
        // Its own name, so that the focus stays on a row when something else comes or goes above.
        let whole = UiBuilder::new().max_rect(self.place).scope_id(self.rows.view);
        let (mut items, length) = (0..0, self.memory.window.length(self.extent.total()));
        let output = ui.scope_builder(whole, |ui| {
            // What is the end now is more than the end was, and would spring back.
            ui.spacing_mut().scroll.kinetic.rubber_band &= !jumps;
            area.show_viewport(ui, |ui, seen| {
                let origin = ui.max_rect().min + vec2(self.rows.side, 0.0);
                ui.set_height(length);
                if let Some(head) = head {
                    self.head(ui, origin, head);
                }
                let seen = base + f64::from(seen.min.y)..base + f64::from(seen.max.y);
                items = self.visible(ui, origin, seen, row);
            })
        });
        self.keep(ui, output.inner.state.clamped_offset().y, before);
        let screen = (self.height() / (f64::from(self.cell.y) + self.extent.gap)).ceil() as usize;
        Shown { deeds: self.deeds, items, screen: (screen + 1) * self.columns }
    }

    /// What scrolls above the first row; always there, so that a field in it keeps the focus.
    fn head(&mut self, ui: &mut Ui, origin: Pos2, head: &mut dyn FnMut(&mut Ui)) {
        let top = origin.y - self.memory.window.base as f32;
        let rect = Rect::from_min_size(pos2(origin.x, top), vec2(self.cell.x, self.memory.head));
        let mut ui = ui.new_child(UiBuilder::new().max_rect(rect).scope_id(self.rows.view.with("head")));
        head(&mut ui);
        let height = ui.min_rect().height();
        if (height - self.memory.head).abs() > 0.01 {
            self.memory.head = height;
            ui.request_discard("height");
        }
    }

    /// Draws the rows in sight, and some beyond for Tab while the focus is on one.
    fn visible(
        &mut self,
        ui: &mut Ui,
        origin: Pos2,
        seen: Range<f64>,
        row: &mut dyn FnMut(&mut Ui, &Cell) -> Option<Response>,
    ) -> Range<usize> {
        if self.rows.items == 0 {
            return 0..0;
        }
        let beyond = if self.focused { self.rows.beyond } else { 0 };
        let first = self.extent.at(seen.start);
        let walk = Walk {
            extent: &self.extent,
            columns: self.columns,
            items: self.rows.reach,
            height: self.height(),
            offset: seen.start,
        };
        let stop = self.cursor.unwrap_or_else(|| walk.first_whole(seen.start));
        let (mut after, mut last) = (0, first);
        let mut at = first.saturating_sub(beyond);
        while at < self.extent.rows {
            if self.extent.top(at) >= seen.end {
                after += 1;
                if after > beyond {
                    break;
                }
            } else {
                last = at;
            }
            self.one_row(ui, origin, at, stop, row);
            at += 1;
        }
        first * self.columns..((last + 1) * self.columns).min(self.rows.items)
    }

    fn one_row(
        &mut self,
        ui: &mut Ui,
        origin: Pos2,
        at: usize,
        stop: usize,
        row: &mut dyn FnMut(&mut Ui, &Cell) -> Option<Response>,
    ) {
        let top = (self.extent.top(at) - self.memory.window.base) as f32;
        for column in 0..self.columns {
            let index = at * self.columns + column;
            if index >= self.rows.items {
                return;
            }
            let left = column as f32 * (self.cell.x + self.rows.gap);
            let rect = Rect::from_min_size(origin + vec2(left, top), self.cell);
            let place = UiBuilder::new().max_rect(rect).scope_id(self.rows.view.with(("row", index)));
            let mut ui = ui.new_child(place);
            let before = drawn_focus(&ui);
            let response = row(&mut ui, &Cell { index, rect, stop: index == stop });
            let main = response.as_ref().map(|response| response.id);
            if let Some(response) = response {
                self.look_after(index, &response);
                // Above everything in the row.
                if response.has_focus() && response.id == stop::id(&ui) {
                    stop::ring(&ui, rect);
                }
            }
            if let Some(id) = drawn_focus(&ui).filter(|id| before != Some(*id)) {
                self.memory.focus = Some(Focus { id, item: index, main: main == Some(id) });
            }
            if let Heights::Measured(measured) = &mut self.extent.heights {
                let height = ui.min_rect().height();
                if (f64::from(height) - measured.of(index)).abs() > 0.01 {
                    measured.set(index, height);
                    self.remeasured = true;
                    ui.request_repaint();
                }
            }
        }
    }

    /// The cursor and the focus go together.
    fn look_after(&mut self, index: usize, response: &Response) {
        if self.cursor == Some(index) {
            if self.follows {
                response.request_focus();
            }
            widgets::takes_focus(response);
        }
        if response.clicked() {
            // A press that did not come from the mouse leaves the focus where it was.
            if !response.clicked_by(PointerButton::Primary) {
                response.request_focus();
            }
            if self.own_cursor() {
                self.cursor = Some(index);
            }
        }
    }

    /// Keeps where it stands now for the next frame. `local`: the offset in the window.
    fn keep(&mut self, ui: &Ui, local: f32, before: Option<Focus>) {
        self.memory.local = local;
        let offset = self.memory.window.base + f64::from(local);
        if (offset - self.offset).abs() > 0.01 {
            self.go_to(offset);
            self.memory.settling = false;
        }
        self.memory.settling = self.remeasured && (self.follows || self.memory.settling);
        if let Some(cursor) = self.cursor.filter(|_| self.memory.settling) {
            self.go_to(self.extent.reveal(self.offset, cursor / self.columns, self.height()));
        }
        if let Some(focus) = self.memory.focus
            && before.map(|before| before.id) != Some(focus.id)
            && !self.follows
        {
            // Tab led here.
            if self.own_cursor() {
                self.cursor = Some(focus.item);
            }
            self.go_to(self.extent.reveal(self.offset, focus.item / self.columns, self.height()));
            ui.request_repaint();
        }
        self.memory.cursor = self.cursor;
        if let (Some(kept), Heights::Measured(measured)) = (&self.memory.measured, &mut self.extent.heights) {
            std::mem::swap(&mut *kept.lock().unwrap_or_else(PoisonError::into_inner), measured);
        }
        ui.data_mut(|data| data.insert_temp(self.rows.view, std::mem::take(&mut self.memory)));
    }
}

/// Rows as they lie, with the heights that are known.
fn extent(rows: &Rows<'_>, memory: &mut Memory, columns: usize, height: f32) -> Extent {
    let heights = match rows.shape {
        Shape::Even(_) | Shape::Tiles => Heights::Even(f64::from(height)),
        Shape::Measured(about) => {
            let kept = memory.measured.get_or_insert_with(|| Arc::new(Mutex::new(Measured::new(about))));
            let mut kept = kept.lock().unwrap_or_else(PoisonError::into_inner);
            let mut measured = std::mem::replace(&mut *kept, Measured::new(about));
            measured.resize(rows.items);
            Heights::Measured(measured)
        }
    };
    Extent {
        rows: rows.items.div_ceil(columns),
        heights,
        gap: f64::from(rows.gap),
        lead: f64::from(memory.head + rows.lead),
        tail: f64::from(rows.tail),
    }
}

/// The widget with the focus, if it was drawn in this pass.
fn drawn_focus(ui: &Ui) -> Option<Id> {
    let focused = ui.memory(egui::Memory::focused)?;
    ui.viewport(|viewport| viewport.this_pass.widgets.contains(focused)).then_some(focused)
}
