//! Truth values.

use serde::de::{Deserializer, Visitor};

/// A truth value, also as a text or a number.
pub(in crate::api::wire) fn flag<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<bool>, D::Error> {
    struct Flag;
    impl<'de> Visitor<'de> for Flag {
        type Value = Option<bool>;
        absent_otherwise!(list object refused);
        fn visit_bool<E>(self, truth: bool) -> Result<Self::Value, E> {
            Ok(Some(truth))
        }
        fn visit_u64<E>(self, number: u64) -> Result<Self::Value, E> {
            Ok(Some(number != 0))
        }
        fn visit_i64<E>(self, number: i64) -> Result<Self::Value, E> {
            Ok(Some(number != 0))
        }
        fn visit_f64<E>(self, number: f64) -> Result<Self::Value, E> {
            Ok(Some(number != 0.0))
        }
        fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
            Ok(match text {
                "true" | "1" => Some(true),
                "false" | "0" => Some(false),
                _ => None,
            })
        }
    }
    deserializer.deserialize_any(Flag)
}
