//! How a plan was chosen, as data: `text` puts it into words, and the journal keeps it.

use serde::{Deserialize, Serialize};

use super::asset::{AssetId, ResourceType};
use super::job_id::JobId;
use super::kinds::Kinds;

/// How a plan was chosen.
///
/// The journal keeps it as JSON: `{"parts":[{"by":"prefix","text":"docs/"}],"copies_only":true,"by_hand":2}`.
/// Its names are never changed, and whatever is added to it later may be missing in what is read.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Description {
    /// The ways in which its items were found; a plan of several holds what any of them found.
    pub parts: Vec<Way>,
    /// Only copies of what was found go, and the originals stay.
    #[serde(default, skip_serializing_if = "is_default")]
    pub copies_only: bool,
    /// So many items were added by hand.
    #[serde(default, skip_serializing_if = "is_default")]
    pub by_hand: u64,
}

/// One way in which items were found, with what was typed or clicked for it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "by", rename_all = "kebab-case")]
pub enum Way {
    /// By one public ID.
    PublicId {
        /// The public ID.
        public_id: Box<str>,
    },
    /// By a link that does not certainly name a public ID.
    Link {
        /// As it was pasted.
        link: Box<str>,
    },
    /// By a list of public IDs and links.
    List {
        /// Its rows.
        rows: u64,
    },
    /// By one asset ID.
    AssetId {
        /// The asset ID.
        asset_id: AssetId,
    },
    /// By a list of asset IDs.
    AssetIds {
        /// How many.
        number: u64,
    },
    /// By how the public IDs start.
    Prefix {
        /// What they start with.
        text: Box<str>,
    },
    /// By a tag.
    Tag {
        /// The tag.
        tag: Box<str>,
    },
    /// Everything of these kinds.
    Everything(Kinds),
    /// One asset was clicked.
    Clicked {
        /// Its public ID.
        public_id: Box<str>,
    },
    /// Several assets were clicked.
    Selected {
        /// How many.
        number: u64,
        /// What all of them are, if they are the same.
        resource_type: Option<ResourceType>,
    },
    /// Copies of one asset were clicked.
    Copies {
        /// How many.
        number: u64,
        /// Public ID of the original.
        of: Box<str>,
    },
    /// What an earlier job left undone.
    Again {
        /// How many items.
        items: u64,
        /// The job.
        job: JobId,
    },
    /// A sentence in which a version before this one kept it.
    Prose {
        /// To the letter.
        text: Box<str>,
    },
}

impl Description {
    /// Reads what the journal keeps. Versions before this one kept a sentence, which is taken as it is:
    /// none of these starts as JSON does.
    pub fn read(kept: &str) -> Self {
        match serde_json::from_str(kept) {
            Ok(description) => description,
            Err(_) => Way::Prose { text: kept.into() }.into(),
        }
    }
}

impl Description {
    /// How a plan was chosen that unites several.
    pub fn of_all<'a>(all: impl IntoIterator<Item = &'a Self>) -> Self {
        let mut united = Self::default();
        for one in all {
            united.parts.extend(one.parts.iter().cloned());
            united.copies_only |= one.copies_only;
            united.by_hand += one.by_hand;
        }
        united
    }
}

impl From<Way> for Description {
    fn from(way: Way) -> Self {
        Self { parts: vec![way], ..Self::default() }
    }
}

fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::asset::DeliveryType;

    #[test]
    fn what_is_kept_stays_in_its_form() {
        let kept = [
            (Way::PublicId { public_id: "docs/owl".into() }, r#"{"by":"public-id","public_id":"docs/owl"}"#),
            (Way::Link { link: "https://a/b".into() }, r#"{"by":"link","link":"https://a/b"}"#),
            (Way::List { rows: 12 }, r#"{"by":"list","rows":12}"#),
            (
                Way::AssetId { asset_id: AssetId::from_bytes([17; 16]) },
                r#"{"by":"asset-id","asset_id":"11111111111111111111111111111111"}"#,
            ),
            (Way::AssetIds { number: 3 }, r#"{"by":"asset-ids","number":3}"#),
            (Way::Prefix { text: "docs/".into() }, r#"{"by":"prefix","text":"docs/"}"#),
            (Way::Tag { tag: "old".into() }, r#"{"by":"tag","tag":"old"}"#),
            (
                Way::Everything(Kinds { resource_type: None, delivery_type: Some(DeliveryType::Private) }),
                r#"{"by":"everything","resource_type":null,"delivery_type":"private"}"#,
            ),
            (Way::Clicked { public_id: "docs/owl".into() }, r#"{"by":"clicked","public_id":"docs/owl"}"#),
            (
                Way::Selected { number: 2, resource_type: Some(ResourceType::Image) },
                r#"{"by":"selected","number":2,"resource_type":"image"}"#,
            ),
            (
                Way::Copies { number: 2, of: "docs/owl".into() },
                r#"{"by":"copies","number":2,"of":"docs/owl"}"#,
            ),
            (Way::Again { items: 16, job: JobId(11) }, r#"{"by":"again","items":16,"job":11}"#),
            (Way::Prose { text: "Tag “old”".into() }, r#"{"by":"prose","text":"Tag “old”"}"#),
        ];
        for (way, json) in kept {
            let description = Description::from(way);
            let whole = format!(r#"{{"parts":[{json}]}}"#);
            assert_eq!(serde_json::to_string(&description).unwrap(), whole);
            assert_eq!(Description::read(&whole), description);
        }
        let parts = vec![Way::Tag { tag: "old".into() }, Way::List { rows: 1 }];
        let description = Description { parts, copies_only: true, by_hand: 2 };
        let whole =
            r#"{"parts":[{"by":"tag","tag":"old"},{"by":"list","rows":1}],"copies_only":true,"by_hand":2}"#;
        assert_eq!(serde_json::to_string(&description).unwrap(), whole);
        assert_eq!(Description::read(whole), description);
    }

    #[test]
    fn what_is_no_description_is_taken_to_the_letter() {
        for kept in ["Name starts with “docs/” · copies only", "", "{}", "7", r#"{"parts":[{"by":"moon"}]}"#]
        {
            assert_eq!(Description::read(kept), Way::Prose { text: kept.into() }.into(), "{kept}");
        }
    }
}
