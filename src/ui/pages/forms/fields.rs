//! The fields of the forms, each with what was understood under it.

use egui::{Frame, Key, Margin, Response, ScrollArea, Stroke, TextEdit, Ui};

use super::{Form, FormKind, Msg};
use crate::model::format;
use crate::model::list::Wanted;
use crate::ui::icons::{self, Icon};
use crate::ui::state::State;
use crate::ui::theme::{self, Tone, radius, size, space, text};
use crate::ui::widgets::{self, Field};

/// Enter in a field is the form's button.
pub fn enter(ui: &Ui, response: &Response, kind: FormKind, wishes: &mut Vec<Msg>) {
    if response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter)) {
        wishes.push(Msg::Preview(kind));
    }
}

/// One public ID or URL.
pub fn one(ui: &mut Ui, kind: FormKind, form: &Form, wishes: &mut Vec<Msg>) {
    ui.vertical(|ui| {
        let mut typed = form.text.clone();
        let response = Field::new("Public ID or link", &mut typed)
            .hint("docs/owl, or https://res.cloudinary.com/…")
            .error(form.error.as_deref())
            .code()
            .show(ui);
        enter(ui, &response, kind, wishes);
        if typed != form.text {
            wishes.push(Msg::Text(kind, typed));
        } else if form.error.is_none() {
            understood(ui, form);
        }
    });
}

/// What one text was read as.
fn understood(ui: &mut Ui, form: &Form) {
    let palette = theme::of(ui);
    let Some(row) = form.read.rows.first() else {
        widgets::hint(ui, "Any link to it will do: Cloudsweep reads the public ID out of it.");
        return;
    };
    let (icon, ink, words) = match &row.wanted {
        Wanted::Unreadable(reason) => (Icon::CircleAlert, palette.danger, reason.to_string()),
        Wanted::AssetId(_) => (Icon::Hash, palette.muted, "Read as an asset ID.".to_owned()),
        Wanted::PublicId(id) => (Icon::Check, palette.muted, format!("Read as the public ID “{id}”.")),
        Wanted::Url(candidates) => {
            let most_likely = candidates.first().map(|candidate| {
                let name = &candidate.name;
                format!(
                    "Read as the public ID “{}” ({}, {}).",
                    name.public_id, name.resource_type, name.delivery_type
                )
            });
            let others = match candidates.len() {
                0 | 1 => "",
                _ => " Other readings are looked up too.",
            };
            (Icon::Link, palette.muted, most_likely.unwrap_or_default() + others)
        }
    };
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = space::XS + 2.0;
        icons::show(ui, icon, size::ICON - 2.0, ink);
        ui.add(egui::Label::new(text::small(words).color(ink)).wrap());
    });
}

/// How public IDs start.
pub fn prefix(ui: &mut Ui, kind: FormKind, form: &Form, wishes: &mut Vec<Msg>) {
    ui.vertical(|ui| {
        let mut typed = form.text.clone();
        let open_end = !form.text.trim().is_empty() && !form.text.trim().ends_with('/');
        let help = if open_end {
            format!(
                "Catches every public ID that starts like this: “{0}/…”, but also “{0}2/…” or “{0}-old”. End \
                 it with a slash to stay inside the folder.",
                form.text.trim()
            )
        } else {
            "Letters count exactly as typed, capitals too. It is never sent blank.".to_owned()
        };
        let response = Field::new("Public IDs start with", &mut typed)
            .hint("products/2021/")
            .help(&help)
            .error(form.error.as_deref())
            .code()
            .show(ui);
        enter(ui, &response, kind, wishes);
        if typed != form.text {
            wishes.push(Msg::Text(kind, typed));
        }
    });
}

/// Lines, pasted or from a file.
pub fn list(ui: &mut Ui, state: &State, kind: FormKind, form: &Form, wishes: &mut Vec<Msg>) {
    ui.vertical(|ui| {
        ui.spacing_mut().item_spacing.y = space::XS + 2.0;
        let label = ui.label(text::strong("Public IDs or links, one on each line"));
        if form.is_long() {
            rows(ui, form);
        } else {
            editor(ui, kind, form, label.id, wishes);
        }
        if let Some(error) = &form.error {
            ui.label(text::small(error).color(theme::of(ui).danger));
        }
        counts(ui, kind, form, wishes);
    });
    file(ui, state, kind, wishes);
}

fn editor(ui: &mut Ui, kind: FormKind, form: &Form, label: egui::Id, wishes: &mut Vec<Msg>) {
    let palette = theme::of(ui);
    let ink = if form.error.is_some() { palette.danger } else { palette.border_strong };
    Frame::new()
        .fill(palette.surface)
        .stroke(Stroke::new(1.0, ink))
        .corner_radius(radius::M)
        .inner_margin(Margin::symmetric(10, 8))
        .show(ui, |ui| {
            ScrollArea::vertical().id_salt("lines").max_height(160.0).show(ui, |ui| {
                let mut typed = form.text.clone();
                let edit = TextEdit::multiline(&mut typed)
                    .id(ui.make_persistent_id("list lines"))
                    .font(egui::FontId::monospace(text::BODY - 1.0))
                    .frame(Frame::NONE)
                    .desired_rows(6)
                    .desired_width(f32::INFINITY)
                    .hint_text(
                        egui::RichText::new("docs/owl\ndocs/harbour\nhttps://res.cloudinary.com/…")
                            .color(palette.faint),
                    );
                let response = ui.add(edit).labelled_by(label);
                let entered = ui.input(|input| input.modifiers.command && input.key_pressed(Key::Enter));
                if response.has_focus() && entered {
                    wishes.push(Msg::Preview(kind));
                } else if typed != form.text {
                    wishes.push(Msg::Text(kind, typed));
                }
            });
        });
}

/// A long list, to be looked through and not edited.
fn rows(ui: &mut Ui, form: &Form) {
    let palette = theme::of(ui);
    Frame::new()
        .fill(palette.surface)
        .stroke(Stroke::new(1.0, palette.border_strong))
        .corner_radius(radius::M)
        .inner_margin(Margin::symmetric(10, 8))
        .show(ui, |ui| {
            ui.set_min_width(ui.available_width());
            ScrollArea::vertical().id_salt("rows").max_height(220.0).auto_shrink([false, true]).show_rows(
                ui,
                18.0,
                form.read.rows.len(),
                |ui, range| {
                    for row in &form.read.rows[range] {
                        ui.horizontal(|ui| {
                            ui.set_height(18.0);
                            ui.label(text::small(format::count(row.line as u64)).color(palette.faint));
                            let ink = match row.wanted {
                                Wanted::Unreadable(_) => palette.danger,
                                _ => palette.text,
                            };
                            ui.add(egui::Label::new(text::code(&*row.text).color(ink)).truncate());
                        });
                    }
                },
            );
        });
}

fn counts(ui: &mut Ui, kind: FormKind, form: &Form, wishes: &mut Vec<Msg>) {
    ui.horizontal_wrapped(|ui| {
        if form.text.is_empty() {
            widgets::hint(ui, "CSV files work too: the column “public_id” is read.");
            return;
        }
        let rows = form.read.rows.len() as u64;
        widgets::badge(ui, None, &format::plural(rows, "line", "lines"), Tone::Info);
        if form.read.blank > 0 {
            widgets::badge(
                ui,
                None,
                &format!("{} blank", format::count(form.read.blank as u64)),
                Tone::Neutral,
            );
        }
        if form.read.duplicates > 0 {
            let words = format::plural(form.read.duplicates as u64, "duplicate", "duplicates");
            widgets::badge(ui, None, &words, Tone::Neutral);
        }
        if form.unreadable > 0 {
            let words = format!("{} cannot be looked up", format::count(form.unreadable as u64));
            widgets::badge(ui, None, &words, Tone::Warning);
        }
        if ui.add(widgets::quiet("Clear list").small()).clicked() {
            wishes.push(Msg::Text(kind, String::new()));
        }
    });
}

/// “Open file…” and the path field beside it.
fn file(ui: &mut Ui, state: &State, kind: FormKind, wishes: &mut Vec<Msg>) {
    let file = &state.forms.file;
    ui.vertical(|ui| {
        let mut path = file.path.clone();
        let response = Field::new("Or read them from a file", &mut path)
            .hint("Path of a text or CSV file")
            .help("Its lines take the place of those above.")
            .show(ui);
        if response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter)) {
            wishes.push(Msg::ReadFile(kind));
        }
        if path != file.path {
            wishes.push(Msg::FilePath(path));
        }
        ui.horizontal(|ui| {
            if ui.add(widgets::secondary("Choose file…").icon(Icon::FolderOpen).small()).clicked() {
                wishes.push(Msg::ChooseFile(kind));
            }
            let named = !file.path.trim().is_empty() && file.reading.is_none();
            if ui.add_enabled(named, widgets::secondary("Read file").small()).clicked() {
                wishes.push(Msg::ReadFile(kind));
            }
            if file.reading.is_some() {
                widgets::spinner(ui, "Reading the file");
            }
        });
        if let Some(problem) = &file.problem {
            widgets::problem(ui, problem, |_| {});
        }
    });
}
