//! Whole numbers.

use serde::de::{Deserializer, Visitor};

use crate::model::outcome::MOST_COPIES;

/// A whole number that is not negative; fractions are cut off, and what no journal could hold.
pub(in crate::api::wire) fn number<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<u64>, D::Error> {
    struct Number;
    impl<'de> Visitor<'de> for Number {
        type Value = Option<u64>;
        absent_otherwise!(bool list object refused);
        fn visit_u64<E>(self, number: u64) -> Result<Self::Value, E> {
            Ok(Some(number.min(i64::MAX as u64)))
        }
        fn visit_i64<E>(self, number: i64) -> Result<Self::Value, E> {
            Ok(u64::try_from(number).ok())
        }
        fn visit_f64<E>(self, number: f64) -> Result<Self::Value, E> {
            Ok((number >= 0.0).then_some((number as u64).min(i64::MAX as u64)))
        }
        fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
            let number = text.trim().parse::<u64>().ok();
            Ok(number.map(|number| number.min(i64::MAX as u64)))
        }
    }
    deserializer.deserialize_any(Number)
}

/// How many copies there are: at most [`MOST_COPIES`].
pub(in crate::api::wire) fn count<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<u64>, D::Error> {
    Ok(number(deserializer)?.map(|count| count.min(MOST_COPIES)))
}
