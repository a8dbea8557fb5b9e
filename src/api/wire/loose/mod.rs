//! Reading values whatever they look like: a number in quotes, `null` for nothing, a list where an
//! object was expected. What makes no sense counts as absent; only text that is no JSON is an
//! error. Everything is read in one pass, without buffering.
//!
//! Texts are bounded. What names something is exact or absent, and never cut: [`text()`], [`name`].
//! What is prose is short: [`words`]. A text with the API secret comes through the door as bytes, and is
//! absent where a name was expected, or told by [`name`] and [`crate::api::key::Key`].

/// What a visitor of one value makes of the JSON types that it can use; the others are absent.
macro_rules! absent_otherwise {
    ($($kind:ident)*) => {
        fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.write_str(&technical!("any value"))
        }
        fn visit_unit<E>(self) -> Result<Self::Value, E> {
            Ok(Self::Value::default())
        }
        $(absent_otherwise!(@$kind);)*
    };
    (@bool) => {
        fn visit_bool<E>(self, _: bool) -> Result<Self::Value, E> {
            Ok(Self::Value::default())
        }
    };
    (@numbers) => {
        fn visit_u64<E>(self, _: u64) -> Result<Self::Value, E> {
            Ok(Self::Value::default())
        }
        fn visit_i64<E>(self, _: i64) -> Result<Self::Value, E> {
            Ok(Self::Value::default())
        }
        fn visit_f64<E>(self, _: f64) -> Result<Self::Value, E> {
            Ok(Self::Value::default())
        }
    };
    (@text) => {
        fn visit_str<E>(self, _: &str) -> Result<Self::Value, E> {
            Ok(Self::Value::default())
        }
    };
    (@refused) => {
        fn visit_bytes<E>(self, _: &[u8]) -> Result<Self::Value, E> {
            Ok(Self::Value::default())
        }
    };
    (@list) => {
        fn visit_seq<A: serde::de::SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
            while seq.next_element::<serde::de::IgnoredAny>()?.is_some() {}
            Ok(Self::Value::default())
        }
    };
    (@object) => {
        fn visit_map<A: serde::de::MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
            while map.next_entry::<serde::de::IgnoredAny, serde::de::IgnoredAny>()?.is_some() {}
            Ok(Self::Value::default())
        }
    };
}

mod any;
mod cursor;
mod flag;
mod id;
mod list;
mod number;
mod object;
mod prose;
#[cfg(test)]
mod tests;
mod text;
mod time;

pub(super) use any::Any;
pub(super) use cursor::cursor;
pub(super) use flag::flag;
pub(super) use id::id;
pub(super) use list::list;
pub(super) use number::{count, number};
pub(super) use object::{Object, entries, object};
pub(super) use prose::{Words, word, words};
pub(in crate::api) use text::LONGEST;
pub(super) use text::{Text, filled, name, text};
pub(super) use time::time;
