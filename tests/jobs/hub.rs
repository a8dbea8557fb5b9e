//! The background as a whole, told what a window tells it: queues, several environments at once,
//! pauses and choices that hold after a restart, doubted previews, and the search for who deleted
//! what.

use std::sync::Arc;
use std::time::{Duration, Instant};

use cloudsweep::jobs::progress::Phase;
use cloudsweep::journal::Journal;
use cloudsweep::model::account::{Credentials, EnvironmentId};
use cloudsweep::model::criteria::{self, Criteria, Kinds, Selector, What};
use cloudsweep::model::job::{Control, JobId, Route};
use cloudsweep::model::outcome::Outcome;
use cloudsweep::model::plan::{Expected, Plan, Preview};
use cloudsweep::model::receipt::{Ending, JobState, Receipt, Summary};
use cloudsweep::model::settings::JobSettings;
use cloudsweep::platform::clock;
use cloudsweep::platform::keychain::{SessionVault, Vault};
use cloudsweep::platform::paths::Paths;
use cloudsweep::practice::{Server, Settings};
use cloudsweep::runtime::command::{Command, Keep};
use cloudsweep::runtime::event::Event;
use cloudsweep::runtime::{self, Background, Link, Setup};

use crate::support::{PREFIX, confirmed, server};

/// How long news may take to come.
const PATIENCE: Duration = Duration::from_mins(1);

/// A practice environment with so many assets that are to go.
fn environment(planned: usize, latency: Duration) -> Server {
    let settings = Settings { latency, ..server() };
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let server = runtime.block_on(Server::start(settings)).unwrap();
    for number in 0..planned {
        server.probe().upload("image", "upload", &format!("{PREFIX}{number:05}"), &["old"]);
    }
    server
}

/// The background, and a person who tells it what to do.
struct Program {
    link: Link,
    _background: Background,
}

impl Program {
    fn start(folder: &std::path::Path, vault: &Arc<SessionVault>) -> Self {
        let vault: Arc<dyn Vault> = Arc::clone(vault) as Arc<dyn Vault>;
        let setup = Setup { paths: Paths::at(folder), vault, from_variable: None };
        let (link, background) = runtime::start(setup, || {}).unwrap();
        Self { link, _background: background }
    }

    fn send(&self, command: Command) {
        self.link.commands.blocking_send(command).unwrap();
    }

    /// The next news of a kind; everything else is passed over.
    fn next<T>(&mut self, what: &str, mut pick: impl FnMut(Event) -> Option<T>) -> T {
        let begun = Instant::now();
        while begun.elapsed() < PATIENCE {
            match self.link.events.try_recv() {
                Ok(event) => {
                    if let Some(picked) = pick(event) {
                        return picked;
                    }
                }
                Err(_) => std::thread::sleep(Duration::from_millis(2)),
            }
        }
        panic!("no news of {what}");
    }

    fn open(&mut self, server: &Server) -> EnvironmentId {
        let credentials = Credentials::from_cloudinary_url(&server.cloudinary_url()).unwrap();
        let id = credentials.environment.id();
        self.send(Command::Remember { credentials, keep: Keep::Keychain });
        self.next("the environment", |event| match event {
            Event::Opened { environment, .. } => (environment.id() == id).then_some(()),
            Event::OpenFailed { problem, .. } => panic!("{problem:?}"),
            _ => None,
        });
        id
    }

    fn ask_for(&self, generation: u64, selector: Selector) {
        let criteria =
            Criteria { selector, kinds: Kinds::default(), what: What::Originals, invalidate: true };
        self.send(Command::Preview { generation, criteria: Box::new(criteria) });
    }

    /// The end of counting.
    fn counted(&mut self) -> Preview {
        self.next("the preview", |event| match event {
            Event::Preview { preview: Preview::Counting { .. }, .. } => None,
            Event::Preview { preview, .. } => Some(preview),
            _ => None,
        })
    }

    fn plan(&mut self, selector: Selector) -> Arc<Plan> {
        self.ask_for(1, selector);
        match self.counted() {
            Preview::Complete(plan) => plan,
            other => panic!("{other:?}"),
        }
    }

    fn start_job(&self, plan: Arc<Plan>, route: Route) {
        self.send(Command::StartJob(confirmed(plan, route, clock::now())));
    }

    fn started(&mut self) -> JobId {
        self.next("a job's start", |event| match event {
            Event::JobStarted(summary) => Some(summary.header.id),
            Event::JobRefused { problem, .. } => panic!("{problem:?}"),
            _ => None,
        })
    }

    fn queued(&mut self) -> JobId {
        self.next("a job in the queue", |event| match event {
            Event::JobQueued(summary) => Some(summary.header.id),
            Event::JobRefused { problem, .. } => panic!("{problem:?}"),
            _ => None,
        })
    }

    fn ended(&mut self) -> Summary {
        self.next("a job's end", |event| match event {
            Event::JobEnded { summary, problem } => {
                assert_eq!(problem, None);
                Some(summary)
            }
            Event::JobRefused { problem, .. } => panic!("{problem:?}"),
            _ => None,
        })
    }

    fn receipt(&mut self, job: JobId) -> Arc<Receipt> {
        self.send(Command::OpenReceipt(job));
        self.next("the receipt", |event| match event {
            Event::Receipt { result, .. } => Some(result.unwrap()),
            _ => None,
        })
    }

    /// Until the board shows a running job that pleases.
    fn wait_for(&self, what: &str, pleases: impl Fn(&cloudsweep::jobs::progress::Progress) -> bool) {
        let begun = Instant::now();
        while begun.elapsed() < PATIENCE {
            if self.link.progress.borrow().iter().any(&pleases) {
                return;
            }
            std::thread::sleep(Duration::from_millis(2));
        }
        panic!("no progress: {what}");
    }
}

fn names(from: usize, to: usize) -> Selector {
    let lines: Vec<String> = (from..to).map(|number| format!("{PREFIX}{number:05}")).collect();
    criteria::list(&lines.join("\n"), "practice").unwrap()
}

#[test]
fn jobs_of_one_environment_wait_their_turn() {
    let server = environment(60, Duration::from_millis(40));
    let folder = tempfile::tempdir().unwrap();
    let mut program = Program::start(folder.path(), &Arc::default());
    program.open(&server);
    let plans = [names(0, 20), names(20, 40), names(40, 60)].map(|list| program.plan(list));
    let [first, second, third] = plans;
    program.start_job(first, Route::Thorough);
    let one = program.started();
    program.start_job(second, Route::Thorough);
    let two = program.queued();
    program.start_job(third, Route::Batches);
    let three = program.queued();
    assert!(program.link.progress.borrow().len() <= 1, "one at a time");
    // The third is wanted now, the second not at all.
    program.send(Command::Resume(three));
    program.send(Command::Stop(two));
    let mut ends = [program.ended(), program.ended(), program.ended()];
    ends.sort_by_key(|summary| summary.header.id);
    let told: Vec<_> = ends.iter().map(|it| (it.header.id, it.tally.deleted, it.tally.skipped)).collect();
    assert_eq!(told, [(one, 20, 0), (two, 0, 20), (three, 20, 0)]);
    assert_eq!(ends[1].state, JobState::Stopped);
    assert_eq!(server.probe().len(), 20);
}

#[test]
fn several_environments_are_worked_on_at_once() {
    let latency = Duration::from_millis(60);
    let servers = [environment(1_500, latency), environment(40, latency)];
    let folder = tempfile::tempdir().unwrap();
    let mut program = Program::start(folder.path(), &Arc::default());
    for server in &servers {
        program.open(server);
        let plan = program.plan(Selector::Prefix(PREFIX.into()));
        program.start_job(plan, Route::Thorough);
        program.started();
        let both = server.address() == servers[1].address();
        if both {
            assert_eq!(program.link.progress.borrow().len(), 2, "the first still runs");
        }
    }
    let ends = [program.ended(), program.ended()];
    assert!(ends.iter().all(|summary| summary.ending() == Some(Ending::Complete)));
    assert_ne!(ends[0].header.environment, ends[1].header.environment);
    assert!(servers.iter().all(|server| server.probe().is_empty()));
}

#[test]
fn a_stop_ends_a_job_and_a_pause_holds_after_a_restart() {
    let server = environment(400, Duration::from_millis(50));
    let folder = tempfile::tempdir().unwrap();
    let vault = Arc::default();
    let mut program = Program::start(folder.path(), &vault);
    program.open(&server);
    let plan = program.plan(Selector::Prefix(PREFIX.into()));
    program.start_job(plan, Route::Thorough);
    let job = program.started();
    program.wait_for("something was deleted", |progress| progress.tally.deleted > 0);
    program.send(Command::Pause(job));
    program.wait_for("a pause", |it| it.phase == cloudsweep::jobs::progress::Phase::Paused);
    let left = server.probe().len();
    assert!(left > 0);
    drop(program);

    let mut program = Program::start(folder.path(), &vault);
    let jobs = program.next("what was left", |event| match event {
        Event::Unfinished { jobs, go_on } => Some((jobs, go_on)),
        _ => None,
    });
    assert!(jobs.1 && jobs.0.len() == 1);
    program.open(&server);
    std::thread::sleep(Duration::from_millis(300));
    assert_eq!(server.probe().len(), left, "paused is paused");
    program.send(Command::Resume(job));
    assert_eq!(program.started(), job);
    program.wait_for("more was deleted", |_| server.probe().len() < left);
    program.send(Command::Stop(job));
    let summary = program.ended();
    assert_eq!(summary.state, JobState::Stopped);
    assert!(summary.adds_up());
    assert_eq!(summary.tally.unknown, 0, "the pause left nothing in doubt");
    assert_eq!(server.probe().len() as u64, summary.tally.skipped, "what is there was never sent");
}

/// Begins a job of everything, lets it delete something, and ends the program.
fn left_behind(server: &Server, folder: &std::path::Path, vault: &Arc<SessionVault>) -> JobId {
    let mut program = Program::start(folder, vault);
    program.open(server);
    let plan = program.plan(Selector::Prefix(PREFIX.into()));
    program.start_job(plan, Route::Thorough);
    let job = program.started();
    program.wait_for("something was deleted", |progress| progress.tally.deleted > 0);
    job
}

/// How many assets are there once nothing goes any more.
fn settled(server: &Server) -> usize {
    std::thread::sleep(Duration::from_millis(300));
    let left = server.probe().len();
    std::thread::sleep(Duration::from_millis(300));
    assert_eq!(server.probe().len(), left, "paused is paused");
    left
}

#[test]
fn the_last_word_counts_however_fast_it_follows_the_one_before() {
    let server = environment(2_000, Duration::from_millis(50));
    let folder = tempfile::tempdir().unwrap();
    let vault = Arc::default();
    let job = left_behind(&server, folder.path(), &vault);
    let mut program = Program::start(folder.path(), &vault);
    program.started();
    for _ in 0..20 {
        program.send(Command::Pause(job));
        program.send(Command::Resume(job));
    }
    program.send(Command::Pause(job));
    assert!(settled(&server) > 0);
    drop(program);

    // At the next start it is looked up, and paused before it is found.
    let mut program = Program::start(folder.path(), &vault);
    let left = program.next("what was left", |event| match event {
        Event::Unfinished { jobs, .. } => Some(jobs),
        _ => None,
    });
    assert_eq!(left[0].control, Control::Pause);
    program.open(&server);
    program.send(Command::Resume(job));
    program.send(Command::Pause(job));
    let kept = settled(&server);
    program.send(Command::Resume(job));
    program.send(Command::Stop(job));
    let summary = program.ended();
    assert_eq!(summary.state, JobState::Stopped);
    assert!(summary.adds_up() && server.probe().len() <= kept);
}

#[test]
fn a_job_that_is_paused_before_its_environment_is_open_does_not_go_on() {
    for word in [Command::Pause, Command::Stop] {
        let server = environment(400, Duration::from_millis(50));
        let folder = tempfile::tempdir().unwrap();
        let job = left_behind(&server, folder.path(), &Arc::default());
        // Another keychain: nobody knows the secret until the environment is opened.
        let mut program = Program::start(folder.path(), &Arc::default());
        program.next("what was left", |event| matches!(event, Event::Unfinished { .. }).then_some(()));
        program.send(word(job));
        let there = settled(&server);
        program.open(&server);
        assert_eq!(settled(&server), there);
    }
}

#[test]
fn whether_jobs_go_on_by_themselves_is_a_choice_that_is_remembered() {
    for go_on in [true, false] {
        let server = environment(300, Duration::from_millis(50));
        let folder = tempfile::tempdir().unwrap();
        let vault = Arc::default();
        let mut program = Program::start(folder.path(), &vault);
        program.open(&server);
        program.send(Command::ChangeJobSettings(JobSettings { go_on, ..JobSettings::default() }));
        program.next("the choice", |event| match event {
            Event::JobSettings(settings) => (settings.go_on == go_on).then_some(()),
            _ => None,
        });
        let plan = program.plan(Selector::Prefix(PREFIX.into()));
        program.start_job(plan, Route::Thorough);
        let job = program.started();
        program.wait_for("something was deleted", |progress| progress.tally.deleted > 0);
        drop(program);

        // Nobody opens the environment: its secret is in the keychain.
        let mut program = Program::start(folder.path(), &vault);
        let left = program.next("what was left", |event| match event {
            Event::Unfinished { jobs, go_on } => Some((jobs, go_on)),
            _ => None,
        });
        assert_eq!(left.1, go_on);
        assert_eq!(left.0[0].summary.header.id, job);
        if !go_on {
            std::thread::sleep(Duration::from_millis(300));
            assert!(!server.probe().is_empty(), "nobody said go on");
            program.send(Command::Resume(job));
        }
        let summary = program.ended();
        assert_eq!(summary.ending(), Some(Ending::Complete));
        assert!(summary.adds_up() && server.probe().is_empty());
    }
}

#[test]
fn a_job_whose_secret_is_gone_says_what_to_open_and_goes_on_after() {
    let server = environment(300, Duration::from_millis(50));
    let folder = tempfile::tempdir().unwrap();
    let mut program = Program::start(folder.path(), &Arc::default());
    program.open(&server);
    let plan = program.plan(Selector::Prefix(PREFIX.into()));
    program.start_job(plan, Route::Thorough);
    let job = program.started();
    program.wait_for("something was deleted", |progress| progress.tally.deleted > 0);
    drop(program);

    let mut program = Program::start(folder.path(), &Arc::default());
    program.send(Command::Resume(job));
    let (refused, problem) = program.next("what to open", |event| match event {
        Event::JobRefused { job, problem } => Some((job, problem)),
        _ => None,
    });
    assert_eq!(refused, Some(job));
    assert!(problem.advice.contains("Open “practice”"), "{}", problem.advice);
    program.open(&server);
    assert_eq!(program.ended().ending(), Some(Ending::Complete));
    assert!(server.probe().is_empty());
}

/// The key was changed at Cloudinary, or the environment forgotten: nobody can ask any more.
#[test]
fn a_job_in_doubt_whose_environment_is_out_of_reach_can_be_stopped() {
    let server = environment(300, Duration::from_millis(50));
    let folder = tempfile::tempdir().unwrap();
    let job = left_behind(&server, folder.path(), &Arc::default());
    let file = rusqlite::Connection::open(Paths::at(folder.path()).journal()).unwrap();
    file.execute("UPDATE batch SET state = 'sending' WHERE number = 2", []).unwrap();
    let count = |of: &str| file.query_row(of, [], |row| row.get::<_, i64>(0)).unwrap().unsigned_abs();
    let doubtful = count(
        "SELECT COUNT(*) FROM item JOIN batch ON position >= first AND position < past
         WHERE outcome IS NULL AND state = 'sending'",
    );
    let known = count("SELECT COUNT(*) FROM item WHERE outcome IS NOT NULL");
    drop(file);

    let mut program = Program::start(folder.path(), &Arc::default());
    program.send(Command::Stop(job));
    let summary = program.ended();
    assert_eq!(summary.ending(), Some(Ending::Stopped));
    assert!(summary.adds_up() && doubtful >= 100);
    assert_eq!((summary.tally.unknown, summary.tally.skipped), (doubtful, 300 - known - doubtful));
    let receipt = program.receipt(job);
    let reasons = receipt.lines.iter().filter_map(|line| match &line.outcome {
        Some(Outcome::Unknown { reason }) => Some(reason),
        _ => None,
    });
    for reason in reasons {
        assert!(
            reason.contains("could not be asked") && reason.contains("“practice” is not open"),
            "{reason}"
        );
    }
    let left = server.probe().len();
    program.open(&server);
    assert_eq!(settled(&server), left, "it is at its end");
}

/// A choice for the next start changes nothing of what was told at this one.
#[test]
fn what_an_earlier_session_left_goes_on_or_waits_as_it_was_told_at_the_start() {
    for go_on in [true, false] {
        let server = environment(400, Duration::from_millis(50));
        let folder = tempfile::tempdir().unwrap();
        left_behind(&server, folder.path(), &Arc::default());
        let choose = |program: &mut Program, go_on: bool| {
            program.send(Command::ChangeJobSettings(JobSettings { go_on, ..JobSettings::default() }));
            program.next("the choice", |event| match event {
                Event::JobSettings(settings) => (settings.go_on == go_on).then_some(()),
                _ => None,
            });
        };
        choose(&mut Program::start(folder.path(), &Arc::default()), go_on);

        // Another keychain: nothing goes on before the environment is opened.
        let mut program = Program::start(folder.path(), &Arc::default());
        let told = program.next("what was left", |event| match event {
            Event::Unfinished { go_on, .. } => Some(go_on),
            _ => None,
        });
        assert_eq!(told, go_on);
        choose(&mut program, !go_on);
        let left = server.probe().len();
        program.open(&server);
        if go_on {
            assert_eq!(program.ended().ending(), Some(Ending::Complete));
        } else {
            assert_eq!(settled(&server), left);
        }
    }
}

#[test]
fn a_job_that_a_person_went_on_with_goes_on_once_its_environment_is_open() {
    let server = environment(400, Duration::from_millis(50));
    let folder = tempfile::tempdir().unwrap();
    let job = left_behind(&server, folder.path(), &Arc::default());
    let journal = Paths::at(folder.path()).journal();
    let settings = JobSettings { go_on: false, ..JobSettings::default() };
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async { Journal::open(&journal).unwrap().set_job_settings(settings).await.unwrap() });
    let mut program = Program::start(folder.path(), &Arc::default());
    program.send(Command::Resume(job));
    program.next("what to open", |event| matches!(event, Event::JobRefused { .. }).then_some(()));
    program.open(&server);
    assert_eq!(program.ended().ending(), Some(Ending::Complete));
}

#[test]
fn a_journal_that_cannot_be_read_at_the_start_is_told() {
    // One that is no journal at all, and one of which a job's row is damaged.
    for whole in [false, true] {
        let folder = tempfile::tempdir().unwrap();
        let path = Paths::at(folder.path()).journal();
        if whole {
            let server = environment(400, Duration::from_millis(50));
            left_behind(&server, folder.path(), &Arc::default());
            let file = rusqlite::Connection::open(&path).unwrap();
            file.execute("UPDATE job SET route = 'nowhere'", []).unwrap();
        } else {
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(&path, vec![0xa5; 40_000]).unwrap();
        }
        let mut program = Program::start(folder.path(), &Arc::default());
        let problem = program.next("the damage", |event| match event {
            Event::JobRefused { job: None, problem } => Some(problem),
            Event::Unfinished { .. } => panic!("nothing is known of what was left"),
            _ => None,
        });
        assert!(problem.what.contains("damaged") && problem.advice.contains("journal.sqlite"), "{problem:?}");
    }
}

/// Its row is damaged between the writing and the reading.
#[test]
fn a_new_job_is_told_before_anything_of_it_is_refused() {
    let server = environment(20, Duration::ZERO);
    let folder = tempfile::tempdir().unwrap();
    let mut program = Program::start(folder.path(), &Arc::default());
    program.open(&server);
    let plan = program.plan(Selector::Prefix(PREFIX.into()));
    let file = rusqlite::Connection::open(Paths::at(folder.path()).journal()).unwrap();
    let damage = "UPDATE job SET route = 'nowhere' WHERE id = NEW.id";
    file.execute_batch(&format!("CREATE TRIGGER damage AFTER INSERT ON job BEGIN {damage}; END")).unwrap();
    program.start_job(plan, Route::Batches);
    let job = program.queued();
    let refused = program.next("a refusal", |event| match event {
        Event::JobRefused { job, .. } => Some(job),
        Event::JobStarted(_) => panic!("it runs"),
        _ => None,
    });
    assert_eq!(refused, Some(job));
    assert_eq!(server.probe().requests().changing, 0);
}

#[test]
fn a_list_that_shrank_is_doubted_until_a_person_has_seen_both_numbers() {
    let server = environment(100, Duration::ZERO);
    let folder = tempfile::tempdir().unwrap();
    let mut program = Program::start(folder.path(), &Arc::default());
    program.open(&server);
    let prefix = || Selector::Prefix(PREFIX.into());
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
    assert!(problem.what.contains("30") && problem.what.contains("100"), "{}", problem.what);
    program.send(Command::AcceptPreview { generation: 6 });
    program.send(Command::AcceptPreview { generation: 7 });
    let Preview::Complete(plan) = program.counted() else { panic!("it was accepted") };
    assert_eq!(plan.items().len(), 30);
    assert_eq!(program.plan(prefix()).items().len(), 30, "from now on that is what was there");
}

#[test]
fn a_list_that_is_cut_off_or_empty_is_doubted() {
    for (fault, expected) in [("short-listing:9@reading", 50), ("empty-listing:30@reading", 0)] {
        let server = environment(100, Duration::ZERO);
        let folder = tempfile::tempdir().unwrap();
        let mut program = Program::start(folder.path(), &Arc::default());
        program.open(&server);
        program.plan(Selector::Tag("old".into()));
        server.probe().fault(fault.parse().unwrap());
        program.ask_for(2, Selector::Tag("old".into()));
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
    program.ask_for(1, Selector::Tag("old".into()));
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
    assert_eq!(program.plan(Selector::Prefix(PREFIX.into())).items().len(), 90);
}

#[test]
fn a_cancelled_preview_is_incomplete_and_nothing_else() {
    let server = environment(200, Duration::from_millis(40));
    let folder = tempfile::tempdir().unwrap();
    let mut program = Program::start(folder.path(), &Arc::default());
    program.open(&server);
    program.ask_for(3, Selector::Prefix(PREFIX.into()));
    std::thread::sleep(Duration::from_millis(60));
    program.send(Command::CancelPreview);
    let Preview::Incomplete { problem, doubt, .. } = program.counted() else { panic!("it is complete") };
    assert!(problem.what.contains("stopped") && doubt.is_none());
}

#[test]
fn what_a_job_left_undone_is_previewed_and_confirmed_again() {
    let server = environment(90, Duration::ZERO);
    let folder = tempfile::tempdir().unwrap();
    let mut program = Program::start(folder.path(), &Arc::default());
    program.open(&server);
    let plan = program.plan(Selector::Prefix(PREFIX.into()));
    server.probe().fault("refuse-third@changing".parse().unwrap());
    program.start_job(plan, Route::Batches);
    let summary = program.ended();
    assert_eq!((summary.tally.deleted, summary.tally.refused), (60, 30));
    server.probe().clear_faults();
    let receipt = program.receipt(summary.header.id);
    let again = criteria::again(&receipt).unwrap();
    let plan = program.plan(again.selector);
    assert_eq!(plan.items().len(), 30);
    assert!(plan.sweep().is_none());
    program.start_job(plan, Route::Thorough);
    assert_eq!(program.ended().tally.deleted, 30);
    assert!(server.probe().is_empty());
    let receipt = program.receipt(JobId(2));
    assert!(criteria::again(&receipt).is_none(), "nothing is left undone");
}

#[test]
fn a_search_tells_which_job_deleted_an_asset() {
    let server = environment(40, Duration::ZERO);
    let folder = tempfile::tempdir().unwrap();
    let mut program = Program::start(folder.path(), &Arc::default());
    program.open(&server);
    for list in [names(0, 20), names(20, 40)] {
        let plan = program.plan(list);
        program.start_job(plan, Route::Batches);
        program.ended();
    }
    program.send(Command::SearchReceipts { generation: 4, text: "00025".into() });
    let hits = program.next("the search", |event| match event {
        Event::ReceiptsFound { generation: 4, result } => Some(result.unwrap()),
        _ => None,
    });
    assert_eq!(hits.len(), 1);
    assert_eq!(hits[0].summary.header.id, JobId(2));
}

/// A job whose plan is not what the journal says is refused, and the journal stays as it is.
#[test]
fn a_job_that_was_tampered_with_never_goes_on() {
    let server = environment(300, Duration::from_millis(50));
    let folder = tempfile::tempdir().unwrap();
    let vault = Arc::default();
    let mut program = Program::start(folder.path(), &vault);
    program.open(&server);
    let plan = program.plan(Selector::Prefix(PREFIX.into()));
    program.start_job(plan, Route::Thorough);
    program.started();
    program.wait_for("something was deleted", |progress| progress.tally.deleted > 0);
    drop(program);
    let path = Paths::at(folder.path()).journal();
    let file = rusqlite::Connection::open(&path).unwrap();
    file.execute("UPDATE item SET public_id = 'precious' WHERE position = 299", []).unwrap();
    drop(file);
    server.probe().upload("image", "upload", "precious", &[]);
    let left = server.probe().len();

    let mut program = Program::start(folder.path(), &vault);
    let problem = program.next("a refusal", |event| match event {
        Event::JobRefused { problem, .. } => Some(problem),
        Event::JobStarted(_) => panic!("it goes on"),
        _ => None,
    });
    assert!(problem.what.contains("not what was confirmed"), "{}", problem.what);
    assert_eq!(server.probe().len(), left);
    drop(program);
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let unfinished = runtime.block_on(async { Journal::open(&path).unwrap().unfinished().await.unwrap() });
    assert_eq!(unfinished.len(), 1);
}

#[test]
fn a_server_that_is_gone_is_told_while_the_job_tries_again_and_a_stop_comes_to_its_end() {
    let server = environment(400, Duration::from_millis(300));
    let folder = tempfile::tempdir().unwrap();
    let mut program = Program::start(folder.path(), &Arc::default());
    program.open(&server);
    let plan = program.plan(Selector::Prefix(PREFIX.into()));
    program.start_job(plan, Route::Thorough);
    let job = program.started();
    program.wait_for("something was deleted", |progress| progress.tally.deleted > 0);
    drop(server);
    program.wait_for("why it stands still", |progress| matches!(progress.phase, Phase::TryingAgain { .. }));
    program.send(Command::Stop(job));
    let summary = program.ended();
    assert_eq!(summary.ending(), Some(Ending::Stopped));
    let tally = summary.tally;
    assert!(tally.deleted > 0 && tally.unknown > 0 && tally.skipped > 0, "{tally:?}");
}
