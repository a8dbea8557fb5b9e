//! Destroy by asset ID, over HTTP: the form that the server knows is found, used, remembered and
//! given up; what is uploaded anew under a planned public ID stays; nothing is called gone that is
//! there.

use std::collections::BTreeMap;
use std::time::Duration;

use cloudsweep::model::destroy::DestroyBy;
use cloudsweep::model::job::Control;
use cloudsweep::model::outcome::Tally;
use cloudsweep::model::route::Route;
use cloudsweep::model::what::What;
use cloudsweep_practice::{DestroyById, Knows, Logged, Settings};

use crate::support::{PREFIX, Running, Way, World, by_name_alone, kind, server, within};

const KNOWS: [Knows; 3] = [Knows::Well, Knows::Not, Knows::Misses];

fn pairs() -> Vec<DestroyById> {
    let with = |form| KNOWS.map(|json| DestroyById { form, json });
    KNOWS.into_iter().flat_map(with).collect()
}

/// The form that such a server ends with.
fn found(known: DestroyById) -> DestroyBy {
    match known {
        DestroyById { form: Knows::Well, .. } => DestroyBy::AssetIdInForm,
        DestroyById { json: Knows::Well, .. } => DestroyBy::AssetIdInJson,
        DestroyById { .. } => DestroyBy::Name,
    }
}

/// In which form a destroy was sent. Never in two.
fn form_of(call: &Logged) -> Option<DestroyBy> {
    let path = call.path.strip_prefix("/v1_1/practice/")?;
    let kind = path.strip_suffix("/destroy")?;
    let (by_id, by_name) = (call.body.contains("asset_id"), call.body.contains("public_id"));
    assert!(by_id != by_name, "{call:?}");
    Some(match (kind, by_id) {
        ("asset", _) => DestroyBy::AssetIdInJson,
        (_, true) => DestroyBy::AssetIdInForm,
        (_, false) => DestroyBy::Name,
    })
}

fn label(by: DestroyBy) -> &'static str {
    match by {
        DestroyBy::AssetIdInForm => "form",
        DestroyBy::AssetIdInJson => "json",
        DestroyBy::Name => "name",
    }
}

/// Destroys that were sent since recording began: how many in each form.
fn sent(world: &World) -> BTreeMap<&'static str, u64> {
    let mut sent = BTreeMap::new();
    for by in world.probe.request_log().iter().filter_map(form_of) {
        *sent.entry(label(by)).or_default() += 1;
    }
    world.probe.record(true);
    sent
}

async fn remembered(world: &World) -> Option<DestroyBy> {
    world.journal.destroy_by(world.client.environment().product()).await.unwrap()
}

/// Fills, previews and runs a job of so many; everything planned goes, and nothing else.
async fn run(world: &World, planned: u64) {
    world.fill(planned as usize, 20);
    let plan = world.plan(Way::Thorough.selector(), What::Originals).await;
    world.probe.record(true);
    let ended = world.run(world.begin(plan, Route::Thorough).await).await;
    assert!(ended.problem.is_none(), "{:?}", ended.problem);
    world.judge(&ended.summary).await;
    assert_eq!(ended.summary.tally, Tally { deleted: planned, uncounted: planned, ..Tally::default() });
    assert_eq!(world.there().len(), 20);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whatever_a_server_knows_everything_planned_goes_and_the_form_is_remembered() {
    for known in pairs() {
        // Time enough for others to overtake the first, if they did not wait for it.
        let latency = Duration::from_millis(2);
        let world = World::new(Settings { destroy_by_id: known, latency, ..server() }).await;
        run(&world, 350).await;
        let sent = sent(&world);
        assert_eq!(remembered(&world).await, Some(found(known)), "{known:?}");
        let mut most = BTreeMap::from([(label(found(known)), 350)]);
        if known.form != Knows::Well {
            most.insert("form", tries(known.form));
        }
        if found(known) == DestroyBy::Name {
            most.insert("json", tries(known.json));
        }
        assert!(sent.keys().eq(most.keys()), "{known:?}: {sent:?}");
        assert!(sent.iter().all(|(form, number)| *number <= most[form]), "{known:?}: {sent:?}");
        assert_eq!(sent[label(found(known))], 350, "{known:?}: once each");
    }
}

/// Requests in a form that the server does not know: one is refused; one of each hundred that is
/// under way is answered “not found” before the first of them is asked about.
fn tries(knows: Knows) -> u64 {
    if knows == Knows::Misses { 4 } else { 1 }
}

#[tokio::test]
async fn what_was_found_holds_for_later_jobs_and_after_a_restart() {
    let mut world =
        World::new(Settings { destroy_by_id: DestroyById::only("json").unwrap(), ..server() }).await;
    run(&world, 120).await;
    assert_eq!(sent(&world), BTreeMap::from([("form", 1), ("json", 120)]));
    run(&world, 120).await;
    assert_eq!(sent(&world), BTreeMap::from([("json", 120)]));
    world.reopen();
    run(&world, 120).await;
    assert_eq!(sent(&world), BTreeMap::from([("json", 120)]));
}

#[tokio::test]
async fn a_server_that_learns_is_asked_again_by_the_next_job() {
    let world = World::new(by_name_alone()).await;
    run(&world, 120).await;
    assert_eq!(sent(&world), BTreeMap::from([("form", 1), ("json", 1), ("name", 120)]));
    world.probe.set_destroy_by_id(DestroyById::default());
    run(&world, 120).await;
    assert_eq!(sent(&world), BTreeMap::from([("form", 120)]));
    assert_eq!(remembered(&world).await, Some(DestroyBy::AssetIdInForm));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_form_that_the_server_has_forgotten_is_given_up() {
    for known in pairs() {
        let world = World::new(server()).await;
        run(&world, 120).await;
        assert_eq!(remembered(&world).await, Some(DestroyBy::AssetIdInForm));
        world.probe.set_destroy_by_id(known);
        run(&world, 350).await;
        assert_eq!(remembered(&world).await, Some(found(known)), "{known:?}");
    }
}

/// In the middle of a job, while thirty are under way.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_form_that_is_taken_away_under_way_is_followed_by_the_next() {
    for left in ["json", ""] {
        let latency = Duration::from_millis(10);
        let world = World::in_real_time(Settings { latency, ..server() }).await;
        world.fill(900, 20);
        let job = world.job(Way::Thorough).await;
        let mut running = Running::start(&world, job, false);
        running.shows(|progress| progress.tally.deleted > 200).await;
        world.probe.set_destroy_by_id(DestroyById::only(left).unwrap());
        let ended = within(running.run).await.unwrap();
        world.judge(&ended.summary).await;
        let tally = Tally { deleted: 900, uncounted: 900, ..Tally::default() };
        assert_eq!((ended.summary.tally, world.there().len()), (tally, 20), "{left:?}");
    }
}

/// A form that has deleted many, and then takes no notice of the IDs: its "not found" is never
/// believed unasked, whatever it did before.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn not_found_is_asked_about_however_well_the_form_worked_before() {
    let latency = Duration::from_millis(10);
    let world = World::in_real_time(Settings { latency, ..server() }).await;
    world.fill(600, 20);
    let job = world.job(Way::Thorough).await;
    let mut running = Running::start(&world, job, false);
    running.shows(|progress| progress.tally.deleted > 200).await;
    world.probe.set_destroy_by_id(DestroyById { form: Knows::Misses, json: Knows::Misses });
    let ended = within(running.run).await.unwrap();
    world.judge(&ended.summary).await;
    let Tally { deleted, already_gone, unknown, .. } = ended.summary.tally;
    assert_eq!((already_gone, deleted + unknown), (0, 600), "nothing was gone already");
    assert_eq!(world.there().len() as u64, 20 + unknown);
}

/// Uploads another asset under every planned name, one after the other, while a job runs: each name
/// is freed, by the job or by somebody else, and taken again at once.
async fn upload_anew(world: &World, planned: usize) -> BTreeMap<String, String> {
    let mut anew = BTreeMap::new();
    for number in (0..planned).rev() {
        let (resource, delivery) = kind(number);
        let name = format!("{PREFIX}{number:06}");
        world.probe.remove(resource, delivery, &name);
        let asset = world.probe.upload(resource, delivery, &name, &[]);
        anew.insert(format!("{resource}/{delivery}/{name}"), asset.asset_id);
        if number % 20 == 0 {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
    }
    anew
}

/// Strictly: whenever it is uploaded, on the forms by asset ID it stays.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_uploaded_anew_while_the_job_runs_stays() {
    for known in pairs().into_iter().filter(|known| found(*known).is_exact()) {
        let latency = Duration::from_millis(5);
        let world = World::in_real_time(Settings { destroy_by_id: known, latency, ..server() }).await;
        let planned = 600;
        world.fill(planned, 20);
        let job = world.job(Way::Thorough).await;
        let running = Running::under_way(&world, job).await;
        let anew = upload_anew(&world, planned).await;
        let ended = within(running.run).await.unwrap();
        world.judge(&ended.summary).await;
        let tally = ended.summary.tally;
        assert_eq!(tally.deleted + tally.already_gone, planned as u64, "{known:?}: {tally:?}");
        let there = world.there();
        for (name, id) in &anew {
            assert_eq!(there.get(name).map(|(id, _)| id), Some(id), "{known:?}: {name} was uploaded anew");
        }
        assert_eq!(there.len(), planned + 20, "{known:?}");
    }
}

/// By name alone, what is uploaded before its hundred is looked at stays: as before any job, so in
/// one that a restart interrupted.
#[tokio::test]
async fn by_name_alone_what_was_uploaded_anew_before_the_look_stays() {
    for reopened in [false, true] {
        let world = World::new(by_name_alone()).await;
        world.fill(250, 20);
        let job = world.job(Way::Thorough).await;
        for number in (0..250).step_by(10) {
            let (resource, delivery) = kind(number);
            let name = format!("{PREFIX}{number:06}");
            assert!(world.probe.remove(resource, delivery, &name));
            world.probe.upload(resource, delivery, &name, &[]);
        }
        let ended =
            if reopened { world.go_on(job.header().id, Control::Run).await } else { world.run(job).await };
        world.judge(&ended.summary).await;
        assert_eq!((ended.summary.tally.deleted, ended.summary.tally.already_gone), (225, 25));
        assert_eq!(world.there().len(), 45);
    }
}

/// Somebody else was faster: no form deletes anything, so none is proven, and every item is asked
/// about before it is called gone.
#[tokio::test]
async fn where_everything_is_gone_already_nothing_is_taken_for_a_form_that_works() {
    for known in pairs() {
        let world = World::new(Settings { destroy_by_id: known, ..server() }).await;
        world.fill(250, 20);
        let job = world.job(Way::Thorough).await;
        for number in 0..250 {
            let (resource, delivery) = kind(number);
            assert!(world.probe.remove(resource, delivery, &format!("{PREFIX}{number:06}")));
        }
        let ended = world.run(job).await;
        world.judge(&ended.summary).await;
        assert_eq!(ended.summary.tally, Tally { already_gone: 250, ..Tally::default() }, "{known:?}");
        assert!(remembered(&world).await.is_none_or(|by| by == DestroyBy::Name), "{known:?}");
    }
}

/// A proxy's page in place of an answer is asked about, before and after the form is known.
#[tokio::test]
async fn somebody_elses_404_is_never_taken_for_gone() {
    for settings in [server(), by_name_alone()] {
        let world = World::new(settings).await;
        run(&world, 120).await;
        world.fill(120, 0);
        let job = world.job(Way::Thorough).await;
        world.probe.fault("html-404:6@changing".parse().unwrap());
        let ended = world.run(job).await;
        world.judge(&ended.summary).await;
        assert_eq!(ended.summary.tally, Tally { deleted: 120, uncounted: 120, ..Tally::default() });
    }
}
