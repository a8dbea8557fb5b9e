//! The text of a list that was pasted or opened, taken apart into its entries.
//!
//! Lines, tables with a header (CSV and its like, Markdown), JSON, and links that stand in
//! anything. Nothing here decides what an entry names; it decides where one begins and ends, and
//! leaves out nothing in silence. A text that looks like something else is named as that.

pub mod columns;
mod entry;
mod json;
mod lines;
mod links;
mod looks;
mod scanner;
mod table;
#[cfg(test)]
mod tests;

use std::borrow::Cow;

pub use self::entry::{Entry, Form, Record, Told, What};
use self::json::Json;
use self::lines::{Lines, unquoted};
use self::links::Link;
pub use self::looks::LooksLike;
pub(crate) use self::looks::holds_credentials;
use self::table::Header;

/// Reads a text and hands over its entries, in the order of its lines.
///
/// # Errors
/// Where it looks like something else than a list; then nothing was handed over.
pub fn read<'a>(text: &'a str, mut take: impl FnMut(Entry<'a>)) -> Result<Told, LooksLike> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if let Some(looks) = LooksLike::of_start(text) {
        return Err(looks);
    }
    if looks::holds_credentials(text) {
        return Err(LooksLike::Credentials);
    }
    let mut start = Start::of(text);
    let separator = start.line().and_then(table::separator);
    if separator.is_some() {
        start = start.behind();
    }
    let header = Header::read(start.rest, start.number, separator);
    if let Some(header) = header {
        return Ok(Told { blank: start.blank + header.rows(&mut take), form: Form::Table });
    }
    if separator.is_none() && start.rest.trim_start().starts_with(['[', '{', '"', '\'']) {
        match json::read(text) {
            Json::List { entries, blank } => {
                entries.into_iter().for_each(take);
                return Ok(Told { blank, form: Form::Json });
            }
            Json::Other => return Err(LooksLike::OtherJson),
            Json::None if json::begins(text) => return Err(LooksLike::BrokenJson),
            Json::None => {}
        }
    }
    match LooksLike::of_words(start.rest) {
        Some(looks) => markup(&start, looks, take),
        None => plain(&start, take),
    }
}

/// A text from its first line with something in it.
struct Start<'a> {
    rest: &'a str,
    /// The number of that line.
    number: usize,
    /// How many blank lines stand before it.
    blank: usize,
}

impl<'a> Start<'a> {
    fn of(text: &'a str) -> Self {
        Self { rest: text, number: 1, blank: 0 }.without_blank_lines()
    }

    fn line(&self) -> Option<&'a str> {
        Lines::of(self.rest).next().map(|(_, line)| line)
    }

    /// From the line behind the first.
    fn behind(&self) -> Self {
        let mut lines = Lines::of(self.rest);
        lines.next();
        Self { rest: lines.rest(), number: self.number + 1, blank: self.blank }.without_blank_lines()
    }

    fn without_blank_lines(self) -> Self {
        let mut lines = Lines::of(self.rest);
        let mut blank = 0;
        loop {
            let rest = lines.rest();
            if !lines.next().is_some_and(|(_, line)| line.trim().is_empty()) {
                return Self { rest, number: self.number + blank, blank: self.blank + blank };
            }
            blank += 1;
        }
    }

    /// Every line with its number in the text.
    fn lines(&self) -> impl Iterator<Item = (usize, &'a str)> {
        let before = self.number - 1;
        Lines::of(self.rest).map(move |(number, line)| (before + number, line))
    }
}

/// The links of a page or of code; the rest of it is no list.
fn markup<'a>(
    start: &Start<'a>,
    looks: LooksLike,
    mut take: impl FnMut(Entry<'a>),
) -> Result<Told, LooksLike> {
    let mut blank = start.blank;
    let mut any = false;
    for (line, text) in start.lines() {
        blank += usize::from(text.trim().is_empty());
        for link in links::all(text) {
            any = true;
            take(Entry { line, what: link.what() });
        }
    }
    if any { Ok(Told { blank, form: Form::Markup }) } else { Err(looks) }
}

/// Lines that are entries, each as a whole or with the links in it.
fn plain<'a>(start: &Start<'a>, mut take: impl FnMut(Entry<'a>)) -> Result<Told, LooksLike> {
    let mut blank = start.blank;
    let (mut entries, mut tags) = (false, false);
    for (line, text) in start.lines() {
        let inside = unquoted(text);
        if inside.as_deref().unwrap_or(text).trim().is_empty() {
            blank += 1;
            continue;
        }
        let among = match &inside {
            Some(Cow::Borrowed(inside)) => links::read(inside),
            Some(Cow::Owned(inside)) => {
                links::read(inside).map(|links| links.into_iter().map(Link::into_owned).collect())
            }
            None => links::read(text),
        };
        let shown = inside.as_deref().unwrap_or(text);
        match among {
            None if is_only_tags(shown) => {
                tags = true;
                blank += 1;
                continue;
            }
            None => take(Entry { line, what: What::Text(inside.unwrap_or(Cow::Borrowed(text))) }),
            // An address and more, with nothing before it: all of it may be one address.
            Some(links) if links.len() == 1 && is_cut_short(shown, &links[0]) => {
                take(Entry { line, what: What::Text(inside.unwrap_or(Cow::Borrowed(text))) });
            }
            Some(links) => {
                for link in links {
                    take(Entry { line, what: link.what() });
                }
            }
        }
        entries = true;
    }
    if tags && !entries { Err(LooksLike::WebPage) } else { Ok(Told { blank, form: Form::Lines }) }
}

/// Whether a text begins with an address, of which a link takes a part that may not be all.
fn is_cut_short(text: &str, link: &Link<'_>) -> bool {
    text.trim_start().starts_with(&*link.address) && !link.ends_there
}

/// Whether a line holds tags of HTML and no text: no public ID has `<` or `>` (Cloudinary, “Permitted
/// naming conventions”).
fn is_only_tags(line: &str) -> bool {
    let mut rest = line.trim();
    let tag = |rest: &str| rest.strip_prefix('<').is_some_and(|inside| inside.starts_with(is_tags_first));
    while tag(rest) {
        let Some(end) = rest.find('>') else { return false };
        rest = rest[end + 1..].trim_start();
    }
    rest.is_empty()
}

fn is_tags_first(c: char) -> bool {
    c.is_ascii_alphabetic() || c == '/' || c == '!'
}
