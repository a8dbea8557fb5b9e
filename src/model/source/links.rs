//! Addresses that stand in something else: Markdown, HTML, style sheets, brackets, quotes, a
//! sentence.
//!
//! An address that is cut off at a blank may name another asset than the one that was meant
//! (`…/docs/my owl.jpg` is not `…/docs/my`), so it goes on over blanks wherever that is likely.

#[cfg(test)]
mod tests;

use std::borrow::Cow;

use super::entry::What;

/// Endings of files as delivery URLs have them; after one of them an address is complete.
const ENDINGS: [&str; 45] = [
    "jpg", "jpeg", "jpe", "jfif", "png", "gif", "webp", "avif", "heic", "heif", "jxl", "jp2", "svg", "bmp",
    "ico", "tif", "tiff", "pdf", "psd", "ai", "eps", "mp4", "mov", "webm", "m4v", "avi", "mkv", "ogv",
    "m3u8", "mpd", "mp3", "wav", "ogg", "m4a", "aac", "flac", "opus", "glb", "gltf", "obj", "zip", "txt",
    "csv", "json", "docx",
];
const SCHEMES: [&str; 4] = ["https://", "http://", "https:\\/\\/", "http:\\/\\/"];
/// Longer than any address, bytes.
const LONGEST: usize = 8 << 10;
/// How many links before one are compared with it.
const COMPARED: usize = 8;

/// An address in a text.
#[derive(Debug, PartialEq)]
pub(super) struct Link<'a> {
    pub(super) address: Cow<'a, str>,
    /// Whether it ends, for certain, where it was cut off.
    pub(super) ends_there: bool,
}

impl<'a> Link<'a> {
    pub(super) fn what(self) -> What<'a> {
        if self.ends_there { What::Link(self.address) } else { What::Perhaps(self.address) }
    }

    pub(super) fn into_owned<'b>(self) -> Link<'b> {
        Link { address: Cow::Owned(self.address.into_owned()), ..self }
    }
}

/// The addresses that a line holds among other things, in their order. `None`: it holds none, or is
/// nothing but one.
pub(super) fn read(line: &str) -> Option<Vec<Link<'_>>> {
    let text = line.trim();
    let start = first(text, 0)?;
    if start == 0 && is_one(text) {
        return None;
    }
    let links = all(text);
    let whole = links.len() == 1 && *links[0].address == *text;
    (!whole).then_some(links)
}

/// Whether nothing in a text that starts with an address could end it.
fn is_one(text: &str) -> bool {
    let bytes = text.as_bytes();
    let ends = |at: usize| match bytes[at] {
        b',' => matches!(bytes.get(at + 1), None | Some(b'h' | b'H')),
        byte => ENDS[usize::from(byte)],
    };
    !(0..bytes.len()).any(ends)
}

/// The bytes at which an address may end.
const ENDS: [bool; 256] = {
    let mut ends = [false; 256];
    let mut byte = 0;
    while byte < ends.len() {
        ends[byte] = byte <= b' ' as usize || byte > b'~' as usize;
        byte += 1;
    }
    let marks = b"\"'<>()[]{}|;`\\";
    let mut at = 0;
    while at < marks.len() {
        ends[marks[at] as usize] = true;
        at += 1;
    }
    ends
};

/// Every address of a text, in its order; one that was there shortly before is left out.
pub(super) fn all(text: &str) -> Vec<Link<'_>> {
    let mut links: Vec<Link<'_>> = Vec::new();
    let mut from = 0;
    let mut bare = true;
    while let Some(start) = first(text, from) {
        bare &= !text[from..start].chars().any(char::is_alphabetic);
        let window = &text[start..text.floor_char_boundary(start + LONGEST)];
        let address = Address { before: &text[..start], next: next(window), window, bare };
        let link = &window[..address.end()];
        from = start + link.len();
        let address = plain(link, address.before);
        if !links.iter().rev().take(COMPARED).any(|known| known.address == address) {
            // What was written for JSON or HTML is judged by its file's ending alone.
            let ends_there = match &address {
                Cow::Borrowed(_) => ends_there(&text[..start], link, &text[from..]),
                Cow::Owned(address) => has_ending(address),
            };
            links.push(Link { address, ends_there });
        }
    }
    links
}

/// Where the first address at or behind `from` starts. One inside of a path starts none.
fn first(text: &str, from: usize) -> Option<usize> {
    let absolute = first_absolute(text, from);
    let before = text.get(..absolute.unwrap_or(text.len()))?;
    first_relative(before, from).or(absolute)
}

fn first_absolute(text: &str, from: usize) -> Option<usize> {
    let mut at = from;
    loop {
        let colon = at + text.get(at..)?.find(':')?;
        at = colon + 1;
        for letters in ["https".len(), "http".len()] {
            let Some(start) = colon.checked_sub(letters).filter(|start| *start >= from) else { continue };
            if text.get(start..).is_some_and(has_scheme) && !inside_a_path(&text[..start]) {
                return Some(start);
            }
        }
    }
}

/// One without a scheme, as HTML and style sheets may have it: `src="//host.example/…"`.
fn first_relative(text: &str, from: usize) -> Option<usize> {
    let rest = text.get(from..)?;
    if !rest.contains('=') && !rest.contains('(') {
        return None;
    }
    let starts = |at: &usize| {
        let value = ["=\"", "='", "=", "(\"", "('", "("].iter().any(|mark| text[..*at].ends_with(mark));
        let host = text[at + 2..].split('/').next().unwrap_or_default();
        value && is_host(host)
    };
    rest.match_indices("//").map(|(at, _)| from + at).find(starts)
}

/// Names with dots between them: letters and digits, and hyphens inside.
fn is_host(text: &str) -> bool {
    let name = |name: &str| {
        let letters = name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
        letters && !name.is_empty() && !name.starts_with('-') && !name.ends_with('-')
    };
    text.contains('.') && text.split('.').all(name)
}

/// Where the next address starts in a text that starts with one. One that is a parameter's value
/// is no next one.
fn next(window: &str) -> Option<usize> {
    let gap = window.find(|c: char| c.is_whitespace() || "\"'<>,;|()[]".contains(c)).unwrap_or(window.len());
    let mut from = 1;
    loop {
        let start = first(window, from)?;
        if start > gap || !window[..start].ends_with(['=', '&', '?', '.', '_', '-', '~', '+', '#']) {
            return Some(start);
        }
        from = start + 1;
    }
}

/// JSON may write the slashes of a scheme with backslashes.
fn has_scheme(text: &str) -> bool {
    let starts = |scheme: &str| text.get(..scheme.len()).is_some_and(|it| it.eq_ignore_ascii_case(scheme));
    SCHEMES.iter().any(|scheme| starts(scheme))
}

fn inside_a_path(before: &str) -> bool {
    before.ends_with(|c: char| c.is_alphanumeric() || "/:%@".contains(c))
}

/// An address with what stands around it.
struct Address<'a> {
    before: &'a str,
    /// From its start on.
    window: &'a str,
    /// Where the next address starts in the window.
    next: Option<usize>,
    /// Whether nothing but brackets, bullets and numbers stands before it.
    bare: bool,
}

impl Address<'_> {
    /// Its length.
    fn end(&self) -> usize {
        let opener = self.before.chars().next_back();
        let pair = match opener {
            Some(quote @ ('"' | '\'' | '`')) => Some(quote),
            Some('<') => Some('>'),
            Some('“' | '„') => Some('”'),
            Some('‘') => Some('’'),
            Some('«') => Some('»'),
            _ => None,
        };
        let quoted = pair.and_then(|closer| self.closed_by(closer));
        let markdown = || self.before.ends_with("](").then(|| self.closed_by_parenthesis()).flatten();
        quoted.or_else(markdown).unwrap_or_else(|| self.cut(opener))
    }

    /// Up to the next address.
    fn inside(&self) -> &str {
        &self.window[..self.next.unwrap_or(self.window.len())]
    }

    /// Up to the quote that closes it, unless several addresses, or what a `srcset` says of one,
    /// stand between these quotes.
    fn closed_by(&self, closer: char) -> Option<usize> {
        let inside = self.inside();
        let ends = |at: &usize| {
            let behind = inside[at + closer.len_utf8()..].chars().next();
            closer != '\'' || !behind.is_some_and(char::is_alphanumeric)
        };
        let end = inside.match_indices(closer).map(|(at, _)| at).find(ends)?;
        let name = self.before.trim_end_matches(['"', '\'', ' ', '=']).as_bytes();
        let set = name.len() >= 6 && name[name.len() - 6..].eq_ignore_ascii_case(b"srcset");
        (!set).then(|| inside[..end].trim_end().len())
    }

    /// Up to the parenthesis that closes it, or the title before that: `[x](address "title")`.
    fn closed_by_parenthesis(&self) -> Option<usize> {
        let inside = self.inside();
        let inside = &inside[..unmatched(inside, '(', ')')?];
        let title = [" \"", " '", " ("].into_iter().filter_map(|mark| inside.find(mark)).min();
        Some(inside[..title.unwrap_or(inside.len())].trim_end().len())
    }

    /// Up to what no address holds, or over blanks up to where it is likely to end.
    fn cut(&self, opener: Option<char>) -> usize {
        let rest = self.inside();
        let hard = |c: char| (c.is_control() && c != '\t') || "\t\"<>`|“”„«»".contains(c);
        let rest = &rest[..rest.find(hard).unwrap_or(rest.len())];
        let blank = rest.find(char::is_whitespace).unwrap_or(rest.len());
        let closed = match opener {
            Some('(') => unmatched(&rest[..blank], '(', ')'),
            Some('[') => unmatched(&rest[..blank], '[', ']'),
            Some('{') => unmatched(&rest[..blank], '{', '}'),
            _ => None,
        };
        let (address, tail) = rest.split_at(closed.unwrap_or(blank));
        let address = without_decoration(address, opener);
        if closed.is_none() && self.goes_on(address, tail) {
            return without_decoration(rest.trim_end(), opener).len();
        }
        address.len()
    }

    /// Whether what stands behind a blank is likely to belong to the address.
    fn goes_on(&self, address: &str, tail: &str) -> bool {
        let words = || tail.split_whitespace().map(|word| without_decoration(word, None));
        if !tail.contains(char::is_alphanumeric) || words().all(is_descriptor) {
            return false;
        }
        words().any(has_ending) || (self.bare && !has_ending(address))
    }
}

/// What a `srcset` says of an address: `100w`, `1.5x`.
fn is_descriptor(word: &str) -> bool {
    word.strip_suffix(['w', 'x', 'h']).is_some_and(|number| number.parse::<f32>().is_ok())
}

/// Whether a text ends like a file; a query and a fragment are no part of that.
fn has_ending(text: &str) -> bool {
    let path = &text[..text.find(['?', '#']).unwrap_or(text.len())];
    let ending = path.rsplit_once('.').map(|(_, ending)| ending);
    ending.is_some_and(|ending| ENDINGS.iter().any(|known| known.eq_ignore_ascii_case(ending)))
}

/// Where a bracket closes that was opened before.
fn unmatched(text: &str, open: char, close: char) -> Option<usize> {
    let mut depth = 0_usize;
    for (at, c) in text.char_indices() {
        if c == open {
            depth += 1;
        } else if c == close {
            depth = match depth.checked_sub(1) {
                Some(depth) => depth,
                None => return Some(at),
            };
        }
    }
    None
}

/// Without what ends sentences, lists and quotes. A bracket that closes one inside stays.
fn without_decoration(text: &str, opener: Option<char>) -> &str {
    let count = |mark: char| text.matches(mark).count();
    let opens = BRACKETS.map(|(open, _)| count(open));
    let mut closes = BRACKETS.map(|(_, close)| count(close));
    let mut text = text;
    while let Some(last) = text.chars().next_back() {
        let bracket = BRACKETS.iter().position(|(_, close)| *close == last);
        let off = match bracket {
            Some(at) => opens[at] < closes[at],
            None => ",;.:!?\"'`>\\’".contains(last) || ("*_~".contains(last) && opener == Some(last)),
        };
        if !off {
            break;
        }
        if let Some(at) = bracket {
            closes[at] -= 1;
        }
        text = &text[..text.len() - last.len_utf8()];
    }
    text
}

/// Brackets that may be a part of an address.
const BRACKETS: [(char, char); 3] = [('(', ')'), ('[', ']'), ('{', '}')];
/// What opens and closes around a link, so that all between is the link.
const PAIRS: [(char, char); 12] = [
    ('"', '"'),
    ('\'', '\''),
    ('`', '`'),
    ('(', ')'),
    ('[', ']'),
    ('{', '}'),
    ('<', '>'),
    ('>', '<'),
    ('“', '”'),
    ('„', '“'),
    ('‘', '’'),
    ('«', '»'),
];

/// Whether a link in a text ends where it was cut off, for certain: at the text's end, within quotes
/// or brackets, or behind the ending of a file. Else what follows may be a part of a public ID.
fn ends_there(before: &str, link: &str, behind: &str) -> bool {
    let Some(next) = behind.chars().next() else { return true };
    if behind.trim_start().is_empty() {
        return true;
    }
    let paired = before.chars().next_back().is_some_and(|last| PAIRS.contains(&(last, next)));
    let ends = next.is_whitespace() || ",;.!?)]}>\"'\\".contains(next);
    paired || (ends && has_ending(link))
}

/// An address as it was before it was written into JSON or HTML.
fn plain<'a>(address: &'a str, before: &str) -> Cow<'a, str> {
    let mut plain = Cow::Borrowed(address);
    if plain.contains("\\/") {
        plain = Cow::Owned(plain.replace("\\/", "/"));
    }
    let attribute = before.trim_end_matches(['"', '\'', ' ']).ends_with('=');
    if attribute && plain.contains("&amp;") {
        plain = Cow::Owned(plain.replace("&amp;", "&"));
    }
    plain
}
