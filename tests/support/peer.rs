//! A server that does what a test tells it to, and remembers everything that it was sent: a few
//! lines of HTTP/1.1 over a real socket, so that it can also misbehave.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::AbortHandle;

/// A request as it arrived.
#[derive(Clone, Debug)]
pub struct Seen {
    pub method: String,
    /// Path and query, encoded as they came.
    pub target: String,
    /// Names in lower case.
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Seen {
    pub fn path(&self) -> &str {
        self.target.split('?').next().unwrap_or_default()
    }

    pub fn query(&self) -> Vec<(String, String)> {
        let query = self.target.split_once('?').map_or("", |(_, query)| query);
        url::form_urlencoded::parse(query.as_bytes()).into_owned().collect()
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(it, _)| it == name).map(|(_, value)| &**value)
    }
}

/// What to do with a request.
#[derive(Clone, Debug)]
pub enum Act {
    /// Status, headers, body.
    Answer(u16, Vec<(&'static str, String)>, Vec<u8>),
    /// The head of an answer and a part of its body, then the end.
    CutOff(u16, Vec<u8>),
    /// The end, without an answer.
    HangUp,
    /// An answer after so long.
    Late(Duration, Box<Act>),
    /// A body that never ends.
    Endless,
    /// No answer and no end.
    Silence,
}

/// 200 with JSON.
pub fn ok(json: &str) -> Act {
    Act::Answer(200, vec![("Content-Type", "application/json".to_owned())], json.into())
}

/// An error as Cloudinary words it.
pub fn refusal(status: u16, message: &str) -> Act {
    let body = serde_json::json!({ "error": { "message": message } });
    Act::Answer(status, vec![("X-Request-Id", "5f1c0d9e7b".to_owned())], body.to_string().into())
}

/// A page instead of JSON.
pub fn page(status: u16, html: &str) -> Act {
    Act::Answer(status, vec![("Content-Type", "text/html".to_owned())], html.into())
}

type Script = dyn Fn(&Seen, usize) -> Act + Send + Sync;

/// A running server; ends when dropped.
pub struct Peer {
    address: SocketAddr,
    seen: Arc<Mutex<Vec<Seen>>>,
    task: AbortHandle,
}

impl Drop for Peer {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Peer {
    /// Answers by a script, which gets the request and how many came before it.
    pub async fn new(script: impl Fn(&Seen, usize) -> Act + Send + Sync + 'static) -> Self {
        Self::at(([127, 0, 0, 1], 0).into(), script).await
    }

    /// The same at an address that must be free.
    pub async fn at(
        address: SocketAddr,
        script: impl Fn(&Seen, usize) -> Act + Send + Sync + 'static,
    ) -> Self {
        let listener = TcpListener::bind(address).await.expect("a free port");
        let address = listener.local_addr().expect("bound");
        let seen = Arc::new(Mutex::new(Vec::new()));
        let (script, all): (Arc<Script>, _) = (Arc::new(script), Arc::clone(&seen));
        let task = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (script, all) = (Arc::clone(&script), Arc::clone(&all));
                tokio::spawn(async move { drop(serve(stream, &*script, &all).await) });
            }
        });
        Self { address, seen, task: task.abort_handle() }
    }

    /// Answers always the same.
    pub async fn always(act: Act) -> Self {
        Self::new(move |_, _| act.clone()).await
    }

    /// Answers the first request in one way and every later one in another.
    pub async fn first_then(first: Act, then: Act) -> Self {
        Self::new(move |_, before| if before == 0 { first.clone() } else { then.clone() }).await
    }

    /// Takes connections and ends them without reading: gives how many there were.
    pub async fn that_never_reads() -> (String, Arc<Mutex<usize>>) {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("bound");
        let count = Arc::new(Mutex::new(0));
        let counter = Arc::clone(&count);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                *counter.lock().expect("no panic") += 1;
                drop(stream);
            }
        });
        (format!("http://{address}"), count)
    }

    pub fn prefix(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Every request so far.
    pub fn seen(&self) -> Vec<Seen> {
        self.seen.lock().expect("no panic").clone()
    }

    /// The one request so far.
    pub fn only(&self) -> Seen {
        let seen = self.seen();
        assert_eq!(seen.len(), 1, "{seen:#?}");
        seen[0].clone()
    }
}

async fn serve(mut stream: TcpStream, script: &Script, all: &Mutex<Vec<Seen>>) -> std::io::Result<()> {
    let mut pending = Vec::new();
    while let Some(seen) = read(&mut stream, &mut pending).await? {
        let before = {
            let mut all = all.lock().expect("no panic");
            all.push(seen.clone());
            all.len() - 1
        };
        let mut act = script(&seen, before);
        while let Act::Late(by, then) = act {
            tokio::time::sleep(by).await;
            act = *then;
        }
        match act {
            Act::Answer(status, headers, body) => {
                stream.write_all(&head(status, &headers, body.len())).await?;
                stream.write_all(&body).await?;
            }
            Act::CutOff(status, body) => {
                stream.write_all(&head(status, &[], body.len() + 1000)).await?;
                stream.write_all(&body).await?;
                return stream.shutdown().await;
            }
            Act::HangUp => return Ok(()),
            Act::Endless => {
                stream.write_all(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n[").await?;
                loop {
                    stream.write_all(&[b' '; 8192]).await?;
                }
            }
            Act::Silence => std::future::pending::<()>().await,
            Act::Late(..) => unreachable!("waited for above"),
        }
    }
    Ok(())
}

fn head(status: u16, headers: &[(&'static str, String)], length: usize) -> Vec<u8> {
    let mut head = format!("HTTP/1.1 {status} Status\r\nContent-Length: {length}\r\n");
    for (name, value) in headers {
        head.extend([*name, ": ", value, "\r\n"]);
    }
    head.push_str("\r\n");
    head.into_bytes()
}

/// The next request of a connection; `None` at its end.
async fn read(stream: &mut TcpStream, pending: &mut Vec<u8>) -> std::io::Result<Option<Seen>> {
    let end = loop {
        if let Some(at) = pending.windows(4).position(|four| four == b"\r\n\r\n") {
            break at;
        }
        if stream.read_buf(pending).await? == 0 {
            return Ok(None);
        }
    };
    let head = String::from_utf8_lossy(&pending[..end]).into_owned();
    let mut lines = head.split("\r\n");
    let mut first = lines.next().unwrap_or_default().split(' ');
    let headers: Vec<(String, String)> = lines
        .filter_map(|line| line.split_once(':'))
        .map(|(name, value)| (name.to_ascii_lowercase(), value.trim().to_owned()))
        .collect();
    let mut seen = Seen {
        method: first.next().unwrap_or_default().to_owned(),
        target: first.next().unwrap_or_default().to_owned(),
        headers,
        body: Vec::new(),
    };
    let length = seen.header("content-length").and_then(|length| length.parse().ok()).unwrap_or(0);
    let whole = end + 4 + length;
    while pending.len() < whole {
        if stream.read_buf(pending).await? == 0 {
            return Ok(None);
        }
    }
    seen.body = pending[end + 4..whole].to_vec();
    pending.drain(..whole);
    Ok(Some(seen))
}
