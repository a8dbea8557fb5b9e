//! A list of public IDs and links as people paste it: read entry by entry, every line accounted for.
//!
//! Each row has one certain reading or none ([`Wanted`]); only that is ever planned. What else a row
//! could mean ([`PublicIdList::guesses`]) is worked out once it found nothing, and only offered.
//! Nothing is dropped in silence: blank lines, repetitions and rows that cannot be read are counted
//! or kept with their reason.

mod guesses;
mod narrowed;
mod row;
#[cfg(test)]
mod tests;
mod wanted;

use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasher as _, BuildHasherDefault, Hasher, RandomState};

pub use narrowed::Narrowed;
pub use row::Row;
pub use wanted::{Refusal, Wanted};

use super::delivery::Hosts;
use super::guess::{Guess, trimmed};
use super::source::{self, Entry, LooksLike, What};

/// A read list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PublicIdList {
    /// In the order of the lines.
    pub rows: Vec<Row>,
    /// Lines with nothing in them.
    pub blank: usize,
    /// Entries that repeat an earlier one.
    pub duplicates: usize,
    /// What the text looks like instead, where it is no list; then it has no rows.
    pub looks_like: Option<LooksLike>,
    /// Which links were read as links of the environment.
    pub hosts: Hosts,
}

impl PublicIdList {
    /// Reads pasted lines or a file's text.
    pub fn read(text: &str, hosts: &Hosts) -> Self {
        let mut list = Self { hosts: hosts.clone(), ..Self::default() };
        let (mut seen, mut texts) = (Seen::default(), Vec::new());
        let told = source::read(text, |entry| list.take(entry, &mut seen, &mut texts));
        match told {
            Ok(told) => {
                list.blank += told.blank;
                read_texts(&mut list.rows, &texts, hosts);
            }
            Err(looks_like) => {
                list = Self { hosts: list.hosts, looks_like: Some(looks_like), ..Self::default() };
            }
        }
        list
    }

    /// Reads a field that holds one public ID or link; commas and quotes belong to it.
    pub fn read_one(text: &str, hosts: &Hosts) -> Self {
        let mut list = Self { hosts: hosts.clone(), ..Self::default() };
        let mut texts = Vec::new();
        let link = link_within(text);
        list.take_text(1, link.as_deref().unwrap_or(text), &mut Seen::default(), &mut texts);
        read_texts(&mut list.rows, &texts, hosts);
        list.blank = 0;
        list
    }

    /// `texts`: of each row, whether its text is still to be read.
    fn take(&mut self, entry: Entry<'_>, seen: &mut Seen, texts: &mut Vec<bool>) {
        let line = u32::try_from(entry.line).unwrap_or(u32::MAX);
        match entry.what {
            What::Text(text) | What::Link(text) => self.take_text(line, &text, seen, texts),
            What::Perhaps(text) => {
                let rows = self.rows.len();
                self.take_text(line, &text, seen, texts);
                if let (Some(row), Some(is_text)) = (self.rows.get_mut(rows), texts.get_mut(rows)) {
                    let wanted = wanted::of_text(&row.text, &self.hosts);
                    row.wanted = if matches!(wanted, Wanted::Link(_)) { Wanted::Link(None) } else { wanted };
                    *is_text = false;
                }
            }
            What::Record(record) => {
                let (text, wanted) = wanted::of_record(&record, &self.hosts);
                if seen.is_new(&(&text, &wanted)) {
                    let cut = record.public_id.as_deref().is_some_and(|id| trimmed(id).len() < id.len());
                    self.rows.push(Row { line, cut, text: text.into(), wanted });
                    texts.push(false);
                } else {
                    self.duplicates += 1;
                }
            }
        }
    }

    fn take_text(&mut self, line: u32, text: &str, seen: &mut Seen, texts: &mut Vec<bool>) {
        let kept = trimmed(text);
        if kept.is_empty() {
            self.blank += 1;
        } else if seen.is_new(kept) {
            let cut = kept.len() != text.len();
            self.rows.push(Row { line, cut, text: kept.into(), wanted: Wanted::PublicId });
            texts.push(true);
        } else {
            self.duplicates += 1;
        }
    }

    /// What a row could mean besides what it certainly names, the likeliest first.
    pub fn guesses(&self, row: &Row) -> Vec<Guess> {
        guesses::of(row, &self.hosts)
    }

    /// Rows that cannot be looked up at all.
    pub fn unreadable(&self) -> usize {
        self.rows.iter().filter(|row| matches!(row.wanted, Wanted::Unreadable(_))).count()
    }

    /// The hosts of links that are not the environment's, each with its number of links, the most
    /// first.
    pub fn foreign_hosts(&self) -> Vec<(&str, usize)> {
        let mut hosts: Vec<(&str, usize)> = Vec::new();
        let mut places: HashMap<&str, usize> = HashMap::new();
        for row in &self.rows {
            let Wanted::Address(Refusal::OtherHost(host)) = &row.wanted else { continue };
            let place = *places.entry(host).or_insert(hosts.len());
            match hosts.get_mut(place) {
                Some((_, count)) => *count += 1,
                None => hosts.push((host, 1)),
            }
        }
        hosts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        hosts
    }
}

/// The one link in a text that is more than a link: Markdown, HTML, brackets around it.
fn link_within(text: &str) -> Option<String> {
    let mut entries = Vec::new();
    source::read(text, |entry| entries.push(entry.what)).ok()?;
    match &entries[..] {
        [What::Link(link)] => Some(link.clone().into_owned()),
        _ => None,
    }
}

/// Rows from which on their texts are read by several threads.
const MANY: usize = 20_000;

/// Reads the texts of rows: each by itself, so a long list is shared out.
fn read_texts(rows: &mut [Row], texts: &[bool], hosts: &Hosts) {
    let read = |rows: &mut [Row], texts: &[bool]| {
        for (row, _) in rows.iter_mut().zip(texts).filter(|(_, is_text)| **is_text) {
            row.wanted = wanted::of_text(&row.text, hosts);
        }
    };
    let threads = std::thread::available_parallelism().map_or(1, std::num::NonZero::get).min(8);
    let share = rows.len().div_ceil(threads).max(MANY);
    if rows.len() <= share {
        return read(rows, texts);
    }
    std::thread::scope(|scope| {
        for (rows, texts) in rows.chunks_mut(share).zip(texts.chunks(share)) {
            scope.spawn(|| read(rows, texts));
        }
    });
}

/// Entries by a hash of 64 bits with a secret key: of a million, two that differ share one with a
/// chance of one in thirty million, and are then told as a repetition.
#[derive(Default)]
struct Seen {
    hashes: HashSet<u64, BuildHasherDefault<AsItIs>>,
    with: RandomState,
}

/// What is a hash already.
#[derive(Default)]
struct AsItIs(u64);

impl Hasher for AsItIs {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = self.0.rotate_left(8) ^ u64::from(*byte);
        }
    }

    fn write_u64(&mut self, hash: u64) {
        self.0 = hash;
    }
}

impl Seen {
    fn is_new(&mut self, entry: &(impl std::hash::Hash + ?Sized)) -> bool {
        self.hashes.insert(self.with.hash_one(entry))
    }
}
