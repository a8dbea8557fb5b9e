//! The grid of tiles. Draws what is visible and nothing else, at any length.
//!
//! The offset is kept in double precision and split into whole rows and a rest before anything is
//! drawn, since single precision runs out of points at some hundred thousand rows.

use egui::{CursorIcon, Id, Key, Modifiers, Rect, Sense, Ui, WidgetInfo, pos2, vec2};

use super::facts;
use crate::app::library::Msg;
use crate::app::msg::Sink;
use crate::app::state::State;
use crate::text::Words as _;
use crate::ui::theme::{self, size, space};
use crate::ui::widgets::{self, Look, Thumbnails, Tile};

const GAP: f32 = 14.0;
const BAR: f32 = 12.0;

/// Where the grid stands; of no meaning to anything but its drawing.
#[derive(Clone, Copy, Debug, Default)]
struct Scroll {
    offset: f64,
    cursor: Option<usize>,
    /// A tile had the focus in the frame before.
    focused: bool,
    /// The focus goes to the cursor, which was moved by a key.
    follows: bool,
}

/// How tiles lie in a place.
#[derive(Clone, Copy, Debug)]
struct Lattice {
    columns: usize,
    tile: egui::Vec2,
    count: usize,
    height: f32,
}

impl Lattice {
    fn new(place: Rect, count: usize) -> Self {
        let width = place.width() - BAR;
        let columns = (((width + GAP) / (size::TILE + GAP)).floor() as usize).max(1);
        let edge = ((width + GAP) / columns as f32 - GAP).floor();
        Self { columns, tile: vec2(edge, (edge * 0.78).floor() + Tile::TEXT), count, height: place.height() }
    }

    fn row(&self) -> f64 {
        f64::from(self.tile.y + GAP)
    }

    fn rows(&self) -> usize {
        self.count.div_ceil(self.columns)
    }

    fn end(&self) -> f64 {
        (self.rows() as f64 * self.row() - f64::from(GAP) + f64::from(space::L) - f64::from(self.height))
            .max(0.0)
    }

    /// The offset nearest to `offset` at which a position is whole in sight.
    fn reveal(&self, offset: f64, index: usize) -> f64 {
        let top = (index / self.columns) as f64 * self.row();
        let lowest = top + self.row() - f64::from(self.height) + 4.0;
        offset.min(top - 4.0).max(lowest).max(0.0)
    }
}

/// Draws the grid as large as its place.
pub fn show(ui: &mut Ui, state: &State, thumbs: &mut Thumbnails, out: &mut Sink) {
    let library = &state.library;
    let place = ui.available_rect_before_wrap();
    ui.allocate_rect(place, Sense::hover());
    let placeholders = if library.loading && !library.replacing { 24 } else { 0 };
    let lattice = Lattice::new(place, library.assets.len() + placeholders);
    // A list that is begun anew starts at its top.
    let id = Id::unique(("library grid", library.begun));
    let mut scroll = ui.data(|data| data.get_temp::<Scroll>(id)).unwrap_or_default();
    keys(ui, state, lattice, out);
    if scroll.cursor != library.selection.cursor() {
        scroll.cursor = library.selection.cursor();
        scroll.follows = scroll.focused;
        if let Some(index) = scroll.cursor {
            scroll.offset = lattice.reveal(scroll.offset, index);
        }
    }
    if ui.rect_contains_pointer(place) {
        scroll.offset -= f64::from(ui.input(|input| input.smooth_scroll_delta().y));
    }
    bar(ui, place, lattice, &mut scroll);
    scroll.offset = scroll.offset.clamp(0.0, lattice.end());
    scroll.focused = false;
    tiles(ui, place, lattice, &mut scroll, state, thumbs, out);
    scroll.follows = false;
    ui.data_mut(|data| data.insert_temp(id, scroll));
}

fn tiles(
    ui: &mut Ui,
    place: Rect,
    lattice: Lattice,
    scroll: &mut Scroll,
    state: &State,
    thumbs: &mut Thumbnails,
    out: &mut Sink,
) {
    let library = &state.library;
    let first = (scroll.offset / lattice.row()).floor() as usize;
    let rest = (scroll.offset - first as f64 * lattice.row()) as f32;
    let visible = (place.height() / lattice.row() as f32).ceil() as usize + 1;
    let mut clipped = ui.new_child(
        // Its own name, so that the focus stays on a tile when something else comes or goes above.
        egui::UiBuilder::new().max_rect(place).scope_id(Id::unique("library tiles")),
    );
    clipped.set_clip_rect(place.expand2(vec2(4.0, 0.0)).intersect(ui.clip_rect()));
    for row in first..first + visible {
        for column in 0..lattice.columns {
            let index = row * lattice.columns + column;
            if index >= lattice.count {
                break;
            }
            let at = place.min
                + vec2(
                    column as f32 * (lattice.tile.x + GAP),
                    (row - first) as f32 * lattice.row() as f32 - rest + 3.0,
                );
            let cell = Rect::from_min_size(at, lattice.tile);
            if cell.top() > place.bottom() {
                break;
            }
            clipped.push_id(index, |ui| tile(ui, cell, index, scroll, state, thumbs, out));
        }
    }
    // One screen ahead: pictures after those in sight, and pages before they are in sight.
    let ahead = (first + visible) * lattice.columns;
    for asset in library.assets.iter().skip(ahead).take(visible * lattice.columns) {
        thumbs.of(asset);
    }
    if ahead + 2 * visible * lattice.columns >= library.assets.len()
        && library.next.is_some()
        && !library.loading
    {
        out.push(Msg::More);
    }
}

fn tile(
    ui: &mut Ui,
    rect: Rect,
    index: usize,
    scroll: &mut Scroll,
    state: &State,
    thumbs: &mut Thumbnails,
    out: &mut Sink,
) {
    let library = &state.library;
    let Some(asset) = library.assets.get(index) else {
        placeholder(ui, rect);
        return;
    };
    let look = thumbs.of(asset);
    let name = facts::accessible(asset);
    let caption = facts::caption(asset);
    let response = Tile::new(asset.short_name(), &name, asset.name.resource_type)
        .caption(&caption)
        .mark(facts::mark(asset))
        .selected(library.selection.has(asset))
        .focused(library.selection.cursor() == Some(index))
        .show(ui, rect, &look);
    if library.selection.cursor() == Some(index) {
        if scroll.follows {
            response.request_focus();
        }
        widgets::takes_focus(&response);
    }
    if response.has_focus() {
        scroll.focused = true;
        // Arrow keys belong to the grid's cursor, not to the focus; Escape clears the selection.
        let filter = egui::EventFilter {
            horizontal_arrows: true,
            vertical_arrows: true,
            escape: true,
            ..Default::default()
        };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, filter));
    }
    if response.clicked() {
        let (modifiers, space) = ui.input(|input| (input.modifiers, input.key_pressed(Key::Space)));
        // The space bar ticks one more, as it does without the focus.
        let command = modifiers.command || space;
        out.push(Msg::Click { index, shift: modifiers.shift, command });
    }
    if (response.hovered() || response.has_focus()) && !matches!(look, Look::Loading) {
        match look {
            Look::NotShown(why) => widgets::tip(response, &[&asset.name.public_id, &why.words()]),
            Look::Ready(_) | Look::Missing | Look::Loading => {
                widgets::tip(response, &[&asset.name.public_id])
            }
        };
    }
}

fn placeholder(ui: &Ui, rect: Rect) {
    let palette = theme::of(ui);
    let frame = Rect::from_min_max(rect.min, pos2(rect.right(), rect.bottom() - Tile::TEXT));
    ui.painter().rect_filled(frame, theme::radius::L, palette.sunken);
    for (drop, share) in [(8.0, 0.7), (24.0, 0.4)] {
        let line = Rect::from_min_size(
            pos2(rect.left() + 2.0, frame.bottom() + drop),
            vec2(rect.width() * share, 9.0),
        );
        ui.painter().rect_filled(line, 4, palette.sunken);
    }
}

/// The bar at the right edge: shows how far, and can be dragged.
fn bar(ui: &mut Ui, place: Rect, lattice: Lattice, scroll: &mut Scroll) {
    let end = lattice.end();
    if end <= 0.0 {
        return;
    }
    let palette = theme::of(ui);
    let track = Rect::from_min_max(pos2(place.right() - BAR + 4.0, place.top()), place.max);
    let response = ui.interact(track, Id::unique("library scroll bar"), Sense::click_and_drag());
    response.widget_info(|| WidgetInfo::slider(true, scroll.offset / end, "Scroll the library"));
    let shown = f64::from(lattice.height) / (end + f64::from(lattice.height));
    let length = (track.height() * shown as f32).max(28.0);
    if let Some(pointer) = response.interact_pointer_pos() {
        let part = (pointer.y - track.top() - length / 2.0) / (track.height() - length).max(1.0);
        scroll.offset = f64::from(part.clamp(0.0, 1.0)) * end;
    }
    let part = (scroll.offset.clamp(0.0, end) / end) as f32;
    let top = track.top() + part * (track.height() - length);
    let active = response.hovered() || response.dragged();
    let width = if active { 8.0 } else { 5.0 };
    let knob = Rect::from_min_size(pos2(track.right() - width, top), vec2(width, length));
    let ink = if active { palette.faint } else { palette.border_strong };
    ui.painter().rect_filled(knob, width / 2.0, ink);
    response.on_hover_cursor(CursorIcon::Default);
}

/// The keyboard: arrows, page keys, ends, space, Ctrl+A, Escape.
fn keys(ui: &Ui, state: &State, lattice: Lattice, out: &mut Sink) {
    let loaded = state.library.assets.len();
    let elsewhere = ui.ctx().text_edit_focused()
        || ui.memory(|memory| memory.top_modal_layer().is_some())
        || egui::Popup::is_any_open(ui.ctx());
    if elsewhere || loaded == 0 {
        return;
    }
    let mut push = |msg| out.push(msg);
    if ui.input_mut(|input| input.consume_key(Modifiers::COMMAND, Key::A)) {
        push(Msg::SelectAll);
    }
    if ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Escape)) {
        push(Msg::Clear);
    }
    let cursor = state.library.selection.cursor();
    let columns = lattice.columns as isize;
    let page = columns * ((lattice.height / lattice.row() as f32).floor().max(1.0) as isize);
    let far = loaded as isize;
    let steps = [
        (Key::ArrowLeft, -1),
        (Key::ArrowRight, 1),
        (Key::ArrowUp, -columns),
        (Key::ArrowDown, columns),
        (Key::PageUp, -page),
        (Key::PageDown, page),
        (Key::Home, -far),
        (Key::End, far),
    ];
    for (key, by) in steps {
        let (pressed, shift) = ui.input(|input| (input.key_pressed(key), input.modifiers.shift));
        if pressed {
            let index = cursor.map_or(0, |at| (at as isize + by).clamp(0, far - 1) as usize);
            push(Msg::Move { index, shift });
        }
    }
    let focused = ui.memory(|memory| memory.focused().is_some());
    if let Some(index) = cursor.filter(|_| !focused)
        && ui.input(|input| input.key_pressed(Key::Space))
    {
        push(Msg::Click { index, shift: false, command: true });
    }
}
