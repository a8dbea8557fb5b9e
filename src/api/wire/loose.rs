//! Reading values whatever they look like: a number in quotes, `null` for nothing, a list where an
//! object was expected. What makes no sense counts as absent; only text that is no JSON is an
//! error. Everything is read in one pass, without buffering.

use std::fmt;
use std::marker::PhantomData;

use serde::Deserialize;
use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

use crate::model::asset::AssetId;

/// What a visitor of one value makes of the JSON types that it can use; the others are absent.
macro_rules! absent_otherwise {
    ($($kind:ident)*) => {
        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("any value")
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
    (@list) => {
        fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
            while seq.next_element::<IgnoredAny>()?.is_some() {}
            Ok(Self::Value::default())
        }
    };
    (@object) => {
        fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
            while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
            Ok(Self::Value::default())
        }
    };
}

/// A whole number that is not negative; fractions are cut off.
pub(super) fn number<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<u64>, D::Error> {
    struct Number;
    impl<'de> Visitor<'de> for Number {
        type Value = Option<u64>;
        absent_otherwise!(bool list object);
        fn visit_u64<E>(self, number: u64) -> Result<Self::Value, E> {
            Ok(Some(number))
        }
        fn visit_i64<E>(self, number: i64) -> Result<Self::Value, E> {
            Ok(u64::try_from(number).ok())
        }
        fn visit_f64<E>(self, number: f64) -> Result<Self::Value, E> {
            Ok((number >= 0.0).then_some(number as u64))
        }
        fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
            Ok(text.trim().parse().ok())
        }
    }
    deserializer.deserialize_any(Number)
}

/// A text, or the text of a number or a truth value.
pub(super) fn text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Box<str>>, D::Error> {
    struct Text;
    impl<'de> Visitor<'de> for Text {
        type Value = Option<Box<str>>;
        absent_otherwise!(list object);
        fn visit_bool<E>(self, truth: bool) -> Result<Self::Value, E> {
            Ok(Some(truth.to_string().into()))
        }
        fn visit_u64<E>(self, number: u64) -> Result<Self::Value, E> {
            Ok(Some(number.to_string().into()))
        }
        fn visit_i64<E>(self, number: i64) -> Result<Self::Value, E> {
            Ok(Some(number.to_string().into()))
        }
        fn visit_f64<E>(self, number: f64) -> Result<Self::Value, E> {
            Ok(Some(number.to_string().into()))
        }
        fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
            Ok(Some(text.into()))
        }
    }
    deserializer.deserialize_any(Text)
}

/// As [`text`], and an empty one is absent: cursors, formats.
pub(super) fn filled<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Box<str>>, D::Error> {
    Ok(text(deserializer)?.filter(|text| !text.is_empty()))
}

/// A truth value, also as a text or a number.
pub(super) fn flag<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<bool>, D::Error> {
    struct Flag;
    impl<'de> Visitor<'de> for Flag {
        type Value = Option<bool>;
        absent_otherwise!(list object);
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

/// Unix seconds of a time; `…Z` and `…+00:00` both occur.
pub(super) fn time<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<i64>, D::Error> {
    struct Time;
    impl<'de> Visitor<'de> for Time {
        type Value = Option<i64>;
        absent_otherwise!(bool numbers list object);
        fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
            Ok(text.parse().ok().map(jiff::Timestamp::as_second))
        }
    }
    deserializer.deserialize_any(Time)
}

/// An ID of 32 hexadecimal characters; any other text counts as absent.
pub(super) fn id<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<AssetId>, D::Error> {
    struct Id;
    impl<'de> Visitor<'de> for Id {
        type Value = Option<AssetId>;
        absent_otherwise!(bool numbers list object);
        fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
            Ok(text.parse().ok())
        }
    }
    deserializer.deserialize_any(Id)
}

/// A list; anything else is an empty one.
pub(super) fn list<'de, D: Deserializer<'de>, T: Deserialize<'de>>(
    deserializer: D,
) -> Result<Vec<T>, D::Error> {
    struct List<T>(PhantomData<T>);
    impl<'de, T: Deserialize<'de>> Visitor<'de> for List<T> {
        type Value = Vec<T>;
        absent_otherwise!(bool numbers text object);
        fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
            let mut values = Vec::with_capacity(seq.size_hint().unwrap_or_default());
            while let Some(value) = seq.next_element()? {
                values.push(value);
            }
            Ok(values)
        }
    }
    deserializer.deserialize_any(List(PhantomData))
}

/// The entries of an object in their order; anything else is an empty one.
pub(super) fn entries<'de, D: Deserializer<'de>, T: Deserialize<'de>>(
    deserializer: D,
) -> Result<Vec<(String, T)>, D::Error> {
    struct Entries<T>(PhantomData<T>);
    impl<'de, T: Deserialize<'de>> Visitor<'de> for Entries<T> {
        type Value = Vec<(String, T)>;
        absent_otherwise!(bool numbers text list);
        fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
            let mut entries = Vec::with_capacity(map.size_hint().unwrap_or_default());
            while let Some(entry) = map.next_entry()? {
                entries.push(entry);
            }
            Ok(entries)
        }
    }
    deserializer.deserialize_any(Entries(PhantomData))
}

/// An object; anything else is `None`. An entry of a list that is no object does not take the list
/// with it.
#[derive(Debug)]
pub(super) struct Object<T>(pub(super) Option<T>);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Object<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Only<T>(PhantomData<T>);
        impl<'de, T: Deserialize<'de>> Visitor<'de> for Only<T> {
            type Value = Option<T>;
            absent_otherwise!(bool numbers text list);
            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
                T::deserialize(MapAccessDeserializer::new(map)).map(Some)
            }
        }
        deserializer.deserialize_any(Only(PhantomData)).map(Self)
    }
}

/// A text in a list or an object.
#[derive(Debug, Deserialize)]
#[serde(transparent)]
pub(super) struct Text(#[serde(deserialize_with = "text")] pub(super) Option<Box<str>>);

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, Deserialize)]
    struct Row {
        #[serde(default, deserialize_with = "number")]
        number: Option<u64>,
        #[serde(default, deserialize_with = "text")]
        text: Option<Box<str>>,
        #[serde(default, deserialize_with = "flag")]
        flag: Option<bool>,
        #[serde(default, deserialize_with = "time")]
        time: Option<i64>,
        #[serde(default, deserialize_with = "list")]
        list: Vec<Text>,
        #[serde(default, deserialize_with = "entries")]
        entries: Vec<(String, Text)>,
    }

    fn row(json: &str) -> Row {
        serde_json::from_str(json).unwrap()
    }

    #[test]
    fn numbers_come_in_any_shape() {
        for (json, expected) in [
            ("7", Some(7)),
            ("7.9", Some(7)),
            ("\" 7 \"", Some(7)),
            ("-1", None),
            ("null", None),
            ("\"seven\"", None),
            ("[7]", None),
            ("{\"a\":[1,{}]}", None),
            ("true", None),
            ("1e300", Some(u64::MAX)),
        ] {
            assert_eq!(row(&format!("{{\"number\":{json}}}")).number, expected, "{json}");
        }
    }

    #[test]
    fn no_type_of_value_is_an_error_anywhere() {
        for value in ["null", "true", "0", "-1", "1.5", "\"x\"", "[]", "[1,[2]]", "{}", "{\"a\":{\"b\":1}}"] {
            let json = ["number", "text", "flag", "time", "list", "entries"]
                .map(|name| format!("\"{name}\":{value}"))
                .join(",");
            row(&format!("{{{json}}}"));
            serde_json::from_str::<Vec<Object<Row>>>(&format!("[{value},{{}}]")).unwrap();
        }
    }

    #[test]
    fn texts_flags_times_lists_and_objects_are_read() {
        let row = row(r#"{"text":12,"flag":"1","time":"2024-02-25T08:58:23+00:00","list":["a",3,[]],
            "entries":{"b":"1","a":null}}"#);
        assert_eq!((row.text.as_deref(), row.flag, row.time), (Some("12"), Some(true), Some(1_708_851_503)));
        let list: Vec<Option<&str>> = row.list.iter().map(|text| text.0.as_deref()).collect();
        assert_eq!(list, [Some("a"), Some("3"), None]);
        let keys: Vec<&str> = row.entries.iter().map(|(key, _)| &**key).collect();
        assert_eq!(keys, ["b", "a"], "in the order of the answer");
    }
}
