//! Matching texts, by words or as a whole.

/// How a text field is matched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Manner {
    /// `:` looks for words.
    Words,
    /// `:` looks for words, but an open end means the beginning of the whole text.
    Name,
    /// Always the whole text, whatever its case.
    Term,
    /// The folder that something is in: `a/b/*` is that folder and everything below.
    Inside,
    /// The path of a folder: `a/b/*` is everything below it.
    Path,
}

/// What is looked for.
#[derive(Clone, Debug)]
pub struct Pattern {
    text: String,
    lower: String,
    words: Vec<String>,
    /// Anything may follow.
    open: bool,
}

impl Pattern {
    pub fn new(text: String, open: bool) -> Self {
        let lower = text.to_lowercase();
        let words = words(&lower).map(str::to_owned).collect();
        Self { text, lower, words, open }
    }

    /// The text to look for.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// `*` alone: whatever is there.
    pub fn is_anything(&self) -> bool {
        self.open && self.text.is_empty()
    }

    /// Whether a text matches; `exact` for `=`.
    pub fn matches(&self, value: &str, manner: Manner, exact: bool) -> bool {
        match manner {
            _ if self.is_anything() => true,
            Manner::Words | Manner::Name if exact => {
                if self.open {
                    value.starts_with(&self.text)
                } else {
                    value == self.text
                }
            }
            Manner::Words if self.open => self.begins(value) || self.has_words(value),
            Manner::Name | Manner::Term if self.open => self.begins(value),
            Manner::Words | Manner::Name => self.has_words(value),
            Manner::Term => value.to_lowercase() == self.lower,
            Manner::Inside | Manner::Path => self.matches_path(&value.to_lowercase(), manner),
        }
    }

    fn matches_path(&self, value: &str, manner: Manner) -> bool {
        match self.lower.strip_suffix('/').filter(|_| self.open) {
            Some(folder) if manner == Manner::Inside && value == folder => true,
            _ if self.open => value.starts_with(&self.lower),
            _ => value == self.lower,
        }
    }

    fn begins(&self, value: &str) -> bool {
        value.to_lowercase().starts_with(&self.lower)
    }

    /// The words of the pattern stand side by side in the text.
    fn has_words(&self, value: &str) -> bool {
        let Some(last) = self.words.last() else { return value.to_lowercase() == self.lower };
        if self.words.len() == 1 {
            return words(value).any(|word| is_word(word, last, self.open));
        }
        let value: Vec<&str> = words(value).collect();
        value.windows(self.words.len()).any(|window| {
            let mut pairs = window.iter().zip(&self.words).enumerate();
            pairs.all(|(at, (word, wanted))| is_word(word, wanted, self.open && at + 1 == self.words.len()))
        })
    }
}

/// The runs of letters and digits.
fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty())
}

/// `wanted` is in lower case.
fn is_word(word: &str, wanted: &str, open: bool) -> bool {
    let mut wanted = wanted.chars();
    for c in word.chars().flat_map(char::to_lowercase) {
        match wanted.next() {
            Some(expected) if expected == c => {}
            Some(_) => return false,
            None => return open,
        }
    }
    wanted.next().is_none()
}
