//! Where the keyboard stands when what it stood on goes away, and what must be seen.

use std::fmt::Debug;
use std::hash::Hash;

use egui::{Align, Context, Event, Id, Key, Rect, Response, Ui};

/// Notes whether the window is used by keyboard now; once a frame, before anything is drawn.
pub fn watch_keyboard(ctx: &Context) {
    let last = ctx.input(|input| {
        input.events.iter().rev().find_map(|event| match event {
            Event::Key { pressed: true, .. } => Some(true),
            Event::PointerButton { pressed: true, .. } | Event::Touch { .. } => Some(false),
            _ => None,
        })
    });
    if let Some(keyboard) = last {
        ctx.data_mut(|data| data.insert_temp(keyboard_id(), keyboard));
    }
}

fn keyboard_id() -> Id {
    Id::unique("used-by-keyboard")
}

/// Takes the focus for who works by keyboard, if what had it is gone; never from behind a question.
pub fn takes_focus(response: &Response) {
    let keyboard = response.ctx.data(|data| data.get_temp(keyboard_id()).unwrap_or(false));
    let question = response.ctx.memory(egui::Memory::top_modal_layer);
    if question.is_some_and(|question| question != response.layer_id) {
        return;
    }
    if keyboard && response.ctx.memory(|memory| memory.focused().is_none()) {
        response.request_focus();
        response.ctx.data_mut(|data| data.insert_temp(taken_id(), response.id));
    }
}

/// Takes the focus when it comes on screen, however its page was opened, unless something else has it: what
/// is typed next is for this field. To be called in every pass in which it is drawn.
pub fn takes_first_letter(response: &Response) {
    let ctx = &response.ctx;
    let (drawn, pass) = (response.id.with("drawn-in"), ctx.cumulative_pass_nr());
    let before: Option<u64> = ctx.data(|data| data.get_temp(drawn));
    ctx.data_mut(|data| data.insert_temp(drawn, pass));
    let is_new = before.is_none_or(|before| before + 1 < pass);
    let question = ctx.memory(egui::Memory::top_modal_layer);
    if is_new && question.is_none() && ctx.memory(|memory| memory.focused().is_none()) {
        response.request_focus();
        ctx.data_mut(|data| data.insert_temp(taken_id(), response.id));
    }
}

fn taken_id() -> Id {
    Id::unique("took-the-focus")
}

/// Whether the focus is nowhere, or where nobody led it: [`takes_focus`] did.
pub fn focus_is_free(ctx: &Context) -> bool {
    let Some(focused) = ctx.memory(egui::Memory::focused) else { return true };
    ctx.data(|data| data.get_temp(taken_id())) == Some(focused)
}

/// Whether Enter was pressed in a field of one line, which keeps the focus.
pub fn entered(response: &Response) -> bool {
    let entered = response.lost_focus() && response.ctx.input(|input| input.key_pressed(Key::Enter));
    if entered {
        response.request_focus();
    }
    entered
}

/// Scrolls to a problem when it is new: `which` differs from what stood there in the frame before.
/// `None`: there is none now. Whether it is new.
pub fn into_sight(ui: &Ui, place: impl Hash + Debug, which: Option<impl Hash>, rect: Rect) -> bool {
    let which = which.map(egui::util::hash);
    let id = Id::unique(("into-sight", place));
    let before: Option<u64> = ui.data(|data| data.get_temp(id));
    match which {
        Some(which) if before != Some(which) => {
            ui.data_mut(|data| data.insert_temp(id, which));
            ui.scroll_to_rect(rect, Some(Align::Center));
            true
        }
        Some(_) => false,
        None => {
            ui.data_mut(|data| data.remove::<u64>(id));
            false
        }
    }
}
