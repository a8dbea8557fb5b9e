//! The colours of the light and of the dark theme, and what they mean.

use egui::{Color32, Theme};

use crate::app::tone::Tone;

/// The colours of one theme.
#[derive(Debug)]
pub struct Palette {
    /// Behind everything.
    pub canvas: Color32,
    /// Sidebar and inspector.
    pub panel: Color32,
    /// Cards, fields, dialogs.
    pub surface: Color32,
    /// What lies deeper than the surface: picture placeholders, tracks.
    pub sunken: Color32,
    /// Under the pointer.
    pub hover: Color32,
    /// Hairlines.
    pub border: Color32,
    /// Outlines of secondary buttons.
    pub border_strong: Color32,
    /// Outlines of what is filled in, ticked or switched; 3:1 where they stand.
    pub control: Color32,
    /// The chosen cell of a choice, above its sunken track.
    pub raised: Color32,
    /// Text.
    pub text: Color32,
    /// Secondary text; still 4.5:1 on every background.
    pub muted: Color32,
    /// Placeholders and small headings; still 4.5:1 where they stand.
    pub placeholder: Color32,
    /// Icons and lines that carry no meaning of their own.
    pub faint: Color32,
    /// The one colour of the program: primary buttons, selection, focus.
    pub accent: Color32,
    /// The accent under the pointer.
    pub accent_hover: Color32,
    /// Background of what is selected.
    pub accent_soft: Color32,
    /// The accent as text.
    pub accent_ink: Color32,
    /// Text on the accent.
    pub on_accent: Color32,
    /// Deleting.
    pub danger: Color32,
    /// Deleting, under the pointer.
    pub danger_hover: Color32,
    /// Background of errors.
    pub danger_soft: Color32,
    /// Danger as text.
    pub danger_ink: Color32,
    /// Text on danger.
    pub on_danger: Color32,
    /// Words of caution.
    pub warning: Color32,
    /// Background of cautions.
    pub warning_soft: Color32,
    /// What went well.
    pub success: Color32,
    /// Background of what went well.
    pub success_soft: Color32,
    /// The practice library's mark.
    pub practice: Color32,
    /// Background of the practice mark.
    pub practice_soft: Color32,
    /// Behind dialogs.
    pub veil: Color32,
    /// Behind badges on pictures.
    pub scrim: Color32,
    /// Text on the scrim.
    pub on_scrim: Color32,
    /// Of dialogs and cards.
    pub shadow: Color32,
}

pub(super) const LIGHT: Palette = Palette {
    canvas: Color32::from_rgb(0xf6, 0xf7, 0xf9),
    panel: Color32::from_rgb(0xfc, 0xfc, 0xfd),
    surface: Color32::from_rgb(0xff, 0xff, 0xff),
    sunken: Color32::from_rgb(0xec, 0xee, 0xf2),
    hover: Color32::from_rgb(0xf0, 0xf2, 0xf5),
    border: Color32::from_rgb(0xe4, 0xe7, 0xec),
    border_strong: Color32::from_rgb(0xcd, 0xd2, 0xdb),
    control: Color32::from_rgb(0x82, 0x8b, 0x9a),
    raised: Color32::WHITE,
    text: Color32::from_rgb(0x15, 0x1a, 0x23),
    muted: Color32::from_rgb(0x56, 0x5f, 0x6e),
    placeholder: Color32::from_rgb(0x6a, 0x73, 0x82),
    faint: Color32::from_rgb(0x8b, 0x94, 0xa3),
    accent: Color32::from_rgb(0x2b, 0x5f, 0xd9),
    accent_hover: Color32::from_rgb(0x22, 0x4f, 0xbb),
    accent_soft: Color32::from_rgb(0xe7, 0xee, 0xfd),
    accent_ink: Color32::from_rgb(0x22, 0x53, 0xc6),
    on_accent: Color32::WHITE,
    danger: Color32::from_rgb(0xc9, 0x2f, 0x2f),
    danger_hover: Color32::from_rgb(0xac, 0x23, 0x23),
    danger_soft: Color32::from_rgb(0xfd, 0xec, 0xeb),
    danger_ink: Color32::from_rgb(0xb4, 0x25, 0x25),
    on_danger: Color32::WHITE,
    warning: Color32::from_rgb(0x8f, 0x5b, 0x00),
    warning_soft: Color32::from_rgb(0xfe, 0xf4, 0xdc),
    success: Color32::from_rgb(0x17, 0x75, 0x47),
    success_soft: Color32::from_rgb(0xe4, 0xf5, 0xec),
    practice: Color32::from_rgb(0x6b, 0x45, 0xc4),
    practice_soft: Color32::from_rgb(0xf0, 0xea, 0xfc),
    veil: Color32::from_rgba_premultiplied(0x09, 0x0b, 0x10, 0x66),
    scrim: Color32::from_rgba_premultiplied(0x0b, 0x0d, 0x12, 0xb8),
    on_scrim: Color32::WHITE,
    shadow: Color32::from_rgba_premultiplied(0x02, 0x03, 0x05, 0x22),
};

pub(super) const DARK: Palette = Palette {
    canvas: Color32::from_rgb(0x12, 0x14, 0x19),
    panel: Color32::from_rgb(0x17, 0x1a, 0x20),
    surface: Color32::from_rgb(0x1d, 0x21, 0x28),
    sunken: Color32::from_rgb(0x25, 0x2a, 0x33),
    hover: Color32::from_rgb(0x24, 0x29, 0x32),
    border: Color32::from_rgb(0x2a, 0x2f, 0x39),
    border_strong: Color32::from_rgb(0x41, 0x49, 0x57),
    control: Color32::from_rgb(0x6b, 0x75, 0x84),
    raised: Color32::from_rgb(0x3a, 0x42, 0x4f),
    text: Color32::from_rgb(0xec, 0xef, 0xf4),
    muted: Color32::from_rgb(0xa6, 0xaf, 0xbd),
    placeholder: Color32::from_rgb(0x8c, 0x96, 0xa6),
    faint: Color32::from_rgb(0x77, 0x81, 0x91),
    accent: Color32::from_rgb(0x3a, 0x6d, 0xe4),
    accent_hover: Color32::from_rgb(0x4f, 0x80, 0xf0),
    accent_soft: Color32::from_rgb(0x1f, 0x2e, 0x50),
    accent_ink: Color32::from_rgb(0x8a, 0xae, 0xff),
    on_accent: Color32::WHITE,
    danger: Color32::from_rgb(0xcd, 0x3b, 0x39),
    danger_hover: Color32::from_rgb(0xdc, 0x4c, 0x49),
    danger_soft: Color32::from_rgb(0x3b, 0x1e, 0x21),
    danger_ink: Color32::from_rgb(0xff, 0x8f, 0x8a),
    on_danger: Color32::WHITE,
    warning: Color32::from_rgb(0xe9, 0xb4, 0x4c),
    warning_soft: Color32::from_rgb(0x36, 0x2b, 0x16),
    success: Color32::from_rgb(0x4f, 0xc1, 0x87),
    success_soft: Color32::from_rgb(0x16, 0x30, 0x25),
    practice: Color32::from_rgb(0xb7, 0x9b, 0xf5),
    practice_soft: Color32::from_rgb(0x2d, 0x25, 0x45),
    veil: Color32::from_rgba_premultiplied(0x02, 0x03, 0x05, 0x99),
    scrim: Color32::from_rgba_premultiplied(0x08, 0x09, 0x0c, 0xc0),
    on_scrim: Color32::WHITE,
    shadow: Color32::from_rgba_premultiplied(0, 0, 0, 0x66),
};

/// The palette of a view.
pub fn of(ui: &egui::Ui) -> &'static Palette {
    if ui.visuals().dark_mode { &DARK } else { &LIGHT }
}

/// The palette of a whole window.
pub fn of_context(ctx: &egui::Context) -> &'static Palette {
    if ctx.theme() == Theme::Dark { &DARK } else { &LIGHT }
}

impl Tone {
    /// Colour of its text and icon.
    pub fn ink(self, palette: &Palette) -> Color32 {
        match self {
            Self::Neutral => palette.muted,
            Self::Info => palette.accent_ink,
            Self::Success => palette.success,
            Self::Warning => palette.warning,
            Self::Danger => palette.danger_ink,
            Self::Practice => palette.practice,
        }
    }

    /// Colour of its background.
    pub fn fill(self, palette: &Palette) -> Color32 {
        match self {
            Self::Neutral => palette.sunken,
            Self::Info => palette.accent_soft,
            Self::Success => palette.success_soft,
            Self::Warning => palette.warning_soft,
            Self::Danger => palette.danger_soft,
            Self::Practice => palette.practice_soft,
        }
    }
}

/// How far apart two colours are for the eye: 1 to 21.
#[cfg(test)]
pub(super) fn contrast(one: Color32, other: Color32) -> f32 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

#[cfg(test)]
fn luminance(colour: Color32) -> f32 {
    let channel = |byte: u8| {
        let value = f32::from(byte) / 255.0;
        if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * channel(colour.r()) + 0.7152 * channel(colour.g()) + 0.0722 * channel(colour.b())
}

#[cfg(test)]
mod tests {
    use super::{DARK, LIGHT, Tone, contrast, luminance};

    #[test]
    fn text_can_be_read_on_every_background() {
        for palette in [&LIGHT, &DARK] {
            for ground in [palette.canvas, palette.panel, palette.surface, palette.hover, palette.accent_soft]
            {
                assert!(contrast(palette.text, ground) >= 7.0, "{:?} on {ground:?}", palette.text);
                assert!(contrast(palette.muted, ground) >= 4.5, "{:?} on {ground:?}", palette.muted);
            }
            for ground in [palette.panel, palette.surface] {
                assert!(contrast(palette.placeholder, ground) >= 4.5, "{:?}", palette.placeholder);
            }
            // The cells of a choice.
            for (ink, ground) in [(palette.muted, palette.sunken), (palette.text, palette.raised)] {
                assert!(contrast(ink, ground) >= 4.5, "{ink:?} on {ground:?}");
            }
            for tone in [Tone::Info, Tone::Success, Tone::Warning, Tone::Danger, Tone::Practice] {
                let (ink, fill) = (tone.ink(palette), tone.fill(palette));
                assert!(contrast(ink, fill) >= 4.5, "{tone:?}: {}", contrast(ink, fill));
            }
            assert!(contrast(palette.on_danger, palette.danger) >= 4.5);
            assert!(contrast(palette.on_accent, palette.accent) >= 4.5);
            assert!(contrast(palette.danger_ink, palette.surface) >= 4.5);
            // A button that cannot be pressed.
            assert!(contrast(palette.muted, palette.sunken) >= 4.5);
        }
    }

    #[test]
    fn controls_are_seen_while_they_are_empty() {
        for palette in [&LIGHT, &DARK] {
            for ground in [palette.canvas, palette.panel, palette.surface, palette.hover] {
                let outline = contrast(palette.control, ground);
                assert!(outline >= 3.0, "{:?} on {ground:?}: {outline}", palette.control);
            }
            assert!(contrast(palette.danger, palette.surface) >= 3.0, "a field with a fault");
            assert!(luminance(palette.raised) > luminance(palette.sunken), "the chosen cell lies above");
        }
    }

    #[test]
    fn the_chosen_entry_of_a_menu_can_be_read() {
        for (dark, palette) in [(false, &LIGHT), (true, &DARK)] {
            let ctx = egui::Context::default();
            crate::ui::theme::install(&ctx);
            let theme = if dark { egui::Theme::Dark } else { egui::Theme::Light };
            let chosen = ctx.style_of(theme).visuals.selection;
            assert!(contrast(chosen.stroke.color, chosen.bg_fill) >= 4.5, "{palette:?}");
        }
    }
}
