//! The connection page.

use egui::{Response, Ui};

use crate::app::connect::{Form, Msg, Opening, RegionChoice, Way};
use crate::app::msg::{self, Sink};
use crate::app::page::Page;
use crate::app::state::State;
use crate::model::account::{Account, Credentials, Field};
use crate::model::format;
use crate::ui::environments;
use crate::ui::icons::Icon;
use crate::ui::theme::{Tone, space, text};
use crate::ui::widgets::{self, Banner};

/// Draws the page.
pub fn show(ui: &mut Ui, state: &State, out: &mut Sink) {
    widgets::column(ui, ("connect", state.visits), |ui| {
        let back = if state.session.is_some() { Page::Library } else { Page::Welcome };
        ui.horizontal(|ui| {
            if ui.add(widgets::quiet("Back").icon(Icon::ArrowLeft).small()).clicked() {
                out.push(msg::Msg::Go(back));
            }
        });
        ui.add_space(space::S);
        widgets::page_title(
            ui,
            "Connect to Cloudinary",
            "Cloudsweep looks first. Nothing is deleted until you have seen it and confirmed it.",
        );
        if !state.connect.failed_form {
            environments::failed(ui, state, out);
        }
        if !state.connect.remembered.is_empty() {
            ui.label(text::heading("Your environments"));
            environments::list(ui, state, true, out);
            ui.add_space(space::L);
            ui.label(text::heading("Another environment"));
        }
        widgets::card(ui, |ui| form(ui, state, out));
    });
}

fn form(ui: &mut Ui, state: &State, out: &mut Sink) {
    ui.spacing_mut().item_spacing.y = space::L;
    let mut typed = state.connect.form.clone();
    let ways = [(Way::Line, "Paste one line"), (Way::Fields, "Fill in the fields")];
    if let Some(way) = widgets::segmented(ui, "way", &ways, typed.way) {
        typed.way = way;
        typed.errors.clear();
        typed.line_error = None;
    }
    let (first, entered) = match typed.way {
        Way::Line => line(ui, &mut typed),
        Way::Fields => fields(ui, &mut typed),
    };
    opens_with(ui, state, &first);
    keeping(ui, state, &mut typed);
    if typed != state.connect.form {
        out.push(Msg::Edit(Box::new(typed)));
    }
    // As in every form, Enter is the form's button.
    if entered {
        out.push(Msg::Connect);
    }
    result(ui, state, out);
    buttons(ui, state, out);
}

/// The first field has the focus as soon as the page is opened for it alone; with environments above it,
/// only for who works by keyboard.
fn opens_with(ui: &Ui, state: &State, first: &Response) {
    let id = egui::Id::unique("opened form");
    let opened: Option<u64> = ui.data(|data| data.get_temp(id));
    ui.data_mut(|data| data.insert_temp(id, state.visits));
    if opened != Some(state.visits) && state.connect.remembered.is_empty() {
        first.request_focus();
    } else {
        widgets::takes_focus(first);
    }
}

/// The field, and whether Enter was pressed in it.
fn line(ui: &mut Ui, typed: &mut Form) -> (Response, bool) {
    let error = typed.line_error.clone();
    let understood = typed.understood();
    let mut revealed = typed.revealed;
    let field = widgets::SecretField::new("CLOUDINARY_URL", &mut typed.line, &mut revealed)
        .hint("cloudinary://API key:API secret@cloud name")
        .help(if understood.is_some() {
            ""
        } else {
            "In the Cloudinary Console: Settings, API Keys. Copy the whole line, “CLOUDINARY_URL=” may stay."
        })
        .error(error.as_deref())
        .show(ui);
    typed.revealed = revealed;
    if let Some(words) = understood {
        widgets::badge(ui, Some(Icon::Check), &words, Tone::Success);
    }
    let entered = widgets::entered(&field);
    (field, entered)
}

/// The first field, and whether Enter was pressed in one of them.
fn fields(ui: &mut Ui, typed: &mut Form) -> (Response, bool) {
    let [cloud, key, secret, region] =
        [Field::CloudName, Field::ApiKey, Field::ApiSecret, Field::Region].map(|field| typed.error(field));
    let mut pasted = [const { None }; 3];
    let first = widgets::Field::new("Cloud name", &mut typed.cloud_name)
        .hint("shop-prod")
        .help("Shown at the top of the Console. Also called product environment.")
        .error(cloud)
        .credentials(&mut pasted[0])
        .show(ui);
    let mut entered = widgets::entered(&first);
    cleaned_name(ui, typed);
    let field = widgets::Field::new("API key", &mut typed.api_key)
        .hint("123456789012345")
        .error(key)
        .code()
        .credentials(&mut pasted[1])
        .show(ui);
    entered |= widgets::entered(&field);
    let mut revealed = typed.revealed;
    let field =
        widgets::SecretField::new("API secret", &mut typed.secret, &mut revealed).error(secret).show(ui);
    entered |= widgets::entered(&field);
    if std::mem::take(&mut typed.wants_secret) {
        field.request_focus();
        field.scroll_to_me(Some(egui::Align::Center));
    }
    typed.revealed = revealed;
    ui.vertical(|ui| {
        ui.spacing_mut().item_spacing.y = space::XS + 1.0;
        ui.label(text::strong("Region"));
        let regions = [
            (RegionChoice::Us, "United States"),
            (RegionChoice::Eu, "Europe"),
            (RegionChoice::Ap, "Asia Pacific"),
            (RegionChoice::Own, "Own address"),
        ];
        if let Some(chosen) = widgets::segmented(ui, "region", &regions, typed.region) {
            typed.region = chosen;
        }
        if typed.region != RegionChoice::Own {
            widgets::hint(ui, "Nearly every account is in the United States, wherever you are.");
        }
    });
    if typed.region == RegionChoice::Own {
        let field = widgets::Field::new("Address of the API", &mut typed.own)
            .hint("https://api.example.com")
            .error(region)
            .code()
            .credentials(&mut pasted[2])
            .show(ui);
        entered |= widgets::entered(&field);
    }
    // A whole line in the secret's field is meant for all of them, too.
    if Credentials::from_cloudinary_url(typed.secret.as_str()).is_ok() {
        pasted[0] = Some(std::mem::take(&mut typed.secret));
    }
    if let Some(pasted) = pasted.into_iter().flatten().next() {
        typed.take_apart(&pasted);
    }
    (first, entered)
}

/// Offers the cloud name as Cloudinary has nearly every one: in small letters, without blanks.
fn cleaned_name(ui: &mut Ui, typed: &mut Form) {
    let Some(cleaned) = typed.cleaned_name() else { return };
    ui.horizontal_wrapped(|ui| {
        widgets::hint(ui, "Nearly every cloud name has small letters alone.");
        if ui.add(widgets::secondary(format!("Use “{cleaned}”")).small()).clicked() {
            typed.cloud_name = cleaned;
        }
    });
}

fn keeping(ui: &mut Ui, state: &State, typed: &mut Form) {
    ui.vertical(|ui| {
        ui.spacing_mut().item_spacing.y = space::XS + 1.0;
        ui.label(text::strong("Keep the API secret"));
        if let Some(problem) = &state.connect.keychain {
            let told = format!("{} {}", problem.what, problem.advice);
            Banner::new(Tone::Warning, "Kept for this session only").body(&told).show(ui, |_| {});
            return;
        }
        let ways = [(false, "In this computer’s keychain"), (true, "For this session only")];
        if let Some(session_only) = widgets::segmented(ui, "keep", &ways, typed.session_only) {
            typed.session_only = session_only;
        }
        widgets::hint(ui, "It is never written to a file, a log or a receipt.");
    });
}

/// What came of the last attempt, brought into view when it comes.
fn result(ui: &mut Ui, state: &State, out: &mut Sink) {
    let shown = ui.scope(|ui| results(ui, state, out)).response;
    let attempt = state.connect.tested.is_some() || state.connect.failed_form;
    let seen = ui.make_persistent_id("seen result");
    if attempt && !ui.data(|data| data.get_temp(seen).unwrap_or(false)) {
        shown.scroll_to_me(None);
    }
    ui.data_mut(|data| data.insert_temp(seen, attempt));
}

fn results(ui: &mut Ui, state: &State, out: &mut Sink) {
    if state.connect.failed_form {
        environments::failed(ui, state, out);
    }
    match &state.connect.tested {
        Some(Ok(account)) => {
            let told = describe(account);
            Banner::new(Tone::Success, "The connection works").body(&told).show(ui, |_| {});
        }
        Some(Err(problem)) => widgets::problem(ui, problem, |ui| {
            if let Some(geo) = problem.region
                && environments::switch_region(ui, geo, state.connect.opening.is_none())
            {
                out.push(Msg::UseRegion(geo));
            }
        }),
        None => {}
    }
}

fn buttons(ui: &mut Ui, state: &State, out: &mut Sink) {
    ui.horizontal(|ui| {
        let opening = state.connect.opening == Some(Opening::Form);
        let free = state.connect.opening.is_none();
        if ui.add_enabled(free, widgets::primary("Connect")).clicked() {
            out.push(Msg::Connect);
        }
        let test = widgets::secondary("Test connection");
        if ui.add_enabled(free && !state.connect.testing, test).clicked() {
            out.push(Msg::Test);
        }
        if opening {
            widgets::spinner(ui, "Connecting");
        } else if state.connect.testing {
            widgets::spinner(ui, "Asking Cloudinary");
        }
    });
}

/// What the server told of an account, in a sentence.
fn describe(account: &Account) -> String {
    let mut parts = Vec::new();
    if let Some(originals) = account.originals {
        parts.push(format::plural(originals, "asset", "assets"));
    }
    if let Some(derived) = account.derived {
        parts.push(format::plural(derived, "made-to-size copy", "made-to-size copies"));
    }
    if let Some(bytes) = account.storage_bytes {
        parts.push(format!("{} stored", format::bytes(bytes)));
    }
    if let Some(plan) = &account.plan {
        parts.push(format!("{plan} plan"));
    }
    parts.join(" · ")
}
