//! The sums of a plan: what goes, what cannot be restored, and how it is deleted.

use egui::{ScrollArea, Ui};

use super::sources;
use crate::app::flow::words;
use crate::app::flow::{Msg, Ready, conditions};
use crate::app::msg::Sink;
use crate::app::state::State;
use crate::model::asset::ResourceType;
use crate::model::format;
use crate::model::offer::Offer;
use crate::model::route::Route;
use crate::model::what::What;
use crate::text::Words as _;
use crate::text::offer::takes_more;
use crate::ui::theme::{self, Tone, space, text};
use crate::ui::widgets::{self, Banner};

/// Folders and types that are shown, at most.
const SHOWN: usize = 6;

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
        sources::show(ui, ready, out);
        routes(ui, state, ready, out);
        ui.add_space(space::M);
        sums(ui, ready);
    });
}

fn goes(ui: &mut Ui, ready: &Ready) {
    let palette = theme::of(ui);
    let plan = ready.plan();
    let totals = plan.totals();
    ui.label(text::small_strong(crate::text!("in-this-plan")).color(palette.muted));
    ui.label(text::title(format::count(totals.items)));
    let number = totals.items;
    let (words, after) = match plan.what() {
        What::Originals => (nouns(number, totals.only_kind()), crate::text!("goes-with-copies")),
        What::AllCopies => (
            crate::text!("goes-originals", number = number),
            crate::text!("goes-original-stays", number = number),
        ),
        What::ChosenCopies => {
            (crate::text!("goes-copies", number = number), crate::text!("goes-others-stay"))
        }
    };
    ui.label(text::body(match plan.what() {
        What::AllCopies => words,
        What::Originals | What::ChosenCopies => format!("{words} · {}", format::bytes(totals.bytes)),
    }));
    widgets::hint(ui, &after);
}

/// What so many originals are, under their number.
fn nouns(number: u64, only: Option<ResourceType>) -> String {
    match only {
        Some(ResourceType::Image) => crate::text!("goes-images", number = number),
        Some(ResourceType::Video) => crate::text!("goes-videos", number = number),
        Some(ResourceType::Raw) => crate::text!("goes-files", number = number),
        None => crate::text!("goes-assets", number = number),
    }
}

fn backup(ui: &mut Ui, ready: &Ready, out: &mut Sink) {
    let without = ready.plan().totals().without_backup;
    if ready.plan().what() != What::Originals {
        return;
    }
    ui.add_space(space::XS);
    if without == 0 {
        if !ready.plan().is_empty() {
            let items = ready.plan().len();
            Banner::new(Tone::Success, &crate::text!("backed-up", number = items))
                .body(&crate::text!("backed-up-help", number = items))
                .show(ui, |_| {});
        }
        return;
    }
    let title = crate::text!("cannot-be-restored", number = without);
    let body = crate::text!("cannot-be-restored-help", number = without);
    Banner::new(Tone::Warning, &title).body(&body).show(ui, |ui| {
        if without < ready.plan().totals().items {
            let words = crate::text!("leave-out-those", number = without);
            if ui.add(widgets::secondary(words).small()).clicked() {
                out.push(Msg::LeaveOutWithoutBackup);
            }
        }
    });
}

fn sums(ui: &mut Ui, ready: &Ready) {
    let totals = ready.plan().totals();
    group(ui, &crate::text!("by-resource-type"));
    for (kind, number) in &totals.by_kind {
        let words = match kind {
            ResourceType::Image => crate::text!("resource-images"),
            ResourceType::Video => crate::text!("resource-videos"),
            ResourceType::Raw => crate::text!("resource-raw"),
        };
        line(ui, &words, *number);
    }
    group(ui, &crate::text!("by-delivery-type"));
    for (delivery, number) in ready.by_delivery().iter().take(SHOWN) {
        line(ui, delivery.as_str(), *number);
    }
    widgets::and_more(ui, ready.by_delivery().len(), SHOWN, |number| {
        crate::text!("more-types", number = number)
    });
    group(ui, &crate::text!("by-folder"));
    for (folder, number) in totals.by_folder.iter().take(SHOWN) {
        if folder.is_empty() {
            line(ui, &crate::text!("no-folder"), *number);
        } else {
            line(ui, folder, *number);
        }
    }
    widgets::and_more(ui, totals.folders as usize, SHOWN, |number| {
        crate::text!("more-folders", number = number)
    });
    if let Some((oldest, newest)) = totals.created {
        group(ui, &crate::text!("created"));
        widgets::fact(ui, &crate::text!("created-oldest"), &words::day(oldest));
        widgets::fact(ui, &crate::text!("created-newest"), &words::day(newest));
    }
}

pub(super) fn group(ui: &mut Ui, words: &str) {
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
    group(ui, &crate::text!("deletion-method"));
    let offers = Offer::all(plan, &conditions(state));
    for offer in &offers {
        let name = offer.route.words();
        if offers.len() > 1 && ui.radio(ready.route == offer.route, text::body(&name)).clicked() {
            out.push(Msg::Route(offer.route));
        } else if offers.len() == 1 {
            ui.label(text::body(&name));
        }
        ui.indent(&name, |ui| {
            let (meaning, price) = (words::meaning(offer), words::price(offer));
            let help = crate::text!("method-help", meaning = meaning, price = price);
            ui.label(text::small(help).color(palette.muted));
            if let Some(by) = &offer.takes_more {
                let chosen = ready.route == offer.route;
                let ink = if chosen { palette.danger_ink } else { palette.warning };
                ui.label(text::small(takes_more(by)).color(ink));
            }
            if let Some(reason) = offer.suggested.filter(|_| offers.len() > 1) {
                let told = crate::text!("method-suggested", reason = reason.words());
                ui.label(text::small(told).color(palette.accent_ink));
            }
        });
    }
    ui.add_space(space::XS);
    if let Some(chosen) = offers.iter().find(|offer| offer.route == ready.route) {
        widgets::fact(ui, &crate::text!("cdn"), &words::cdn(chosen.cdn, plan.what()));
    }
}
