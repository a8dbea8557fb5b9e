//! The field for a list: an editor, or rows where it is long; what was read; a file.

use crate::app::msg::Sink;
use egui::{Align, Frame, Id, Key, Layout, Margin, ScrollArea, Stroke, TextEdit, Ui, vec2};

use super::fields;
use crate::app::forms::is_long;
use crate::app::forms::{Form, Msg};
use crate::app::page::FormKind;
use crate::app::state::State;
use crate::model::asset::DeliveryType;
use crate::model::format;
use crate::model::list::Wanted;
use crate::model::problem::Problem;
use crate::text::Words as _;
use crate::ui::collection::{self, Rows};
use crate::ui::icons::Icon;
use crate::ui::theme::{self, Tone, radius, space, text};
use crate::ui::widgets::{self, Banner, Field};

/// Foreign hosts that are named, at most.
const HOSTS: usize = 3;
/// Height of a row of a long list.
const ROW: f32 = 18.0;
/// Room for a digit of a line's number.
const DIGIT: f32 = 7.5;

/// What the lines are called.
pub struct Words {
    /// Over the field.
    pub label: String,
    /// Stands in the empty editor.
    pub example: &'static str,
    /// Stands under it while it is empty.
    pub help: String,
}

/// Lines, pasted or from a file.
pub fn show(ui: &mut Ui, words: &Words, state: &State, kind: FormKind, form: &Form, out: &mut Sink) {
    ui.vertical(|ui| {
        ui.spacing_mut().item_spacing.y = space::XS + 2.0;
        let label = ui.label(text::strong(&words.label));
        if form.is_long() {
            rows(ui, form);
        } else {
            editor(ui, words, kind, form, label.id, out);
        }
        if let Some(error) = &form.error {
            let told = ui.label(text::small(error.words()).color(theme::of(ui).danger_ink));
            fields::refused(ui, kind, form, told.rect);
        } else if let Some(looks_like) = &form.read.looks_like {
            ui.label(text::small(looks_like.words()).color(theme::of(ui).danger_ink));
        }
        if !form.text.is_empty() {
            ui.add_space(space::M - ui.spacing().item_spacing.y);
            counts(ui, kind, form, out);
        } else if form.error.is_none() {
            widgets::hint(ui, &words.help);
        }
        foreign(ui, kind, form, out);
    });
    file(ui, state, kind, out);
}

fn editor(ui: &mut Ui, words: &Words, kind: FormKind, form: &Form, label: egui::Id, out: &mut Sink) {
    let palette = theme::of(ui);
    let ink = if form.error.is_some() { palette.danger } else { palette.control };
    let mut focused = false;
    let drawn = Frame::new()
        .fill(palette.surface)
        .stroke(Stroke::new(1.0, ink))
        .corner_radius(radius::M)
        .inner_margin(Margin::symmetric(10, 8))
        .show(ui, |ui| {
            ScrollArea::vertical().id_salt("lines").max_height(160.0).show(ui, |ui| {
                let id = ui.make_persistent_id("list-lines");
                let guard = widgets::Guard::before(ui, id, &form.text);
                if let Some(pasted) = long_paste(ui, id) {
                    out.push(Msg::Paste(kind, pasted));
                    return;
                }
                let mut typed = form.text.to_string();
                let edit = TextEdit::multiline(&mut typed)
                    .id(id)
                    .font(egui::FontId::monospace(text::BODY - 1.0))
                    .frame(Frame::NONE)
                    .desired_rows(6)
                    .desired_width(f32::INFINITY)
                    .hint_text(
                        text::code_lines(words.example).size(text::BODY - 1.0).color(palette.placeholder),
                    );
                let response = ui.add(edit).labelled_by(label);
                focused = response.has_focus();
                guard.after(ui, &response, &mut typed);
                guard.say(ui);
                widgets::takes_focus(&response);
                widgets::takes_first_letter(&response);
                let entered = ui.input(|input| input.modifiers.command && input.key_pressed(Key::Enter));
                if response.has_focus() && entered {
                    out.push(Msg::Preview(kind));
                } else if typed != *form.text {
                    out.push(Msg::Text(kind, typed));
                }
            });
        });
    if focused {
        let ink = if form.error.is_some() { palette.danger } else { palette.accent };
        let ring = Stroke::new(2.0, ink);
        ui.painter().rect_stroke(drawn.response.rect, radius::M, ring, egui::StrokeKind::Inside);
    }
}

/// Takes a long text out of what was pasted before the editor lays all of it out: of a hundred
/// thousand lines that would take seconds and a gigabyte.
fn long_paste(ui: &Ui, editor: egui::Id) -> Option<String> {
    if !ui.memory(|memory| memory.has_focus(editor)) {
        return None;
    }
    ui.input_mut(|input| {
        let long = |event: &egui::Event| matches!(event, egui::Event::Paste(text) if is_long(text));
        let at = input.events.iter().position(long)?;
        match input.events.remove(at) {
            egui::Event::Paste(text) => Some(text),
            _ => None,
        }
    })
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
            let rows = &form.read.rows;
            let longest = rows.last().map_or(0, |row| format::count(row.line.into()).len());
            let number = vec2(DIGIT * longest as f32, ROW);
            Rows::even(Id::unique(("rows", form.text.as_ptr() as usize)), rows.len(), ROW)
                .gap(ui.spacing().item_spacing.y)
                .inside(160.0)
                .named(&crate::text!("list-scroll"))
                .show(ui, |ui, cell| {
                    let row = &rows[cell.index];
                    let stop = collection::stop(ui, cell, &row.text);
                    ui.horizontal(|ui| {
                        ui.set_height(ROW);
                        ui.allocate_ui_with_layout(number, Layout::right_to_left(Align::Center), |ui| {
                            ui.set_min_width(number.x);
                            let line = format::count(row.line.into());
                            ui.label(text::small(line).color(palette.placeholder));
                        });
                        let ink = match row.wanted {
                            Wanted::Unreadable(_) | Wanted::Address(_) => palette.danger_ink,
                            _ => palette.text,
                        };
                        widgets::one_line(ui, text::code(&*row.text).color(ink));
                    });
                    Some(stop)
                });
        });
}

fn counts(ui: &mut Ui, kind: FormKind, form: &Form, out: &mut Sink) {
    ui.horizontal_wrapped(|ui| {
        if form.reading.is_some() {
            let words = if form.wanted.is_some() {
                crate::text!("list-reading-for-preview")
            } else {
                crate::text!("list-reading")
            };
            widgets::spinner(ui, &words);
            return;
        }
        let lines = crate::text!("list-lines", number = form.read.rows.len());
        widgets::badge(ui, None, &lines, Tone::Info);
        if form.read.blank > 0 {
            let blank = crate::text!("list-blank", number = form.read.blank);
            widgets::badge(ui, None, &blank, Tone::Neutral);
        }
        if form.read.duplicates > 0 {
            let duplicates = crate::text!("list-duplicates", number = form.read.duplicates);
            widgets::badge(ui, None, &duplicates, Tone::Neutral);
        }
        if form.unreadable > 0 {
            let unusable = crate::text!("list-unusable", number = form.unreadable);
            widgets::badge(ui, None, &unusable, Tone::Warning);
        }
        if ui.add(widgets::quiet(crate::text!("list-clear")).small()).clicked() {
            out.push(Msg::Clear(kind));
        }
    });
}

/// “Open file…” and the path field beside it.
fn file(ui: &mut Ui, state: &State, kind: FormKind, out: &mut Sink) {
    let file = &state.forms.file;
    ui.vertical(|ui| {
        let mut path = file.path.clone();
        let response = Field::new(&crate::text!("list-file"), &mut path)
            .hint(&crate::text!("list-file-hint"))
            .help(&crate::text!("list-file-help"))
            .show(ui);
        if widgets::entered(&response) {
            out.push(Msg::ReadFile(kind));
        }
        if path != file.path {
            out.push(Msg::FilePath(path));
        }
        ui.horizontal(|ui| {
            let choose = widgets::secondary(crate::text!("list-file-choose")).icon(Icon::FolderOpen);
            if ui.add(choose.small()).clicked() {
                out.push(Msg::ChooseFile(kind));
            }
            let named = !file.path.trim().is_empty() && file.reading.is_none();
            let read = widgets::secondary(crate::text!("list-file-read"));
            if ui.add_enabled(named, read.small()).clicked() {
                out.push(Msg::ReadFile(kind));
            }
            if file.reading.is_some() {
                widgets::spinner(ui, &crate::text!("list-file-reading"));
            }
        });
        if let Some(encoding) = file.guessed {
            let encoding = encoding_words(encoding);
            widgets::hint(ui, &crate::text!("list-file-encoding", encoding = encoding));
        }
        let ((), shown) = widgets::rows_if_any(ui, |ui| {
            if let Some(problem) = &file.problem {
                widgets::problem(ui, problem, |_| {});
            }
        });
        let which = file.problem.as_ref().map(Problem::what);
        widgets::into_sight(ui, "list-file", which, shown);
    });
}

/// An encoding by the name that other programs give it when a file is saved.
fn encoding_words(name: &str) -> String {
    match name {
        "windows-1252" | "ISO-8859-15" => crate::text!("encoding-western-european-windows"),
        "windows-1250" | "ISO-8859-2" => crate::text!("encoding-central-european-windows"),
        "windows-1251" | "ISO-8859-5" | "IBM866" => crate::text!("encoding-cyrillic-windows"),
        "KOI8-R" | "KOI8-U" => crate::text!("encoding-cyrillic-koi8"),
        "windows-1253" | "ISO-8859-7" => crate::text!("encoding-greek-windows"),
        "windows-1254" => crate::text!("encoding-turkish-windows"),
        "windows-1255" | "ISO-8859-8" | "ISO-8859-8-I" => crate::text!("encoding-hebrew-windows"),
        "windows-1256" | "ISO-8859-6" => crate::text!("encoding-arabic-windows"),
        "windows-1257" | "ISO-8859-4" | "ISO-8859-13" => crate::text!("encoding-baltic-windows"),
        "windows-1258" => crate::text!("encoding-vietnamese-windows"),
        "windows-874" => crate::text!("encoding-thai-windows"),
        "macintosh" => crate::text!("encoding-western-european-mac"),
        "Shift_JIS" => crate::text!("encoding-japanese-shift"),
        "EUC-JP" | "ISO-2022-JP" => crate::text!("encoding-japanese-euc"),
        "GBK" | "gb18030" => crate::text!("encoding-chinese-simplified"),
        "Big5" => crate::text!("encoding-chinese-traditional"),
        "EUC-KR" => crate::text!("encoding-korean"),
        name => name.to_owned(),
    }
}

/// Whether the warning of links on hosts that are not the environment's is shown.
pub fn tells_of_hosts(form: &Form) -> bool {
    !form.any_host && !form.foreign.is_empty() && form.kinds.delivery_type != Some(DeliveryType::Fetch)
}

/// Links on hosts that are not the environment's: what can be done about them.
pub fn foreign(ui: &mut Ui, kind: FormKind, form: &Form, out: &mut Sink) {
    if form.any_host {
        if let Some(on) = widgets::checkbox(ui, &crate::text!("hosts-use-anyway"), true) {
            out.push(Msg::AnyHost(kind, on));
        }
        return;
    }
    if !tells_of_hosts(form) {
        return;
    }
    let links: usize = form.foreign.iter().map(|(_, links)| links).sum();
    let title = crate::text!("hosts-foreign", number = links);
    Banner::new(Tone::Warning, &title).body(&crate::text!("hosts-foreign-help")).show(ui, |ui| {
        for (host, links) in form.foreign.iter().take(HOSTS) {
            // Else the focus would be on the next host once this one is gone.
            ui.push_id(host, |ui| {
                ui.horizontal_wrapped(|ui| {
                    // With one host the title says how many.
                    if form.foreign.len() > 1 {
                        ui.label(text::small(crate::text!("hosts-links", number = *links)));
                    }
                    if ui.add(widgets::count_host(host)).clicked() {
                        out.push(Msg::AddHost(host.clone()));
                    }
                })
            });
        }
        widgets::and_more(ui, form.foreign.len(), HOSTS, |number| {
            crate::text!("more-hosts", number = number)
        });
        if let Some(on) = widgets::checkbox(ui, &crate::text!("hosts-use-anyway"), false) {
            out.push(Msg::AnyHost(kind, on));
        }
    });
}
