//! The tag picker: type, or choose among the environment's tags.

use std::sync::Arc;

use crate::app::msg::Sink;
use egui::{Frame, Id, Margin, Stroke, Ui};

use super::fields;
use crate::app::forms::{Form, Msg, Tags};
use crate::app::page::FormKind;
use crate::app::state::State;
use crate::model::format;
use crate::model::guess::trimmed;
use crate::runtime::event::Tag;
use crate::text::Words;
use crate::text::clock;
use crate::ui::collection::Rows;
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
            crate::text!("tag-trimmed", tag = format::shown(tag))
        };
        let response = Field::new(&crate::text!("form-tag"), &mut typed)
            .hint(&crate::text!("tag-hint"))
            .help(&help)
            .error(form.error.as_ref().map(Words::words).as_deref())
            .show(ui);
        fields::enter(ui, &response, kind, form, out);
        if typed != *form.text {
            out.push(Msg::Text(kind, typed));
        }
        match &state.forms.tags {
            Tags::Unasked | Tags::Loading(_) => {
                widgets::spinner(ui, &crate::text!("tags-loading"));
            }
            Tags::Waiting(_, until) => {
                widgets::used_up(ui, &crate::text!("used-up-tags", time = clock::time_of_day(*until)));
            }
            Tags::Failed(problem) => {
                let shown = ui.scope(|ui| {
                    widgets::problem(ui, problem, |ui| {
                        if ui.add(widgets::secondary(crate::text!("try-again")).small()).clicked() {
                            out.push(Msg::ListTags);
                        }
                    });
                });
                widgets::into_sight(ui, "tags", Some(&problem.what()), shown.response.rect);
            }
            Tags::Known(tags) if tags.is_empty() => {
                widgets::hint(ui, &crate::text!("tags-none"));
            }
            Tags::Known(tags) => choices(ui, kind, form, tags, out),
        }
    });
}

/// Which tags match a text. Kept until the text or the tags change: there may be many.
#[derive(Clone)]
struct Matches {
    tags: Arc<[Tag]>,
    chosen: String,
    /// The text narrows the tags down.
    narrow: bool,
    found: Arc<[u32]>,
}

impl Matches {
    fn of(tags: &Arc<[Tag]>, chosen: &str) -> Self {
        // A chosen tag shows all of them, so that another can be chosen.
        let known = tags.iter().any(|tag| tag.name == chosen);
        let wanted = if known { String::new() } else { chosen.to_lowercase() };
        let matching =
            |(tag, _): &(&Tag, u32)| wanted.is_empty() || tag.name.to_lowercase().contains(&wanted);
        let found = tags.iter().zip(0..).filter(matching).map(|(_, at)| at).collect();
        Self { tags: Arc::clone(tags), chosen: chosen.to_owned(), narrow: !wanted.is_empty(), found }
    }

    fn kept(ui: &Ui, tags: &Arc<[Tag]>, chosen: &str) -> Self {
        let id = Id::unique("tags-that-match");
        let same = |kept: &Self| Arc::ptr_eq(&kept.tags, tags) && kept.chosen == chosen;
        if let Some(kept) = ui.data(|data| data.get_temp::<Self>(id)).filter(same) {
            return kept;
        }
        let matches = Self::of(tags, chosen);
        ui.data_mut(|data| data.insert_temp(id, matches.clone()));
        matches
    }
}

fn choices(ui: &mut Ui, kind: FormKind, form: &Form, tags: &Arc<[Tag]>, out: &mut Sink) {
    let palette = theme::of(ui);
    let chosen = trimmed(&form.text);
    let Matches { found, narrow, .. } = Matches::kept(ui, tags, chosen);
    if found.is_empty() {
        widgets::hint(ui, &crate::text!("tags-no-match"));
        return;
    }
    let told = if narrow {
        crate::text!("tags-match", found = found.len(), number = tags.len())
    } else {
        crate::text!("tags", number = tags.len())
    };
    widgets::hint(ui, &told);
    let view = Id::unique(("tags", if narrow { chosen } else { "" }));
    let name = |index: usize| &tags[found[index] as usize].name;
    let shown = Frame::new()
        .fill(palette.canvas)
        .stroke(Stroke::new(1.0, palette.border))
        .corner_radius(radius::M)
        .inner_margin(Margin::same(6))
        .show(ui, |ui| {
            Rows::even(view, found.len(), size::CONTROL_SMALL)
                .inside(150.0)
                .named(&crate::text!("tags-scroll"))
                .show(ui, |ui, cell| {
                    let name = name(cell.index);
                    let button = widgets::quiet(name)
                        .name(crate::text!("tag-named", name = name.as_str()))
                        .icon(Icon::Tag)
                        .small()
                        .left_aligned()
                        .selected(name == chosen);
                    let response = ui.add(button);
                    if response.clicked() {
                        out.push(Msg::Text(kind, name.clone()));
                    }
                    Some(response)
                })
        });
    for index in shown.inner.pressed() {
        out.push(Msg::Text(kind, name(index).clone()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tag(name: &str) -> Tag {
        Tag { name: name.to_owned(), kinds: Vec::new() }
    }

    #[test]
    fn a_text_narrows_the_tags_down_and_a_chosen_one_shows_all() {
        let tags: Arc<[Tag]> = ["Animals", "animal farm", "holiday"].map(tag).into();
        let found = |text: &str| Matches::of(&tags, text).found.to_vec();
        assert_eq!(found(""), [0, 1, 2]);
        assert_eq!(found("ANIMAL"), [0, 1]);
        assert_eq!(found("animal farm"), [0, 1, 2]);
        assert!(found("zebra").is_empty());
    }

    #[test]
    fn what_matches_is_looked_for_once_for_a_text_and_a_list() {
        let tags: Arc<[Tag]> = ["animals", "holiday"].map(tag).into();
        let fewer: Arc<[Tag]> = ["holiday"].map(tag).into();
        let mut found = Vec::new();
        let mut output = egui::Context::default().run_ui(egui::RawInput::default(), |ui| {
            let asked = [(&tags, "a"), (&tags, "a"), (&tags, "ho"), (&fewer, "ho")];
            found = asked.map(|(tags, text)| Matches::kept(ui, tags, text).found).to_vec();
        });
        output.textures_delta.clear();
        assert!(Arc::ptr_eq(&found[0], &found[1]), "kept");
        assert_eq!(
            found[1..].iter().map(|found| found.to_vec()).collect::<Vec<_>>(),
            [vec![0, 1], vec![1], vec![0]]
        );
    }
}
