//! Other spellings of a prefix or tag that found nothing: asked for, and only told.

use super::enquiry::Enquiry;
use super::expression::expression;
use super::listing::{self, Query};
use crate::api::{During, Kind, Listing, Search};
use crate::model::criteria::{Criteria, Selector};
use crate::model::guess::{Why, spellings, trimmed};
use crate::model::problem::Problem;

/// Spellings that find something, at most.
const MOST: usize = 3;

/// A spelling that finds something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Instead {
    /// The prefix or tag.
    pub text: String,
    /// How it differs.
    pub why: Why,
    /// Assets that it finds.
    pub found: u64,
}

/// Looks for spellings of a prefix or tag that find something in the same kinds.
///
/// # Errors
/// The first request that fails.
pub(super) async fn find(enquiry: &Enquiry, criteria: &Criteria) -> Result<Vec<Instead>, Problem> {
    let mut found = Vec::new();
    for (text, why) in others(&criteria.selector) {
        let selector = match &criteria.selector {
            Selector::Prefix(_) => Selector::Prefix(text.clone()),
            _ => Selector::Tag(text.clone()),
        };
        let other = Criteria { selector, ..criteria.clone() };
        if !is_indexed(enquiry, &other).await? {
            continue;
        }
        let count = count(enquiry, &other).await?;
        if count > 0 {
            found.push(Instead { text, why, found: count });
        }
        if found.len() == MOST {
            break;
        }
    }
    Ok(found)
}

fn others(selector: &Selector) -> Vec<(String, Why)> {
    let (Selector::Prefix(text) | Selector::Tag(text)) = selector else { return Vec::new() };
    let mut others = vec![(trimmed(text).to_owned(), Why::Trimmed)];
    if matches!(selector, Selector::Prefix(_)) {
        let slashes = trimmed(text).replace('\\', "/");
        others.push((slashes.trim_start_matches('/').to_owned(), Why::OtherSlashes));
    }
    others.extend(spellings(text));
    let mut seen = std::collections::HashSet::from([text.clone(), String::new()]);
    others.retain(|(other, _)| seen.insert(other.clone()));
    others
}

/// Whether the search index knows of any, which costs one request instead of one for each kind. It
/// may read capitals in its own way, so what it knows of is listed.
async fn is_indexed(enquiry: &Enquiry, criteria: &Criteria) -> Result<bool, Problem> {
    let Some(expression) = expression(criteria) else { return Ok(false) };
    let search = Search { expression, max_results: 1, ..Search::default() };
    match enquiry.search(&search).await {
        Ok(page) => Ok(page.total > 0),
        Err(error) if error.kind == Kind::BadRequest => Ok(true),
        Err(error) => Err(error.problem(During::Reading)),
    }
}

async fn count(enquiry: &Enquiry, criteria: &Criteria) -> Result<u64, Problem> {
    let mut count = 0;
    for query in queries(criteria) {
        listing::to_the_end(enquiry, &query, |page| {
            let fits = page.items.iter().filter(|asset| {
                let starts = match &criteria.selector {
                    Selector::Prefix(prefix) => asset.name.public_id.starts_with(&**prefix),
                    _ => true,
                };
                starts && !asset.placeholder && criteria.kinds.admit(asset)
            });
            count += fits.count() as u64;
        })
        .await?;
    }
    Ok(count)
}

fn queries(criteria: &Criteria) -> Vec<Query> {
    let kinds = &criteria.kinds;
    let of = |kind| match &criteria.selector {
        Selector::Tag(tag) => vec![Query::Tag(kind, tag.clone())],
        Selector::Prefix(prefix) => {
            let listing = |delivery| Listing { kind, delivery: Some(delivery), prefix: Some(prefix.clone()) };
            kinds.delivery_types().into_iter().map(|delivery| Query::Kind(listing(delivery))).collect()
        }
        _ => Vec::new(),
    };
    kinds.resource_types().into_iter().flat_map(of).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn other_spellings_never_hold_the_text_itself_or_nothing() {
        let texts = |text: &str| -> Vec<String> {
            others(&Selector::Prefix(text.into())).into_iter().map(|(text, _)| text).collect()
        };
        assert_eq!(texts("Products/"), ["products/", "PRODUCTS/"]);
        assert_eq!(texts("summer ")[0], "summer");
        assert_eq!(texts("/docs")[0], "docs");
        assert!(!texts("docs/").contains(&"docs/".to_owned()));
        assert!(others(&Selector::All).is_empty());
    }
}
