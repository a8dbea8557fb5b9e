//! Figures of long lists: `cargo bench --bench lists`.
//!
//! Reading a million lines as the background does, and pasting a hundred thousand into the window:
//! the longest frame, until the list is read, and the memory that it takes.

use std::error::Error;
use std::fmt::Write as _;
use std::io::Write as _;
use std::sync::Arc;
use std::time::{Duration, Instant};

use cloudsweep::app::page::FormKind;
use cloudsweep::model::account::Credentials;
use cloudsweep::model::delivery::Hosts;
use cloudsweep::model::list::PublicIdList;
use cloudsweep::model::selector::By;
use cloudsweep::platform::keychain::SessionVault;
use cloudsweep::platform::paths::Paths;
use cloudsweep::runtime::{self, Setup};
use cloudsweep::text;
use cloudsweep::ui::app::{App, Start};
use cloudsweep_practice::{Server, Settings};
use egui::accesskit::Role;
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;

type Done<T> = Result<T, Box<dyn Error>>;

const LINES: usize = 1_000_000;
const PASTED: usize = 100_000;

fn say(line: &str) {
    drop(writeln!(std::io::stdout(), "{line}"));
}

fn public_ids(lines: usize) -> String {
    (0..lines).fold(String::new(), |mut text, number| {
        let _ = writeln!(text, "products/2021/autumn/outdoor-jacket-{number:07}");
        text
    })
}

fn links(lines: usize) -> String {
    (0..lines).fold(String::new(), |mut text, number| {
        let start = "https://res.cloudinary.com/practice/image/upload/c_fill,w_200/v1719305903";
        let _ = writeln!(text, "{start}/products/2021/outdoor-jacket-{number:07}.jpg");
        text
    })
}

fn table(lines: usize) -> String {
    let header = "public_id,format,resource_type,type\n".to_owned();
    (0..lines).fold(header, |mut text, number| {
        let _ = writeln!(text, "products/2021/outdoor-jacket-{number:07},jpg,image,upload");
        text
    })
}

fn reading(what: &str, text: &str) {
    let mut times: Vec<f64> = (0..5)
        .map(|_| {
            let begun = Instant::now();
            let list = PublicIdList::read(text, &Hosts::of_cloud("practice"));
            assert_eq!(list.rows.len(), LINES);
            begun.elapsed().as_secs_f64()
        })
        .collect();
    times.sort_by(f64::total_cmp);
    say(&format!("Reading {LINES} {what}: {:.2} s (median of 5; {:.2}–{:.2})", times[2], times[0], times[4]));
}

/// Memory of this process, MB: now, and the most so far.
fn memory() -> (f64, f64) {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let of = |name: &str| {
        let line = status.lines().find(|line| line.starts_with(name));
        let number = line.and_then(|line| line.split_whitespace().nth(1)?.parse::<f64>().ok());
        number.unwrap_or_default() / 1000.0
    };
    (of("VmRSS:"), of("VmHWM:"))
}

fn until(harness: &mut Harness<'_, App>, mut so: impl FnMut(&Harness<'_, App>) -> bool) -> Duration {
    let mut longest = Duration::ZERO;
    for _ in 0..10_000 {
        let begun = Instant::now();
        harness.step();
        longest = longest.max(begun.elapsed());
        if so(harness) {
            break;
        }
        std::thread::sleep(Duration::from_millis(1));
    }
    longest
}

fn press(harness: &mut Harness<'_, App>, label: &str) {
    until(harness, |harness| harness.query_by_role_and_label(Role::Button, label).is_some());
    harness.get_by_role_and_label(Role::Button, label).click();
    harness.run_steps(3);
}

fn pasting() -> Done<()> {
    let threads = tokio::runtime::Runtime::new()?;
    let server = threads.block_on(Server::start(Settings { assets: 0, ..Settings::default() }))?;
    let home = tempfile::tempdir()?;
    let setup = Setup {
        paths: Paths::at(home.path()),
        vault: Arc::new(SessionVault::default()),
        from_variable: Some(Credentials::from_cloudinary_url(&server.cloudinary_url())?),
    };
    let (link, _background) = runtime::start(setup, || {})?;
    let mut harness = Harness::builder()
        .with_size([1280.0, 800.0])
        .build_eframe(move |cc| App::new(cc, link, Start::default()));
    press(&mut harness, "Open practice");
    until(&mut harness, |harness| harness.state().state().library.total.is_some());
    press(&mut harness, &text!("form-list"));
    harness.get_by_role_and_label(Role::MultilineTextInput, &text!("list-field")).focus();
    harness.run_steps(10);
    let text = public_ids(PASTED);
    let size = text.len() as f64 / 1e6;
    let (before, _) = memory();
    let begun = Instant::now();
    harness.event(egui::Event::Paste(text));
    let longest = until(&mut harness, |harness| {
        harness.state().state().forms.form(FormKind::Originals(By::List)).read.rows.len() == PASTED
    });
    let read = begun.elapsed();
    let drawn = until(&mut harness, |_| true);
    let (after, most) = memory();
    say(&format!(
        "Pasting {PASTED} lines ({size:.1} MB): longest frame {:.1} ms, then {:.1} ms; read after {:.0} ms; \
         {:.0} MB more, at the most {:.0} MB more",
        longest.as_secs_f64() * 1e3,
        drawn.as_secs_f64() * 1e3,
        read.as_secs_f64() * 1e3,
        after - before,
        (most - before).max(0.0),
    ));
    Ok(())
}

fn main() -> Done<()> {
    // Memory that reading needs would hide what pasting needs.
    pasting()?;
    reading("public IDs", &public_ids(LINES));
    reading("links", &links(LINES));
    reading("rows of a table", &table(LINES));
    Ok(())
}
