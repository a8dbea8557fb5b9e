use super::*;
use crate::ui::theme;

/// Draws a frame of a window with the program's own fonts and no others.
fn frame<R>(ctx: &Context, content: impl FnOnce() -> R) -> R {
    let (mut content, mut result) = (Some(content), None);
    let mut output = ctx.run_ui(egui::RawInput::default(), |_| {
        if let Some(content) = content.take() {
            result = Some(content());
        }
    });
    output.textures_delta.clear();
    result.expect("one frame was drawn")
}

fn window() -> Context {
    let ctx = Context::default();
    theme::install(&ctx);
    ctx
}

#[test]
fn what_no_font_has_is_shown_as_code_points() {
    frame(&window(), || {
        for (text, shown) in [
            ("docs/owl", "docs/owl"),
            ("Göran ñ", "Göran ñ"),
            ("猫.jpg", "[U+732B].jpg"),
            ("ש", "[U+05E9]"),
            ("a\0b", "a[U+0000]b"),
            ("\u{202e}gpj", "[U+202E]gpj"),
            ("two\nlines", "two[U+000A]lines"),
            ("e\u{301}", "e\u{301}"),
            ("\u{301}", "[U+0301]"),
            ("a\u{f71}", "a[U+0F71]"),
        ] {
            assert_eq!(drawn(text), shown, "{text:?}");
        }
    });
}

#[test]
fn whatever_is_drawn_has_glyphs_in_every_family_and_controls_nothing() {
    let ctx = window();
    let mut seed = 20_261_127_u32;
    let mut next = move || {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        seed >> 8
    };
    for _ in 0..400 {
        let text: String = (0..next() % 24).filter_map(|_| char::from_u32(next() % 0x2_ffff)).collect();
        let shown = frame(&ctx, || drawn(&text).into_owned());
        assert!(!shown.contains(format::is_unseen), "{text:?} {shown:?}");
        for c in shown.chars().filter(|c| !is_combining_mark(*c)) {
            assert!(c.is_ascii() || has_glyph(&ctx, c), "{text:?} {c:?}");
        }
    }
}

#[test]
fn what_was_drawn_leads_back_to_its_text() {
    let ctx = window();
    frame(&ctx, || {
        let shown = drawn("猫").into_owned();
        LETTERING.with_borrow(|lettering| {
            assert_eq!(lettering.texts.get(&*shown).map(|text| &**text), Some("猫"));
            assert!(lettering.drawn.len() <= REMEMBERED);
        });
        let long = "x".repeat(3 << 20);
        assert!(drawn(&long).chars().count() <= LONGEST);
    });
}
