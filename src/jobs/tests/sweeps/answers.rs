//! What an answer tells, and when the selector is sent again.

use super::*;

#[tokio::test]
async fn each_selector_is_sent_as_it_was_confirmed_and_nothing_is_asked() {
    for (by, path, selector) in [
        (prefix(), "resources/image/upload", json!({ "prefix": "docs/" })),
        (SweepBy::All, "resources/image/upload", json!({ "all": true })),
        (SweepBy::Tag(TAG.into()), "resources/image/tags/old", json!({})),
    ] {
        let world = World::new(numbered(1..3));
        let job = begun(&world, numbered(1..3), by, 0).await;
        let id = job.header().id;
        let ended = world.run(job).await;
        assert_eq!((ended.summary.state, ended.problem), (JobState::Done, None), "{path}");
        assert_eq!(world.ends(id).await, [deleted(0), deleted(0)], "{path}");
        let sent = world.asked("DELETE");
        let mut body = selector;
        body["invalidate"] = json!(true);
        assert_eq!((sent.len(), &*sent[0].path, &sent[0].body), (1, path, &body));
        assert!(world.asked("GET").is_empty(), "{path}");
    }
}

#[tokio::test]
async fn each_kind_is_swept_by_itself() {
    let mut raw = item(3, true);
    (raw.name.resource_type, raw.name.delivery_type) = (ResourceType::Raw, DeliveryType::Private);
    let planned = vec![item(1, true), raw];
    let (world, ended, id) = swept(planned.clone(), planned, |_, _, _| None).await;
    assert_eq!((ended.summary.state, world.ends(id).await), (JobState::Done, vec![deleted(0), deleted(0)]));
    let paths: Vec<String> = world.asked("DELETE").into_iter().map(|asked| asked.path).collect();
    assert_eq!(paths, ["resources/image/upload", "resources/raw/private"]);
}

#[tokio::test]
async fn a_partial_answer_is_followed_by_its_cursor_until_the_plan_is_through_and_no_further() {
    let world = World::new(numbered([1, 2, 9]));
    world.cloud(|cloud| cloud.at_once = 1);
    let job = begun(&world, numbered(1..3), prefix(), 0).await;
    let id = job.header().id;
    assert_eq!(world.run(job).await.summary.state, JobState::Done);
    assert_eq!(world.ends(id).await, [deleted(0), deleted(0)]);
    let cursors: Vec<Value> =
        world.asked("DELETE").iter().map(|asked| asked.body["next_cursor"].clone()).collect();
    assert_eq!(cursors, [Value::Null, json!("the rest")]);
    assert_eq!(world.cloud(|cloud| cloud.there.clone()), numbered([9]));
}

#[tokio::test]
async fn what_goes_beyond_the_plan_is_written_down() {
    let (world, _, id) = swept(numbered([1, 9]), numbered([1]), |_, _, _| None).await;
    let beyond = Extra {
        resource_type: ResourceType::Image,
        delivery_type: Some(DeliveryType::Upload),
        public_id: "docs/9".into(),
        asset_id: None,
        end: ExtraEnd::Deleted,
    };
    assert_eq!(world.extras(id).await, [beyond]);
}

#[tokio::test]
async fn planned_items_that_no_answer_named_are_asked_about_at_the_end() {
    let mut renamed = item(3, true);
    renamed.name.public_id = "elsewhere/3".into();
    let (world, ended, id) = swept(vec![item(1, true), renamed], numbered(1..4), |_, _, _| None).await;
    assert_eq!(ended.problem, None);
    let changed = Some(Outcome::Skipped { reason: Skip::Changed });
    assert_eq!(world.ends(id).await, [deleted(0), Some(Outcome::AlreadyGone), changed]);
    // As if the selector did not catch it any more.
    let nothing =
        |asked: &Asked, _, _: &mut Cloud| (asked.method == "DELETE").then(|| told(&[], false, None));
    let (world, _, id) = swept(numbered([1]), numbered([1]), nothing).await;
    assert_eq!(world.ends(id).await, [NOT_CAUGHT]);
}

#[tokio::test]
async fn a_question_about_what_is_left_that_fails_for_the_moment_is_asked_again() {
    let meanwhile = |asked: &Asked, before: usize, _: &mut Cloud| match &*asked.method {
        "DELETE" => Some(told(&[], false, None)),
        _ => (before == 0).then(|| refusal(409, "Busy")),
    };
    let (world, _, id) = swept(numbered([1]), numbered([1]), meanwhile).await;
    assert_eq!((world.ends(id).await, world.asked("GET").len()), (vec![NOT_CAUGHT], 2));
    let meanwhile = |asked: &Asked, _: usize, _: &mut Cloud| match &*asked.method {
        "DELETE" => Some(told(&[], false, None)),
        _ => Some(refusal(403, "Not allowed")),
    };
    let (world, ended, id) = swept(numbered([1]), numbered([1]), meanwhile).await;
    assert!(ended.problem.is_some(), "the user must act");
    assert_eq!((world.ends(id).await, world.asked("GET").len()), (vec![None], 1));
}

#[tokio::test]
async fn what_an_answer_refuses_ends_so_once_the_server_finds_nothing_more() {
    let meanwhile = |asked: &Asked, before: usize, cloud: &mut Cloud| {
        let first = asked.method == "DELETE" && before == 0;
        first.then(|| {
            cloud.there.retain(|it| it.asset_id != id(1) && it.asset_id != id(4));
            told(&[("docs/1", "deleted"), ("docs/2", "locked"), ("docs/4", "locked")], true, Some("rest"))
        })
    };
    let refused = Some(Outcome::Refused { reason: "locked".to_owned().into() });
    let gone = Some(Outcome::AlreadyGone);
    // Only refused ones are left: the selector is not sent again.
    let (world, _, job) = swept(numbered([1, 2, 4]), numbered([1, 2, 4]), meanwhile).await;
    assert_eq!(
        world.ends(job).await,
        [DELETED, refused.clone(), gone.clone()],
        "the last is gone all the same"
    );
    assert_eq!(world.asked("DELETE").len(), 1);
    // Another one is left, too: it is.
    let refuse_again = move |asked: &Asked, before: usize, cloud: &mut Cloud| match before {
        1 if asked.method == "DELETE" => {
            cloud.there.retain(|it| it.asset_id != id(3));
            Some(told(&[("docs/3", "deleted")], false, None))
        }
        _ => meanwhile(asked, before, cloud),
    };
    let (world, _, job) = swept(numbered(1..5), numbered(1..5), refuse_again).await;
    assert_eq!(world.ends(job).await, [DELETED, refused, DELETED, gone]);
    assert_eq!(world.asked("DELETE").len(), 2);
}

#[tokio::test]
async fn an_answer_about_copies_alone_ends_no_item() {
    let meanwhile = |asked: &Asked, _: usize, _: &mut Cloud| {
        (asked.method == "DELETE").then(|| {
            let counts = json!({ "docs/1": { "original": 0, "derived": 3 }, "docs/2": { "original": 1 } });
            let deleted = json!({ "docs/1": "deleted", "docs/2": "deleted" });
            Answer::Told(200, json!({ "deleted": deleted, "deleted_counts": counts, "partial": false }))
        })
    };
    let (world, _, id) = swept(numbered([1]), numbered(1..3), meanwhile).await;
    assert_eq!(world.ends(id).await, [NOT_CAUGHT, DELETED]);
    assert!(world.extras(id).await.is_empty());
}

#[tokio::test]
async fn a_hundred_answers_that_end_nothing_planned_end_the_sweep() {
    for (fruitful, sent) in [(None, 100), (Some(98), 199)] {
        let meanwhile = move |asked: &Asked, before: usize, _: &mut Cloud| {
            (asked.method == "DELETE").then(|| {
                let beyond = format!("docs/beyond {before}");
                let name = if fruitful == Some(before) { "docs/2" } else { &beyond };
                told(&[(name, "deleted")], true, None)
            })
        };
        let (world, ended, id) = swept(numbered(1..3), numbered(1..3), meanwhile).await;
        assert_eq!((ended.problem, world.asked("DELETE").len()), (None, sent));
        let ends = world.ends(id).await;
        assert_eq!(ends[0], NOT_CAUGHT);
        assert_eq!(ends[1], if fruitful.is_some() { DELETED } else { NOT_CAUGHT });
        let beyond = sent - usize::from(fruitful.is_some());
        assert_eq!(world.extras(id).await.len(), beyond);
    }
}

#[tokio::test]
async fn a_partial_answer_that_tells_nothing_is_followed_only_by_a_new_cursor() {
    let sent = |cursors: &'static [Option<&'static str>]| async move {
        let meanwhile = move |asked: &Asked, before: usize, _: &mut Cloud| {
            (asked.method == "DELETE").then(|| told(&[], true, cursors[before.min(cursors.len() - 1)]))
        };
        let (world, _, id) = swept(numbered([1]), numbered([1]), meanwhile).await;
        assert_eq!(world.ends(id).await, [NOT_CAUGHT]);
        world.asked("DELETE").len()
    };
    assert_eq!(sent(&[None]).await, 1);
    assert_eq!(sent(&[Some("a"), Some("b"), Some("b")]).await, 3, "the same one twice");
    assert_eq!(sent(&[Some("a"), None]).await, 2);
}

#[tokio::test]
async fn a_partial_answer_that_tells_something_is_followed_without_a_cursor_too() {
    for (first, beyond) in [("docs/1", 0), ("docs/beyond", 1)] {
        let meanwhile = move |asked: &Asked, before: usize, cloud: &mut Cloud| {
            let partial = asked.method == "DELETE" && before == 0;
            partial.then(|| {
                cloud.there.retain(|it| &*it.name.public_id != first);
                told(&[(first, "deleted")], true, None)
            })
        };
        let (world, _, id) = swept(numbered(1..3), numbered(1..3), meanwhile).await;
        let ends = world.ends(id).await;
        assert!(ends.iter().all(|end| matches!(end, Some(Outcome::Deleted { .. }))), "{ends:?}");
        assert_eq!((world.asked("DELETE").len(), world.extras(id).await.len()), (2, beyond));
    }
}

#[tokio::test]
async fn an_answer_that_is_whole_is_the_last() {
    let meanwhile = |asked: &Asked, _: usize, _: &mut Cloud| {
        (asked.method == "DELETE").then(|| told(&[("docs/2", "deleted")], false, Some("rest")))
    };
    let (world, _, id) = swept(numbered([1]), numbered(1..3), meanwhile).await;
    assert_eq!((world.ends(id).await, world.asked("DELETE").len()), (vec![NOT_CAUGHT, DELETED], 1));
}
