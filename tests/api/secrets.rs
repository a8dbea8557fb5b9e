//! The API secret is a canary: it is looked for in the logs of every crate at their most talkative,
//! in every error, and in the `Debug` output of everything public that has to do with it.

use std::io;
use std::sync::{Arc, Mutex};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use cloudsweep::api::{ApiError, AssetRef, BulkOptions, DeliveryUrl, Distribution, During, Search};
use cloudsweep::model::account::Credentials;
use cloudsweep::model::asset::{AssetId, DeliveryType, ResourceType};

use crate::support::peer::{Act, Peer, Seen, ok, page, refusal};
use crate::support::warrant::{deleter, warrant};
use crate::support::{KEY, SECRET, client, credentials, name};

/// Everything that was logged.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().expect("no panic").extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// A server that repeats everything that it was sent, and guesses the secret.
fn echo(seen: &Seen, status: u16, html: bool) -> Act {
    let said = format!("{} {:?} {} {SECRET}", seen.target, seen.headers, String::from_utf8_lossy(&seen.body));
    if html { page(status, &said) } else { refusal(status, &said) }
}

fn is_clean(what: &str, text: &str) {
    let basic = STANDARD_NO_PAD.encode(format!("{KEY}:{SECRET}"));
    for secret in [SECRET, &*basic] {
        assert!(!text.contains(secret), "{what} holds the secret: {text}");
    }
    let digits = |c: char| c.is_ascii_hexdigit();
    let signature = text.split(|c| !digits(c)).find(|run| matches!(run.len(), 40 | 64));
    assert_eq!(signature, None, "{what} holds a signature: {text}");
}

fn error_is_clean(what: &str, error: &ApiError) {
    let problem = error.problem(During::Deleting);
    is_clean(
        what,
        &format!("{error} {error:?} {problem:?} {} {} {}", problem.what(), problem.body(), problem.more()),
    );
}

/// Every kind of call, whatever becomes of it.
async fn every_call(peer: &Peer) -> Vec<ApiError> {
    let client = client(credentials("demo", &peer.prefix()));
    let (reader, deleter, restorer) = (client.reader(), deleter(&client), client.restorer());
    let owl = name(ResourceType::Image, "private", "docs/owl");
    let id = AssetId::from_bytes([9; 16]);
    let options = BulkOptions::default();
    let url = format!("{}/demo/image/private/v1/docs/owl.jpg", peer.prefix());
    let thumbnail =
        client.thumbnail(&client.environment().hosts(), &url, &owl, Some("jpg")).expect("a picture");
    let (asked, search, upload) = (AssetRef::ById(id), Search::default(), DeliveryType::Upload);
    let ids = [id];
    // Side by side: what is sent again waits in between.
    let errors: [Option<ApiError>; 11] = tokio::join!(
        async { reader.config().await.err() },
        async { reader.details(&asked).await.err() },
        async { reader.by_asset_ids(&ids).await.err() },
        async { reader.search(&search, None).await.err() },
        async { reader.download(&owl, Some("jpg")).await.err() },
        async { reader.download_version(id, "v").await.err() },
        async { reader.thumbnail(&thumbnail).await.err() },
        async { deleter.destroy(&owl, true).await.err() },
        async { deleter.by_token("token").await.err() },
        async { deleter.by_prefix(ResourceType::Raw, &upload, "docs/", options).await.err() },
        async { restorer.by_asset_ids(&ids, &["v"]).await.err() },
    )
    .into();
    errors.into_iter().flatten().collect()
}

#[tokio::test]
async fn the_secret_is_found_nowhere() {
    let log = Log::default();
    let writer = log.clone();
    tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_ansi(false)
        .with_writer(move || writer.clone())
        .init();
    let mut acts: Vec<(&str, Peer)> = Vec::new();
    for (what, status, html) in [
        ("a refusal", 400, false),
        ("a page", 401, true),
        ("wrong credentials", 401, false),
        ("a limit", 420, false),
        ("trouble", 500, true),
        ("another shape", 200, false),
        ("a page with 200", 200, true),
    ] {
        acts.push((what, Peer::new(move |seen, _| echo(seen, status, html)).await));
    }
    acts.push(("an end", Peer::always(Act::HangUp).await));
    acts.push(("a long page", Peer::always(page(403, &format!("{}{SECRET}", " <p>".repeat(120)))).await));
    let understood = r#"{"result":"ok","deleted":{},"resources":[],"public_id":"a",
        "asset_id":"09090909090909090909090909090909","resource_type":"raw","type":"upload"}"#;
    acts.push(("success", Peer::always(ok(understood)).await));
    let calls = acts.iter().map(|(what, peer)| async move { (*what, Box::pin(every_call(peer)).await) });
    for (what, errors) in futures_util::future::join_all(calls).await {
        assert_eq!(errors.is_empty(), what == "success", "{what}: {errors:?}");
        for error in &errors {
            error_is_clean(what, error);
        }
    }
    let logged = String::from_utf8_lossy(&log.0.lock().expect("no panic")).into_owned();
    assert!(logged.contains("answered"), "the client's own lines are there");
    assert!(logged.contains("hyper_util"), "those of other crates too");
    is_clean("the log", &logged);
}

#[tokio::test]
async fn no_debug_output_shows_it() {
    let peer = Peer::always(ok("{}")).await;
    let credentials: Credentials = credentials("demo", &peer.prefix());
    let client = client(credentials.clone());
    let owl = name(ResourceType::Image, "private", "docs/owl");
    let url = "https://res.cloudinary.com/demo/image/private/v1/docs/owl.jpg";
    let thumbnail = client.thumbnail(&client.environment().hosts(), url, &owl, None).expect("a picture");
    let signature = thumbnail.url().split('/').find(|segment| segment.starts_with("s--")).expect("signed");
    let download = client.reader().download(&owl, None).await.expect("a file");
    let environment = credentials.environment.clone();
    for (what, text) in [
        ("Credentials", format!("{credentials:?}")),
        ("Environment", format!("{environment:?} {}", environment.id())),
        ("a remembered environment", serde_json::to_string(&environment).expect("JSON")),
        ("Client", format!("{client:?} {client:#?}")),
        ("Reader", format!("{:?}", client.reader())),
        ("Deleter", format!("{:?}", deleter(&client))),
        ("Restorer", format!("{:?}", client.restorer())),
        ("Warrant", format!("{:?}", warrant(environment.id()))),
        ("Quota", format!("{:?}", client.quota())),
        ("Thumbnail", format!("{thumbnail:?}")),
        ("Download", format!("{download:?}")),
        ("DeliveryUrl", format!("{:?}", DeliveryUrl::new(Distribution::Shared, &owl))),
    ] {
        is_clean(what, &text);
        assert!(!text.contains(signature), "{what}: {text}");
    }
    // It is where it belongs, so that the search above can find it.
    assert_eq!(credentials.expose(), SECRET);
}
