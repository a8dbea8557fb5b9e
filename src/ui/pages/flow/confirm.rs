//! The confirmation over the page: what goes, what cannot be restored, and what the user must do
//! before the last button works. Cancel has the focus, and Enter never deletes.

use crate::app::msg::Sink;
use egui::{Key, Ui};

use crate::app::environments;
use crate::app::flow::words;
use crate::app::flow::{Confirming, Msg, Stage, conditions, confirmed_is_outdated};
use crate::app::state::State;
use crate::model::age::Age;
use crate::model::confirm::Confirmation;
use crate::model::format;
use crate::model::offer::Offer;
use crate::model::route::Route;
use crate::model::what::What;
use crate::text::offer::takes_more;
use crate::text::{Words as _, age, confirm, counts};
use crate::ui::icons::Icon;
use crate::ui::theme::{self, Tone, space, text};
use crate::ui::widgets::{self, Banner, Field};

/// Warnings that are repeated, at most.
const NOTES: usize = 3;

/// Draws the dialog.
pub fn show(ctx: &egui::Context, state: &State, confirming: &Confirming, out: &mut Sink) {
    let confirmation = &confirming.confirmation;
    let title = crate::text!("confirm-title", action = confirm::button(confirmation));
    let (answer, left) = widgets::dialog(
        ctx,
        &title,
        |ui| {
            facts(ui, state, confirmation);
            noted(ui, confirmation);
            lasting(ui, confirmation);
            if confirmed_is_outdated(state) {
                refresh(ui, &crate::text!("confirm-outdated"), &crate::text!("confirm-outdated-help"), out);
            } else if confirmation.is_fresh(state.now) {
                asked(ui, confirmation, out);
            } else {
                // Nothing that is typed counts any more.
                let rule = age::rule(confirmation.route());
                refresh(ui, &crate::text!("confirm-too-old"), &rule, out);
            }
            None
        },
        |ui| {
            widgets::hint(ui, &crate::text!("confirm-enter"));
            ui.add_space(space::S);
            buttons(ui, state, confirming)
        },
    );
    match answer {
        Some(wish) => out.push(wish),
        None if left => out.push(Msg::CloseReview),
        None => {}
    }
}

fn facts(ui: &mut Ui, state: &State, confirmation: &Confirmation) {
    let plan = confirmation.plan();
    let totals = plan.totals();
    ui.spacing_mut().item_spacing.y = 5.0;
    widgets::fact(ui, &crate::text!("confirm-environment"), &environment(state, confirmation));
    widgets::fact(ui, &crate::text!("confirm-chosen-by"), &plan.description().words());
    if let Stage::Ready(ready) = &state.flow.stage
        && ready.left_out() > 0
    {
        let left_out = counts::planned(ready.left_out() as u64, plan.what(), None);
        widgets::fact(ui, &crate::text!("confirm-left-out"), &left_out);
    }
    let age = Age::of(plan, state.now);
    widgets::fact(ui, &crate::text!("confirm-counted"), &age.words());
    ui.ctx().request_repaint_after(age.changes_in(confirmation.route()));
    if plan.what() != What::AllCopies {
        widgets::fact(ui, &crate::text!("fact-size"), &format::bytes(totals.bytes));
    }
    let route = confirmation.route();
    let offers = Offer::all(plan, &conditions(state));
    if let Some(offer) = offers.iter().find(|offer| offer.route == route) {
        let method = crate::text!("named-value", name = route.words(), value = words::price(offer));
        widgets::fact(ui, &crate::text!("deletion-method"), &method);
        widgets::fact(ui, &crate::text!("cdn"), &words::cdn(offer.cdn, plan.what()));
    }
    if let Some(share) = share(confirmation) {
        widgets::fact(ui, &crate::text!("confirm-share"), &share);
    }
    ui.add_space(space::XS);
}

/// The cloud name, which the highest tier asks for, behind the name that its owner gave it: the given
/// one could be anything, and the cloud name says what is deleted from.
fn environment(state: &State, confirmation: &Confirmation) -> String {
    let cloud_name = &confirmation.stakes().cloud_name;
    let Some(session) = &state.session else { return cloud_name.clone() };
    let called = environments::label(state, &session.environment);
    if session.environment.name.is_none() {
        return called;
    }
    crate::text!("confirm-environment-of", name = called, cloud = cloud_name.as_str())
}

/// `12% of all assets here`, where it is known and not tiny.
fn share(confirmation: &Confirmation) -> Option<String> {
    let all = confirmation.stakes().account_total.filter(|all| *all > 0)?;
    let plan = confirmation.plan();
    let part = (plan.totals().items as f64 / all as f64 * 100.0).min(100.0);
    (plan.what() == What::Originals && part >= 1.0).then(|| {
        let assets = crate::text!("assets", number = all);
        crate::text!("confirm-share-of", percent = part.round(), assets = assets)
    })
}

/// What the preview warned of: links on any host, siblings of a prefix.
fn noted(ui: &mut Ui, confirmation: &Confirmation) {
    let notes = confirmation.plan().notes();
    for note in notes.iter().take(NOTES) {
        let palette = theme::of(ui);
        let ink = if note.is_warning() { palette.warning } else { palette.text };
        ui.label(text::small(note.words()).color(ink));
    }
    widgets::and_more(ui, notes.len(), NOTES, |number| crate::text!("more-warnings", number = number));
}

/// What lasts of it, and what a sweep takes besides the plan: one banner where both are bad news.
fn lasting(ui: &mut Ui, confirmation: &Confirmation) {
    let plan = confirmation.plan();
    let totals = plan.totals();
    let sweep =
        plan.sweep().filter(|_| confirmation.route() == Route::Sweep).map(|sweep| takes_more(&sweep.by));
    let gone_for_good = plan.what() == What::Originals && totals.without_backup > 0;
    if let Some(warning) = sweep.as_ref().filter(|_| !gone_for_good) {
        Banner::new(Tone::Danger, &crate::text!("sweep-takes-more")).body(warning).show(ui, |_| {});
        ui.add_space(space::S);
    }
    match plan.what() {
        What::AllCopies | What::ChosenCopies => {
            Banner::new(Tone::Info, &crate::text!("confirm-originals-stay"))
                .body(&crate::text!("confirm-originals-stay-help"))
                .show(ui, |_| {});
        }
        What::Originals if totals.without_backup == 0 => {
            Banner::new(Tone::Success, &crate::text!("backed-up", number = totals.items))
                .body(&crate::text!("confirm-backed-up-help", number = totals.items))
                .show(ui, |_| {});
        }
        What::Originals => {
            let title = if totals.without_backup == totals.items {
                crate::text!("confirm-none-restored")
            } else {
                crate::text!("cannot-be-restored", number = totals.without_backup)
            };
            let body = crate::text!("confirm-gone-for-good");
            Banner::new(Tone::Danger, &title).body(&body).show(ui, |ui| {
                if let Some(warning) = &sweep {
                    ui.add_space(space::XS);
                    ui.label(text::strong(crate::text!("sweep-takes-more")));
                    ui.label(text::body(warning));
                }
            });
        }
    }
}

/// What the tier asks for.
fn asked(ui: &mut Ui, confirmation: &Confirmation, out: &mut Sink) {
    if confirmation.needs_tick() {
        ui.add_space(space::S);
        if let Some(on) = widgets::checkbox(ui, &words::to_tick(confirmation), confirmation.ticked) {
            out.push(Msg::Tick(on));
        }
    }
    let Some(phrase) = confirmation.phrase() else { return };
    ui.add_space(space::S);
    let label = words::to_type(confirmation, &phrase);
    let mut typed = confirmation.typed.clone();
    let wrong = confirmation.is_mistyped().then(|| words::mistyped(confirmation, &phrase));
    // Enter stays where it is: only the button deletes.
    widgets::entered(&Field::new(&label, &mut typed).code().error(wrong.as_deref()).show(ui));
    if typed != confirmation.typed {
        out.push(Msg::Typed(typed));
    }
}

/// The preview may not be confirmed any more.
fn refresh(ui: &mut Ui, why: &str, body: &str, out: &mut Sink) {
    ui.add_space(space::S);
    Banner::new(Tone::Warning, why).body(body).show(ui, |ui| {
        if ui.add(widgets::secondary(crate::text!("refresh")).icon(Icon::RefreshCw).small()).clicked() {
            out.push(Msg::Review);
        }
    });
}

fn buttons(ui: &mut Ui, state: &State, confirming: &Confirming) -> Option<Msg> {
    let armed = confirming.armed(state.time, state.now) && !confirmed_is_outdated(state);
    let mut wish = None;
    widgets::answers(ui, |ui| {
        if widgets::first_answer(ui, widgets::secondary(crate::text!("cancel"))) {
            wish = Some(Msg::CloseReview);
        }
        let delete = widgets::danger(confirm::button(&confirming.confirmation)).icon(Icon::Trash2);
        let response = ui.add_enabled(armed, delete);
        // Whoever hits Enter means the dialog, not the deletion.
        if response.clicked() && !ui.input(|input| input.key_pressed(Key::Enter)) {
            wish = Some(Msg::Delete);
        }
        let left = confirming.arming_left(state.time);
        let waits = !left.is_zero() && confirming.confirmation.satisfied();
        if waits && confirming.confirmation.is_fresh(state.now) {
            let seconds = left.as_secs_f64().ceil() as u64;
            ui.ctx().request_repaint_after(std::time::Duration::from_millis(100));
            widgets::hint(ui, &crate::text!("confirm-available", number = seconds));
        }
    });
    wish
}
