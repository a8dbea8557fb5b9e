//! Lists in JSON: what this program and Cloudinary's API write, arrays, JSON Lines, and parts of
//! any of them as people cut them out.
//!
//! Shapes (Admin API: “Resources”, “Search”): `{"resources":[…]}`, one resource, an array of them
//! or of texts; the program's own `{"job":…,"items":[…],"beyond_the_plan":[…]}`. Texts without
//! brackets stand one on a line: several on one line would be a row of which nobody knows what its
//! cells mean.

use std::borrow::Cow;

use super::columns::{Cells, Column, means_copies};
use super::entry::{Entry, What};
use super::scanner::{Broken, Scanner, Value};

/// The arrays of an object whose elements are assets.
const LISTS: [&str; 3] = ["resources", "items", "beyond_the_plan"];

/// What a text is, read as JSON.
#[derive(Debug)]
pub(super) enum Json<'a> {
    /// Entries, and how many elements hold nothing.
    List { entries: Vec<Entry<'a>>, blank: usize },
    /// JSON that names no asset.
    Other,
    /// No JSON, though it may begin like it.
    None,
}

/// Reads a whole text.
pub(super) fn read(text: &str) -> Json<'_> {
    let mut document = Document::default();
    match document.read(&mut Scanner::of(text)) {
        Err(Broken) => Json::None,
        Ok(()) if document.is_list() => Json::List { entries: document.entries, blank: document.blank },
        Ok(()) => Json::Other,
    }
}

/// Whether a text that is no JSON was meant to be some: it begins with a key and its value, or
/// with texts in brackets.
pub(super) fn begins(text: &str) -> bool {
    let mut scanner = Scanner::of(text);
    let bracket = scanner.eat(b'[');
    let quoted = |scanner: &mut Scanner| matches!(scanner.peek(), Some(b'"' | b'\''));
    if scanner.eat(b'{') {
        return quoted(&mut scanner) && scanner.key().is_ok() && scanner.eat_colon();
    }
    bracket && quoted(&mut scanner) && scanner.key().is_ok() && scanner.eat(b',')
}

#[derive(Debug, Default)]
struct Document<'a> {
    entries: Vec<Entry<'a>>,
    /// Elements that are `null`.
    blank: usize,
    /// Whether anything is there that no list holds.
    other: bool,
    objects: usize,
    /// Arrays, those in objects too.
    arrays: usize,
    /// Arrays that hold texts.
    arrays_of_texts: usize,
    /// Texts outside of any array, and those in single quotes among them.
    loose: usize,
    single: usize,
    commas: usize,
    /// Whether such a text has escapes.
    escapes: bool,
    /// The key of pairs outside of any object.
    pair: Option<Column>,
}

impl<'a> Document<'a> {
    fn read(&mut self, scanner: &mut Scanner<'a>) -> Result<(), Broken> {
        let mut last = 0;
        while let Some(next) = scanner.peek() {
            let line = scanner.line;
            match next {
                b'[' => self.array(scanner, true)?,
                b'{' => self.object(scanner, true)?,
                b'"' | b'\'' if line > last => {
                    last = self.loose(scanner, line)?;
                    self.commas += usize::from(scanner.eat(b','));
                    continue;
                }
                b']' if last > 0 => {
                    scanner.eat(b']');
                    scanner.eat(b',');
                    return if scanner.peek().is_none() { self.checked() } else { Err(Broken) };
                }
                _ => return Err(Broken),
            }
            last = scanner.line;
            let _ = scanner.eat(b',') || scanner.eat(b';');
        }
        self.checked()
    }

    /// Quoted lines without any comma or escape are plain ones. Texts in single quotes may be public
    /// IDs that hold them, unless commas say that they are none.
    fn checked(&self) -> Result<(), Broken> {
        let plain = self.loose > 0 && self.commas == 0 && !self.escapes;
        let alone = self.single > 0 && (self.loose < 2 || self.commas + 1 < self.loose);
        if plain || alone { Err(Broken) } else { Ok(()) }
    }

    fn is_list(&self) -> bool {
        let bare = self.loose > 0 || self.pair.is_some();
        let mixed = bare && self.objects + self.arrays > 0;
        // Several arrays of texts are rows of a table without a header.
        if self.other || mixed || self.arrays_of_texts > 1 {
            return false;
        }
        let names = |entry: &Entry| match &entry.what {
            What::Record(record) => record.names_an_asset(),
            What::Text(_) | What::Perhaps(_) | What::Link(_) => true,
        };
        if self.entries.is_empty() { self.arrays > 0 } else { self.entries.iter().any(names) }
    }

    /// A text on a line of its own, or a pair that was cut out of an object. Gives the line on which
    /// it ends.
    fn loose(&mut self, scanner: &mut Scanner<'a>, line: usize) -> Result<usize, Broken> {
        let single = scanner.peek() == Some(b'\'');
        let text = scanner.key()?;
        let end = scanner.line;
        if scanner.eat_colon() {
            // Pairs of several keys cannot be told to belong to one asset or to two.
            let column = Column::of(&text).ok_or(Broken)?;
            if *self.pair.get_or_insert(column) != column || self.loose > 0 {
                return Err(Broken);
            }
            let mut cells = Cells::default();
            put(&mut cells, column, scanner)?;
            self.entries.push(record(line, cells));
            return Ok(scanner.line);
        }
        if self.pair.is_some() {
            return Err(Broken);
        }
        self.loose += 1;
        self.single += usize::from(single);
        self.escapes |= matches!(text, Cow::Owned(_));
        self.entries.push(Entry { line, what: What::Text(text) });
        Ok(end)
    }

    /// `top`: it may end with the text, where somebody copied its beginning.
    fn array(&mut self, scanner: &mut Scanner<'a>, top: bool) -> Result<(), Broken> {
        scanner.eat(b'[');
        self.arrays += 1;
        let mut texts = false;
        loop {
            match scanner.peek() {
                None if top && !self.entries.is_empty() => break,
                Some(b']') => {
                    scanner.eat(b']');
                    break;
                }
                _ => texts |= self.element(scanner)?,
            }
            if !scanner.eat(b',') && !matches!(scanner.peek(), None | Some(b']')) {
                return Err(Broken);
            }
        }
        self.arrays_of_texts += usize::from(texts);
        Ok(())
    }

    /// Whether it is a text.
    fn element(&mut self, scanner: &mut Scanner<'a>) -> Result<bool, Broken> {
        let line = scanner.line;
        match scanner.peek() {
            Some(b'{') => self.object(scanner, false)?,
            Some(b'[') => {
                self.other = true;
                scanner.skip(0)?;
            }
            _ => match scanner.value()? {
                Value::Text(text) => {
                    self.entries.push(Entry { line, what: What::Text(text) });
                    return Ok(true);
                }
                Value::Number(number) => {
                    self.entries.push(Entry { line, what: What::Text(Cow::Borrowed(number)) });
                    return Ok(true);
                }
                Value::Nothing => self.blank += 1,
                Value::Word => self.other = true,
            },
        }
        Ok(false)
    }

    /// One asset, or at the `top` what lists them.
    fn object(&mut self, scanner: &mut Scanner<'a>, top: bool) -> Result<(), Broken> {
        let line = scanner.line;
        scanner.eat(b'{');
        self.objects += 1;
        let mut cells = Cells::default();
        let mut lists = false;
        let mut job_of_copies = false;
        let first = self.entries.len();
        scanner.members(|scanner, key| {
            if top && LISTS.contains(&&*key) && scanner.peek() == Some(b'[') {
                lists = true;
                return self.array(scanner, false);
            }
            if top && key == "job" && scanner.eat(b'{') {
                return scanner.members(|scanner, key| match scanner.peek() {
                    Some(b'"') if key == "what" => {
                        let what = scanner.key()?;
                        job_of_copies |= means_copies(&what);
                        Ok(())
                    }
                    _ => scanner.skip(2),
                });
            }
            match Column::of(&key) {
                Some(column) => put(&mut cells, column, scanner),
                None => scanner.skip(1),
            }
        })?;
        let record = cells.into_record();
        if !lists {
            self.entries.push(Entry { line, what: What::Record(Box::new(record)) });
            return Ok(());
        }
        // An asset that lists others is nothing that is known.
        self.other |= record.names_an_asset();
        let copies = self.entries[first..].iter_mut().filter(|_| job_of_copies);
        for Entry { what, .. } in copies {
            if let What::Record(record) = what {
                record.copies_only = true;
            }
        }
        Ok(())
    }
}

fn record(line: usize, cells: Cells<'_>) -> Entry<'_> {
    Entry { line, what: What::Record(Box::new(cells.into_record())) }
}

/// Puts the next value in. Of two with one key the last counts, as in every reader of JSON.
fn put<'a>(cells: &mut Cells<'a>, column: Column, scanner: &mut Scanner<'a>) -> Result<(), Broken> {
    if matches!(scanner.peek(), Some(b'[' | b'{')) {
        cells.are_unclear();
        return scanner.skip(1);
    }
    match scanner.value()? {
        Value::Text(text) => cells.put(column, text),
        Value::Number(number) => cells.put(column, Cow::Borrowed(number)),
        Value::Nothing => cells.put(column, Cow::Borrowed("")),
        Value::Word => cells.are_unclear(),
    }
    Ok(())
}
