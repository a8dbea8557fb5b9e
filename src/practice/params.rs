//! Parameters in every encoding that Cloudinary's SDKs use, read into one shape.
//!
//! Query string, urlencoded body, multipart body and JSON body are laid over each other.
//! Arrays come as a JSON array, as `name[]=…` or `name[0]=…`, or as one comma-joined text.

use std::collections::BTreeMap;

use percent_encoding::percent_decode_str;
use serde_json::Value;

use super::reply::Refusal;

/// The parameters of one request. JSON `null` counts as absent.
#[derive(Clone, Debug, Default)]
pub struct Params {
    fields: BTreeMap<String, Value>,
    /// The `file` part of a multipart body.
    pub file: Option<Vec<u8>>,
    /// The name that it had there.
    pub file_name: Option<String>,
    /// The file is a part of a larger one.
    pub chunk: Option<Chunk>,
}

/// A part of a file that is uploaded in parts.
#[derive(Clone, Debug)]
pub struct Chunk {
    /// What the parts of one file have in common.
    pub upload: String,
    /// Its place in the file.
    pub first: usize,
    /// No more will come.
    pub is_last: bool,
}

impl Params {
    /// Read `a=1&b[]=2&b[]=3`, `+` being a space.
    pub fn add_urlencoded(&mut self, text: &str) {
        for pair in text.split('&').filter(|pair| !pair.is_empty()) {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            self.add_text(&decode_form(name), decode_form(value));
        }
    }

    /// One field of a form. `name[]` and `name[0]` add to an array.
    pub fn add_text(&mut self, name: &str, value: String) {
        match name.split_once('[') {
            Some((name, index)) if is_position(index) => {
                let list = self.fields.entry(name.to_owned()).or_insert_with(|| Value::Array(Vec::new()));
                if let Value::Array(list) = list {
                    list.push(Value::String(value));
                }
            }
            _ => {
                self.fields.insert(name.to_owned(), Value::String(value));
            }
        }
    }

    /// Read a JSON body.
    ///
    /// # Errors
    /// 400 when it is not a JSON object.
    pub fn add_json(&mut self, body: &[u8]) -> Result<(), Refusal> {
        if body.iter().all(u8::is_ascii_whitespace) {
            return Ok(());
        }
        let Ok(Value::Object(object)) = serde_json::from_slice(body) else {
            return Err(Refusal::bad("Invalid JSON in request body"));
        };
        self.fields.extend(object.into_iter().filter(|(_, value)| !value.is_null()));
        Ok(())
    }

    /// The value as it came.
    pub fn value(&self, name: &str) -> Option<&Value> {
        self.fields.get(name)
    }

    /// All parameters, for the signature and the log.
    pub fn all(&self) -> impl Iterator<Item = (&String, &Value)> {
        self.fields.iter()
    }

    /// A text or number as text. `None` when absent; an empty text is `Some("")`.
    pub fn text(&self, name: &str) -> Option<String> {
        match self.fields.get(name)? {
            Value::String(text) => Some(text.clone()),
            Value::Number(number) => Some(number.to_string()),
            Value::Bool(flag) => Some(flag.to_string()),
            _ => None,
        }
    }

    /// A list: array items as they are, a single text split at its commas.
    pub fn list(&self, name: &str) -> Option<Vec<String>> {
        let list = match self.fields.get(name)? {
            Value::Array(items) => items.iter().filter_map(scalar).collect(),
            value => scalar(value)?
                .split(',')
                .map(str::trim)
                .filter(|item| !item.is_empty())
                .map(str::to_owned)
                .collect(),
        };
        Some(list)
    }

    /// A boolean; absent is false.
    ///
    /// # Errors
    /// 400 for anything but `true`, `false`, `1`, `0`.
    pub fn flag(&self, name: &str) -> Result<bool, Refusal> {
        match self.text(name).as_deref() {
            None | Some("" | "false" | "0") => Ok(false),
            Some("true" | "1") => Ok(true),
            Some(other) => Err(Refusal::bad(&format!("Invalid value {other} for parameter {name}"))),
        }
    }

    /// How many items a page may have.
    ///
    /// # Errors
    /// 400 unless it is a whole number from 1 to 500.
    pub fn max_results(&self, default: usize) -> Result<usize, Refusal> {
        match self.text("max_results") {
            None => Ok(default),
            Some(text) => match text.parse() {
                Ok(count @ 1..=500) => Ok(count),
                _ => Err(Refusal::bad(&format!("Invalid value {text} for parameter max_results"))),
            },
        }
    }

    /// A parameter that must be there and not empty.
    ///
    /// # Errors
    /// 400 `Missing required parameter - …`.
    pub fn required(&self, name: &str) -> Result<String, Refusal> {
        self.text(name).filter(|text| !text.is_empty()).ok_or_else(|| Refusal::missing(name))
    }
}

/// `]` or `0]`, what follows the bracket of an array's field.
fn is_position(index: &str) -> bool {
    index.strip_suffix(']').is_some_and(|index| index.bytes().all(|byte| byte.is_ascii_digit()))
}

fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(flag) => Some(flag.to_string()),
        _ => None,
    }
}

fn decode_form(text: &str) -> String {
    decode(&text.replace('+', "%20"))
}

/// Percent-decode; what is not UTF-8 becomes the replacement character.
pub fn decode(text: &str) -> String {
    percent_decode_str(text).decode_utf8_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_spellings_of_an_array_mean_the_same() {
        for text in
            ["ids[]=a&ids[]=b%26c", "ids[0]=a&ids[1]=b%26c", "ids%5B%5D=a&ids%5B%5D=b%26c", "ids=a,b%26c"]
        {
            let mut params = Params::default();
            params.add_urlencoded(text);
            assert_eq!(params.list("ids").unwrap(), ["a", "b&c"], "{text}");
        }
        for body in [r#"{"ids":["a","b&c"]}"#, r#"{"ids":"a,b&c","x":null}"#] {
            let mut params = Params::default();
            params.add_json(body.as_bytes()).unwrap();
            assert_eq!(params.list("ids").unwrap(), ["a", "b&c"], "{body}");
            assert!(params.value("x").is_none());
        }
    }

    #[test]
    fn a_comma_inside_an_array_item_does_not_split_it() {
        let mut params = Params::default();
        params.add_urlencoded("ids[]=a,b");
        assert_eq!(params.list("ids").unwrap(), ["a,b"]);
    }
}
