//! A form on screen: what it finds, in which kinds, and “Preview…”.

use egui::{CentralPanel, Frame, Margin, Panel, Ui};

use super::{fields, kinds, lines, tags};
use crate::app::forms::{By, Form, Msg};
use crate::app::msg::Sink;
use crate::app::page::FormKind;
use crate::app::page::Page;
use crate::app::state::State;
use crate::ui::icons::Icon;
use crate::ui::theme::{self, space, text};
use crate::ui::widgets;

/// Draws the page.
pub fn show(ui: &mut Ui, state: &State, out: &mut Sink) {
    let Page::Form(kind) = state.page else { return };
    // In sight however long the form is.
    let foot = Frame::new().inner_margin(Margin::symmetric(0, 10));
    Panel::bottom("submit").resizable(false).frame(foot).show(ui, |ui| {
        widgets::in_column(ui, |ui| submit(ui, kind, out));
    });
    CentralPanel::default().frame(Frame::NONE).show(ui, |ui| {
        let form = state.forms.form(kind);
        widgets::column(ui, ("form", kind as u8, form.by as u8, state.visits), |ui| {
            let (title, sentence) = words(kind);
            widgets::page_title(ui, title, sentence);
            widgets::card(ui, |ui| {
                ui.spacing_mut().item_spacing.y = space::L;
                if kind == FormKind::Copies {
                    ways(ui, state, out);
                }
                field(ui, state, kind, form, out);
                kinds::show(ui, kind, form, out);
                cdn(ui, kind, form, out);
            });
        });
    });
}

fn words(kind: FormKind) -> (&'static str, &'static str) {
    match kind {
        FormKind::One => ("Delete one asset", "By its public ID, or by any link to it."),
        FormKind::List => ("Delete a list", "Public IDs or links, one on each line, pasted or from a file."),
        FormKind::Prefix => {
            ("Delete by prefix", "Everything whose public ID starts with the same letters, folders included.")
        }
        FormKind::Tag => ("Delete by tag", "Everything that carries the tag."),
        FormKind::Copies => (
            "Delete made-to-size copies",
            "Only the copies that Cloudinary made from an asset go. The originals stay.",
        ),
    }
}

fn ways(ui: &mut Ui, state: &State, out: &mut Sink) {
    ui.vertical(|ui| {
        ui.spacing_mut().item_spacing.y = space::XS + 1.0;
        ui.label(text::strong("Copies of"));
        let options =
            [(By::One, "One asset"), (By::List, "A list"), (By::Prefix, "A prefix"), (By::Tag, "A tag")];
        if let Some(by) = widgets::segmented(ui, "copies of", &options, state.forms.copies_by) {
            out.push(Msg::CopiesBy(by));
        }
    });
}

fn field(ui: &mut Ui, state: &State, kind: FormKind, form: &Form, out: &mut Sink) {
    match form.by {
        By::One => fields::one(ui, kind, form, out),
        By::Prefix => fields::prefix(ui, kind, form, out),
        By::List => lines::show(ui, state, kind, form, out),
        By::Tag => tags::show(ui, state, kind, form, out),
    }
}

fn cdn(ui: &mut Ui, kind: FormKind, form: &Form, out: &mut Sink) {
    ui.vertical(|ui| {
        ui.spacing_mut().item_spacing.y = 2.0;
        if let Some(on) = widgets::checkbox(ui, "Also clear the CDN cache (invalidate)", form.invalidate) {
            out.push(Msg::Invalidate(kind, on));
        }
        ui.horizontal_top(|ui| {
            ui.add_space(18.0 + space::S);
            let words = "Visitors may see deleted pictures from the cache for up to 30 days; clearing it \
                         ends that within about an hour.";
            ui.add(egui::Label::new(text::small(words).color(theme::of(ui).muted)).wrap());
        });
    });
}

fn submit(ui: &mut Ui, kind: FormKind, out: &mut Sink) {
    let palette = theme::of(ui);
    ui.horizontal(|ui| {
        if ui.add(widgets::primary("Preview…").icon(Icon::Eye).large()).clicked() {
            out.push(Msg::Preview(kind));
        }
        ui.add_space(space::XS);
        ui.label(
            text::small("Nothing is deleted yet. First you see everything that was found.")
                .color(palette.muted),
        );
    });
}
