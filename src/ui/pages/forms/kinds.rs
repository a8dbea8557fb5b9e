//! Which resource and delivery types a form looks through.

use crate::app::msg::Sink;
use egui::Ui;

use crate::app::forms::{Form, Msg};
use crate::app::page::FormKind;
use crate::model::asset::{DeliveryType, ResourceType};
use crate::ui::theme::{space, text};
use crate::ui::widgets;

/// Draws both choices.
pub fn show(ui: &mut Ui, kind: FormKind, form: &Form, out: &mut Sink) {
    ui.vertical(|ui| {
        ui.spacing_mut().item_spacing.y = space::XS + 1.0;
        ui.label(text::strong("Resource type"));
        let options = [
            (None, "All kinds"),
            (Some(ResourceType::Image), "Images"),
            (Some(ResourceType::Video), "Videos and audio"),
            (Some(ResourceType::Raw), "Raw files"),
        ];
        if let Some(choice) = widgets::segmented(ui, "resource type", &options, form.kinds.resource_type) {
            out.push(Msg::ResourceType(kind, choice));
        }
    });
    ui.vertical(|ui| {
        ui.spacing_mut().item_spacing.y = space::XS + 1.0;
        let label = ui.label(text::strong("Delivery type"));
        let current = form.kinds.delivery_type.as_ref();
        let shown = current.map_or_else(|| "All common ones".to_owned(), delivery);
        widgets::drop_down(ui, "delivery type", 240.0, shown, |ui| {
            if ui.selectable_label(current.is_none(), "All common ones").clicked() {
                out.push(Msg::DeliveryType(kind, None));
            }
            let further = DeliveryType::FURTHER.iter().map(|word| DeliveryType::from(*word));
            for choice in DeliveryType::COMMON.into_iter().chain(further) {
                if ui.selectable_label(current == Some(&choice), delivery(&choice)).clicked() {
                    out.push(Msg::DeliveryType(kind, Some(choice)));
                }
            }
        })
        .labelled_by(label.id);
        if current.is_none() {
            widgets::hint(
                ui,
                "Public, private and authenticated assets. Nearly every library has only these.",
            );
        }
    });
}

/// A delivery type as it is offered.
fn delivery(choice: &DeliveryType) -> String {
    match choice {
        DeliveryType::Upload => "Public (upload)".to_owned(),
        DeliveryType::Private => "Private".to_owned(),
        DeliveryType::Authenticated => "Authenticated".to_owned(),
        DeliveryType::Fetch => "Fetched from elsewhere (fetch)".to_owned(),
        DeliveryType::List => "Lists (list)".to_owned(),
        DeliveryType::Other(word) => {
            let mut letters = word.chars();
            letters
                .next()
                .map_or_else(String::new, |first| format!("{}{}", first.to_uppercase(), letters.as_str()))
        }
    }
}
