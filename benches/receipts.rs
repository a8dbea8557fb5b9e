//! Figures of a long receipt: `cargo bench --bench receipts`.
//!
//! A million lines in a journal: how long the reading thread works for the head, a view and a page, how
//! long a file of it takes to be written, and the memory that each takes beyond what was there before.

#[path = "../tests/support/confirmed.rs"]
mod confirmed;

use std::error::Error;
use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::sync::Arc;
use std::time::Instant;

use cloudsweep::jobs::export::{self, JournalSource};
use cloudsweep::journal::{Journal, Record};
use cloudsweep::model::account::Credentials;
use cloudsweep::model::asset::{AssetId, AssetName, DeliveryType, ResourceType};
use cloudsweep::model::breadth::Breadth;
use cloudsweep::model::description::Way;
use cloudsweep::model::item::{PlanItem, Words};
use cloudsweep::model::job::BatchState;
use cloudsweep::model::job_id::JobId;
use cloudsweep::model::outcome::Outcome;
use cloudsweep::model::plan::{Draft, Plan};
use cloudsweep::model::receipt::{Filter, ReceiptView, Shown};
use cloudsweep::model::route::Route;
use cloudsweep::model::sweep::SweepBy;
use cloudsweep::model::unix_time::UnixTime;
use cloudsweep::model::what::What;

use self::confirmed::confirmed;

type Done<T> = Result<T, Box<dyn Error>>;

const LINES: u64 = 1_000_000;

fn say(line: &str) {
    drop(writeln!(std::io::stdout(), "{line}"));
}

/// So many seconds after the preview was made.
fn at(seconds: i64) -> UnixTime {
    UnixTime::from_seconds(1_700_000_000 + seconds)
}

fn item(number: u64, words: &mut Words) -> PlanItem {
    let mut bytes = [0; 16];
    bytes[8..].copy_from_slice(&(number + 1).to_be_bytes());
    PlanItem {
        asset_id: AssetId::from_bytes(bytes),
        name: AssetName {
            resource_type: ResourceType::Image,
            delivery_type: DeliveryType::Upload,
            public_id: format!("products/{}/outdoor-jacket-{number:07}", number % 2_000).into(),
        },
        version: 1_719_305_903,
        etag: Some("d41d8cd98f00b204e9800998ecf8427e".into()),
        bytes: number * 7_919 % 5_000_000,
        created_at: Some(UnixTime::from_seconds(1_500_000_000 + (number % 200_000_000) as i64)),
        format: Some(words.share("jpg")),
        host: words.share("https://res.cloudinary.com/practice"),
        backed_up: Some(!number.is_multiple_of(3)),
        copy: None,
    }
}

fn plan() -> Done<Plan> {
    let environment = Credentials::from_cloudinary_url("cloudinary://1234:secret@practice")?.environment;
    let mut words = Words::default();
    let draft = Draft {
        environment: environment.id(),
        description: Way::Prefix { text: "products/".into() }.into(),
        what: What::Originals,
        breadth: Breadth::Caught,
        invalidate: true,
        items: (0..LINES).map(|number| item(number, &mut words)).collect(),
        taken_at: at(0),
        notes: Vec::new(),
    };
    Ok(Plan::freeze_with_selector(draft, Some(SweepBy::Prefix("products/".into()))))
}

/// Writes a job that ended so: half of it deleted, half refused.
async fn ended(journal: &Journal) -> Done<JobId> {
    let job = journal.begin(confirmed(Arc::new(plan()?), Route::Sweep, at(60))).await?;
    let id = job.header().id;
    for batch in job.batches() {
        let outcomes = batch.items.map(|position| {
            let refused = Outcome::Refused { reason: "locked by a rule of this folder".into() };
            let deleted = Outcome::Deleted { copies: Some(2) };
            (position as u32, if position % 2 == 0 { deleted } else { refused })
        });
        let (outcomes, state) = (outcomes.collect(), Some(BatchState::Done));
        journal.sending(id, batch.index).await?;
        journal.record(id, Record { batch: batch.index, outcomes, extras: Vec::new(), state }).await?;
    }
    journal.end(id, at(900)).await?;
    Ok(id)
}

/// Memory of this process, MB: now, and the most since it was last asked for.
fn memory() -> (f64, f64) {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    drop(std::fs::write("/proc/self/clear_refs", "5"));
    let of = |name: &str| {
        let line = status.lines().find(|line| line.starts_with(name));
        let number = line.and_then(|line| line.split_whitespace().nth(1)?.parse::<f64>().ok());
        number.unwrap_or_default() / 1000.0
    };
    (of("VmRSS:"), of("VmHWM:"))
}

/// Tells how long something took, and how much memory at the most.
async fn timed<T>(what: &str, work: impl Future<Output = Done<T>>) -> Done<T> {
    memory();
    let (before, _) = memory();
    let begun = Instant::now();
    let done = work.await?;
    let took = begun.elapsed().as_secs_f64() * 1e3;
    let (_, most) = memory();
    say(&format!("{what}: {took:.1} ms, {:.1} MB more at the most", (most - before).max(0.0)));
    Ok(done)
}

async fn views(journal: &Journal, job: JobId) -> Done<()> {
    let view = ReceiptView::default();
    let opened = timed("Opening it", async { Ok(journal.open_receipt(job, view).await?) }).await?;
    let (head, listed) = (Arc::new(opened.0), opened.1);
    for (what, shown, search) in [
        ("The refused half", Shown::Ended(Filter::Refused), ""),
        ("Those with a text", Shown::All, "jacket-0123"),
        ("None of them", Shown::Ended(Filter::Unknown), ""),
    ] {
        let view = ReceiptView { shown, search: search.to_owned() };
        let listing = journal.list_receipt(Arc::clone(&head), view, || true);
        timed(what, async { Ok(listing.await?.map(|listed| listed.positions.len())) }).await?;
    }
    let positions = listed.positions.part(500_000..500_300);
    let rows = journal.receipt_rows(Arc::clone(&head), Shown::All, positions);
    timed("Three pages from the middle", async { Ok(rows.await?) }).await?;
    timed("What was left undone", async { Ok(journal.undone(job).await?) }).await?;
    Ok(())
}

async fn files(journal: &Journal, job: JobId, folder: &std::path::Path) -> Done<()> {
    for form in ["csv", "json", "html", "support"] {
        let path = folder.join(form);
        let receipt = JournalSource::open(journal.clone(), job).await?;
        let written = tokio::task::spawn_blocking(move || {
            let mut file = BufWriter::new(File::create(&path)?);
            match form {
                "csv" => export::csv(&receipt, &mut file)?,
                "json" => export::json(&receipt, &mut file)?,
                "html" => export::html(&receipt, &mut file)?,
                _ => export::support_list(&receipt, &mut file)?,
            }
            Ok::<_, std::io::Error>(file.get_ref().metadata()?.len())
        });
        let what = format!("Writing it as {form}");
        let bytes = timed(&what, async { Ok(written.await??) }).await?;
        say(&format!("  {:.1} MB", bytes as f64 / 1e6));
    }
    Ok(())
}

fn main() -> Done<()> {
    let threads = tokio::runtime::Runtime::new()?;
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("journal.sqlite");
    let begun = Instant::now();
    let job = threads.block_on(async { ended(&Journal::open(&path)?).await })?;
    say(&format!("A receipt of {LINES} lines, written in {:.1} s", begun.elapsed().as_secs_f64()));
    // The threads of the one before end with it.
    std::thread::sleep(std::time::Duration::from_secs(1));
    threads.block_on(async {
        let journal = Journal::open(&path)?;
        views(&journal, job).await?;
        files(&journal, job, folder.path()).await
    })
}
