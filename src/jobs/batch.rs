//! One batch on its way: rounds of asking, writing, sending and reading, until each of its items
//! has an end.

mod open;

use super::check;
use super::destroy;
use super::permit::{Intent, NoAnswer};
use super::questions::OfRun;
use super::run::Run;
use super::send;
use crate::api::ApiError;
use crate::model::item::PlanItem;
use crate::model::route::Route;

pub(super) use open::{OpenBatch, SENDS, Seen, is_within, state_after, still_there};

/// Whether a batch goes on.
enum Step {
    Again,
    Leave,
}

/// Works on one batch until it is done, stopped or halted.
pub(super) async fn work(run: &Run, mut batch: OpenBatch) {
    let mut first = true;
    while !batch.is_done() {
        match round(run, &mut batch, first).await {
            Step::Again => first = false,
            Step::Leave => break,
        }
    }
    if !batch.is_done() && run.signals.is_stopped() && !run.signals.is_halted() {
        let ends = batch.ends_when_stopped();
        run.records.end(&mut batch, ends, true).await;
    }
}

async fn round(run: &Run, batch: &mut OpenBatch, first: bool) -> Step {
    let control = run.signals.until_allowed().await;
    if run.signals.is_halted() {
        return Step::Leave;
    }
    let _at_work = run.board.work();
    let must_ask = batch.must_be_asked_about(control, first, run.forms.must_look(batch.seen));
    if must_ask && let Err(error) = ask_about(run, batch).await {
        return failed(run, batch, error).await;
    }
    if run.signals.is_halted() {
        return Step::Leave;
    }
    if run.signals.is_stopped() {
        batch.left_in_doubt();
        return Step::Leave;
    }
    if must_ask {
        batch.settled();
    }
    if batch.is_done() {
        return Step::Again;
    }
    // While something is deleted, nobody is told that it is only asked about.
    run.board.settled();
    match send(run, batch).await {
        Some(error) => run.permits.hold(&mut batch.failures, &error).await,
        None => batch.failures = 0,
    }
    Step::Again
}

/// Asks about every open item; those that are gone or changed end here.
async fn ask_about(run: &Run, batch: &mut OpenBatch) -> Result<(), NoAnswer> {
    let positions = batch.positions();
    let items: Vec<&PlanItem> = positions.iter().map(|item| &run.job.items()[*item]).collect();
    let intent = if batch.in_doubt { Intent::Settle } else { Intent::Look };
    let questions = OfRun { run, intent };
    let (verdicts, seen_at) = check::ask(&questions, run.job.header().what, &items, batch.in_doubt).await?;
    let judged = batch.judge(&verdicts, seen_at);
    for by in judged.not_known {
        run.forms.is_not_known(by).await;
    }
    run.records.end(batch, judged.ends, false).await;
    Ok(())
}

/// A failed question: asks again later, or halts.
async fn failed(run: &Run, batch: &mut OpenBatch, error: NoAnswer) -> Step {
    if run.permits.failed_question(&mut batch.unasked, error).await { Step::Again } else { Step::Leave }
}

/// Sends what is open, on the job's route; gives the failure that everything has to wait for,
/// if there was one.
async fn send(run: &Run, batch: &mut OpenBatch) -> Option<ApiError> {
    match run.job.header().route {
        Route::Thorough => destroy::send_each(run, batch).await,
        Route::Batches | Route::Sweep => send_together(run, batch).await,
    }
}

/// The journal is told while others hold the places: so none of them stands empty meanwhile.
async fn send_together(run: &Run, batch: &mut OpenBatch) -> Option<ApiError> {
    let call = run.permits.call_to_delete().await?;
    // It may have waited for hours: then it is asked about again first.
    if run.forms.must_look(batch.seen) || !run.records.sending(batch.index).await {
        return None;
    }
    let Some(permit) = run.permits.place(call).await.filter(|_| !run.forms.must_look(batch.seen)) else {
        // Not sent after all.
        run.records.end(batch, Vec::new(), true).await;
        return None;
    };
    let positions = batch.positions();
    let items: Vec<&PlanItem> = positions.iter().map(|item| &run.job.items()[*item]).collect();
    let header = run.job.header();
    let request = send::in_one_request(&run.deleter, &items, header.what, header.invalidate);
    let told = send::told(permit.send(request).await, &items, header.what);
    run.records.take(batch, positions.into_iter().zip(told).collect(), true).await
}
