//! Previews are safe: whatever is typed, previewed, looked at, reviewed, half confirmed and
//! cancelled, in whatever order, nothing that changes anything is sent. The server counts.

use std::sync::Arc;
use std::time::Duration;

use cloudsweep::app::msg::Msg;
use cloudsweep::app::page::{FormKind, Page};
use cloudsweep::app::state::State;
use cloudsweep::app::update::update;
use cloudsweep::app::{flow, forms, jobs, receipts};
use cloudsweep::model::account::Credentials;
use cloudsweep::model::asset::{DeliveryType, ResourceType};
use cloudsweep::model::job_id::JobId;
use cloudsweep::model::route::Route;
use cloudsweep::model::selector::By;
use cloudsweep::platform::clock;
use cloudsweep::platform::keychain::SessionVault;
use cloudsweep::platform::paths::Paths;
use cloudsweep::runtime::command::{Command, Keep};
use cloudsweep::runtime::event::Event;
use cloudsweep::runtime::{self, Link, Setup};
use cloudsweep_practice::Settings;
use proptest::prelude::{Just, Strategy, any, prop, prop_oneof};
use proptest::strategy::ValueTree as _;
use proptest::test_runner::TestRunner;

use crate::started::started;
use crate::support::server;

/// Sequences of what the user does; `CLOUDSWEEP_SEQUENCES` asks for others.
const SEQUENCES: u32 = 10_000;
/// A preview in so many is waited for, so that reviews and confirmations are among the sequences.
const WAITED_FOR: u32 = 12;

fn kind() -> impl Strategy<Value = FormKind> {
    prop::sample::select(FormKind::all().collect::<Vec<_>>())
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        Just("planned/".to_owned()),
        Just("planned/00001".to_owned()),
        Just("old".to_owned()),
        Just(String::new()),
        Just("  ".to_owned()),
        Just("planned/00001\nplanned/00002\n\nnothing".to_owned()),
        Just("*".to_owned()),
        "[a-z/&?#% ]{0,12}",
    ]
}

fn form() -> impl Strategy<Value = forms::Msg> {
    let resource = prop_oneof![Just(None), Just(Some(ResourceType::Image)), Just(Some(ResourceType::Raw))];
    let delivery =
        prop_oneof![Just(None), Just(Some(DeliveryType::Upload)), Just(Some(DeliveryType::Private))];
    let by = prop::sample::select(By::ALL);
    prop_oneof![
        3 => (kind(), text()).prop_map(|(kind, text)| forms::Msg::Open(kind, text)),
        2 => (kind(), text()).prop_map(|(kind, text)| forms::Msg::Text(kind, text)),
        1 => by.prop_map(forms::Msg::CopiesBy),
        1 => (kind(), resource).prop_map(|(kind, choice)| forms::Msg::ResourceType(kind, choice)),
        1 => (kind(), delivery).prop_map(|(kind, choice)| forms::Msg::DeliveryType(kind, choice)),
        1 => (kind(), any::<bool>()).prop_map(|(kind, on)| forms::Msg::Invalidate(kind, on)),
        4 => kind().prop_map(forms::Msg::Preview),
        1 => Just(()).prop_map(|()| forms::Msg::ListTags),
    ]
}

/// Everything of the flow but its last button.
fn on_the_way() -> impl Strategy<Value = flow::Msg> {
    let typed = prop_oneof![Just("practice".to_owned()), Just("8".to_owned()), text()];
    (0..14_u8, any::<bool>(), typed).prop_map(|(which, on, typed)| match which {
        0 => flow::Msg::Again,
        1 => flow::Msg::CancelCounting,
        2 => flow::Msg::Accept,
        3 => flow::Msg::Discard,
        4 => flow::Msg::Change,
        5 => flow::Msg::LeaveOutWithoutBackup,
        6 => flow::Msg::PutAllBack,
        7 => flow::Msg::Route(Route::Sweep),
        8 => flow::Msg::Route(Route::Batches),
        9 | 10 => flow::Msg::Review,
        11 => flow::Msg::Tick(on),
        12 => flow::Msg::Typed(typed),
        _ => flow::Msg::CloseReview,
    })
}

/// Whatever can be done to jobs; there is none, so nothing may come of it.
fn to_jobs() -> impl Strategy<Value = Msg> {
    let job = JobId(1);
    (0..10_u8, text()).prop_map(move |(which, text)| match which {
        0 => Msg::Jobs(jobs::Msg::Pause(job)),
        1 => Msg::Jobs(jobs::Msg::GoOn(job)),
        2 => Msg::Jobs(jobs::Msg::AskToStop(job)),
        3 => Msg::Jobs(jobs::Msg::Stop),
        4 => Msg::Receipts(receipts::Msg::Load),
        5 => Msg::Receipts(receipts::Msg::Open(job)),
        6 => Msg::Receipts(receipts::Msg::GoOn(job)),
        7 => Msg::Receipts(receipts::Msg::TryAgain),
        8 => Msg::Receipts(receipts::Msg::Find(text)),
        _ => Msg::Receipts(receipts::Msg::FindNow),
    })
}

fn anything() -> impl Strategy<Value = Msg> {
    let page = prop_oneof![Just(Page::Flow), Just(Page::Library), Just(Page::Jobs), Just(Page::Receipts)];
    prop_oneof![
        4 => form().prop_map(Msg::Forms),
        4 => on_the_way().prop_map(Msg::Flow),
        1 => to_jobs(),
        1 => page.prop_map(Msg::Go),
        1 => any::<bool>().prop_map(Msg::LookOnly),
    ]
}

/// A window without a window, over the real background.
struct User {
    state: State,
    link: Link,
    previews: u32,
    reviews: u32,
}

impl User {
    fn does(&mut self, msg: Msg) {
        let commands = update(&mut self.state, msg);
        for command in commands {
            assert!(!matches!(command, Command::StartJob(_)), "nobody pressed the last button");
            if matches!(command, Command::Preview { .. }) {
                self.previews += 1;
            }
            self.link.commands.blocking_send(command).unwrap();
        }
        self.reviews += u32::from(self.state.flow.confirming.is_some());
        self.hears();
    }

    /// Takes what news there is.
    fn hears(&mut self) {
        self.state.tick(clock::now(), self.state.time + 1.0);
        while let Ok(event) = self.link.events.try_recv() {
            for command in update(&mut self.state, Msg::Event(Box::new(event))) {
                self.link.commands.blocking_send(command).unwrap();
            }
        }
    }

    /// Until counting is over, one way or the other.
    fn waits(&mut self) {
        for _ in 0..2_000 {
            if !matches!(self.state.flow.stage, flow::Stage::Counting { .. }) {
                return;
            }
            std::thread::sleep(Duration::from_millis(1));
            self.hears();
        }
    }
}

#[test]
fn ten_thousand_sequences_of_edits_previews_and_cancels_change_nothing() {
    let server = started(Settings { backup: true, ..server() });
    let probe = server.probe();
    for number in 0..8 {
        probe.upload("image", "upload", &format!("planned/{number:05}"), &["old"]);
    }
    let there = probe.all();
    let folder = tempfile::tempdir().unwrap();
    let setup = Setup {
        paths: Paths::at(folder.path()),
        vault: Arc::new(SessionVault::default()),
        from_variable: None,
    };
    let (link, _background) = runtime::start(setup, || {}).unwrap();
    let mut user = User { state: State::default(), link, previews: 0, reviews: 0 };
    let credentials = Credentials::from_cloudinary_url(&server.cloudinary_url()).unwrap();
    user.link.commands.blocking_send(Command::Remember { credentials, keep: Keep::Keychain }).unwrap();
    while user.state.session.is_none() {
        let event: Event = user.link.events.blocking_recv().unwrap();
        update(&mut user.state, Msg::Event(Box::new(event)));
    }

    let sequences =
        std::env::var("CLOUDSWEEP_SEQUENCES").ok().and_then(|text| text.parse().ok()).unwrap_or(SEQUENCES);
    let sequence = prop::collection::vec(anything(), 1..9);
    let reviewing = prop::collection::vec(on_the_way(), 1..9);
    let mut runner = TestRunner::deterministic();
    for number in 0..sequences {
        for msg in sequence.new_tree(&mut runner).unwrap().current() {
            user.does(msg);
        }
        if number % WAITED_FOR == 0 {
            user.does(Msg::Forms(forms::Msg::Open(FormKind::Originals(By::Prefix), "planned/".into())));
            user.does(Msg::Forms(forms::Msg::Preview(FormKind::Originals(By::Prefix))));
            user.waits();
            for msg in reviewing.new_tree(&mut runner).unwrap().current() {
                user.does(Msg::Flow(msg));
            }
        }
    }
    user.waits();
    let counts = probe.requests();
    assert_eq!(counts.changing, 0, "{:?}", counts.by_endpoint);
    assert_eq!(probe.all(), there);
    let User { previews, reviews, .. } = user;
    assert!(counts.reading > 100 && previews > sequences / 20 && reviews > sequences / 100);
}
