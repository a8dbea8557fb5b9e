//! JSON written straight from the assets: a page of 500 is a few memory copies, no tree.

use std::io::Write;

/// JSON in the making. Commas take care of themselves: one is written unless something was
/// just opened.
#[derive(Debug)]
pub struct Json(Vec<u8>);

impl Json {
    /// An object, open.
    pub fn object() -> Self {
        let mut out = Vec::with_capacity(1024);
        out.push(b'{');
        Self(out)
    }

    /// Ends the outermost object.
    pub fn finish(mut self) -> Vec<u8> {
        self.0.push(b'}');
        self.0
    }

    fn comma(&mut self) {
        if !matches!(self.0.last(), Some(b'{' | b'[') | None) {
            self.0.push(b',');
        }
    }

    /// The name of the value that comes next.
    fn key(&mut self, key: &str) {
        self.comma();
        self.quoted(key);
        self.0.push(b':');
    }

    /// `key: "value"`.
    pub fn text(&mut self, key: &str, value: &str) {
        self.key(key);
        self.quoted(value);
    }

    /// `key: 1`, for anything whose `Display` is JSON: numbers and booleans.
    pub fn number(&mut self, key: &str, value: impl std::fmt::Display) {
        self.key(key);
        self.display(value);
    }

    /// `key: true`.
    pub fn flag(&mut self, key: &str, value: bool) {
        self.key(key);
        self.0.extend_from_slice(if value { b"true" } else { b"false" });
    }

    /// `key: null`.
    pub fn null(&mut self, key: &str) {
        self.key(key);
        self.0.extend_from_slice(b"null");
    }

    /// `key: …`, a value that is JSON already.
    pub fn raw(&mut self, key: &str, written: &[u8]) {
        self.key(key);
        self.0.extend_from_slice(written);
    }

    /// `key: "v1,v2"` when there is one.
    pub fn optional(&mut self, key: &str, value: Option<&str>) {
        if let Some(value) = value {
            self.text(key, value);
        }
    }

    /// `key: { … }`.
    pub fn nested(&mut self, key: &str, write: impl FnOnce(&mut Self)) {
        self.key(key);
        self.braces(write);
    }

    /// `key: [ … ]`.
    pub fn array(&mut self, key: &str, write: impl FnOnce(&mut Self)) {
        self.key(key);
        self.0.push(b'[');
        write(self);
        self.0.push(b']');
    }

    /// `{ … }` as the next item of an array.
    pub fn item(&mut self, write: impl FnOnce(&mut Self)) {
        self.comma();
        self.braces(write);
    }

    /// `"text"` as the next item of an array.
    pub fn text_item(&mut self, text: &str) {
        self.comma();
        self.quoted(text);
    }

    fn braces(&mut self, write: impl FnOnce(&mut Self)) {
        self.0.push(b'{');
        write(self);
        self.0.push(b'}');
    }

    fn display(&mut self, value: impl std::fmt::Display) {
        write!(self.0, "{value}").unwrap_or_else(|_| unreachable!("memory takes every byte"));
    }

    fn quoted(&mut self, text: &str) {
        serde_json::to_writer(&mut self.0, text).unwrap_or_else(|_| unreachable!("memory takes every byte"));
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::{Value, json};

    use super::*;

    proptest! {
        #[test]
        fn any_text_reads_back(key in ".*", value in ".*") {
            let mut json = Json::object();
            json.text(&key, &value);
            let read: Value = serde_json::from_slice(&json.finish()).unwrap();
            prop_assert_eq!(read, json!({ key: value }));
        }
    }

    #[test]
    fn commas_stand_between_and_nowhere_else() {
        let mut json = Json::object();
        json.text("a", "ends in {");
        json.array("b", |json| {
            json.item(|json| json.number("n", 1));
            json.item(|_| {});
            json.text_item("x");
        });
        json.nested("c", |json| json.null("d"));
        json.flag("e", true);
        json.optional("f", None);
        let text = String::from_utf8(json.finish()).unwrap();
        assert_eq!(text, r#"{"a":"ends in {","b":[{"n":1},{},"x"],"c":{"d":null},"e":true}"#);
    }
}
