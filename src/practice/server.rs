//! The server: a thread of its own with a runtime of its own, so that it depends on nobody
//! else's and dropping it ends it at once, its connections and its port included.

use std::io;
use std::net::{SocketAddr, TcpListener};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use axum::Router;
use axum::extract::{ConnectInfo, DefaultBodyLimit, State};
use axum::response::Response;
use tokio::sync::oneshot;

use super::Settings;
use super::clock::Clock;
use super::control;
use super::delivery::Order;
use super::environment::{Environment, Request};
use super::fault::Trouble;
use super::http::connection::{Breaker, Door};
use super::http::{body, send};
use super::pace::Pace;
use super::probe::Probe;
use super::reply::{Refusal, Reply};
use super::route::{Class, Route};

/// The environment and what all requests share.
#[derive(Debug)]
pub struct Shared {
    environment: Mutex<Environment>,
    latency: Duration,
    slow: Duration,
    clock: Clock,
    pace: Pace,
}

impl Shared {
    /// The environment, for one request at a time.
    pub fn environment(&self) -> MutexGuard<'_, Environment> {
        self.environment.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A running practice environment; ends when dropped.
#[derive(Debug)]
pub struct Server {
    address: SocketAddr,
    cloudinary_url: String,
    shared: Arc<Shared>,
    /// `Some` while it runs: told to finish, or dropped to end at once.
    stop: Option<oneshot::Sender<()>>,
    ended: Option<oneshot::Receiver<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Server {
    /// Binds a port of 127.0.0.1, fills the library and starts to answer. A million assets take
    /// some seconds, in which the caller's runtime stays free.
    ///
    /// # Errors
    /// The port is taken, or no thread is to be had.
    pub async fn start(settings: Settings) -> io::Result<Self> {
        let listener = TcpListener::bind(("127.0.0.1", settings.port))?;
        listener.set_nonblocking(true)?;
        let address = listener.local_addr()?;
        let cloudinary_url = format!(
            "cloudinary://{}:{}@{}?upload_prefix=http://{address}",
            settings.api_key, settings.api_secret, settings.cloud_name
        );
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
        let (stop, stopping) = oneshot::channel();
        let (ending, ended) = oneshot::channel();
        let (ready, is_ready) = oneshot::channel();
        let pace = Pace::start()?;
        let thread = std::thread::Builder::new().name("practice".to_owned()).spawn(move || {
            let (latency, slow, clock) = (settings.latency, settings.slow, settings.clock.clone());
            let environment = Environment::new(settings, format!("http://{address}"));
            let environment = Mutex::new(environment);
            let shared = Arc::new(Shared { environment, latency, slow, clock, pace });
            // Nobody waits any more when the start was given up; `stopping` ends it then.
            drop(ready.send(Arc::clone(&shared)));
            if let Err(error) = runtime.block_on(serve(listener, shared, stopping)) {
                tracing::error!(%error, "the practice environment ended");
            }
            drop(runtime);
            _ = ending.send(());
        })?;
        let shared = is_ready.await.or(Err(io::ErrorKind::Other))?;
        Ok(Self {
            address,
            cloudinary_url,
            shared,
            stop: Some(stop),
            ended: Some(ended),
            thread: Some(thread),
        })
    }

    /// `cloudinary://KEY:SECRET@practice?upload_prefix=http://127.0.0.1:PORT`
    pub fn cloudinary_url(&self) -> String {
        self.cloudinary_url.clone()
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The server's own state, without asking over HTTP.
    pub fn probe(&self) -> Probe {
        Probe::new(Arc::clone(&self.shared))
    }

    /// Takes no more connections, answers what is under way, and ends.
    pub async fn finish(mut self) {
        if let Some(stop) = self.stop.take() {
            _ = stop.send(());
        }
        if let Some(ended) = self.ended.take() {
            drop(ended.await);
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.stop.take());
        // Joining takes as long as the request that holds a worker, which never waits.
        if let Some(thread) = self.thread.take() {
            drop(thread.join());
        }
    }
}

/// Serves until told to finish; gives up at once when `stopping` loses its sender.
async fn serve(
    listener: TcpListener,
    shared: Arc<Shared>,
    stopping: oneshot::Receiver<()>,
) -> io::Result<()> {
    let door = Door(tokio::net::TcpListener::from_std(listener)?);
    let service = Router::new()
        .fallback(answer)
        .layer(DefaultBodyLimit::max(body::LIMIT))
        .with_state(shared)
        .into_make_service_with_connect_info::<Breaker>();
    let (finish, finishing) = oneshot::channel::<()>();
    let serving =
        axum::serve(door, service).with_graceful_shutdown(async { drop(finishing.await) }).into_future();
    tokio::pin!(serving);
    tokio::select! {
        ended = &mut serving => ended,
        told = stopping => if told.is_ok() {
            drop(finish);
            serving.await
        } else {
            Ok(())
        },
    }
}

/// Draws without holding the library, on a thread that may take its time.
async fn deliver(shared: &Arc<Shared>, cloud: &str, path: &str, query: &str) -> Reply {
    let order = match shared.environment().deliver(cloud, path, query) {
        Ok(Order::Drawing(order)) => order,
        Ok(Order::Ready(reply)) => return reply,
        Err(refusal) => return refusal.into(),
    };
    let shared = Arc::clone(shared);
    let filled = tokio::task::spawn_blocking(move || {
        let reply = order.draw()?;
        order.note(&mut shared.environment().store, &reply);
        Ok(reply)
    });
    filled
        .await
        .unwrap_or_else(|_stopped| Err(Refusal::new(500, "General Error")))
        .unwrap_or_else(Reply::from)
}

async fn answer(
    State(shared): State<Arc<Shared>>,
    ConnectInfo(breaker): ConnectInfo<Breaker>,
    request: axum::extract::Request,
) -> Response {
    let (parts, body) = request.into_parts();
    let path = parts.uri.path();
    if let Some(word) = control::path(path) {
        let body = axum::body::to_bytes(body, body::LIMIT).await.unwrap_or_default();
        let reply = control::answer(&mut shared.environment(), parts.method.as_str(), word, &body);
        return send::whole(reply, shared.clock.now());
    }
    let api = path.strip_prefix("/v1_1/");
    let _under_way = api.map(|path| UnderWay::new(&shared, parts.method.as_str(), path));
    // Half before the work, which is part of it, and half after: whoever hangs up meanwhile may have
    // done either.
    let begun = Instant::now();
    shared.pace.until(begun + shared.latency / 2).await;
    let (reply, troubles) = if let Some(path) = api {
        call(&shared, &parts, body, path).await
    } else {
        let (cloud, path) = path.trim_start_matches('/').split_once('/').unwrap_or_default();
        let query = parts.uri.query().unwrap_or_default();
        (deliver(&shared, cloud, path, query).await, Vec::new())
    };
    let slower = if troubles.contains(&Trouble::Slow) { shared.slow } else { Duration::ZERO };
    shared.pace.until(begun + shared.latency + slower).await;
    if troubles.iter().any(|trouble| matches!(trouble, Trouble::DropBefore | Trouble::DropAfter)) {
        breaker.trip();
    }
    let now = shared.clock.now();
    if troubles.contains(&Trouble::CutBody) { send::half(reply, now).await } else { send::whole(reply, now) }
}

/// An API call that is under way until this is dropped, with its answer or because the other side
/// hung up.
struct UnderWay<'a> {
    shared: &'a Shared,
    counted: bool,
}

impl<'a> UnderWay<'a> {
    /// `path`: what follows `/v1_1/`.
    fn new(shared: &'a Shared, method: &str, path: &str) -> Self {
        let (_cloud, path) = path.split_once('/').unwrap_or_default();
        let counted = Route::find(method, path).is_ok_and(|route| route.class() == Class::Admin);
        shared.environment().counts.at_once(counted).come();
        Self { shared, counted }
    }
}

impl Drop for UnderWay<'_> {
    fn drop(&mut self) {
        self.shared.environment().counts.at_once(self.counted).gone();
    }
}

async fn call(
    shared: &Shared,
    parts: &axum::http::request::Parts,
    body: axum::body::Body,
    path: &str,
) -> (Reply, Vec<Trouble>) {
    let Ok(body) = axum::body::to_bytes(body, body::LIMIT).await else {
        return (Refusal::new(413, "Request entity too large").into(), Vec::new());
    };
    let params = body::read(parts, body.clone()).await;
    let request = Request {
        method: parts.method.as_str(),
        full_path: parts.uri.path_and_query().map_or("", axum::http::uri::PathAndQuery::as_str),
        path,
        headers: &parts.headers,
        body: &body,
    };
    let outcome = shared.environment().call(&request, params);
    (outcome.reply, outcome.troubles)
}
