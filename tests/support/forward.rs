//! A company's proxy over real sockets: tunnels for https (`CONNECT`), whole addresses for http, with a
//! login where it wants one. Wherever a request is meant to go, it goes to one server on this computer.

use std::io::{self, Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

/// A request as it came to the proxy.
#[derive(Clone, Debug)]
pub struct Came {
    pub method: String,
    /// `host:port` of a tunnel, or a whole address.
    pub target: String,
    /// `Proxy-Authorization`.
    pub login: Option<String>,
    /// Any other header, to be looked through.
    pub head: String,
}

/// What becomes of a request.
#[derive(Clone, Debug)]
pub enum Deed {
    /// It is passed on.
    Pass,
    /// The proxy answers itself, and nothing reaches the server.
    Instead(u16, &'static str),
    /// It reaches the server, whose answer is lost: the proxy answers itself.
    After(u16, &'static str),
}

type Script = dyn Fn(&Came) -> Deed + Send + Sync;

/// A running proxy; takes no new connections once it is dropped.
pub struct Forward {
    pub address: SocketAddr,
    shared: Arc<Shared>,
}

struct Shared {
    /// Where everything goes.
    to: SocketAddr,
    /// `Basic …`
    login: Option<String>,
    script: Box<Script>,
    came: Mutex<Vec<Came>>,
    ends: AtomicBool,
}

impl Drop for Forward {
    fn drop(&mut self) {
        self.shared.ends.store(true, Ordering::Relaxed);
        // Wakes the thread that waits for connections.
        drop(TcpStream::connect(self.address));
    }
}

impl Forward {
    /// Before a server; `login`: whom it lets through.
    pub fn to(to: SocketAddr, login: Option<(&str, &str)>) -> Self {
        Self::scripted(to, login, |_| Deed::Pass)
    }

    /// The same where a script says what becomes of each request that is let through.
    pub fn scripted(
        to: SocketAddr,
        login: Option<(&str, &str)>,
        script: impl Fn(&Came) -> Deed + Send + Sync + 'static,
    ) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = listener.local_addr().expect("bound");
        let login = login.map(|(user, password)| basic(user, password));
        let (came, ends) = (Mutex::default(), AtomicBool::new(false));
        let shared = Arc::new(Shared { to, login, script: Box::new(script), came, ends });
        let serving = Arc::clone(&shared);
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                if serving.ends.load(Ordering::Relaxed) {
                    return;
                }
                let (Ok(stream), shared) = (stream, Arc::clone(&serving)) else { continue };
                // A client that goes away is no failure.
                std::thread::spawn(move || drop(shared.serve(stream)));
            }
        });
        Self { address, shared }
    }

    /// Every request so far.
    pub fn came(&self) -> Vec<Came> {
        self.shared.came.lock().expect("no panic").clone()
    }
}

/// As the header has it.
pub fn basic(user: &str, password: &str) -> String {
    format!("Basic {}", STANDARD.encode(format!("{user}:{password}")))
}

impl Shared {
    fn serve(&self, mut client: TcpStream) -> io::Result<()> {
        let Some((head, body)) = request(&mut client)? else { return Ok(()) };
        let mut first = head.split(' ');
        let mut next = || first.next().unwrap_or_default().to_owned();
        let (method, target) = (next(), next());
        let login = field(&head, "proxy-authorization");
        let came = Came { method, target, login, head: head.clone() };
        self.came.lock().expect("no panic").push(came.clone());
        if self.login.is_some() && came.login != self.login {
            // As careless as some are: it repeats what it was sent.
            let page = format!("<h1>Log in to the proxy</h1><pre>{head}</pre>");
            return answer(&mut client, 407, &page);
        }
        match (self.script)(&came) {
            Deed::Instead(status, body) => answer(&mut client, status, body),
            Deed::After(status, page) => {
                self.pass_on(&came, &head, &body)?;
                answer(&mut client, status, page)
            }
            Deed::Pass if came.method == "CONNECT" => self.tunnel(client),
            Deed::Pass => client.write_all(&self.pass_on(&came, &head, &body)?),
        }
    }

    /// Gives the whole answer.
    fn pass_on(&self, came: &Came, head: &str, body: &[u8]) -> io::Result<Vec<u8>> {
        let path = came.target.splitn(4, '/').nth(3).unwrap_or_default();
        let (_, headers) = head.split_once("\r\n").unwrap_or_default();
        let kept: Vec<&str> = headers.split("\r\n").filter(|line| !is_for_proxies(line)).collect();
        let head =
            format!("{} /{path} HTTP/1.1\r\n{}\r\nConnection: close\r\n\r\n", came.method, kept.join("\r\n"));
        let mut server = TcpStream::connect(self.to)?;
        server.write_all(&[head.as_bytes(), body].concat())?;
        let mut answer = Vec::new();
        server.read_to_end(&mut answer)?;
        Ok(answer)
    }

    fn tunnel(&self, mut client: TcpStream) -> io::Result<()> {
        let mut server = TcpStream::connect(self.to)?;
        client.write_all(b"HTTP/1.1 200 Connection established\r\n\r\n")?;
        let (mut from, mut to) = (client.try_clone()?, server.try_clone()?);
        let there = std::thread::spawn(move || {
            drop(io::copy(&mut from, &mut to));
            drop(to.shutdown(Shutdown::Write));
        });
        drop(io::copy(&mut server, &mut client));
        drop(client.shutdown(Shutdown::Both));
        drop(there.join());
        Ok(())
    }
}

fn is_for_proxies(line: &str) -> bool {
    let line = line.to_lowercase();
    ["proxy-", "connection:", "keep-alive:"].iter().any(|start| line.starts_with(start))
}

fn answer(client: &mut TcpStream, status: u16, body: &str) -> io::Result<()> {
    let login = if status == 407 { "Proxy-Authenticate: Basic realm=\"company\"\r\n" } else { "" };
    let head = format!(
        "HTTP/1.1 {status} Status\r\n{login}Content-Length: {}\r\nConnection: close\r\n\r\n",
        body.len()
    );
    client.write_all(&[head.as_bytes(), body.as_bytes()].concat())
}

fn field(head: &str, name: &str) -> Option<String> {
    let mut fields = head.split("\r\n").filter_map(|line| line.split_once(':'));
    fields.find(|(it, _)| it.eq_ignore_ascii_case(name)).map(|(_, value)| value.trim().to_owned())
}

/// Head, without the blank line, and body of the request of a connection; `None` at its end.
pub fn request(stream: &mut impl Read) -> io::Result<Option<(String, Vec<u8>)>> {
    let (mut read, mut part) = (Vec::new(), [0; 4096]);
    let mut whole = None;
    loop {
        if whole.is_none()
            && let Some(end) = read.windows(4).position(|four| four == b"\r\n\r\n")
        {
            let head = String::from_utf8_lossy(&read[..end]).into_owned();
            let length = field(&head, "content-length").and_then(|length| length.parse().ok()).unwrap_or(0);
            whole = Some((head, end + 4, end + 4 + length));
        }
        if let Some((head, start, end)) = &whole
            && read.len() >= *end
        {
            return Ok(Some((head.clone(), read[*start..*end].to_vec())));
        }
        let length = stream.read(&mut part)?;
        if length == 0 {
            return Ok(None);
        }
        read.extend_from_slice(&part[..length]);
    }
}
