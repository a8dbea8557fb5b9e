//! Every asset with a tag. Its listing and its deletion cross all delivery types.

use super::expression;
use super::form_error::FormError;
use super::select::{Finding, Reading, Select, Spelling, Typed, spellings};
use crate::model::breadth::Breadth;
use crate::model::description::Way;
use crate::model::guess::trimmed;
use crate::model::kinds::Kinds;
use crate::model::non_blank::{NonBlank, Unfit};
use crate::model::query::Query;
use crate::model::sweep::SweepBy;

pub(super) const READING: Reading = Reading::Text;

/// The whole tag.
#[derive(Clone, Debug, PartialEq)]
pub struct Tag(pub NonBlank);

/// Blanks and invisible characters at its ends are cut off: no tag has one there.
pub(super) fn read(typed: Typed<'_>) -> Result<Tag, FormError> {
    NonBlank::new(trimmed(typed.text)).map(Tag).map_err(|unfit| match unfit {
        Unfit::Blank => FormError::NoTag,
        Unfit::TooLong => FormError::TagTooLong,
    })
}

impl Select for Tag {
    fn describe(&self, _: &Kinds) -> Way {
        Way::Tag { tag: self.0.as_str().into() }
    }

    fn breadth(&self) -> Breadth {
        Breadth::Caught
    }

    fn finding(&self, kinds: &Kinds) -> Finding<'_> {
        let tagged = |kind| Query::Tag(kind, self.0.to_string());
        Finding::Listed(kinds.resource_types().into_iter().map(tagged).collect())
    }

    fn key(&self) -> Option<(&'static str, &str)> {
        Some(("tag", self.0.as_str()))
    }

    fn expression(&self, kinds: &Kinds) -> Option<String> {
        let tagged = format!("tags={}", expression::quoted(self.0.as_str()));
        Some(expression::all([tagged].into_iter().chain(expression::kinds_across(kinds))))
    }

    /// None where only one delivery type is asked for.
    fn sweep(&self, kinds: &Kinds) -> Option<SweepBy> {
        kinds.delivery_type.is_none().then(|| SweepBy::Tag(self.0.to_string()))
    }

    fn other_spellings(&self) -> Vec<Spelling<Self>> {
        spellings(&self.0, Vec::new(), Self)
    }
}
