//! A small part of the expression language.

use std::cmp::Ordering;

use serde_json::Value;

use super::asset::Asset;
use super::reply::Refusal;

/// A parsed expression.
pub struct Query(Vec<(String, String)>);

impl Query {
    /// Reads `a:b AND c=d`.
    pub fn parse(expression: &str, _now: i64) -> Result<Self, Refusal> {
        let mut parts = Vec::new();
        for part in expression.split(" AND ").map(str::trim).filter(|part| !part.is_empty()) {
            let (field, value) = part.split_once([':', '=']).ok_or_else(|| Refusal::bad("Query invalid"))?;
            parts.push((field.trim().to_owned(), value.trim_matches('"').to_owned()));
        }
        Ok(Self(parts))
    }

    /// Whether it fits.
    pub fn matches(&self, asset: &Asset) -> bool {
        let like = |value: &str, text: &str| match value.strip_suffix('*') {
            Some(start) => text.starts_with(start),
            None => text == value,
        };
        self.0.iter().all(|(field, value)| match field.as_str() {
            "resource_type" => asset.kind.resource_type.word() == value,
            "type" => asset.kind.delivery_type.word() == value,
            "tags" => asset.tags.iter().any(|tag| like(value, tag)),
            "public_id" => like(value, &asset.public_id),
            "folder" | "asset_folder" => like(value, &asset.folder),
            _ => false,
        })
    }
}

/// A parsed folder expression.
pub struct FolderQuery(String);

impl FolderQuery {
    /// Reads `path="a"`.
    pub fn parse(expression: &str, _now: i64) -> Result<Self, Refusal> {
        Ok(Self(expression.to_owned()))
    }

    /// Whether it fits.
    pub fn matches(&self, path: &str, _created_at: i64) -> bool {
        match self.0.split_once('=') {
            Some((_, value)) => value.trim_matches('"') == path,
            None => true,
        }
    }
}

/// The order.
pub struct SortBy;

impl SortBy {
    /// Reads it.
    pub fn read(_value: Option<&Value>) -> Result<Self, Refusal> {
        Ok(Self)
    }

    /// Newest first.
    pub fn compare(&self, a: &Asset, b: &Asset) -> Ordering {
        b.created_at.cmp(&a.created_at)
    }
}
