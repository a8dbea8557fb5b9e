//! A text that may stand in a request as a prefix or a tag.

use std::fmt;

use crate::model::guess::{is_too_long, trimmed};

/// A text of at most 255 characters in which something can be seen: never blank, since a request with
/// a blank prefix would mean every asset.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct NonBlank(Box<str>);

/// Why a text is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unfit {
    /// Empty, or nothing but blanks and invisible characters.
    Blank,
    /// Longer than Cloudinary allows.
    TooLong,
}

impl NonBlank {
    /// Takes a text to the letter.
    ///
    /// # Errors
    /// A blank one, and one that is too long.
    pub fn new(text: &str) -> Result<Self, Unfit> {
        if trimmed(text).is_empty() {
            Err(Unfit::Blank)
        } else if is_too_long(text) {
            Err(Unfit::TooLong)
        } else {
            Ok(Self(text.into()))
        }
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for NonBlank {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_nobody_sees_is_blank() {
        for blank in ["", " ", "\t\n", "\u{a0}", "\u{200b}\u{feff}"] {
            assert_eq!(NonBlank::new(blank), Err(Unfit::Blank), "{blank:?}");
        }
        assert_eq!(NonBlank::new(&"é".repeat(256)), Err(Unfit::TooLong));
        assert_eq!(NonBlank::new(&"é".repeat(255)).unwrap().as_str().chars().count(), 255);
        assert_eq!(NonBlank::new(" a ").unwrap().as_str(), " a ", "to the letter");
    }
}
