//! Text on one line. Where it does not fit, a name is cut in its middle, since names differ at their ends,
//! and a sentence loses whole words from its end.
//! The whole of it is in the accessibility tree, and shown under the pointer and the focus.

use std::sync::Arc;

use egui::text::{ByteIndex, LayoutJob, TextWrapping};
use egui::{
    Color32, Context, FontId, FontSelection, Galley, Id, Response, RichText, Role, Sense, Tooltip, Ui,
    WidgetInfo, WidgetText,
};

use super::letters::Letters;
use crate::ui::lettering::drawn;
use crate::ui::theme::{self, text};

/// Widest tooltip, points.
pub const TIP: f32 = 320.0;

/// A text of [`text`] on one line as wide as its place at most.
pub fn one_line(ui: &mut Ui, words: RichText) -> Response {
    line(ui, words, Cut::Middle, Sense::focusable_noninteractive())
}

/// A title on one line: what comes first tells most, so that it loses its end.
pub fn title_line(ui: &mut Ui, words: RichText) -> Response {
    line(ui, words, Cut::End, Sense::focusable_noninteractive())
}

/// A sentence on one line of a row that tells all of it to whoever has no pointer. It loses its end:
/// without its middle it could say the opposite.
pub fn sentence(ui: &mut Ui, words: RichText) -> Response {
    line(ui, words, Cut::End, Sense::hover())
}

/// Points that words take on one line.
pub fn width(ui: &Ui, words: RichText) -> f32 {
    let job = LayoutJob { wrap: TextWrapping::no_max_width(), ..job_of(ui, words) };
    ui.painter().layout_job(job).size().x
}

fn job_of(ui: &Ui, words: RichText) -> LayoutJob {
    let words = WidgetText::from(words);
    let job = words.into_layout_job(ui.style(), FontSelection::Default, egui::Align::Center);
    Arc::unwrap_or_clone(job)
}

/// What a text that does not fit loses.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Cut {
    Middle,
    End,
}

impl Cut {
    /// What is left of a laid out text in so much room.
    fn of(self, text: &str, galley: &Galley, room: f32) -> String {
        match self {
            Self::Middle => without_middle(text, galley, room),
            Self::End => without_end(text, galley, room),
        }
    }
}

fn line(ui: &mut Ui, words: RichText, cut: Cut, sense_of_cut: Sense) -> Response {
    let whole = words.text().to_owned();
    let (galley, cut) = fitted(ui, job_of(ui, words), ui.available_width(), cut);
    let sense = if cut { sense_of_cut } else { Sense::hover() };
    let (rect, response) = ui.allocate_exact_size(galley.size(), sense);
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &whole));
    ui.painter().galley(rect.min, galley, theme::of(ui).text);
    if response.has_focus() {
        let ring = egui::Stroke::new(2.0, theme::of(ui).accent);
        ui.painter().rect_stroke(rect.expand(2.0), theme::radius::S, ring, egui::StrokeKind::Middle);
    }
    if cut { tip(response, &[&whole]) } else { response }
}

/// Phrases with ` · ` between them, on one line: as many whole ones as fit, from the first, and `…`
/// for the rest.
pub fn phrases(ui: &mut Ui, words: &str, look: impl Fn(&str) -> RichText) -> Response {
    const BETWEEN: &str = " · ";
    let fits = |words: &str| !fitted(ui, job_of(ui, look(words)), ui.available_width(), Cut::Middle).1;
    if fits(words) {
        return one_line(ui, look(words));
    }
    let parts: Vec<&str> = words.split(BETWEEN).collect();
    let mut whole = (1..parts.len()).rev().map(|number| format!("{} · …", parts[..number].join(BETWEEN)));
    let Some(shown) = whole.find(|words| fits(words)) else { return one_line(ui, look(words)) };
    let response = ui.add(egui::Label::new(look(&shown)).sense(Sense::focusable_noninteractive()));
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, words));
    tip(response, &[words])
}

/// Lines that are shown while the pointer or the focus is on something.
///
/// All tips are one area, and one of them is shown: egui keeps every area that it ever showed, and looks
/// through all of them whenever it asks what is under the pointer.
pub fn tip(response: Response, lines: &[&str]) -> Response {
    let (pointed, focused) = (response.contains_pointer(), response.has_focus());
    if !pointed && !focused {
        return response;
    }
    let id = Id::unique("tip");
    let of_all = Response { id, ..response.clone() };
    let tooltip = if pointed { Tooltip::for_enabled(&of_all) } else { Tooltip::for_widget(&of_all) };
    if !tooltip.popup.is_open() || !is_first(&response.ctx, id) {
        return response;
    }
    tooltip.show(|ui| {
        ui.set_max_width(TIP);
        for line in lines {
            ui.add(egui::Label::new(text::small(line)).wrap());
        }
    });
    response
}

/// Whether nothing of this name was shown in this pass: the innermost is drawn first, and wins.
fn is_first(ctx: &Context, id: Id) -> bool {
    let pass = ctx.cumulative_pass_nr();
    ctx.data_mut(|data| data.get_temp_mut_or_insert_with(id, || None).replace(pass) != Some(pass))
}

/// One line of text for a painter, cut in its middle where it does not fit.
pub(super) fn elided(ui: &Ui, text: &str, font: FontId, width: f32) -> Arc<Galley> {
    let job = LayoutJob::simple_singleline(drawn(text).into_owned(), font, Color32::PLACEHOLDER);
    fitted(ui, job, width.max(24.0), Cut::Middle).0
}

/// One line of text for a painter that loses its last words where it does not fit.
pub(super) fn truncated(ui: &Ui, text: &str, font: FontId, width: f32) -> Arc<Galley> {
    let job = LayoutJob::simple_singleline(drawn(text).into_owned(), font, Color32::PLACEHOLDER);
    fitted(ui, job, width.max(24.0), Cut::End).0
}

/// The second value says that something was cut out.
fn fitted(ui: &Ui, mut job: LayoutJob, width: f32, cut: Cut) -> (Arc<Galley>, bool) {
    if let [section] = &job.sections[..]
        && cut == Cut::Middle
        && let Some(left) = Letters::of(ui, &section.format.font_id).without_middle(&job.text, width)
    {
        job.text = left;
        return (truncating(ui, one_section(job), width), true);
    }
    job.wrap = TextWrapping::no_max_width();
    let whole = ui.painter().layout_job(job.clone());
    if whole.size().x <= width + 0.5 {
        return (whole, false);
    }
    let dots = LayoutJob { text: "…".to_owned(), ..job.clone() };
    let room = width - ui.painter().layout_job(one_section(dots)).size().x;
    job.text = cut.of(&job.text, &whole, room);
    (truncating(ui, one_section(job), width), true)
}

fn truncating(ui: &Ui, mut job: LayoutJob, width: f32) -> Arc<Galley> {
    job.wrap = TextWrapping::truncate_at_width(width);
    ui.painter().layout_job(job)
}

/// All of the text as its first section has it.
fn one_section(mut job: LayoutJob) -> LayoutJob {
    job.sections.truncate(1);
    if let Some(section) = job.sections.first_mut() {
        section.byte_range = ByteIndex(0)..ByteIndex(job.text.len());
    }
    job
}

/// Start and end of a laid out text that fit into so much room, and `…` between them.
fn without_middle(text: &str, galley: &Galley, room: f32) -> String {
    let Some(row) = galley.rows.first() else { return "…".to_owned() };
    let (half, end) = (room / 2.0, row.glyphs.last().map_or(0.0, egui::epaint::text::Glyph::max_x));
    let head = row.glyphs.iter().take_while(|glyph| glyph.max_x() <= half).count();
    let tail = row.glyphs.iter().rev().take_while(|glyph| end - glyph.pos.x <= half).count();
    let letters: Vec<char> = text.chars().collect();
    let start = letters.iter().take(head);
    let rest = letters.iter().skip(letters.len().saturating_sub(tail).max(head));
    start.chain(&['…']).chain(rest).collect()
}

/// The first whole words of a laid out text that fit into so much room, and `…`; letters where not even
/// one word fits.
fn without_end(text: &str, galley: &Galley, room: f32) -> String {
    let Some(row) = galley.rows.first() else { return "…".to_owned() };
    let fitting = row.glyphs.iter().take_while(|glyph| glyph.max_x() <= room).count();
    let at = text.char_indices().nth(fitting).map_or(text.len(), |(at, _)| at);
    let (head, rest) = text.split_at(at);
    let words = match head.rfind(char::is_whitespace) {
        Some(blank) if !rest.starts_with(char::is_whitespace) => &head[..blank],
        _ => head,
    };
    format!("{}…", words.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_lose_whole_phrases_and_no_part_of_one() {
        let ctx = egui::Context::default();
        theme::install(&ctx);
        let words = "331 copies deleted (of 86 originals) · originals kept · 43 had none";
        for width in 60..600 {
            let mut shown = 0.0;
            let mut output = ctx.run_ui(egui::RawInput::default(), |ui| {
                ui.set_width(width as f32);
                shown = phrases(ui, words, |words| text::small(words)).rect.width();
            });
            let drawn = output.shapes.drain(..).find_map(|clipped| match clipped.shape {
                egui::Shape::Text(text) => Some(text.galley.text().to_owned()),
                _ => None,
            });
            output.textures_delta.clear();
            let drawn = drawn.expect("a text");
            let whole = drawn.strip_suffix(" · …").unwrap_or(&drawn);
            // Where not even the first phrase fits, it is cut as every other line is.
            let first = words.split(" · ").next().unwrap();
            assert!(
                words.starts_with(whole) && whole.len() >= first.len() || width < 230,
                "{width}: {drawn}"
            );
            assert!(shown <= width as f32 + 1.0, "{width}: {drawn}");
        }
    }

    #[test]
    fn however_many_tips_were_shown_egui_keeps_one_area() {
        let ctx = egui::Context::default();
        theme::install(&ctx);
        let areas = |ctx: &Context| ctx.memory(|memory| memory.layer_ids().count());
        let mut after = Vec::new();
        for number in 0..20 {
            let mut said = 0;
            let mut output = ctx.run_ui(egui::RawInput::default(), |ui| {
                let row = ui.interact(ui.max_rect(), Id::unique(("row", number)), Sense::click());
                row.request_focus();
                tip(row.clone(), &["first"]);
                tip(row, &["second"]);
            });
            said += output.shapes.drain(..).filter(|it| matches!(&it.shape, egui::Shape::Text(_))).count();
            output.textures_delta.clear();
            after.push((areas(&ctx), said));
        }
        assert_eq!(after[5..], vec![(after[5].0, 1); 15], "one tip a pass, in one area");
    }

    #[test]
    fn a_sentence_loses_whole_words_so_that_none_turns_round() {
        let ctx = egui::Context::default();
        theme::install(&ctx);
        let told = "Your API key doesn’t have the permission to delete assets.";
        let mut seen = Vec::new();
        let mut output = ctx.run_ui(egui::RawInput::default(), |ui| {
            seen = (40..500)
                .map(|width| (width as f32, truncated(ui, told, text::regular_font(12.0), width as f32)))
                .collect();
        });
        output.textures_delta.clear();
        let mut ends = 0;
        for (width, galley) in seen {
            let shown = galley.text();
            assert!(galley.size().x <= width + 0.5, "{shown}");
            let Some(words) = shown.strip_suffix('…') else {
                assert_eq!(shown, told);
                continue;
            };
            let rest = told.strip_prefix(words).expect("its beginning");
            assert!(rest.starts_with(' '), "{shown}");
            ends += 1;
        }
        assert!((200..400).contains(&ends), "{ends}: the whole of it fits at last");
    }

    #[test]
    fn long_names_keep_their_ends_and_fit() {
        let ctx = egui::Context::default();
        theme::install(&ctx);
        let name = format!("campaigns/{}/hero-2023-final.jpg", "very-".repeat(60));
        let mut seen = Vec::new();
        let mut output = ctx.run_ui(egui::RawInput::default(), |ui| {
            seen = [60.0, 120.0, 300.0]
                .map(|width| (width, elided(ui, &name, text::regular_font(14.0), width)))
                .to_vec();
        });
        output.textures_delta.clear();
        for (width, galley) in seen {
            let shown = galley.text();
            assert!(galley.size().x <= width && galley.rows.len() == 1, "{shown}");
            assert!(shown.starts_with("ca") && shown.ends_with("pg") && shown.contains('…'), "{shown}");
        }
    }
}
