//! The grid of tiles: what is chosen, where the cursor stands, and pages before they are in sight.

use egui::{Id, Key, Modifiers, Rect, Response, Ui, pos2, vec2};

use super::facts;
use crate::app::library::Msg;
use crate::app::msg::Sink;
use crate::app::state::State;
use crate::text::Words as _;
use crate::ui::collection::{self, Cell, Deed, Rows, Shown};
use crate::ui::theme::{self, space};
use crate::ui::widgets::{self, Look, Thumbnails, Tile};

/// Draws the grid as large as its place.
pub fn show(ui: &mut Ui, state: &State, thumbs: &mut Thumbnails, out: &mut Sink) {
    let library = &state.library;
    let loaded = library.assets.len();
    let placeholders = if library.loading && !library.replacing { 24 } else { 0 };
    keys(ui, loaded, out);
    // A list that is begun anew starts at its top.
    let shown = Rows::tiles(Id::unique(("library-grid", library.begun)), loaded + placeholders)
        .reach(loaded)
        .cursor(library.selection.cursor())
        // The ring around the cursor's tile is outside of it.
        .room(space::XS, space::L)
        .named(&crate::text!("library-scroll"))
        .show_pictures(ui, thumbs, |ui, cell, thumbs| tile(ui, cell, state, thumbs, out));
    for deed in &shown.deeds {
        out.push(match *deed {
            Deed::Move { index, shift } => Msg::Move { index, shift },
            Deed::Press { index, shift, command } => Msg::Click { index, shift, command },
        });
    }
    ahead(state, &shown, thumbs, out);
}

/// One screen ahead: pictures after those in sight, and pages before they are in sight.
fn ahead(state: &State, shown: &Shown, thumbs: &mut Thumbnails, out: &mut Sink) {
    let library = &state.library;
    for asset in library.assets.iter().skip(shown.items.end).take(shown.screen) {
        thumbs.of(asset);
    }
    if shown.items.end + 2 * shown.screen >= library.assets.len()
        && library.next.is_some()
        && !library.loading
    {
        out.push(Msg::More);
    }
}

fn tile(
    ui: &mut Ui,
    cell: &Cell,
    state: &State,
    thumbs: &mut Thumbnails,
    out: &mut Sink,
) -> Option<Response> {
    let library = &state.library;
    let Some(asset) = library.assets.get(cell.index) else {
        placeholder(ui, cell.rect);
        return None;
    };
    let look = thumbs.of(asset);
    let name = facts::accessible(asset);
    let caption = facts::caption(asset);
    let response = Tile::new(asset.short_name(), &name, asset.name.resource_type)
        .caption(&caption)
        .mark(facts::mark(asset))
        .selected(library.selection.has(&library.assets, cell.index))
        .focused(library.selection.cursor() == Some(cell.index))
        .show(ui, cell.rect, &look);
    if response.has_focus() {
        // Escape clears the selection, and the focus stays.
        let filter = egui::EventFilter {
            horizontal_arrows: true,
            vertical_arrows: true,
            escape: true,
            ..Default::default()
        };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, filter));
    }
    if response.clicked() {
        let modifiers = collection::click_modifiers(ui);
        out.push(Msg::Click { index: cell.index, shift: modifiers.shift, command: modifiers.command });
    }
    if !response.hovered() && !response.has_focus() {
        return Some(response);
    }
    Some(match look {
        Look::Loading => response,
        Look::NotShown(why) => widgets::tip(response, &[&asset.name.public_id, &why.words()]),
        Look::Ready(_) | Look::Missing => widgets::tip(response, &[&asset.name.public_id]),
    })
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

/// The keys that choose all and nothing.
fn keys(ui: &Ui, loaded: usize, out: &mut Sink) {
    if collection::is_elsewhere(ui.ctx()) || loaded == 0 {
        return;
    }
    if ui.input_mut(|input| input.consume_key(Modifiers::COMMAND, Key::A)) {
        out.push(Msg::SelectAll);
    }
    if ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Escape)) {
        out.push(Msg::Clear);
    }
}
