//! The one door through which answers come in: whatever is read from JSON, no text in it, key or value,
//! holds the API secret when a type sees it. So no new field can forget to look.
//!
//! A text that holds the secret comes as bytes that are no UTF-8; [`told`] makes words of them. No text of
//! JSON comes so: what a name may hold is never mistaken for it, and a type that expects a text, as
//! `String` does, refuses it. A text that is asked for in [`Prose`] comes as a text, with the secret and its
//! parts hidden.
//!
//! And however short the entries of an answer are, there are no more of them than an honest one has: what
//! is read takes a bounded multiple of the memory of what came.

use std::cell::Cell;
use std::fmt;

use serde::Deserialize;
use serde::de::{DeserializeOwned, DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};

use super::redact::Secrets;

/// Everything in it is read as words, which nothing is looked up by.
#[derive(Debug, Deserialize)]
pub(super) struct Prose<T>(pub(super) T);

/// The name of [`Prose`], by which the door knows it.
const PROSE: &str = "Prose";

/// Begins the bytes of a refused text, and is in no UTF-8.
const REFUSED: u8 = 0xff;

/// What may be told of a text that was refused, as it came out of the door: the secret is hidden in it.
pub(super) fn told(refused: &[u8]) -> String {
    String::from_utf8_lossy(refused.strip_prefix(&[REFUSED]).unwrap_or(refused)).into_owned()
}

/// Entries of one list or object, at most; pages have 500, and bulk deletions 1000.
const MOST_IN_ONE: u32 = 10_000;
/// Entries of all lists and objects of an answer, at most: 500 assets with 2000 each.
const MOST_ENTRIES: u32 = 1_000_000;

/// Reads a whole answer.
///
/// # Errors
/// What is no JSON, or JSON of another shape.
pub(super) fn read<T: DeserializeOwned>(body: &[u8], secrets: &Secrets) -> serde_json::Result<T> {
    let mut json = serde_json::Deserializer::from_slice(body);
    let left = Cell::new(MOST_ENTRIES);
    let answer = T::deserialize(Door { inner: &mut json, secrets, left: &left, entries: 0, words: false })?;
    json.end()?;
    Ok(answer)
}

/// Something that reads, or is read from, behind the door.
struct Door<'s, T> {
    inner: T,
    secrets: &'s Secrets,
    /// Entries that may still come.
    left: &'s Cell<u32>,
    /// Entries of this list or object so far.
    entries: u32,
    /// Only words are read.
    words: bool,
}

impl<'s, T> Door<'s, T> {
    fn with<U>(&self, inner: U) -> Door<'s, U> {
        Door { inner, secrets: self.secrets, left: self.left, entries: 0, words: self.words }
    }

    fn count<E: serde::de::Error>(&mut self) -> Result<(), E> {
        self.entries += 1;
        match self.left.get().checked_sub(1) {
            Some(left) if self.entries <= MOST_IN_ONE => self.left.set(left),
            _ => return Err(E::custom(technical!("it lists far too many things"))),
        }
        Ok(())
    }
}

/// Passes a call on with the visitor behind the door.
macro_rules! behind_the_door {
    ($($method:ident($($argument:ident: $kind:ty),*))*) => {
        $(fn $method<V: Visitor<'de>>(self, $($argument: $kind,)* visitor: V) -> Result<V::Value, D::Error> {
            let visitor = self.with(visitor);
            self.inner.$method($($argument,)* visitor)
        })*
    };
}

impl<'de, D: Deserializer<'de>> Deserializer<'de> for Door<'_, D> {
    type Error = D::Error;

    behind_the_door! {
        deserialize_any()
        deserialize_bool()
        deserialize_i8() deserialize_i16() deserialize_i32() deserialize_i64()
        deserialize_u8() deserialize_u16() deserialize_u32() deserialize_u64()
        deserialize_f32() deserialize_f64()
        deserialize_char() deserialize_str() deserialize_string()
        deserialize_bytes() deserialize_byte_buf()
        deserialize_option() deserialize_unit()
        deserialize_unit_struct(name: &'static str)
        deserialize_seq()
        deserialize_tuple(length: usize)
        deserialize_tuple_struct(name: &'static str, length: usize)
        deserialize_map()
        deserialize_struct(name: &'static str, fields: &'static [&'static str])
        deserialize_enum(name: &'static str, variants: &'static [&'static str])
        deserialize_identifier()
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, D::Error> {
        let visitor = Door { words: self.words || name == PROSE, ..self.with(visitor) };
        self.inner.deserialize_newtype_struct(name, visitor)
    }

    /// Nothing of it is kept.
    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
        self.inner.deserialize_ignored_any(visitor)
    }
}

/// Passes values on that hold no text.
macro_rules! as_they_are {
    ($($method:ident: $kind:ty)*) => {
        $(fn $method<E: serde::de::Error>(self, value: $kind) -> Result<V::Value, E> {
            self.inner.$method(value)
        })*
    };
}

/// Enumerations and bytes, which no answer has, are refused: their texts would come in unseen.
impl<'de, V: Visitor<'de>> Visitor<'de> for Door<'_, V> {
    type Value = V::Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.inner.expecting(f)
    }

    as_they_are! { visit_bool: bool visit_i64: i64 visit_u64: u64 visit_f64: f64 }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<V::Value, E> {
        if self.words {
            match self.secrets.in_words(text) {
                Some(clean) => self.inner.visit_string(clean),
                None => self.inner.visit_str(text),
            }
        } else if self.secrets.are_in(text) {
            let hidden = self.secrets.hide(text);
            self.inner.visit_byte_buf([&[REFUSED], hidden.as_bytes()].concat())
        } else {
            self.inner.visit_str(text)
        }
    }

    fn visit_none<E: serde::de::Error>(self) -> Result<V::Value, E> {
        self.inner.visit_none()
    }

    fn visit_unit<E: serde::de::Error>(self) -> Result<V::Value, E> {
        self.inner.visit_unit()
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<V::Value, D::Error> {
        let deserializer = self.with(deserializer);
        self.inner.visit_some(deserializer)
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<V::Value, D::Error> {
        let deserializer = self.with(deserializer);
        self.inner.visit_newtype_struct(deserializer)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, list: A) -> Result<V::Value, A::Error> {
        let list = self.with(list);
        self.inner.visit_seq(list)
    }

    fn visit_map<A: MapAccess<'de>>(self, object: A) -> Result<V::Value, A::Error> {
        let object = self.with(object);
        self.inner.visit_map(object)
    }
}

impl<'de, S: DeserializeSeed<'de>> DeserializeSeed<'de> for Door<'_, S> {
    type Value = S::Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<S::Value, D::Error> {
        let deserializer = self.with(deserializer);
        self.inner.deserialize(deserializer)
    }
}

impl<'de, A: SeqAccess<'de>> SeqAccess<'de> for Door<'_, A> {
    type Error = A::Error;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, A::Error> {
        let seed = self.with(seed);
        let element = self.inner.next_element_seed(seed)?;
        if element.is_some() {
            self.count()?;
        }
        Ok(element)
    }

    fn size_hint(&self) -> Option<usize> {
        self.inner.size_hint()
    }
}

impl<'de, A: MapAccess<'de>> MapAccess<'de> for Door<'_, A> {
    type Error = A::Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, A::Error> {
        let seed = self.with(seed);
        let key = self.inner.next_key_seed(seed)?;
        if key.is_some() {
            self.count()?;
        }
        Ok(key)
    }

    fn next_value_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<T::Value, A::Error> {
        let seed = self.with(seed);
        self.inner.next_value_seed(seed)
    }

    fn size_hint(&self) -> Option<usize> {
        self.inner.size_hint()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use secrecy::SecretString;
    use serde_json::{Value, json};

    use super::*;

    const SECRET: &str = "CANARY-8f3b1d07_c0ffee";

    fn secrets() -> Secrets {
        Secrets::of("123", &SecretString::from(SECRET))
    }

    /// Every text of an answer, keys and values, in its order: as it came, or in `<>` where it was refused.
    #[derive(Debug, PartialEq)]
    struct Texts(Vec<String>);

    impl<'de> Deserialize<'de> for Texts {
        fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            deserializer.deserialize_any(Each)
        }
    }

    struct Each;

    impl<'de> Visitor<'de> for Each {
        type Value = Texts;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("anything")
        }
        fn visit_u64<E>(self, _: u64) -> Result<Texts, E> {
            Ok(Texts(Vec::new()))
        }
        fn visit_str<E>(self, text: &str) -> Result<Texts, E> {
            Ok(Texts(vec![text.to_owned()]))
        }
        fn visit_bytes<E>(self, text: &[u8]) -> Result<Texts, E> {
            Ok(Texts(vec![format!("<{}>", told(text))]))
        }
        fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Texts, A::Error> {
            let mut texts = Vec::new();
            while let Some(Texts(more)) = list.next_element()? {
                texts.extend(more);
            }
            Ok(Texts(texts))
        }
        fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<Texts, A::Error> {
            let mut texts = Vec::new();
            while let Some((Texts(key), Texts(value))) = object.next_entry()? {
                texts.extend(key.into_iter().chain(value));
            }
            Ok(Texts(texts))
        }
    }

    #[test]
    fn no_text_keeps_the_secret_however_deep_or_escaped() {
        let told = format!("before {SECRET} after");
        let body = json!({ &told: [{ "a": told, "b": { &told: [told, 7, "new/•••"] } }] });
        let escaped = body.to_string().replace("CANARY", "\\u0043ANARY");
        for body in [body.to_string(), escaped] {
            let names: Texts = read(body.as_bytes(), &secrets()).unwrap();
            let (hidden, refused) = ("before ••• after", "<before ••• after>");
            assert_eq!(names.0, [refused, "a", refused, "b", refused, refused, "new/•••"]);
            let Prose::<Texts>(words) = read(body.as_bytes(), &secrets()).unwrap();
            assert_eq!(words.0, [hidden, "a", hidden, "b", hidden, hidden, "new/•••"]);
        }
    }

    #[test]
    fn parts_of_the_secret_stay_in_names_and_no_two_words_keep_it_between_them() {
        let (one, other) = SECRET.split_at(SECRET.len() / 2);
        let body = json!([one, [other]]).to_string();
        assert_eq!(read::<Texts>(body.as_bytes(), &secrets()).unwrap().0, [one, other]);
        assert_eq!(read::<Prose<Texts>>(body.as_bytes(), &secrets()).unwrap().0.0, ["•••", "•••"]);
    }

    #[test]
    fn what_expects_a_text_refuses_the_secret() {
        let body = json!(SECRET).to_string();
        assert!(read::<Box<str>>(body.as_bytes(), &secrets()).is_err());
        assert!(read::<Value>(body.as_bytes(), &secrets()).is_err());
    }

    #[test]
    fn a_body_with_something_behind_it_is_no_answer() {
        assert!(read::<Value>(b"{} {}", &secrets()).is_err());
        assert!(read::<Value>(b"", &secrets()).is_err());
    }

    #[test]
    fn no_answer_lists_more_than_an_honest_one() {
        let list = |entries: usize, entry: &str| format!("[{}]", vec![entry; entries].join(","));
        let many = list(MOST_IN_ONE as usize, "0");
        assert!(read::<Value>(many.as_bytes(), &secrets()).is_ok());
        assert!(read::<Value>(list(MOST_IN_ONE as usize + 1, "0").as_bytes(), &secrets()).is_err());
        let object: Value = (0..=MOST_IN_ONE).map(|key| (key.to_string(), 0)).collect();
        assert!(read::<Value>(object.to_string().as_bytes(), &secrets()).is_err());
        let most = (MOST_ENTRIES / MOST_IN_ONE) as usize;
        assert!(read::<Value>(list(most - 1, &many).as_bytes(), &secrets()).is_ok());
        assert!(read::<Value>(list(most, &many).as_bytes(), &secrets()).is_err(), "in all");
    }

    fn any_json() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            any::<f64>().prop_map(Value::from),
            ".{0,12}".prop_map(Value::from),
        ];
        leaf.prop_recursive(4, 32, 5, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
                prop::collection::vec((".{0,6}", inner), 0..5).prop_map(Value::from_iter),
            ]
        })
    }

    proptest! {
        #[test]
        fn everything_else_comes_in_as_it_is(value in any_json()) {
            let body = value.to_string();
            let expected: Value = serde_json::from_str(&body).unwrap();
            prop_assert_eq!(read::<Value>(body.as_bytes(), &secrets()).unwrap(), expected);
        }
    }
}
