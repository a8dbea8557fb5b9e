//! One stroke of a sweep: the selector for one kind, sent again and again until nothing of the
//! plan is left that it finds.
//!
//! An answer names what it deleted by public ID. What the plan holds ends as the answer says;
//! everything else that it names went beyond the plan and is written down as such. Before the
//! selector is sent after a restart, or after an answer that was never seen, everything that it
//! finds is listed: so what was added or uploaded anew meanwhile is known even if the next answer
//! is lost. Once every planned item has an end, nothing more is sent, whatever else is there.

use std::collections::{HashMap, HashSet};

use super::batch::{CUT_OFF, SENDS, still_there, there_when_stopped};
use super::check::{self, Verdict};
use super::listing::{self, Asker, Broken, Query};
use super::permit::{Intent, NoAnswer};
use super::runner::{Control, Run};
use super::send::{self, Told};
use crate::api::{self, ApiError, BulkAnswer, BulkOptions, During, Listing, Page};
use crate::journal::Record;
use crate::model::asset::{AssetId, AssetName};
use crate::model::job::{Batch, BatchState, Route};
use crate::model::outcome::{Outcome, Skip};
use crate::model::receipt::{Extra, ExtraEnd};
use crate::model::sweep::{Stroke, SweepBy};

/// A stroke on its way.
struct Sweeping<'a> {
    run: &'a Run,
    index: u32,
    stroke: &'a Stroke,
    by: &'a SweepBy,
    /// Positions of planned items without an end, by public ID, which tells them apart: see
    /// [`crate::model::sweep::Sweep::of`].
    open: HashMap<&'a str, u32>,
    /// Of them, those that an answer refused, and its words. They end so only when the stroke is
    /// through: sent again after a lost answer, the selector may yet take them.
    refused: HashMap<u32, String>,
    /// What the selector finds must be listed before it is sent.
    must_look: bool,
    /// A request was sent whose answer was never seen, and why.
    doubt: Option<String>,
    /// Sends without an answer.
    unanswered: u8,
    /// Failures in a row.
    failures: u32,
    /// For the rest, after a partial answer.
    cursor: Option<String>,
}

/// What the selector finds.
struct Seen {
    /// Planned items that are not among it.
    absent: Vec<u32>,
    /// Assets that are not in the plan, or have their end already.
    beyond: Vec<(AssetId, AssetName)>,
}

/// How a stroke goes on.
enum Step {
    Again,
    /// The server finds nothing more.
    Through,
    Leave,
}

/// A run that lists.
struct Lister<'a> {
    run: &'a Run,
    intent: Intent,
}

impl Asker for Lister<'_> {
    type Error = NoAnswer;

    async fn page_of(&self, query: &Query, cursor: Option<&str>) -> Result<Page, NoAnswer> {
        self.run.ask(self.intent, self.run.tools.reader.page_of(query, cursor)).await
    }
}

impl Run {
    /// Works on one stroke until it is done, stopped or halted.
    pub(super) async fn stroke(&self, batch: &Batch, in_doubt: bool) {
        let Some(sweep) = self.job.sweep() else { return };
        let Some(stroke) = sweep.strokes.get(batch.index as usize) else { return };
        if self.is_halted() || (self.is_stopped() && !in_doubt) {
            return;
        }
        let name = |item: usize| (&*self.job.items()[item].name.public_id, item as u32);
        let mut sweeping = Sweeping {
            run: self,
            index: batch.index,
            stroke,
            by: &sweep.by,
            open: self.open(batch).into_iter().map(name).collect(),
            refused: HashMap::new(),
            must_look: self.reopened || in_doubt,
            doubt: in_doubt.then(|| CUT_OFF.to_owned()),
            unanswered: 0,
            failures: 0,
            cursor: None,
        };
        loop {
            match sweeping.round().await {
                Step::Again => {}
                Step::Through => break sweeping.leftovers().await,
                Step::Leave => break,
            }
        }
        if self.is_stopped() && !self.is_halted() {
            sweeping.end_stopped().await;
        }
    }
}

impl Sweeping<'_> {
    async fn round(&mut self) -> Step {
        let run = self.run;
        let control = run.until_allowed().await;
        if run.is_halted() {
            return Step::Leave;
        }
        let _at_work = run.board.work();
        if (self.doubt.is_some() || (self.must_look && control == Control::Run))
            && let Err(error) = self.look().await
        {
            return self.failed(error).await;
        }
        if run.is_halted() {
            return Step::Leave;
        }
        if run.is_stopped() {
            self.doubt = self.doubt.as_deref().map(there_when_stopped);
            return Step::Leave;
        }
        self.must_look = false;
        self.doubt = None;
        run.board.settled();
        if self.open.is_empty() {
            self.write(Vec::new(), Vec::new()).await;
            return Step::Leave;
        }
        self.send().await
    }

    async fn failed(&mut self, error: NoAnswer) -> Step {
        if self.run.failed_question(&mut self.failures, error).await { Step::Again } else { Step::Leave }
    }

    async fn send(&mut self) -> Step {
        let run = self.run;
        let Some(permit) = run.counted(Intent::Delete).await else { return Step::Again };
        if !run.sending(self.index).await {
            return Step::Leave;
        }
        match permit.send(self.request()).await {
            Ok(answer) => self.take(answer).await,
            Err(error) => self.failed_sending(error).await,
        }
    }

    async fn request(&self) -> Result<BulkAnswer, ApiError> {
        let deleter = &self.run.tools.deleter;
        let options = BulkOptions {
            invalidate: Some(self.run.job.header().invalidate),
            next_cursor: self.cursor.as_deref(),
            ..BulkOptions::default()
        };
        let kind = self.stroke.resource_type;
        match (self.by, &self.stroke.delivery_type) {
            (SweepBy::Prefix(prefix), Some(delivery)) => {
                deleter.by_prefix(kind, delivery, prefix, options).await
            }
            (SweepBy::All, Some(delivery)) => deleter.all(kind, delivery, options).await,
            (SweepBy::Tag(tag), _) => deleter.by_tag(kind, tag, options).await,
            (SweepBy::Prefix(_) | SweepBy::All, None) => {
                Err(ApiError::not_sent("A sweep by prefix names its delivery type."))
            }
        }
    }

    /// Reads an answer. Every name in it is one end: of a planned item, or of one beyond the plan.
    async fn take(&mut self, answer: BulkAnswer) -> Step {
        self.failures = 0;
        self.unanswered = 0;
        let (mut ends, mut extras) = (Vec::new(), Vec::new());
        for entry in answer.deleted {
            let planned = self.open.get(&*entry.key).copied();
            match (entry.verdict, planned) {
                // The original was kept: what became of it is asked once the stroke is through.
                (api::Verdict::Deleted, _) if entry.original == Some(0) => {}
                (api::Verdict::Deleted, Some(item)) => {
                    ends.push((item, Outcome::Deleted { copies: entry.derived }));
                }
                (api::Verdict::Deleted, None) => extras.push(self.extra(&entry.key)),
                (api::Verdict::NotFound, Some(item)) => ends.push((item, Outcome::AlreadyGone)),
                (api::Verdict::Other(reason), Some(item)) => drop(self.refused.insert(item, reason)),
                (api::Verdict::NotFound | api::Verdict::Other(_), None) => {}
            }
        }
        let moved = !ends.is_empty() || !extras.is_empty();
        if !self.write(ends, extras).await {
            return Step::Leave;
        }
        let stands_still = !moved && (answer.next_cursor.is_none() || answer.next_cursor == self.cursor);
        self.cursor = answer.next_cursor;
        if self.open.is_empty() {
            Step::Leave
        } else if answer.partial && !stands_still && self.open.len() > self.refused.len() {
            Step::Again
        } else {
            Step::Through
        }
    }

    fn extra(&self, public_id: &str) -> Extra {
        Extra {
            resource_type: self.stroke.resource_type,
            delivery_type: self.stroke.delivery_type.clone(),
            public_id: public_id.into(),
            asset_id: None,
            end: ExtraEnd::Deleted,
        }
    }

    async fn failed_sending(&mut self, error: ApiError) -> Step {
        match send::sort(error) {
            Told::NotSent(error) => {
                self.write(Vec::new(), Vec::new()).await;
                self.run.hold(&mut self.failures, &error).await;
            }
            Told::InDoubt(error) => {
                self.unanswered += 1;
                self.doubt = Some(error.message.clone());
                self.cursor = None;
                self.run.hold(&mut self.failures, &error).await;
            }
            Told::Halt(error) => {
                self.run.halt(error.problem(During::Deleting));
                self.write(Vec::new(), Vec::new()).await;
                return Step::Leave;
            }
            Told::End(refusal) => {
                let ends = self.open.values().map(|item| (*item, refusal.clone())).collect();
                self.write(ends, Vec::new()).await;
                return Step::Leave;
            }
        }
        Step::Again
    }

    /// Writes what was learnt and takes it off the stroke; gives whether it was written.
    async fn write(&mut self, outcomes: Vec<(u32, Outcome)>, extras: Vec<Extra>) -> bool {
        let state = match outcomes.len() == self.open.len() {
            true => Some(BatchState::Done),
            false if self.doubt.is_none() => Some(BatchState::Answered),
            false => None,
        };
        let ended: HashSet<u32> = outcomes.iter().map(|(item, _)| *item).collect();
        let written = self.run.record(Record { batch: self.index, outcomes, extras, state }).await;
        if written {
            self.open.retain(|_, item| !ended.contains(item));
            self.refused.retain(|item, _| !ended.contains(item));
        }
        written
    }

    /// A stop ends the asking at once, unless something is in doubt.
    fn intent(&self) -> Intent {
        if self.doubt.is_some() { Intent::Settle } else { Intent::Look }
    }

    /// Lists everything that the selector finds. Planned items that are not among it are asked
    /// about by asset ID; what is beyond the plan is written down before anything is sent.
    async fn look(&mut self) -> Result<(), NoAnswer> {
        let Seen { absent, beyond } = self.list().await?;
        let gone = self.gone(&absent).await?;
        let lost = if self.doubt.is_some() { self.lost(&beyond).await? } else { Vec::new() };
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
            gone.into_iter().map(|item| (item, Outcome::AlreadyGone)).collect();
        if self.unanswered >= SENDS {
            let reason = still_there(self.doubt.as_deref().unwrap_or_default());
            ends =
                self.open.values().map(|item| (*item, Outcome::Unknown { reason: reason.clone() })).collect();
        }
        self.write(ends, lost).await;
        Ok(())
    }

    fn id(&self, item: u32) -> AssetId {
        self.run.job.items()[item as usize].asset_id
    }

    /// Goes through everything that the selector finds now, page by page.
    async fn list(&self) -> Result<Seen, NoAnswer> {
        let mut absent: HashMap<AssetId, u32> =
            self.open.values().map(|item| (self.id(*item), *item)).collect();
        let mut there = HashSet::new();
        let mut beyond = Vec::new();
        let take = |page: Page| {
            for asset in page.items.into_iter().filter(|asset| !asset.placeholder) {
                let Some(id) = asset.asset_id else { continue };
                if absent.remove(&id).is_some() {
                    there.insert(id);
                } else if !there.contains(&id) {
                    beyond.push((id, asset.name));
                }
            }
        };
        let lister = Lister { run: self.run, intent: self.intent() };
        match listing::follow(&lister, &self.query(), take).await {
            Ok(()) => Ok(Seen { absent: absent.into_values().collect(), beyond }),
            Err(Broken::Failed(error)) => Err(error),
            Err(Broken::Circle) => Err(ApiError::unreadable("Cloudinary's list never ends.").into()),
        }
    }

    /// The selector as a listing.
    fn query(&self) -> Query {
        let (kind, delivery) = (self.stroke.resource_type, self.stroke.delivery_type.clone());
        match self.by {
            SweepBy::Tag(tag) => Query::Tag(kind, tag.clone()),
            SweepBy::Prefix(prefix) => Query::Kind(Listing { kind, delivery, prefix: Some(prefix.clone()) }),
            SweepBy::All => Query::Kind(Listing { kind, delivery, prefix: None }),
        }
    }

    /// Those of some planned items that are gone.
    async fn gone(&self, items: &[u32]) -> Result<Vec<u32>, NoAnswer> {
        let mut gone = Vec::new();
        for hundred in items.chunks(Route::BATCH) {
            let ids: Vec<AssetId> = hundred.iter().map(|item| self.id(*item)).collect();
            let there = check::originals(self.run, &ids, true, self.intent()).await?;
            gone.extend(hundred.iter().filter(|item| !there.contains_key(&self.id(**item))));
        }
        Ok(gone)
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
        let absent: Vec<_> = seen.into_iter().filter(|(id, _)| !listed.contains(id)).collect();
        let mut lost = Vec::new();
        for hundred in absent.chunks(Route::BATCH) {
            let ids: Vec<AssetId> = hundred.iter().map(|(id, _)| *id).collect();
            let there = check::originals(self.run, &ids, true, self.intent()).await?;
            lost.extend(hundred.iter().filter(|(id, _)| !there.contains_key(id)).map(|(id, name)| Extra {
                resource_type: name.resource_type,
                delivery_type: Some(name.delivery_type.clone()),
                public_id: name.public_id.clone(),
                asset_id: Some(*id),
                end: ExtraEnd::Gone,
            }));
        }
        Ok(lost)
    }

    /// The server finds nothing more, and some planned items were in no answer: they are gone, or
    /// the selector does not catch them any more.
    async fn leftovers(&mut self) {
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
            let (verdicts, _) = check::ask(self.run, &planned, true, Intent::Look).await?;
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

    /// What was never sent was skipped; after a request whose answer was never seen, what is still
    /// there may yet go.
    async fn end_stopped(&mut self) {
        let end = |item: &u32| match (&self.doubt, self.refused.get(item)) {
            (Some(reason), _) => Outcome::Unknown { reason: reason.clone() },
            (None, Some(reason)) => Outcome::Refused { reason: reason.clone() },
            (None, None) => Outcome::Skipped { reason: Skip::Stopped },
        };
        let ends = self.open.values().map(|item| (*item, end(item))).collect();
        self.write(ends, Vec::new()).await;
    }
}
