//! The fields of the forms, each with what was understood under it.

use crate::app::msg::Sink;
use egui::{Response, Ui};

use super::lines;
use crate::app::forms::{Form, Msg};
use crate::app::page::FormKind;
use crate::app::state::State;
use crate::model::asset::DeliveryType;
use crate::model::description::Way;
use crate::model::format;
use crate::model::list::Wanted;
use crate::text::Words;
use crate::ui::icons::{self, Icon};
use crate::ui::theme::{self, Tone, size, space, text};
use crate::ui::widgets::{self, Banner, Field};

/// Enter in a field is the form's button. What was refused brings the field into sight, and the
/// keyboard back to it.
pub fn enter(ui: &Ui, response: &Response, kind: FormKind, form: &Form, out: &mut Sink) {
    // Asked first: a field that takes the focus back has not lost it.
    let entered = widgets::entered(response);
    widgets::takes_focus(response);
    widgets::takes_first_letter(response);
    if refused(ui, kind, form, response.rect) {
        response.request_focus();
    }
    if entered {
        out.push(Msg::Preview(kind));
    }
}

/// Brings a field into sight whose text was just refused; whether it was.
pub fn refused(ui: &Ui, kind: FormKind, form: &Form, rect: egui::Rect) -> bool {
    let which = form.error.as_ref().map(|error| (error.words(), form.refused));
    widgets::into_sight(ui, (kind, form.by), which, rect)
}

/// One public ID or URL.
pub fn one(ui: &mut Ui, _: &State, kind: FormKind, form: &Form, out: &mut Sink) {
    ui.vertical(|ui| {
        ui.spacing_mut().item_spacing.y = space::XS + 1.0;
        let mut typed = form.text.to_string();
        let response = Field::new(&crate::text!("one-field"), &mut typed)
            .hint(&crate::text!("one-hint"))
            .error(form.error.as_ref().map(Words::words).as_deref())
            .code()
            .show(ui);
        enter(ui, &response, kind, form, out);
        if typed != *form.text {
            out.push(Msg::Text(kind, typed));
        } else if form.error.is_none() {
            understood(ui, kind, form, out);
        }
    });
}

/// What one text was read as.
fn understood(ui: &mut Ui, kind: FormKind, form: &Form, out: &mut Sink) {
    let palette = theme::of(ui);
    let Some(row) = form.read.rows.first() else {
        widgets::hint(ui, &crate::text!("one-help"));
        return;
    };
    let fetched = form.kinds.delivery_type == Some(DeliveryType::Fetch);
    if matches!(row.wanted, Wanted::Address(_)) && lines::tells_of_hosts(form) {
        lines::foreign(ui, kind, form, out);
        return;
    }
    let (icon, ink, mut words) = match &row.wanted {
        Wanted::Unreadable(refusal) => (Icon::CircleAlert, palette.danger_ink, refusal.words()),
        Wanted::Address(_) if fetched => (Icon::Link, palette.muted, crate::text!("read-as-address")),
        Wanted::Address(refusal) => (Icon::CircleAlert, palette.warning, refusal.words()),
        Wanted::Id(_) => (Icon::Hash, palette.muted, crate::text!("read-as-asset-id")),
        Wanted::PublicId | Wanted::Record(_) => {
            (Icon::Check, palette.muted, crate::text!("read-as-public-id", name = &*row.text))
        }
        Wanted::Link(Some(name)) => {
            let words = crate::text!(
                "read-as-link",
                name = &*name.public_id,
                resource = name.resource_type.as_str(),
                delivery = name.delivery_type.as_str(),
            );
            (Icon::Link, palette.muted, words)
        }
        Wanted::Link(None) => (Icon::Link, palette.warning, crate::text!("read-in-several-ways")),
    };
    if row.cut {
        words = format!("{words} {}", crate::text!("read-trimmed"));
    }
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = space::XS + 2.0;
        icons::show(ui, icon, size::ICON - 2.0, ink);
        ui.add(egui::Label::new(text::small(words).color(ink)).wrap());
    });
    lines::foreign(ui, kind, form, out);
}

/// No text: the kinds below say all.
pub fn kinds_alone(ui: &mut Ui, _: &State, kind: FormKind, form: &Form, _: &mut Sink) {
    let title = Way::Everything(form.kinds.clone()).words();
    let body = match kind {
        FormKind::Originals(_) => crate::text!("everything-help"),
        FormKind::Copies => crate::text!("everything-copies-help"),
    };
    Banner::new(Tone::Warning, &title).body(&body).show(ui, |_| {});
}

/// How public IDs start.
pub fn prefix(ui: &mut Ui, _: &State, kind: FormKind, form: &Form, out: &mut Sink) {
    ui.vertical(|ui| {
        ui.spacing_mut().item_spacing.y = space::XS + 1.0;
        let mut typed = form.text.to_string();
        let open_end = !form.text.trim().is_empty() && !form.text.trim().ends_with('/');
        let shown = format::shown(&form.text);
        let invisible = shown != *form.text;
        let siblings = open_end && !invisible && form.error.is_none();
        let help = if invisible {
            crate::text!("prefix-invisible", prefix = shown)
        } else if siblings {
            String::new()
        } else {
            crate::text!("prefix-help")
        };
        let response = Field::new(&crate::text!("prefix-field"), &mut typed)
            .hint("products/2021/")
            .help(&help)
            .error(form.error.as_ref().map(Words::words).as_deref())
            .code()
            .show(ui);
        enter(ui, &response, kind, form, out);
        if typed != *form.text {
            out.push(Msg::Text(kind, typed));
        } else if siblings {
            open_ended(ui, kind, form, out);
        }
    });
}

/// Warns of the siblings that a prefix without a slash at its end catches.
fn open_ended(ui: &mut Ui, kind: FormKind, form: &Form, out: &mut Sink) {
    let words = crate::text!("prefix-open", prefix = &*form.text);
    ui.label(text::small(words).color(theme::of(ui).warning));
    if ui.add(widgets::secondary(crate::text!("add-slash")).small()).clicked() {
        out.push(Msg::Text(kind, format!("{}/", form.text)));
    }
}
