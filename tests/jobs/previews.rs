//! Previews that are doubted: lists that shrank, were cut off or are empty; and those that are
//! cancelled.

use std::sync::Arc;
use std::time::Duration;

use cloudsweep::jobs::planner::{self, Planned};
use cloudsweep::jobs::preview_reader::PreviewReader;
use cloudsweep::model::criteria::Criteria;
use cloudsweep::model::doubt::Expected;
use cloudsweep::model::kinds::Kinds;
use cloudsweep::model::plan::{Draft, Plan};
use cloudsweep::model::preview::Preview;
use cloudsweep::model::problem::DeletionProblem;
use cloudsweep::model::route::Route;
use cloudsweep::model::sweep::SweepBy;
use cloudsweep::model::what::What;
use cloudsweep::platform::clock;
use cloudsweep::runtime::command::Command;
use cloudsweep::runtime::event::Event;

use crate::program::{Program, environment, names};
use crate::selectors;
use crate::support::{PREFIX, TAG, World, confirmed, server};

/// `cut_off`: the first list after the index has told its number is.
async fn tagged(world: &World, delivery: Option<&str>, cut_off: bool) -> Planned {
    let criteria = Criteria {
        selector: selectors::tag(TAG),
        kinds: Kinds { delivery_type: delivery.map(Into::into), ..Kinds::default() },
        what: What::Originals,
        invalidate: true,
    };
    let probe = world.probe.clone();
    let reader = PreviewReader::new(&world.client, 0, world.clock.clone(), move |counted| {
        if cut_off && counted.indexed.is_some() && counted.found == 0 {
            probe.fault("short-listing:1@reading".parse().unwrap());
        }
    });
    planner::plan(&reader, &criteria, None).await.unwrap()
}

/// A tag's list crosses delivery types, so much of it is not planned; the index counts what is.
#[tokio::test]
async fn a_cut_off_list_of_a_tag_is_doubted_whatever_delivery_type_is_asked_for() {
    let world = World::new(server()).await;
    world.fill(300, 0);
    for (delivery, number) in [(Some("upload"), 240), (Some("private"), 30), (None, 300)] {
        let whole = tagged(&world, delivery, false).await;
        assert_eq!((whole.doubt, whole.listed), (None, number), "{delivery:?}");
        let doubt = tagged(&world, delivery, true).await.doubt.expect("much of it is missing");
        assert!(matches!(doubt.by, Expected::Index));
        assert_eq!(doubt.expected, number, "{delivery:?}");
    }
}

#[test]
fn a_list_that_shrank_is_doubted_until_a_person_has_seen_both_numbers() {
    let server = environment(100, Duration::ZERO);
    let folder = tempfile::tempdir().unwrap();
    let mut program = Program::start(folder.path(), &Arc::default());
    program.open(&server);
    let prefix = || selectors::prefix(PREFIX);
    assert_eq!(program.plan(prefix()).items().len(), 100);
    let plan = program.plan(names(0, 70));
    program.start_job(plan, Route::Batches);
    program.ended();

    program.ask_for(7, prefix());
    let Preview::Incomplete { found, problem, doubt: Some(doubt) } = program.counted() else {
        panic!("a shrunken list is complete")
    };
    assert_eq!((found, doubt.found, doubt.expected), (30, 30, 100));
    assert!(matches!(doubt.by, Expected::LastTime { .. }));
    assert_eq!(problem.code, doubt.into());
    program.send(Command::AcceptPreview { generation: 6 });
    program.send(Command::AcceptPreview { generation: 7 });
    let Preview::Complete(plan) = program.counted() else { panic!("it was accepted") };
    assert_eq!(plan.items().len(), 30);
    assert!(plan.sweep().is_none(), "nobody knows that these are all that the prefix finds");
    let plan = program.plan(prefix());
    assert_eq!(plan.items().len(), 30, "from now on that is what was there");
    assert!(plan.sweep().is_some());
}

#[test]
fn a_list_that_is_cut_off_or_empty_is_doubted() {
    for (fault, expected) in [("short-listing:9@reading", 50), ("empty-listing:30@reading", 0)] {
        let server = environment(100, Duration::ZERO);
        let folder = tempfile::tempdir().unwrap();
        let mut program = Program::start(folder.path(), &Arc::default());
        program.open(&server);
        program.plan(selectors::tag("old"));
        server.probe().fault(fault.parse().unwrap());
        program.ask_for(2, selectors::tag("old"));
        let Preview::Incomplete { doubt: Some(doubt), .. } = program.counted() else {
            panic!("{fault}: it is complete")
        };
        assert!(doubt.found <= expected && doubt.expected == 100, "{fault}: {doubt:?}");
        assert_eq!(doubt.acceptable(), doubt.found > 0);
    }
}

#[test]
fn the_index_tells_a_number_before_the_list_is_through() {
    let server = environment(90, Duration::ZERO);
    let folder = tempfile::tempdir().unwrap();
    let mut program = Program::start(folder.path(), &Arc::default());
    program.open(&server);
    program.ask_for(1, selectors::tag("old"));
    let first = program.next("the index", |event| match event {
        Event::Preview { preview: Preview::Counting { found, indexed: Some(indexed), .. }, .. } => {
            Some((found, indexed))
        }
        Event::Preview { preview: Preview::Complete(_), .. } => panic!("the list was through first"),
        _ => None,
    });
    assert_eq!(first, (0, 90));
    assert!(matches!(program.counted(), Preview::Complete(_)));
    // A list whose index is asked for in vain is complete all the same.
    server.probe().fault("empty-listing:1@reading".parse().unwrap());
    assert_eq!(program.plan(selectors::prefix(PREFIX)).items().len(), 90);
}

#[test]
fn a_cancelled_preview_is_incomplete_and_nothing_else() {
    let server = environment(200, Duration::from_millis(40));
    let folder = tempfile::tempdir().unwrap();
    let mut program = Program::start(folder.path(), &Arc::default());
    program.open(&server);
    program.ask_for(3, selectors::prefix(PREFIX));
    std::thread::sleep(Duration::from_millis(60));
    program.send(Command::CancelPreview);
    let Preview::Incomplete { problem, doubt, .. } = program.counted() else { panic!("it is complete") };
    assert!(problem.code == DeletionProblem::PreviewStopped.into() && doubt.is_none());
}

/// The window asks first; the background makes sure.
#[test]
fn an_old_plan_is_not_begun() {
    let server = environment(3, Duration::ZERO);
    let folder = tempfile::tempdir().unwrap();
    let mut program = Program::start(folder.path(), &Arc::default());
    program.open(&server);
    let plan = program.plan(selectors::prefix(PREFIX));
    for (route, age) in [(Route::Thorough, 3700), (Route::Batches, 3700), (Route::Sweep, 700)] {
        let draft = Draft {
            environment: plan.environment().clone(),
            description: plan.description().clone(),
            what: plan.what(),
            breadth: plan.breadth(),
            invalidate: plan.invalidate(),
            items: plan.items().iter().cloned().collect(),
            taken_at: clock::now() - Duration::from_secs(age),
            notes: Vec::new(),
        };
        let taken_at = draft.taken_at;
        let old = Plan::freeze_with_selector(draft, Some(SweepBy::Prefix(PREFIX.into())));
        program.send(Command::StartJob(confirmed(old.into(), route, taken_at)));
        let problem = program.next("a refusal", |event| match event {
            Event::JobRefused { job: None, problem } => Some(problem),
            Event::JobQueued(_) | Event::JobStarted(_) => panic!("it runs"),
            _ => None,
        });
        assert_eq!(problem.code, DeletionProblem::PreviewTooOld(route).into());
    }
    assert_eq!((server.probe().requests().changing, server.probe().len()), (0, 3));
}
