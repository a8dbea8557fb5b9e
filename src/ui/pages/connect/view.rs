//! The connection page.

use egui::{Response, Ui};

use crate::app::connect::{Form, Msg, Opening, RegionChoice, Way};
use crate::app::msg::{self, Sink};
use crate::app::page::Page;
use crate::app::state::State;
use crate::model::account::{Account, Credentials, Field};
use crate::model::format;
use crate::text::Words;
use crate::ui::environments;
use crate::ui::icons::Icon;
use crate::ui::proxy;
use crate::ui::theme::{Tone, space, text};
use crate::ui::widgets::{self, Banner};

/// Draws the page.
pub fn show(ui: &mut Ui, state: &State, out: &mut Sink) {
    widgets::column(ui, ("connect", state.visits), |ui| {
        let back = if state.session.is_some() { Page::Library } else { Page::Welcome };
        if widgets::way_back(ui, crate::text!("back")).clicked() {
            out.push(msg::Msg::Go(back));
        }
        ui.add_space(space::S);
        widgets::page_title(ui, &crate::text!("connect-title"), &crate::text!("connect-sentence"));
        if !state.connect.failed_form {
            environments::failed(ui, state, out);
        }
        if !state.connect.remembered.is_empty() {
            ui.label(text::heading(crate::text!("connect-yours")));
            environments::list(ui, state, true, out);
            ui.add_space(space::L);
            ui.label(text::heading(crate::text!("connect-another")));
        }
        widgets::card(ui, |ui| form(ui, state, out));
        ui.add_space(space::S);
        proxy::line(ui, state, out);
    });
}

fn form(ui: &mut Ui, state: &State, out: &mut Sink) {
    ui.spacing_mut().item_spacing.y = space::L;
    let mut typed = state.connect.form.clone();
    let ways =
        [(Way::Line, crate::text!("connect-by-line")), (Way::Fields, crate::text!("connect-by-fields"))];
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
    let id = egui::Id::unique("opened-form");
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
    let error = typed.line_error.as_ref().map(Words::words);
    let understood = typed.understood();
    let mut revealed = typed.revealed;
    let field = ui
        .vertical(|ui| {
            ui.spacing_mut().item_spacing.y = space::XS + 1.0;
            let field = widgets::SecretField::new("CLOUDINARY_URL", &mut typed.line, &mut revealed)
                .hint(&crate::text!("connect-line-hint"))
                .help(&if understood.is_some() { String::new() } else { crate::text!("connect-line-help") })
                .error(error.as_deref())
                .show(ui);
            if let Some(words) = understood {
                widgets::badge(ui, Some(Icon::Check), &words, Tone::Success);
            }
            field
        })
        .inner;
    typed.revealed = revealed;
    let entered = widgets::entered(&field);
    (field, entered)
}

/// The first field, and whether Enter was pressed in one of them.
fn fields(ui: &mut Ui, typed: &mut Form) -> (Response, bool) {
    let [cloud, key, secret, region] =
        [Field::CloudName, Field::ApiKey, Field::ApiSecret, Field::Region].map(|field| typed.error(field));
    let mut pasted = [const { None }; 3];
    let first = widgets::Field::new(&crate::text!("cloud-name"), &mut typed.cloud_name)
        .hint("shop-prod")
        .help(&crate::text!("connect-cloud-name-help"))
        .error(cloud.as_deref())
        .credentials(&mut pasted[0])
        .show(ui);
    let mut entered = widgets::entered(&first);
    cleaned_name(ui, typed);
    let field = widgets::Field::new(&crate::text!("api-key"), &mut typed.api_key)
        .hint("123456789012345")
        .error(key.as_deref())
        .code()
        .credentials(&mut pasted[1])
        .show(ui);
    entered |= widgets::entered(&field);
    let mut revealed = typed.revealed;
    let label = crate::text!("api-secret");
    let field =
        widgets::SecretField::new(&label, &mut typed.secret, &mut revealed).error(secret.as_deref()).show(ui);
    entered |= widgets::entered(&field);
    if std::mem::take(&mut typed.wants_secret) {
        field.request_focus();
        field.scroll_to_me(Some(egui::Align::Center));
    }
    typed.revealed = revealed;
    ui.vertical(|ui| {
        ui.spacing_mut().item_spacing.y = space::XS + 1.0;
        ui.label(text::strong(crate::text!("region")));
        let regions = [
            (RegionChoice::Us, crate::text!("region-us")),
            (RegionChoice::Eu, crate::text!("region-eu")),
            (RegionChoice::Ap, crate::text!("region-ap")),
            (RegionChoice::Own, crate::text!("region-own")),
        ];
        if let Some(chosen) = widgets::segmented(ui, "region", &regions, typed.region) {
            typed.region = chosen;
        }
        if typed.region != RegionChoice::Own {
            widgets::hint(ui, &crate::text!("connect-region-help"));
        }
    });
    if typed.region == RegionChoice::Own {
        let field = widgets::Field::new(&crate::text!("connect-own-address"), &mut typed.own)
            .hint("https://api.example.com")
            .error(region.as_deref())
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
        widgets::hint(ui, &crate::text!("connect-small-letters"));
        if ui
            .add(widgets::secondary(crate::text!("connect-use-name", name = cleaned.as_str())).small())
            .clicked()
        {
            typed.cloud_name = cleaned;
        }
    });
}

fn keeping(ui: &mut Ui, state: &State, typed: &mut Form) {
    ui.vertical(|ui| {
        ui.spacing_mut().item_spacing.y = space::XS + 1.0;
        ui.label(text::strong(crate::text!("connect-keep")));
        if let Some(problem) = &state.connect.keychain {
            let told = format!("{} {}", problem.what(), problem.advice());
            Banner::new(Tone::Warning, &crate::text!("connect-kept-for-session"))
                .body(&told)
                .show(ui, |_| {});
            return;
        }
        let ways = [
            (false, crate::text!("connect-keep-in-keychain")),
            (true, crate::text!("connect-keep-for-session")),
        ];
        if let Some(session_only) = widgets::segmented(ui, "keep", &ways, typed.session_only) {
            typed.session_only = session_only;
        }
        widgets::hint(ui, &crate::text!("connect-keep-help"));
    });
}

/// What came of the last attempt, brought into view when it comes.
fn result(ui: &mut Ui, state: &State, out: &mut Sink) {
    let ((), shown) = widgets::rows_if_any(ui, |ui| results(ui, state, out));
    let attempt = state.connect.tested.is_some() || state.connect.failed_form;
    let seen = ui.make_persistent_id("seen-result");
    if attempt && !ui.data(|data| data.get_temp(seen).unwrap_or(false)) {
        ui.scroll_to_rect(shown, None);
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
            Banner::new(Tone::Success, &crate::text!("connect-works")).body(&told).show(ui, |_| {});
        }
        Some(Err(problem)) => widgets::problem(ui, problem, |ui| {
            proxy::offer_password(ui, problem, out);
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
        if ui.add_enabled(free, widgets::primary(crate::text!("connect"))).clicked() {
            out.push(Msg::Connect);
        }
        let test = widgets::secondary(crate::text!("connect-test"));
        if ui.add_enabled(free && !state.connect.testing, test).clicked() {
            out.push(Msg::Test);
        }
        if opening {
            widgets::spinner(ui, &crate::text!("connecting"));
        } else if state.connect.testing {
            widgets::spinner(ui, &crate::text!("connect-testing"));
        }
    });
}

/// What the server told of an account, in a sentence.
fn describe(account: &Account) -> String {
    let mut parts = Vec::new();
    if let Some(originals) = account.originals {
        parts.push(crate::text!("assets", number = originals));
    }
    if let Some(derived) = account.derived {
        parts.push(crate::text!("resized-copies", number = derived));
    }
    if let Some(bytes) = account.storage_bytes {
        parts.push(crate::text!("connect-stored", size = format::bytes(bytes)));
    }
    if let Some(plan) = &account.plan {
        parts.push(crate::text!("connect-plan", name = plan.as_str()));
    }
    parts.join(" · ")
}
