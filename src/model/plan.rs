//! A plan: the frozen list of exactly what will go.
//!
//! Built once by the planner from a complete listing, immutable from then on. What was previewed
//! is what runs: the job takes its items from here and from nowhere else. A listing that was cut
//! off, is empty by mistake or still being counted is not a plan but a [`Preview`] of another kind,
//! and has no way to the confirmation.

use std::collections::{BTreeMap, HashSet};

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::account::EnvironmentId;
use super::asset::{Asset, AssetId, AssetName, Derived, ResourceType};
use super::criteria::What;
use super::problem::Problem;

/// One thing that will go: an original, all copies of one, or a single copy.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
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
    /// Unix seconds.
    pub created_at: Option<i64>,
    /// For the list that Cloudinary's support asks for.
    pub format: Option<Box<str>>,
    /// Whether it can be put back. `None`: the listing did not say, and counts as no.
    pub backed_up: Option<bool>,
    /// For the thumbnail.
    pub secure_url: Box<str>,
    /// The single copy that goes, if it is one.
    pub copy: Option<PlannedCopy>,
}

/// A single copy in a plan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
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
    pub fn of_asset(asset: &Asset) -> Result<Self, AssetName> {
        let Some(asset_id) = asset.asset_id else { return Err(asset.name.clone()) };
        Ok(Self {
            asset_id,
            name: asset.name.clone(),
            version: asset.version,
            etag: asset.etag.clone(),
            bytes: asset.bytes,
            created_at: asset.created_at,
            format: asset.format.clone(),
            backed_up: asset.backed_up,
            secure_url: asset.secure_url.clone(),
            copy: None,
        })
    }

    /// A single copy.
    ///
    /// # Errors
    /// As [`Self::of_asset`].
    pub fn of_copy(asset: &Asset, copy: &Derived) -> Result<Self, AssetName> {
        Ok(Self {
            bytes: copy.bytes,
            format: copy.format.clone(),
            secure_url: copy.secure_url.clone(),
            copy: Some(PlannedCopy { id: copy.id, transformation: copy.transformation.clone() }),
            ..Self::of_asset(asset)?
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
}

/// SHA-256 over what a plan holds and how it is to be carried out.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Fingerprint(pub [u8; 32]);

impl std::fmt::Debug for Fingerprint {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Fingerprint({})", hex::encode(&self.0[..6]))
    }
}

/// Sums over a plan, made once.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Totals {
    /// Number of items.
    pub items: u64,
    /// Bytes of all items.
    pub bytes: u64,
    /// Items that cannot be put back, or of which it is not known.
    pub without_backup: u64,
    /// Items by resource type.
    pub by_kind: BTreeMap<ResourceType, u64>,
    /// Items by folder of the public ID, the largest first, at most [`Totals::FOLDERS`].
    pub by_folder: Vec<(Box<str>, u64)>,
    /// Number of folders in all.
    pub folders: u64,
    /// Unix seconds of the oldest and the newest.
    pub created: Option<(i64, i64)>,
}

impl Totals {
    /// How many folders the totals keep.
    pub const FOLDERS: usize = 12;

    fn of(items: &[PlanItem], what: What) -> Self {
        let mut totals = Self { items: items.len() as u64, ..Self::default() };
        let mut folders: BTreeMap<&str, u64> = BTreeMap::new();
        for item in items {
            *totals.by_kind.entry(item.name.resource_type).or_default() += 1;
            *folders.entry(item.folder()).or_default() += 1;
            if what != What::AllCopies {
                totals.bytes += item.bytes;
            }
            if what == What::Originals && item.backed_up != Some(true) {
                totals.without_backup += 1;
            }
            if let Some(at) = item.created_at {
                let (first, last) = totals.created.unwrap_or((at, at));
                totals.created = Some((first.min(at), last.max(at)));
            }
        }
        totals.folders = folders.len() as u64;
        totals.by_folder = folders.into_iter().map(|(folder, count)| (folder.into(), count)).collect();
        totals.by_folder.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        totals.by_folder.truncate(Self::FOLDERS);
        totals
    }

    /// The resource type, if all items are of one.
    pub fn only_kind(&self) -> Option<ResourceType> {
        match self.by_kind.iter().collect::<Vec<_>>()[..] {
            [(kind, _)] => Some(*kind),
            _ => None,
        }
    }
}

/// A frozen list of what will go. Immutable: its fields can be read, not changed.
#[derive(Clone, Debug)]
pub struct Plan {
    environment: EnvironmentId,
    description: String,
    what: What,
    breadth: Breadth,
    invalidate: bool,
    items: Vec<PlanItem>,
    taken_at: i64,
    notes: Vec<String>,
    totals: Totals,
    fingerprint: Fingerprint,
}

/// How a selection came about, which is part of its risk.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Breadth {
    /// Each asset was named or clicked.
    Named,
    /// A prefix, a tag or a folder caught them.
    Caught,
}

/// What the planner hands over to freeze a plan.
#[derive(Clone, Debug)]
pub struct Draft {
    /// Where the assets are.
    pub environment: EnvironmentId,
    /// The criteria in words.
    pub description: String,
    /// Originals, all copies, or chosen copies.
    pub what: What,
    /// Named or caught.
    pub breadth: Breadth,
    /// Whether CDN copies are cleared.
    pub invalidate: bool,
    /// In the order in which they are shown and carried out. Repetitions are dropped.
    pub items: Vec<PlanItem>,
    /// When the listing was complete, Unix seconds.
    pub taken_at: i64,
    /// Sentences that the review shows: siblings that a prefix catches, rows left out …
    pub notes: Vec<String>,
}

impl Plan {
    /// Freezes a draft.
    pub fn freeze(draft: Draft) -> Self {
        let mut seen = HashSet::with_capacity(draft.items.len());
        let mut items = draft.items;
        items.retain(|item| seen.insert(item.key()));
        items.shrink_to_fit();
        let mut plan = Self {
            totals: Totals::of(&items, draft.what),
            environment: draft.environment,
            description: draft.description,
            what: draft.what,
            breadth: draft.breadth,
            invalidate: draft.invalidate,
            items,
            taken_at: draft.taken_at,
            notes: draft.notes,
            fingerprint: Fingerprint([0; 32]),
        };
        plan.fingerprint = plan.hash();
        plan
    }

    /// Each number and text goes in with its length, so that no two plans read alike.
    fn hash(&self) -> Fingerprint {
        let mut hash = Sha256::new();
        let mut text = |part: &str| {
            hash.update((part.len() as u64).to_le_bytes());
            hash.update(part.as_bytes());
        };
        text(&self.environment.0);
        text(match self.what {
            What::Originals => "originals",
            What::AllCopies => "all-copies",
            What::ChosenCopies => "chosen-copies",
        });
        text(if self.invalidate { "invalidate" } else { "keep-cdn" });
        for item in &self.items {
            text(&item.key().to_string());
            text(&item.asset_id.to_string());
            text(item.name.resource_type.as_str());
            text(item.name.delivery_type.as_str());
            text(&item.name.public_id);
            text(&item.version.to_string());
        }
        Fingerprint(hash.finalize().into())
    }

    /// Where the assets are.
    pub fn environment(&self) -> &EnvironmentId {
        &self.environment
    }

    /// The criteria in words.
    pub fn description(&self) -> &str {
        &self.description
    }

    /// Originals, all copies, or chosen copies.
    pub fn what(&self) -> What {
        self.what
    }

    /// Named one by one, or caught by a prefix or tag.
    pub fn breadth(&self) -> Breadth {
        self.breadth
    }

    /// Whether CDN copies are cleared.
    pub fn invalidate(&self) -> bool {
        self.invalidate
    }

    /// Every item, in order; no two with the same key.
    pub fn items(&self) -> &[PlanItem] {
        &self.items
    }

    /// When the listing was complete, Unix seconds.
    pub fn taken_at(&self) -> i64 {
        self.taken_at
    }

    /// Sentences that the review shows.
    pub fn notes(&self) -> &[String] {
        &self.notes
    }

    /// Sums over the items.
    pub fn totals(&self) -> &Totals {
        &self.totals
    }

    /// Over everything that would be carried out.
    pub fn fingerprint(&self) -> Fingerprint {
        self.fingerprint
    }

    /// The same plan without the items that `leave_out` names, frozen anew.
    #[must_use]
    pub fn without(&self, mut leave_out: impl FnMut(&PlanItem) -> bool) -> Self {
        Self::freeze(Draft {
            environment: self.environment.clone(),
            description: self.description.clone(),
            what: self.what,
            breadth: self.breadth,
            invalidate: self.invalidate,
            items: self.items.iter().filter(|item| !leave_out(item)).cloned().collect(),
            taken_at: self.taken_at,
            notes: self.notes.clone(),
        })
    }
}

/// How far the planner is. Only `Complete` holds a plan.
#[derive(Clone, Debug)]
pub enum Preview {
    /// Still listing; so many found.
    Counting {
        /// Items found so far.
        found: u64,
    },
    /// Everything is known.
    Complete(std::sync::Arc<Plan>),
    /// Stopped, cut off, or not to be trusted; so many found until then.
    Incomplete {
        /// Items found so far.
        found: u64,
        /// Why, and what to do.
        problem: Problem,
    },
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::model::asset::DeliveryType;

    /// A plan item by number, backed up where asked.
    pub(crate) fn item(number: u8, backed_up: bool) -> PlanItem {
        PlanItem {
            asset_id: AssetId::from_bytes([number; 16]),
            name: AssetName {
                resource_type: ResourceType::Image,
                delivery_type: DeliveryType::Upload,
                public_id: format!("docs/{number}").into(),
            },
            version: 1,
            etag: None,
            bytes: 1000,
            created_at: Some(i64::from(number)),
            format: Some("jpg".into()),
            backed_up: Some(backed_up),
            secure_url: "".into(),
            copy: None,
        }
    }

    /// A plan of these items, each named by a person.
    pub(crate) fn plan(items: Vec<PlanItem>) -> Plan {
        Plan::freeze(Draft {
            environment: EnvironmentId("demo".into()),
            description: "test".into(),
            what: What::Originals,
            breadth: Breadth::Named,
            invalidate: true,
            items,
            taken_at: 0,
            notes: Vec::new(),
        })
    }

    #[test]
    fn repeated_items_count_once() {
        let plan = plan(vec![item(1, true), item(2, false), item(1, true)]);
        assert_eq!(plan.items().len(), 2);
        assert_eq!((plan.totals().bytes, plan.totals().without_backup), (2000, 1));
    }

    #[test]
    fn the_fingerprint_changes_with_every_item_and_version() {
        let base = plan(vec![item(1, true), item(2, true)]);
        let mut overwritten = item(2, true);
        overwritten.version = 2;
        assert_eq!(base.fingerprint(), plan(vec![item(1, true), item(2, true)]).fingerprint());
        assert_ne!(base.fingerprint(), plan(vec![item(1, true), overwritten]).fingerprint());
        assert_ne!(
            base.fingerprint(),
            base.without(|item| item.key() == AssetId::from_bytes([2; 16])).fingerprint()
        );
    }
}
