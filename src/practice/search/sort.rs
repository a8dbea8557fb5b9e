//! The order of search results.

use std::borrow::Cow;
use std::cmp::Ordering;

use serde_json::Value;

use super::super::asset::Asset;
use super::super::reply::Refusal;
use super::field::{Field, Nature, Subject};

/// Fields to sort by, the first that differs decides. Assets that are equal in all of them
/// stand in the order of their asset IDs, so that pages never overlap.
#[derive(Clone, Debug)]
pub struct SortBy(Vec<(Field, Direction)>);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Direction {
    Ascending,
    Descending,
}

impl SortBy {
    /// Read `[{"created_at":"desc"},{"public_id":"asc"}]`; the default is the newest first.
    ///
    /// # Errors
    /// 400 when it is anything else, or names a field that there is not.
    pub fn read(value: Option<&Value>) -> Result<Self, Refusal> {
        let Some(value) = value else { return Ok(Self(vec![(Field::CreatedAt, Direction::Descending)])) };
        let refusal = || Refusal::invalid("sort_by", &value.to_string());
        let mut keys = Vec::new();
        for item in value.as_array().ok_or_else(refusal)? {
            let object = item.as_object().filter(|object| object.len() == 1).ok_or_else(refusal)?;
            for (name, direction) in object {
                let direction = match direction.as_str() {
                    Some("asc") => Direction::Ascending,
                    Some("desc") => Direction::Descending,
                    _ => return Err(refusal()),
                };
                match Field::named(name) {
                    // Relevance: every match is as relevant as another here.
                    Field::Unknown if name == "score" => {}
                    Field::Unknown => return Err(refusal()),
                    field => keys.push((field, direction)),
                }
            }
        }
        if keys.is_empty() {
            keys.push((Field::CreatedAt, Direction::Descending));
        }
        Ok(Self(keys))
    }

    /// Assets without the field come last, whichever the direction.
    pub fn compare(&self, a: &Asset, b: &Asset) -> Ordering {
        let of_keys = self.0.iter().map(|(field, direction)| match (Key::of(a, field), Key::of(b, field)) {
            (Key::Missing, Key::Missing) => Ordering::Equal,
            (Key::Missing, _) => Ordering::Greater,
            (_, Key::Missing) => Ordering::Less,
            (a, b) if *direction == Direction::Ascending => a.compare(&b),
            (a, b) => b.compare(&a),
        });
        of_keys.fold(Ordering::Equal, Ordering::then).then_with(|| a.id.cmp(&b.id))
    }
}

enum Key<'a> {
    Number(f64),
    Text(Cow<'a, str>),
    Missing,
}

impl<'a> Key<'a> {
    fn of(asset: &'a Asset, field: &Field) -> Self {
        match field.nature() {
            Nature::Number(_) => field.number(Subject::Asset(asset)).map_or(Self::Missing, Self::Number),
            Nature::Text(_) => match field {
                Field::PublicId => Self::Text(Cow::Borrowed(&*asset.public_id)),
                Field::Folder => Self::Text(Cow::Borrowed(&*asset.folder)),
                Field::Format if asset.format.is_empty() => Self::Missing,
                _ => first_text(asset, field).map_or(Self::Missing, |text| Self::Text(Cow::Owned(text))),
            },
        }
    }

    fn compare(&self, other: &Self) -> Ordering {
        match (self, other) {
            (Self::Number(a), Self::Number(b)) => a.total_cmp(b),
            (Self::Text(a), Self::Text(b)) => a.cmp(b),
            _ => Ordering::Equal,
        }
    }
}

fn first_text(asset: &Asset, field: &Field) -> Option<String> {
    let first = std::cell::RefCell::new(None);
    field.any_text(Subject::Asset(asset), &|text| {
        *first.borrow_mut() = Some(text.to_owned());
        true
    });
    first.into_inner()
}
