//! Jobs as their views say them.

use std::time::Duration;

use super::{Job, keys};
use crate::app::clock;
use crate::app::stand::Stand;
use crate::app::state::State;
use crate::jobs::progress::{Phase, Progress};
use crate::model::format;
use crate::model::sums;

/// `Deleting 1,204 assets`; of one that does not, how it stands: `Paused: 12 of 28 assets`.
pub fn title(state: &State, job: &Job) -> String {
    let all = format::counted(job.header.planned, job.header.what, None);
    let done = state.progress_of(job.header.id).map_or(job.tally, |news| news.tally).ended();
    let planned = format::count(job.header.planned);
    let so_far = all.replacen(&planned, &format!("{} of {planned}", format::count(done)), 1);
    match &job.stand {
        Stand::Running if job.paused => match state.progress_of(job.header.id).map(|news| &news.phase) {
            Some(Phase::Pausing) => format!("Pausing: {so_far}"),
            _ => format!("Paused: {so_far}"),
        },
        Stand::Running => format!("Deleting {all}"),
        Stand::Waiting if done == 0 => format!("Waiting: {all}"),
        Stand::Waiting => format!("Waiting: {so_far}"),
        Stand::Paused => format!("Paused: {so_far}"),
        Stand::Interrupted | Stand::Halted(_) => format!("Interrupted: {so_far}"),
        // What is written of it is nobody's word yet.
        Stand::Unconfirmed(_) => format!("Not confirmed here: {all}"),
        Stand::Damaged(_) => format!("Damaged record: {all}"),
    }
}

/// What the next start does with a job, as far as the question at closing leaves it to the job itself.
pub fn at_next_start(state: &State, job: &Job) -> &'static str {
    let by_itself = state.resumes_by_itself();
    match &job.stand {
        Stand::Running if job.paused => "It is paused, and stays so.",
        Stand::Paused => "It is paused, and stays so.",
        Stand::Running | Stand::Waiting if by_itself => "It goes on at the next start, unless you pause it.",
        Stand::Running | Stand::Waiting => "The next start asks whether it goes on, unless you pause it.",
        Stand::Halted(_) if by_itself => "It is interrupted, and the next start tries to go on.",
        Stand::Halted(_) | Stand::Interrupted => "It is interrupted, and the next start asks.",
        Stand::Unconfirmed(_) => "It waits for your word.",
        Stand::Damaged(_) => "Its record is damaged: it never goes on.",
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
        Phase::Settling => "Asking Cloudinary what became of the last requests".to_owned(),
        Phase::Running => "Deleting".to_owned(),
        Phase::Pausing => "Pausing after the requests under way".to_owned(),
        Phase::Paused => "Paused".to_owned(),
        Phase::WaitingForLimit { until } => format!(
            "Paused by Cloudinary’s hourly limit until {}; goes on by itself",
            clock::time_of_day(*until)
        ),
        Phase::KeepingReserve { until, kept } => format!(
            "Waiting until {}: the last {} of this hour are left for your site; goes on by itself",
            clock::time_of_day(*until),
            format::plural(*kept, "API call", "API calls")
        ),
        Phase::TryingAgain { until, why } => {
            format!("{why} Tries again at {} and goes on by itself", clock::time_of_day(*until))
        }
        Phase::Stopping => "Stopping after the requests under way".to_owned(),
    }
}

/// `about 3 minutes`.
pub fn time_left(left: Duration) -> String {
    let seconds = left.as_secs();
    match seconds {
        0..=9 => "a few seconds left".to_owned(),
        10..=89 => format!("about {} seconds left", seconds.div_ceil(10) * 10),
        90..=5399 => format!("about {} left", format::plural(seconds.div_ceil(60), "minute", "minutes")),
        _ => format!("about {} left", format::plural(seconds.div_ceil(3600), "hour", "hours")),
    }
}

/// How a job that does not run stands, in a few words.
pub fn standing(state: &State, job: &Job) -> String {
    let done = job.tally.ended();
    let so_far = format!("{} of {} done", format::count(done), format::count(job.header.planned));
    match &job.stand {
        Stand::Running => so_far,
        Stand::Waiting => match wait(state, job) {
            Wait::Moment => "Begins in a moment".to_owned(),
            Wait::Line(1) => "Next in line".to_owned(),
            Wait::Line(before) => format!("{} are before it", format::count(before as u64)),
            Wait::Paused => "Waits until the paused deletion before it goes on".to_owned(),
            Wait::Halted => "Waits until the interrupted deletion before it goes on".to_owned(),
            Wait::Closed => "Goes on as soon as its environment is open".to_owned(),
            Wait::OtherKey => "Waits for your word".to_owned(),
        },
        Stand::Paused if done == 0 => "Paused, nothing was sent".to_owned(),
        Stand::Paused => format!("Paused, {so_far}"),
        Stand::Interrupted | Stand::Halted(_) => format!("Interrupted, {so_far}"),
        Stand::Unconfirmed(_) => "Waits for your word".to_owned(),
        Stand::Damaged(_) => "Damaged record".to_owned(),
    }
}

/// What a waiting job waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wait {
    /// Nothing.
    Moment,
    /// So many jobs of its product environment that come before it.
    Line(usize),
    /// The one before it, which a person paused while it ran.
    Paused,
    /// What halted the one before it would halt it, too.
    Halted,
    /// Its environment was not opened, and could not be without a person.
    Closed,
    /// Another key of its product environment is there, and a person's word is missing.
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
        |other: &Job| other.environment == job.environment && matches!(other.stand, Stand::Halted(_));
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
