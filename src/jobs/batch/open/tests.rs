use proptest::prelude::*;

use super::*;
use crate::api::Kind;
use crate::model::fixture::at;

use Verdict::{Changed, Gone, Unchanged};

fn batch(items: usize, in_doubt: bool) -> OpenBatch {
    OpenBatch::new(3, (0..items).collect(), in_doubt, Some(at(100)))
}

fn error(kind: Kind, certainty: Certainty, message: &str) -> ApiError {
    let mut error = ApiError::unreadable(message);
    (error.kind, error.certainty) = (kind, certainty);
    error
}

fn lost(message: &str) -> ApiError {
    error(Kind::Timeout, Certainty::Unanswered, message)
}

fn not_sent(message: &str) -> ApiError {
    error(Kind::LimitReached, Certainty::NotSent, message)
}

fn deleted() -> Outcome {
    Outcome::Deleted { copies: None }
}

fn skipped() -> Outcome {
    Outcome::Skipped { reason: Skip::Stopped }
}

fn unknown(reason: impl Into<Unsettled>) -> Outcome {
    Outcome::Unknown { reason: reason.into() }
}

/// A request failed, in these words.
fn failed(message: &str) -> Unsettled {
    Cause::Failed(message.into()).into()
}

#[test]
fn what_failed_last_goes_after_the_others() {
    let mut batch = batch(5, false);
    for item in [0, 1, 3] {
        batch.open.entry(item).or_default().failed = true;
    }
    assert_eq!(batch.positions_in_turn(), [2, 4, 0, 1, 3]);
    assert_eq!(batch.positions(), [0, 1, 2, 3, 4]);
}

#[test]
fn what_an_earlier_session_sent_is_in_doubt() {
    let of_now = batch(1, false);
    assert!(!of_now.in_doubt && !of_now.is_done() && batch(0, true).is_done());
    assert_eq!(of_now.ends_when_stopped(), [(0, skipped())]);
    assert_eq!(batch(1, true).ends_when_stopped(), [(0, unknown(Cause::CutOff))]);
    assert_eq!((of_now.seen.known_at, of_now.seen.looked_at), (Some(at(100)), None));
}

#[test]
fn what_is_in_doubt_is_asked_about_whatever_a_person_wants() {
    for control in [Control::Run, Control::Pause, Control::Stop] {
        assert!(batch(1, true).must_be_asked_about(control, true, false), "{control:?}");
    }
}

#[test]
fn before_it_is_sent_a_batch_is_asked_about_where_it_was_not_seen_lately_or_was_tried_before() {
    let fresh = batch(1, false);
    for (control, first, stale, must) in [
        (Control::Run, true, false, false),
        (Control::Run, true, true, true),
        (Control::Run, false, false, true),
        (Control::Stop, false, true, false),
        (Control::Pause, false, true, false),
    ] {
        assert_eq!(fresh.must_be_asked_about(control, first, stale), must, "{control:?} {first} {stale}");
    }
}

#[test]
fn what_is_gone_or_changed_ends_and_the_rest_stays_open() {
    let mut batch = batch(3, false);
    batch.unasked = 4;
    let judged = batch.judge(&[Gone, Unchanged, Changed], at(500));
    let changed = Outcome::Skipped { reason: Skip::Changed };
    assert_eq!(judged.ends, [(0, Outcome::AlreadyGone), (2, changed)]);
    assert_eq!(judged.not_known, []);
    assert_eq!((batch.seen.known_at, batch.seen.looked_at), (Some(at(500)), Some(at(500))));
    assert_eq!(batch.unasked, 0);
}

#[test]
fn what_is_there_after_so_many_lost_answers_ends_as_unknown() {
    let mut batch = batch(2, false);
    for sends in 1..=SENDS {
        batch.learn(vec![(0, Told::InDoubt(lost("late")))]);
        let judged = batch.judge(&[Unchanged, Unchanged], at(1));
        match sends {
            SENDS => assert_eq!(judged.ends, [(0, unknown(still_there(Some(failed("late")))))]),
            _ => assert_eq!(judged.ends, [], "after {sends}"),
        }
    }
    assert_eq!(still_there(None), Unsettled::default().and_asked(Asked::After(SENDS)));
}

#[test]
fn what_was_not_found_and_is_there_speaks_against_the_form() {
    let by = DestroyBy::AssetIdInForm;
    for (verdict, missed, not_known, unanswered) in [
        (Unchanged, Missed::Unproven(by), vec![by], 0),
        (Unchanged, Missed::Proven, vec![], 1),
        (Gone, Missed::Unproven(by), vec![], 0),
        (Changed, Missed::Proven, vec![], 0),
    ] {
        let mut batch = batch(1, false);
        batch.missed(0, missed);
        assert!(batch.must_be_asked_about(Control::Stop, true, false), "it is in doubt");
        assert_eq!(batch.ends_when_stopped(), [(0, unknown(Cause::Missed))]);
        let judged = batch.judge(&[verdict], at(1));
        assert_eq!(judged.not_known, not_known, "{verdict:?} {missed:?}");
        assert_eq!(batch.open[&0].unanswered, unanswered, "{verdict:?} {missed:?}");
        assert_eq!(batch.judge(&[Unchanged], at(1)).not_known, [], "told once");
    }
}

#[test]
fn what_was_told_is_what_follows() {
    let mut batch = batch(4, false);
    let told = vec![
        (0, Told::End(deleted())),
        (1, Told::NotSent(not_sent("limit"))),
        (2, Told::InDoubt(lost("late"))),
        (3, Told::InDoubt(lost("later"))),
    ];
    let learnt = batch.learn(told);
    assert_eq!(learnt.ends, [(0, deleted())]);
    assert_eq!(learnt.wait.map(|error| error.message), Some("limit".into()));
    assert!(learnt.halt.is_none() && batch.in_doubt);
    assert_eq!(batch.positions_in_turn(), [0, 1, 2, 3]);
    let ends = batch.ends_when_stopped();
    assert_eq!(
        ends,
        [(0, skipped()), (1, skipped()), (2, unknown(failed("late"))), (3, unknown(failed("later")))]
    );
    batch.learn(vec![(1, Told::End(deleted()))]);
    assert_eq!(batch.positions_in_turn(), [0, 1, 2, 3], "it did not fail this time");
    assert!(!batch.open[&1].failed && batch.open[&2].failed);
}

#[test]
fn what_was_certainly_not_sent_is_in_no_doubt() {
    let mut batch = batch(1, false);
    let learnt = batch.learn(vec![(0, Told::NotSent(not_sent("limit")))]);
    assert!(learnt.wait.is_some() && !batch.in_doubt && batch.open[&0].failed);
    assert_eq!(batch.open[&0].unanswered, 0);
}

#[test]
fn a_halt_leaves_in_doubt_what_may_have_been_done() {
    for (certainty, in_doubt) in
        [(Certainty::Unanswered, true), (Certainty::Refused, false), (Certainty::NotSent, false)]
    {
        let mut batch = batch(2, false);
        let first = error(Kind::Forbidden, certainty, "first");
        let learnt = batch.learn(vec![(0, Told::Halt(first)), (1, Told::Halt(lost("second")))]);
        assert_eq!(learnt.halt.map(|error| error.message), Some("first".into()), "{certainty:?}");
        assert!(learnt.wait.is_none() && !batch.open[&0].failed);
        assert_eq!(batch.ends_when_stopped()[0] == (0, unknown(failed("first"))), in_doubt, "{certainty:?}");
        assert_eq!(batch.ends_when_stopped()[1], (1, unknown(failed("second"))));
        let mut alone = OpenBatch::new(0, vec![0], false, None);
        alone.learn(vec![(0, Told::Halt(error(Kind::Forbidden, certainty, "")))]);
        assert_eq!(alone.in_doubt, in_doubt, "{certainty:?}");
    }
}

#[test]
fn a_batch_is_done_with_its_last_end_and_answered_only_without_doubt() {
    let certain = batch(2, false);
    assert_eq!(certain.state_after(2, false), Some(BatchState::Done));
    assert_eq!(certain.state_after(1, true), Some(BatchState::Answered));
    assert_eq!(certain.state_after(1, false), None, "more answers are to come");
    let doubtful = batch(2, true);
    assert_eq!(doubtful.state_after(1, true), None, "it is asked about after a restart");
    assert_eq!(doubtful.state_after(2, true), Some(BatchState::Done));
}

#[test]
fn what_was_asked_about_may_be_sent_again_and_when_it_is_not_it_may_yet_go() {
    let mut again = batch(1, true);
    again.settled();
    assert!(!again.in_doubt);
    assert_eq!(again.ends_when_stopped(), [(0, skipped())]);
    let mut stopped = batch(2, true);
    stopped.open.insert(1, Attempt::default());
    stopped.left_in_doubt();
    let ends = stopped.ends_when_stopped();
    assert_eq!(
        ends,
        [(0, unknown(Unsettled::from(Cause::CutOff).and_asked(Asked::WhenStopped))), (1, skipped())]
    );
}

proptest! {
    /// Nothing that was sent and not answered about is ever called skipped, and nothing ends that no
    /// answer named.
    #[test]
    fn what_is_in_doubt_is_never_called_skipped(
        told in proptest::collection::vec((0_usize..6, 0_u8..4), 0..20),
    ) {
        let mut batch = batch(6, false);
        let mut doubtful = std::collections::BTreeSet::new();
        for (item, what) in told {
            let told = match what {
                0 => Told::End(deleted()),
                1 => Told::NotSent(not_sent("limit")),
                2 => Told::InDoubt(lost("late")),
                _ => Told::Halt(lost("late")),
            };
            if what >= 2 {
                doubtful.insert(item);
            }
            let learnt = batch.learn(vec![(item, told)]);
            let ended: Vec<usize> = learnt.ends.iter().map(|(item, _)| *item).collect();
            prop_assert_eq!(ended, if what == 0 { vec![item] } else { vec![] });
        }
        prop_assert_eq!(batch.in_doubt, !doubtful.is_empty());
        for (item, end) in batch.ends_when_stopped() {
            prop_assert_eq!(end == skipped(), !doubtful.contains(&item));
        }
    }
}

#[test]
fn what_was_seen_counts_for_so_long_and_not_on_a_clock_that_was_set_back() {
    for (seen_at, now, within) in [
        (Some(100), 100, true),
        (Some(100), 160, true),
        (Some(100), 161, false),
        (Some(100), 99, false),
        (None, 100, false),
    ] {
        assert_eq!(
            is_within(Duration::from_mins(1), seen_at.map(at), at(now)),
            within,
            "{seen_at:?} at {now}"
        );
    }
}
