//! Saving a receipt: in which form, and where. The system's dialog fills the path field; where
//! there is none, the field does the work.

use crate::app::msg::Sink;
use egui::Ui;

use crate::app::receipts::{Export, ExportState, Msg};
use crate::runtime::command::ExportForm;
use crate::ui::icons::Icon;
use crate::ui::theme::{Tone, space};
use crate::ui::widgets::{self, Banner, Field};

/// Draws it.
pub fn show(ui: &mut Ui, export: &Export, out: &mut Sink) {
    let writing = export.state == ExportState::Writing;
    widgets::card(ui, |ui| {
        ui.spacing_mut().item_spacing.y = space::M;
        let forms = [
            (ExportForm::Csv, "Every item (CSV)"),
            (ExportForm::Html, "To print (HTML)"),
            (ExportForm::Json, "For programs (JSON)"),
            (ExportForm::SupportList, "List for Cloudinary’s support"),
        ];
        if let Some(form) = widgets::segmented(ui, "form", &forms, export.form) {
            out.push(Msg::ExportForm(form));
        }
        widgets::hint(ui, meaning(export.form));
        path(ui, export, out);
        result(ui, export);
        ui.horizontal(|ui| {
            let named = !export.path.trim().is_empty();
            let (save, choose) = ("Save file", "Choose where…");
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
            if ui.add(widgets::quiet("Close").name("Close saving")).clicked() {
                out.push(Msg::CloseExport);
            }
            if writing {
                widgets::spinner(ui, "Writing the file");
            }
        });
    });
}

fn meaning(form: ExportForm) -> &'static str {
    match form {
        ExportForm::Csv => "For your own records: every item with its outcome. Opens in any spreadsheet.",
        ExportForm::Html => "One page with everything, to be read in a browser and printed.",
        ExportForm::Json => "Everything that the receipt holds, for scripts and other programs.",
        ExportForm::SupportList => {
            "Within 30 days Cloudinary’s support may be able to recover originals. This is the list they ask for."
        }
    }
}

fn path(ui: &mut Ui, export: &Export, out: &mut Sink) {
    let mut typed = export.path.clone();
    let response = Field::new("Save to", &mut typed)
        .hint(&crate::text!("receipt-save-to-hint"))
        .help("A file that is there already is replaced.")
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
        ExportState::Asking | ExportState::Writing => {}
        ExportState::Written(path) => {
            let told = path.display().to_string();
            Banner::new(Tone::Success, "Saved").body(&told).show(ui, |_| {});
        }
        ExportState::Failed(problem) => widgets::problem(ui, problem, |_| {}),
    }
}
