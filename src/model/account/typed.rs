//! What stands in a field that can hold a secret.

use std::fmt;
use std::ops::Range;

use secrecy::zeroize::Zeroizing;

/// A text that is zeroed wherever it is left: when it grows, when a part of it is deleted, and when it
/// is dropped. `Debug` shows nothing of it.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct TypedSecret(Zeroizing<String>);

impl TypedSecret {
    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Puts a text before the byte `at`, which is a character's first.
    pub fn insert(&mut self, at: usize, text: &str) {
        self.0 = joined([&self.0[..at], text, &self.0[at..]]);
    }

    /// Takes out bytes, from one character's first to another's.
    pub fn remove(&mut self, bytes: Range<usize>) {
        self.0 = joined([&self.0[..bytes.start], "", &self.0[bytes.end..]]);
    }
}

/// In a place of its own: a text that grows in its place leaves its letters in freed memory.
fn joined(parts: [&str; 3]) -> Zeroizing<String> {
    let mut text = Zeroizing::new(String::with_capacity(parts.iter().map(|part| part.len()).sum()));
    for part in parts {
        text.push_str(part);
    }
    text
}

impl From<&str> for TypedSecret {
    fn from(text: &str) -> Self {
        Self(Zeroizing::new(text.to_owned()))
    }
}

impl fmt::Debug for TypedSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TypedSecret")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_edited_like_any_text_and_shows_nothing() {
        let mut typed = TypedSecret::from("CANéRY");
        typed.insert("CANé".len(), "··");
        assert_eq!(typed.as_str(), "CANé··RY");
        typed.remove(3.."CANé··".len());
        assert_eq!(typed.as_str(), "CANRY");
        assert_eq!(format!("{typed:?}"), "TypedSecret");
    }
}
