use super::*;
use crate::api::{Certainty, Login, Trouble};
use crate::model::fixture::at;

fn error(kind: Kind) -> ApiError {
    let mut error = ApiError::unreadable("why");
    (error.kind, error.certainty) = (kind, Certainty::Refused);
    error
}

#[test]
fn a_question_that_failed_is_asked_again_unless_a_person_must_act_or_has_stopped() {
    for (kind, follows) in [
        (Kind::Unauthorised(Login::ApiSecret), Failed::Halt),
        (Kind::OtherRegion(None), Failed::Halt),
        (Kind::Forbidden, Failed::Halt),
        (Kind::BadRequest, Failed::Halt),
        (Kind::NotFound, Failed::Halt),
        (Kind::Network(Trouble::ProxyLogin), Failed::Halt),
        (Kind::Network(Trouble::ProxyAway), Failed::Wait),
        (Kind::Conflict, Failed::Wait),
        (Kind::StillProcessing, Failed::Wait),
        (Kind::LimitReached, Failed::Wait),
        (Kind::ServerTrouble, Failed::Wait),
        (Kind::Timeout, Failed::Wait),
        (Kind::NotJson, Failed::Wait),
    ] {
        assert_eq!(failed_to_ask(&error(kind), 0, false), follows, "{kind:?}");
        assert_eq!(failed_to_ask(&error(kind), 0, true), Failed::GiveUp, "{kind:?} of a stopped job");
    }
}

#[test]
fn what_stays_unreadable_is_the_users_to_look_at() {
    for (failures, follows) in [(0, Failed::Wait), (2, Failed::Wait), (3, Failed::Halt)] {
        assert_eq!(failed_to_ask(&error(Kind::Unusable), failures, false), follows, "after {failures}");
    }
}

#[test]
fn a_limit_is_waited_for_until_it_ends() {
    let mut failures = 3;
    let until = |retry_at: Option<i64>, failures: &mut u32| {
        let limit = ApiError { retry_at: retry_at.map(at), ..error(Kind::LimitReached) };
        pause_after(&limit, failures, at(1000))
    };
    assert_eq!(until(Some(4600), &mut failures), Phase::WaitingForLimit { until: at(4600) });
    assert_eq!(until(Some(10), &mut failures), Phase::WaitingForLimit { until: at(1001) }, "it is over");
    assert_eq!(until(None, &mut failures), Phase::WaitingForLimit { until: at(1300) });
    assert_eq!(failures, 3, "a limit is no failure");
}

#[test]
fn each_failure_in_a_row_waits_twice_as_long_up_to_a_minute() {
    let mut failures = 0;
    let pauses: Vec<u64> = (0..9)
        .map(|_| match pause_after(&error(Kind::ServerTrouble), &mut failures, at(1000)) {
            Phase::TryingAgain { until, .. } => until.since(at(1000)).unwrap().as_secs(),
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(pauses, [1, 2, 4, 8, 16, 32, 60, 60, 60]);
    assert_eq!(failures, 9);
}
