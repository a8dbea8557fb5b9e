//! What assistive technology and the clipboard get: the text itself, without control characters.

use std::mem;

use egui::{Context, FullOutput, OutputCommand, Plugin, Ui, accesskit};

use super::{LETTERING, LONGEST, Lettering};
use crate::model::format;

/// Keeps a window's lettering between its frames, and looks through everything that egui gives to
/// the system.
#[derive(Default)]
pub(super) struct Spoken {
    lettering: Lettering,
}

impl Plugin for Spoken {
    fn debug_name(&self) -> &'static str {
        "spoken-text"
    }

    fn on_begin_pass(&mut self, ui: &mut Ui) {
        self.lettering.fonts = Some(ui.ctx().clone());
        LETTERING.set(mem::take(&mut self.lettering));
    }

    fn on_end_pass(&mut self, _ui: &mut Ui) {
        self.lettering = LETTERING.take();
        // It holds this plugin.
        self.lettering.fonts = None;
    }

    fn output_hook(&mut self, _ctx: &Context, output: &mut FullOutput) {
        for command in &mut output.platform_output.commands {
            if let OutputCommand::CopyText(text) = command
                && let Some(whole) = self.lettering.texts.get(&**text)
            {
                *text = whole.to_string();
            }
        }
        let Some(update) = &mut output.platform_output.accesskit_update else { return };
        for (_, node) in &mut update.nodes {
            speak(node, &self.lettering);
        }
    }
}

fn speak(node: &mut accesskit::Node, lettering: &Lettering) {
    if node.role() == accesskit::Role::TextRun {
        // Its letters are counted in bytes beside it.
        if let Some(value) = node.value().and_then(harmless) {
            node.set_value(value);
        }
        return;
    }
    let told = |text: &str| spoken(text, lettering);
    if let Some(label) = node.label().and_then(told) {
        node.set_label(label);
    }
    if let Some(description) = node.description().and_then(told) {
        node.set_description(description);
    }
    // The words of a label are its value; of a field, they are what was typed.
    let label = node.role() == accesskit::Role::Label;
    if let Some(value) = node.value().and_then(|value| if label { told(value) } else { harmless(value) }) {
        node.set_value(value);
    }
}

/// A label as it is told; `None`: as it is.
fn spoken(label: &str, lettering: &Lettering) -> Option<String> {
    if let Some(text) = lettering.texts.get(label) {
        return Some(text.to_string());
    }
    let short = format::shortened(label, LONGEST);
    let told = format::clean(&short);
    (told != label).then(|| told.into_owned())
}

/// The same text with something as long in place of each character that must not be told; `None`:
/// there is no such character.
fn harmless(text: &str) -> Option<String> {
    let harmful = |c: char| !matches!(c, '\n' | '\t') && format::is_unseen(c);
    let stand_in = |c: char| match c.len_utf8() {
        1 => '?',
        2 => '\u{bf}',
        3 => '\u{fffd}',
        _ => '\u{1f533}',
    };
    text.contains(harmful).then(|| text.chars().map(|c| if harmful(c) { stand_in(c) } else { c }).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_in_is_as_long() {
        let text = "a\0b\u{85}c\u{202e}d\u{e0041}e\n";
        let told = harmless(text).unwrap();
        assert_eq!(told, "a?b\u{bf}c\u{fffd}d\u{1f533}e\n");
        assert_eq!(told.len(), text.len());
        assert_eq!(harmless("plain\ntext"), None);
    }
}
