//! Only what was asked for is admitted.
//!
//! What a listing tells besides never reaches a caller: it is counted, logged and dropped here. So no
//! plan takes an asset that was not asked for, and nothing that a run asks is decided by the entry
//! of another asset. What an entry leaves out shows nothing: without the tag, it is not of the tag.
//! Details are compared where they are read.

use std::collections::{HashMap, HashSet};

use super::assets::Assets;
use super::page::{Page, Unreadable};
use crate::model::asset::{Asset, ResourceType};
use crate::model::message::Flaw;

impl Page {
    /// Without the entries that were not asked for, and each asset once. Of two entries that tell
    /// different things of one asset, or give one name to two, neither can be believed.
    pub(super) fn admit(self, assets: Assets<'_>) -> Self {
        let Self { items, mut unreadable, others, next_cursor, total } = self;
        let listed = items.len();
        let items = admitted(items, assets);
        let others = others + listed - items.len();
        if others > 0 {
            tracing::warn!(others, "an answer tells of assets that were not asked for; they are ignored");
        }
        Self { items: once(items, &mut unreadable), unreadable, others, next_cursor, total }
    }
}

fn admitted(mut items: Vec<Asset>, assets: Assets<'_>) -> Vec<Asset> {
    let (kind, delivery) = match assets {
        Assets::OfKind { kind, delivery, .. } => (Some(kind), delivery),
        Assets::Named { kind, delivery, .. } => (Some(kind), Some(delivery)),
        Assets::Tagged { kind, .. } | Assets::WithContext { kind, .. } | Assets::Moderated { kind, .. } => {
            (Some(kind), None)
        }
        Assets::ById(_) | Assets::InFolder(_) => (None, None),
    };
    let of_kind = |found: ResourceType| kind.is_none_or(|kind| kind == found);
    items.retain(|asset| {
        of_kind(asset.name.resource_type)
            && delivery.is_none_or(|delivery| *delivery == asset.name.delivery_type)
            && holds(assets, asset)
    });
    items
}

/// Whether an asset is what a listing asked for, its kind apart.
fn holds(assets: Assets<'_>, asset: &Asset) -> bool {
    match assets {
        Assets::ById(ids) => asset.asset_id.is_some_and(|id| {
            let id = id.to_string();
            ids.iter().any(|asked| asked.eq_ignore_ascii_case(&id))
        }),
        Assets::Named { public_ids, .. } => public_ids.contains(&&*asset.name.public_id),
        Assets::OfKind { prefix, .. } => asset.name.public_id.starts_with(prefix.unwrap_or_default()),
        Assets::Tagged { tag, .. } => asset.tags.iter().any(|its| **its == *tag),
        // The case of folders is none to Cloudinary.
        Assets::InFolder(folder) => asset.asset_folder.as_deref().is_some_and(|its| {
            its.trim_matches('/').to_lowercase() == folder.trim_matches('/').to_lowercase()
        }),
        Assets::WithContext { key, value, .. } => asset
            .context
            .iter()
            .any(|(its, text)| **its == *key && value.is_none_or(|value| **text == *value)),
        // Nothing else: the entries of a moderation queue were looked at before they became assets.
        Assets::Moderated { .. } => true,
    }
}

/// Each asset once. A placeholder shares its name with what was uploaded since.
fn once(items: Vec<Asset>, unreadable: &mut Vec<Unreadable>) -> Vec<Asset> {
    let (mut ids, mut names) = (HashMap::new(), HashMap::new());
    let (mut repeated, mut contradicted) = (HashSet::new(), HashSet::new());
    for (at, asset) in items.iter().enumerate() {
        let by_id = asset.asset_id.map(|id| *ids.entry(id).or_insert(at));
        let by_name = (!asset.placeholder).then(|| *names.entry(&asset.name).or_insert(at));
        for first in [by_id, by_name].into_iter().flatten().filter(|first| *first != at) {
            if items[first] == *asset {
                repeated.insert(at);
            } else {
                contradicted.extend([first, at]);
            }
        }
    }
    if repeated.is_empty() && contradicted.is_empty() {
        return items;
    }
    let mut kept = Vec::with_capacity(items.len());
    for (at, asset) in items.into_iter().enumerate() {
        if contradicted.contains(&at) {
            unreadable.push(Unreadable { text: asset.name.public_id.into(), why: Flaw::Contradicted });
        } else if !repeated.contains(&at) {
            kept.push(asset);
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::asset::{AssetId, DeliveryType};
    use crate::model::fixture;

    fn asset(number: u8, public_id: &str) -> Asset {
        let mut asset = fixture::asset(&fixture::item(number, true));
        asset.name.public_id = public_id.into();
        asset
    }

    fn numbers(page: &Page) -> Vec<u8> {
        page.items.iter().map(|asset| asset.asset_id.unwrap().as_bytes()[0]).collect()
    }

    fn everything(items: Vec<Asset>) -> Page {
        let assets = Assets::OfKind { kind: ResourceType::Image, delivery: None, prefix: None };
        Page { items, ..Page::default() }.admit(assets)
    }

    #[test]
    fn an_asset_that_is_told_twice_counts_once() {
        let page = everything(vec![asset(1, "a"), asset(2, "b"), asset(1, "a")]);
        assert_eq!((numbers(&page), page.unreadable.len(), page.others), (vec![1, 2], 0, 0));
    }

    #[test]
    fn of_two_entries_that_contradict_each_other_neither_is_believed() {
        let overwritten = Asset { version: 2, ..asset(1, "a") };
        let page = everything(vec![asset(1, "a"), asset(2, "b"), overwritten]);
        assert_eq!((numbers(&page), page.unreadable.len()), (vec![2], 2));
        let page = everything(vec![asset(1, "a"), asset(2, "a"), asset(3, "c")]);
        assert_eq!((numbers(&page), page.unreadable.len()), (vec![3], 2), "one name is one asset");
        let placeholder = Asset { placeholder: true, ..asset(1, "a") };
        let page = everything(vec![placeholder, asset(2, "a")]);
        assert_eq!((numbers(&page), page.unreadable.len()), (vec![1, 2], 0), "deleted, and uploaded anew");
    }

    #[test]
    fn an_id_is_the_same_in_any_case() {
        let id = AssetId::from_bytes([0xab; 16]).to_string();
        let asked = [id.to_uppercase()];
        let asked: Vec<&str> = asked.iter().map(String::as_str).collect();
        assert!(holds(Assets::ById(&asked), &asset(0xab, "a")));
        assert!(!holds(Assets::ById(&asked), &asset(0xac, "a")));
        assert!(!holds(Assets::ById(&asked), &Asset { asset_id: None, ..asset(0xab, "a") }));
    }

    #[test]
    fn a_prefix_catches_what_starts_with_it_to_the_letter() {
        let caught = |public_id: &str, prefix: &str| {
            let kind = ResourceType::Image;
            let listing =
                Assets::OfKind { kind, delivery: Some(&DeliveryType::Upload), prefix: Some(prefix) };
            holds(listing, &asset(1, public_id))
        };
        assert!(caught("docs/a", "docs/") && caught("docs2/a", "docs") && caught("docs", "docs"));
        assert!(!caught("Docs/a", "docs/") && !caught("doc", "docs") && !caught("old/docs/a", "docs/"));
    }

    #[test]
    fn a_folder_is_the_same_in_any_case_and_a_tag_is_not() {
        let inside = |folder: &str| Asset { asset_folder: Some(folder.into()), ..asset(1, "a") };
        let folder = Assets::InFolder("Docs/old/");
        assert!(holds(folder, &inside("docs/Old")));
        assert!(!holds(folder, &asset(1, "a")), "the answer does not tell its folder");
        assert!(!holds(folder, &inside("docs")) && !holds(folder, &inside("docs/old/er")));
        let tagged = |tag: &str| Asset { tags: vec![tag.into()], ..asset(1, "a") };
        let tag = Assets::Tagged { kind: ResourceType::Image, tag: "old" };
        assert!(holds(tag, &tagged("old")) && !holds(tag, &tagged("Old")));
        assert!(!holds(tag, &asset(1, "a")), "the answer does not list its tags");
    }
}
