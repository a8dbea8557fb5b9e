//! The search expression that counts what a selector would find, in Cloudinary's language.
//!
//! Only for counting: the search index trails by seconds and reads texts in its own way, so a plan
//! is never built from it.

use crate::model::kinds::Kinds;

/// Characters that mean something outside quotes (Cloudinary's page “Search expressions”).
const RESERVED: &str = r#"!(){}[]*^~?:\=&><""#;

/// All of these, joined by `AND`.
pub(super) fn all(parts: impl IntoIterator<Item = String>) -> String {
    parts.into_iter().collect::<Vec<_>>().join(" AND ")
}

/// The kinds of a listing that is asked for in each delivery type.
pub(super) fn kinds(kinds: &Kinds) -> impl Iterator<Item = String> {
    let delivery = delivery_type(kinds).unwrap_or_else(|| {
        let words: Vec<String> = kinds.delivery_types().iter().map(|kind| format!("type:{kind}")).collect();
        format!("({})", words.join(" OR "))
    });
    resource_type(kinds).into_iter().chain([delivery])
}

/// The kinds of a listing that crosses all delivery types by itself.
pub(super) fn kinds_across(kinds: &Kinds) -> impl Iterator<Item = String> {
    resource_type(kinds).into_iter().chain(delivery_type(kinds))
}

fn resource_type(kinds: &Kinds) -> Option<String> {
    kinds.resource_type.map(|kind| format!("resource_type:{kind}"))
}

fn delivery_type(kinds: &Kinds) -> Option<String> {
    kinds.delivery_type.as_ref().map(|kind| format!("type:{}", bare(kind.as_str())))
}

/// A text outside quotes.
pub(super) fn bare(text: &str) -> String {
    escaped(text, |c| RESERVED.contains(c) || c.is_whitespace())
}

/// A text between quotes.
pub(super) fn quoted(text: &str) -> String {
    format!("\"{}\"", escaped(text, |c| matches!(c, '"' | '*')))
}

fn escaped(text: &str, special: impl Fn(char) -> bool) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        if special(c) {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    escaped
}
