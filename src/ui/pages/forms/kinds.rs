//! Which resource and delivery types a form looks through.

use crate::app::msg::Sink;
use egui::Ui;

use crate::app::forms::{Form, Msg};
use crate::app::page::FormKind;
use crate::model::asset::{DeliveryType, ResourceType};
use crate::text::kinds::offered;
use crate::ui::theme::{space, text};
use crate::ui::widgets;

/// Draws both choices.
pub fn show(ui: &mut Ui, kind: FormKind, form: &Form, out: &mut Sink) {
    ui.vertical(|ui| {
        ui.spacing_mut().item_spacing.y = space::XS + 1.0;
        ui.label(text::strong(crate::text!("resource-type")));
        let options = [
            (None, crate::text!("all")),
            (Some(ResourceType::Image), crate::text!("resource-images")),
            (Some(ResourceType::Video), crate::text!("resource-videos")),
            (Some(ResourceType::Raw), crate::text!("resource-raw")),
        ];
        if let Some(choice) = widgets::segmented(ui, "resource-type", &options, form.kinds.resource_type) {
            out.push(Msg::ResourceType(kind, choice));
        }
    });
    ui.vertical(|ui| {
        ui.spacing_mut().item_spacing.y = space::XS + 1.0;
        let label = ui.label(text::strong(crate::text!("delivery-type")));
        let current = form.kinds.delivery_type.as_ref();
        let shown = current.map_or_else(|| crate::text!("delivery-common"), offered);
        widgets::drop_down(ui, "delivery-type", 240.0, shown, |ui| {
            if ui.selectable_label(current.is_none(), crate::text!("delivery-common")).clicked() {
                out.push(Msg::DeliveryType(kind, None));
            }
            let further = DeliveryType::FURTHER.iter().map(|word| DeliveryType::from(*word));
            for choice in DeliveryType::COMMON.into_iter().chain(further) {
                if ui.selectable_label(current == Some(&choice), offered(&choice)).clicked() {
                    out.push(Msg::DeliveryType(kind, Some(choice)));
                }
            }
        })
        .labelled_by(label.id);
        if current.is_none() {
            widgets::hint(ui, &crate::text!("delivery-common-help"));
        }
    });
}
