//! What a part of a sweep asks: what its selector finds before it is sent, and what became of planned items
//! that were in no answer.

use std::collections::{HashMap, HashSet};

use super::{Step, Sweeping};
use crate::api::{ApiError, Page};
use crate::jobs::batch::{SENDS, still_there};
use crate::jobs::check::{self, OfRun, Verdict};
use crate::jobs::follow::{Asker, Broken, follow};
use crate::jobs::permit::{Intent, NoAnswer};
use crate::model::asset::{AssetId, AssetName};
use crate::model::message::Fault;
use crate::model::outcome::{Outcome, Skip};
use crate::model::query::{Listing, Query};
use crate::model::receipt::{Extra, ExtraEnd};
use crate::model::route::Route;
use crate::model::sweep::SweepBy;

/// What the selector finds.
struct Seen {
    /// Planned items that are not among it, by asset ID.
    absent: HashMap<AssetId, u32>,
    /// Assets that are not in the plan, or have their end already.
    beyond: Vec<(AssetId, AssetName)>,
}

impl Asker for OfRun<'_> {
    type Error = NoAnswer;

    async fn page_of(&self, query: &Query, cursor: Option<&str>) -> Result<Page, NoAnswer> {
        self.run.ask(self.intent, self.run.tools.reader.page_of(query, cursor)).await
    }
}

impl Sweeping<'_> {
    /// A stop ends the asking at once, unless something is in doubt.
    fn intent(&self) -> Intent {
        if self.doubt.is_some() { Intent::Settle } else { Intent::Look }
    }

    fn questions(&self) -> OfRun<'_> {
        OfRun { run: self.run, intent: self.intent() }
    }

    /// Lists everything that the selector finds. Planned items that are not among it are asked
    /// about by asset ID; what is beyond the plan is written down before anything is sent. Gives one
    /// of these, if there is any.
    pub(super) async fn look(&mut self) -> Result<Option<AssetName>, NoAnswer> {
        let Seen { absent, beyond } = self.list().await?;
        let gone = self.absent(absent.keys().copied().collect()).await?;
        let lost = if self.doubt.is_some() { self.lost(&beyond).await? } else { Vec::new() };
        let first = beyond.first().map(|(_, name)| name.clone());
        let job = self.run.job.header().id;
        if let Err(error) = self.run.tools.journal.note_seen(job, self.index, beyond).await {
            self.run.halt(error.problem());
            return Err(NoAnswer::NotAsked);
        }
        self.failures = 0;
        if !gone.is_empty() {
            self.unanswered = 0;
        }
        let mut ends: Vec<(u32, Outcome)> =
            gone.iter().map(|id| (absent[id], Outcome::AlreadyGone)).collect();
        if self.unanswered >= SENDS {
            let reason = still_there(self.doubt.clone());
            ends =
                self.open.values().map(|item| (*item, Outcome::Unknown { reason: reason.clone() })).collect();
        }
        self.write(ends, lost).await;
        Ok(first)
    }

    fn id(&self, item: u32) -> AssetId {
        self.run.job.items()[item as usize].asset_id
    }

    /// Goes through everything that the selector finds now, page by page.
    async fn list(&self) -> Result<Seen, NoAnswer> {
        let mut absent: HashMap<AssetId, u32> =
            self.open.values().map(|item| (self.id(*item), *item)).collect();
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
    async fn absent(&self, ids: Vec<AssetId>) -> Result<HashSet<AssetId>, NoAnswer> {
        let mut absent = HashSet::new();
        for hundred in ids.chunks(Route::BATCH) {
            let there = check::originals(&self.questions(), hundred, true).await?;
            absent.extend(hundred.iter().filter(|id| !there.contains_key(id)));
        }
        Ok(absent)
    }

    /// Assets beyond the plan that were seen before a request whose answer is lost, and are gone.
    async fn lost(&self, still_there: &[(AssetId, AssetName)]) -> Result<Vec<Extra>, NoAnswer> {
        let seen = match self.run.tools.journal.seen(self.run.job.header().id, self.index).await {
            Ok(seen) => seen,
            Err(error) => {
                self.run.halt(error.problem());
                return Err(NoAnswer::NotAsked);
            }
        };
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

    /// The server finds nothing more, and some planned items were in no answer: they are gone, or
    /// the selector does not catch them any more.
    pub(super) async fn leftovers(&mut self) {
        let _at_work = self.run.board.work();
        while !self.open.is_empty() {
            match self.ask_about_leftovers().await {
                Ok(()) => return,
                Err(error) => match self.failed(error).await {
                    Step::Again => {}
                    Step::Through | Step::Leave => return,
                },
            }
        }
    }

    async fn ask_about_leftovers(&mut self) -> Result<(), NoAnswer> {
        let items: Vec<u32> = self.open.values().copied().collect();
        for hundred in items.chunks(Route::BATCH) {
            let planned: Vec<_> = hundred.iter().map(|item| &self.run.job.items()[*item as usize]).collect();
            let questions = OfRun { run: self.run, intent: Intent::Look };
            let (verdicts, _) = check::ask(&questions, self.run.job.header().what, &planned, true).await?;
            let end = |(item, verdict): (&u32, Verdict)| {
                let there = match self.refused.get(item) {
                    Some(reason) => Outcome::Refused { reason: reason.clone() },
                    None => verdict.outcome().unwrap_or(Outcome::Skipped { reason: Skip::NotCaught }),
                };
                (*item, if verdict == Verdict::Gone { Outcome::AlreadyGone } else { there })
            };
            let ends = hundred.iter().zip(verdicts).map(end).collect();
            self.write(ends, Vec::new()).await;
        }
        Ok(())
    }
}
