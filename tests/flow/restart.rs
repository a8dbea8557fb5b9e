//! What survives the end of the program.

use cloudsweep::runtime::command::{Command, ExportForm};
use cloudsweep::runtime::event::Event;

use crate::selectors;
use crate::support::{hosts, open, originals};

#[test]
fn a_receipt_survives_a_restart_and_becomes_a_file() {
    let mut way = open();
    let ids: Vec<String> =
        way.server.probe().all().into_iter().take(3).map(|asset| asset.public_id).collect();
    let selector = selectors::list(&(ids.join("\n") + "\n=no"), &hosts()).unwrap();
    let receipt = way.delete(originals(selector));
    let id = receipt.summary.header.id;
    way.restart();
    let again = way.receipt(id);
    assert_eq!(again.lines, receipt.lines);
    assert_eq!(again.summary.tally, receipt.summary.tally);

    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("receipt.csv");
    way.send(Command::Export { generation: 9000, job: id, form: ExportForm::Csv, path: path.clone() });
    let written = way.wait(|event| match event {
        Event::Exported { result, .. } => Some(result.unwrap()),
        _ => None,
    });
    assert_eq!(written, path);
    let text = std::fs::read_to_string(path).unwrap();
    assert_eq!(text.lines().count(), receipt.lines.len() + 1);
    assert!(receipt.lines.iter().all(|line| text.contains(&*line.item.name.public_id)));
}

#[test]
fn the_secret_is_in_no_file() {
    let mut way = open();
    let id = way.server.probe().all().remove(0).public_id;
    way.delete(originals(selectors::one(&id, &hosts()).unwrap()));
    way.restart();
    let secret = way.credentials.expose().as_bytes().to_vec();
    let mut files = 0;
    for entry in std::fs::read_dir(way.home.path()).unwrap() {
        let path = entry.unwrap().path();
        if path.is_file() {
            files += 1;
            let bytes = std::fs::read(&path).unwrap();
            assert!(!bytes.windows(secret.len()).any(|part| part == secret), "{}", path.display());
        }
    }
    assert!(files > 0);
}
