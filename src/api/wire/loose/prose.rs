//! Somebody's words.

use serde::Deserialize;
use serde::de::Deserializer;

use super::text::{Came, Scalar};
use crate::api::door::Prose;
use crate::api::words;

/// Somebody's words, or the text of a number or a truth value, as they may be kept and shown.
pub(in crate::api::wire) fn words<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<String>, D::Error> {
    let Prose(Scalar(came)) = Prose::deserialize(deserializer)?;
    Ok(came.map(|(Came::Exact(text) | Came::Refused(text))| words::words(&text)))
}

/// Words that must be a text.
pub(in crate::api::wire) fn word<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    let Prose::<String>(text) = Prose::deserialize(deserializer)?;
    Ok(words::words(&text))
}

/// Words in a list or an object.
#[derive(Debug, Deserialize)]
#[serde(transparent)]
pub(in crate::api::wire) struct Words(
    #[serde(deserialize_with = "words")] pub(in crate::api::wire) Option<String>,
);
