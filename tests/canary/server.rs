//! A gateway in front of the practice server. It repeats everything that it was sent in the headers
//! of each answer, and when it is told to fail, in the error's words as well: as it came, and the
//! secret in each form in which it goes over the wire.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{Request, State};
use axum::response::Response;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::search::Forms;

/// How the next requests fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fails {
    Not,
    /// An error as Cloudinary writes them.
    Json(u16),
    /// A page of somebody else.
    Page(u16),
    /// Every destroy but the first, with an error as Cloudinary writes them.
    Destroys(u16),
}

/// What it knows and was told.
pub struct Gateway {
    pub address: String,
    shared: Arc<Shared>,
}

struct Shared {
    behind: String,
    http: reqwest::Client,
    forms: Forms,
    fails: Mutex<Fails>,
    destroys: AtomicUsize,
    signatures: Mutex<Vec<String>>,
}

impl Gateway {
    /// In front of the server at `behind`.
    pub async fn new(behind: String, forms: Forms) -> Self {
        // A second installation is refused, and changes nothing.
        drop(rustls::crypto::ring::default_provider().install_default());
        let http = reqwest::Client::builder().no_proxy().build().expect("a client");
        let (fails, destroys, signatures) = (Mutex::new(Fails::Not), AtomicUsize::new(0), Mutex::default());
        let shared = Arc::new(Shared { behind, http, forms, fails, destroys, signatures });
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = format!("http://{}", listener.local_addr().expect("bound"));
        let router = Router::new().fallback(answer).with_state(Arc::clone(&shared));
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self { address, shared }
    }

    /// From now on.
    pub fn fail(&self, fails: Fails) {
        *self.shared.fails.lock().expect("no panic") = fails;
    }

    /// Every signature that came.
    pub fn signatures(&self) -> Vec<String> {
        self.shared.signatures.lock().expect("no panic").clone()
    }
}

async fn answer(State(shared): State<Arc<Shared>>, request: Request) -> Response {
    let (head, body) = request.into_parts();
    let body = axum::body::to_bytes(body, 1 << 24).await.unwrap_or_default();
    let target = head.uri.path_and_query().map_or("/", |target| target.as_str()).to_owned();
    shared.remember_signatures(&target, &body);
    let words = shared.words(&target, &head.headers, &body);
    let fails = *shared.fails.lock().expect("no panic");
    let fails = match fails {
        Fails::Destroys(_) if !target.contains("/destroy") => Fails::Not,
        Fails::Destroys(status) if shared.destroys.fetch_add(1, Ordering::SeqCst) > 0 => Fails::Json(status),
        Fails::Destroys(_) => Fails::Not,
        other => other,
    };
    match fails {
        Fails::Json(status) => {
            let body = serde_json::json!({ "error": { "message": words } }).to_string();
            shared.echo(Response::builder().status(status), &words).body(body.into())
        }
        Fails::Page(status) => {
            let page = format!("<html><title>{words}</title>{words}</html>");
            shared.echo(Response::builder().status(status), &words).body(page.into())
        }
        Fails::Not | Fails::Destroys(_) => {
            let url = format!("{}{target}", shared.behind);
            let mut headers = head.headers;
            headers.remove("host");
            let forwarded = shared.http.request(head.method, url).headers(headers).body(body).send().await;
            let answer = forwarded.expect("the practice server answers");
            let mut response = Response::builder().status(answer.status());
            for (name, value) in answer.headers() {
                if !["content-length", "transfer-encoding", "connection"].contains(&name.as_str()) {
                    response = response.header(name, value);
                }
            }
            let body: Bytes = answer.bytes().await.unwrap_or_default();
            shared.echo(response, &words).body(Body::from(body))
        }
    }
    .expect("an answer")
}

impl Shared {
    fn words(&self, target: &str, headers: &axum::http::HeaderMap, body: &[u8]) -> String {
        let sent: Vec<String> =
            headers.values().map(|it| String::from_utf8_lossy(it.as_bytes()).into_owned()).collect();
        let forms = self.forms.all().join(" ");
        format!("{target} {} {} {forms}", sent.join(" "), String::from_utf8_lossy(body))
    }

    fn echo(&self, response: axum::http::response::Builder, words: &str) -> axum::http::response::Builder {
        let line: String = words.chars().filter(|c| c.is_ascii_graphic() || *c == ' ').take(4000).collect();
        response.header("X-Echo", line).header("X-Request-Id", self.forms.plain())
    }

    fn remember_signatures(&self, target: &str, body: &[u8]) {
        let text = format!("{target} {}", String::from_utf8_lossy(body));
        let signed =
            text.split("signature=").skip(1).map(|rest| rest.split(['&', ' ']).next().unwrap_or_default());
        let delivered = text.split("s--").skip(1).filter_map(|rest| rest.split_once("--").map(|(it, _)| it));
        let long = signed.chain(delivered).filter(|it| it.len() >= 8).map(str::to_owned);
        self.signatures.lock().expect("no panic").extend(long);
    }
}

/// `Basic …`, with its padding.
pub fn basic(key: &str, secret: &str) -> String {
    STANDARD.encode(format!("{key}:{secret}"))
}
