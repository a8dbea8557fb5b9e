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
    pub label: fn() -> String,
    /// Over the form.
    pub title: fn() -> String,
    /// Under the title.
    pub sentence: fn() -> String,
}

/// A way of finding assets on screen.
pub struct Row {
    /// The form for originals.
    pub originals: Words,
    /// What its copies are called: “Copies of …”.
    pub of: fn() -> String,
    /// Draws what is typed into.
    pub field: fn(&mut Ui, &State, FormKind, &Form, &mut Sink),
}

/// The row of each way.
pub fn of(by: By) -> Row {
    match by {
        By::One => Row {
            originals: Words {
                icon: Icon::Image,
                label: || crate::text!("form-one"),
                title: || crate::text!("form-one-title"),
                sentence: || crate::text!("form-one-sentence"),
            },
            of: || crate::text!("copies-of-one"),
            field: fields::one,
        },
        By::List => Row {
            originals: Words {
                icon: Icon::ListChecks,
                label: || crate::text!("form-list"),
                title: || crate::text!("form-list-title"),
                sentence: || crate::text!("form-list-sentence"),
            },
            of: || crate::text!("copies-of-list"),
            field: |ui, state, kind, form, out| {
                let words = lines::Words {
                    label: crate::text!("list-field"),
                    example: "docs/owl\ndocs/harbour\nhttps://res.cloudinary.com/…",
                    help: crate::text!("list-help"),
                };
                lines::show(ui, &words, state, kind, form, out);
            },
        },
        By::AssetIds => Row {
            originals: Words {
                icon: Icon::Hash,
                label: || crate::text!("form-asset-ids"),
                title: || crate::text!("form-asset-ids-title"),
                sentence: || crate::text!("form-asset-ids-sentence"),
            },
            of: || crate::text!("copies-of-asset-ids"),
            field: |ui, state, kind, form, out| {
                let words = lines::Words {
                    label: crate::text!("asset-ids-field"),
                    example: "b5e6d2b39ba3e0869d67141ba7dba6cf\n383e22a57167445552a3cdc16f0a0c85",
                    help: crate::text!("asset-ids-help"),
                };
                lines::show(ui, &words, state, kind, form, out);
            },
        },
        By::Prefix => Row {
            originals: Words {
                icon: Icon::TextCursorInput,
                label: || crate::text!("form-prefix"),
                title: || crate::text!("form-prefix-title"),
                sentence: || crate::text!("form-prefix-sentence"),
            },
            of: || crate::text!("copies-of-prefix"),
            field: fields::prefix,
        },
        By::Tag => Row {
            originals: Words {
                icon: Icon::Tag,
                label: || crate::text!("form-tag"),
                title: || crate::text!("form-tag-title"),
                sentence: || crate::text!("form-tag-sentence"),
            },
            of: || crate::text!("copies-of-tag"),
            field: tags::show,
        },
        By::Everything => Row {
            originals: Words {
                icon: Icon::Boxes,
                label: || crate::text!("form-everything"),
                title: || crate::text!("form-everything-title"),
                sentence: || crate::text!("form-everything-sentence"),
            },
            of: || crate::text!("copies-of-everything"),
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
            label: || crate::text!("form-copies"),
            title: || crate::text!("form-copies-title"),
            sentence: || crate::text!("form-copies-sentence"),
        },
    }
}
