//! Saving a receipt: in which form, and where. The system's dialog fills the path field; where
//! there is none, the field does the work.

use crate::app::msg::Sink;
use egui::Ui;

use crate::app::receipts::{Export, ExportState, Msg};
use crate::runtime::command::ExportForm;
use crate::ui::icons::Icon;
use crate::ui::theme::{Tone, space};
use crate::ui::widgets::{self, Banner, Field};

/// The card in which form and file are chosen.
pub fn show(ui: &mut Ui, export: &Export, out: &mut Sink) {
    let writing = matches!(export.state, ExportState::Writing(_));
    widgets::card(ui, |ui| {
        ui.spacing_mut().item_spacing.y = space::M;
        let forms = [
            (ExportForm::Csv, crate::text!("save-csv")),
            (ExportForm::Html, crate::text!("save-html")),
            (ExportForm::Json, crate::text!("save-json")),
            (ExportForm::SupportList, crate::text!("save-support")),
        ];
        if let Some(form) = widgets::segmented(ui, "form", &forms, export.form) {
            out.push(Msg::ExportForm(form));
        }
        widgets::hint(ui, &meaning(export.form));
        path(ui, export, out);
        result(ui, export);
        ui.horizontal(|ui| {
            let named = !export.path.trim().is_empty();
            let (save, choose) = (crate::text!("save-file"), crate::text!("save-choose"));
            let (save, choose) = if named {
                (widgets::primary(save), widgets::secondary(choose))
            } else {
                (widgets::secondary(save), widgets::primary(choose))
            };
            if ui.add_enabled(!writing && named, save.icon(Icon::FileDown)).clicked() {
                out.push(Msg::Write);
            }
            let choose = choose.icon(Icon::FolderOpen);
            if ui.add_enabled(!writing, choose).clicked() {
                out.push(Msg::ChoosePath);
            }
            if ui.add(widgets::quiet(crate::text!("close")).name(crate::text!("save-close-it"))).clicked() {
                out.push(Msg::CloseExport);
            }
            if writing {
                widgets::spinner(ui, &crate::text!("writing"));
            }
        });
    });
}

fn meaning(form: ExportForm) -> String {
    match form {
        ExportForm::Csv => crate::text!("save-csv-help"),
        ExportForm::Html => crate::text!("save-html-help"),
        ExportForm::Json => crate::text!("save-json-help"),
        ExportForm::SupportList => crate::text!("save-support-help"),
    }
}

fn path(ui: &mut Ui, export: &Export, out: &mut Sink) {
    let mut typed = export.path.clone();
    let missing = (export.state == ExportState::Unnamed).then(|| crate::text!("save-to-missing"));
    let response = Field::new(&crate::text!("save-to"), &mut typed)
        .hint(&crate::text!("save-to-hint"))
        .help(&crate::text!("save-to-help"))
        .error(missing.as_deref())
        .show(ui);
    if widgets::entered(&response) {
        out.push(Msg::Write);
    }
    if typed != export.path {
        out.push(Msg::ExportPath(typed));
    }
}

fn result(ui: &mut Ui, export: &Export) {
    match &export.state {
        ExportState::Asking | ExportState::Unnamed | ExportState::Writing(_) => {}
        ExportState::Written(path) => {
            let told = path.display().to_string();
            Banner::new(Tone::Success, &crate::text!("saved")).body(&told).show(ui, |_| {});
        }
        ExportState::Failed(problem) => widgets::problem(ui, problem, |_| {}),
    }
}
