//! Where the next page of a listing is.

use serde::Deserialize as _;
use serde::de::{Deserializer, Error as _};

use super::text::Scalar;

/// Where the next page is; an empty one is absent. One that cannot be sent back is an error: the
/// listing would seem to be at its end.
pub(in crate::api::wire) fn cursor<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<Box<str>>, D::Error> {
    let Some(Scalar(came)) = Option::<Scalar>::deserialize(deserializer)? else { return Ok(None) };
    let came = came.ok_or_else(|| D::Error::custom(technical!("a cursor that is no text")))?;
    let unusable = |why| D::Error::custom(technical!("a cursor that cannot be sent back: {why:?}"));
    came.exact().map(|text| Some(text).filter(|text| !text.is_empty())).map_err(unusable)
}
