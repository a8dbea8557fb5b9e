//! One part of a sweep: the selector for one kind, sent again and again until nothing of the
//! plan is left that it finds.
//!
//! An answer names what it deleted by public ID. What the plan holds ends as the answer says;
//! everything else that it names went beyond the plan and is written down as such. Before the
//! selector is sent after a restart, or after an answer that was never seen, everything that it
//! finds is listed: so what was added or uploaded anew meanwhile is known even if the next answer
//! is lost. Once every planned item has an end, nothing more is sent, whatever else is there.
//!
//! What is added while a sweep is under way goes with it, as its warning says. But a sweep that rested
//! for longer than a preview counts (the program was closed, it was paused, this hour's calls were used
//! up) is not sent again where it would take anything beyond the plan.

mod asking;

use std::collections::{HashMap, HashSet};

use self::asking::{Asking, Seen};
use crate::api::{self, ApiError, BulkAnswer, BulkOptions, Certainty, Cursors, During};
use crate::jobs::batch::{SENDS, state_after, still_there};
use crate::jobs::check::Verdict;
use crate::jobs::permit::{Intent, NoAnswer};
use crate::jobs::run::Run;
use crate::jobs::send::{self, Told};
use crate::journal::Record;
use crate::model::asset::AssetName;
use crate::model::job::{Batch, Control};
use crate::model::message::{Fault, Message};
use crate::model::outcome::{Outcome, Skip};
use crate::model::problem::{DeletionProblem, Problem};
use crate::model::receipt::{Extra, ExtraEnd};
use crate::model::route::Route;
use crate::model::sweep::{SweepBy, SweepPart};
use crate::model::unix_time::UnixTime;
use crate::model::unsettled::{Asked, Cause, Unsettled};

/// So many answers in a row that end nothing planned, and the selector is not sent again: a thousand
/// each, they would have taken a hundred thousand assets beyond the plan.
const MOST_FRUITLESS: u32 = 100;

/// A part of a sweep on its way.
struct Sweeping<'a> {
    run: &'a Run,
    index: u32,
    part: &'a SweepPart,
    by: &'a SweepBy,
    /// Positions of planned items without an end, by public ID, which tells them apart: see
    /// [`crate::model::sweep::Sweep::of`].
    open: HashMap<&'a str, u32>,
    /// Of them, those that an answer refused, and its words. They end so only when the part is
    /// through: sent again after a lost answer, the selector may yet take them.
    refused: HashMap<u32, Message>,
    /// What the selector finds must be listed before it is sent.
    must_look: bool,
    /// When something was last heard of what it finds.
    heard_at: UnixTime,
    /// A request was sent whose answer was never seen, and why.
    doubt: Option<Unsettled>,
    /// Sends without an answer.
    unanswered: u8,
    /// Failures in a row.
    failures: u32,
    /// For the rest, after a partial answer.
    cursor: Option<String>,
    /// Of partial answers that told nothing new.
    cursors: Cursors,
    /// Answers in a row that ended nothing planned.
    fruitless: u32,
}

/// `first`: one of what it would take beyond the plan.
fn takes_more(first: &AssetName) -> Problem {
    Problem::new(DeletionProblem::SweepTakesMore { public_id: first.public_id.to_string() })
}

/// How a part of a sweep goes on.
enum Step {
    Again,
    /// The server finds nothing more.
    Through,
    Leave,
}

/// Works on one part until it is done, stopped or halted.
pub(super) async fn work(run: &Run, batch: &Batch, in_doubt: bool) {
    let Some(sweep) = run.job.sweep() else { return };
    let Some(part) = sweep.parts.get(batch.index as usize) else { return };
    if run.signals.is_halted() || (run.signals.is_stopped() && !in_doubt) {
        return;
    }
    let name = |item: usize| (&*run.job.items()[item].name.public_id, item as u32);
    let mut sweeping = Sweeping {
        run,
        index: batch.index,
        part,
        by: &sweep.by,
        open: run.open(batch).into_iter().map(name).collect(),
        refused: HashMap::new(),
        must_look: run.reopened || in_doubt,
        heard_at: run.job.header().previewed_at,
        doubt: in_doubt.then(|| Cause::CutOff.into()),
        unanswered: 0,
        failures: 0,
        cursor: None,
        cursors: Cursors::default(),
        fruitless: 0,
    };
    loop {
        match sweeping.round().await {
            Step::Again => {}
            Step::Through => break sweeping.leftovers().await,
            Step::Leave => break,
        }
    }
    if run.signals.is_stopped() && !run.signals.is_halted() {
        sweeping.end_stopped().await;
    }
}

impl<'a> Sweeping<'a> {
    async fn round(&mut self) -> Step {
        let run = self.run;
        let control = run.signals.until_allowed().await;
        if run.signals.is_halted() {
            return Step::Leave;
        }
        let _at_work = run.board.work();
        let looks = self.must_look || self.has_rested();
        if self.doubt.is_some() || (looks && control == Control::Run) {
            let rested = self.has_rested();
            match self.look().await {
                Ok(Some(first)) if rested && control == Control::Run => run.signals.halt(takes_more(&first)),
                Ok(_) => self.heard_at = run.clock.now(),
                Err(error) => return self.failed(error).await,
            }
        }
        if run.signals.is_halted() {
            return Step::Leave;
        }
        if run.signals.is_stopped() {
            self.doubt = self.doubt.take().map(|doubt| doubt.and_asked(Asked::WhenStopped));
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

    /// Lists everything that the selector finds. Planned items that are not among it are asked
    /// about by asset ID; what is beyond the plan is written down before anything is sent. Gives one
    /// of these, if there is any.
    async fn look(&mut self) -> Result<Option<AssetName>, NoAnswer> {
        let asking = self.asking();
        let Seen { absent, beyond } = asking.list(self.open.values().copied()).await?;
        let gone = asking.absent(absent.keys().copied().collect()).await?;
        let lost = if self.doubt.is_some() { asking.lost(&beyond).await? } else { Vec::new() };
        let first = beyond.first().map(|(_, name)| name.clone());
        if !self.run.records.note_seen(self.index, beyond).await {
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

    fn asking(&self) -> Asking<'a> {
        let intent = if self.doubt.is_some() { Intent::Settle } else { Intent::Look };
        Asking { run: self.run, index: self.index, part: self.part, by: self.by, intent }
    }

    /// Whether so much time went by that what it finds is not known any more.
    fn has_rested(&self) -> bool {
        !self.run.is_within(Route::FRESH, Some(self.heard_at))
    }

    async fn failed(&mut self, error: NoAnswer) -> Step {
        if self.run.permits.failed_question(&mut self.failures, error).await {
            Step::Again
        } else {
            Step::Leave
        }
    }

    async fn send(&mut self) -> Step {
        let run = self.run;
        let Some(permit) = run.permits.counted(Intent::Delete).await else { return Step::Again };
        // It may have waited for hours.
        if self.has_rested() {
            return Step::Again;
        }
        if !run.records.sending(self.index).await {
            return Step::Leave;
        }
        match permit.send(self.request()).await {
            Ok(answer) => self.take(answer).await,
            Err(error) => self.failed_sending(error).await,
        }
    }

    async fn request(&self) -> Result<BulkAnswer, ApiError> {
        let deleter = &self.run.deleter;
        let options = BulkOptions {
            invalidate: Some(self.run.job.header().invalidate),
            next_cursor: self.cursor.as_deref(),
            ..BulkOptions::default()
        };
        let kind = self.part.resource_type;
        match (self.by, &self.part.delivery_type) {
            (SweepBy::Prefix(prefix), Some(delivery)) => {
                deleter.by_prefix(kind, delivery, prefix, options).await
            }
            (SweepBy::All, Some(delivery)) => deleter.all(kind, delivery, options).await,
            (SweepBy::Tag(tag), _) => deleter.by_tag(kind, tag, options).await,
            (SweepBy::Prefix(_) | SweepBy::All, None) => Err(ApiError::not_sent(Fault::NoDeliveryType)),
        }
    }

    /// Reads an answer. Every name in it is one end: of a planned item, or of one beyond the plan.
    async fn take(&mut self, answer: BulkAnswer) -> Step {
        self.failures = 0;
        self.unanswered = 0;
        self.heard_at = self.run.clock.now();
        let (mut ends, mut extras) = (Vec::new(), Vec::new());
        for entry in answer.deleted {
            // A name that is not told to the letter is no planned one's.
            let planned = entry.key.exact().and_then(|name| self.open.get(name).copied());
            match (entry.verdict, planned) {
                // The original was kept: what became of it is asked once the part is through.
                (api::Verdict::Deleted, _) if entry.original == Some(0) => {}
                (api::Verdict::Deleted, Some(item)) => {
                    ends.push((item, Outcome::Deleted { copies: entry.derived }));
                }
                (api::Verdict::Deleted, None) => extras.push(self.extra(entry.key.text())),
                (api::Verdict::NotFound, Some(item)) => ends.push((item, Outcome::AlreadyGone)),
                (api::Verdict::Other(reason), Some(item)) => drop(self.refused.insert(item, reason.into())),
                (api::Verdict::NotFound | api::Verdict::Other(_), None) => {}
            }
        }
        let moved = !ends.is_empty() || !extras.is_empty();
        self.fruitless = if ends.is_empty() { self.fruitless + 1 } else { 0 };
        if !self.write(ends, extras).await {
            return Step::Leave;
        }
        let goes_on = self.fruitless < MOST_FRUITLESS
            && match &answer.next_cursor {
                _ if moved => true,
                Some(next) => self.cursors.go_on(false, next).is_ok(),
                None => false,
            };
        self.cursor = answer.next_cursor;
        if self.open.is_empty() {
            Step::Leave
        } else if answer.partial && goes_on && self.open.len() > self.refused.len() {
            Step::Again
        } else {
            Step::Through
        }
    }

    fn extra(&self, public_id: &str) -> Extra {
        Extra {
            resource_type: self.part.resource_type,
            delivery_type: self.part.delivery_type.clone(),
            public_id: public_id.into(),
            asset_id: None,
            end: ExtraEnd::Deleted,
        }
    }

    async fn failed_sending(&mut self, error: ApiError) -> Step {
        match send::sort(error) {
            Told::NotSent(error) => {
                self.write(Vec::new(), Vec::new()).await;
                self.run.permits.hold(&mut self.failures, &error).await;
            }
            Told::InDoubt(error) => {
                self.unanswered += 1;
                self.doubt = Some(Cause::Failed(error.message.clone()).into());
                self.cursor = None;
                self.run.permits.hold(&mut self.failures, &error).await;
            }
            Told::Halt(error) => {
                if error.certainty == Certainty::Unanswered {
                    self.doubt = Some(Cause::Failed(error.message.clone()).into());
                }
                self.run.signals.halt(error.problem(During::Deleting));
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
            let verdicts = self.asking().verdicts(hundred).await?;
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

    /// Writes what was learnt and takes it off the part; gives whether it was written.
    async fn write(&mut self, outcomes: Vec<(u32, Outcome)>, extras: Vec<Extra>) -> bool {
        let state = state_after(outcomes.len() == self.open.len(), self.doubt.is_none());
        let ended: HashSet<u32> = outcomes.iter().map(|(item, _)| *item).collect();
        let written = self.run.records.record(Record { batch: self.index, outcomes, extras, state }).await;
        if written {
            self.open.retain(|_, item| !ended.contains(item));
            self.refused.retain(|item, _| !ended.contains(item));
        }
        written
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
