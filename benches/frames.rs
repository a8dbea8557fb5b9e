//! Figures of drawing: `cargo bench --bench frames`.
//!
//! A plan of a million items is scrolled through from end to end, as pictures and as lines: how long the
//! window's passes take, without the card that shows them.

use std::error::Error;
use std::io::Write as _;
use std::sync::Arc;
use std::time::{Duration, Instant};

use cloudsweep::jobs::progress::Progress;
use cloudsweep::model::account::{Account, Credentials, Quota};
use cloudsweep::model::asset::{AssetId, AssetName, DeliveryType, ResourceType};
use cloudsweep::model::breadth::Breadth;
use cloudsweep::model::description::Way;
use cloudsweep::model::item::{PlanItem, Words};
use cloudsweep::model::plan::{Draft, Plan};
use cloudsweep::model::preview::Preview;
use cloudsweep::model::unix_time::UnixTime;
use cloudsweep::model::what::What;
use cloudsweep::runtime::Link;
use cloudsweep::runtime::command::Command;
use cloudsweep::runtime::event::Event;
use cloudsweep::text;
use cloudsweep::ui::app::{App, Start};
use eframe::App as _;
use egui::accesskit::Role;
use egui::{Key, Modifiers, MouseWheelSource, MouseWheelUnit, RawInput, Rect, TouchPhase, pos2, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use tokio::sync::{mpsc, watch};

type Done<T> = Result<T, Box<dyn Error>>;

const ITEMS: u64 = 1_000_000;
const PASSES: usize = 2_000;
const SIZE: egui::Vec2 = vec2(1280.0, 800.0);

fn say(line: &str) {
    drop(writeln!(std::io::stdout(), "{line}"));
}

fn item(number: u64, words: &mut Words) -> PlanItem {
    let mut bytes = [0; 16];
    bytes[8..].copy_from_slice(&(number + 1).to_be_bytes());
    PlanItem {
        asset_id: AssetId::from_bytes(bytes),
        name: AssetName {
            resource_type: ResourceType::ALL[(number % 3) as usize],
            delivery_type: DeliveryType::Upload,
            public_id: format!("products/{}/outdoor-jacket-{number:07}", number % 2_000).into(),
        },
        version: 1_719_305_903,
        etag: None,
        bytes: number * 7_919 % 5_000_000,
        created_at: Some(UnixTime::from_seconds(1_500_000_000 + (number % 200_000_000) as i64)),
        format: Some(words.share("jpg")),
        host: words.share("https://res.cloudinary.com/demo"),
        backed_up: Some(!number.is_multiple_of(3)),
        copy: None,
    }
}

/// A window whose background says what the bench makes up.
struct Window {
    harness: Harness<'static, App>,
    commands: mpsc::Receiver<Command>,
    events: mpsc::Sender<Event>,
    _counters: (watch::Sender<Vec<Progress>>, watch::Sender<Quota>),
    /// Seconds.
    time: f64,
}

impl Window {
    fn new() -> Self {
        let (commands, taken) = mpsc::channel(256);
        let (events, news) = mpsc::channel(64);
        let (progress, watched) = watch::channel(Vec::new());
        let (quota, calls) = watch::channel(Quota::default());
        let link = Link { commands, events: news, progress: watched, quota: calls };
        let harness =
            Harness::builder().with_size(SIZE).build_eframe(move |cc| App::new(cc, link, Start::default()));
        Self { harness, commands: taken, events, _counters: (progress, quota), time: 1_000.0 }
    }

    fn press(&mut self, role: Role, label: &str) {
        let found = self.harness.get_all_by_role_and_label(role, label).last();
        if let Some(control) = found {
            control.click();
        }
        self.harness.run_steps(3);
    }

    /// From the first start to the plan.
    fn open_plan(&mut self) -> Done<()> {
        let environment = Credentials::from_cloudinary_url("cloudinary://1234:secret@demo")?.environment;
        let id = environment.id();
        self.events.try_send(Event::Opened { environment, account: Account::default() })?;
        self.harness.run_steps(3);
        self.press(Role::Button, &text!("form-prefix"));
        let label = text!("prefix-field");
        let field = self.harness.get_by_role_and_label(Role::TextInput, &label);
        field.focus();
        self.harness.run_steps(2);
        self.harness.get_by_role_and_label(Role::TextInput, &label).type_text("products/");
        self.harness.run_steps(2);
        self.press(Role::Button, &text!("form-preview"));
        let mut generation = None;
        while let Ok(command) = self.commands.try_recv() {
            if let Command::Preview { generation: asked, .. } = command {
                generation = Some(asked);
            }
        }
        let mut words = Words::default();
        let plan = Plan::freeze(Draft {
            environment: id,
            description: Way::Prefix { text: "products/".into() }.into(),
            what: What::Originals,
            breadth: Breadth::Caught,
            invalidate: true,
            items: (0..ITEMS).map(|number| item(number, &mut words)).collect(),
            taken_at: UnixTime::from_seconds(1_700_000_000),
            notes: Vec::new(),
        });
        let generation = generation.ok_or("no preview was asked for")?;
        let preview = Preview::Complete(Arc::new(plan));
        let event = Event::Preview { generation, preview, report: None, instead: Vec::new() };
        self.events.try_send(event)?;
        self.harness.run_steps(3);
        Ok(())
    }

    /// One pass as the window makes it, without the tree for screen readers.
    fn pass(&mut self, frame: &mut eframe::Frame, events: Vec<egui::Event>) -> Duration {
        self.time += 1.0 / 60.0;
        let input = RawInput {
            screen_rect: Some(Rect::from_min_size(pos2(0.0, 0.0), SIZE)),
            time: Some(self.time),
            events,
            ..RawInput::default()
        };
        let ctx = self.harness.ctx.clone();
        ctx.disable_accesskit();
        let app = self.harness.state_mut();
        let begun = Instant::now();
        let mut output = ctx.run_ui(input, |ui| {
            app.logic(ui, frame);
            app.ui(ui, frame);
        });
        let took = begun.elapsed();
        output.textures_delta.clear();
        while self.commands.try_recv().is_ok() {}
        took
    }

    fn scroll(&mut self, what: &str, event: impl Fn(usize) -> egui::Event) {
        let mut frame = eframe::Frame::_new_kittest();
        self.pass(&mut frame, vec![egui::Event::PointerMoved(pos2(600.0, 500.0)), key(Key::Home)]);
        for at in 0..200 {
            self.pass(&mut frame, vec![event(at)]);
        }
        let mut times: Vec<Duration> = (0..PASSES).map(|at| self.pass(&mut frame, vec![event(at)])).collect();
        times.sort();
        let at = |part: f64| times[((PASSES - 1) as f64 * part) as usize].as_secs_f64() * 1e3;
        say(&format!(
            "{what}: {:.3} ms median, {:.3} ms 99th percentile, {:.3} ms at the most ({PASSES} passes)",
            at(0.5),
            at(0.99),
            at(1.0)
        ));
    }
}

fn key(key: Key) -> egui::Event {
    egui::Event::Key { key, physical_key: None, pressed: true, repeat: false, modifiers: Modifiers::NONE }
}

fn wheel(points: f32) -> egui::Event {
    egui::Event::MouseWheel {
        unit: MouseWheelUnit::Point,
        delta: vec2(0.0, -points),
        phase: TouchPhase::Move,
        source: MouseWheelSource::Unknown,
        modifiers: Modifiers::NONE,
    }
}

fn main() -> Done<()> {
    let mut window = Window::new();
    window.open_plan()?;
    for (layout, name) in [("Grid", "as pictures"), ("List", "as lines")] {
        window.harness.ctx.enable_accesskit();
        window.harness.run_steps(3);
        window.press(Role::RadioButton, layout);
        window.scroll(&format!("{ITEMS} items {name}, by wheel, slowly"), |_| wheel(7.0));
        window.scroll(&format!("{ITEMS} items {name}, by wheel, a screen each pass"), |_| wheel(700.0));
        window.scroll(&format!("{ITEMS} items {name}, page by page"), |_| key(Key::PageDown));
        window.scroll(&format!("{ITEMS} items {name}, from end to end"), |at| {
            key(if at.is_multiple_of(2) { Key::End } else { Key::Home })
        });
    }
    Ok(())
}
