//! The name of an entry in an answer.

use std::fmt;

use serde::de::{Deserialize, Deserializer, Visitor};

use super::door;
use super::wire::LONGEST;
use super::words::words;
use crate::model::format::is_longer;

/// The name of an entry in an answer.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Key {
    /// As it came.
    Exact(String),
    /// Words in place of a name that held the API secret, or the beginning of one that was far too
    /// long. They name nothing, whatever they say.
    Told(String),
}

impl Key {
    /// The name, if it is one.
    pub fn exact(&self) -> Option<&str> {
        match self {
            Self::Exact(name) => Some(name),
            Self::Told(_) => None,
        }
    }

    /// The name, or the words in its place.
    pub fn text(&self) -> &str {
        let (Self::Exact(text) | Self::Told(text)) = self;
        text
    }
}

impl<'de> Deserialize<'de> for Key {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Name;
        impl Visitor<'_> for Name {
            type Value = Key;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a name")
            }
            fn visit_str<E>(self, name: &str) -> Result<Key, E> {
                Ok(if is_longer(name, LONGEST) {
                    Key::Told(words(name))
                } else {
                    Key::Exact(name.to_owned())
                })
            }
            fn visit_bytes<E>(self, hidden: &[u8]) -> Result<Key, E> {
                Ok(Key::Told(words(&door::told(hidden))))
            }
        }
        deserializer.deserialize_str(Name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_exact_or_words_that_name_nothing() {
        let key = |name: &str| serde_json::from_value::<Key>(name.into()).unwrap();
        assert_eq!(key("•••"), Key::Exact("•••".to_owned()));
        assert_eq!((key("a").exact(), key("a").text()), (Some("a"), "a"));
        let long = key(&"é".repeat(LONGEST + 1));
        assert_eq!((long.exact(), long.text().ends_with("éé…")), (None, true));
    }
}
