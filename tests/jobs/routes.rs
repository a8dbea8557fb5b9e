//! Each route on a good day: what was planned goes, what was not stays, at the price that was told.

use cloudsweep::model::job::Control;
use cloudsweep::model::offer::{Conditions, Offer, Price};
use cloudsweep::model::outcome::{Outcome, Skip};
use cloudsweep::model::receipt::{Ending, JobState};
use cloudsweep::model::route::Route;
use cloudsweep::model::selector::{Everything, Selector};
use cloudsweep::model::what::What;
use cloudsweep_practice::Settings;

use crate::selectors;
use crate::support::{PREFIX, TAG, Way, World, by_name_alone, server};

#[tokio::test]
async fn every_route_deletes_the_plan_and_nothing_else() {
    for way in Way::ALL {
        let world = World::new(server()).await;
        world.fill(350, way.others(120));
        let before = world.there();
        let plan = world.plan(way.selector(), What::Originals).await;
        assert_eq!(plan.items().len(), 350, "{way:?}");
        let ended = world.run(world.begin(plan, way.route()).await).await;
        assert!(ended.problem.is_none(), "{way:?}: {:?}", ended.problem);
        let receipt = world.judge(&ended.summary).await;
        assert_eq!(ended.summary.ending(), Some(Ending::Complete));
        assert_eq!(ended.summary.tally.deleted, 350, "{way:?}");
        assert!(receipt.extras.is_empty());
        let left: Vec<_> = before.into_iter().filter(|(name, _)| !name.contains(PREFIX)).collect();
        assert_eq!(world.there().into_iter().collect::<Vec<_>>(), left, "{way:?}");
    }
}

/// Runs a job of everything planned; gives what was told that it costs, and what it cost: counted
/// requests and others.
async fn price(world: &World, way: Way) -> (Price, (u64, u64)) {
    world.fill(2_500, 10);
    let plan = world.plan(way.selector(), What::Originals).await;
    let server = world.client.environment().product();
    let destroy_by = world.journal.destroy_by(server).await.unwrap();
    let conditions = Conditions { now: world.clock.now(), destroy_by, ..Conditions::default() };
    let offers = Offer::all(&plan, &conditions);
    let offer = offers.into_iter().find(|offer| offer.route == way.route()).unwrap();
    let before = world.probe.requests();
    let ended = world.run(world.begin(plan, way.route()).await).await;
    assert_eq!(ended.summary.tally.deleted, 2_500);
    let after = world.probe.requests();
    let counted = after.counted - before.counted;
    (offer.price, (counted, after.total - before.total - counted))
}

#[tokio::test]
async fn the_price_is_what_is_sent() {
    for way in [Way::Batches, Way::SweepPrefix] {
        let world = World::new(Settings { page_limit: 500, ..server() }).await;
        let (told, sent) = price(&world, way).await;
        assert_eq!((told.counted, told.free, told.at_most), (sent.0, sent.1, false), "{way:?}");
    }
}

/// Whether each hundred must be looked at is found out by the first job.
#[tokio::test]
async fn the_price_of_one_at_a_time_is_known_from_the_second_job_on() {
    let world = World::new(Settings { page_limit: 500, ..server() }).await;
    let (told, sent) = price(&world, Way::Thorough).await;
    assert_eq!((told.counted, told.free, told.at_most), (25, 2_500, true));
    assert_eq!(sent, (0, 2_500), "by asset ID");
    let (told, sent) = price(&world, Way::Thorough).await;
    assert_eq!((told.counted, told.free, told.at_most), (0, 2_500, false));
    assert_eq!(sent, (0, 2_500));
}

#[tokio::test]
async fn by_name_alone_each_hundred_is_paid_for() {
    let world = World::new(Settings { page_limit: 500, ..by_name_alone() }).await;
    for _ in 0..2 {
        let (told, sent) = price(&world, Way::Thorough).await;
        assert_eq!((told.counted, told.free, told.at_most), (25, 2_500, true), "servers learn");
        assert_eq!(sent, (25, 2_502), "and two that were refused");
    }
}

#[tokio::test]
async fn copies_go_and_their_originals_stay() {
    let world = World::new(Settings { assets: 160, ..server() }).await;
    let before = world.there();
    let plan = world.plan(Selector::Everything(Everything), What::AllCopies).await;
    let ended = world.run(world.begin(plan, Route::Batches).await).await;
    let summary = ended.summary;
    assert!(summary.adds_up() && summary.tally.copies > 0, "{summary:?}");
    assert_eq!(world.there(), before, "originals stay");
    let common = ["upload", "private", "authenticated"];
    let left = world.probe.all().into_iter().filter(|asset| common.contains(&asset.delivery_type));
    assert!(left.into_iter().all(|asset| asset.derived.is_empty()));
}

/// What happens to planned assets between the preview and the job.
fn meanwhile(world: &World) {
    for asset in world.probe.all() {
        let number: usize = asset.public_id[PREFIX.len()..].parse().unwrap();
        let (kind, delivery) = (&asset.resource_type, &asset.delivery_type);
        if number.is_multiple_of(50) {
            // Overwritten: the same asset ID, another version and etag.
            world.probe.upload(kind, delivery, &asset.public_id, &[TAG, "all"]);
        }
    }
}

#[tokio::test]
async fn what_changed_since_the_preview_is_skipped() {
    for way in [Way::Thorough, Way::Batches] {
        let world = World::new(server()).await;
        world.fill(200, 0);
        let job = world.job(way).await;
        meanwhile(&world);
        let ended = world.go_on(job.header().id, Control::Run).await;
        let receipt = world.judge(&ended.summary).await;
        assert_eq!((ended.summary.tally.deleted, ended.summary.tally.skipped), (196, 4), "{way:?}");
        let changed = Some(Outcome::Skipped { reason: Skip::Changed });
        assert_eq!(receipt.lines.iter().filter(|line| line.outcome == changed).count(), 4);
    }
}

#[tokio::test]
async fn a_sweep_reports_what_it_took_beyond_the_plan() {
    for way in [Way::SweepPrefix, Way::SweepTag, Way::SweepAll] {
        let world = World::new(Settings { page_limit: 500, ..server() }).await;
        world.fill(100, way.others(30));
        let job = world.job(way).await;
        for number in 0..7 {
            world.probe.upload("image", "upload", &format!("{PREFIX}added-{number}"), &[TAG]);
        }
        let ended = world.run(job).await;
        let receipt = world.judge(&ended.summary).await;
        assert_eq!((ended.summary.tally.deleted, ended.summary.tally.extras), (100, 7), "{way:?}");
        let mut names: Vec<&str> = receipt.extras.iter().map(|extra| &*extra.public_id).collect();
        names.sort_unstable();
        assert_eq!(names[0], format!("{PREFIX}added-0"));
        assert_eq!(world.there().len(), way.others(30));
    }
}

#[tokio::test]
async fn a_sweep_sends_nothing_once_every_planned_item_is_gone() {
    let world = World::new(server()).await;
    world.fill(60, 0);
    let job = world.job(Way::SweepTag).await;
    let id = job.header().id;
    // Somebody else deletes all of them and uploads others with the same tag.
    let other = world.plan(selectors::prefix(PREFIX), What::Originals).await;
    world.run(world.begin(other, Route::Batches).await).await;
    world.probe.upload("image", "upload", "precious", &[TAG]);
    world.probe.record(true);
    let ended = world.go_on(id, Control::Run).await;
    assert_eq!((ended.summary.tally.already_gone, ended.summary.tally.extras), (60, 0));
    assert!(world.probe.exists("image", "upload", "precious"));
    assert!(world.probe.request_log().iter().all(|call| call.method != "DELETE"));
}

#[tokio::test]
async fn an_untagged_asset_is_not_caught_by_a_sweep_and_stays() {
    let world = World::new(server()).await;
    world.fill(60, 0);
    let plan = world.plan(selectors::tag(TAG), What::Originals).await;
    let job = world.begin(plan, Route::Sweep).await;
    let (kind, delivery) = crate::support::kind(3);
    world.probe.upload(kind, delivery, &format!("{PREFIX}000003"), &["kept"]);
    let ended = world.run(job).await;
    world.judge(&ended.summary).await;
    assert_eq!((ended.summary.tally.deleted, ended.summary.tally.skipped), (59, 1));
    assert!(world.probe.exists(kind, delivery, &format!("{PREFIX}000003")));
}

#[tokio::test]
async fn a_job_that_is_stopped_before_it_began_sends_nothing() {
    for way in Way::ALL {
        let world = World::new(server()).await;
        world.fill(150, 0);
        let job = world.job(way).await;
        let changing = world.probe.requests().changing;
        let ended = world.go_on(job.header().id, Control::Stop).await;
        world.judge(&ended.summary).await;
        assert_eq!(ended.summary.state, JobState::Stopped);
        assert_eq!(ended.summary.tally.skipped, 150, "{way:?}");
        assert_eq!(world.probe.requests().changing, changing);
    }
}
