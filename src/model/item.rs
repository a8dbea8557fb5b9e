//! One thing that will go, kept small: a plan holds up to a million of them.
//!
//! Words that many items share (formats, delivery hosts) are kept once, delivery URLs are not kept
//! at all but made from their parts, and a list of items is handed on, never copied: the plan, the
//! job that runs it and the window all look at the same one.

use std::collections::HashSet;
use std::ops::Index;
use std::sync::Arc;

use super::asset::{Asset, AssetId, AssetName, Derived};
use super::bits::Bits;
use super::unix_time::UnixTime;

/// Words that many items share, each kept once.
#[derive(Debug, Default)]
pub struct Words(HashSet<Arc<str>>);

impl Words {
    /// The one copy of a word.
    pub fn share(&mut self, word: &str) -> Arc<str> {
        if let Some(known) = self.0.get(word) {
            return Arc::clone(known);
        }
        let new: Arc<str> = word.into();
        self.0.insert(Arc::clone(&new));
        new
    }
}

/// One thing that will go: an original, all copies of one, or a single copy.
#[derive(Clone, Debug, PartialEq)]
pub struct PlanItem {
    /// Of the original; what deletion by asset ID and every check address.
    pub asset_id: AssetId,
    /// Of the original; what destroy addresses.
    pub name: AssetName,
    /// Of the original when the preview was taken; another one later means “changed since the
    /// preview”.
    pub version: u64,
    /// Of the original, where the listing told.
    pub etag: Option<Box<str>>,
    /// Bytes that go, as far as they are known: of the original, or of the single copy.
    pub bytes: u64,
    /// When it was created, where told.
    pub created_at: Option<UnixTime>,
    /// For the list that Cloudinary's support asks for.
    pub format: Option<Arc<str>>,
    /// Start of the delivery URL, up to the resource type: `https://res.cloudinary.com/demo`.
    /// Empty where the listing gave no URL.
    pub host: Arc<str>,
    /// Whether it can be put back. `None`: the listing did not say, and counts as no.
    pub backed_up: Option<bool>,
    /// The single copy that goes, if it is one.
    pub copy: Option<Box<PlannedCopy>>,
}

/// A single copy in a plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlannedCopy {
    /// Cloudinary's derived resource ID.
    pub id: AssetId,
    /// `c_scale,w_101`, for the lists.
    pub transformation: Box<str>,
}

impl PlanItem {
    /// An original, or all of its copies.
    ///
    /// # Errors
    /// Gives the name back where the asset has no asset ID: it could not be told apart from a
    /// later upload under the same name.
    pub fn of_asset(asset: &Asset, words: &mut Words) -> Result<Self, AssetName> {
        let Some(asset_id) = asset.asset_id else { return Err(asset.name.clone()) };
        Ok(Self {
            asset_id,
            name: asset.name.clone(),
            version: asset.version,
            etag: asset.etag.clone(),
            bytes: asset.bytes,
            created_at: asset.created_at,
            format: asset.format.as_deref().map(|format| words.share(format)),
            host: words.share(host(&asset.secure_url, &asset.name)),
            backed_up: asset.backed_up,
            copy: None,
        })
    }

    /// A single copy.
    ///
    /// # Errors
    /// As [`Self::of_asset`].
    pub fn of_copy(asset: &Asset, copy: &Derived, words: &mut Words) -> Result<Self, AssetName> {
        let original = Self::of_asset(asset, words)?;
        Ok(Self {
            bytes: copy.bytes,
            format: copy.format.as_deref().map(|format| words.share(format)),
            copy: Some(Box::new(PlannedCopy { id: copy.id, transformation: copy.transformation.clone() })),
            ..original
        })
    }

    /// What tells two items of a plan apart: the copy's ID, or the asset's.
    pub fn key(&self) -> AssetId {
        self.copy.as_ref().map_or(self.asset_id, |copy| copy.id)
    }

    /// The folder part of the public ID, without the slash at its end; empty at the root.
    pub fn folder(&self) -> &str {
        self.name.public_id.rsplit_once('/').map_or("", |(folder, _)| folder)
    }

    /// Where delivery finds the original, unsigned: enough to find its thumbnail. Empty where
    /// that is not known.
    pub fn delivery_url(&self) -> String {
        if self.host.is_empty() {
            return String::new();
        }
        let AssetName { resource_type, delivery_type, public_id } = &self.name;
        let (dot, ending) = self.format.as_deref().map_or(("", ""), |format| (".", format));
        let (host, version) = (&self.host, self.version);
        format!("{host}/{resource_type}/{delivery_type}/v{version}/{public_id}{dot}{ending}")
    }
}

/// The part of a delivery URL that every asset of an environment shares; empty where the URL has
/// another shape.
pub fn host<'a>(url: &'a str, name: &AssetName) -> &'a str {
    url.split_once(&format!("/{}/{}/", name.resource_type, name.delivery_type)).map_or("", |(host, _)| host)
}

/// The items of a plan, in order. Cheap to clone; leaving some out and adding some keeps the same list
/// behind it.
#[derive(Clone, Debug, Default)]
pub struct Items {
    all: Arc<Vec<PlanItem>>,
    /// Stand behind `all`.
    added: Arc<Vec<PlanItem>>,
    /// Positions in the two together, ascending; `None` is all of them.
    kept: Option<Arc<[u32]>>,
}

impl Items {
    /// How many.
    pub fn len(&self) -> usize {
        self.kept.as_ref().map_or(self.all.len() + self.added.len(), |kept| kept.len())
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The item at a position.
    pub fn get(&self, position: usize) -> Option<&PlanItem> {
        (position < self.len()).then(|| &self[position])
    }

    /// All of them in one piece, where none was left out or added.
    pub fn whole(&self) -> Option<&[PlanItem]> {
        (self.kept.is_none() && self.added.is_empty()).then_some(&self.all[..])
    }

    /// Every item, in order.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &PlanItem> + ExactSizeIterator + Clone {
        (0..self.len()).map(|position| &self[position])
    }

    /// The positions of those of which something is so.
    pub fn marked(&self, mut so: impl FnMut(&PlanItem) -> bool) -> Bits {
        let mut marked = Bits::clear(self.len());
        for (position, item) in self.iter().enumerate() {
            marked.set(position, so(item));
        }
        marked
    }

    /// Those that are left out, and the others, each in the same order.
    #[must_use]
    pub fn parted(&self, out: &Bits) -> (Self, Self) {
        let place = |position: usize| self.kept.as_ref().map_or(position as u32, |kept| kept[position]);
        let part = |wanted: bool| {
            let kept = (0..self.len()).filter(|position| out.has(*position) == wanted).map(place).collect();
            Self { kept: Some(kept), ..self.clone() }
        };
        (part(true), part(false))
    }

    /// The same with further ones at the end.
    #[must_use]
    pub fn joined(&self, further: Vec<PlanItem>) -> Self {
        let first = (self.all.len() + self.added.len()) as u32;
        let places = first..first + further.len() as u32;
        let kept = self.kept.as_ref().map(|kept| kept.iter().copied().chain(places).collect());
        let added = self.added.iter().cloned().chain(further).collect();
        Self { all: Arc::clone(&self.all), added: Arc::new(added), kept }
    }
}

impl From<Vec<PlanItem>> for Items {
    fn from(all: Vec<PlanItem>) -> Self {
        Self { all: Arc::new(all), ..Self::default() }
    }
}

impl<'a> IntoIterator for &'a Items {
    type Item = &'a PlanItem;
    type IntoIter = Box<dyn Iterator<Item = &'a PlanItem> + 'a>;

    fn into_iter(self) -> Self::IntoIter {
        Box::new(self.iter())
    }
}

impl Index<usize> for Items {
    type Output = PlanItem;

    fn index(&self, position: usize) -> &PlanItem {
        let place = self.kept.as_ref().map_or(position, |kept| kept[position] as usize);
        self.all.get(place).unwrap_or_else(|| &self.added[place - self.all.len()])
    }
}

impl PartialEq for Items {
    fn eq(&self, other: &Self) -> bool {
        self.len() == other.len() && self.iter().eq(other.iter())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::asset::{DeliveryType, ResourceType};
    use crate::model::fixture::item;

    #[test]
    fn an_item_is_small_enough_for_a_million_of_them() {
        assert!(size_of::<PlanItem>() <= 160, "{}", size_of::<PlanItem>());
    }

    #[test]
    fn a_delivery_url_is_made_from_its_parts() {
        let name = AssetName {
            resource_type: ResourceType::Image,
            delivery_type: DeliveryType::Authenticated,
            public_id: "docs/owl".into(),
        };
        let url = "https://media.example.com/image/authenticated/s--abcdefgh--/v12/docs/owl.jpg";
        let mut found = item(1, true);
        found.host = host(url, &name).into();
        found.name = name.clone();
        found.version = 12;
        assert_eq!(found.delivery_url(), "https://media.example.com/image/authenticated/v12/docs/owl.jpg");
        assert_eq!(host("https://example.com/a.jpg", &name), "");
        found.host = "".into();
        assert_eq!(found.delivery_url(), "");
    }

    #[test]
    fn items_left_out_are_gone_from_the_list_and_twice_left_out_too() {
        let items = Items::from((0..6).map(|number| item(number, true)).collect::<Vec<_>>());
        let keys = |items: &Items| items.iter().map(PlanItem::key).collect::<Vec<_>>();
        let key = |number| item(number, true).key();
        let part = |items: &Items, numbers: &[u8]| {
            items.parted(&items.marked(|item| numbers.contains(&item.key().as_bytes()[0])))
        };
        let (odd, even) = part(&items, &[1, 3, 5]);
        assert_eq!((keys(&odd), even.len()), ([1, 3, 5].map(key).to_vec(), 3));
        let (first, last) = part(&even, &[0, 1]);
        assert_eq!((keys(&first), keys(&last)), (vec![key(0)], vec![key(2), key(4)]));
        assert_eq!((last[1].key(), last.get(2)), (key(4), None));
        assert_ne!(last, even);
        assert!(items.whole().is_some() && last.whole().is_none());
    }

    #[test]
    fn what_is_added_stands_at_the_end_and_can_be_left_out() {
        let key = |number| item(number, true).key();
        let keys = |items: &Items| items.iter().map(PlanItem::key).collect::<Vec<_>>();
        let items = Items::from(vec![item(0, true), item(1, true)]);
        let more = items.joined(vec![item(2, true), item(3, true)]);
        assert_eq!(keys(&more), [0, 1, 2, 3].map(key));
        assert!(more.whole().is_none() && more.get(4).is_none());
        let (left_out, kept) = more.parted(&more.marked(|item| [key(0), key(2)].contains(&item.key())));
        assert_eq!((keys(&left_out), keys(&kept)), (vec![key(0), key(2)], vec![key(1), key(3)]));
        assert_eq!(keys(&kept.joined(vec![item(4, true)])), [1, 3, 4].map(key));
    }

    #[test]
    fn shared_words_are_kept_once() {
        let mut words = Words::default();
        assert!(Arc::ptr_eq(&words.share("jpg"), &words.share("jpg")));
    }
}
