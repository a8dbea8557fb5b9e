use serde::Deserialize;

use super::*;
use crate::api::key::Key;
use crate::api::{door, words};
use crate::model::fixture::at;
use crate::model::format::is_longer;
use crate::model::unix_time::UnixTime;

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
    time: Option<UnixTime>,
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
    assert_eq!((row.text.as_deref(), row.flag, row.time), (Some("12"), Some(true), Some(at(1_708_851_503))));
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
