//! The order in which text that runs from right to left is given to egui.
//!
//! egui lays out what it is given from left to right, but shapes each run of one font by itself,
//! and turns a run of right-to-left letters around while it does. Blanks, digits and Latin letters
//! come from another font, so they cut a name into several such runs. What is given to egui is
//! therefore the order on screen (Unicode's bidirectional algorithm), with the runs that the shaper
//! turns around left for it to turn.

use unicode_bidi::{BidiClass, BidiInfo, Level, bidi_class};
use unicode_segmentation::UnicodeSegmentation as _;

/// Between these the window composes names and words: what stands on both sides keeps its place.
const SEPARATORS: [char; 4] = ['·', '“', '”', '\n'];

/// The text in the order in which egui has to get it; `None` where nothing in it runs from right to
/// left.
pub(super) fn for_egui(text: &str) -> Option<String> {
    if !text.chars().any(is_right_to_left) {
        return None;
    }
    let mut ordered = String::with_capacity(text.len());
    for part in text.split_inclusive(SEPARATORS) {
        let beside = |c: char| c == ' ' || SEPARATORS.contains(&c);
        let (start, end) =
            (part.len() - part.trim_start_matches(' ').len(), part.trim_end_matches(beside).len());
        let end = end.max(start);
        ordered.push_str(&part[..start]);
        piece(&part[start..end], &mut ordered);
        ordered.push_str(&part[end..]);
    }
    Some(ordered)
}

fn piece(text: &str, ordered: &mut String) {
    if !text.chars().any(is_right_to_left) {
        ordered.push_str(text);
        return;
    }
    let latin = text.chars().any(|c| bidi_class(c) == BidiClass::L);
    let base = if latin { Level::ltr() } else { Level::rtl() };
    let bidi = BidiInfo::new(text, Some(base));
    let mut clusters: Vec<(&str, bool)> = Vec::new();
    for paragraph in &bidi.paragraphs {
        let (levels, runs) = bidi.visual_runs(paragraph, paragraph.range.clone());
        for run in runs {
            let turned = levels[run.start].is_rtl();
            let run = text[run].graphemes(true).map(|cluster| (cluster, turned));
            if turned { clusters.extend(run.rev()) } else { clusters.extend(run) }
        }
    }
    for together in clusters.chunk_by(|one, next| is_of_its_font(one.0) == is_of_its_font(next.0)) {
        let shaped = together.iter().any(|(cluster, _)| cluster.chars().any(is_turned_around));
        if shaped {
            together.iter().rev().for_each(|(cluster, _)| ordered.push_str(cluster));
        } else {
            ordered.extend(together.iter().map(|(cluster, turned)| mirrored(cluster, *turned)));
        }
    }
}

fn is_right_to_left(c: char) -> bool {
    c >= '\u{590}' && matches!(bidi_class(c), BidiClass::R | BidiClass::AL)
}

/// Whether the shaper turns a run around in which it stands: by its script, which digits of Arabic
/// have too, although they run from left to right.
fn is_turned_around(c: char) -> bool {
    is_right_to_left(c)
        || matches!(c, '\u{600}'..='\u{605}' | '\u{660}'..='\u{669}' | '\u{6dd}' | '\u{6f0}'..='\u{6f9}')
}

/// Whether the font of right-to-left letters draws it, and not the window's own.
fn is_of_its_font(cluster: &str) -> bool {
    cluster.starts_with(|c: char| {
        matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{feff}')
            || is_right_to_left(c)
    })
}

/// The bracket that opens the other way, in text that runs from right to left.
fn mirrored(cluster: &str, turned: bool) -> &str {
    match cluster {
        "(" if turned => ")",
        ")" if turned => "(",
        "[" if turned => "]",
        "]" if turned => "[",
        "{" if turned => "}",
        "}" if turned => "{",
        "<" if turned => ">",
        ">" if turned => "<",
        "«" if turned => "»",
        "»" if turned => "«",
        cluster => cluster,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is seen from left to right: each run of right-to-left letters turned around, as the
    /// shaper does.
    fn seen(text: &str) -> String {
        let given = for_egui(text).unwrap_or_else(|| text.to_owned());
        let clusters: Vec<&str> = given.graphemes(true).collect();
        let mut seen = String::new();
        for run in clusters.chunk_by(|one, next| is_of_its_font(one) == is_of_its_font(next)) {
            if run.iter().any(|cluster| cluster.chars().any(is_turned_around)) {
                seen.extend(run.iter().rev().copied());
            } else {
                seen.extend(run.iter().copied());
            }
        }
        seen
    }

    #[test]
    fn names_that_run_from_right_to_left_are_seen_so() {
        for (text, expected) in [
            ("docs/owl", "docs/owl"),
            ("שלום", "םולש"),
            ("שלום עולם", "םלוע םולש"),
            ("תמונה 2023", "2023 הנומת"),
            ("שלום (12)", "(12) םולש"),
            ("docs/שלום עולם/a", "docs/םלוע םולש/a"),
            ("שלום.jpg", "םולש.jpg"),
            ("صورة", "ةروص"),
            ("صورة ١٢", "١٢ ةروص"),
            ("صورة١٢", "١٢ةروص"),
            ("שלום · 3 copies", "םולש · 3 copies"),
            ("Delete “שלום 2”…", "Delete “2 םולש”…"),
        ] {
            assert_eq!(seen(text), expected, "{text}");
        }
    }

    #[test]
    fn marks_stay_on_their_letters() {
        let pointed = "שָׁלוֹם";
        assert_eq!(seen(pointed), pointed.graphemes(true).rev().collect::<String>());
    }

    #[test]
    fn nothing_is_lost_whatever_the_text() {
        for text in ["א", "א\u{301}b(ג)12·“ד”", "a ا١٢b", "((א))", "\u{10840}x \u{1e900}"] {
            let mut given: Vec<char> = for_egui(text).unwrap_or_default().chars().collect();
            let mut expected: Vec<char> = text.chars().collect();
            given.sort_unstable();
            expected.sort_unstable();
            assert_eq!(given, expected, "{text}");
        }
    }
}
