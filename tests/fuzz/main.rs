//! A fuzzer for what comes from outside: pasted delivery URLs, lists and `CLOUDINARY_URL` lines, and
//! pages of assets as a server may send them.
//!
//! It runs on stable Rust without any tool, `CLOUDSWEEP_FUZZ_SECONDS` for each target (2 unless
//! set), and is told where to begin by `CLOUDSWEEP_FUZZ_SEED`. It does not see which branches were
//! taken, as libFuzzer does; instead it knows the structure of its inputs, begins with every URL of
//! the SDK's vectors, and keeps each input whose reading has a shape that was not seen before, to
//! mutate it further. A failure prints the input and the seed.

#[path = "../support/chance.rs"]
mod chance;
mod inputs;

use std::collections::HashSet;
use std::hash::{DefaultHasher, Hasher as _};
use std::io::Write as _;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use cloudsweep::api::Page;
use cloudsweep::model::account::Credentials;
use cloudsweep::model::delivery::{self, DeliveryHost, Hosts, Reading};
use cloudsweep::model::list::{PublicIdList, Wanted};
use cloudsweep::model::source;

use chance::Chance;
use inputs::mutated;

/// Inputs that are kept.
const MOST_KEPT: usize = 20_000;
const CLOUD: &str = "demo";

fn setting(name: &str) -> Option<u64> {
    std::env::var(name).ok()?.parse().ok()
}

/// Runs a target, which gives the shape of what it made of an input, for its time.
fn fuzz(target: &str, seeds: Vec<String>, shape: impl Fn(&str) -> u64) {
    let seconds = setting("CLOUDSWEEP_FUZZ_SECONDS").unwrap_or(2);
    let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_nanos() as u64);
    let seed = setting("CLOUDSWEEP_FUZZ_SEED").unwrap_or(now);
    let mut chance = Chance::new(seed);
    let mut corpus = seeds;
    let mut shapes = HashSet::new();
    let mut executions: u64 = 0;
    let begun = Instant::now();
    let mut run = |input: &str| {
        let shape = catch_unwind(AssertUnwindSafe(|| shape(input)));
        let shape = shape.ok().unwrap_or_else(|| {
            panic!("{target} failed on {input:?}; CLOUDSWEEP_FUZZ_SEED={seed}");
        });
        shapes.insert(shape)
    };
    for input in &corpus {
        run(input);
        executions += 1;
    }
    while begun.elapsed() < Duration::from_secs(seconds) {
        for _ in 0..64 {
            let input = mutated(&mut chance, &corpus);
            executions += 1;
            if run(&input) && corpus.len() < MOST_KEPT {
                corpus.push(input);
            }
        }
    }
    let kept = corpus.len();
    // Past the test's own capture, so that it is seen when all is well.
    let line =
        format!("fuzz {target}: {executions} executions in {seconds} s, {kept} inputs kept, seed {seed}\n");
    std::io::stderr().write_all(line.as_bytes()).expect("standard error");
}

fn hash(of: impl std::hash::Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    of.hash(&mut hasher);
    hasher.finish()
}

/// Every URL and public ID of the vectors.
fn vectors() -> Vec<String> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/vectors");
    let mut texts = Vec::new();
    for entry in std::fs::read_dir(folder).expect("the vectors") {
        let text = std::fs::read_to_string(entry.expect("an entry").path()).expect("a text");
        let file: serde_json::Value = serde_json::from_str(&text).expect("JSON");
        for row in file["rows"].as_array().expect("rows") {
            let fields = ["url", "public_id", "path"].into_iter().filter_map(|name| row[name].as_str());
            texts.extend(fields.map(str::to_owned));
        }
    }
    assert!(texts.len() > 100, "the vectors are there");
    texts
}

/// Cloudinary's hosts, and one of the environment's own.
fn hosts() -> Hosts {
    let own = DeliveryHost::typed("media.example.com").into_iter().collect();
    Hosts { own, ..Hosts::of_cloud(CLOUD) }
}

/// How a reading looks, without its texts; checks what must always hold.
fn shape_of(reading: &Reading) -> u64 {
    match reading {
        Reading::Link(named) => {
            let mut seen = HashSet::new();
            for name in named.names() {
                let id = &*name.public_id;
                assert!(!id.is_empty() && !id.chars().any(char::is_control), "{id:?}");
                assert!(seen.insert(name), "twice: {named:?}");
            }
            assert!(!seen.is_empty(), "{named:?}");
            let certain = named.certain.as_ref();
            let certain = certain.map(|name| (name.resource_type, name.delivery_type.as_str()));
            let whys: Vec<_> =
                named.guesses.iter().take(3).map(|guess| std::mem::discriminant(&guess.why)).collect();
            hash((0, certain, named.guesses.len().min(9), whys))
        }
        Reading::OtherCloud(cloud) => {
            assert!(!cloud.eq_ignore_ascii_case(CLOUD));
            hash((1, cloud.len().min(20)))
        }
        Reading::OtherHost(host) => hash((2, host.len().min(20))),
        Reading::NoAsset => 3,
        Reading::NotALink => 4,
    }
}

#[test]
fn no_pasted_link_is_too_odd() {
    fuzz("delivery URLs", vectors(), |input| {
        let reading = delivery::read(input, &hosts());
        assert_eq!(
            reading,
            delivery::read(&format!(" {input}\n"), &hosts()),
            "blanks at the ends are nothing"
        );
        let _ = (delivery::version(input), delivery::stored_field(input));
        let any = delivery::read(input, &Hosts { any: true, ..hosts() });
        hash((shape_of(&reading), shape_of(&any)))
    });
}

#[test]
fn no_pasted_list_is_too_odd() {
    let mut seeds = vectors();
    let together = seeds.chunks(7).map(|some| some.join("\n")).collect::<Vec<_>>();
    let table = |mark: &str| {
        let rows = seeds.chunks(3).take(20).map(|some| some.join(mark));
        format!("\u{feff}format{mark}public_id{mark}url\n{}", rows.collect::<Vec<_>>().join("\r\n"))
    };
    let tables = [",", ";", "\t"].map(table);
    seeds.extend(together);
    seeds.extend(tables);
    seeds.push("public_id,note\n\"a, b\",\"two\nlines\"\n\"open,c\n".to_owned());
    fuzz("lists", seeds, |input| {
        let list = PublicIdList::read(input, &hosts());
        let mut line = 0;
        for row in &list.rows {
            assert!(row.line >= line, "{list:?}");
            line = row.line;
            assert!(matches!(row.wanted, Wanted::Record(_) | Wanted::Unreadable(_)) || !row.text.is_empty());
            for guess in list.guesses(row) {
                assert!(!guess.public_id.is_empty() && guess.public_id.chars().nth(255).is_none());
            }
        }
        let one = PublicIdList::read_one(input, &hosts());
        assert!(one.rows.len() <= 1);
        let kinds = list.rows.iter().take(4).map(|row| std::mem::discriminant(&row.wanted));
        hash((kinds.collect::<Vec<_>>(), list.blank.min(5), list.duplicates.min(5), list.rows.len().min(9)))
    });
}

#[test]
fn no_text_of_a_list_is_too_odd() {
    let link = "https://res.cloudinary.com/demo/image/upload/docs/owl.jpg";
    let mut seeds = vectors();
    seeds.extend([
        format!("<!doctype html>\n<img src=\"{link}\" srcset=\"{link} 1x, {link}?a=b 2x\">\n<a href='//e.com/a'>"),
        format!("- [a]({link} \"title\")\n[ {link},\n{link} ]\nSee {link}."),
        "sep=;\npublic_id;format;what\n\"a;\"\"b\"\"\";jpg;copy\n".to_owned(),
        "| public_id | type |\n|---|---|\n| a | upload |\n".to_owned(),
        r#"{"resources":[{"public_id":"a\u00e9","version":7,"tags":["x"],"context":{"a":{}}},null],"next":"x"}"#.to_owned(),
        "\"a\",\n'b',\n]\n".to_owned(),
        "{\"public_id\":\"a\"}\n{\"asset_id\":null}\n".to_owned(),
    ]);
    fuzz("texts of lists", seeds, |input| {
        let mut taken = Vec::new();
        let told = source::read(input, |entry| taken.push(entry));
        let lines = 1 + input.bytes().filter(|byte| matches!(byte, b'\n' | b'\r')).count();
        assert!(taken.is_sorted_by_key(|entry| entry.line), "{taken:?}");
        assert!(taken.iter().all(|entry| (1..=lines).contains(&entry.line)), "{taken:?}");
        assert!(told.is_ok() || taken.is_empty(), "{told:?} {taken:?}");
        let shape = |entry: &source::Entry<'_>| match &entry.what {
            source::What::Text(_) => 0,
            source::What::Link(link) | source::What::Perhaps(link) => {
                let start = link.get(..4).unwrap_or_default();
                assert!(start.eq_ignore_ascii_case("http") || link.starts_with("//"), "{link:?}");
                1
            }
            source::What::Record(record) => 2 + u8::from(record.names_an_asset()),
        };
        let shapes: Vec<u8> = taken.iter().take(4).map(shape).collect();
        hash((told.map(|told| (told.form, told.blank.min(3))), shapes, taken.len().min(9)))
    });
}

#[test]
fn no_pasted_cloudinary_url_is_too_odd() {
    let seeds = [
        "cloudinary://1234:se-cret_9@Demo",
        "CLOUDINARY_URL=cloudinary://1234:secret@demo?upload_prefix=http://127.0.0.1:8080&signature_algorithm=sha256",
        "export CLOUDINARY_URL=\"cloudinary://1:s@demo/cdn.example.com?secure=true\"",
    ];
    fuzz("CLOUDINARY_URL lines", seeds.map(str::to_owned).to_vec(), |input| {
        match Credentials::from_cloudinary_url(input) {
            Ok(credentials) => {
                let secret = credentials.expose();
                assert!(!secret.is_empty() && !secret.contains(char::is_whitespace));
                hash((
                    0,
                    std::mem::discriminant(&credentials.environment.region),
                    credentials.environment.cloud_name.len().min(9),
                ))
            }
            Err(error) => hash((1, format!("{error:?}"))),
        }
    });
}

#[test]
fn no_page_of_assets_is_too_odd() {
    let whole = r#"{"resources":[{"asset_id":"b5e6d2b39ba3e0869d67141ba7dba6cf","public_id":"docs/owl",
        "format":"jpg","version":1719305903,"resource_type":"image","type":"upload","bytes":379132,
        "created_at":"2024-02-25T08:58:23Z","width":1870,"height":null,"tags":["a","b"],"placeholder":true,
        "context":{"custom":{"alt":"x"}},"secure_url":"https://res.cloudinary.com/demo/image/upload/docs/owl.jpg"},
        {"public_id":"b","resource_type":"raw","type":"private","context":[{"key":"k","value":1}],"version":"7",
        "context":{"alt":"x"},"tags":null,"bytes":-1.5e9,"created_at":"yesterday","backup":"true"},null,[],7],
        "next_cursor":"a1b2","total_count":2}"#;
    let seeds = [whole, r#"{"resources":[]}"#, r#"{"resources":[{}],"next_cursor":null}"#, "<html>"];
    fuzz("pages of assets", seeds.map(str::to_owned).to_vec(), |input| {
        match Page::from_json(input.as_bytes()) {
            Ok(page) => {
                assert!(page.items.iter().all(|asset| !asset.name.public_id.is_empty()));
                assert_ne!(page.next_cursor.as_deref(), Some(""));
                hash((0, page.items.len(), page.unreadable.len(), page.next_cursor.is_some()))
            }
            Err(error) => hash((1, error.message.own().split(" at line").next().map(str::len))),
        }
    });
}
