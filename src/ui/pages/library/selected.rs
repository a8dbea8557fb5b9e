//! The line above the grid while something is selected: how much, and what can be done with it.

use egui::{Align, Layout, Ui};

use super::facts;
use crate::app::library::Msg;
use crate::app::msg::Sink;
use crate::app::state::State;
use crate::model::format;
use crate::model::what::What;
use crate::text::counts;
use crate::ui::icons::Icon;
use crate::ui::theme::{self, size, space, text};
use crate::ui::widgets::{self, Button};

/// Draws it: on two lines, where one has no room for all the words.
pub fn show(ui: &mut Ui, state: &State, out: &mut Sink) {
    let told = Told::of(state);
    let (delete, add) = (delete(state), add(state));
    let gap = ui.spacing().item_spacing.x;
    let buttons: f32 =
        [Some(&delete), add.as_ref()].into_iter().flatten().map(|it| gap + it.whole_width(ui)).sum();
    if told.width(ui) + buttons + gap + space::M <= ui.available_width() {
        ui.horizontal(|ui| {
            ui.set_min_height(size::CONTROL);
            told.show(ui, out);
            act(ui, state, delete, add, out);
        });
    } else {
        ui.horizontal_wrapped(|ui| {
            ui.set_min_height(size::CONTROL);
            told.show(ui, out);
        });
        ui.horizontal(|ui| act(ui, state, delete, add, out));
    }
}

/// Delete at the right end, and before it what adds to the plan.
fn act(ui: &mut Ui, state: &State, delete: Button, add: Option<Button>, out: &mut Sink) {
    ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
        ui.add_space(space::M);
        let button = ui.add_enabled(!state.look_only, delete);
        if button.on_disabled_hover_text(text::body(crate::text!("selected-delete-off"))).clicked() {
            out.push(Msg::Delete);
        }
        if add.is_some_and(|add| ui.add(add).clicked()) {
            out.push(Msg::Add);
        }
    });
}

fn delete(state: &State) -> Button {
    let selection = &state.library.selection;
    let words = if let Some(asset) = state.library.only_chosen() {
        crate::text!("selected-delete-one", name = facts::named(asset))
    } else {
        let kind = counts::variant(selection.kind());
        crate::text!("selected-delete", number = selection.len(), kind = kind)
    };
    widgets::danger(words).icon(Icon::Trash2)
}

/// Where there is a plan to which the selection can be added.
fn add(state: &State) -> Option<Button> {
    let plan = state.plan_to_extend(What::Originals).filter(|_| !state.look_only)?;
    let name = crate::text!("add-to-plan-of", assets = counts::of_plan(plan));
    Some(widgets::secondary(crate::text!("add-to-plan")).name(name).icon(Icon::Plus))
}

/// How much is selected, and whether that is all.
struct Told {
    number: String,
    bytes: String,
    /// Selects the rest of what is loaded.
    all: Option<Button>,
    /// Not everything is loaded.
    loaded: Option<String>,
}

impl Told {
    fn of(state: &State) -> Self {
        let (library, selection) = (&state.library, &state.library.selection);
        let (count, all) = (selection.len(), library.assets.len() as u64);
        let select = |number| widgets::quiet(crate::text!("library-select-all", number = number)).small();
        Self {
            number: crate::text!("selected", number = count),
            bytes: format::bytes(selection.bytes()),
            all: (count < all).then(|| select(all)),
            loaded: (count >= all && library.next.is_some()).then(|| crate::text!("library-selected-all")),
        }
    }

    /// Points that it takes on one line.
    fn width(&self, ui: &Ui) -> f32 {
        let gap = ui.spacing().item_spacing.x;
        let all = self.all.as_ref().map(|all| gap + all.whole_width(ui));
        let loaded = self.loaded.as_ref().map(|words| gap + widgets::width(ui, text::small(words)));
        let number = gap + widgets::width(ui, text::strong(&self.number));
        let bytes = gap + widgets::width(ui, text::small(&self.bytes));
        size::CONTROL_SMALL + number + bytes + all.unwrap_or_default() + loaded.unwrap_or_default()
    }

    fn show(self, ui: &mut Ui, out: &mut Sink) {
        let palette = theme::of(ui);
        if widgets::icon_button(ui, Icon::X, &crate::text!("library-clear-selection")).clicked() {
            out.push(Msg::Clear);
        }
        ui.label(text::strong(self.number));
        ui.label(text::small(self.bytes).color(palette.muted));
        if self.all.is_some_and(|all| ui.add(all).clicked()) {
            out.push(Msg::SelectAll);
        }
        if let Some(words) = self.loaded {
            ui.label(text::small(words).color(palette.warning));
        }
    }
}
