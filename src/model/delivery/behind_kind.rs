//! What stands behind kind and signature: transformations, a version, the public ID, its format, and
//! perhaps a name for search engines. Where two readings are left, none is certain.

use super::kind::{Kind, Suffix};
use super::named::Named;
use super::transformation::{Likeness, likeness};
use super::words::{self, SHORTEST_TIME, decoded, ending, is_version};
use crate::model::asset::{DeliveryType, ResourceType};
use crate::model::guess::{Guess, Guesses, Why};

/// The parts behind kind and signature.
pub(super) struct Reading<'a> {
    segments: &'a [&'a str],
    kind: &'a Kind,
    /// Where the public ID ends: behind the last part, or before a name for search engines.
    end: usize,
    guesses: Guesses,
}

impl<'a> Reading<'a> {
    pub(super) fn of(segments: &'a [&'a str], kind: &'a Kind, guesses: Guesses) -> Self {
        Self { segments, kind, end: segments.len(), guesses }
    }

    /// What the parts name, for certain and perhaps.
    pub(super) fn named(mut self) -> Named {
        if self.kind.suffix == Suffix::Always {
            return self.before_suffix();
        }
        let last = self.segments.len() - 1;
        let certain = self.start(last).and_then(|start| self.public_id(start));
        if self.kind.suffix == Suffix::Perhaps
            && last > 0
            && self.guesses.are_wanted()
            && let Some(id) = self.whole(0, last)
        {
            self.guess(&id, Why::WithoutSuffix);
        }
        self.finish(certain)
    }

    fn before_suffix(mut self) -> Named {
        let last = self.segments.len() - 1;
        if last == 0 {
            // `/videos/dog.mp4`: without a name for search engines it is a public ID, or a folder
            // `videos` on a path without a kind.
            if let Some(id) = self.public_id(0) {
                self.guess(&id, Why::WithSuffix);
            }
            return self.finish(None);
        }
        self.end = last;
        let start = self.start(last - 1);
        let certain = start.and_then(|start| self.public_id(start));
        self.end = last + 1;
        if let Some(id) = self.public_id(start.unwrap_or_default()) {
            self.guess(&id, Why::WithSuffix);
        }
        self.finish(certain)
    }

    fn finish(mut self, certain: Option<String>) -> Named {
        if let Some(id) = certain.as_ref().filter(|_| self.guesses.are_wanted()) {
            if let Some(twice) = decoded(id).filter(|twice| *twice != **id) {
                let twice = twice.into_owned();
                self.guess(&twice, Why::DecodedTwice);
            }
            if id.contains('+') {
                self.guess(&id.replace('+', " "), Why::PlusAsBlank);
            }
        }
        let certain = self.kind.certain(certain);
        let mut guesses = self.guesses.into_vec();
        guesses.retain(|guess| certain.as_ref().is_none_or(|name| name.public_id != guess.public_id));
        Named { certain, guesses }
    }

    fn guess(&mut self, public_id: &str, why: Why) {
        if !self.guesses.are_wanted() {
            return;
        }
        let name = self.kind.name(public_id);
        self.guesses.add(Guess::named(&name, why));
    }

    /// Where the public ID begins, at `last` at the latest; `None` where that is not certain. What
    /// else could be meant is guessed.
    fn start(&mut self, last: usize) -> Option<usize> {
        let like: Vec<Likeness> = self.segments.iter().take(last).map(|it| likeness(it)).collect();
        let known = like.iter().take_while(|it| **it >= Likeness::Doubtful).count();
        let version = self.segments.iter().take(last).position(|it| is_version(it));
        match version {
            Some(at) => self.start_at_version(at, &like, known),
            None => self.start_without_version(&like, known),
        }
    }

    fn start_at_version(&mut self, at: usize, like: &[Likeness], known: usize) -> Option<usize> {
        let before = &like[..at];
        let version = self.segments[at];
        let is_time = version.len() >= SHORTEST_TIME;
        let all = |least: Likeness| before.iter().all(|it| *it >= least);
        if all(Likeness::Certain) || (is_time && all(Likeness::NewKey)) {
            self.guess_from(at, || Why::VersionAsFolder(version.into()));
            self.guess_folders(at, like);
            return Some(at + 1);
        }
        if all(Likeness::NewKey) {
            self.guess_from(at + 1, || Why::BehindVersion(version.into()));
            self.guess_from(known, || Why::VersionAsFolder(version.into()));
            self.guess_folders(known.min(at), like);
            return None;
        }
        // A folder stands before it: then what looks like a version is one, too.
        self.guess_from(at + 1, || Why::BehindVersion(version.into()));
        self.start_without_version(like, known)
    }

    fn start_without_version(&mut self, like: &[Likeness], known: usize) -> Option<usize> {
        let certain = like[..known].iter().all(|it| *it == Likeness::Certain);
        if !certain {
            let segment = self.segments[known - 1];
            self.guess_from(known, || Why::Transformation(segment.into()));
        }
        self.guess_folders(known, like);
        if like.get(known) == Some(&Likeness::NewKey) {
            let segment = self.segments[known];
            self.guess_from(known + 1, || Why::Transformation(segment.into()));
        }
        certain.then_some(known)
    }

    /// Each of the last transformations could be a folder.
    fn guess_folders(&mut self, until: usize, like: &[Likeness]) {
        for start in (0..until.min(like.len())).rev() {
            let segment = self.segments[start];
            self.guess_from(start, || Why::Folder(segment.into()));
        }
    }

    fn guess_from(&mut self, start: usize, why: impl FnOnce() -> Why) {
        if self.guesses.are_wanted()
            && let Some(whole) = self.whole(start, self.end)
        {
            let id = &whole[..self.without_format(&whole)];
            self.guess(id, why());
        }
    }

    /// The public ID from here to the end, its format cut off; what the ending leaves open is
    /// guessed. `None` where it cannot be decoded.
    fn public_id(&mut self, start: usize) -> Option<String> {
        let whole = self.whole(start, self.end);
        let Some(mut whole) = whole else {
            let undecoded = self.segments[start..self.end].join("/");
            let id = &undecoded[..self.without_format(&undecoded)];
            self.guess(id, Why::NotDecoded);
            return None;
        };
        let length = self.without_format(&whole);
        if length < whole.len() {
            let ending = whole[length + 1..].into();
            self.guess(&whole, Why::WithEnding(ending));
        } else if let Some((stem, ending)) = ending(&whole).filter(|_| !self.is_raw()) {
            self.guess(stem, Why::WithoutEnding(ending.into()));
        }
        whole.truncate(length);
        Some(whole)
    }

    /// The length of a name without the ending that is its format.
    fn without_format(&self, whole: &str) -> usize {
        match ending(whole) {
            // A name for search engines carries the ending, so the public ID before it has none.
            Some((stem, ending))
                if !self.is_raw() && self.end == self.segments.len() && self.is_format(ending) =>
            {
                stem.len()
            }
            _ => whole.len(),
        }
    }

    fn is_format(&self, ending: &str) -> bool {
        match self.kind.delivery_type {
            DeliveryType::List => ending == "json",
            _ => words::is_format(ending),
        }
    }

    fn is_raw(&self) -> bool {
        self.kind.resource_type == ResourceType::Raw && self.kind.delivery_type != DeliveryType::List
    }

    /// Some parts, each decoded once. `None` where one is no UTF-8 then.
    fn whole(&self, start: usize, end: usize) -> Option<String> {
        let parts: Option<Vec<_>> = self.segments[start..end].iter().map(|it| decoded(it)).collect();
        parts.map(|parts| parts.join("/"))
    }
}
