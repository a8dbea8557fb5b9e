//! What each form is called and how its field is drawn: a row for each way of finding assets.

use egui::Ui;

use super::{fields, lines, tags};
use crate::app::forms::Form;
use crate::app::msg::Sink;
use crate::app::page::FormKind;
use crate::app::state::State;
use crate::model::selector::By;
use crate::ui::icons::Icon;

/// A form in words.
pub struct Words {
    /// Beside its name in the sidebar.
    pub icon: Icon,
    /// Its name in the sidebar.
    pub label: &'static str,
    /// Over the form.
    pub title: &'static str,
    /// Under the title.
    pub sentence: &'static str,
}

/// A way of finding assets on screen.
pub struct Row {
    /// The form for originals.
    pub originals: Words,
    /// What its copies are called: “Copies of …”.
    pub of: &'static str,
    /// Draws what is typed into.
    pub field: fn(&mut Ui, &State, FormKind, &Form, &mut Sink),
}

/// The row of each way.
pub fn of(by: By) -> Row {
    match by {
        By::One => Row {
            originals: Words {
                icon: Icon::Image,
                label: "One asset",
                title: "Delete one asset",
                sentence: "By its public ID, or by any link to it.",
            },
            of: "One asset",
            field: fields::one,
        },
        By::List => Row {
            originals: Words {
                icon: Icon::ListChecks,
                label: "List",
                title: "Delete a list",
                sentence: "Public IDs or links, one on each line, pasted or from a file.",
            },
            of: "A list",
            field: |ui, state, kind, form, out| {
                let words = lines::Words {
                    label: "Public IDs or links, one on each line",
                    example: "docs/owl\ndocs/harbour\nhttps://res.cloudinary.com/…",
                    help: "CSV and JSON work too. Columns such as asset_id, resource_type, type, format and version \
                           narrow each row.",
                };
                lines::show(ui, &words, state, kind, form, out);
            },
        },
        By::AssetIds => Row {
            originals: Words {
                icon: Icon::Hash,
                label: "Asset IDs",
                title: "Delete by asset ID",
                sentence: "Exactly these assets, whatever they are called by now.",
            },
            of: "Asset IDs",
            field: |ui, state, kind, form, out| {
                let words = lines::Words {
                    label: "Asset IDs, one on each line",
                    example: "b5e6d2b39ba3e0869d67141ba7dba6cf\n383e22a57167445552a3cdc16f0a0c85",
                    help: "An asset keeps its asset ID when it is renamed. CSV and JSON with a column asset_id work too.",
                };
                lines::show(ui, &words, state, kind, form, out);
            },
        },
        By::Prefix => Row {
            originals: Words {
                icon: Icon::TextCursorInput,
                label: "Prefix",
                title: "Delete by prefix",
                sentence: "Everything whose public ID starts with the same letters, folders included.",
            },
            of: "A prefix",
            field: fields::prefix,
        },
        By::Tag => Row {
            originals: Words {
                icon: Icon::Tag,
                label: "Tag",
                title: "Delete by tag",
                sentence: "Everything that carries the tag.",
            },
            of: "A tag",
            field: tags::show,
        },
        By::Everything => Row {
            originals: Words {
                icon: Icon::Boxes,
                label: "Everything",
                title: "Delete everything of a kind",
                sentence: "All assets of the resource type and the delivery type that you choose here.",
            },
            of: "Everything",
            field: fields::kinds_alone,
        },
    }
}

/// What a form is called.
pub fn words(kind: FormKind) -> Words {
    match kind {
        FormKind::Originals(by) => of(by).originals,
        FormKind::Copies => Words {
            icon: Icon::Layers,
            label: "Copies",
            title: "Delete made-to-size copies",
            sentence: "Only the copies that Cloudinary made from an asset go. The originals stay.",
        },
    }
}
