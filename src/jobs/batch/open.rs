//! A batch with items that have no end yet: what was tried with each, and what follows from what was
//! asked and answered. It sends nothing itself.

use std::collections::BTreeMap;
use std::time::Duration;

use crate::api::{ApiError, Certainty};
use crate::jobs::check::Verdict;
use crate::jobs::forms::Missed;
use crate::jobs::send::Told;
use crate::model::destroy::DestroyBy;
use crate::model::job::{BatchState, Control};
use crate::model::outcome::{Outcome, Skip};
use crate::model::unix_time::UnixTime;
use crate::model::unsettled::{Asked, Cause, Unsettled};

/// After so many sends without an answer, what is still there ends as unknown.
pub(in crate::jobs) const SENDS: u8 = 5;

/// A batch with items that have no end yet.
pub(in crate::jobs) struct OpenBatch {
    pub(in crate::jobs) index: u32,
    /// Positions in the job's items.
    pub(in crate::jobs) open: BTreeMap<usize, Attempt>,
    /// Something of it was sent, and its answer was never seen.
    pub(super) in_doubt: bool,
    /// Sends that failed, in a row.
    pub(super) failures: u32,
    /// Questions that failed, in a row.
    pub(super) unasked: u32,
    pub(in crate::jobs) seen: Seen,
}

/// As of when it is known what is there; `None`: not known.
#[derive(Clone, Copy, Debug, Default)]
pub(in crate::jobs) struct Seen {
    /// By the preview, or by asking since.
    pub(in crate::jobs) known_at: Option<UnixTime>,
    /// By asking about exactly these items.
    pub(in crate::jobs) looked_at: Option<UnixTime>,
}

/// Whether something was seen at most so long ago. A clock that was set back says nothing.
pub(in crate::jobs) fn is_within(longest: Duration, seen_at: Option<UnixTime>, now: UnixTime) -> bool {
    seen_at.and_then(|at| now.since(at)).is_some_and(|ago| ago <= longest)
}

/// What was tried with one item.
#[derive(Clone, Default)]
pub(in crate::jobs) struct Attempt {
    /// Sends without an answer.
    unanswered: u8,
    /// Why it is in doubt.
    doubt: Option<Unsettled>,
    /// It was said not to be there.
    missed: Option<Missed>,
    /// Its last request failed: others go first, so that one that always fails holds up nobody.
    failed: bool,
}

/// What asking about a batch found.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Judged {
    pub(super) ends: Vec<(usize, Outcome)>,
    /// Forms of destroy in which the server takes no notice of asset IDs.
    pub(super) not_known: Vec<DestroyBy>,
}

/// What requests told of a batch.
#[derive(Debug, Default)]
pub(in crate::jobs) struct Learnt {
    pub(in crate::jobs) ends: Vec<(usize, Outcome)>,
    /// The failure that everything has to wait for.
    pub(in crate::jobs) wait: Option<ApiError>,
    /// Why nothing more may be sent.
    pub(in crate::jobs) halt: Option<ApiError>,
}

impl OpenBatch {
    /// `known_at`: when its items were last seen unchanged, if that still counts.
    pub(in crate::jobs) fn new(
        index: u32,
        open: Vec<usize>,
        in_doubt: bool,
        known_at: Option<UnixTime>,
    ) -> Self {
        let doubt = in_doubt.then(|| Cause::CutOff.into());
        let attempt = Attempt { doubt, ..Attempt::default() };
        Self {
            index,
            open: open.into_iter().map(|item| (item, attempt.clone())).collect(),
            in_doubt,
            failures: 0,
            unasked: 0,
            seen: Seen { known_at, looked_at: None },
        }
    }

    pub(in crate::jobs) fn is_done(&self) -> bool {
        self.open.is_empty()
    }

    /// An answer did not find an item by its asset ID: it is asked about, as what is in doubt.
    pub(in crate::jobs) fn missed(&mut self, item: usize, missed: Missed) {
        let attempt = self.open.entry(item).or_default();
        attempt.missed = Some(missed);
        attempt.doubt = Some(Cause::Missed.into());
        self.in_doubt = true;
    }

    /// Every doubt was asked about, and what is left may be sent again.
    pub(super) fn settled(&mut self) {
        self.in_doubt = false;
        self.open.values_mut().for_each(|attempt| attempt.doubt = None);
    }

    /// Every doubt was asked about, and nothing is sent any more: what is left is there, and Cloudinary may
    /// yet carry out the request whose answer was never seen. So it is not called skipped.
    pub(super) fn left_in_doubt(&mut self) {
        let doubts = self.open.values_mut().filter_map(|attempt| attempt.doubt.as_mut());
        doubts.for_each(|doubt| doubt.asked = Some(Asked::WhenStopped));
    }

    /// Takes what the server says of every open item, in their order.
    pub(super) fn judge(&mut self, verdicts: &[Verdict], seen_at: UnixTime) -> Judged {
        self.unasked = 0;
        self.seen = Seen { known_at: Some(seen_at), looked_at: Some(seen_at) };
        let mut judged = Judged::default();
        for ((item, attempt), verdict) in self.open.iter_mut().zip(verdicts) {
            // It is there all the same: the server takes no notice of asset IDs, or not always.
            match attempt.missed.take().filter(|_| *verdict == Verdict::Unchanged) {
                Some(Missed::Unproven(by)) => judged.not_known.push(by),
                Some(Missed::Proven) => attempt.unanswered += 1,
                None => {}
            }
            match verdict.outcome() {
                Some(end) => judged.ends.push((*item, end)),
                None if attempt.unanswered >= SENDS => judged.ends.push((*item, never_answered(attempt))),
                None => {}
            }
        }
        judged
    }

    /// Takes what the requests told.
    pub(in crate::jobs) fn learn(&mut self, told: Vec<(usize, Told)>) -> Learnt {
        let mut learnt = Learnt::default();
        for (item, told) in told {
            let attempt = self.open.entry(item).or_default();
            attempt.failed = matches!(told, Told::InDoubt(_) | Told::NotSent(_));
            match told {
                Told::End(end) => learnt.ends.push((item, end)),
                Told::InDoubt(error) => {
                    attempt.unanswered += 1;
                    attempt.doubt = Some(Cause::Failed(error.message.clone()).into());
                    self.in_doubt = true;
                    learnt.wait = learnt.wait.or(Some(error));
                }
                Told::NotSent(error) => learnt.wait = Some(error),
                Told::Halt(error) => {
                    if error.certainty == Certainty::Unanswered {
                        attempt.doubt = Some(Cause::Failed(error.message.clone()).into());
                        self.in_doubt = true;
                    }
                    learnt.halt = learnt.halt.or(Some(error));
                }
            }
        }
        learnt
    }

    /// What to write of it, once so many of its items have ended. `answered`: everything that was
    /// sent of it just now has its answer. `None`: as before.
    pub(in crate::jobs) fn state_after(&self, ends: usize, answered: bool) -> Option<BatchState> {
        state_after(ends == self.open.len(), answered && !self.in_doubt)
    }

    /// Whether it must be asked about before anything else happens to it. `first`: in its first
    /// round. `stale`: too long ago was it seen unchanged.
    pub(super) fn must_be_asked_about(&self, control: Control, first: bool, stale: bool) -> bool {
        self.in_doubt || (control == Control::Run && (!first || stale))
    }

    pub(super) fn positions(&self) -> Vec<usize> {
        self.open.keys().copied().collect()
    }

    /// The same, those whose last request failed at the end.
    pub(in crate::jobs) fn positions_in_turn(&self) -> Vec<usize> {
        let of = |wanted: bool| {
            let open = self.open.iter().filter(move |(_, attempt)| attempt.failed == wanted);
            open.map(|(item, _)| *item)
        };
        of(false).chain(of(true)).collect()
    }

    /// What was never sent was skipped; what is in doubt stays so.
    pub(super) fn ends_when_stopped(&self) -> Vec<(usize, Outcome)> {
        let end = |attempt: &Attempt| match &attempt.doubt {
            None => Outcome::Skipped { reason: Skip::Stopped },
            Some(reason) => Outcome::Unknown { reason: reason.clone() },
        };
        self.open.iter().map(|(item, attempt)| (*item, end(attempt))).collect()
    }
}

/// What to write of a batch. `all_ended`: each of its items has an end. `answered`: everything that was
/// sent of it has its answer. `None`: as before.
pub(in crate::jobs) fn state_after(all_ended: bool, answered: bool) -> Option<BatchState> {
    match (all_ended, answered) {
        (true, _) => Some(BatchState::Done),
        (false, true) => Some(BatchState::Answered),
        (false, false) => None,
    }
}

fn never_answered(attempt: &Attempt) -> Outcome {
    Outcome::Unknown { reason: still_there(attempt.doubt.clone()) }
}

/// Why something that was sent so often, and is still there, ends as unknown.
pub(in crate::jobs) fn still_there(last: Option<Unsettled>) -> Unsettled {
    last.unwrap_or_default().and_asked(Asked::After(SENDS))
}

#[cfg(test)]
mod tests;
