//! Figures of a large plan: `cargo bench --bench plans`.
//!
//! A million items, looked at and left out: what the window's thread does for each, and how long the
//! background works on the answer, which the window does not wait for.

use std::error::Error;
use std::io::Write as _;
use std::sync::Arc;
use std::time::{Duration, Instant};

use cloudsweep::app::flow::{Msg, Only, Sort};
use cloudsweep::app::intent::Intent;
use cloudsweep::app::msg;
use cloudsweep::app::state::{Session, State};
use cloudsweep::app::update::update;
use cloudsweep::model::account::{Account, Credentials};
use cloudsweep::model::asset::{AssetId, AssetName, DeliveryType, ResourceType};
use cloudsweep::model::breadth::Breadth;
use cloudsweep::model::criteria::Criteria;
use cloudsweep::model::description::Way;
use cloudsweep::model::item::{PlanItem, Words};
use cloudsweep::model::kinds::Kinds;
use cloudsweep::model::plan::{Draft, Plan};
use cloudsweep::model::preview::Preview;
use cloudsweep::model::selector::{NonBlank, Prefix, Selector};
use cloudsweep::model::sweep::SweepBy;
use cloudsweep::model::unix_time::UnixTime;
use cloudsweep::model::what::What;
use cloudsweep::runtime::answer;
use cloudsweep::runtime::command::Command;
use cloudsweep::runtime::event::Event;

type Done<T> = Result<T, Box<dyn Error>>;

const ITEMS: u64 = 1_000_000;
const FOLDERS: u64 = 20_000;
const CHANGES: u64 = 2_000;
const TEXT: &str = "outdoor-jacket-0123";

fn say(line: &str) {
    drop(writeln!(std::io::stdout(), "{line}"));
}

/// Numbers that look random and are the same each time.
fn mixed(number: u64) -> u64 {
    let mixed = (number + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let mixed = (mixed ^ (mixed >> 31)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed ^ (mixed >> 29)
}

fn key(number: u64) -> AssetId {
    let mut bytes = [0; 16];
    bytes[..8].copy_from_slice(&mixed(number).to_be_bytes());
    bytes[8..].copy_from_slice(&number.to_be_bytes());
    AssetId::from_bytes(bytes)
}

fn item(number: u64, words: &mut Words) -> PlanItem {
    let chance = mixed(number ^ 0xabcd);
    PlanItem {
        asset_id: key(number),
        name: AssetName {
            resource_type: ResourceType::ALL[(number * 3 / ITEMS) as usize],
            delivery_type: DeliveryType::Upload,
            public_id: format!("Products/{}/outdoor-jacket-{number:07}", chance % FOLDERS).into(),
        },
        version: 1_719_305_903,
        etag: Some("d41d8cd98f00b204e9800998ecf8427e".into()),
        bytes: chance % 5_000_000,
        created_at: Some(UnixTime::from_seconds(1_500_000_000 + (chance % 200_000_000) as i64)),
        format: Some(words.share("jpg")),
        host: words.share("https://res.cloudinary.com/practice"),
        backed_up: Some(!chance.is_multiple_of(3)),
        copy: None,
    }
}

fn plan(state: &State) -> Option<Plan> {
    let mut words = Words::default();
    let draft = Draft {
        environment: state.open_id()?,
        description: Way::Prefix { text: "Products/".into() }.into(),
        what: What::Originals,
        breadth: Breadth::Caught,
        invalidate: true,
        items: (0..ITEMS).map(|number| item(number, &mut words)).collect(),
        taken_at: state.now,
        notes: Vec::new(),
    };
    Some(Plan::freeze_with_selector(draft, Some(SweepBy::Prefix("Products/".into()))))
}

/// How long each of some changes took, on the window's thread and in the background.
#[derive(Default)]
struct Times {
    window: Vec<Duration>,
    worker: Vec<Duration>,
}

impl Times {
    fn say(mut self, what: &str) {
        let told = |name: &str, times: &mut Vec<Duration>| {
            times.sort();
            let at = |part: f64| times[((times.len() - 1) as f64 * part) as usize].as_secs_f64() * 1e3;
            (!times.is_empty()).then(|| {
                format!("{name} {:.3} ms, p99 {:.3} ms, at the most {:.3} ms", at(0.5), at(0.99), at(1.0))
            })
        };
        let window = told("window", &mut self.window).unwrap_or_default();
        let worker =
            told("background", &mut self.worker).map_or_else(String::new, |told| format!("; {told}"));
        say(&format!("{what} ({} times): {window}{worker}", self.window.len()));
    }
}

/// A window without a window, whose background answers between two messages.
struct User {
    state: State,
}

impl User {
    /// Does one thing, and has it answered.
    fn does(&mut self, msg: impl Into<msg::Msg>, times: &mut Times) {
        let (msg, begun) = (msg.into(), Instant::now());
        let commands = update(&mut self.state, msg);
        let mut window = begun.elapsed();
        let (mut worker, mut asked) = (Duration::ZERO, false);
        for command in commands {
            let begun = Instant::now();
            let Some(event) = answer(command) else { continue };
            worker += begun.elapsed();
            asked = true;
            let begun = Instant::now();
            let further = update(&mut self.state, msg::Msg::Event(Box::new(event)));
            window += begun.elapsed();
            drop(further);
        }
        times.window.push(window);
        times.worker.extend(asked.then_some(worker));
    }

    fn does_all(&mut self, what: &str, messages: impl IntoIterator<Item = Msg>) {
        let mut times = Times::default();
        for msg in messages {
            self.does(msg, &mut times);
        }
        times.say(what);
    }

    /// Asks for a preview, and has it answered with a plan.
    fn previews(&mut self, again: bool, plan: Arc<Plan>, times: &mut Times) {
        let criteria = Criteria {
            selector: Selector::Prefix(Prefix(NonBlank::new("Products/").expect("a text"))),
            kinds: Kinds::default(),
            what: What::Originals,
            invalidate: true,
        };
        let msg: msg::Msg =
            if again { Msg::Again.into() } else { Intent::StartPreview { criteria, from: None }.into() };
        let commands = update(&mut self.state, msg);
        let generation = commands.iter().find_map(|command| match command {
            Command::Preview { generation, .. } => Some(*generation),
            _ => None,
        });
        let generation = generation.unwrap_or_default();
        let preview = Preview::Complete(plan);
        let event = Event::Preview { generation, preview, report: None, instead: Vec::new() };
        self.does(msg::Msg::Event(Box::new(event)), times);
    }
}

fn letters() -> impl Iterator<Item = Msg> {
    let longer = (1..=TEXT.len()).map(|end| Msg::Search(TEXT[..end].to_owned()));
    longer.chain([Msg::Search(String::new())])
}

fn main() -> Done<()> {
    let environment = Credentials::from_cloudinary_url("cloudinary://1:s@practice")?.environment;
    let mut user = User { state: State::default() };
    user.state.session = Some(Session { environment, account: Account::default() });

    let counted = Arc::new(plan(&user.state).ok_or("an environment is open")?);
    let begun = Instant::now();
    counted.prepare();
    say(&format!("Made ready in the background: {:.0} ms", begun.elapsed().as_secs_f64() * 1e3));
    let mut times = Times::default();
    user.previews(false, counted, &mut times);
    times.say("Shown");

    let out = (0..CHANGES).map(|number| (mixed(number) % ITEMS, true));
    let back = (0..CHANGES).map(|number| (mixed(number) % ITEMS, false));
    user.does_all(
        "Leave one out or include it",
        out.chain(back).map(|(at, out)| Msg::LeaveOut(key(at), out)),
    );
    user.does_all("A key in the search, names not folded yet", letters().take(1));
    user.does_all("A key in the search", (0..5).flat_map(|_| letters()));
    user.does_all("An order for the first time", Sort::ALL.into_iter().rev().map(Msg::Sort));
    user.does_all("An order that was made before", (0..5).flat_map(|_| Sort::ALL.map(Msg::Sort)));
    let only = [Only::WithoutBackup, Only::All];
    user.does_all("A filter", (0..10).flat_map(|_| only.map(Msg::Only)));
    user.does_all("Leave out all without backup", [Msg::LeaveOutWithoutBackup]);
    user.does_all("Only those left out", [Msg::Only(Only::LeftOut)]);
    user.does_all("Include all again", [Msg::PutAllBack]);
    user.does_all("Leave out all without backup", [Msg::LeaveOutWithoutBackup]);
    user.does_all("Review", [Msg::Review]);
    user.does_all("Close the review", [Msg::CloseReview]);

    let again = Arc::new(plan(&user.state).ok_or("an environment is open")?);
    again.prepare();
    let mut times = Times::default();
    user.previews(true, again, &mut times);
    times.say("The same counted anew, with a third left out");
    user.does_all("Clear", [Msg::Discard]);
    Ok(())
}
