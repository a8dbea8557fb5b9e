//! How the window looks: the only place with colours, sizes and distances.
//!
//! Light and dark follow the system. Views ask [`of`] for the palette of the theme in which they
//! are drawn, and take every other number from [`space`], [`radius`], [`size`] and [`text`].

mod palette;
pub mod prints;

use std::sync::Arc;

use egui::{
    CornerRadius, FontData, FontDefinitions, FontFamily, FontId, Margin, Shadow, Stroke, TextStyle, Theme,
    Visuals, vec2,
};

use super::lettering;
pub use crate::app::tone::Tone;
use palette::{DARK, LIGHT};
pub use palette::{Palette, of, of_context};

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
    /// The plan's bar at the lower edge.
    pub const BAR: f32 = 60.0;
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
    /// What a name has of a row before anything beside it: some 24 letters.
    pub const NAME: f32 = 190.0;
}

/// Type: sizes and weights.
pub mod text {
    use egui::{FontFamily, FontId, RichText};

    use crate::ui::lettering::drawn;

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
    pub fn title(text: impl AsRef<str>) -> RichText {
        RichText::new(drawn(text.as_ref())).font(semibold_font(TITLE))
    }

    /// A group's heading.
    pub fn heading(text: impl AsRef<str>) -> RichText {
        RichText::new(drawn(text.as_ref())).font(semibold_font(HEADING))
    }

    /// Running text.
    pub fn body(text: impl AsRef<str>) -> RichText {
        RichText::new(drawn(text.as_ref())).font(regular_font(BODY))
    }

    /// Running text that stands out; labels of fields.
    pub fn strong(text: impl AsRef<str>) -> RichText {
        RichText::new(drawn(text.as_ref())).font(medium_font(BODY))
    }

    /// Hints and captions.
    pub fn small(text: impl AsRef<str>) -> RichText {
        RichText::new(drawn(text.as_ref())).font(regular_font(SMALL))
    }

    /// Captions that stand out.
    pub fn small_strong(text: impl AsRef<str>) -> RichText {
        RichText::new(drawn(text.as_ref())).font(medium_font(SMALL))
    }

    /// Examples of public IDs, one on each line.
    pub fn code_lines(text: &str) -> RichText {
        let lines: Vec<_> = text.lines().map(drawn).collect();
        RichText::new(lines.join("\n")).font(FontId::monospace(SMALL))
    }

    /// Public IDs, URLs, transformations.
    pub fn code(text: impl AsRef<str>) -> RichText {
        RichText::new(drawn(text.as_ref())).font(FontId::monospace(SMALL))
    }
}

/// Gives a context the program's fonts and both themes.
pub fn install(ctx: &egui::Context) {
    ctx.set_fonts(fonts());
    lettering::install(ctx);
    ctx.options_mut(|options| options.fallback_theme = Theme::Light);
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
        style.spacing.tooltip_width = super::widgets::TIP;
        style.interaction.tooltip_delay = 0.35;
        style.interaction.selectable_labels = false;
        style.url_in_tooltip = true;
    });
}

/// A bar that is seen without the pointer over it: the only sign that there is more.
pub fn seen_scroll_bar() -> egui::style::ScrollStyle {
    egui::style::ScrollStyle {
        foreground_color: true,
        dormant_handle_opacity: HANDLE,
        active_handle_opacity: HANDLE,
        interact_handle_opacity: 0.8,
        ..egui::style::ScrollStyle::thin()
    }
}

/// Share of the text's colour that the handle of such a bar has.
const HANDLE: f32 = 0.5;

/// Where the system tells the window nothing, as on Linux: what its desktop prefers. The window
/// is light until then.
pub fn follow(ctx: &egui::Context, dark: bool) {
    let theme = if dark { Theme::Dark } else { Theme::Light };
    ctx.options_mut(|options| options.fallback_theme = theme);
    ctx.request_repaint_of(egui::ViewportId::ROOT);
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
    visuals.hyperlink_color = palette.accent_ink;
    visuals.faint_bg_color = palette.hover;
    visuals.extreme_bg_color = palette.surface;
    visuals.text_edit_bg_color = Some(palette.surface);
    visuals.code_bg_color = palette.sunken;
    visuals.warn_fg_color = palette.warning;
    visuals.error_fg_color = palette.danger_ink;
    visuals.panel_fill = palette.canvas;
    visuals.window_fill = palette.surface;
    visuals.window_stroke = Stroke::new(1.0, palette.border);
    visuals.window_corner_radius = CornerRadius::same(radius::L + 2);
    visuals.menu_corner_radius = CornerRadius::same(radius::L);
    visuals.window_shadow = Shadow { offset: [0, 12], blur: 40, spread: 0, color: palette.shadow };
    visuals.popup_shadow = Shadow { offset: [0, 6], blur: 20, spread: 0, color: palette.shadow };
    visuals.selection.bg_fill = palette.accent_soft;
    visuals.selection.stroke = Stroke::new(1.0, palette.accent_ink);
    visuals.button_frame = true;
    visuals.striped = false;
    visuals.slider_trailing_fill = true;
    visuals.disabled_alpha = 0.45;
    let corners = CornerRadius::same(radius::M);
    let states = [
        (&mut visuals.widgets.noninteractive, palette.surface, palette.border, palette.text),
        (&mut visuals.widgets.inactive, palette.surface, palette.control, palette.text),
        (&mut visuals.widgets.hovered, palette.hover, palette.muted, palette.text),
        (&mut visuals.widgets.active, palette.sunken, palette.accent, palette.text),
        (&mut visuals.widgets.open, palette.hover, palette.control, palette.text),
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
    use super::*;

    #[test]
    fn the_handle_of_a_bar_is_seen_on_every_surface() {
        let bar = seen_scroll_bar();
        let handle = bar.dormant_handle_opacity.min(bar.active_handle_opacity);
        for palette in [&LIGHT, &DARK] {
            let handle = palette.surface.blend(palette.text.gamma_multiply(handle));
            let contrast = palette::contrast(handle, palette.surface);
            assert!(bar.foreground_color && contrast >= 3.0, "{handle:?}: {contrast}");
        }
    }

    #[test]
    fn a_name_is_drawn_as_it_is_spelled() {
        let fonts = fonts();
        for name in ["inter-regular", "inter-medium", "inter-semibold"] {
            let data: &[u8] = (*fonts.font_data[name].font).as_ref();
            let has = |feature: &[u8; 4]| data.windows(4).any(|tag| tag == feature);
            assert!(has(b"kern"), "{name}: features have their names in the file");
            for feature in [b"calt", b"liga", b"dlig", b"case"] {
                assert!(!has(feature), "{name}: {feature:?} draws some letters as others, such as -> as →");
            }
        }
    }
}
