//! What a part of a sweep asks: what its selector finds before it is sent, and what became of planned items
//! that were in no answer. It sends and writes nothing.

use std::collections::{HashMap, HashSet};

use crate::api::{ApiError, Page};
use crate::jobs::check::{self, Verdict};
use crate::jobs::follow::{Broken, follow};
use crate::jobs::permit::{Intent, NoAnswer};
use crate::jobs::questions::OfRun;
use crate::jobs::run::Run;
use crate::model::asset::{AssetId, AssetName};
use crate::model::message::Fault;
use crate::model::query::{Listing, Query};
use crate::model::receipt::{Extra, ExtraEnd};
use crate::model::route::Route;
use crate::model::sweep::{SweepBy, SweepPart};

/// What the selector finds.
pub(super) struct Seen {
    /// Planned items that are not among it, by asset ID.
    pub(super) absent: HashMap<AssetId, u32>,
    /// Assets that are not in the plan, or have their end already.
    pub(super) beyond: Vec<(AssetId, AssetName)>,
}

/// Questions of one part.
pub(super) struct Asking<'a> {
    pub(super) run: &'a Run,
    pub(super) index: u32,
    pub(super) part: &'a SweepPart,
    pub(super) by: &'a SweepBy,
    /// A stop ends the asking at once, unless something is in doubt.
    pub(super) intent: Intent,
}

impl Asking<'_> {
    fn questions(&self) -> OfRun<'_> {
        OfRun { run: self.run, intent: self.intent }
    }

    fn id(&self, item: u32) -> AssetId {
        self.run.job.items()[item as usize].asset_id
    }

    /// Goes through everything that the selector finds now, page by page. `open`: planned items without
    /// an end.
    pub(super) async fn list(&self, open: impl Iterator<Item = u32>) -> Result<Seen, NoAnswer> {
        let mut absent: HashMap<AssetId, u32> = open.map(|item| (self.id(item), item)).collect();
        let mut there = HashSet::new();
        let (mut beyond, mut others) = (Vec::new(), 0);
        let take = |page: Page| {
            others += page.others + page.unreadable.len();
            for asset in page.items.into_iter().filter(|asset| !asset.placeholder) {
                let Some(id) = asset.asset_id else {
                    others += 1;
                    continue;
                };
                if absent.remove(&id).is_some() {
                    there.insert(id);
                } else if !there.contains(&id) {
                    beyond.push((id, asset.name));
                }
            }
        };
        match follow(&self.questions(), &self.query(), take).await {
            // What it would take beyond its own words cannot be told before it is sent.
            Ok(()) if others > 0 => Err(ApiError::unreadable(Fault::BeyondSweep).into()),
            Ok(()) => Ok(Seen { absent, beyond }),
            Err(Broken::Failed(error)) => Err(error),
            Err(Broken::Endless(endless)) => Err(ApiError::from(endless).into()),
        }
    }

    /// The selector as a listing.
    fn query(&self) -> Query {
        let (kind, delivery) = (self.part.resource_type, self.part.delivery_type.clone());
        match self.by {
            SweepBy::Tag(tag) => Query::Tag(kind, tag.clone()),
            SweepBy::Prefix(prefix) => Query::Kind(Listing { kind, delivery, prefix: Some(prefix.clone()) }),
            SweepBy::All => Query::Kind(Listing { kind, delivery, prefix: None }),
        }
    }

    /// Those of some assets that are not there.
    pub(super) async fn absent(&self, ids: Vec<AssetId>) -> Result<HashSet<AssetId>, NoAnswer> {
        let mut absent = HashSet::new();
        for hundred in ids.chunks(Route::BATCH) {
            let there = check::originals(&self.questions(), hundred, true).await?;
            absent.extend(hundred.iter().filter(|id| !there.contains_key(id)));
        }
        Ok(absent)
    }

    /// Assets beyond the plan that were seen before a request whose answer is lost, and are gone.
    pub(super) async fn lost(&self, still_there: &[(AssetId, AssetName)]) -> Result<Vec<Extra>, NoAnswer> {
        let seen = self.run.records.seen(self.index).await.ok_or(NoAnswer::NotAsked)?;
        let listed: HashSet<AssetId> = still_there.iter().map(|(id, _)| *id).collect();
        let unlisted = seen.iter().map(|(id, _)| *id).filter(|id| !listed.contains(id)).collect();
        let gone = self.absent(unlisted).await?;
        let lost = seen.into_iter().filter(|(id, _)| gone.contains(id)).map(|(id, name)| Extra {
            resource_type: name.resource_type,
            delivery_type: Some(name.delivery_type),
            public_id: name.public_id,
            asset_id: Some(id),
            end: ExtraEnd::Gone,
        });
        Ok(lost.collect())
    }

    /// What became of at most a hundred planned items that were in no answer.
    pub(super) async fn verdicts(&self, hundred: &[u32]) -> Result<Vec<Verdict>, NoAnswer> {
        let planned: Vec<_> = hundred.iter().map(|item| &self.run.job.items()[*item as usize]).collect();
        let questions = OfRun { run: self.run, intent: Intent::Look };
        let (verdicts, _) = check::ask(&questions, self.run.job.header().what, &planned, true).await?;
        Ok(verdicts)
    }
}
