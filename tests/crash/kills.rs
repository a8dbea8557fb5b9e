//! Kill, look at what is written, upload anew under planned names, start again; and at the end
//! compare the receipt with what is really there.

use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, Instant};

use cloudsweep::journal::Journal;
use cloudsweep::model::outcome::Outcome;
use cloudsweep::model::route::Route;

use crate::chance::Chance;
use crate::engine::{self, ENDED, HALTED};
use crate::kept::kept;
use crate::number;
use crate::receipt::Receipt;
use crate::server::{PREFIX, Practice};
use crate::way::{HostileWay, Mishap};
use crate::written::{Written, named, written};

/// What may happen to requests in a life. A limit is not among it, since it holds until the full
/// hour; nor is a listing that is cut short: after a lost answer a sweep could then not know what
/// it took beyond the plan.
const FAULTS: [&str; 7] = [
    "drop-after:1@changing",
    "drop-before:1@changing",
    "cut-body:1@changing",
    "error-500:1@changing",
    "html-503:1@reading",
    "drop-after:1@reading",
    "refuse-third:1@changing",
];
/// Within how many milliseconds of its start somebody uploads while the program runs.
const UPLOAD_WITHIN: u64 = 400;
/// A life that makes no progress for so long is killed all the same.
const LONGEST_LIFE: Duration = Duration::from_secs(20);

/// How a trial's job goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    Thorough,
    /// On a server that does not know destroy by asset ID.
    ThoroughByName,
    Batches,
    Sweep,
}

impl Way {
    fn route(self) -> Route {
        match self {
            Self::Thorough | Self::ThoroughByName => Route::Thorough,
            Self::Batches => Route::Batches,
            Self::Sweep => Route::Sweep,
        }
    }

    /// Whether what is uploaded anew stays whenever that is. By name alone it may go within a
    /// minute of the look at its hundred, so it is uploaded only while the program is down, as on a
    /// sweep.
    fn is_exact(self) -> bool {
        matches!(self, Self::Thorough | Self::Batches)
    }
}

/// One way, from the first start to the judgement.
struct Trial {
    way: Way,
    route: Route,
    /// Assets of a page; a sweep's request takes twice as many.
    page: u64,
    home: tempfile::TempDir,
    practice: Practice,
    /// To it, if not directly.
    hostile: Option<HostileWay>,
    /// Where the program finds it: a `CLOUDINARY_URL`.
    url: String,
    chance: Chance,
    planned: u64,
    /// What is there that is not planned.
    others: BTreeMap<String, String>,
    /// Uploaded under planned names.
    anew: BTreeMap<String, String>,
    /// Of them, those uploaded while the program was running.
    in_its_life: u64,
    before: Written,
    killed: u64,
}

impl Trial {
    fn new(way: Way, hostile: bool, seed: u64, planned: u64, kills: u64) -> Self {
        let route = way.route();
        // So small that a sweep takes about as many requests as there are kills.
        let page = if route == Route::Sweep { (planned / (2 * kills).max(1)).clamp(5, 500) } else { 500 };
        let latency = Duration::from_millis(match route {
            Route::Thorough => 10,
            Route::Batches => 25,
            Route::Sweep => 2,
        });
        let known = if way == Way::ThoroughByName { "" } else { "form json" };
        let mut practice = Practice::start(planned, page, latency, known);
        let (start, address) = practice.url.split_once("http://").unwrap();
        let hostile = hostile.then(|| HostileWay::to(&format!("http://{address}")));
        let url =
            hostile.as_ref().map_or_else(|| practice.url.clone(), |way| start.to_owned() + &way.prefix());
        let mut others = practice.there();
        others.retain(|name, _| !name.contains(PREFIX));
        assert_eq!(others.len() as u64, planned.div_ceil(2));
        Self {
            way,
            route,
            page,
            home: tempfile::tempdir().unwrap(),
            practice,
            hostile,
            url,
            chance: Chance::new(seed),
            planned,
            others,
            anew: BTreeMap::new(),
            in_its_life: 0,
            before: Written { open: planned, ..Written::default() },
            killed: 0,
        }
    }

    /// Deletions that the rest takes, about.
    fn deletions_left(&self) -> u64 {
        let left = self.before.open;
        match self.route {
            Route::Thorough => left,
            Route::Batches => left / 100,
            Route::Sweep => left / (2 * self.page),
        }
    }

    /// When a life is to end: some while they still ask, the others after so many deletions that
    /// the kills are spread over the whole job.
    fn end_of_life(&mut self, kills_left: u64) -> (u64, u64) {
        let (all, deletions) = self.practice.requests();
        let share = 2 * self.deletions_left() / kills_left.max(1);
        // Where few are left for each kill, most lives end while they still ask.
        if self.chance.below(8) < if share < 12 { 6 } else { 2 } {
            // A batch is asked about and deleted, one request each.
            let asked = if self.route == Route::Batches { 3 } else { 20 };
            (all + self.chance.below(asked), u64::MAX)
        } else {
            (u64::MAX, deletions + self.chance.below(share + 1))
        }
    }

    /// A life with a fault or two, killed after a random number of requests and a random moment.
    /// Gives whether the job came to its end before.
    fn live_and_die(&mut self, kills_left: u64) -> bool {
        for _ in 0..self.chance.below(3) {
            let fault = self.chance.pick(&FAULTS);
            self.practice.ask(&format!("fault {fault}"));
        }
        self.expect_mishaps();
        let until = self.end_of_life(kills_left);
        let moment = Duration::from_micros(self.chance.below(20_000));
        let mut engine = engine::start(self.home.path(), &self.url, self.route);
        let begun = Instant::now();
        // Once the plan is frozen, what is uploaded is no part of it.
        let mut upload_at =
            (self.way.is_exact() && self.before.begun).then(|| self.chance.below(UPLOAD_WITHIN));
        let left = loop {
            if let Some(code) = engine.ended() {
                break Some(code);
            }
            if upload_at.is_some_and(|at| begun.elapsed() >= Duration::from_millis(at)) {
                upload_at = None;
                self.upload_in_its_life();
            }
            let (all, deletions) = self.practice.requests();
            if all > until.0 || deletions > until.1 || begun.elapsed() > LONGEST_LIFE {
                std::thread::sleep(moment);
                drop(engine);
                self.killed += 1;
                break None;
            }
            std::thread::sleep(Duration::from_millis(2));
        };
        self.practice.ask("clear");
        self.hostile.as_ref().map(HostileWay::clear);
        assert!(matches!(left, None | Some(ENDED | HALTED)), "{left:?}");
        self.look();
        assert!(left != Some(ENDED) || self.before.ended);
        self.before.ended
    }

    /// One to three on a hostile way. What is carried out late could hit what was uploaded since,
    /// where it does not name the asset itself.
    fn expect_mishaps(&mut self) {
        let Some(way) = &self.hostile else { return };
        let possible = if self.way.is_exact() { Mishap::ALL.len() } else { Mishap::ALL.len() - 1 };
        for _ in 0..=self.chance.below(3) {
            way.expect(Mishap::ALL[self.chance.below(possible as u64) as usize]);
        }
    }

    /// What the life that is over sent, and what it left. Only on a way without mishaps it follows
    /// from what the server answered what the program knew.
    fn look(&mut self) {
        let mut told = BTreeSet::new();
        let deletions = self.practice.deletions();
        for deletion in deletions.iter().filter(|_| self.hostile.is_none()) {
            for name in named(deletion) {
                assert!(!self.before.has_ended(&name), "its answer was written, {name}: {deletion:?}");
                assert!(!told.contains(&name), "its answer came, {name}: {deletion:?}");
                // A part is sent again and again until nothing is left.
                if deletion.told && self.route != Route::Sweep {
                    told.insert(name);
                }
            }
        }
        self.before = written(self.home.path(), self.route);
        if self.before.ids.is_empty() && self.before.open == 0 {
            self.before.open = self.planned;
        }
    }

    /// Somebody uploads under names that are free now.
    fn upload_anew(&mut self, most: u64) {
        self.anew.extend(self.practice.upload_anew(most));
    }

    /// The same while the program is running.
    fn upload_in_its_life(&mut self) {
        let anew = self.practice.upload_anew(2);
        self.in_its_life += anew.len() as u64;
        self.anew.extend(anew);
    }

    fn live_to_the_end(&mut self) {
        for _ in 0..10 {
            let engine = engine::start(self.home.path(), &self.url, self.route);
            if self.way.is_exact() && self.before.begun {
                self.upload_in_its_life();
            }
            let code = engine.wait();
            self.look();
            match code {
                ENDED => return,
                HALTED => {}
                other => panic!("{other}"),
            }
        }
        panic!("it never ended");
    }

    fn judge(&mut self) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let receipt = runtime.block_on(async {
            let journal = Journal::open(&self.home.path().join("journal.sqlite")).unwrap();
            let jobs = journal.summaries().await.unwrap();
            assert_eq!(jobs.len(), 1);
            kept(&journal, jobs[0].header.id).await
        });
        let summary = &receipt.summary;
        assert!(summary.adds_up() && summary.header.planned == self.planned, "{summary:?}");
        let there = self.practice.there();
        let others: BTreeMap<_, _> = there
            .iter()
            .filter(|(name, _)| !name.contains(PREFIX))
            .map(|(n, i)| (n.clone(), i.clone()))
            .collect();
        assert_eq!(others, self.others, "everything else is there");
        Self::judge_items(&receipt, &there);
        self.judge_anew(&receipt, &there);
    }

    /// Everything planned is gone, unless the server refused it.
    fn judge_items(receipt: &Receipt, there: &BTreeMap<String, String>) {
        let ids: BTreeSet<&str> = there.values().map(String::as_str).collect();
        for line in &receipt.lines {
            let is_there = ids.contains(&*line.item.asset_id.to_string());
            match line.outcome.as_ref().unwrap() {
                Outcome::Deleted { .. } | Outcome::AlreadyGone => assert!(!is_there, "{line:?}"),
                Outcome::Refused { .. } => {}
                Outcome::Skipped { .. } | Outcome::Unknown { .. } => panic!("{line:?}"),
            }
        }
    }

    /// Uploaded anew under a planned name: untouched by whatever names what it deletes, to the last
    /// one; on a sweep it is there or reported as taken beyond the plan, and nothing else is
    /// reported so.
    fn judge_anew(&self, receipt: &Receipt, there: &BTreeMap<String, String>) {
        let taken: BTreeSet<String> = receipt
            .extras
            .iter()
            .map(|extra| {
                let delivery = extra.delivery_type.as_ref().unwrap();
                format!("{}/{delivery}/{}", extra.resource_type, extra.public_id)
            })
            .collect();
        for (name, id) in &self.anew {
            let untouched = there.get(name) == Some(id);
            if self.route == Route::Sweep {
                assert!(untouched != taken.contains(name), "{name}: there {untouched}, {taken:?}");
            } else {
                assert!(untouched, "{name} was uploaded anew and is gone");
            }
        }
        assert!(taken.iter().all(|name| self.anew.contains_key(name)), "{taken:?}");
        assert_eq!(receipt.summary.tally.extras, receipt.extras.len() as u64);
    }
}

fn killed_again_and_again(way: Way, share: u64) {
    trial(way, share, false);
}

/// The same with a proxy on the way that answers in the server's stead, once more, or late.
fn killed_on_a_hostile_way(way: Way) {
    trial(way, 8, true);
}

fn trial(way: Way, share: u64, hostile: bool) {
    let kills = (number("CLOUDSWEEP_KILLS", 40) / share).max(8);
    let planned = (number("CLOUDSWEEP_KILL_ASSETS", 4000) / share).max(1000);
    let seed = number("CLOUDSWEEP_KILL_SEED", 1);
    println!("seed {seed}, {kills} kills, {planned} assets, {way:?}, hostile: {hostile}");
    let anew = (planned / 200).clamp(10, 100);
    let mut trial = Trial::new(way, hostile, seed, planned, kills);
    let mut ended = false;
    while trial.killed < kills && !ended {
        ended = trial.live_and_die(kills - trial.killed);
        let uploaded = trial.anew.len() as u64 - trial.in_its_life;
        let missing = anew.saturating_sub(uploaded);
        // In the first pause after the preview, and in later ones.
        let its_turn = uploaded == 0 || trial.killed >= kills / 4;
        if trial.before.begun && its_turn && missing > 0 && !ended {
            trial.upload_anew(missing.min(anew.div_ceil(4)));
        }
    }
    let killed = trial.killed;
    if !ended {
        trial.live_to_the_end();
    }
    trial.judge();
    let (all, running) = (trial.anew.len() as u64, trial.in_its_life);
    println!("{way:?}: {killed} kills, {all} uploaded anew, {running} of them while it ran");
    if let Some(mishaps) = trial.hostile.as_ref().map(HostileWay::clear) {
        println!("{way:?}: {mishaps} mishaps on the way");
        assert!(mishaps > 0 && killed > 0);
        // So few lives may end too soon for the rest.
        return;
    }
    assert!(killed * 10 >= kills * 7, "the job ended after {killed} kills");
    assert!(all > running && (running > 0) == way.is_exact());
}

#[test]
fn thorough_survives_every_kill() {
    killed_again_and_again(Way::Thorough, 1);
}

#[test]
fn thorough_by_name_survives_every_kill() {
    killed_again_and_again(Way::ThoroughByName, 4);
}

#[test]
fn batches_survive_every_kill() {
    killed_again_and_again(Way::Batches, 1);
}

#[test]
fn a_sweep_survives_every_kill() {
    killed_again_and_again(Way::Sweep, 1);
}

#[test]
fn thorough_survives_kills_on_a_hostile_way() {
    killed_on_a_hostile_way(Way::Thorough);
}

#[test]
fn thorough_by_name_survives_kills_on_a_hostile_way() {
    killed_on_a_hostile_way(Way::ThoroughByName);
}

#[test]
fn batches_survive_kills_on_a_hostile_way() {
    killed_on_a_hostile_way(Way::Batches);
}

#[test]
fn a_sweep_survives_kills_on_a_hostile_way() {
    killed_on_a_hostile_way(Way::Sweep);
}
