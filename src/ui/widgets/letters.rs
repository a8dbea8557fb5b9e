//! How wide letters are, so that most names are cut without being laid out whole first: shaping a name
//! costs a hundred times as much as adding up its letters.

use std::sync::Arc;

use egui::{Context, FontId, Id, Ui};

const ASCII: usize = 128;
/// Kerning makes a text at most so much narrower than its letters are side by side.
const KERNING: f32 = 1.1;
/// Points that kerning may add where two ends of a name come together.
const SLACK: f32 = 2.0;

/// The ASCII letters of one font, and its `…`.
pub(super) struct Letters {
    /// Points.
    widths: [f32; ASCII],
    dots: f32,
}

impl Letters {
    /// Those of a font, which are looked up once.
    pub(super) fn of(ui: &Ui, font: &FontId) -> Arc<Self> {
        let id = Id::unique(("letters", font, ui.pixels_per_point().to_bits()));
        let known = ui.data(|data| data.get_temp::<Arc<Self>>(id));
        known.unwrap_or_else(|| {
            let letters = Arc::new(Self::looked_up(ui.ctx(), font));
            ui.data_mut(|data| data.insert_temp(id, Arc::clone(&letters)));
            letters
        })
    }

    fn looked_up(ctx: &Context, font: &FontId) -> Self {
        ctx.fonts_mut(|fonts| Self {
            widths: std::array::from_fn(|at| {
                char::from_u32(at as u32).map_or(0.0, |letter| fonts.glyph_width(font, letter))
            }),
            dots: fonts.glyph_width(font, '…'),
        })
    }

    fn width(&self, letter: u8) -> f32 {
        self.widths.get(usize::from(letter)).copied().unwrap_or_default()
    }

    /// Start and end of a text that certainly does not fit into so many points, with `…` between them.
    /// `None`: it has letters of other scripts, or may fit.
    pub(super) fn without_middle(&self, text: &str, width: f32) -> Option<String> {
        if !text.is_ascii() {
            return None;
        }
        let all: f32 = text.bytes().map(|letter| self.width(letter)).sum();
        if all <= width * KERNING + SLACK {
            return None;
        }
        let half = (width - self.dots - SLACK) / 2.0;
        let fitting = |letters: &mut dyn Iterator<Item = u8>| {
            let mut room = half;
            letters
                .take_while(|letter| {
                    room -= self.width(*letter);
                    room >= 0.0
                })
                .count()
        };
        let (head, tail) = (fitting(&mut text.bytes()), fitting(&mut text.bytes().rev()));
        Some(format!("{}…{}", &text[..head], &text[text.len() - tail..]))
    }
}

#[cfg(test)]
mod tests {
    use egui::Galley;
    use proptest::prelude::*;

    use super::*;
    use crate::ui::theme::{self, text};
    use crate::ui::widgets::line;

    /// Names as they are drawn in one pass.
    fn drawn(names: &[(String, f32)]) -> Vec<Arc<Galley>> {
        let ctx = Context::default();
        theme::install(&ctx);
        let mut seen = Vec::new();
        let mut output = ctx.run_ui(egui::RawInput::default(), |ui| {
            let cut =
                names.iter().map(|(name, width)| line::elided(ui, name, text::regular_font(14.0), *width));
            seen = cut.collect();
        });
        output.textures_delta.clear();
        seen
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 20, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn a_name_is_whole_or_fits_with_both_of_its_ends(
            names in prop::collection::vec(("[ -~]{1,90}", 30.0..500.0_f32), 40)
        ) {
            for ((name, width), galley) in names.iter().zip(drawn(&names)) {
                let shown = galley.text();
                prop_assert!(galley.size().x <= width + 0.5 && galley.rows.len() == 1, "{name:?} {width} {shown:?}");
                let Some((start, end)) = shown.split_once('…') else {
                    prop_assert_eq!(shown, name.as_str());
                    continue;
                };
                prop_assert!(name.starts_with(start) && name.ends_with(end), "{:?} {} {:?}", name, width, shown);
                prop_assert!(!end.contains('…') && start.len() + end.len() < name.len(), "{name:?} {width} {shown:?}");
            }
        }
    }

    #[test]
    fn what_may_fit_and_other_scripts_are_laid_out_first() {
        let letters = Letters { widths: [10.0; ASCII], dots: 10.0 };
        assert_eq!(letters.without_middle("0123456789", 100.0), None);
        assert_eq!(letters.without_middle("0123456789", 90.0), None);
        assert_eq!(letters.without_middle("0123456789", 72.0).as_deref(), Some("012…789"));
        assert_eq!(letters.without_middle("ümläute-und-mehr", 72.0), None);
    }
}
