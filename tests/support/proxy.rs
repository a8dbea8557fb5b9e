//! Something on the way to a server that answers in its stead, answers once more, or answers late:
//! HTTP/1.1 over real sockets, on threads. It never closes a connection by itself, whatever the
//! client asks for.

use std::io::{self, Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// A request as it came.
#[derive(Clone, Debug)]
pub struct Request {
    pub method: String,
    /// Path and query, encoded.
    pub target: String,
    pub body: String,
    /// How many came before it, and how many of them on the same connection.
    pub before: usize,
    pub on_connection: usize,
}

impl Request {
    pub fn path(&self) -> &str {
        self.target.split('?').next().unwrap_or_default()
    }

    /// Whether it deletes, in whatever way.
    pub fn deletes(&self) -> bool {
        self.method == "DELETE" || self.path().ends_with("/destroy")
    }
}

/// An answer of the proxy's own.
#[derive(Clone, Debug)]
pub struct Answer {
    pub status: u16,
    pub kind: &'static str,
    pub headers: Vec<(&'static str, String)>,
    pub body: Vec<u8>,
}

/// JSON with a status.
pub fn json(status: u16, body: &str) -> Answer {
    Answer { status, kind: "application/json", headers: Vec::new(), body: body.into() }
}

/// A page with a status.
pub fn page(status: u16) -> Answer {
    let body = format!("<html><head><title>{status}</title></head><body>Nothing here.</body></html>");
    Answer { status, kind: "text/html", headers: Vec::new(), body: body.into() }
}

/// What becomes of a request.
#[derive(Clone, Debug)]
pub enum Deed {
    /// It is passed on, and so is its answer.
    Pass,
    /// It never reaches the server.
    Instead(Answer),
    /// It reaches the server, whose answer is lost.
    After(Answer),
    /// Its answer is followed by another that nobody asked for.
    AndAnother(Answer),
    /// Its answer is held back for so long.
    Late(Duration),
    /// It reaches the server after so long, whether or not anybody still waits.
    CarriedOutLate(Duration),
}

type Script = dyn Fn(&Request) -> Deed + Send + Sync;

/// A running proxy; takes no new connections once it is dropped.
pub struct Proxy {
    address: SocketAddr,
    seen: Arc<Mutex<Vec<Request>>>,
    ends: Arc<std::sync::atomic::AtomicBool>,
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.ends.store(true, std::sync::atomic::Ordering::Relaxed);
        // Wakes the thread that waits for connections.
        drop(TcpStream::connect(self.address));
    }
}

impl Proxy {
    /// In front of `http://127.0.0.1:PORT`.
    pub fn before(server: &str, script: impl Fn(&Request) -> Deed + Send + Sync + 'static) -> Self {
        let server: SocketAddr = server.trim_start_matches("http://").parse().expect("an address");
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = listener.local_addr().expect("bound");
        let (seen, ends) = (Arc::<Mutex<Vec<Request>>>::default(), Arc::default());
        let proxy = Self { address, seen: Arc::clone(&seen), ends: Arc::clone(&ends) };
        let script: Arc<Script> = Arc::new(script);
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                if ends.load(std::sync::atomic::Ordering::Relaxed) {
                    return;
                }
                let Ok(stream) = stream else { continue };
                let (script, seen) = (Arc::clone(&script), Arc::clone(&seen));
                // A client that goes away is no failure.
                std::thread::spawn(move || drop(serve(stream, server, &*script, &seen)));
            }
        });
        proxy
    }

    /// Its own address.
    pub fn prefix(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Every request so far.
    pub fn seen(&self) -> Vec<Request> {
        self.seen.lock().expect("no panic").clone()
    }
}

fn serve(
    mut client: TcpStream,
    server: SocketAddr,
    script: &Script,
    seen: &Mutex<Vec<Request>>,
) -> io::Result<()> {
    let mut pending = Vec::new();
    for on_connection in 0.. {
        let Some((head, body)) = message(&mut client, &mut pending)? else { return Ok(()) };
        let mut first = head.split(' ');
        let mut next = || first.next().unwrap_or_default().to_owned();
        let (method, target) = (next(), next());
        let request = {
            let mut seen = seen.lock().expect("no panic");
            let body = String::from_utf8_lossy(&body).into_owned();
            let request = Request { method, target, body, before: seen.len(), on_connection };
            seen.push(request.clone());
            request
        };
        let pass_on = || pass_on(server, &head, &body);
        match script(&request) {
            Deed::Pass => client.write_all(&pass_on()?)?,
            Deed::Instead(answer) => client.write_all(&bytes(&answer))?,
            Deed::After(answer) => {
                pass_on()?;
                client.write_all(&bytes(&answer))?;
            }
            Deed::AndAnother(answer) => {
                let answers = [pass_on()?, bytes(&answer)].concat();
                client.write_all(&answers)?;
            }
            Deed::Late(by) => {
                let answer = pass_on()?;
                std::thread::sleep(by);
                client.write_all(&answer)?;
            }
            Deed::CarriedOutLate(by) => {
                std::thread::sleep(by);
                client.write_all(&pass_on()?)?;
            }
        }
    }
    Ok(())
}

/// Sends a request on, on a connection of its own, and gives the whole answer without a word about
/// the connection.
fn pass_on(server: SocketAddr, head: &str, body: &[u8]) -> io::Result<Vec<u8>> {
    let mut stream = TcpStream::connect(server)?;
    let head: Vec<&str> = head.split("\r\n").filter(|line| !is_about_connections(line)).collect();
    let head = format!("{}\r\nConnection: close\r\n\r\n", head.join("\r\n"));
    stream.write_all(&[head.as_bytes(), body].concat())?;
    let mut pending = Vec::new();
    let (head, body) = message(&mut stream, &mut pending)?.ok_or(io::ErrorKind::UnexpectedEof)?;
    let head: Vec<&str> = head
        .split("\r\n")
        .filter(|line| !is_about_connections(line) && !line.to_lowercase().starts_with("transfer-encoding:"))
        .collect();
    let length = if head.iter().any(|line| line.to_lowercase().starts_with("content-length:")) {
        String::new()
    } else {
        format!("Content-Length: {}\r\n", body.len())
    };
    Ok([format!("{}\r\n{length}\r\n", head.join("\r\n")).as_bytes(), &body].concat())
}

fn is_about_connections(line: &str) -> bool {
    let line = line.to_lowercase();
    line.starts_with("connection:") || line.starts_with("keep-alive:")
}

fn bytes(answer: &Answer) -> Vec<u8> {
    let mut head = format!("HTTP/1.1 {} Status\r\nContent-Type: {}\r\n", answer.status, answer.kind);
    for (name, value) in &answer.headers {
        head.extend([*name, ": ", value, "\r\n"]);
    }
    head.extend(["Content-Length: ", &answer.body.len().to_string(), "\r\n\r\n"]);
    [head.as_bytes(), &answer.body].concat()
}

/// The next message of a connection: its head without the blank line, and its body; `None` at the
/// end.
fn message(stream: &mut TcpStream, pending: &mut Vec<u8>) -> io::Result<Option<(String, Vec<u8>)>> {
    let end = loop {
        if let Some(at) = pending.windows(4).position(|four| four == b"\r\n\r\n") {
            break at;
        }
        if !more(stream, pending)? {
            return Ok(None);
        }
    };
    let head = String::from_utf8_lossy(&pending[..end]).into_owned();
    let field = |name: &str| {
        let lines = head.split("\r\n").filter_map(|line| line.split_once(':'));
        lines
            .into_iter()
            .find(|(it, _)| it.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.trim().to_owned())
    };
    let length = field("content-length").and_then(|length| length.parse::<usize>().ok());
    let to_the_end = length.is_none() && head.starts_with("HTTP/");
    let whole = end + 4 + length.unwrap_or(0);
    while (to_the_end || pending.len() < whole) && more(stream, pending)? {}
    let whole = if to_the_end { pending.len() } else { whole.min(pending.len()) };
    let body = pending[end + 4..whole].to_vec();
    pending.drain(..whole);
    Ok(Some((head, body)))
}

fn more(stream: &mut TcpStream, pending: &mut Vec<u8>) -> io::Result<bool> {
    let mut part = [0; 16 << 10];
    let length = stream.read(&mut part)?;
    pending.extend_from_slice(&part[..length]);
    Ok(length > 0)
}
