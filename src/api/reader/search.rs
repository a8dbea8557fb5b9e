//! The search index, which trails changes by seconds.

use serde_json::json;

use super::page::{Page, Unreadable};
use super::{PAGE, Reader};
use crate::api::call::Call;
use crate::api::error::ApiError;
use crate::api::wire;
use crate::model::asset::Asset;

/// `POST /resources/search` (Python SDK `Search`). The default is a whole page of everything, with
/// tags, newest first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Search {
    /// Cloudinary's expression language; empty for everything.
    pub expression: String,
    /// Items in a page, 1–500; 0 leaves it to the server (50).
    pub max_results: u32,
    /// Fields and whether each descends; newest first where empty.
    pub sort_by: Vec<(String, bool)>,
    /// Blocks that a search leaves out unless asked for: `tags`, `context`, `metadata`.
    pub with_field: Vec<String>,
    /// These fields alone, and the identifiers; all where empty. Wins over `with_field`.
    pub fields: Vec<String>,
    /// Counts by field; not offered by every plan.
    pub aggregate: Vec<String>,
}

impl Default for Search {
    fn default() -> Self {
        Self {
            expression: String::new(),
            max_results: u32::from(PAGE),
            sort_by: Vec::new(),
            with_field: vec!["tags".to_owned()],
            fields: Vec::new(),
            aggregate: Vec::new(),
        }
    }
}

/// A page of a search.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SearchPage {
    /// In the order asked for.
    pub items: Vec<Asset>,
    /// For the next page; `None` at the end.
    pub next_cursor: Option<String>,
    /// Entries that could not be understood.
    pub unreadable: Vec<Unreadable>,
    /// All matches, as the index knows them: seconds late.
    pub total: u64,
}

impl Reader {
    /// A page of a search, of all kinds. One counted call.
    ///
    /// # Errors
    /// See [`ApiError`]; a bad request where the expression cannot be read.
    pub async fn search(&self, search: &Search, cursor: Option<&str>) -> Result<SearchPage, ApiError> {
        let mut body = json!({});
        if !search.expression.is_empty() {
            body["expression"] = json!(search.expression);
        }
        if search.max_results > 0 {
            body["max_results"] = json!(search.max_results.min(u32::from(PAGE)));
        }
        if !search.sort_by.is_empty() {
            let order =
                |(field, descends): &(String, bool)| json!({ field: if *descends { "desc" } else { "asc" } });
            body["sort_by"] = search.sort_by.iter().map(order).collect();
        }
        for (name, values) in
            [("with_field", &search.with_field), ("fields", &search.fields), ("aggregate", &search.aggregate)]
        {
            if !values.is_empty() {
                body[name] = json!(values);
            }
        }
        if let Some(cursor) = cursor {
            body["next_cursor"] = json!(cursor);
        }
        let answer: wire::Listing = self.http.read(Call::post_json("resources/search", body)).await?;
        let Page { items, next_cursor, unreadable, total, .. } = answer.into_page();
        Ok(SearchPage { items, next_cursor, unreadable, total: total.unwrap_or_default() })
    }
}
