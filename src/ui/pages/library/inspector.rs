//! The panel at the right: everything about the asset under the cursor, and its copies.

use egui::{Frame, Margin, Panel, Rect, Sense, Ui, vec2};

use super::facts;
use crate::app::intent::Intent;
use crate::app::library::{Known, Msg};
use crate::app::msg::Sink;
use crate::app::page::FormKind;
use crate::app::state::State;
use crate::model::account::FolderMode;
use crate::model::asset::{Asset, Details};
use crate::model::format;
use crate::model::selector::By;
use crate::runtime::command::ThumbnailWish;
use crate::text::clock;
use crate::text::{Words as _, counts};
use crate::ui::browser::Place;
use crate::ui::icons::{self, Icon};
use crate::ui::theme::{self, Tone, size, space, text};
use crate::ui::widgets::{self, Thumbnails};

/// Characters of a name that are shown in large, at most; the whole of it stands below.
const NAME: usize = 80;
/// Characters of a host that a button has room for.
const HOST: usize = 22;
/// Tags that are shown of an asset, at most.
const TAGS: usize = 24;
/// What the picture leaves of the panel's height for facts and the first copies, points; and what it has at
/// least.
const BELOW_PICTURE: f32 = 550.0;
const LEAST_PICTURE: f32 = 96.0;
/// Seconds for which the cursor rests before copies are asked for by themselves.
const REST: f64 = 0.6;

/// Draws the panel, where the window is wide enough for it.
pub fn show(ui: &mut Ui, state: &State, thumbs: &mut Thumbnails, out: &mut Sink) {
    if ui.ctx().content_rect().width() < size::NARROW {
        return;
    }
    let palette = theme::of(ui);
    let frame =
        Frame::new().fill(palette.panel).inner_margin(Margin { left: 16, right: 10, top: 14, bottom: 0 });
    Panel::right("inspector").exact_size(size::INSPECTOR).resizable(false).frame(frame).show(ui, |ui| {
        let picture = (ui.available_height() - BELOW_PICTURE).max(LEAST_PICTURE);
        chosen_copies(ui, state, out);
        failed(ui, state, out);
        let of = state.library.current().and_then(|asset| asset.asset_id);
        egui::ScrollArea::vertical().id_salt(("inspector", of)).auto_shrink([false, false]).show(ui, |ui| {
            ui.set_max_width(size::INSPECTOR - 36.0);
            match state.library.current() {
                Some(asset) => contents(ui, state, asset, picture, thumbs, out),
                None => nobody(ui),
            }
        });
    });
}

fn nobody(ui: &mut Ui) {
    let palette = theme::of(ui);
    ui.vertical_centered(|ui| {
        ui.add_space(ui.available_height() * 0.3);
        icons::show(ui, Icon::Info, size::ICON_LARGE - 4.0, palette.border_strong);
        ui.add_space(space::XS);
        ui.scope(|ui| {
            ui.set_max_width(200.0);
            widgets::hint(ui, &crate::text!("asset-none"));
        });
    });
}

/// `most`: height of the picture, points.
fn contents(ui: &mut Ui, state: &State, asset: &Asset, most: f32, thumbs: &mut Thumbnails, out: &mut Sink) {
    let width = ui.available_width();
    let (frame, preview) = ui.allocate_exact_size(vec2(width, (width * 0.72).min(most)), Sense::hover());
    preview.widget_info(|| {
        let name = crate::text!("asset-picture", name = &*asset.name.public_id);
        egui::WidgetInfo::labeled(egui::Role::Image, true, name)
    });
    let look = thumbs.of(asset);
    widgets::picture(ui, frame, &look, asset.name.resource_type);
    ui.add_space(space::XS);
    let heading = format::shortened(asset.short_name(), NAME);
    ui.add(egui::Label::new(text::heading(heading)).wrap().selectable(true));
    whose(ui, state);
    let hosts = state.session.as_ref().map(|session| session.environment.hosts());
    let place = Place::of(&asset.secure_url, &hosts.unwrap_or_default());
    ui.horizontal(|ui| {
        let copy = widgets::secondary(crate::text!("asset-copy-public-id")).icon(Icon::Copy);
        if ui.add(copy.small()).clicked() {
            ui.ctx().copy_text(asset.name.public_id.to_string());
        }
        if let Some(place) = place.as_ref().filter(|place| place.is_trusted)
            && widgets::icon_button(ui, Icon::ExternalLink, &crate::text!("asset-open")).clicked()
        {
            place.open(ui.ctx());
        }
    });
    if let Some(place) = place.filter(|place| !place.is_trusted) {
        let words = if place.host.len() > HOST {
            // The end of a host's name tells whose it is: none of it is cut off.
            ui.add(egui::Label::new(text::code(&*place.host)).wrap());
            crate::text!("asset-open-on-this")
        } else {
            crate::text!("asset-open-on", host = place.host.as_str())
        };
        let button = widgets::secondary(words);
        if ui.add(button.icon(Icon::ExternalLink).small()).clicked() {
            place.open(ui.ctx());
        }
    }
    ui.add_space(space::S);
    ui.scope(|ui| {
        ui.spacing_mut().item_spacing.y = 5.0;
        lines(ui, state, asset);
        folder(ui, state, asset, out);
    });
    tags(ui, asset, out);
    ui.add_space(space::M);
    copies(ui, state, asset, thumbs, out);
    ui.add_space(space::XL);
}

/// Whether what is shown is what “Delete…” takes, where that could be something else.
fn whose(ui: &mut Ui, state: &State) {
    let selection = &state.library.selection;
    let words = match (selection.len(), state.library.current_is_chosen()) {
        (0, _) | (1, true) => return,
        (count, true) => {
            crate::text!("selected-one-of", number = count, kind = counts::variant(selection.kind()))
        }
        (1, false) => {
            let other = state.library.only_chosen().map(|other| facts::named(other).into_owned());
            crate::text!("selected-other", name = other.unwrap_or_default())
        }
        (count, false) => {
            crate::text!("selected-not-among", number = count, kind = counts::variant(selection.kind()))
        }
    };
    widgets::badge(ui, None, &words, Tone::Warning);
}

fn lines(ui: &mut Ui, state: &State, asset: &Asset) {
    widgets::fact(ui, &crate::text!("fact-public-id"), &asset.name.public_id);
    widgets::fact(ui, &crate::text!("resource-type"), &asset.name.resource_type.words());
    widgets::fact(ui, &crate::text!("delivery-type"), asset.name.delivery_type.as_str());
    if let Some(format) = &asset.format {
        widgets::fact(ui, &crate::text!("fact-format"), format);
    }
    if let Some(dimensions) = facts::dimensions(asset) {
        widgets::fact(ui, &crate::text!("fact-dimensions"), &dimensions);
    }
    widgets::fact(ui, &crate::text!("fact-size"), &format::bytes(asset.bytes));
    if let Some(created) = asset.created_at {
        widgets::fact(ui, &crate::text!("fact-created"), &clock::date_and_time(created));
    }
    let backup = match (asset.backed_up, state.library.current_details()) {
        (_, Some(Known::Here(details))) if details.versions > 0 => {
            Some(crate::text!("fact-backup-versions", number = details.versions))
        }
        (_, Some(Known::Here(_))) | (Some(false), _) => Some(crate::text!("fact-backup-none")),
        (Some(true), _) => Some(crate::text!("fact-backup-some")),
        (None, _) => None,
    };
    if let Some(backup) = backup {
        widgets::fact(ui, &crate::text!("fact-backup"), &backup);
    }
}

fn folder(ui: &mut Ui, state: &State, asset: &Asset, out: &mut Sink) {
    if let Some(folder) = asset.asset_folder.as_deref().filter(|folder| !folder.is_empty()) {
        widgets::fact(ui, &crate::text!("fact-folder"), folder);
        return;
    }
    let dynamic = state
        .session
        .as_ref()
        .is_some_and(|session| session.account.folder_mode == Some(FolderMode::Dynamic));
    let Some(folder) = facts::folder_of(&asset.name.public_id).filter(|_| !dynamic) else { return };
    ui.add_space(space::XS);
    let chip = widgets::chip(ui, Some(Icon::Folder), folder, false);
    if chip.on_hover_text(text::body(crate::text!("asset-delete-by-prefix"))).clicked() {
        out.push(Intent::OpenForm(FormKind::Originals(By::Prefix), folder.to_owned()));
    }
}

fn tags(ui: &mut Ui, asset: &Asset, out: &mut Sink) {
    if asset.tags.is_empty() {
        return;
    }
    ui.add_space(space::XS);
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(6.0, 6.0);
        for tag in asset.tags.iter().take(TAGS) {
            let chip = widgets::chip(ui, Some(Icon::Tag), tag, false);
            if chip.on_hover_text(text::body(crate::text!("asset-delete-by-tag"))).clicked() {
                out.push(Intent::OpenForm(FormKind::Originals(By::Tag), tag.to_string()));
            }
        }
    });
    widgets::and_more(ui, asset.tags.len(), TAGS, |number| crate::text!("more-tags", number = number));
}

fn copies(ui: &mut Ui, state: &State, asset: &Asset, thumbs: &mut Thumbnails, out: &mut Sink) {
    ui.label(text::heading(crate::text!("asset-copies")));
    match state.library.current_details() {
        Some(Known::Here(details)) if details.derived.is_empty() => {
            widgets::hint(ui, &crate::text!("asset-copies-none"));
        }
        Some(Known::Here(details)) => gallery(ui, state, asset, details, thumbs, out),
        Some(Known::Loading) => {
            widgets::spinner(ui, &crate::text!("asset-copies-loading"));
        }
        Some(Known::Waiting(until)) => {
            widgets::used_up(ui, &crate::text!("used-up-copies", time = clock::time_of_day(*until)));
        }
        Some(Known::Gone) => {
            widgets::hint(ui, &crate::text!("asset-copies-gone"));
        }
        Some(Known::Failed(_)) => {
            widgets::hint(ui, &crate::text!("asset-copies-failed"));
        }
        None => unasked(ui, state, out),
    }
}

/// Copies cost one call an asset: asked for by themselves only when the cursor rests on a single
/// asset and calls are plenty.
fn unasked(ui: &mut Ui, state: &State, out: &mut Sink) {
    let plenty = match (state.quota.remaining, state.quota.limit) {
        (Some(remaining), Some(limit)) => {
            remaining.saturating_mul(4) >= limit && state.quota.paused_until.is_none()
        }
        _ => true,
    };
    if state.library.selection.len() <= 1 && plenty {
        let left = state.library.rests_since + REST - state.time;
        if left <= 0.0 {
            out.push(Msg::Details);
        } else {
            ui.ctx().request_repaint_after(std::time::Duration::from_secs_f64(left));
        }
        widgets::spinner(ui, &crate::text!("asset-copies-loading"));
        return;
    }
    let show = widgets::secondary(crate::text!("asset-copies-show")).icon(Icon::Layers);
    if ui.add(show.small()).clicked() {
        out.push(Msg::Details);
    }
    widgets::hint(ui, &crate::text!("asset-copies-price"));
}

fn gallery(
    ui: &mut Ui,
    state: &State,
    asset: &Asset,
    details: &Details,
    thumbs: &mut Thumbnails,
    out: &mut Sink,
) {
    let total = format::sum(details.derived.iter().map(|copy| copy.bytes));
    let copies = crate::text!("copies", number = details.derived.len());
    widgets::hint(ui, &format!("{copies} · {}", format::bytes(total)));
    let row = 46.0;
    let height = (row + ui.spacing().item_spacing.y) * (details.derived.len().min(6) as f32);
    egui::ScrollArea::vertical().id_salt(("copies", asset.asset_id)).max_height(height).show_rows(
        ui,
        row,
        details.derived.len(),
        |ui, range| {
            for copy in &details.derived[range] {
                copy_row(ui, state, asset, copy, row, thumbs, out);
            }
        },
    );
}

/// Why copies did not come: at the panel's lower edge, so that it cannot be scrolled out of sight.
fn failed(ui: &mut Ui, state: &State, out: &mut Sink) {
    let Some(Known::Failed(problem)) = state.library.current_details() else { return };
    let frame = Frame::new().inner_margin(Margin { left: 0, right: 6, top: 8, bottom: 12 });
    Panel::bottom("copies-failed").resizable(false).frame(frame).show(ui, |ui| {
        widgets::problem(ui, problem, |ui| {
            if ui.add(widgets::secondary(crate::text!("try-again")).small()).clicked() {
                out.push(Msg::Details);
            }
        });
    });
}

/// At the panel's lower edge, so that it is in sight however long the panel is.
fn chosen_copies(ui: &mut Ui, state: &State, out: &mut Sink) {
    let chosen = state.library.copies.len() as u64;
    if chosen == 0 {
        return;
    }
    let frame = Frame::new().inner_margin(Margin { left: 0, right: 6, top: 8, bottom: 12 });
    Panel::bottom("chosen-copies").resizable(false).frame(frame).show(ui, |ui| {
        let Some(asset) = state.library.current() else { return };
        let words = crate::text!("asset-copies-delete-short", number = chosen);
        let name = crate::text!("asset-copies-delete", number = chosen, name = facts::named(asset));
        // One red button at a time: what is selected has it.
        let button = if state.library.selection.is_empty() { widgets::danger } else { widgets::secondary };
        let button = button(words).name(name).icon(Icon::Trash2).full_width();
        if ui.add_enabled(!state.look_only, button).clicked() {
            out.push(Msg::DeleteCopies);
        }
        widgets::badge(ui, None, &crate::text!("asset-original-stays"), Tone::Neutral);
    });
}

fn copy_row(
    ui: &mut Ui,
    state: &State,
    asset: &Asset,
    copy: &crate::model::asset::Derived,
    height: f32,
    thumbs: &mut Thumbnails,
    out: &mut Sink,
) {
    let palette = theme::of(ui);
    let on = state.library.copies.contains(&copy.id);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), height), Sense::click());
    let name = crate::text!("asset-copy", transformation = &*copy.transformation);
    response.widget_info(|| egui::WidgetInfo::selected(egui::Role::CheckBox, ui.is_enabled(), on, &name));
    let fill = if on {
        palette.accent_soft
    } else if response.hovered() || response.has_focus() {
        palette.hover
    } else {
        palette.panel
    };
    ui.painter().rect_filled(rect, theme::radius::M, fill);
    let look = thumbs.get(copy.id, || ThumbnailWish {
        key: copy.id,
        secure_url: copy.secure_url.clone(),
        name: asset.name.clone(),
        format: copy.format.clone(),
    });
    let mark = Rect::from_min_size(rect.left_center() - vec2(-6.0, 9.0), vec2(18.0, 18.0));
    widgets::tick(ui, mark, on, response.hovered());
    let frame = Rect::from_min_size(rect.min + vec2(32.0, 5.0), vec2(48.0, height - 10.0));
    widgets::picture(ui, frame, &look, asset.name.resource_type);
    let words =
        Rect::from_min_max(egui::pos2(frame.right() + 8.0, rect.top() + 4.0), rect.max - vec2(6.0, 2.0));
    let size = match &copy.format {
        Some(format) => format!("{} · {format}", format::bytes(copy.bytes)),
        None => format::bytes(copy.bytes),
    };
    widgets::two_lines(ui, words, &copy.transformation, &size);
    if widgets::tip(response, &[&copy.transformation]).clicked() {
        out.push(Msg::Copy(copy.id, !on));
    }
}
