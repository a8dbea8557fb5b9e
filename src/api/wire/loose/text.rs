//! Texts, and what is told of one that cannot be taken as it is.

use serde::Deserialize;
use serde::de::{Deserializer, Visitor};

use crate::api::door;
use crate::model::format::is_longer;
use crate::model::message::Flaw;

/// The longest text that is read exactly, characters. A public ID has 255 at most, or is the URL of a
/// file that was fetched; delivery URLs are the longest.
pub(in crate::api) const LONGEST: usize = 4096;

/// A text as the door lets it in.
pub(super) enum Came {
    Exact(Box<str>),
    /// It held the API secret, which is hidden in it now.
    Refused(Box<str>),
}

impl Came {
    /// The text, or why it cannot be taken as it is, said of a name.
    pub(super) fn exact(self) -> Result<Box<str>, Flaw> {
        match self {
            Self::Refused(_) => Err(Flaw::SecretInName),
            Self::Exact(text) if is_longer(&text, LONGEST) => Err(Flaw::NameTooLong),
            Self::Exact(text) => Ok(text),
        }
    }

    fn is_empty(&self) -> bool {
        matches!(self, Self::Exact(text) if text.is_empty())
    }
}

/// The text of a scalar value; `None` for any other.
pub(super) struct Scalar(pub(super) Option<Came>);

impl<'de> Deserialize<'de> for Scalar {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        any_text(deserializer).map(Self)
    }
}

/// A scalar value, whatever its text holds; `None` for any other.
fn any_text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Came>, D::Error> {
    deserializer.deserialize_any(AnyText)
}

/// Reads a text, or the text of a number or a truth value.
pub(super) struct AnyText;

impl<'de> Visitor<'de> for AnyText {
    type Value = Option<Came>;
    absent_otherwise!(list object);
    fn visit_bool<E>(self, truth: bool) -> Result<Self::Value, E> {
        Ok(Some(Came::Exact(truth.to_string().into())))
    }
    fn visit_u64<E>(self, number: u64) -> Result<Self::Value, E> {
        Ok(Some(Came::Exact(number.to_string().into())))
    }
    fn visit_i64<E>(self, number: i64) -> Result<Self::Value, E> {
        Ok(Some(Came::Exact(number.to_string().into())))
    }
    fn visit_f64<E>(self, number: f64) -> Result<Self::Value, E> {
        Ok(Some(Came::Exact(number.to_string().into())))
    }
    fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
        Ok(Some(Came::Exact(text.into())))
    }
    fn visit_bytes<E>(self, hidden: &[u8]) -> Result<Self::Value, E> {
        Ok(Some(Came::Refused(door::told(hidden).into())))
    }
}

/// A text, exact, or the text of a number or a truth value.
pub(in crate::api::wire) fn text<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<Box<str>>, D::Error> {
    Ok(any_text(deserializer)?.and_then(|came| came.exact().ok()))
}

/// As [`text`], and an empty one is absent: formats, addresses.
pub(in crate::api::wire) fn filled<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<Box<str>>, D::Error> {
    Ok(text(deserializer)?.filter(|text| !text.is_empty()))
}

/// A name by which something is planned and deleted: exact, or why it cannot be. An empty one is absent.
pub(in crate::api::wire) fn name<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<Result<Box<str>, Flaw>>, D::Error> {
    Ok(any_text(deserializer)?.filter(|came| !came.is_empty()).map(Came::exact))
}

/// A text in a list or an object.
#[derive(Debug, Deserialize)]
#[serde(transparent)]
pub(in crate::api::wire) struct Text(
    #[serde(deserialize_with = "text")] pub(in crate::api::wire) Option<Box<str>>,
);
