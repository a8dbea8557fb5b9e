//! The tag picker: type, or choose among the environment's tags.

use crate::app::msg::Sink;
use egui::{Frame, Margin, ScrollArea, Stroke, Ui};

use super::fields;
use crate::app::clock;
use crate::app::forms::{Form, Msg, Tags};
use crate::app::page::FormKind;
use crate::app::state::State;
use crate::model::format;
use crate::model::guess::trimmed;
use crate::runtime::event::Tag;
use crate::ui::icons::Icon;
use crate::ui::theme::{self, radius, size, space};
use crate::ui::widgets::{self, Field};

/// Draws the field and the tags that match it.
pub fn show(ui: &mut Ui, state: &State, kind: FormKind, form: &Form, out: &mut Sink) {
    if matches!(state.forms.tags, Tags::Unasked) {
        out.push(Msg::ListTags);
    }
    ui.vertical(|ui| {
        ui.spacing_mut().item_spacing.y = space::S;
        let mut typed = form.text.to_string();
        let tag = trimmed(&form.text);
        let help = if tag == &*form.text {
            String::new()
        } else {
            format!(
                "Spaces and invisible characters at its ends do not count: the tag is “{}”.",
                format::shown(tag)
            )
        };
        let response = Field::new("Tag", &mut typed)
            .hint("Type a tag, or choose one below")
            .help(&help)
            .error(form.error.as_deref())
            .show(ui);
        fields::enter(ui, &response, kind, form, out);
        if typed != *form.text {
            out.push(Msg::Text(kind, typed));
        }
        match &state.forms.tags {
            Tags::Unasked | Tags::Loading(_) => {
                widgets::spinner(ui, "Fetching the tags");
            }
            Tags::Waiting(_, until) => {
                widgets::used_up(ui, "The tags are fetched", clock::time_of_day(*until));
            }
            Tags::Failed(problem) => {
                let shown = ui.scope(|ui| {
                    widgets::problem(ui, problem, |ui| {
                        if ui.add(widgets::secondary("Try again").small()).clicked() {
                            out.push(Msg::ListTags);
                        }
                    });
                });
                widgets::into_sight(ui, "tags", Some(&problem.what), shown.response.rect);
            }
            Tags::Known(tags) if tags.is_empty() => {
                widgets::hint(ui, "No asset here has a tag.");
            }
            Tags::Known(tags) => choices(ui, kind, form, tags, out),
        }
    });
}

fn choices(ui: &mut Ui, kind: FormKind, form: &Form, tags: &[Tag], out: &mut Sink) {
    let palette = theme::of(ui);
    let chosen = trimmed(&form.text);
    // A chosen tag shows all of them, so that another can be chosen.
    let known = tags.iter().any(|tag| tag.name == chosen);
    let wanted = if known { String::new() } else { chosen.to_lowercase() };
    let found: Vec<&Tag> =
        tags.iter().filter(|tag| wanted.is_empty() || tag.name.to_lowercase().contains(&wanted)).collect();
    if found.is_empty() {
        widgets::hint(ui, "No tag holds these letters. You can preview it as typed all the same.");
        return;
    }
    let all = format::plural(tags.len() as u64, "tag", "tags");
    let told =
        if wanted.is_empty() { all } else { format!("{} of {all} match", format::count(found.len() as u64)) };
    widgets::hint(ui, &told);
    Frame::new()
        .fill(palette.canvas)
        .stroke(Stroke::new(1.0, palette.border))
        .corner_radius(radius::M)
        .inner_margin(Margin::same(6))
        .show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 2.0;
            let height = size::CONTROL_SMALL;
            ScrollArea::vertical()
                .id_salt(("tags", &wanted))
                .max_height(150.0)
                .auto_shrink([false, true])
                .show_rows(ui, height, found.len(), |ui, range| {
                    for tag in &found[range] {
                        let button = widgets::quiet(&tag.name)
                            .name(format!("Tag {}", tag.name))
                            .icon(Icon::Tag)
                            .small()
                            .left_aligned()
                            .selected(tag.name == chosen);
                        if ui.add(button).clicked() {
                            out.push(Msg::Text(kind, tag.name.clone()));
                        }
                    }
                });
        });
}
