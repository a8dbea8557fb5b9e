//! Times.

use serde::de::{Deserializer, Visitor};

/// Unix seconds of a time; `…Z` and `…+00:00` both occur.
pub(in crate::api::wire) fn time<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<i64>, D::Error> {
    struct Time;
    impl<'de> Visitor<'de> for Time {
        type Value = Option<i64>;
        absent_otherwise!(bool numbers list object refused);
        fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
            Ok(text.parse().ok().map(jiff::Timestamp::as_second))
        }
    }
    deserializer.deserialize_any(Time)
}
