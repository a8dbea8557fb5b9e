//! Carrying out a job: from where the journal has it to its end, or to a clear halt.
//!
//! A run starts from a [`JobSnapshot`] the first time as every other time. Batches whose answers were
//! never seen are asked about before anything is sent. Nothing is sent that the journal has not
//! taken first, and nothing counts as ended that the journal has not taken after. What the server
//! told and the disk did not take is handed back, so that it is not lost while the program runs.

use futures_util::StreamExt as _;
use futures_util::stream::FuturesUnordered;

use super::batch::{self, OpenBatch};
use super::run::Run;
use super::sweep_part;
use crate::journal::JobSnapshot;
use crate::model::job::{Batch, BatchState};
use crate::model::problem::{DeletionProblem, Problem};
use crate::model::route::Route;
use crate::model::unix_time::UnixTime;

pub use super::records::Ended;
pub use super::tools::Tools;
pub use crate::model::job::Control;

/// Batches of a thorough job on their way at the same time: while one is looked at or written,
/// others are sent.
const THOROUGH: usize = 3;
/// Batches on their way for each counted request that may be: while one is written before it is sent
/// or after, another has its place.
const OPEN_FOR_EACH_CALL: usize = 2;

/// Carries out a job. `reopened`: it was begun by an earlier session, or halted.
pub async fn run(tools: Tools, snapshot: JobSnapshot, reopened: bool) -> Ended {
    let at_once = at_once(snapshot.job.header().route, tools.settings.bounded().calls.into());
    let (run, batches) = Run::new(tools, snapshot, reopened).await;
    tokio::select! {
        () = work(&run, &batches, at_once) => {}
        never = run.records.mirror_control() => match never {},
    }
    let ended = run.records.finish().await;
    run.board.clear();
    ended
}

/// How many batches are worked on at the same time, with so many counted requests at once.
fn at_once(route: Route, calls: usize) -> usize {
    match route {
        Route::Thorough => THOROUGH,
        Route::Batches | Route::Sweep => calls * OPEN_FOR_EACH_CALL,
    }
}

async fn work(run: &Run, batches: &[(Batch, BatchState)], at_once: usize) {
    let header = run.job.header();
    if header.route == Route::Sweep {
        let not_begun = batches.iter().all(|(_, state)| *state == BatchState::Planned);
        if not_begun && !run.signals.is_stopped() && !run.is_within(Route::FRESH, Some(header.previewed_at)) {
            // It would also take what was added since.
            return run.signals.halt(Problem::new(DeletionProblem::SweepTooLate));
        }
        for (batch, state) in batches {
            sweep_part::work(run, batch, *state == BatchState::Sending).await;
        }
        return;
    }
    all(run, batches, true, at_once).await;
    run.board.settled();
    all(run, batches, false, at_once).await;
}

/// Works on the batches that are in doubt, or on the others, a few at a time. What is in doubt is asked
/// about even where the job is to stop.
async fn all(run: &Run, batches: &[(Batch, BatchState)], in_doubt: bool, at_once: usize) {
    let doubtful = |state: BatchState| state == BatchState::Sending;
    let mut waiting = batches
        .iter()
        .filter(|(_, state)| *state != BatchState::Done && doubtful(*state) == in_doubt)
        .map(|(batch, _)| batch);
    let mut under_way = FuturesUnordered::new();
    loop {
        while under_way.len() < at_once
            && !run.signals.is_halted()
            && (in_doubt || !run.signals.is_stopped())
            && let Some(next) = waiting.next()
        {
            let open = OpenBatch::new(next.index, run.open(next), in_doubt, seen_at(run));
            under_way.push(batch::work(run, open));
        }
        if under_way.next().await.is_none() {
            return;
        }
    }
}

/// When the items of a batch that was not begun were last seen, if that counts: after a restart much may
/// have happened, and each hundred is looked at.
fn seen_at(run: &Run) -> Option<UnixTime> {
    (!run.reopened).then_some(run.job.header().previewed_at)
}
