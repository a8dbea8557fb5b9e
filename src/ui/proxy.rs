//! Which proxy is used, on the page where one connects, and the form for another one, over every page.

use egui::Ui;

use super::theme::{space, text};
use super::widgets;
use crate::app::msg::Sink;
use crate::app::proxy::{Form, Msg, Use, Wrong};
use crate::app::state::State;
use crate::model::problem::{Code, Problem};
use crate::model::proxy::ProxyFieldError;

/// One line: which proxy is used, and “Change…”.
pub fn line(ui: &mut Ui, state: &State, out: &mut Sink) {
    ui.horizontal_wrapped(|ui| {
        ui.label(text::strong(crate::text!("proxy")));
        ui.label(text::body(crate::text::proxy::now(&state.proxy.choice, state.proxy.variables.as_ref())));
        let change =
            widgets::quiet(crate::text!("proxy-change")).name(crate::text!("proxy-change-it")).small();
        if ui.add(change).clicked() {
            out.push(Msg::Open);
        }
    });
}

/// The way to the password, beside a problem of a proxy that wants one.
pub fn offer_password(ui: &mut Ui, problem: &Problem, out: &mut Sink) {
    let Code::Request(request) = &problem.code else { return };
    if request.kind.wants_proxy_login()
        && ui.add(widgets::secondary(crate::text!("proxy-enter-password"))).clicked()
    {
        out.push(Msg::OpenAtPassword);
    }
}

/// The form, while it is open.
pub fn show(ctx: &egui::Context, state: &State, out: &mut Sink) {
    let Some(form) = &state.proxy.form else { return };
    let (answer, left) = widgets::dialog(
        ctx,
        &crate::text!("proxy-title"),
        |ui| {
            let mut typed = form.clone();
            let entered = content(ui, state, &mut typed);
            let changed = typed != *form;
            if changed {
                out.push(Msg::Edit(Box::new(typed)));
            }
            entered.then_some(Msg::Save)
        },
        |ui| widgets::save_or_cancel(ui, Msg::Save, Msg::Close),
    );
    match answer {
        Some(msg) => out.push(msg),
        None if left => out.push(Msg::Close),
        None => {}
    }
}

/// Gives whether Enter was pressed in a field.
fn content(ui: &mut Ui, state: &State, typed: &mut Form) -> bool {
    ui.spacing_mut().item_spacing.y = space::M;
    ui.label(text::body(crate::text!("proxy-sentence")));
    let uses = [
        (Use::System, crate::text!("proxy-system")),
        (Use::None, crate::text!("proxy-none")),
        (Use::Own, crate::text!("proxy-own")),
    ];
    if let Some(chosen) = widgets::segmented(ui, "proxy-use", &uses, typed.uses) {
        typed.uses = chosen;
        typed.wrong = None;
    }
    match typed.uses {
        Use::System => {
            widgets::hint(ui, &crate::text!("proxy-system-help"));
            false
        }
        Use::None => {
            widgets::hint(ui, &crate::text!("proxy-none-help"));
            false
        }
        Use::Own => fields(ui, state, typed),
    }
}

fn fields(ui: &mut Ui, state: &State, typed: &mut Form) -> bool {
    let host = typed.error(&[ProxyFieldError::NoHost, ProxyFieldError::Host].map(Wrong::Field));
    let [port, user] =
        [ProxyFieldError::Port, ProxyFieldError::User].map(|mistake| typed.error(&[Wrong::Field(mistake)]));
    let missing = typed.error(&[Wrong::NoPassword]);
    let stays = typed.password.as_str().is_empty() && typed.has_password(&state.proxy.choice);
    let field = widgets::Field::new(&crate::text!("proxy-host"), &mut typed.host)
        .hint("proxy.example.com")
        .error(host.as_deref())
        .code()
        .show(ui);
    let mut entered = widgets::entered(&field);
    let field = widgets::Field::new(&crate::text!("proxy-port"), &mut typed.port)
        .hint("3128")
        .error(port.as_deref())
        .code()
        .show(ui);
    entered |= widgets::entered(&field);
    let field = widgets::Field::new(&crate::text!("proxy-user"), &mut typed.user)
        .help(&crate::text!("proxy-user-help"))
        .error(user.as_deref())
        .show(ui);
    entered |= widgets::entered(&field);
    if typed.user.trim().is_empty() {
        return entered;
    }
    let (label, mut revealed) = (crate::text!("proxy-password"), typed.revealed);
    let help = if stays { crate::text!("proxy-password-stays") } else { crate::text!("proxy-password-help") };
    let field = widgets::SecretField::new(&label, &mut typed.password, &mut revealed)
        .help(&help)
        .error(missing.as_deref())
        .show(ui);
    typed.revealed = revealed;
    if std::mem::take(&mut typed.wants_password) {
        field.request_focus();
        field.scroll_to_me(Some(egui::Align::Center));
    }
    entered | widgets::entered(&field)
}
