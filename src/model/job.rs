//! A job: a confirmed plan on its way, and the batches in which it is sent.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::account::EnvironmentId;
use super::confirm::{ConfirmedPlan, Warrant};
use super::description::Description;
use super::fingerprint::Fingerprint;
use super::item::Items;
use super::job_id::JobId;
use super::route::Route;
use super::sweep::Sweep;
use super::unix_time::UnixTime;
use super::what::What;

/// A confirmed plan with its number in the journal.
#[derive(Clone, Debug)]
pub struct Job {
    header: JobHeader,
    items: Items,
    sweep: Option<Sweep>,
}

/// Everything of a job but its items: what the journal keeps in one row.
#[derive(Clone, Debug, PartialEq)]
pub struct JobHeader {
    /// The journal's number.
    pub id: JobId,
    /// Where it was confirmed, and with which key. It runs in this product environment alone, and by
    /// itself with this key alone.
    pub environment: EnvironmentId,
    /// For receipts.
    pub cloud_name: String,
    /// How its items were found.
    pub description: Description,
    /// Originals, all copies, or chosen copies.
    pub what: What,
    /// How it is sent.
    pub route: Route,
    /// Whether CDN copies are cleared.
    pub invalidate: bool,
    /// Number of items.
    pub planned: u64,
    /// Of the plan and the route.
    pub fingerprint: Fingerprint,
    /// When the preview was complete.
    pub previewed_at: UnixTime,
    /// When the user confirmed it.
    pub confirmed_at: UnixTime,
}

impl Job {
    /// Makes a job of a confirmed plan, under the number that the journal gave.
    pub fn new(id: JobId, confirmed: &ConfirmedPlan) -> Self {
        let plan = confirmed.plan();
        Self {
            header: JobHeader {
                id,
                environment: plan.environment().clone(),
                cloud_name: confirmed.cloud_name().to_owned(),
                description: plan.description().clone(),
                what: plan.what(),
                route: confirmed.route(),
                invalidate: plan.invalidate(),
                planned: plan.items().len() as u64,
                fingerprint: plan.fingerprint().on(confirmed.route()),
                previewed_at: plan.taken_at(),
                confirmed_at: confirmed.confirmed_at(),
            },
            items: plan.items().clone(),
            sweep: plan.sweep().cloned(),
        }
    }

    /// A job as the journal wrote it when it was confirmed. For the journal alone: the layer test
    /// looks for other callers.
    ///
    /// # Errors
    /// What was written is not what was confirmed: the fingerprint is another one, or it goes a way
    /// that its plan cannot take. Such a job must never run.
    pub fn reopen(header: JobHeader, items: Items, sweep: Option<Sweep>) -> Result<Self, NotTheSame> {
        let JobHeader { environment, what, route, invalidate, .. } = &header;
        let found = Fingerprint::over(environment, *what, *invalidate, sweep.as_ref(), &items).on(*route);
        let whole = header.planned == items.len() as u64;
        let fits = |sweep: &Sweep| items.whole().is_some_and(|items| sweep.fits(items));
        let swept = sweep.as_ref().is_none_or(fits);
        if whole && swept && route.can_take(*what, sweep.as_ref()) && found == header.fingerprint {
            Ok(Self { header, items, sweep })
        } else {
            Err(NotTheSame(header.id))
        }
    }

    /// Everything but the items.
    pub fn header(&self) -> &JobHeader {
        &self.header
    }

    /// Every item, in the order of the plan.
    pub fn items(&self) -> &Items {
        &self.items
    }

    /// The selector that found exactly these items when they were previewed, if one did. Sent
    /// itself on [`Route::Sweep`] alone.
    pub fn sweep(&self) -> Option<&Sweep> {
        self.sweep.as_ref()
    }

    /// The right to send it.
    pub fn warrant(&self) -> Warrant {
        Warrant::new(self.header.environment.product())
    }

    /// The batches in which it is sent: ranges of items, one for each kind on a sweep, and else
    /// each at most [`Route::BATCH`] long.
    pub fn batches(&self) -> Vec<Batch> {
        let ranges: Vec<Range<usize>> = if let (Some(sweep), Route::Sweep) = (&self.sweep, self.header.route)
        {
            let range = |range: &Range<u32>| range.start as usize..range.end as usize;
            sweep.parts.iter().map(|part| range(&part.items)).collect()
        } else {
            let planned = self.items.len();
            let range = |start: usize| start..(start + Route::BATCH).min(planned);
            (0..planned).step_by(Route::BATCH).map(range).collect()
        };
        ranges.into_iter().zip(0..).map(|(items, index)| Batch { index, items }).collect()
    }
}

/// What the journal holds of a job is not what the user confirmed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("what is written of job {0} is not what was confirmed")]
pub struct NotTheSame(pub JobId);

/// A range of a job's items that is sent together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Batch {
    /// From 0.
    pub index: u32,
    /// Positions in [`Job::items`].
    pub items: Range<usize>,
}

/// How far a batch is, as the journal has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum BatchState {
    /// Nothing was sent.
    Planned,
    /// Written before the first byte went out; without an end, the outcome must be asked for.
    Sending,
    /// Every answer to what was sent is written; some items are still to be sent.
    Answered,
    /// Every item has its outcome.
    Done,
}

/// What the user wants of a job; kept in the journal, so that it holds after a restart.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Control {
    /// Send.
    #[default]
    Run,
    /// Send nothing more until told to.
    Pause,
    /// Send nothing more, and end.
    Stop,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::fixture::{at, confirmed, draft, item, plan};
    use crate::model::plan::{Draft, Plan};

    fn job(plan: Plan) -> Job {
        Job::new(JobId(1), &confirmed(plan, Route::Batches, at(0)))
    }

    #[test]
    fn a_job_that_is_not_what_was_confirmed_cannot_be_reopened() {
        let job = job(plan((0..3).map(|number| item(number, true)).collect()));
        let header = job.header().clone();
        let items = |last: u8| Items::from(vec![item(0, true), item(1, true), item(last, true)]);
        assert!(Job::reopen(header.clone(), items(2), None).is_ok());
        assert!(Job::reopen(header.clone(), items(9), None).is_err(), "another asset");
        assert!(Job::reopen(header.clone(), Items::from(vec![item(0, true)]), None).is_err(), "a part");
        let sweep = JobHeader { route: Route::Sweep, ..header };
        assert!(Job::reopen(sweep, items(2), None).is_err(), "a sweep needs its selector");
    }

    #[test]
    fn a_job_is_never_reopened_on_another_route() {
        let job = job(plan((0..3).map(|number| item(number, true)).collect()));
        for route in [Route::Thorough, Route::Batches, Route::Sweep] {
            let header = JobHeader { route, ..job.header().clone() };
            let same = route == job.header().route;
            assert_eq!(Job::reopen(header, job.items().clone(), None).is_ok(), same, "{route:?}");
        }
    }

    /// Destroy would take the originals.
    #[test]
    fn copies_are_never_reopened_on_a_route_that_takes_their_originals() {
        for what in [What::AllCopies, What::ChosenCopies] {
            let job = job(Plan::freeze(Draft { what, ..draft(vec![item(1, true)]) }));
            for (route, may) in [(Route::Batches, true), (Route::Thorough, false), (Route::Sweep, false)] {
                let header = JobHeader { route, ..job.header().clone() };
                assert_eq!(Job::reopen(header, job.items().clone(), None).is_ok(), may, "{what:?} {route:?}");
            }
        }
    }

    #[test]
    fn batches_cover_every_item_once() {
        let job = job(plan((0..250).map(|number| item(number, true)).collect()));
        let ranges: Vec<_> = job.batches().into_iter().map(|batch| batch.items).collect();
        assert_eq!(ranges, [0..100, 100..200, 200..250]);
    }
}
