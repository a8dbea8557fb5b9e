//! The one door through which text gets onto the screen.
//!
//! Names come from a server, and may hold anything: control characters, marks that turn the text
//! around them, letters for which this computer has no font. [`drawn`] gives what is drawn: what
//! nobody would see as code points, what runs from right to left in its order. What assistive
//! technology and the clipboard get is the text itself ([`spoken`]). All text of the window comes
//! through [`super::theme::text`] or a widget, and these come here, so no view has to remember it.

mod order;
mod spoken;

use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::Arc;

use egui::{Context, FontFamily, FontId};
use unicode_normalization::char::is_combining_mark;
use unicode_segmentation::UnicodeSegmentation as _;

use super::theme::text;
use crate::model::format;

/// Texts that are remembered, at most; many more than a screen has.
const REMEMBERED: usize = 4096;
/// Characters of a text that are drawn, at most; the longest public ID has 255.
const LONGEST: usize = 1_000;

thread_local! {
    /// Of the window whose frame is drawn by this thread.
    static LETTERING: RefCell<Lettering> = RefCell::default();
}

#[derive(Default)]
struct Lettering {
    /// There while a frame is drawn.
    fonts: Option<Context>,
    drawn: HashMap<Arc<str>, Arc<str>>,
    /// From what is drawn to the text, where they differ.
    texts: HashMap<Arc<str>, Arc<str>>,
    glyphs: HashMap<char, bool>,
}

/// Makes a context's text ready for assistive technology and the clipboard.
pub fn install(ctx: &Context) {
    ctx.add_plugin(spoken::Spoken::default());
}

/// A text as it is drawn, one line: what nobody would see is shown as code points, right-to-left
/// text in its order, a text beyond all measure cut in its middle.
pub fn drawn(text: &str) -> Cow<'_, str> {
    if text.len() <= LONGEST && text.bytes().all(|byte| (b' '..=b'~').contains(&byte)) {
        return Cow::Borrowed(text);
    }
    LETTERING.with_borrow_mut(|lettering| Cow::Owned(lettering.drawn(text).to_string()))
}

impl Lettering {
    fn drawn(&mut self, text: &str) -> Arc<str> {
        if let Some(drawn) = self.drawn.get(text) {
            return Arc::clone(drawn);
        }
        let short = format::shortened(text, LONGEST);
        let clean = format::clean(&short);
        let visible = self.with_glyphs(&clean);
        let drawn: Arc<str> = order::for_egui(&visible).map_or_else(|| visible.as_ref().into(), Into::into);
        if self.drawn.len() >= REMEMBERED {
            self.drawn.clear();
            self.texts.clear();
        }
        if *drawn != *clean {
            self.texts.insert(Arc::clone(&drawn), clean.into());
        }
        self.drawn.insert(text.into(), Arc::clone(&drawn));
        drawn
    }

    /// Code points in place of what no font of this computer can draw.
    fn with_glyphs<'a>(&mut self, text: &'a str) -> Cow<'a, str> {
        let Some(ctx) = self.fonts.clone().filter(|_| !text.is_ascii()) else { return Cow::Borrowed(text) };
        let mut visible = String::with_capacity(text.len());
        for cluster in text.graphemes(true) {
            let mut base = "";
            for (at, c) in cluster.char_indices() {
                let shown = if c.is_ascii() {
                    true
                } else if is_combining_mark(c) {
                    !base.is_empty() && mark_shows(&ctx, base, &cluster[..at + c.len_utf8()])
                } else {
                    *self.glyphs.entry(c).or_insert_with(|| has_glyph(&ctx, c))
                };
                if shown {
                    base = &cluster[..at + c.len_utf8()];
                    visible.push(c);
                } else {
                    visible.push_str(&format::code_point(c));
                }
            }
        }
        if visible == text { Cow::Borrowed(text) } else { Cow::Owned(visible) }
    }
}

/// Whether every family of the window can draw a character.
fn has_glyph(ctx: &Context, c: char) -> bool {
    [FontFamily::Proportional, text::medium(), text::semibold(), FontFamily::Monospace]
        .into_iter()
        .all(|family| ctx.fonts_mut(|fonts| fonts.has_glyph(&FontId::new(text::BODY, family), c)))
}

/// Whether a mark changes anything about the letter that it stands on: the letter's font leaves out
/// marks that it does not have.
fn mark_shows(ctx: &Context, without: &str, with: &str) -> bool {
    let font = text::regular_font(text::BODY);
    let glyphs = |text: &str| {
        let galley = ctx.fonts_mut(|fonts| {
            fonts.layout_no_wrap(text.to_owned(), font.clone(), egui::Color32::PLACEHOLDER)
        });
        let glyphs = galley.rows.iter().flat_map(|row| row.glyphs.iter().map(|glyph| glyph.uv_rect));
        glyphs.filter(|place| !place.is_nothing()).map(|place| (place.min, place.max)).collect::<Vec<_>>()
    };
    glyphs(without) != glyphs(with)
}

#[cfg(test)]
mod tests;
