//! Objects: their entries, or a type of their own.

use std::marker::PhantomData;

use serde::Deserialize;
use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserializer, Error as _, MapAccess, Visitor};

use crate::api::key::Key;

/// The entries of an object in their order; anything else is an empty one.
pub(in crate::api::wire) fn entries<'de, D: Deserializer<'de>, T: Deserialize<'de>>(
    deserializer: D,
) -> Result<Vec<(Key, T)>, D::Error> {
    Ok(deserializer.deserialize_any(Entries(PhantomData))?.unwrap_or_default())
}

/// The entries of an object in their order; a name may come twice.
///
/// # Errors
/// Anything else.
pub(in crate::api::wire) fn object<'de, D: Deserializer<'de>, T: Deserialize<'de>>(
    deserializer: D,
) -> Result<Vec<(Key, T)>, D::Error> {
    deserializer
        .deserialize_any(Entries(PhantomData))?
        .ok_or_else(|| D::Error::custom(technical!("no object")))
}

/// The entries of an object; `None` for what is none.
pub(super) struct Entries<T>(pub(super) PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for Entries<T> {
    type Value = Option<Vec<(Key, T)>>;
    absent_otherwise!(bool numbers text list refused);
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut entries = Vec::new();
        while let Some(entry) = map.next_entry()? {
            entries.push(entry);
        }
        Ok(Some(entries))
    }
}

/// An object; anything else is `None`. An entry of a list that is no object does not take the list
/// with it.
#[derive(Debug)]
pub(in crate::api::wire) struct Object<T>(pub(in crate::api::wire) Option<T>);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Object<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Only<T>(PhantomData<T>);
        impl<'de, T: Deserialize<'de>> Visitor<'de> for Only<T> {
            type Value = Option<T>;
            absent_otherwise!(bool numbers text list refused);
            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
                T::deserialize(MapAccessDeserializer::new(map)).map(Some)
            }
        }
        deserializer.deserialize_any(Only(PhantomData)).map(Self)
    }
}
