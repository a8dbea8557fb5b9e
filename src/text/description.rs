//! How a plan was chosen.

use super::{Words, counts};
use crate::model::description::{Description, Way};
use crate::model::format;

impl Words for Description {
    /// A heading: `Tag “old” · copies only · 2 added by hand`.
    fn words(&self) -> String {
        let parts = self.parts.iter().map(Way::words).collect::<Vec<_>>().join(" + ");
        with_what(self, parts)
    }
}

/// How something was found, with what goes of it and what was added.
fn with_what(description: &Description, found: String) -> String {
    let copies = description.copies_only.then(|| text!("description-copies-only"));
    let added = (description.by_hand > 0).then(|| text!("description-by-hand", number = description.by_hand));
    [found].into_iter().chain(copies).chain(added).collect::<Vec<_>>().join(" · ")
}

impl Words for Way {
    /// A heading, or a part of one; names in it are as they came.
    fn words(&self) -> String {
        match self {
            Self::PublicId { public_id } => text!("description-public-id", name = &**public_id),
            Self::Link { link } => text!("description-link", link = &**link),
            Self::List { rows } => text!("description-list", number = *rows),
            Self::AssetId { asset_id } => text!("description-asset-id", id = asset_id.to_string()),
            Self::AssetIds { number } => text!("description-asset-ids", number = *number),
            Self::Prefix { text } => text!("description-prefix", text = format::shown(text)),
            Self::Tag { tag } => text!("description-tag", tag = &**tag),
            Self::Everything(kinds) => text!("description-everything", kinds = kinds.words()),
            Self::Clicked { public_id } => text!("description-clicked", name = &**public_id),
            Self::Selected { number, resource_type } => {
                text!("description-selected", originals = counts::originals(*number, *resource_type))
            }
            Self::Copies { number, of } => text!("description-copies", number = *number, name = &**of),
            Self::Again { items, job } => {
                text!("description-again", number = *items, receipt = job.to_string())
            }
            Self::Prose { text } => text.to_string(),
        }
    }
}

/// In a few words, where the ways stand one by one beside it: `Tag “old” and 2 more sources`.
pub fn short(description: &Description) -> String {
    match &description.parts[..] {
        [first, more @ ..] if !more.is_empty() => {
            let found = text!("description-and-more", first = first.words(), number = more.len() as u64);
            with_what(description, found)
        }
        _ => description.words(),
    }
}

/// So many are found in this way: `139 start with “products/”`.
pub fn found(way: &Way, number: u64) -> String {
    match way {
        Way::Prefix { text } => text!("found-by-prefix", number = number, text = format::shown(text)),
        Way::Tag { tag } => text!("found-by-tag", number = number, tag = format::shown(tag)),
        _ => text!("found", counted = counts::originals(number, None)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::asset::{AssetId, DeliveryType, ResourceType};
    use crate::model::job_id::JobId;
    use crate::model::kinds::Kinds;

    #[test]
    fn each_way_is_told_with_what_was_typed_or_clicked() {
        for (way, words) in [
            (Way::PublicId { public_id: "docs/owl".into() }, "Public ID “docs/owl”"),
            (Way::Link { link: "https://a/b".into() }, "Link “https://a/b”"),
            (Way::List { rows: 1204 }, "List of 1,204 lines"),
            (Way::List { rows: 1 }, "List of 1 line"),
            (
                Way::AssetId { asset_id: AssetId::from_bytes([17; 16]) },
                "Asset ID 11111111111111111111111111111111",
            ),
            (Way::AssetIds { number: 3 }, "List of 3 asset IDs"),
            (Way::Prefix { text: "summer ".into() }, "Public ID starts with “summer[space]”"),
            (Way::Tag { tag: "old".into() }, "Tag “old”"),
            (
                Way::Everything(Kinds { resource_type: Some(ResourceType::Raw), ..Kinds::default() }),
                "Everything: raw files (upload, private and authenticated)",
            ),
            (
                Way::Everything(Kinds { resource_type: None, delivery_type: Some(DeliveryType::Private) }),
                "Everything: images, videos and raw files (private)",
            ),
            (Way::Clicked { public_id: "docs/owl".into() }, "“docs/owl”"),
            (Way::Selected { number: 2, resource_type: Some(ResourceType::Image) }, "2 images selected"),
            (Way::Selected { number: 2, resource_type: None }, "2 assets selected"),
            (Way::Copies { number: 1, of: "docs/owl".into() }, "1 copy of “docs/owl”"),
            (Way::Again { items: 16, job: JobId(1011) }, "Retry: 16 items from receipt 1011"),
            (Way::Again { items: 1, job: JobId(2) }, "Retry: 1 item from receipt 2"),
        ] {
            assert_eq!(Description::from(way).words(), words);
        }
    }

    #[test]
    fn several_ways_and_what_was_added_are_told_in_their_order() {
        let parts = vec![Way::Tag { tag: "old".into() }, Way::AssetIds { number: 1 }];
        let description = Description { parts, copies_only: true, by_hand: 1204 };
        let words = "Tag “old” + List of 1 asset ID · copies only · 1,204 added by hand";
        assert_eq!(description.words(), words);
        assert_eq!(short(&description), "Tag “old” and 1 more source · copies only · 1,204 added by hand");
        let alone = Description::from(Way::Tag { tag: "old".into() });
        assert_eq!(short(&alone), alone.words());
    }

    #[test]
    fn a_sentence_of_an_earlier_version_is_shown_as_it_is() {
        let kept = "Name starts with “docs/” · copies only";
        assert_eq!(Description::read(kept).words(), kept);
    }

    #[test]
    fn what_another_spelling_finds_has_its_singular() {
        let (prefix, tag) = (Way::Prefix { text: "docs/".into() }, Way::Tag { tag: "old".into() });
        assert_eq!(found(&prefix, 1), "1 starts with “docs/”");
        assert_eq!(found(&prefix, 1204), "1,204 start with “docs/”");
        assert_eq!(
            (found(&tag, 1), found(&tag, 2)),
            ("1 has the tag “old”".into(), "2 have the tag “old”".into())
        );
    }
}
