//! The practice server in a process of its own, and its remote control over the standard streams:
//! one command a line, one line of JSON for each.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Child, ChildStdin, ChildStdout, Stdio};
use std::time::Duration;

use cloudsweep_practice::{AssetView, DestroyById, Logged, Probe, Server, Settings};
use serde_json::{Value, json};

use crate::kind::kind;

/// What planned assets begin with, and the tag that they have.
pub const PREFIX: &str = "planned/";
pub const TAG: &str = "old";
/// What stands before an answer, among what the test harness prints.
const MARK: &str = "answer ";

/// The process, from the test's side.
pub struct Practice {
    child: Child,
    commands: ChildStdin,
    answers: BufReader<ChildStdout>,
    pub url: String,
}

impl Practice {
    /// `known`: the forms of destroy by asset ID that it knows.
    pub fn start(planned: u64, page_limit: u64, latency: Duration, known: &str) -> Self {
        let mut child = crate::process("server::practice_process")
            .env("CLOUDSWEEP_PLANNED", planned.to_string())
            .env("CLOUDSWEEP_PAGE", page_limit.to_string())
            .env("CLOUDSWEEP_LATENCY", latency.as_millis().to_string())
            .env("CLOUDSWEEP_DESTROY", known)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let commands = child.stdin.take().unwrap();
        let answers = BufReader::new(child.stdout.take().unwrap());
        let mut practice = Self { child, commands, answers, url: String::new() };
        practice.ask("url").as_str().unwrap().clone_into(&mut practice.url);
        practice
    }

    /// Sends a command and reads its answer.
    pub fn ask(&mut self, command: &str) -> Value {
        writeln!(self.commands, "{command}").unwrap();
        loop {
            let mut line = String::new();
            assert!(self.answers.read_line(&mut line).unwrap() > 0, "the practice server ended");
            // The harness prints without a line's end before it.
            if let Some((_, answer)) = line.split_once(MARK) {
                return serde_json::from_str(answer).unwrap();
            }
        }
    }

    /// API calls since the start: all, and those that delete.
    pub fn requests(&mut self) -> (u64, u64) {
        serde_json::from_value(self.ask("requests")).unwrap()
    }

    /// Deletions that were asked for since this was asked last.
    pub fn deletions(&mut self) -> Vec<Deletion> {
        serde_json::from_value(self.ask("deletions")).unwrap()
    }

    /// Everything that is there: full name to asset ID.
    pub fn there(&mut self) -> BTreeMap<String, String> {
        serde_json::from_value(self.ask("there")).unwrap()
    }

    /// Uploads anew under at most so many planned names, half of which are free and half of which
    /// somebody else frees first; gives names and asset IDs. Also while a program is running.
    pub fn upload_anew(&mut self, most: u64) -> BTreeMap<String, String> {
        serde_json::from_value(self.ask(&format!("anew {most}"))).unwrap()
    }
}

impl Drop for Practice {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

/// A request that deletes.
#[derive(Debug, serde::Serialize, serde::Deserialize)]
pub struct Deletion {
    pub path: String,
    pub body: String,
    /// It was carried out, and its whole answer went back.
    pub told: bool,
}

fn name(asset: &AssetView) -> String {
    format!("{}/{}/{}", asset.resource_type, asset.delivery_type, asset.public_id)
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "the practice server's process, started by the kill test"]
async fn practice_process() {
    let settings = Settings {
        assets: 0,
        quota: u32::MAX,
        backup: false,
        page_limit: crate::number("CLOUDSWEEP_PAGE", 500) as usize,
        latency: Duration::from_millis(crate::number("CLOUDSWEEP_LATENCY", 0)),
        destroy_by_id: DestroyById::only(&std::env::var("CLOUDSWEEP_DESTROY").unwrap_or_default()).unwrap(),
        ..Settings::default()
    };
    let server = Server::start(settings).await.unwrap();
    let probe = server.probe();
    let planned = crate::number("CLOUDSWEEP_PLANNED", 100) as usize;
    let planned_name = |number: usize| format!("{PREFIX}{number:06}");
    for number in 0..planned {
        let (resource, delivery) = kind(number);
        probe.upload(resource, delivery, &planned_name(number), &[TAG]);
        if number % 2 == 0 {
            probe.upload(resource, delivery, &format!("other/{number:06}"), &["kept"]);
        }
    }
    probe.record(true);
    let mut used = BTreeSet::new();
    for line in std::io::stdin().lines() {
        let line = line.unwrap();
        let (word, rest) = line.split_once(' ').unwrap_or((&line, ""));
        let answer = match word {
            "url" => json!(server.cloudinary_url()),
            "requests" => json!((probe.requests().total, probe.requests().changing)),
            "there" => probe.all().iter().map(|asset| (name(asset), json!(asset.asset_id))).collect(),
            "fault" => {
                probe.fault(rest.parse().unwrap());
                Value::Null
            }
            "clear" => {
                probe.clear_faults();
                Value::Null
            }
            "deletions" => {
                settled(&probe).await;
                deletions(&probe)
            }
            "anew" => {
                let there =
                    |&number: &usize| probe.exists(kind(number).0, kind(number).1, &planned_name(number));
                let names = (0..planned).filter(|number| !used.contains(number));
                let (taken, free): (Vec<usize>, Vec<usize>) = names.partition(there);
                let most: usize = rest.parse().unwrap();
                let replaced = spread(taken, most / 2);
                for number in &replaced {
                    // The program may have been faster.
                    let _ = probe.remove(kind(*number).0, kind(*number).1, &planned_name(*number));
                }
                let chosen: Vec<usize> = spread(free, most - most / 2).into_iter().chain(replaced).collect();
                used.extend(chosen.iter().copied());
                let put = |&number: &usize| {
                    let (resource, delivery) = kind(number);
                    let asset = probe.upload(resource, delivery, &planned_name(number), &[TAG]);
                    (name(&asset), json!(asset.asset_id))
                };
                chosen.iter().map(put).collect()
            }
            other => panic!("no command {other}"),
        };
        println!("{MARK}{answer}");
    }
}

/// Nothing of a program that was killed is under way any more.
async fn settled(probe: &Probe) {
    let mut quiet = 0;
    while quiet < 3 {
        tokio::time::sleep(Duration::from_millis(5)).await;
        let counts = probe.requests();
        quiet = if counts.counted_at_once.now + counts.free_at_once.now == 0 { quiet + 1 } else { 0 };
    }
}

fn deletions(probe: &Probe) -> Value {
    let log = probe.request_log();
    probe.record(true);
    let deletes = |call: &&Logged| call.method == "DELETE" || call.path.ends_with("/destroy");
    let told = |call: &Logged| call.status == 200 && !call.lost;
    let json = |call: &Logged| json!({ "path": call.path, "body": call.body, "told": told(call) });
    log.iter().filter(deletes).map(json).collect()
}

/// At most so many, from all over.
fn spread(numbers: Vec<usize>, most: usize) -> Vec<usize> {
    let step = (numbers.len() / most.max(1)).max(1);
    numbers.into_iter().step_by(step).take(most).collect()
}
