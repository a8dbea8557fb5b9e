//! How the window looks: the only place with colours, sizes and distances.
//!
//! Light and dark follow the system. Views ask [`of`] for the palette of the theme in which they
//! are drawn, and take every other number from [`space`], [`radius`], [`size`] and [`text`].

pub mod prints;

use std::sync::Arc;

use egui::{
    Color32, CornerRadius, FontData, FontDefinitions, FontFamily, FontId, Margin, Shadow, Stroke, TextStyle,
    Theme, Visuals, vec2,
};

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
    /// Outlines of fields and secondary buttons.
    pub border_strong: Color32,
    /// Text.
    pub text: Color32,
    /// Secondary text; still 4.5:1 on every background.
    pub muted: Color32,
    /// Hints and icons that carry no meaning of their own.
    pub faint: Color32,
    /// The one colour of the program: primary buttons, selection, focus.
    pub accent: Color32,
    /// The accent under the pointer.
    pub accent_hover: Color32,
    /// Background of what is selected.
    pub accent_soft: Color32,
    /// Text on the accent.
    pub on_accent: Color32,
    /// Deleting.
    pub danger: Color32,
    /// Deleting, under the pointer.
    pub danger_hover: Color32,
    /// Background of errors.
    pub danger_soft: Color32,
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

const LIGHT: Palette = Palette {
    canvas: Color32::from_rgb(0xf6, 0xf7, 0xf9),
    panel: Color32::from_rgb(0xfc, 0xfc, 0xfd),
    surface: Color32::from_rgb(0xff, 0xff, 0xff),
    sunken: Color32::from_rgb(0xec, 0xee, 0xf2),
    hover: Color32::from_rgb(0xf0, 0xf2, 0xf5),
    border: Color32::from_rgb(0xe4, 0xe7, 0xec),
    border_strong: Color32::from_rgb(0xcd, 0xd2, 0xdb),
    text: Color32::from_rgb(0x15, 0x1a, 0x23),
    muted: Color32::from_rgb(0x56, 0x5f, 0x6e),
    faint: Color32::from_rgb(0x8b, 0x94, 0xa3),
    accent: Color32::from_rgb(0x2b, 0x5f, 0xd9),
    accent_hover: Color32::from_rgb(0x22, 0x4f, 0xbb),
    accent_soft: Color32::from_rgb(0xe7, 0xee, 0xfd),
    on_accent: Color32::WHITE,
    danger: Color32::from_rgb(0xc9, 0x2f, 0x2f),
    danger_hover: Color32::from_rgb(0xac, 0x23, 0x23),
    danger_soft: Color32::from_rgb(0xfd, 0xec, 0xeb),
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

const DARK: Palette = Palette {
    canvas: Color32::from_rgb(0x12, 0x14, 0x19),
    panel: Color32::from_rgb(0x17, 0x1a, 0x20),
    surface: Color32::from_rgb(0x1d, 0x21, 0x28),
    sunken: Color32::from_rgb(0x25, 0x2a, 0x33),
    hover: Color32::from_rgb(0x24, 0x29, 0x32),
    border: Color32::from_rgb(0x2a, 0x2f, 0x39),
    border_strong: Color32::from_rgb(0x41, 0x49, 0x57),
    text: Color32::from_rgb(0xec, 0xef, 0xf4),
    muted: Color32::from_rgb(0xa6, 0xaf, 0xbd),
    faint: Color32::from_rgb(0x77, 0x81, 0x91),
    accent: Color32::from_rgb(0x4f, 0x80, 0xf0),
    accent_hover: Color32::from_rgb(0x68, 0x94, 0xf7),
    accent_soft: Color32::from_rgb(0x1f, 0x2e, 0x50),
    on_accent: Color32::WHITE,
    danger: Color32::from_rgb(0xe0, 0x4f, 0x4c),
    danger_hover: Color32::from_rgb(0xec, 0x66, 0x62),
    danger_soft: Color32::from_rgb(0x3b, 0x1e, 0x21),
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

/// What a piece of text or a mark means; gives its colours.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Tone {
    /// Nothing in particular.
    #[default]
    Neutral,
    /// Worth knowing.
    Info,
    /// Went well.
    Success,
    /// Be careful.
    Warning,
    /// Went wrong, or deletes.
    Danger,
    /// Belongs to the practice library.
    Practice,
}

impl Tone {
    /// Colour of its text and icon.
    pub fn ink(self, palette: &Palette) -> Color32 {
        match self {
            Self::Neutral => palette.muted,
            Self::Info => palette.accent,
            Self::Success => palette.success,
            Self::Warning => palette.warning,
            Self::Danger => palette.danger,
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

/// Distances, in points.
pub mod space {
    /// Between an icon and its word.
    pub const XS: f32 = 4.0;
    /// Between things that belong together.
    pub const S: f32 = 8.0;
    /// Between fields.
    pub const M: f32 = 12.0;
    /// Inside cards and panels.
    pub const L: f32 = 16.0;
    /// Between groups.
    pub const XL: f32 = 24.0;
    /// Around pages.
    pub const XXL: f32 = 40.0;
}

/// Corner radii, in points.
pub mod radius {
    /// Badges, checkboxes.
    pub const S: u8 = 5;
    /// Buttons, fields.
    pub const M: u8 = 7;
    /// Tiles, cards, dialogs.
    pub const L: u8 = 10;
    /// Chips.
    pub const FULL: u8 = 255;
}

/// Sizes of things, in points.
pub mod size {
    /// Height of buttons and one-line fields.
    pub const CONTROL: f32 = 34.0;
    /// Height of small buttons and chips.
    pub const CONTROL_SMALL: f32 = 26.0;
    /// Height of the two offers' and dialogs' main buttons.
    pub const CONTROL_LARGE: f32 = 42.0;
    /// Icons beside body text.
    pub const ICON: f32 = 16.0;
    /// Icons of empty states.
    pub const ICON_LARGE: f32 = 30.0;
    /// Top bar.
    pub const TOP_BAR: f32 = 54.0;
    /// Sidebar.
    pub const SIDEBAR: f32 = 208.0;
    /// Inspector.
    pub const INSPECTOR: f32 = 300.0;
    /// Widest column of running text and forms.
    pub const COLUMN: f32 = 620.0;
    /// Dialogs.
    pub const DIALOG: f32 = 460.0;
    /// Least width of a tile of the grid.
    pub const TILE: f32 = 148.0;
    /// Below this window width the inspector gives way.
    pub const NARROW: f32 = 980.0;
}

/// Type: sizes and weights.
pub mod text {
    use egui::{FontFamily, FontId, RichText};

    /// Points of a page's title.
    pub const TITLE: f32 = 24.0;
    /// Points of a group's heading.
    pub const HEADING: f32 = 16.5;
    /// Points of running text.
    pub const BODY: f32 = 14.0;
    /// Points of hints, labels, captions.
    pub const SMALL: f32 = 12.5;
    /// Points of badges.
    pub const TINY: f32 = 11.0;

    /// Family of medium weight.
    pub fn medium() -> FontFamily {
        FontFamily::Name("medium".into())
    }

    /// Family of semibold weight.
    pub fn semibold() -> FontFamily {
        FontFamily::Name("semibold".into())
    }

    /// Family of the icons.
    pub fn icons() -> FontFamily {
        FontFamily::Name("icons".into())
    }

    /// A font of regular weight.
    pub fn regular_font(size: f32) -> FontId {
        FontId::proportional(size)
    }

    /// A font of medium weight.
    pub fn medium_font(size: f32) -> FontId {
        FontId::new(size, medium())
    }

    /// A font of semibold weight.
    pub fn semibold_font(size: f32) -> FontId {
        FontId::new(size, semibold())
    }

    /// A page's title.
    pub fn title(text: impl Into<String>) -> RichText {
        RichText::new(text).font(semibold_font(TITLE))
    }

    /// A group's heading.
    pub fn heading(text: impl Into<String>) -> RichText {
        RichText::new(text).font(semibold_font(HEADING))
    }

    /// Running text.
    pub fn body(text: impl Into<String>) -> RichText {
        RichText::new(text).font(regular_font(BODY))
    }

    /// Running text that stands out; labels of fields.
    pub fn strong(text: impl Into<String>) -> RichText {
        RichText::new(text).font(medium_font(BODY))
    }

    /// Hints and captions.
    pub fn small(text: impl Into<String>) -> RichText {
        RichText::new(text).font(regular_font(SMALL))
    }

    /// Captions that stand out.
    pub fn small_strong(text: impl Into<String>) -> RichText {
        RichText::new(text).font(medium_font(SMALL))
    }

    /// Public IDs, URLs, transformations.
    pub fn code(text: impl Into<String>) -> RichText {
        RichText::new(text).font(FontId::monospace(SMALL))
    }
}

/// Gives a context the program's fonts and both themes.
pub fn install(ctx: &egui::Context) {
    ctx.set_fonts(fonts());
    ctx.set_visuals_of(Theme::Light, visuals(Visuals::light(), &LIGHT));
    ctx.set_visuals_of(Theme::Dark, visuals(Visuals::dark(), &DARK));
    ctx.all_styles_mut(|style| {
        style.text_styles = [
            (TextStyle::Small, text::regular_font(text::SMALL)),
            (TextStyle::Body, text::regular_font(text::BODY)),
            (TextStyle::Button, text::medium_font(text::BODY)),
            (TextStyle::Heading, text::semibold_font(text::HEADING)),
            (TextStyle::Monospace, FontId::monospace(text::SMALL)),
        ]
        .into();
        style.spacing.item_spacing = vec2(space::S, space::S);
        style.spacing.button_padding = vec2(space::M, 7.0);
        style.spacing.interact_size = vec2(size::CONTROL, size::CONTROL_SMALL);
        style.spacing.icon_width = 18.0;
        style.spacing.icon_width_inner = 10.0;
        style.spacing.icon_spacing = space::S;
        style.spacing.window_margin = Margin::same(space::L as i8);
        style.spacing.menu_margin = Margin::same(6);
        style.spacing.scroll = egui::style::ScrollStyle::floating();
        style.spacing.scroll.bar_width = 8.0;
        style.spacing.tooltip_width = 320.0;
        style.interaction.tooltip_delay = 0.35;
        style.interaction.selectable_labels = false;
        style.url_in_tooltip = true;
    });
}

fn fonts() -> FontDefinitions {
    let mut fonts = FontDefinitions::default();
    let files: [(&str, &'static [u8]); 4] = [
        ("inter-regular", include_bytes!("fonts/Inter-Regular.ttf")),
        ("inter-medium", include_bytes!("fonts/Inter-Medium.ttf")),
        ("inter-semibold", include_bytes!("fonts/Inter-SemiBold.ttf")),
        ("lucide", include_bytes!("fonts/lucide.ttf")),
    ];
    for (name, bytes) in files {
        fonts.font_data.insert(name.to_owned(), Arc::new(FontData::from_static(bytes)));
    }
    let fallback = fonts.families.get(&FontFamily::Proportional).cloned().unwrap_or_default();
    for (family, first) in [
        (FontFamily::Proportional, "inter-regular"),
        (text::medium(), "inter-medium"),
        (text::semibold(), "inter-semibold"),
    ] {
        let mut names = vec![first.to_owned()];
        names.extend(fallback.iter().cloned());
        fonts.families.insert(family, names);
    }
    fonts.families.insert(text::icons(), vec!["lucide".to_owned()]);
    fonts
}

fn visuals(mut visuals: Visuals, palette: &Palette) -> Visuals {
    visuals.override_text_color = None;
    visuals.weak_text_color = Some(palette.muted);
    visuals.hyperlink_color = palette.accent;
    visuals.faint_bg_color = palette.hover;
    visuals.extreme_bg_color = palette.surface;
    visuals.text_edit_bg_color = Some(palette.surface);
    visuals.code_bg_color = palette.sunken;
    visuals.warn_fg_color = palette.warning;
    visuals.error_fg_color = palette.danger;
    visuals.panel_fill = palette.canvas;
    visuals.window_fill = palette.surface;
    visuals.window_stroke = Stroke::new(1.0, palette.border);
    visuals.window_corner_radius = CornerRadius::same(radius::L + 2);
    visuals.menu_corner_radius = CornerRadius::same(radius::L);
    visuals.window_shadow = Shadow { offset: [0, 12], blur: 40, spread: 0, color: palette.shadow };
    visuals.popup_shadow = Shadow { offset: [0, 6], blur: 20, spread: 0, color: palette.shadow };
    visuals.selection.bg_fill = palette.accent_soft;
    visuals.selection.stroke = Stroke::new(1.0, palette.accent);
    visuals.button_frame = true;
    visuals.striped = false;
    visuals.slider_trailing_fill = true;
    visuals.disabled_alpha = 0.45;
    let corners = CornerRadius::same(radius::M);
    let states = [
        (&mut visuals.widgets.noninteractive, palette.surface, palette.border, palette.text),
        (&mut visuals.widgets.inactive, palette.surface, palette.border_strong, palette.text),
        (&mut visuals.widgets.hovered, palette.hover, palette.faint, palette.text),
        (&mut visuals.widgets.active, palette.sunken, palette.accent, palette.text),
        (&mut visuals.widgets.open, palette.hover, palette.border_strong, palette.text),
    ];
    for (widget, fill, outline, ink) in states {
        widget.bg_fill = fill;
        widget.weak_bg_fill = fill;
        widget.bg_stroke = Stroke::new(1.0, outline);
        widget.fg_stroke = Stroke::new(1.0, ink);
        widget.corner_radius = corners;
        widget.expansion = 0.0;
    }
    visuals
}

#[cfg(test)]
mod tests {
    use super::{Color32, DARK, LIGHT, Tone};

    fn luminance(colour: Color32) -> f32 {
        let channel = |byte: u8| {
            let value = f32::from(byte) / 255.0;
            if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * channel(colour.r()) + 0.7152 * channel(colour.g()) + 0.0722 * channel(colour.b())
    }

    fn contrast(one: Color32, other: Color32) -> f32 {
        let (one, other) = (luminance(one), luminance(other));
        (one.max(other) + 0.05) / (one.min(other) + 0.05)
    }

    #[test]
    fn text_can_be_read_on_every_background() {
        for palette in [&LIGHT, &DARK] {
            for ground in [palette.canvas, palette.panel, palette.surface, palette.hover, palette.accent_soft]
            {
                assert!(contrast(palette.text, ground) >= 7.0, "{:?} on {ground:?}", palette.text);
                assert!(contrast(palette.muted, ground) >= 4.5, "{:?} on {ground:?}", palette.muted);
            }
            for tone in [Tone::Info, Tone::Success, Tone::Warning, Tone::Danger, Tone::Practice] {
                let (ink, fill) = (tone.ink(palette), tone.fill(palette));
                assert!(contrast(ink, fill) >= 3.9, "{tone:?}: {}", contrast(ink, fill));
            }
            assert!(contrast(palette.on_danger, palette.danger) >= 3.6);
            assert!(contrast(palette.on_accent, palette.accent) >= 3.6);
        }
    }
}
