//! The numbers, sizes and dates that a field is compared with.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Span, Timestamp, ToSpan};

/// What a number stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Measure {
    /// Pixels, pages, seconds of a video.
    Plain,
    /// Bytes, with `kb`, `mb` and `gb` of 1,024 (the documentation does not say which).
    Size,
    /// A number, or `16:9`.
    Ratio,
    /// A date, or how long ago.
    Time,
}

/// What a value can be and still be equal to the literal: a whole day for a date.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Literal {
    pub low: f64,
    pub high: f64,
}

impl Literal {
    fn exactly(value: f64) -> Self {
        Self { low: value, high: value }
    }
}

/// Read a literal; `None` when it is none of that measure.
pub fn read(measure: Measure, text: &str, now: i64) -> Option<Literal> {
    match measure {
        Measure::Plain => number(text).map(Literal::exactly),
        Measure::Size => size(text).map(Literal::exactly),
        Measure::Ratio => match text.split_once(':') {
            Some((width, height)) => Some(Literal::exactly(round_ratio(number(width)? / number(height)?))),
            None => number(text).map(Literal::exactly),
        },
        Measure::Time => ago(text, now).or_else(|| date(text)).or_else(|| instant(text)),
    }
}

/// An aspect ratio as search results show it, five digits behind the point.
pub fn round_ratio(ratio: f64) -> f64 {
    (ratio * 100_000.0).round() / 100_000.0
}

fn number(text: &str) -> Option<f64> {
    let plain = text.strip_prefix('-').unwrap_or(text);
    let digits = plain.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    if digits && !plain.is_empty() { text.parse().ok() } else { None }
}

fn size(text: &str) -> Option<f64> {
    let text = text.to_ascii_lowercase();
    let digits = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let factor = match &text[digits.len()..] {
        "" | "b" => 1.0,
        "k" | "kb" => 1024.0,
        "m" | "mb" => 1024.0 * 1024.0,
        "g" | "gb" => 1024.0 * 1024.0 * 1024.0,
        _ => return None,
    };
    Some(number(digits)? * factor)
}

/// `30d`: hours, days, weeks, months (of 30 days) or years (of 365) ago.
fn ago(text: &str, now: i64) -> Option<Literal> {
    let unit = text.chars().last()?;
    let hours = match unit {
        'h' => 1,
        'd' => 24,
        'w' => 24 * 7,
        'm' => 24 * 30,
        'y' => 24 * 365,
        _ => return None,
    };
    let count: i64 = text[..text.len() - 1].parse().ok().filter(|count| (0..=100_000).contains(count))?;
    Some(Literal::exactly((now - count * hours * 3600) as f64))
}

/// `2024`, `2024-03` or `2024-03-01`, in UTC: all of that year, month or day.
fn date(text: &str) -> Option<Literal> {
    let (full, length): (String, Span) = match text.len() {
        4 => (format!("{text}-01-01"), 1.year()),
        7 => (format!("{text}-01"), 1.month()),
        10 => (text.to_owned(), 1.day()),
        _ => return None,
    };
    let begin: Date = full.parse().ok()?;
    let end = begin.checked_add(length).ok()?;
    let seconds = |date: Date| Some(date.to_zoned(TimeZone::UTC).ok()?.timestamp().as_second() as f64);
    Some(Literal { low: seconds(begin)?, high: seconds(end)? - 1.0 })
}

/// `2024-03-01T12:00:00Z`.
fn instant(text: &str) -> Option<Literal> {
    let timestamp: Timestamp = text.parse().ok()?;
    Some(Literal::exactly(timestamp.as_second() as f64))
}
