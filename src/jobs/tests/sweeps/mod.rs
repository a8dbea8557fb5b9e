//! Sweeps: what is asked, sent and written.

mod answers;
mod questions;

use serde_json::{Value, json};

use super::cloud::{TAG, refusal, resource};
use super::*;
use crate::model::asset::{DeliveryType, ResourceType};
use crate::model::fixture::{id, item, items};
use crate::model::job::BatchState;
use crate::model::outcome::Skip;
use crate::model::problem::{Code, DeletionProblem, Kind, RequestProblem};
use crate::model::receipt::{ExtraEnd, JobState};
use crate::model::unsettled::{Asked as AskedAbout, Cause, Unsettled};

fn prefix() -> SweepBy {
    SweepBy::Prefix("docs/".into())
}

/// A sweep of these, previewed so many seconds ago.
async fn begun(world: &World, items: Vec<PlanItem>, by: SweepBy, ago: i64) -> Job {
    world.begin(world.plan(items, What::Originals, Some(by), ago), Route::Sweep).await
}

/// An environment of the first, and a run of a fresh sweep by `docs/` of the second.
async fn swept(
    there: Vec<PlanItem>,
    planned: Vec<PlanItem>,
    meanwhile: impl FnMut(&Asked, usize, &mut Cloud) -> Option<Answer> + Send + 'static,
) -> (World, Ended, JobId) {
    let world = World::new(there);
    world.meanwhile(meanwhile);
    let job = begun(&world, planned, prefix(), 0).await;
    let id = job.header().id;
    let ended = world.run(job).await;
    (world, ended, id)
}

/// A deletion's answer: `[name, word]` of each, and whether more remains.
fn told(entries: &[(&str, &str)], partial: bool, cursor: Option<&str>) -> Answer {
    let deleted: Value = entries.iter().map(|(name, word)| ((*name).to_owned(), json!(word))).collect();
    Answer::Told(200, json!({ "deleted": deleted, "partial": partial, "next_cursor": cursor }))
}

fn code(ended: &Ended) -> Option<&Code> {
    ended.problem.as_ref().map(|problem| &problem.code)
}

/// Deleted, by an answer that counts no copies.
const DELETED: Option<Outcome> = Some(Outcome::Deleted { copies: None });
const NOT_CAUGHT: Option<Outcome> = Some(Outcome::Skipped { reason: Skip::NotCaught });
const STOPPED: Option<Outcome> = Some(Outcome::Skipped { reason: Skip::Stopped });

#[expect(clippy::unnecessary_wraps, reason = "as the ends beside it")]
fn unknown(cause: Cause, asked: AskedAbout) -> Option<Outcome> {
    Some(Outcome::Unknown { reason: Unsettled { cause: Some(cause), asked: Some(asked) } })
}
