//! Jobs as their views say them.

use std::time::Duration;

use super::{Job, keys};
use crate::app::job_status::JobStatus;
use crate::app::state::State;
use crate::jobs::progress::{Phase, Progress};
use crate::text;
use crate::text::clock;
use crate::text::counts;
use crate::text::sums;

/// `Deleting 1,204 assets`; of one that does not, how it stands: `Paused: 12 of 28 assets`.
pub fn title(state: &State, job: &Job) -> String {
    let (what, planned) = (job.header.what, job.header.planned);
    let done = state.progress_of(job.header.id).map_or(job.tally, |news| news.tally).ended();
    let all = || counts::planned(planned, what, None);
    let so_far = || counts::so_far(done, planned, what);
    match &job.status {
        JobStatus::Running if job.paused => match state.progress_of(job.header.id).map(|news| &news.phase) {
            Some(Phase::Pausing) => text!("job-pausing", items = so_far()),
            _ => text!("job-paused", items = so_far()),
        },
        JobStatus::Running => text!("job-deleting", items = all()),
        JobStatus::Waiting if done == 0 => text!("job-waiting", items = all()),
        JobStatus::Waiting => text!("job-waiting", items = so_far()),
        JobStatus::Paused => text!("job-paused", items = so_far()),
        JobStatus::Interrupted | JobStatus::Halted(_) => text!("job-interrupted", items = so_far()),
        // What is written of it is nobody's word yet.
        JobStatus::Unconfirmed(_) => text!("job-unconfirmed", items = all()),
        JobStatus::Damaged(_) => text!("job-damaged", items = all()),
    }
}

/// What the next start does with a job, as far as the question at closing leaves it to the job itself.
pub fn at_next_start(state: &State, job: &Job) -> String {
    let by_itself = state.resumes_by_itself();
    match &job.status {
        JobStatus::Running if job.paused => text!("job-next-start-paused"),
        JobStatus::Paused => text!("job-next-start-paused"),
        JobStatus::Running | JobStatus::Waiting if by_itself => text!("job-next-start-resumes"),
        JobStatus::Running | JobStatus::Waiting => text!("job-next-start-asks"),
        JobStatus::Halted(_) if by_itself => text!("job-next-start-tries"),
        JobStatus::Halted(_) | JobStatus::Interrupted => text!("job-next-start-interrupted"),
        JobStatus::Unconfirmed(_) => text!("job-next-start-unconfirmed"),
        JobStatus::Damaged(_) => text!("job-next-start-damaged"),
    }
}

/// How far a running job is: `148 of 153 deleted`, `9 copies deleted (of 3 of 5 originals) · originals
/// kept`.
pub fn progressed(job: &Job, progress: &Progress) -> String {
    sums::sums(job.header.what, job.header.planned, &progress.tally)
}

/// What a job is doing, in a sentence.
pub fn phase(progress: &Progress) -> String {
    match &progress.phase {
        Phase::Settling => text!("phase-settling"),
        Phase::Running => text!("phase-running"),
        Phase::Pausing => text!("phase-pausing"),
        Phase::Paused => text!("phase-paused"),
        Phase::WaitingForLimit { until } => text!("phase-limit", time = clock::time_of_day(*until)),
        Phase::KeepingReserve { until, kept } => {
            text!("phase-reserve", time = clock::time_of_day(*until), number = *kept)
        }
        Phase::TryingAgain { until, why } => {
            text!("phase-trying-again", why = why.what(), time = clock::time_of_day(*until))
        }
        Phase::Stopping => text!("phase-stopping"),
    }
}

/// `about 3 minutes left`: never more exact than it can be.
pub fn time_left(left: Duration) -> String {
    let seconds = left.as_secs();
    match seconds {
        0..=9 => text!("time-left-moment"),
        10..=89 => text!("time-left-seconds", number = seconds.div_ceil(10) * 10),
        90..=5399 => text!("time-left-minutes", number = seconds.div_ceil(60)),
        _ => text!("time-left-hours", number = seconds.div_ceil(3600)),
    }
}

/// How a job that does not run stands, in a few words.
pub fn standing(state: &State, job: &Job) -> String {
    let (done, planned) = (job.tally.ended(), job.header.planned);
    match &job.status {
        JobStatus::Running => text!("standing-running", done = done, planned = planned),
        JobStatus::Waiting => match wait(state, job) {
            Wait::Moment => text!("standing-moment"),
            Wait::Line(before) => text!("standing-in-line", number = before),
            Wait::Paused => text!("standing-behind-paused"),
            Wait::Halted => text!("standing-behind-interrupted"),
            Wait::Closed => text!("standing-closed"),
            Wait::OtherKey => text!("standing-your-word"),
        },
        JobStatus::Paused if done == 0 => text!("standing-paused-unsent"),
        JobStatus::Paused => text!("standing-paused", done = done, planned = planned),
        JobStatus::Interrupted | JobStatus::Halted(_) => {
            text!("standing-interrupted", done = done, planned = planned)
        }
        JobStatus::Unconfirmed(_) => text!("standing-your-word"),
        JobStatus::Damaged(_) => text!("standing-damaged"),
    }
}

/// What a waiting job waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wait {
    /// Nothing.
    Moment,
    /// So many jobs of its product environment that come before it.
    Line(usize),
    /// The one before it, which the user paused while it ran.
    Paused,
    /// What halted the one before it would halt it, too.
    Halted,
    /// Its environment was not opened, and could not be without the user.
    Closed,
    /// Another key of its product environment is there, and the user's word is missing.
    OtherKey,
}

/// See [`Wait`].
pub fn wait(state: &State, job: &Job) -> Wait {
    let paused = |other: &Job| {
        let progress = state.progress_of(other.header.id);
        progress.is_some_and(|progress| progress.phase == Phase::Paused)
    };
    let mut before = state.jobs.before(job);
    if let Some(first) = before.next() {
        let more = before.count();
        return if more == 0 && paused(first) { Wait::Paused } else { Wait::Line(more + 1) };
    }
    let halted =
        |other: &Job| other.environment == job.environment && matches!(other.status, JobStatus::Halted(_));
    if state.jobs.all().any(halted) {
        return Wait::Halted;
    }
    if keys::is_open(state, &job.key) {
        return Wait::Moment;
    }
    let open = state.session.as_ref().map(|session| session.environment.product());
    let here = open.as_ref() == Some(&job.environment);
    let other = !keys::others(state, job).is_empty() && (here || !keys::has_its_own(state, job));
    if other { Wait::OtherKey } else { Wait::Closed }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_left_is_never_more_exact_than_it_can_be() {
        for (seconds, words) in [
            (3, "a few seconds left"),
            (42, "about 50 seconds left"),
            (95, "about 2 minutes left"),
            (7_100, "about 2 hours left"),
        ] {
            assert_eq!(time_left(Duration::from_secs(seconds)), words);
        }
    }
}
