//! A server's words, wherever they come: the API secret is in no file, log, receipt or export, and
//! three million characters are nowhere either.

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use cloudsweep::jobs::export;
use cloudsweep::model::asset::{DeliveryType, ResourceType};
use cloudsweep::model::message::Flaw;
use cloudsweep::model::outcome::Outcome;
use cloudsweep::platform::clock::Clock;
use cloudsweep::text::sums;
use serde_json::{Map, Value, json as value};

use crate::log;
use crate::peer::{Act, Peer, ok, refusal};
use crate::proxy::{Answer, Deed, Request, json};
use crate::receipt::Receipt;
use crate::support::{PREFIX, Way};
use crate::world::{Hostile, OTHERS, SECRET, WAYS, client, count, credentials, deleted, waiting};

const PLANNED: usize = 7;
/// Longest words that are kept, characters.
const LONGEST: usize = 500;

fn basic() -> String {
    STANDARD_NO_PAD.encode(format!("key:{SECRET}"))
}

/// Everything that should not come in, and many characters.
fn boo() -> String {
    boo_with(20_000)
}

fn boo_with(characters: usize) -> String {
    let proxy = "http://me:pass@proxy:3128";
    let signature = "c3470533147774275dd37996cc4d0e68fd03cd4f";
    let encoded = SECRET.replace('/', "%2f");
    let start = format!("boo\r\n\0 \u{202e} KEY:{SECRET} {encoded} {signature} {proxy} {} ", basic());
    start + &"x".repeat(characters)
}

fn is_clean(what: &str, text: &str) {
    for secret in [SECRET, "CANARY", "me:pass", "c3470533147774275dd3"] {
        assert!(!text.contains(secret), "{what} holds {secret}");
    }
    assert!(!text.contains(&"x".repeat(LONGEST + 1)), "{what} is too long");
}

/// All of it is refused in those words.
fn answer(request: &Request) -> Answer {
    let deleted: Map<String, Value> = match serde_json::from_str::<Value>(&request.body) {
        Ok(body) if body["asset_ids"].is_array() => {
            let ids = body["asset_ids"].as_array().unwrap().iter();
            let words =
                |at: usize| if at == 0 { boo_with(3_000_000) } else { format!("boo {SECRET}\n{}", basic()) };
            ids.enumerate().map(|(at, id)| (id.as_str().unwrap().to_owned(), value!(words(at)))).collect()
        }
        // A sweep names what it found: here a planned name, and two that nobody knows.
        _ => [("planned/000001".to_owned(), value!(boo())), (boo_with(3_000_000), value!("deleted"))]
            .into_iter()
            .collect(),
    };
    let mut answer = json(200, &value!({ "result": boo(), "deleted": deleted, &boo(): boo() }).to_string());
    answer.headers.push(("X-Request-Id", SECRET.to_owned()));
    answer
}

fn kept(folder: &std::path::Path) -> Vec<u8> {
    let files = std::fs::read_dir(folder).unwrap().map(|file| std::fs::read(file.unwrap().path()).unwrap());
    files.collect::<Vec<_>>().concat()
}

fn exported(receipt: &Receipt) -> String {
    let mut bytes = Vec::new();
    export::csv(receipt, &mut bytes).unwrap();
    export::json(receipt, &mut bytes).unwrap();
    export::html(receipt, &mut bytes).unwrap();
    export::support_list(receipt, &mut bytes).unwrap();
    String::from_utf8(bytes).unwrap()
}

async fn judged(way: Way, script: impl Fn(&Request) -> Answer + Send + Sync + 'static, refused: bool) {
    log::keep();
    let hostile = Hostile::new(
        move |request| {
            if request.deletes() { Deed::Instead(script(request)) } else { Deed::Pass }
        },
    )
    .await;
    hostile.world.fill(PLANNED, OTHERS);
    let receipt = hostile.delete(way).await;
    assert_eq!(hostile.left(), PLANNED, "nothing was carried out");
    let of_refused = count(&receipt, |end| matches!(end, Outcome::Refused { .. }));
    assert_eq!(of_refused > 0, refused, "{way:?}");
    for line in &receipt.lines {
        let reason = sums::reason(line.outcome.as_ref().unwrap());
        assert!(reason.chars().count() < LONGEST + 100, "{way:?}: {reason}");
        assert!(!reason.chars().any(|c| c.is_control() || c == '\u{202e}'), "{way:?}: {reason:?}");
        is_clean("a reason", &reason);
    }
    assert!(receipt.extras.iter().all(|extra| extra.public_id.chars().count() <= LONGEST));
    let kept = kept(hostile.journal());
    assert!(kept.len() < 1_000_000, "{way:?}: {} bytes", kept.len());
    is_clean("the journal", &String::from_utf8_lossy(&kept));
    is_clean("an export", &exported(&receipt));
    is_clean("the receipt", &format!("{receipt:?}"));
    is_clean("the log", &log::lines());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn words_in_good_answers_are_clean_and_short_wherever_they_are_kept() {
    for way in WAYS {
        judged(way, answer, true).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn words_of_refusals_are_too() {
    for way in WAYS {
        let refusal = |_: &Request| json(400, &value!({ "error": { "message": boo() } }).to_string());
        judged(way, refusal, true).await;
    }
}

#[tokio::test]
async fn a_name_is_exact_or_refused_and_never_cut() {
    let long = "n".repeat(5_000);
    let entry = |id: &str, number: u8| {
        value!({ "public_id": id, "asset_id": format!("{number:032x}"), "resource_type": "image",
            "type": "upload", "version": 1, "tags": [boo(), "fine"], "format": boo() })
    };
    let odd = "nul\0 and \u{202e} stay";
    let resources = [entry("a", 1), entry(SECRET, 2), entry(&long, 3), entry(odd, 4), entry(&boo(), 5)];
    let peer = Peer::always(ok(&value!({ "resources": resources }).to_string())).await;
    let ids: Vec<String> = (1..6).map(|number| format!("{number:032x}")).collect();
    let page = client(&peer.prefix()).reader().by_asset_ids(&ids).await.unwrap();
    let names: Vec<&str> = page.items.iter().map(|asset| &*asset.name.public_id).collect();
    assert_eq!(names, ["a", odd], "what is exact stays so");
    assert_eq!(page.unreadable.len(), 3, "{:?}", page.unreadable);
    assert_eq!(page.unreadable[1].why, Flaw::NameTooLong);
    for asset in &page.items {
        assert_eq!((asset.tags.len(), asset.format.as_deref()), (1, None));
    }
    is_clean("a listing", &format!("{page:?}"));
}

/// A secret of ordinary words: names that hold some of them are names like any other, and so is one with
/// what stands in the place of a secret.
#[tokio::test]
async fn a_name_is_refused_for_the_whole_secret_alone() {
    let secret = "correct-horse-battery-staple";
    let reader = |peer: &Peer| {
        waiting(credentials(&peer.prefix(), secret), Clock::default(), Duration::from_secs(5)).reader()
    };
    let names = ["mine/correct-horse", "mine/horse-battery-photo", "new/•••", "•••"];
    let entry = |name: &str, number: usize| {
        value!({ "public_id": name, "asset_id": format!("{number:032x}"), "resource_type": "image",
            "type": "upload", "version": 1, "tags": ["my-battery-staple", secret, "•••"],
            "asset_folder": "horse-battery", "context": { "battery-staple": "correct-horse", secret: 1 },
            "secure_url": "https://res.example/correct-horse.png" })
    };
    let refused = ["mine/correct-horse-battery-staple", "Y29ycmVjdC1ob3JzZS1iYXR0ZXJ5LXN0YXBsZQ"];
    let resources: Vec<Value> =
        names.iter().chain(&refused).enumerate().map(|(at, name)| entry(name, at)).collect();
    let page = value!({ "resources": resources, "next_cursor": "horse-battery-1" }).to_string();
    let peer = Peer::always(ok(&page)).await;
    let page = reader(&peer).by_tag(ResourceType::Image, "•••", None).await.unwrap();
    let read: Vec<&str> = page.items.iter().map(|asset| &*asset.name.public_id).collect();
    assert_eq!((read, page.next_cursor.as_deref()), (names.to_vec(), Some("horse-battery-1")));
    for asset in &page.items {
        let tags: Vec<&str> = asset.tags.iter().map(|tag| &**tag).collect();
        assert_eq!(tags, ["my-battery-staple", "•••"]);
        assert_eq!(asset.asset_folder.as_deref(), Some("horse-battery"));
        assert_eq!(asset.context, [("battery-staple".into(), "correct-horse".into())]);
        assert_eq!(&*asset.secure_url, "https://res.example/correct-horse.png");
    }
    let whys: Vec<&Flaw> = page.unreadable.iter().map(|entry| &entry.why).collect();
    assert_eq!(whys, [&Flaw::SecretInName; 2]);

    let words = "no asset correct-horse, nor horse-battery";
    let peer = Peer::always(refusal(404, words)).await;
    let error = reader(&peer).by_asset_ids(&["0"]).await.unwrap_err();
    assert_eq!(error.message.own(), "no asset •••, nor •••", "words are another matter");
}

/// Parts of the secret, and what stands in its place, in names: planned, sent and deleted.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn names_with_parts_of_the_secret_go_like_any_other() {
    for way in WAYS {
        let hostile = Hostile::new(|_| Deed::Pass).await;
        hostile.world.fill(3, OTHERS);
        for name in [&SECRET[..12], "•••", "a ••• b"] {
            hostile.world.probe.upload("image", "upload", &format!("{PREFIX}{name}"), &[]);
        }
        let receipt = hostile.delete(way).await;
        assert_eq!((count(&receipt, deleted), hostile.left()), (6, 0), "{way:?}");
    }
}

/// Answers that nothing of the window asks for are clean, too.
#[tokio::test]
async fn every_other_answer_is_clean() {
    let all = value!({
        "a": { "error": boo() }, "deleted_version_ids": [boo(), "v"], "deleted": [boo()],
        "failures": [{ "version_id": "v", "error": boo() }], "tags": [boo(), "fine"],
        "success": [{ "asset": boo() }], "failed": [{ "asset": "a", "message": boo(), "code": boo() }],
        "folders": [{ "name": boo(), "path": "p" }, { "path": boo() }], "resource_types": [boo()],
        "plan": boo(), "settings": { "folder_mode": boo() }, &boo(): boo(),
    });
    let peer = Peer::always(ok(&all.to_string())).await;
    let client = client(&peer.prefix());
    let (reader, restorer) = (client.reader(), client.restorer());
    let (image, upload) = (ResourceType::Image, DeliveryType::Upload);
    let none: [&str; 0] = [];
    let told = format!(
        "{:?} {:?} {:?} {:?} {:?} {:?} {:?}",
        reader.tags(image, None).await.unwrap(),
        reader.folders("", None).await.unwrap(),
        reader.resource_types().await.unwrap(),
        reader.usage().await.unwrap(),
        reader.config().await.unwrap(),
        restorer.by_public_ids(image, &upload, &["a"], &none).await.unwrap(),
        restorer.by_asset_ids(&["b"], &none).await.unwrap(),
    );
    is_clean("an answer", &told);
    assert!(told.contains("fine"), "{told:.300}");
    let back = Peer::always(ok(&value!({ "a": { "error": boo() }, &boo(): {} }).to_string())).await;
    let restorer = self::client(&back.prefix()).restorer();
    let entries = restorer.by_public_ids(image, &upload, &["a"], &none).await.unwrap();
    assert_eq!(entries.len(), 1, "what was not sent is not told");
    is_clean("a restoration", &format!("{entries:?}"));
}

/// Errors of every kind: another shape, a page, a header, a key.
#[tokio::test]
async fn every_error_is_clean() {
    let header = |status: u16| {
        let headers = vec![("X-Request-Id", SECRET.to_owned()), ("X-Cld-Error", SECRET.repeat(100))];
        Act::Answer(status, headers, Vec::new())
    };
    for act in [
        refusal(400, &boo()),
        refusal(401, &boo()),
        ok(&value!({ "resources": boo() }).to_string()),
        ok(&value!({ &boo(): boo() }).to_string()),
        ok(&value!({ "resources": [], "next_cursor": boo() }).to_string()),
        ok(&boo()),
        ok(&value!(boo()).to_string().replace("CANARY", "\\u0043ANARY")),
        header(403),
        header(404),
    ] {
        let peer = Peer::always(act).await;
        let error = client(&peer.prefix()).reader().by_asset_ids(&["0"]).await.unwrap_err();
        is_clean("an error", &format!("{error} {error:?}"));
        let problem = error.problem(cloudsweep::api::During::Deleting);
        is_clean("a problem", &format!("{problem:?}"));
        let details = problem.more();
        is_clean("its details", &details);
        assert!(details.chars().count() < 1200, "{}", details.chars().count());
    }
}
