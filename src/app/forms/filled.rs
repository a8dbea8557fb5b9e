//! Forms as they were filled: what a plan was chosen by, and what something else took the place of.
//! Both can be put back, with every choice that belongs to the text.

use super::read_text;
use crate::app::filled::Filled;
use crate::app::intent::{Effect, Intent};
use crate::app::page::{FormKind, Page};
use crate::app::state::{self, Undo};
use crate::model::account::holds_credentials;
use crate::model::selector::Reading;
use crate::runtime::command::Command;
use crate::text;

/// Keeps what is in a form's field before something else than typing takes its place.
pub(super) fn keep_text(state: &mut state::State, kind: FormKind, new: &str) {
    let form = state.forms.form(kind);
    if form.text.trim().is_empty() || *form.text == *new || holds_credentials(new) {
        return;
    }
    let told = match form.by.reading() {
        Reading::Lines if new.is_empty() => text!("list-cleared"),
        Reading::Lines => text!("list-replaced"),
        Reading::One | Reading::Text if new.is_empty() => text!("text-cleared"),
        Reading::One | Reading::Text => text!("text-replaced"),
    };
    state.forms.replaced = Some(Filled::of(&state.forms, kind));
    state.offer(told, Undo::Text);
}

/// Puts the text back that was replaced, on its page.
pub(super) fn text_back(state: &mut state::State) -> Vec<Effect> {
    let Some(filled) = state.forms.replaced.take() else { return Vec::new() };
    let kind = filled.kind;
    state.page = Page::Form(kind);
    turn_to(state, &filled);
    fill(state, &filled);
    let mut effects = vec![Intent::FormChanged(kind).into()];
    effects.extend(read_text(state, kind, filled.form.text).map(Effect::from));
    effects
}

/// Fills a form once more with what a plan was chosen by; the plan itself is not touched. A text that
/// stands there instead can be brought back, by its own plan or by “Undo”.
pub fn put_back(state: &mut state::State, filled: Filled) -> Option<Command> {
    let kind = filled.kind;
    if filled.stands_in(state.forms.form(kind)) {
        return None;
    }
    turn_to(state, &filled);
    let form = state.forms.form(kind);
    if !state.flow.forms_aside().any(|it| it.stands_in(form)) {
        keep_text(state, kind, &filled.form.text);
    }
    fill(state, &filled);
    read_text(state, kind, filled.form.text)
}

/// Shows the form for copies that finds their originals in the same way.
fn turn_to(state: &mut state::State, filled: &Filled) {
    if filled.kind == FormKind::Copies {
        state.forms.copies_by = filled.form.by;
    }
}

/// All but the text.
fn fill(state: &mut state::State, filled: &Filled) {
    let form = state.forms.form_mut(filled.kind);
    form.kinds = filled.form.kinds.clone();
    (form.invalidate, form.any_host) = (filled.form.invalidate, filled.form.any_host);
}
