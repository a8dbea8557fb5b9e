//! What is asked before the selector is sent, and after an answer that never came.

use super::*;

/// Answers to these deletions are lost; the ones that `carried_out` names do their work first.
fn lose(
    lost: std::ops::Range<usize>,
    carried_out: &'static [usize],
) -> impl FnMut(&Asked, usize, &mut Cloud) -> Option<Answer> + Send + 'static {
    move |asked, before, cloud| {
        let is_lost = asked.method == "DELETE" && lost.contains(&before);
        if is_lost && carried_out.contains(&before) {
            cloud.answer(asked);
        }
        is_lost.then_some(Answer::Lost)
    }
}

#[tokio::test]
async fn after_a_lost_answer_everything_is_listed_before_the_selector_is_sent_again() {
    for (carried_out, sent) in [(&[0][..], 1), (&[], 2)] {
        let (world, ended, job) = swept(numbered(1..3), numbered(1..3), lose(0..1, carried_out)).await;
        assert_eq!((ended.problem, world.asked("DELETE").len()), (None, sent));
        let end = if sent == 1 { Some(Outcome::AlreadyGone) } else { deleted(0) };
        assert_eq!(world.ends(job).await, [end.clone(), end]);
        let list = &world.asked("GET")[0];
        assert_eq!((&*list.path, list.each("prefix")), ("resources/image/upload", vec!["docs/"]));
    }
}

#[tokio::test]
async fn what_a_lost_answer_took_beyond_the_plan_is_known_by_what_was_listed_before() {
    let world = World::new(numbered([1, 8, 9]));
    let job = begun(&world, numbered([1]), prefix(), 0).await;
    let number = job.header().id;
    // After a restart it is listed, and the answer to what is sent then is lost; one asset is left.
    world.meanwhile(|asked, before, cloud| {
        let lost = asked.method == "DELETE" && before == 0;
        if lost {
            cloud.there.retain(|it| it.asset_id == id(8));
        }
        lost.then_some(Answer::Lost)
    });
    let ended = world.go_on(number).await;
    assert_eq!((ended.problem, world.asked("DELETE").len()), (None, 1));
    assert_eq!(world.ends(number).await, [Some(Outcome::AlreadyGone)]);
    let lost = Extra {
        resource_type: ResourceType::Image,
        delivery_type: Some(DeliveryType::Upload),
        public_id: "docs/9".into(),
        asset_id: Some(id(9)),
        end: ExtraEnd::Gone,
    };
    assert_eq!(world.extras(number).await, [lost]);
}

#[tokio::test]
async fn what_is_there_after_five_lost_answers_is_unknown_and_not_sent_again() {
    let (world, ended, job) = swept(numbered(1..3), numbered(1..3), lose(0..9, &[])).await;
    assert_eq!((ended.summary.state, world.asked("DELETE").len()), (JobState::Done, 5));
    for end in world.ends(job).await {
        let after = Some(AskedAbout::After(5));
        assert!(matches!(&end, Some(Outcome::Unknown { reason }) if reason.asked == after), "{end:?}");
    }
    // One that went all the same shows that requests are carried out.
    let world = World::new(numbered(1..3));
    world.cloud(|cloud| cloud.at_once = 1);
    world.meanwhile(lose(0..8, &[4]));
    let job = begun(&world, numbered(1..3), prefix(), 0).await;
    let number = job.header().id;
    world.run(job).await;
    assert_eq!(world.ends(number).await, [Some(Outcome::AlreadyGone), deleted(0)]);
    assert_eq!(world.asked("DELETE").len(), 9);
}

#[tokio::test]
async fn a_sweep_that_goes_on_lists_first_and_takes_what_was_added_since_if_it_did_not_rest() {
    for (ago, goes_on) in [(60, true), (FRESH + 60, false)] {
        let world = World::new(numbered([1, 9]));
        let job = begun(&world, numbered([1]), prefix(), ago).await;
        let number = job.header().id;
        // Its first request was sent and answered.
        let state = Some(BatchState::Answered);
        let record = crate::journal::Record { state, ..crate::journal::Record::default() };
        world.journal.sending(number, 0).await.unwrap();
        world.journal.record(number, record).await.unwrap();
        let ended = world.go_on(number).await;
        assert_eq!(world.asked("GET").len(), 1, "{ago}");
        if goes_on {
            assert_eq!((code(&ended), world.ends(number).await), (None, vec![deleted(0)]));
            assert_eq!(world.extras(number).await.len(), 1);
        } else {
            let takes_more = DeletionProblem::SweepTakesMore { public_id: "docs/9".into() };
            assert_eq!(code(&ended), Some(&takes_more.into()));
            assert_eq!((world.ends(number).await, world.asked("DELETE").len()), (vec![None], 0));
        }
    }
}

#[tokio::test]
async fn a_sweep_that_rested_goes_on_where_nothing_was_added() {
    let world = World::new(numbered([1]));
    let job = begun(&world, numbered([1]), prefix(), FRESH + 60).await;
    let number = job.header().id;
    world.journal.sending(number, 0).await.unwrap();
    // A placeholder of a deleted asset is nothing that could go.
    world.meanwhile(|asked, before, cloud| {
        (asked.method == "GET" && before == 0).then(|| {
            let mut placeholder = resource(&item(9, true));
            placeholder["placeholder"] = json!(true);
            let there: Vec<Value> = cloud.there.iter().map(resource).chain([placeholder]).collect();
            Answer::Told(200, json!({ "resources": there }))
        })
    });
    let ended = world.go_on(number).await;
    assert_eq!((code(&ended), world.ends(number).await), (None, vec![deleted(0)]));
    assert_eq!((world.asked("GET").len(), world.asked("DELETE").len()), (1, 1), "listed once");
}

#[tokio::test]
async fn a_sweep_that_waited_for_the_next_hour_is_not_sent_where_something_was_added() {
    let world = World::new(numbered([1, 9]));
    world.use_up_the_hour();
    let job = begun(&world, numbered([1]), prefix(), 0).await;
    let number = job.header().id;
    let ended = world.run(job).await;
    assert!(
        matches!(code(&ended), Some(Code::Deletion(DeletionProblem::SweepTakesMore { .. }))),
        "{ended:?}"
    );
    assert_eq!((world.ends(number).await, world.asked("DELETE").len()), (vec![None], 0));
}

#[tokio::test]
async fn a_sweep_that_is_stopped_sends_nothing_and_asks_only_about_what_is_in_doubt() {
    let world = World::new(numbered(2..3));
    let job = begun(&world, numbered(1..3), prefix(), 0).await;
    let number = job.header().id;
    world.control.send_replace(Control::Stop);
    assert_eq!(world.run(job).await.summary.state, JobState::Stopped);
    assert_eq!(world.ends(number).await, [STOPPED, STOPPED]);
    assert!(world.state.lock().unwrap().asked.is_empty());
    // Added since, and older than a preview counts: it is only asked about.
    let world = World::new(numbered([2, 9]));
    let job = begun(&world, numbered(1..3), prefix(), FRESH + 60).await;
    let number = job.header().id;
    world.journal.sending(number, 0).await.unwrap();
    world.control.send_replace(Control::Stop);
    let ended = world.go_on(number).await;
    assert_eq!((ended.summary.state, code(&ended)), (JobState::Stopped, None));
    let there = unknown(Cause::CutOff, AskedAbout::WhenStopped);
    assert_eq!(world.ends(number).await, [Some(Outcome::AlreadyGone), there]);
    assert!(world.asked("DELETE").is_empty());
}

#[tokio::test]
async fn a_sweep_that_was_not_sent_lists_nothing_when_it_is_stopped_after_a_restart() {
    let world = World::new(numbered(1..3));
    let job = begun(&world, numbered(1..3), prefix(), 0).await;
    let number = job.header().id;
    world.control.send_replace(Control::Stop);
    assert_eq!(world.go_on(number).await.summary.state, JobState::Stopped);
    assert_eq!(world.ends(number).await, [STOPPED, STOPPED]);
    assert!(world.state.lock().unwrap().asked.is_empty());
}

#[tokio::test]
async fn what_an_answer_refused_stays_refused_when_the_sweep_is_stopped() {
    let world = World::new(numbered(1..3));
    let control = world.control.clone();
    world.meanwhile(move |asked, _, _| {
        control.send_replace(Control::Stop);
        (asked.method == "DELETE").then(|| told(&[("docs/1", "locked")], true, Some("rest")))
    });
    let job = begun(&world, numbered(1..3), prefix(), 0).await;
    let number = job.header().id;
    assert_eq!(world.run(job).await.problem, None);
    let refused = Some(Outcome::Refused { reason: "locked".to_owned().into() });
    assert_eq!(world.ends(number).await, [refused, STOPPED]);
}

#[tokio::test]
async fn a_refusal_is_the_end_of_every_item_and_a_limit_is_waited_for() {
    let meanwhile = |asked: &Asked, _: usize, _: &mut Cloud| {
        (asked.method == "DELETE").then(|| refusal(400, "Invalid prefix"))
    };
    let (world, ended, job) = swept(numbered(1..3), numbered(1..3), meanwhile).await;
    assert_eq!((ended.problem, world.asked("DELETE").len()), (None, 1));
    let refused = Some(Outcome::Refused { reason: "Invalid prefix".to_owned().into() });
    assert_eq!(world.ends(job).await, [refused.clone(), refused]);
    let meanwhile = |asked: &Asked, before: usize, _: &mut Cloud| {
        (asked.method == "DELETE" && before == 0).then(|| refusal(423, "Still processing"))
    };
    let (world, _, job) = swept(numbered(1..3), numbered(1..3), meanwhile).await;
    assert_eq!(world.ends(job).await, [deleted(0), deleted(0)]);
    assert!(world.asked("GET").is_empty(), "nothing is in doubt");
}

#[tokio::test]
async fn what_only_the_user_can_mend_halts_the_sweep_and_leaves_in_doubt_what_may_have_been_done() {
    let page = Answer::Told(401, json!("Log in"));
    for (answer, state) in [(refusal(403, "Not allowed"), BatchState::Answered), (page, BatchState::Sending)]
    {
        let world = World::new(numbered(1..3));
        let control = world.control.clone();
        world.meanwhile(move |asked, _, _| {
            control.send_replace(Control::Stop);
            (asked.method == "DELETE").then(|| answer.clone())
        });
        let job = begun(&world, numbered(1..3), prefix(), 0).await;
        let number = job.header().id;
        let ended = world.run(job).await;
        let halted = matches!(
            code(&ended),
            Some(Code::Request(RequestProblem { kind: Kind::Forbidden | Kind::Unauthorised(_), .. }))
        );
        assert!(halted, "{ended:?}");
        assert_eq!(world.ends(number).await, [None, None], "it may go on later");
        let snapshot = world.journal.snapshot(number).await.unwrap();
        assert_eq!(snapshot.batches[0].1, state);
    }
}

#[tokio::test]
async fn a_list_that_shows_more_than_can_be_told_is_asked_for_again_before_anything_is_sent() {
    let of_other_name = {
        let mut other = item(9, true);
        other.name.public_id = "elsewhere/9".into();
        resource(&other)
    };
    let without_id = {
        let mut entry = resource(&item(9, true));
        entry["asset_id"] = Value::Null;
        entry
    };
    for odd in [of_other_name, json!({ "public_id": "docs/9" }), without_id] {
        let world = World::new(numbered([1]));
        let job = begun(&world, numbered([1]), prefix(), 0).await;
        let number = job.header().id;
        let entry = odd.clone();
        world.meanwhile(move |asked, before, cloud| {
            (asked.method == "GET" && before < 1).then(|| {
                let there: Vec<Value> = cloud.there.iter().map(resource).chain([entry.clone()]).collect();
                Answer::Told(200, json!({ "resources": there }))
            })
        });
        let ended = world.go_on(number).await;
        assert_eq!((code(&ended), world.ends(number).await), (None, vec![deleted(0)]), "{odd}");
        assert_eq!(world.asked("GET").len(), 2, "{odd}");
    }
}

#[tokio::test]
async fn a_list_that_the_server_refuses_halts_the_sweep_before_anything_is_sent() {
    let world = World::new(numbered([1]));
    world.meanwhile(|asked, _, _| (asked.method == "GET").then(|| refusal(403, "Not allowed")));
    let job = begun(&world, numbered([1]), prefix(), 0).await;
    let number = job.header().id;
    let ended = world.go_on(number).await;
    assert!(ended.problem.is_some());
    assert_eq!((world.ends(number).await, world.asked("DELETE").len()), (vec![None], 0));
}

#[tokio::test]
async fn nothing_is_sent_that_the_journal_has_not_taken_first() {
    let world = World::new(numbered([1]));
    let job = begun(&world, numbered([1]), prefix(), 0).await;
    world.lose_the_journal();
    let ended = world.run(job).await;
    assert!(ended.problem.is_some());
    assert!(world.state.lock().unwrap().asked.is_empty());
}

#[tokio::test]
async fn more_than_a_hundred_that_went_unseen_are_asked_about_in_hundreds() {
    let planned = items(230, true);
    let (world, _, job) = swept(planned.clone(), planned, lose(0..1, &[0])).await;
    assert!(world.ends(job).await.iter().all(|end| *end == Some(Outcome::AlreadyGone)));
    let most = world.asked("GET").iter().map(|asked| asked.each("asset_ids[]").len()).max();
    assert_eq!(most, Some(100));
}
