//! The search expression that counts what criteria would find, in Cloudinary's language.
//!
//! Only for counting: the search index trails by seconds and reads texts in its own way, so a plan
//! is never built from it.

use crate::model::criteria::{Criteria, Selector};
use crate::model::kinds::Kinds;

/// Characters that mean something outside quotes (Cloudinary's page “Search expressions”).
const RESERVED: &str = r#"!(){}[]*^~?:\=&><""#;

/// `None` where each asset was named: their number is known.
pub(super) fn expression(criteria: &Criteria) -> Option<String> {
    let found = match &criteria.selector {
        Selector::Prefix(prefix) => Some(format!("public_id:{}*", bare(prefix))),
        Selector::Tag(tag) => Some(format!("tags=\"{}\"", quoted(tag))),
        Selector::All => None,
        Selector::List(_) | Selector::Picked(_) | Selector::Copies { .. } | Selector::Again { .. } => {
            return None;
        }
    };
    let every_type = matches!(criteria.selector, Selector::Tag(_));
    let parts: Vec<String> = found.into_iter().chain(kinds(&criteria.kinds, every_type)).collect();
    Some(parts.join(" AND "))
}

/// A tag's listing crosses every delivery type; the others go through those of the form.
fn kinds(kinds: &Kinds, every_type: bool) -> Vec<String> {
    let resource = kinds.resource_type.map(|kind| format!("resource_type:{kind}"));
    let delivery = match &kinds.delivery_type {
        None if every_type => None,
        None => {
            let words: Vec<String> =
                kinds.delivery_types().iter().map(|kind| format!("type:{kind}")).collect();
            Some(format!("({})", words.join(" OR ")))
        }
        Some(kind) => Some(format!("type:{}", bare(kind.as_str()))),
    };
    resource.into_iter().chain(delivery).collect()
}

fn bare(text: &str) -> String {
    escaped(text, |c| RESERVED.contains(c) || c.is_whitespace())
}

fn quoted(text: &str) -> String {
    escaped(text, |c| matches!(c, '"' | '*'))
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::asset::ResourceType;
    use crate::model::what::What;

    fn of(selector: Selector, kinds: Kinds) -> Option<String> {
        expression(&Criteria { selector, kinds, what: What::Originals, invalidate: true })
    }

    #[test]
    fn what_means_something_in_an_expression_is_escaped() {
        let images = Kinds { resource_type: Some(ResourceType::Image), delivery_type: Some("upload".into()) };
        assert_eq!(
            of(Selector::Prefix("a b(c)*/".into()), images).unwrap(),
            r"public_id:a\ b\(c\)\*/* AND resource_type:image AND type:upload"
        );
        assert_eq!(of(Selector::Tag("x\" OR *".into()), Kinds::default()).unwrap(), r#"tags="x\" OR \*""#);
        assert_eq!(
            of(Selector::All, Kinds::default()).unwrap(),
            "(type:upload OR type:private OR type:authenticated)"
        );
        assert_eq!(of(Selector::Picked(Vec::new()), Kinds::default()), None);
    }
}
