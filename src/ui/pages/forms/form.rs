//! What is typed into one form, and how it becomes criteria.
//!
//! Reading happens when the text changes, not when a frame is drawn: a form with ten thousand
//! lines costs no more to show than one with a single line.

use std::sync::Arc;

use crate::model::asset::{DeliveryType, ResourceType};
use crate::model::criteria::{self, Criteria, CriteriaError, Kinds, Selector, What};
use crate::model::list::{PublicIdList, Wanted};

/// How a form finds its assets.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum By {
    /// A public ID or a pasted URL.
    #[default]
    One,
    /// Pasted lines, or a file.
    List,
    /// Public IDs that start with a text.
    Prefix,
    /// Assets with a tag.
    Tag,
}

impl By {
    /// In the order in which they are offered.
    pub const ALL: [Self; 4] = [Self::One, Self::List, Self::Prefix, Self::Tag];
}

/// One form.
#[derive(Clone, Debug, PartialEq)]
pub struct Form {
    /// How it finds its assets.
    pub by: By,
    /// The field's text.
    pub text: String,
    /// Which kinds to look through.
    pub kinds: Kinds,
    /// “Also clear the CDN cache”.
    pub invalidate: bool,
    /// The text read line by line, where the form takes public IDs.
    pub read: Arc<PublicIdList>,
    /// Lines of [`Self::read`] that cannot be looked up.
    pub unreadable: usize,
    /// The sentence at the field, once “Preview…” was tried.
    pub error: Option<String>,
}

impl Form {
    /// Up to this many lines a list is shown in an editor; above it, as rows.
    pub const EDITABLE_LINES: usize = 2_000;

    /// Empty, with every kind and clearing the CDN.
    pub fn new(by: By) -> Self {
        Self {
            by,
            text: String::new(),
            kinds: Kinds::default(),
            invalidate: true,
            read: Arc::default(),
            unreadable: 0,
            error: None,
        }
    }

    /// Takes a new text and reads it. `cloud_name` decides which URLs are of this environment.
    pub fn set_text(&mut self, text: String, cloud_name: &str) {
        self.text = text;
        self.error = None;
        let read = match self.by {
            By::One => PublicIdList::read_one(&self.text, cloud_name),
            By::List => PublicIdList::read(&self.text, cloud_name),
            By::Prefix | By::Tag => PublicIdList::default(),
        };
        self.unreadable = read.rows.iter().filter(|row| matches!(row.wanted, Wanted::Unreadable(_))).count();
        self.read = Arc::new(read);
    }

    /// Whether the list has too many lines for an editor.
    pub fn is_long(&self) -> bool {
        self.by == By::List
            && self.read.rows.len() + self.read.blank + self.read.duplicates > Self::EDITABLE_LINES
    }

    /// Only this resource type, or all.
    pub fn set_resource_type(&mut self, kind: Option<ResourceType>) {
        self.kinds.resource_type = kind;
    }

    /// Only this delivery type, or all.
    pub fn set_delivery_type(&mut self, kind: Option<DeliveryType>) {
        self.kinds.delivery_type = kind;
    }

    /// What the form asks for.
    ///
    /// # Errors
    /// A sentence for the field: blank, too long, or a link that leads elsewhere.
    pub fn criteria(&self, what: What) -> Result<Criteria, String> {
        let selector = self.selector()?;
        Ok(Criteria { selector, kinds: self.kinds.clone(), what, invalidate: self.invalidate })
    }

    fn selector(&self) -> Result<Selector, String> {
        let sentence = |error: CriteriaError| error.to_string();
        match self.by {
            By::Prefix => criteria::prefix(&self.text).map_err(sentence),
            By::Tag => criteria::tag(&self.text).map_err(sentence),
            By::One => match self.read.rows.first().map(|row| &row.wanted) {
                None => Err(sentence(CriteriaError::EmptyPublicId)),
                Some(Wanted::Unreadable(reason)) => Err(reason.to_string()),
                Some(_) => Ok(Selector::List(Arc::clone(&self.read))),
            },
            By::List if self.read.rows.is_empty() => Err(sentence(CriteriaError::EmptyList)),
            By::List if self.unreadable == self.read.rows.len() => {
                Err("None of these lines can be looked up. They may be links to another product environment."
                    .to_owned())
            }
            By::List => Ok(Selector::List(Arc::clone(&self.read))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filled(by: By, text: &str) -> Form {
        let mut form = Form::new(by);
        form.set_text(text.to_owned(), "demo");
        form
    }

    #[test]
    fn blank_fields_are_refused_with_a_sentence() {
        for by in By::ALL {
            for blank in ["", "  ", "\t\n"] {
                assert!(filled(by, blank).criteria(What::Originals).is_err(), "{by:?} {blank:?}");
            }
        }
    }

    #[test]
    fn a_link_of_another_environment_is_refused_at_the_field() {
        let form = filled(By::One, "https://res.cloudinary.com/other/image/upload/owl.jpg");
        let sentence = form.criteria(What::Originals).unwrap_err();
        assert!(sentence.contains("link"), "{sentence}");
    }

    #[test]
    fn a_list_counts_lines_blanks_and_repetitions() {
        let form = filled(By::List, "a\n\nb\na\n");
        assert_eq!((form.read.rows.len(), form.read.blank, form.read.duplicates), (2, 1, 1));
        assert!(!form.is_long());
    }

    #[test]
    fn a_form_clears_the_cdn_and_looks_through_every_kind_unless_told_otherwise() {
        let criteria = filled(By::Prefix, " docs/ ").criteria(What::AllCopies).unwrap();
        assert!(criteria.invalidate);
        assert_eq!(criteria.kinds, Kinds::default());
        assert_eq!(criteria.what, What::AllCopies);
        assert_eq!(criteria.selector, Selector::Prefix("docs/".into()));
    }
}
