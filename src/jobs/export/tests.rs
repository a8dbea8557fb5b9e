//! What is in the files.

mod formulas;
mod read_back;

use super::*;
use crate::model::account::EnvironmentId;
use crate::model::asset::ResourceType;
use crate::model::description::Description;
use crate::model::fingerprint::Fingerprint;
use crate::model::fixture::{Receipt, at, item};
use crate::model::job::JobHeader;
use crate::model::job_id::JobId;
use crate::model::outcome::{Skip, Tally};
use crate::model::problem::Code;
use crate::model::receipt::{ExtraEnd, JobState, Summary};
use crate::model::route::Route;
use crate::model::unsettled::Cause;

impl Source for Receipt {
    fn summary(&self) -> &Summary {
        &self.summary
    }

    fn number_of(&self, section: Section) -> u64 {
        let number = match section {
            Section::Planned => self.lines.len(),
            Section::Extras => self.extras.len(),
            Section::LeftOut => self.left_out.len(),
        };
        number as u64
    }

    fn rows(&self, section: Section) -> impl Iterator<Item = io::Result<ReceiptRow>> {
        let rows: Vec<ReceiptRow> = match section {
            Section::Planned => self.lines.iter().cloned().map(ReceiptRow::Planned).collect(),
            Section::Extras => self.extras.iter().cloned().map(ReceiptRow::Extra).collect(),
            Section::LeftOut => self.left_out.iter().cloned().map(ReceiptRow::LeftOut).collect(),
        };
        rows.into_iter().map(Ok)
    }
}

fn receipt(names: &[(&str, Outcome)]) -> Receipt {
    let mut lines = Vec::new();
    let mut tally = Tally::default();
    for (number, (name, outcome)) in names.iter().enumerate() {
        let mut item = item(number as u8, true);
        item.name.public_id = (*name).into();
        tally.add(outcome);
        lines.push(Line { item, outcome: Some(outcome.clone()) });
    }
    let header = JobHeader {
        id: JobId(1),
        environment: EnvironmentId("demo".into()),
        cloud_name: "demo".into(),
        description: Description::default(),
        what: What::Originals,
        route: Route::Batches,
        invalidate: true,
        planned: lines.len() as u64,
        fingerprint: Fingerprint([0; 32]),
        previewed_at: at(0),
        confirmed_at: at(0),
    };
    let extra = Extra {
        resource_type: ResourceType::Image,
        delivery_type: None,
        public_id: "@new <b>".into(),
        asset_id: None,
        end: ExtraEnd::Deleted,
    };
    let summary = Summary { header, state: JobState::Done, tally, ended_at: Some(at(1)) };
    Receipt { summary, lines, extras: vec![extra], left_out: Vec::new() }
}

fn cells(write: impl FnOnce(&mut Vec<u8>) -> io::Result<()>) -> Vec<Vec<String>> {
    let mut file = Vec::new();
    write(&mut file).unwrap();
    let file = file.strip_prefix("\u{feff}".as_bytes()).unwrap_or(&file);
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(file);
    reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect()
}

#[test]
fn no_cell_starts_a_formula_and_every_item_has_its_line() {
    let odd = ["=1+1", "+x", "-x", "@x", "a,\"b\"\nc", "ñ"];
    let deleted = Outcome::Deleted { copies: Some(2) };
    let mut named: Vec<_> = odd.iter().map(|name| (*name, deleted.clone())).collect();
    named.push(("gone", Outcome::AlreadyGone));
    named.push(("no", Outcome::Refused { reason: "=cmd".into() }));
    let rows = cells(|file| csv(&receipt(&named), file));
    assert_eq!(rows.len(), 1 + named.len() + 1);
    for cell in rows.iter().flatten() {
        assert!(!cell.starts_with(['=', '+', '-', '@']), "{cell}");
    }
    assert_eq!(rows[1][0], "'=1+1");
    assert_eq!(rows[5][0], "a,\"b\"\nc");
    assert_eq!((&*rows[7][10], &*rows[8][10]), ("already gone", "refused"));
    assert_eq!((&*rows[9][0], &*rows[9][10]), ("'@new <b>", "beyond the plan"));
}

#[test]
fn the_support_list_has_what_is_gone_and_nothing_else() {
    let named = [
        ("a", Outcome::Deleted { copies: None }),
        ("b", Outcome::AlreadyGone),
        ("c", Outcome::Refused { reason: "no".into() }),
        ("d", Outcome::Skipped { reason: Skip::Changed }),
        ("e", Outcome::Unknown { reason: Cause::CutOff.into() }),
    ];
    let rows = cells(|file| support_list(&receipt(&named), file));
    let rows: Vec<Vec<&str>> = rows.iter().map(|row| row.iter().map(String::as_str).collect()).collect();
    let expected =
        [["a", "jpg", "image", "upload"], ["b", "jpg", "image", "upload"], ["@new <b>", "", "image", ""]];
    assert_eq!(rows[1..], expected);
}

#[test]
fn the_support_list_of_copies_names_no_original() {
    for what in [What::AllCopies, What::ChosenCopies] {
        let mut receipt =
            receipt(&[("a", Outcome::Deleted { copies: Some(2) }), ("b", Outcome::AlreadyGone)]);
        receipt.summary.header.what = what;
        receipt.extras.clear();
        assert_eq!(cells(|file| support_list(&receipt, file)).len(), 1, "{what:?}");
    }
}

#[test]
fn the_support_list_is_exact_and_the_table_opens_right() {
    let named = [("-K82QoL4", Outcome::AlreadyGone)];
    let mut list = Vec::new();
    support_list(&receipt(&named), &mut list).unwrap();
    let list = String::from_utf8(list).unwrap();
    let expected = "\"public_id\",\"format\",\"resource_type\",\"type\"\n\"-K82QoL4\",\"jpg\",\"image\",\"upload\"\n\
        \"@new <b>\",\"\",\"image\",\"\"\n";
    assert_eq!(list, expected);
    let mut table = Vec::new();
    csv(&receipt(&named), &mut table).unwrap();
    assert!(table.starts_with("\u{feff}\"public_id\",\"resource_type\"".as_bytes()), "a mark for Excel");
}

#[test]
fn a_file_that_cannot_be_written_is_told_and_nothing_is_left() {
    let folder = tempfile::tempdir().unwrap();
    let (home, own) = own(&folder);
    let problem = to_file(&home.path().join("no/such.csv"), &own, |_| Ok(())).unwrap_err();
    let name = home.path().join("no/such.csv").display().to_string();
    assert_eq!(problem.code, FileProblem::NotWritten { name, why: Unwritable::Other }.into());
    let broken = to_file(&home.path().join("a.csv"), &own, |_| Err(io::ErrorKind::StorageFull.into()));
    let full =
        |code: &Code| matches!(code, Code::File(FileProblem::NotWritten { why: Unwritable::Full, .. }));
    assert!(broken.is_err_and(|broken| full(&broken.code)));
    assert_eq!(std::fs::read_dir(home.path()).unwrap().count(), 0);
}

/// A folder for exports, and the program's own.
fn own(folder: &tempfile::TempDir) -> (tempfile::TempDir, Paths) {
    let paths = Paths::at(folder.path());
    std::fs::create_dir_all(paths.logs()).unwrap();
    (tempfile::tempdir().unwrap(), paths)
}

#[test]
fn the_programs_own_files_are_never_written_over() {
    let folder = tempfile::tempdir().unwrap();
    let (_, own) = own(&folder);
    for name in [
        "journal.sqlite",
        "journal.sqlite-wal",
        "journal.sqlite-shm",
        "environments.json",
        "preferences.json",
        "lock",
        "logs/cloudsweep.log",
        "logs/../new.csv",
    ] {
        let path = own.home().join(name);
        std::fs::write(&path, "own").unwrap();
        let problem = to_file(&path, &own, |file| file.write_all(b"x")).unwrap_err();
        assert!(matches!(problem.code, Code::File(FileProblem::OwnFolder { .. })), "{problem:?}");
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "own");
    }
}

#[cfg(unix)]
#[test]
fn a_link_is_told_and_left_with_what_it_leads_to() {
    let folder = tempfile::tempdir().unwrap();
    let (home, own) = own(&folder);
    let (path, other) = (home.path().join("x.csv"), home.path().join("other"));
    std::fs::write(&other, "mine").unwrap();
    std::os::unix::fs::symlink(&other, &path).unwrap();
    let problem = to_file(&path, &own, |file| file.write_all(b"x")).unwrap_err();
    assert!(matches!(problem.code, Code::File(FileProblem::Link { .. })), "{problem:?}");
    assert_eq!(std::fs::read_to_string(&other).unwrap(), "mine");
}

#[test]
fn json_holds_every_item_and_the_sums() {
    let named =
        [("a", Outcome::Deleted { copies: Some(2) }), ("b", Outcome::Refused { reason: "no".into() })];
    let mut file = Vec::new();
    json(&receipt(&named), &mut file).unwrap();
    let value: serde_json::Value = serde_json::from_slice(&file).unwrap();
    assert_eq!(value["job"]["planned"], 2);
    assert_eq!(value["sums"]["deleted"], 1);
    assert_eq!(value["items"][1]["outcome"], "refused");
    assert_eq!(value["items"][1]["reason"], "no");
    assert_eq!(value["beyond_the_plan"][0]["public_id"], "@new <b>");
}

/// A receipt of copies of `docs/owl`, from which `docs/cat` was left out.
fn of_copies(what: What, copies: Option<u64>) -> Receipt {
    let mut receipt = receipt(&[("docs/owl", Outcome::Deleted { copies })]);
    receipt.summary.header.what = what;
    receipt.extras.clear();
    let mut left_out = item(9, true);
    left_out.name.public_id = "docs/cat".into();
    receipt.left_out.push(left_out);
    receipt.summary.tally.left_out = 1;
    receipt
}

#[test]
fn a_receipt_of_copies_says_so_in_every_form_and_deleted_alone_in_none() {
    for (what, copies, told, outcome) in [
        (What::AllCopies, Some(11), "11 copies deleted · original kept", "copies deleted"),
        (What::AllCopies, None, "Copies deleted · original kept", "copies deleted"),
        (What::ChosenCopies, None, "1 copy deleted · original kept", "copy deleted"),
    ] {
        let receipt = of_copies(what, copies);
        let rows = cells(|file| csv(&receipt, file));
        assert_eq!((&*rows[1][10], &*rows[1][13]), (outcome, "kept"), "{what:?}");
        assert_eq!((&*rows[2][10], &*rows[2][13]), ("left out", "kept"), "{what:?}");
        assert!(rows.iter().flatten().all(|cell| cell != "deleted"), "{rows:?}");
        let mut page = Vec::new();
        html(&receipt, &mut page).unwrap();
        let page = String::from_utf8(page).unwrap();
        assert!(page.contains(told) && page.contains("original kept</td>"), "{page}");
        assert!(page.contains("Image, upload") && !page.contains(">Deleted<"), "{page}");
        let mut file = Vec::new();
        json(&receipt, &mut file).unwrap();
        let value: serde_json::Value = serde_json::from_slice(&file).unwrap();
        assert_eq!(value["summary"], format!("{told} · 1 left out by you"));
        assert_eq!(
            (&value["items"][0]["outcome"], &value["items"][0]["original"]),
            (&outcome.into(), &"kept".into())
        );
        assert!(value["sums"].get("deleted").is_none(), "{value}");
        assert_eq!(value["sums"]["items_with_copies_deleted"], 1);
    }
}

#[test]
fn what_was_left_out_is_listed_in_every_form_for_people_and_in_no_support_list() {
    let mut receipt = of_copies(What::Originals, None);
    receipt.lines.clear();
    let rows = cells(|file| csv(&receipt, file));
    assert_eq!((&*rows[1][0], &*rows[1][7], &*rows[1][10]), ("docs/cat", "left out", "left out"));
    let mut page = Vec::new();
    html(&receipt, &mut page).unwrap();
    assert!(String::from_utf8(page).unwrap().contains("<h2>Left out of the plan</h2>"));
    let mut file = Vec::new();
    json(&receipt, &mut file).unwrap();
    let value: serde_json::Value = serde_json::from_slice(&file).unwrap();
    assert_eq!(value["left_out"][0]["public_id"], "docs/cat");
    assert_eq!(cells(|file| support_list(&receipt, file)).len(), 1, "its head alone");
}

#[test]
fn a_page_shows_every_name_as_text_and_never_as_markup() {
    let mut file = Vec::new();
    html(&receipt(&[("<script>&\"'", Outcome::AlreadyGone)]), &mut file).unwrap();
    let page = String::from_utf8(file).unwrap();
    assert!(page.contains("&lt;script&gt;&amp;&quot;&#39;") && !page.contains("<script>"));
    assert!(page.contains("@new &lt;b&gt;"), "assets beyond the plan are listed");
    assert!(page.contains("default-src &#39;none&#39;") || page.contains("default-src 'none'"));
    assert!(!page.contains("http://") && !page.contains("https://") && !page.contains("src="));
    assert!(page.starts_with("<!doctype html>") && page.trim_end().ends_with("</html>"));
}

/// Whoever prints a receipt of a huge deletion needs what is left, and can open the file at all.
#[test]
fn a_page_of_a_very_long_receipt_shows_a_part_with_what_was_not_deleted_first() {
    let named: Vec<String> = (0..10_030).map(|number| format!("n{number:05}")).collect();
    let refused = |at: usize| at.is_multiple_of(1_000);
    let outcome = |at| {
        if refused(at) {
            Outcome::Refused { reason: "locked".into() }
        } else {
            Outcome::Deleted { copies: None }
        }
    };
    let named: Vec<_> = named.iter().enumerate().map(|(at, name)| (&**name, outcome(at))).collect();
    let mut page = Vec::new();
    html(&receipt(&named), &mut page).unwrap();
    let page = String::from_utf8(page).unwrap();
    let shown: Vec<usize> = page
        .match_indices("<td>n")
        .map(|(at, start)| page[at + start.len()..][..5].parse().unwrap())
        .collect();
    assert_eq!(shown.len(), 10_000);
    assert!(shown[..11].iter().all(|at| refused(*at)) && !shown[11..].iter().any(|at| refused(*at)));
    assert!(page.contains("10,000 of 10,030 items") && page.contains("as CSV"), "{page:.2000}");
    assert!(page.contains("Still in Cloudinary. Its answer: locked</td>"));
}

#[test]
fn a_page_tells_dates_and_types_as_the_window_does() {
    let mut receipt = receipt(&[("a", Outcome::Refused { reason: "unauthorized".into() })]);
    receipt.summary.header.confirmed_at = at(1_700_000_000);
    let mut page = Vec::new();
    html(&receipt, &mut page).unwrap();
    let page = String::from_utf8(page).unwrap();
    assert!(page.contains(&crate::text::clock::date_and_time(at(1_700_000_000))));
    assert!(page.contains("<td>Image, upload</td>") && !page.contains("T22:13:20"), "{page}");
    assert!(page.contains("Still in Cloudinary") && !page.contains("unauthorized"), "{page}");
}
