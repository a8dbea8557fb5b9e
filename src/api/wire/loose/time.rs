//! Times.

use jiff::Timestamp;
use serde::de::{Deserializer, Visitor};

use crate::model::unix_time::UnixTime;

/// A time; `…Z` and `…+00:00` both occur.
pub(in crate::api::wire) fn time<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<UnixTime>, D::Error> {
    struct Time;
    impl<'de> Visitor<'de> for Time {
        type Value = Option<UnixTime>;
        absent_otherwise!(bool numbers list object refused);
        fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
            Ok(text.parse::<Timestamp>().ok().map(UnixTime::from))
        }
    }
    deserializer.deserialize_any(Time)
}
