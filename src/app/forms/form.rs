//! What is typed into one form, and how it becomes criteria.
//!
//! Reading happens when the text changes, not when a frame is drawn: a form with ten thousand
//! lines costs no more to show than one with a single line. A long list is read by the background.

use std::sync::Arc;

use crate::model::asset::{DeliveryType, ResourceType};
use crate::model::criteria::Criteria;
use crate::model::delivery::Hosts;
use crate::model::kinds::Kinds;
use crate::model::list::{PublicIdList, Wanted};
use crate::model::selector::{By, FormError, Reading, Typed};
use crate::model::what::What;
use crate::runtime::command::Generation;
use crate::text;
use crate::text::Words;

/// What a filled form is wanted for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wanting {
    /// A plan of its own.
    Preview,
    /// More of the plan that is there.
    Addition,
}

/// One form.
#[derive(Clone, Debug, PartialEq)]
pub struct Form {
    /// How it finds its assets.
    pub by: By,
    /// The field's text.
    pub text: Arc<str>,
    /// Which kinds to look through.
    pub kinds: Kinds,
    /// “Also clear the CDN cache”.
    pub invalidate: bool,
    /// The text read line by line, where the form takes public IDs.
    pub read: Arc<PublicIdList>,
    /// Lines of [`Self::read`] that cannot be looked up.
    pub unreadable: usize,
    /// Hosts of its links that are not the environment's, each with its number of links.
    pub foreign: Vec<(String, usize)>,
    /// “Use links on other hosts anyway”.
    pub any_host: bool,
    /// The number of the background's reading of a long text, until it comes.
    pub reading: Option<Generation>,
    /// What is wanted as soon as it is read.
    pub wanted: Option<Wanting>,
    /// Why nothing of it is asked for; said at the field.
    pub error: Option<Refused>,
    /// How often that was refused.
    pub refused: u32,
}

/// Why nothing is asked for with what is typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refused {
    /// It held the credentials of an account, and none of it was taken.
    Credentials,
    /// What the field holds finds no assets.
    Field(FormError),
}

impl Words for Refused {
    fn words(&self) -> String {
        match self {
            Self::Credentials => text!("form-credentials"),
            Self::Field(error) => error.words(),
        }
    }
}

impl Form {
    /// Up to this many lines a list is shown in an editor; above it, as rows.
    pub const EDITABLE_LINES: usize = 2_000;
    /// The same in bytes.
    pub const EDITABLE_BYTES: usize = 256 << 10;

    /// Empty, with every kind and clearing the CDN.
    pub fn new(by: By) -> Self {
        Self {
            by,
            text: Arc::default(),
            kinds: Kinds::default(),
            invalidate: true,
            read: Arc::default(),
            unreadable: 0,
            foreign: Vec::new(),
            any_host: false,
            reading: None,
            wanted: None,
            error: None,
            refused: 0,
        }
    }

    /// Takes a new text, and reads it unless it is long: then the background is to read it.
    /// `hosts` decide which links are of this environment.
    pub fn set_text(&mut self, text: impl Into<Arc<str>>, hosts: &Hosts) {
        self.text = text.into();
        // A choice about the links of one list says nothing of the next.
        self.any_host &= !self.text.trim().is_empty();
        self.error = None;
        self.reading = None;
        self.wanted = None;
        let hosts = self.hosts(hosts);
        self.take(Arc::new(match self.by.reading() {
            Reading::One => PublicIdList::read_one(&self.text, &hosts),
            Reading::Lines if !self.is_long() => PublicIdList::read(&self.text, &hosts),
            Reading::Lines | Reading::Text => PublicIdList::default(),
        }));
    }

    /// Takes what was read.
    pub fn take(&mut self, read: Arc<PublicIdList>) {
        let unreadable = |wanted: &Wanted| match wanted {
            Wanted::Unreadable(_) => true,
            Wanted::Address(_) => self.kinds.delivery_type != Some(DeliveryType::Fetch),
            Wanted::PublicId | Wanted::Id(_) | Wanted::Record(_) | Wanted::Link(_) => false,
        };
        self.unreadable = read.rows.iter().filter(|row| unreadable(&row.wanted)).count();
        self.foreign =
            read.foreign_hosts().into_iter().map(|(host, links)| (host.to_owned(), links)).collect();
        self.read = read;
    }

    /// Which links count: those of the environment, or all.
    pub fn hosts(&self, of_environment: &Hosts) -> Hosts {
        Hosts { any: self.any_host, ..of_environment.clone() }
    }

    /// Whether a text is too long for an editor, and for reading between two frames.
    pub fn is_long(&self) -> bool {
        self.by.reading() == Reading::Lines && is_long(&self.text)
    }

    /// Only this resource type, or all.
    pub fn set_resource_type(&mut self, kind: Option<ResourceType>) {
        self.kinds.resource_type = kind;
    }

    /// Only this delivery type, or all.
    pub fn set_delivery_type(&mut self, kind: Option<DeliveryType>) {
        self.kinds.delivery_type = kind;
        self.take(Arc::clone(&self.read));
    }

    /// What the form asks for.
    ///
    /// # Errors
    /// Blank, too long, or a link that leads elsewhere.
    pub fn criteria(&self, what: What) -> Result<Criteria, FormError> {
        let selector = self.by.read(Typed { text: &self.text, list: &self.read })?;
        Ok(Criteria { selector, kinds: self.kinds.clone(), what, invalidate: self.invalidate })
    }
}

/// Whether a text is too long for an editor.
pub fn is_long(text: &str) -> bool {
    text.len() > Form::EDITABLE_BYTES
        || text.bytes().filter(|byte| matches!(byte, b'\n' | b'\r')).nth(Form::EDITABLE_LINES).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::list::Refusal;
    use crate::model::selector::{List, Prefix, Selector};

    fn filled(by: By, text: &str) -> Form {
        let mut form = Form::new(by);
        form.set_text(text, &Hosts::of_cloud("demo"));
        form
    }

    #[test]
    fn blank_fields_are_refused_with_a_sentence() {
        for by in [By::One, By::List, By::Prefix, By::Tag] {
            for blank in ["", "  ", "\t\n"] {
                assert!(filled(by, blank).criteria(What::Originals).is_err(), "{by:?} {blank:?}");
            }
        }
    }

    #[test]
    fn only_what_can_be_no_name_is_refused_at_the_field() {
        let form = filled(By::One, "https://res.cloudinary.com/other/image/upload/owl.jpg");
        let selector = form.criteria(What::Originals).unwrap().selector;
        let Selector::List(List(list)) = selector else { panic!("{selector:?}") };
        assert!(matches!(list.rows[0].wanted, Wanted::Address(_)), "it may be a fetched asset: {list:?}");
        let credentials = filled(By::One, "CLOUDINARY_URL=cloudinary://1:CANARY@demo");
        let refused = credentials.criteria(What::Originals).unwrap_err();
        assert_eq!(refused, FormError::Refused(Refusal::Credentials));
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
        let Selector::Prefix(Prefix(text)) = criteria.selector else { panic!("{criteria:?}") };
        assert_eq!(text.as_str(), " docs/ ", "to the letter");
    }
}
