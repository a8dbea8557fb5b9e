//! The search expressions of Cloudinary, as far as an asset of this library has the fields.
//!
//! An expression is read once into a tree of tests and then asked about each asset. Rules
//! (`search_expressions` in Cloudinary's documentation): `field:value` matches words of the
//! field, `field=value` all of it, `> < >= <=` and `[a TO b]`, `{a TO b}` compare, a trailing
//! `*` leaves the end open, AND, OR, NOT and parentheses combine. Terms side by side must all
//! match. An unknown field is no error, it matches nothing. Where the documentation is silent
//! the stricter reading is taken and said so at the place.

mod aggregate;
mod field;
mod lexer;
mod literal;
mod parser;
mod sort;
mod text;

pub use aggregate::Aggregates;
pub use sort::SortBy;

use self::field::Subject;
use self::parser::Node;
use super::asset::Asset;
use super::reply::Refusal;

/// A search for assets.
#[derive(Clone, Debug)]
pub struct Query(Node);

impl Query {
    /// Read an expression; an empty one finds everything. `now` is what relative dates count
    /// back from.
    ///
    /// # Errors
    /// 400 with the place where the expression cannot be understood.
    pub fn parse(expression: &str, now: i64) -> Result<Self, Refusal> {
        parser::parse(expression, now).map(Self)
    }

    pub fn matches(&self, asset: &Asset) -> bool {
        self.0.holds(Subject::Asset(asset))
    }
}

/// A search for folders, by `name`, `path` and `created_at`.
#[derive(Clone, Debug)]
pub struct FolderQuery(Node);

impl FolderQuery {
    /// As [`Query::parse`].
    ///
    /// # Errors
    /// 400 with the place where the expression cannot be understood.
    pub fn parse(expression: &str, now: i64) -> Result<Self, Refusal> {
        parser::parse(expression, now).map(Self)
    }

    pub fn matches(&self, path: &str, created_at: i64) -> bool {
        self.0.holds(Subject::Folder { path, created_at })
    }
}

#[cfg(test)]
mod tests;
