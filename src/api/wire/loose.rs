//! Reading values whatever they look like: a number in quotes, `null` for nothing, a list where an
//! object was expected. What makes no sense counts as absent; only text that is no JSON is an
//! error. Everything is read in one pass, without buffering.
//!
//! Texts are bounded. What names something is exact or absent, and never cut: [`text`], [`name`].
//! What is prose is short: [`words`]. A text with the API secret comes through the door as bytes, and is
//! absent where a name was expected, or told by [`name`] and [`Key`].

use std::fmt;
use std::marker::PhantomData;

use serde::Deserialize;
use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

use crate::api::door::{self, Prose};
use crate::api::key::Key;
use crate::api::words;
use crate::model::asset::AssetId;
use crate::model::format::is_longer;
use crate::model::outcome::MOST_COPIES;

/// The longest text that is read exactly, characters. A public ID has 255 at most, or is the URL of a
/// file that was fetched; delivery URLs are the longest.
pub(in crate::api) const LONGEST: usize = 4096;

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
    (@refused) => {
        fn visit_bytes<E>(self, _: &[u8]) -> Result<Self::Value, E> {
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
pub(super) fn count<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<u64>, D::Error> {
    Ok(number(deserializer)?.map(|count| count.min(MOST_COPIES)))
}

/// A text as the door lets it in.
enum Came {
    Exact(Box<str>),
    /// It held the API secret, which is hidden in it now.
    Refused(Box<str>),
}

impl Came {
    /// The text, or why it cannot be taken as it is: what it does, as in “Its name is far too long.”
    fn exact(self) -> Result<Box<str>, &'static str> {
        match self {
            Self::Refused(_) => Err("holds the API secret"),
            Self::Exact(text) if is_longer(&text, LONGEST) => Err("is far too long"),
            Self::Exact(text) => Ok(text),
        }
    }

    fn is_empty(&self) -> bool {
        matches!(self, Self::Exact(text) if text.is_empty())
    }
}

/// A text, or the text of a number or a truth value; whatever it holds.
fn any_text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Came>, D::Error> {
    deserializer.deserialize_any(AnyText)
}

struct AnyText;

impl<'de> Visitor<'de> for AnyText {
    type Value = Option<Came>;
    absent_otherwise!(list object);
    fn visit_bool<E>(self, truth: bool) -> Result<Self::Value, E> {
        Ok(Some(Came::Exact(truth.to_string().into())))
    }
    fn visit_u64<E>(self, number: u64) -> Result<Self::Value, E> {
        Ok(Some(Came::Exact(number.to_string().into())))
    }
    fn visit_i64<E>(self, number: i64) -> Result<Self::Value, E> {
        Ok(Some(Came::Exact(number.to_string().into())))
    }
    fn visit_f64<E>(self, number: f64) -> Result<Self::Value, E> {
        Ok(Some(Came::Exact(number.to_string().into())))
    }
    fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
        Ok(Some(Came::Exact(text.into())))
    }
    fn visit_bytes<E>(self, hidden: &[u8]) -> Result<Self::Value, E> {
        Ok(Some(Came::Refused(door::told(hidden).into())))
    }
}

/// A text, exact, or the text of a number or a truth value.
pub(super) fn text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Box<str>>, D::Error> {
    Ok(any_text(deserializer)?.and_then(|came| came.exact().ok()))
}

/// As [`text`], and an empty one is absent: formats, addresses.
pub(super) fn filled<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Box<str>>, D::Error> {
    Ok(text(deserializer)?.filter(|text| !text.is_empty()))
}

/// A name by which something is planned and deleted: exact, or why it cannot be, as in “Its name
/// is far too long.” An empty one is absent.
pub(super) fn name<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<Result<Box<str>, &'static str>>, D::Error> {
    Ok(any_text(deserializer)?.filter(|came| !came.is_empty()).map(Came::exact))
}

/// Where the next page is; an empty one is absent. One that cannot be sent back is an error: the
/// listing would seem to be at its end.
pub(super) fn cursor<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Box<str>>, D::Error> {
    use serde::de::Error as _;
    let Some(Scalar(came)) = Option::<Scalar>::deserialize(deserializer)? else { return Ok(None) };
    let came = came.ok_or_else(|| D::Error::custom("a cursor that is no text"))?;
    let unusable = |why| D::Error::custom(format_args!("a cursor that {why}"));
    came.exact().map(|text| Some(text).filter(|text| !text.is_empty())).map_err(unusable)
}

/// The text of a scalar value; `None` for any other.
struct Scalar(Option<Came>);

impl<'de> Deserialize<'de> for Scalar {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        any_text(deserializer).map(Self)
    }
}

/// Somebody's words, or the text of a number or a truth value, as they may be kept and shown.
pub(super) fn words<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    let Prose(Scalar(came)) = Prose::deserialize(deserializer)?;
    Ok(came.map(|(Came::Exact(text) | Came::Refused(text))| words::words(&text)))
}

/// Words that must be a text.
pub(super) fn word<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    let Prose::<String>(text) = Prose::deserialize(deserializer)?;
    Ok(words::words(&text))
}

/// Words in a list or an object.
#[derive(Debug, Deserialize)]
#[serde(transparent)]
pub(super) struct Words(#[serde(deserialize_with = "words")] pub(super) Option<String>);

/// A truth value, also as a text or a number.
pub(super) fn flag<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<bool>, D::Error> {
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

/// Unix seconds of a time; `…Z` and `…+00:00` both occur.
pub(super) fn time<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<i64>, D::Error> {
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

/// An ID of 32 hexadecimal characters; any other text counts as absent.
pub(super) fn id<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<AssetId>, D::Error> {
    struct Id;
    impl<'de> Visitor<'de> for Id {
        type Value = Option<AssetId>;
        absent_otherwise!(bool numbers list object refused);
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
    deserializer.deserialize_any(List(PhantomData))
}

/// The values of a list.
struct List<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for List<T> {
    type Value = Vec<T>;
    absent_otherwise!(bool numbers text object refused);
    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
        let mut values = Vec::new();
        while let Some(value) = seq.next_element()? {
            values.push(value);
        }
        Ok(values)
    }
}

/// The entries of an object in their order; anything else is an empty one.
pub(super) fn entries<'de, D: Deserializer<'de>, T: Deserialize<'de>>(
    deserializer: D,
) -> Result<Vec<(Key, T)>, D::Error> {
    Ok(deserializer.deserialize_any(Entries(PhantomData))?.unwrap_or_default())
}

/// The entries of an object in their order; a name may come twice.
///
/// # Errors
/// Anything else.
pub(super) fn object<'de, D: Deserializer<'de>, T: Deserialize<'de>>(
    deserializer: D,
) -> Result<Vec<(Key, T)>, D::Error> {
    use serde::de::Error as _;
    deserializer.deserialize_any(Entries(PhantomData))?.ok_or_else(|| D::Error::custom("no object"))
}

/// The entries of an object; `None` for what is none.
struct Entries<T>(PhantomData<T>);

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

/// A value of any shape, as [`text`] reads its texts.
#[derive(Debug, Default)]
pub(super) enum Any {
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

/// An object; anything else is `None`. An entry of a list that is no object does not take the list
/// with it.
#[derive(Debug)]
pub(super) struct Object<T>(pub(super) Option<T>);

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
        entries: Vec<(Key, Text)>,
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
        let keys: Vec<Key> = row.entries.into_iter().map(|(key, _)| key).collect();
        assert_eq!(keys, ["b", "a"].map(|key| Key::Exact(key.to_owned())), "in the order of the answer");
    }

    #[test]
    fn a_text_is_exact_or_absent_and_words_are_short() {
        let long = "x".repeat(LONGEST + 1);
        let row = row(&format!(r#"{{"text":"{long}","words":"{long}","list":["{long}","a","•••"]}}"#));
        assert_eq!(
            (row.text, row.list.iter().filter_map(|it| it.0.as_deref()).collect::<Vec<_>>()),
            (None, vec!["a", "•••"])
        );
        assert_eq!(row.words.unwrap().chars().count(), words::LONGEST);
        assert!(!is_longer(&"é".repeat(LONGEST), LONGEST));
    }

    /// As [`Row`] and with the API secret in place of a text.
    #[test]
    fn the_api_secret_is_in_no_value_and_takes_no_answer_with_it() {
        use crate::api::redact::Secrets;
        let secret = "correct-horse-battery-staple";
        let secrets = Secrets::of("1", &secret.into());
        let read = |json: &str| door::read::<Row>(json.as_bytes(), &secrets);
        let json = ["number", "text", "words", "flag", "time", "list", "entries"]
            .map(|name| format!("\"{name}\":\"a {secret} b\""))
            .join(",");
        let row = read(&format!("{{{json}}}")).unwrap();
        assert_eq!((row.number, row.text, row.flag, row.time), (None, None, None, None));
        assert_eq!((row.words.as_deref(), row.list.len(), row.entries.len()), (Some("a ••• b"), 0, 0));
        let json = format!(
            r#"{{"{secret}":1,"text":"correct-horse","words":"a correct-horse b","list":["{secret}","battery-staple"],
            "entries":{{"{secret}":"{secret}","horse-battery":"•••"}},"cursor":"correct-horse"}}"#
        );
        let row = read(&json).unwrap();
        assert_eq!(row.text.as_deref(), Some("correct-horse"));
        assert_eq!(row.cursor.as_deref(), Some("correct-horse"));
        assert_eq!(row.words.as_deref(), Some("a ••• b"));
        let list: Vec<Option<&str>> = row.list.iter().map(|text| text.0.as_deref()).collect();
        assert_eq!(list, [None, Some("battery-staple")]);
        let entries: Vec<(Key, Option<Box<str>>)> =
            row.entries.into_iter().map(|(key, text)| (key, text.0)).collect();
        assert_eq!(
            entries,
            [(Key::Told("•••".into()), None), (Key::Exact("horse-battery".into()), Some("•••".into()))]
        );
        assert!(read(&format!("{{\"cursor\":\"{secret}\"}}")).is_err(), "it could not be sent back");
    }

    #[test]
    fn a_cursor_that_cannot_be_used_is_no_end() {
        let next =
            |json: &str| serde_json::from_str::<Row>(&format!("{{\"cursor\":{json}}}")).map(|row| row.cursor);
        for (json, expected) in
            [("null", None), ("\"\"", None), ("\"a\"", Some("a")), ("7", Some("7")), ("\"•••\"", Some("•••"))]
        {
            assert_eq!(next(json).unwrap().as_deref(), expected, "{json}");
        }
        let long = format!("\"{}\"", "x".repeat(3_000_000));
        for json in ["[]", "{}", "[\"a\"]", &long] {
            assert!(next(json).is_err(), "{json:.20}");
        }
    }
}
