//! The one door through which answers come in: whatever is read from JSON, every text in it, key or
//! value, has lost the API secret before any type sees it. So no new field can forget to.

use std::fmt;

use serde::de::{DeserializeOwned, DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};

use super::redact::Secrets;

/// Reads a whole answer.
///
/// # Errors
/// What is no JSON, or JSON of another shape.
pub(super) fn read<T: DeserializeOwned>(body: &[u8], secrets: &Secrets) -> serde_json::Result<T> {
    let mut json = serde_json::Deserializer::from_slice(body);
    let answer = T::deserialize(Door { inner: &mut json, secrets })?;
    json.end()?;
    Ok(answer)
}

/// Something that reads, or is read from, behind the door.
struct Door<'s, T> {
    inner: T,
    secrets: &'s Secrets,
}

/// Passes a call on with the visitor behind the door.
macro_rules! behind_the_door {
    ($($method:ident($($argument:ident: $kind:ty),*))*) => {
        $(fn $method<V: Visitor<'de>>(self, $($argument: $kind,)* visitor: V) -> Result<V::Value, D::Error> {
            self.inner.$method($($argument,)* Door { inner: visitor, secrets: self.secrets })
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
        deserialize_newtype_struct(name: &'static str)
        deserialize_seq()
        deserialize_tuple(length: usize)
        deserialize_tuple_struct(name: &'static str, length: usize)
        deserialize_map()
        deserialize_struct(name: &'static str, fields: &'static [&'static str])
        deserialize_enum(name: &'static str, variants: &'static [&'static str])
        deserialize_identifier()
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
        match self.secrets.without_secret(text) {
            Some(clean) => self.inner.visit_string(clean),
            None => self.inner.visit_str(text),
        }
    }

    fn visit_borrowed_str<E: serde::de::Error>(self, text: &'de str) -> Result<V::Value, E> {
        match self.secrets.without_secret(text) {
            Some(clean) => self.inner.visit_string(clean),
            None => self.inner.visit_borrowed_str(text),
        }
    }

    fn visit_none<E: serde::de::Error>(self) -> Result<V::Value, E> {
        self.inner.visit_none()
    }

    fn visit_unit<E: serde::de::Error>(self) -> Result<V::Value, E> {
        self.inner.visit_unit()
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<V::Value, D::Error> {
        self.inner.visit_some(Door { inner: deserializer, secrets: self.secrets })
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<V::Value, D::Error> {
        self.inner.visit_newtype_struct(Door { inner: deserializer, secrets: self.secrets })
    }

    fn visit_seq<A: SeqAccess<'de>>(self, list: A) -> Result<V::Value, A::Error> {
        self.inner.visit_seq(Door { inner: list, secrets: self.secrets })
    }

    fn visit_map<A: MapAccess<'de>>(self, object: A) -> Result<V::Value, A::Error> {
        self.inner.visit_map(Door { inner: object, secrets: self.secrets })
    }
}

impl<'de, S: DeserializeSeed<'de>> DeserializeSeed<'de> for Door<'_, S> {
    type Value = S::Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<S::Value, D::Error> {
        self.inner.deserialize(Door { inner: deserializer, secrets: self.secrets })
    }
}

impl<'de, A: SeqAccess<'de>> SeqAccess<'de> for Door<'_, A> {
    type Error = A::Error;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, A::Error> {
        self.inner.next_element_seed(Door { inner: seed, secrets: self.secrets })
    }

    fn size_hint(&self) -> Option<usize> {
        self.inner.size_hint()
    }
}

impl<'de, A: MapAccess<'de>> MapAccess<'de> for Door<'_, A> {
    type Error = A::Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, A::Error> {
        self.inner.next_key_seed(Door { inner: seed, secrets: self.secrets })
    }

    fn next_value_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<T::Value, A::Error> {
        self.inner.next_value_seed(Door { inner: seed, secrets: self.secrets })
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

    #[test]
    fn no_text_keeps_the_secret_however_deep_or_escaped() {
        let told = format!("before {SECRET} after");
        let body = json!({ &told: [{ "a": told, "b": { &told: [told, 7, null, true, 1.5] } }], "c": told });
        let escaped = body.to_string().replace("CANARY", "\\u0043ANARY");
        for body in [body.to_string(), escaped] {
            let read: Value = read(body.as_bytes(), &secrets()).unwrap();
            let shown = read.to_string();
            assert!(!shown.contains("CANARY"), "{shown}");
            assert_eq!(shown.matches("before ••• after").count(), 5, "{shown}");
        }
    }

    #[test]
    fn a_body_with_something_behind_it_is_no_answer() {
        assert!(read::<Value>(b"{} {}", &secrets()).is_err());
        assert!(read::<Value>(b"", &secrets()).is_err());
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
