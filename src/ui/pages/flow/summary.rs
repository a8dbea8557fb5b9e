//! The sums of a plan: what goes, what cannot be put back, and how it will be sent.

use crate::app::msg::Sink;
use egui::{ScrollArea, Ui};

use crate::app::flow::words;
use crate::app::flow::{Msg, Ready, conditions};
use crate::app::state::State;
use crate::model::asset::ResourceType;
use crate::model::format;
use crate::model::offer::Offer;
use crate::model::route::Route;
use crate::model::what::What;
use crate::ui::theme::{self, Tone, space, text};
use crate::ui::widgets::{self, Banner};

/// Folders and types that are shown, at most.
const SHOWN: usize = 6;

const ORIGINAL_STAYS: &str = "The original stays. Cloudinary makes a copy again when a page asks for it.";
const ORIGINALS_STAY: &str = "The originals stay. Cloudinary makes a copy again when a page asks for it.";

/// Draws the column.
pub fn show(ui: &mut Ui, state: &State, ready: &Ready, out: &mut Sink) {
    ui.spacing_mut().item_spacing.y = 6.0;
    // Warnings are outside of what scrolls.
    goes(ui, ready);
    backup(ui, ready, out);
    if ready.route == Route::Sweep {
        let (title, body) = (crate::text!("sweep-takes-more"), crate::text!("sweep-takes-added"));
        Banner::new(Tone::Danger, &title).body(&body).show(ui, |_| {});
    }
    ui.add_space(space::S);
    let area = ScrollArea::vertical().id_salt(("summary", ready.number)).auto_shrink([false, false]);
    area.show(ui, |ui| {
        routes(ui, state, ready, out);
        ui.add_space(space::M);
        sums(ui, ready);
    });
}

fn goes(ui: &mut Ui, ready: &Ready) {
    let palette = theme::of(ui);
    let plan = ready.plan();
    let totals = plan.totals();
    ui.label(text::small_strong("In this plan").color(palette.muted));
    ui.label(text::title(format::count(totals.items)));
    let one = totals.items == 1;
    let (words, after) = match plan.what() {
        What::Originals => {
            (format::originals_word(totals.items, totals.only_kind()), "Resized copies (derived) go too.")
        }
        What::AllCopies if one => ("original whose copies go", ORIGINAL_STAYS),
        What::AllCopies => ("originals whose copies go", ORIGINALS_STAY),
        What::ChosenCopies if one => ("copy", "The original and all other copies stay."),
        What::ChosenCopies => ("copies", "The original and all other copies stay."),
    };
    let size = match plan.what() {
        What::AllCopies => String::new(),
        What::Originals | What::ChosenCopies => format!(" · {}", format::bytes(totals.bytes)),
    };
    ui.label(text::body(format!("{words}{size}")));
    widgets::hint(ui, after);
}

fn backup(ui: &mut Ui, ready: &Ready, out: &mut Sink) {
    let without = ready.plan().totals().without_backup;
    if ready.plan().what() != What::Originals {
        return;
    }
    ui.add_space(space::XS);
    if without == 0 {
        if !ready.plan().is_empty() {
            Banner::new(Tone::Success, words::backed_up(ready.plan().totals().items))
                .body(if ready.plan().len() == 1 {
                    "It can be restored from Cloudinary’s backups."
                } else {
                    "They can be restored from Cloudinary’s backups."
                })
                .show(ui, |_| {});
        }
        return;
    }
    let title = words::cannot_be_restored(without);
    Banner::new(Tone::Warning, &title).body("Cloudinary holds no backup.").show(ui, |ui| {
        if without < ready.plan().totals().items {
            let words = match without {
                1 => "Leave it out".to_owned(),
                more => format!("Leave those {} out", format::count(more)),
            };
            if ui.add(widgets::secondary(words).small()).clicked() {
                out.push(Msg::LeaveOutWithoutBackup);
            }
        }
    });
}

fn sums(ui: &mut Ui, ready: &Ready) {
    let totals = ready.plan().totals();
    group(ui, "By kind");
    for (kind, number) in &totals.by_kind {
        let words = match kind {
            ResourceType::Image => "Images",
            ResourceType::Video => "Videos and audio",
            ResourceType::Raw => "Raw files",
        };
        line(ui, words, *number);
    }
    group(ui, "By delivery type");
    for (delivery, number) in ready.by_delivery().iter().take(SHOWN) {
        line(ui, delivery.as_str(), *number);
    }
    widgets::and_more(ui, ready.by_delivery().len(), SHOWN, |number| {
        crate::text!("more-types", number = number)
    });
    group(ui, "By folder");
    for (folder, number) in totals.by_folder.iter().take(SHOWN) {
        line(ui, if folder.is_empty() { "No folder" } else { folder }, *number);
    }
    widgets::and_more(ui, totals.folders as usize, SHOWN, |number| {
        crate::text!("more-folders", number = number)
    });
    if let Some((oldest, newest)) = totals.created {
        group(ui, "Created");
        widgets::fact(ui, "Oldest", &words::day(oldest));
        widgets::fact(ui, "Newest", &words::day(newest));
    }
}

fn group(ui: &mut Ui, words: &str) {
    let palette = theme::of(ui);
    ui.add_space(space::XS);
    ui.label(text::small_strong(words).color(palette.muted));
}

fn line(ui: &mut Ui, words: &str, number: u64) {
    let row = egui::vec2(ui.available_width(), 18.0);
    ui.allocate_ui_with_layout(row, egui::Layout::right_to_left(egui::Align::Center), |ui| {
        ui.label(text::small_strong(format::count(number)));
        let rest = egui::vec2(ui.available_width(), 18.0);
        ui.allocate_ui_with_layout(rest, egui::Layout::left_to_right(egui::Align::Center), |ui| {
            widgets::one_line(ui, text::small(words));
        });
    });
}

fn routes(ui: &mut Ui, state: &State, ready: &Ready, out: &mut Sink) {
    let palette = theme::of(ui);
    let plan = ready.plan();
    group(ui, "Deletion method");
    let offers = Offer::all(plan, &conditions(state));
    for offer in &offers {
        let name = words::route(offer.route);
        if offers.len() > 1 && ui.radio(ready.route == offer.route, text::body(name)).clicked() {
            out.push(Msg::Route(offer.route));
        } else if offers.len() == 1 {
            ui.label(text::body(name));
        }
        ui.indent(name, |ui| {
            let meaning = words::meaning(offer);
            let price = words::price(offer);
            ui.label(text::small(format!("{meaning} {price}.")).color(palette.muted));
            if let Some(warning) = &offer.warning {
                let chosen = ready.route == offer.route;
                let ink = if chosen { palette.danger_ink } else { palette.warning };
                ui.label(text::small(warning).color(ink));
            }
            if let Some(reason) = offer.suggested.as_ref().filter(|_| offers.len() > 1) {
                ui.label(text::small(format!("Suggested. {reason}")).color(palette.accent_ink));
            }
        });
    }
    ui.add_space(space::XS);
    if let Some(chosen) = offers.iter().find(|offer| offer.route == ready.route) {
        widgets::fact(ui, "CDN cache", words::cdn(chosen.cdn, plan.what()));
    }
}
