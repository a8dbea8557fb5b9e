//! Values of any shape.

use std::marker::PhantomData;

use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, SeqAccess, Visitor};

use super::list::List;
use super::object::Entries;
use super::text::AnyText;
use crate::api::key::Key;

/// A value of any shape, as [`super::text()`] reads its texts.
#[derive(Debug, Default)]
pub(in crate::api::wire) enum Any {
    /// `null`, and a text that is not taken.
    #[default]
    Nothing,
    Text(Box<str>),
    List(Vec<Any>),
    /// In the order of the answer.
    Object(Vec<(Key, Any)>),
}

impl<'de> Deserialize<'de> for Any {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(AnyValue)
    }
}

struct AnyValue;

/// Passes a scalar value on to [`AnyText`].
macro_rules! as_text {
    ($($method:ident: $kind:ty)*) => {
        $(fn $method<E: serde::de::Error>(self, value: $kind) -> Result<Any, E> {
            let came = AnyText.$method(value)?;
            Ok(came.and_then(|came| came.exact().ok()).map_or(Any::Nothing, Any::Text))
        })*
    };
}

impl<'de> Visitor<'de> for AnyValue {
    type Value = Any;
    absent_otherwise!();
    as_text! { visit_bool: bool visit_u64: u64 visit_i64: i64 visit_f64: f64 visit_str: &str visit_bytes: &[u8] }
    fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<Any, A::Error> {
        List(PhantomData).visit_seq(seq).map(Any::List)
    }
    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Any, A::Error> {
        let entries = Entries(PhantomData).visit_map(map)?;
        Ok(entries.map_or(Any::Nothing, Any::Object))
    }
}
