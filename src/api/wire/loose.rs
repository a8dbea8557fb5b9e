//! Reading values whatever they look like: a number in quotes, `null` for nothing, a list where an
//! object was expected. What makes no sense counts as absent; only text that is no JSON is an
//! error. Everything is read in one pass, without buffering.
//!
//! Texts are bounded. What names something is exact or absent, and never cut: [`text`], [`name`].
//! What is prose is short: [`words`].

use std::fmt;
use std::marker::PhantomData;

use serde::Deserialize;
use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

use crate::api::redact::HIDDEN;
use crate::api::words;
use crate::model::asset::AssetId;
use crate::model::outcome::MOST_COPIES;

/// The longest text that is read exactly, characters. A public ID has 255 at most, or is the URL of a
/// file that was fetched; delivery URLs are the longest.
pub(super) const LONGEST: usize = 4096;

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

/// A whole number that is not negative; fractions are cut off, and what no journal could hold.
pub(super) fn number<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<u64>, D::Error> {
    struct Number;
    impl<'de> Visitor<'de> for Number {
        type Value = Option<u64>;
        absent_otherwise!(bool list object);
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
pub(super) fn count<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<u64>, D::Error> {
    Ok(number(deserializer)?.map(|count| count.min(MOST_COPIES)))
}

/// A text, or the text of a number or a truth value; whatever it holds.
fn any_text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Box<str>>, D::Error> {
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

/// Why a text cannot be taken as it is; `None` where it can.
pub(super) fn objection(text: &str) -> Option<&'static str> {
    if text.contains(HIDDEN) {
        Some("it holds the API secret")
    } else if text.len() > LONGEST && text.chars().nth(LONGEST).is_some() {
        Some("it is far too long")
    } else {
        None
    }
}

/// A text, exact, or the text of a number or a truth value.
pub(super) fn text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Box<str>>, D::Error> {
    Ok(any_text(deserializer)?.filter(|text| objection(text).is_none()))
}

/// As [`text`], and an empty one is absent: formats, addresses.
pub(super) fn filled<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Box<str>>, D::Error> {
    Ok(text(deserializer)?.filter(|text| !text.is_empty()))
}

/// A name by which something is planned and deleted: exact, or why it cannot be. An empty one is
/// absent.
pub(super) fn name<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<Result<Box<str>, &'static str>>, D::Error> {
    let text = any_text(deserializer)?.filter(|text| !text.is_empty());
    Ok(text.map(|text| objection(&text).map_or(Ok(text), Err)))
}

/// Where the next page is; an empty one is absent. One that cannot be sent back is an error: the
/// listing would seem to be at its end.
pub(super) fn cursor<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Box<str>>, D::Error> {
    use serde::de::Error as _;
    let text: Option<Box<str>> = match Option::<Scalar>::deserialize(deserializer)? {
        None => None,
        Some(Scalar(text)) => Some(text.ok_or_else(|| D::Error::custom("a cursor that is no text"))?),
    };
    match text.as_deref().and_then(objection) {
        Some(why) => Err(D::Error::custom(format_args!("a cursor that cannot be used: {why}"))),
        None => Ok(text.filter(|text| !text.is_empty())),
    }
}

/// The text of a scalar value; `None` for any other.
struct Scalar(Option<Box<str>>);

impl<'de> Deserialize<'de> for Scalar {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        any_text(deserializer).map(Self)
    }
}

/// Somebody's words, or the text of a number or a truth value, as they may be kept and shown.
pub(super) fn words<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    Ok(any_text(deserializer)?.map(|text| words::words(&text)))
}

/// Words that must be a text.
pub(super) fn word<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    Ok(words::words(&String::deserialize(deserializer)?))
}

/// Words in a list or an object.
#[derive(Debug, Deserialize)]
#[serde(transparent)]
pub(super) struct Words(#[serde(deserialize_with = "words")] pub(super) Option<String>);

/// The name of an entry, as it is told where the name itself cannot be.
pub(super) fn key(key: String) -> String {
    match objection(&key) {
        Some(why) if why.contains("secret") => words::words(&key),
        Some(_) => format!("(a name of {} characters)", key.chars().count()),
        None => key,
    }
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
            let mut values = Vec::new();
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
    Ok(Entries::deserialize(deserializer)?.0.unwrap_or_default())
}

/// The entries of an object in their order.
///
/// # Errors
/// Anything else.
pub(super) fn object<'de, D: Deserializer<'de>, T: Deserialize<'de>>(
    deserializer: D,
) -> Result<Vec<(String, T)>, D::Error> {
    use serde::de::Error as _;
    Entries::deserialize(deserializer)?.0.ok_or_else(|| D::Error::custom("no object"))
}

/// `None` for what is no object.
struct Entries<T>(Option<Vec<(String, T)>>);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Entries<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Each<T>(PhantomData<T>);
        impl<'de, T: Deserialize<'de>> Visitor<'de> for Each<T> {
            type Value = Option<Vec<(String, T)>>;
            absent_otherwise!(bool numbers text list);
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut entries = Vec::new();
                while let Some((name, value)) = map.next_entry()? {
                    entries.push((key(name), value));
                }
                Ok(Some(entries))
            }
        }
        deserializer.deserialize_any(Each(PhantomData)).map(Self)
    }
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
        #[serde(default, deserialize_with = "super::words")]
        words: Option<String>,
        #[serde(default, deserialize_with = "super::cursor")]
        cursor: Option<Box<str>>,
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
            ("1e300", Some(i64::MAX as u64)),
            ("18446744073709551615", Some(i64::MAX as u64)),
            ("\"9223372036854775808\"", Some(i64::MAX as u64)),
            ("-9223372036854775808", None),
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

    #[test]
    fn a_text_is_exact_or_absent_and_words_are_short() {
        let long = "x".repeat(LONGEST + 1);
        let row = row(&format!(r#"{{"text":"{long}","words":"{long}","list":["{long}","a","•••"]}}"#));
        assert_eq!(
            (row.text, row.list.iter().filter_map(|it| it.0.as_deref()).collect::<Vec<_>>()),
            (None, vec!["a"])
        );
        assert_eq!(row.words.unwrap().chars().count(), words::LONGEST);
        assert_eq!(objection(&"é".repeat(LONGEST)), None);
        assert_eq!(key("a".to_owned()), "a");
        assert_eq!(key(long), "(a name of 4097 characters)");
    }

    #[test]
    fn a_cursor_that_cannot_be_used_is_no_end() {
        let next =
            |json: &str| serde_json::from_str::<Row>(&format!("{{\"cursor\":{json}}}")).map(|row| row.cursor);
        for (json, expected) in [("null", None), ("\"\"", None), ("\"a\"", Some("a")), ("7", Some("7"))] {
            assert_eq!(next(json).unwrap().as_deref(), expected, "{json}");
        }
        let long = format!("\"{}\"", "x".repeat(3_000_000));
        for json in ["[]", "{}", "[\"a\"]", "\"•••\"", &long] {
            assert!(next(json).is_err(), "{json:.20}");
        }
    }
}
