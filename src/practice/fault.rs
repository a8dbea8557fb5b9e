//! Misbehaviour that can be switched on, to try what a client does with a bad day.
//!
//! A fault is written `kind[:count][@scope]`: `error-500`, `drop-after:3@changing`,
//! `empty-listing:1`. Without a count it stays until it is cleared; without a scope it
//! meets reading and changing requests alike. Faults meet API calls only, never pictures.

use std::fmt;
use std::str::FromStr;

/// What goes wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// The work is done, then the answer takes its time (`Settings::slow`, three seconds).
    Slow,
    /// 500 `General Error`; nothing was done.
    Error500,
    /// 503 with an HTML page of a gateway; nothing was done.
    Html503,
    /// 423 `Processing`; nothing was done.
    Locked423,
    /// 401 with an HTML page instead of JSON.
    Html401,
    /// 404 with an HTML page of a proxy; nothing was done. Meets calls that delete, restore, upload
    /// or alter.
    Html404,
    /// 420 with the rate limit's message, whatever the quota.
    Limit420,
    /// The same as status 429.
    Limit429,
    /// The connection breaks before anything was done.
    DropBefore,
    /// The work is done, then the connection breaks without an answer.
    DropAfter,
    /// The work is done, then the answer breaks off in the middle of its body.
    CutBody,
    /// A listing or search answers that there is nothing.
    EmptyListing,
    /// A listing or search gives half of its page and no cursor.
    ShortListing,
    /// A listing or search also gives three assets that nobody asked for.
    StrayListing,
    /// Search and asset folders still show what was deleted within the last hour.
    StaleIndex,
    /// A bulk deletion leaves every third item alone and says `unauthorized` for it.
    RefuseThird,
}

const WORDS: [(Trouble, &str); 16] = [
    (Trouble::Slow, "slow"),
    (Trouble::Error500, "error-500"),
    (Trouble::Html503, "html-503"),
    (Trouble::Locked423, "locked-423"),
    (Trouble::Html401, "html-401"),
    (Trouble::Html404, "html-404"),
    (Trouble::Limit420, "limit-420"),
    (Trouble::Limit429, "limit-429"),
    (Trouble::DropBefore, "drop-before"),
    (Trouble::DropAfter, "drop-after"),
    (Trouble::CutBody, "cut-body"),
    (Trouble::EmptyListing, "empty-listing"),
    (Trouble::ShortListing, "short-listing"),
    (Trouble::StrayListing, "stray-listing"),
    (Trouble::StaleIndex, "stale-index"),
    (Trouble::RefuseThird, "refuse-third"),
];

/// Which requests a fault meets.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Scope {
    /// Every API call.
    #[default]
    All,
    /// Calls that delete, restore, upload or alter.
    Changing,
    /// Calls that only read, `POST …/search` included.
    Reading,
}

/// One kind of misbehaviour, for some requests or until cleared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fault {
    /// What goes wrong.
    pub trouble: Trouble,
    /// For how many more requests; `None` until cleared.
    pub remaining: Option<u32>,
    /// Which requests it meets.
    pub scope: Scope,
}

/// The text is not a fault that the practice environment knows.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("`{0}` is not a fault; known are {1}, each with an optional :COUNT and @changing or @reading")]
pub struct UnknownFault(String, String);

impl FromStr for Fault {
    type Err = UnknownFault;

    fn from_str(text: &str) -> Result<Self, UnknownFault> {
        let unknown = || UnknownFault(text.to_owned(), WORDS.map(|(_, word)| word).join(", "));
        let (rest, scope) = match text.trim().split_once('@') {
            None => (text.trim(), Scope::All),
            Some((rest, "changing")) => (rest, Scope::Changing),
            Some((rest, "reading")) => (rest, Scope::Reading),
            Some(_) => return Err(unknown()),
        };
        let (word, remaining) = match rest.split_once(':') {
            None => (rest, None),
            Some((word, count)) => (word, Some(count.parse().ok().ok_or_else(unknown)?)),
        };
        let (trouble, _) = WORDS.into_iter().find(|(_, known)| *known == word).ok_or_else(unknown)?;
        Ok(Self { trouble, remaining, scope })
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let word = WORDS.iter().find(|(trouble, _)| *trouble == self.trouble).map_or("", |(_, word)| word);
        f.write_str(word)?;
        if let Some(count) = self.remaining {
            write!(f, ":{count}")?;
        }
        match self.scope {
            Scope::All => Ok(()),
            Scope::Changing => f.write_str("@changing"),
            Scope::Reading => f.write_str("@reading"),
        }
    }
}

impl Trouble {
    /// Everything that can go wrong here.
    pub fn all() -> impl Iterator<Item = Self> {
        WORDS.into_iter().map(|(trouble, _)| trouble)
    }

    /// Whether whoever asked never sees the whole answer.
    pub fn loses_the_answer(self) -> bool {
        matches!(self, Self::DropBefore | Self::DropAfter | Self::CutBody)
    }

    fn needs_listing(self) -> bool {
        matches!(self, Self::EmptyListing | Self::ShortListing | Self::StrayListing | Self::StaleIndex)
    }
}

/// What kind of request a fault is asked about.
#[derive(Clone, Copy, Debug, Default)]
pub struct Occasion {
    /// It deletes, restores, uploads or alters.
    pub changing: bool,
    /// It lists or searches.
    pub listing: bool,
    /// It deletes any number of assets at once.
    pub bulk: bool,
}

/// The faults that are switched on.
#[derive(Debug, Default)]
pub struct Faults(Vec<Fault>);

impl Faults {
    /// Start with these.
    pub fn new(faults: Vec<Fault>) -> Self {
        Self(faults)
    }

    /// Switch one on, after those that are on already.
    pub fn add(&mut self, fault: Fault) {
        self.0.push(fault);
    }

    /// Switch all off.
    pub fn clear(&mut self) {
        self.0.clear();
    }

    /// Those still on.
    pub fn list(&self) -> &[Fault] {
        &self.0
    }

    /// What this request meets: the first fault that fits, and beside it `slow`. Counts down.
    pub fn meet(&mut self, occasion: Occasion) -> Vec<Trouble> {
        let mut met: Vec<Trouble> = Vec::new();
        for fault in &mut self.0 {
            let fits = match fault.scope {
                Scope::All => true,
                Scope::Changing => occasion.changing,
                Scope::Reading => !occasion.changing,
            } && (!fault.trouble.needs_listing() || occasion.listing)
                && (fault.trouble != Trouble::Html404 || occasion.changing)
                && (fault.trouble != Trouble::RefuseThird || occasion.bulk);
            let room = if fault.trouble == Trouble::Slow {
                !met.contains(&Trouble::Slow)
            } else {
                met.iter().all(|trouble| *trouble == Trouble::Slow)
            };
            if !fits || !room || fault.remaining == Some(0) {
                continue;
            }
            if let Some(remaining) = &mut fault.remaining {
                *remaining -= 1;
            }
            met.push(fault.trouble);
        }
        self.0.retain(|fault| fault.remaining != Some(0));
        met
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_fault_reads_back_as_written() {
        for (_, word) in WORDS {
            for text in [
                word.to_owned(),
                format!("{word}:3"),
                format!("{word}:2@changing"),
                format!("{word}@reading"),
            ] {
                assert_eq!(text.parse::<Fault>().unwrap().to_string(), text);
            }
        }
        for text in ["", "sloww", "slow:", "slow:x", "slow@never", "slow:-1"] {
            assert!(text.parse::<Fault>().is_err(), "{text}");
        }
    }

    #[test]
    fn a_counted_fault_meets_only_the_next_requests_of_its_scope() {
        let mut faults = Faults::new(vec!["drop-after:2@changing".parse().unwrap()]);
        let reading = Occasion { listing: true, ..Occasion::default() };
        let changing = Occasion { changing: true, ..Occasion::default() };
        assert!(faults.meet(reading).is_empty());
        assert_eq!(faults.meet(changing), [Trouble::DropAfter]);
        assert_eq!(faults.meet(changing), [Trouble::DropAfter]);
        assert!(faults.meet(changing).is_empty());
        assert!(faults.list().is_empty());
    }
}
