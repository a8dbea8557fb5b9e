//! What a later start of the program hands to the window that is open: what it was given to open. It
//! comes over loopback, and only from whoever can read the program's own folder, where a file names the
//! port and a secret. Nothing that comes this way deletes: it fills a form, and brings the window to
//! the front.

use std::collections::VecDeque;
use std::io::{self, Read as _, Write as _};
use std::net::{Ipv4Addr, Shutdown, TcpListener, TcpStream};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::paths::Paths;
use super::replace::{Readers, replace};
use crate::model::given::Given;

/// The longest call, bytes.
const LONGEST: u64 = 64 * 1024;
/// The most calls that wait for the window.
const MOST: usize = 16;
/// How long either side waits for the other.
const PATIENCE: Duration = Duration::from_secs(2);
const TAKEN: &[u8] = b"taken";

/// Calls that the window has not taken yet.
#[derive(Clone, Debug, Default)]
pub struct Calls(Arc<Mutex<VecDeque<Vec<Given>>>>);

impl Calls {
    /// The oldest one, if there is one.
    pub fn take(&self) -> Option<Vec<Given>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).pop_front()
    }

    fn push(&self, given: Vec<Given>) {
        let mut calls = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if calls.len() < MOST {
            calls.push_back(given);
        }
    }
}

/// Where the open window listens.
#[derive(Serialize, Deserialize)]
struct Door {
    port: u16,
    secret: String,
}

#[derive(Serialize, Deserialize)]
struct Call {
    secret: String,
    given: Vec<Given>,
}

/// Listens for later starts, on a thread of its own. `wake` is called on it after each call.
///
/// # Errors
/// Where no port is free, or the file with its number cannot be written.
pub fn listen(paths: &Paths, wake: impl Fn() + Send + 'static) -> io::Result<Calls> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
    let mut secret = [0; 16];
    getrandom::fill(&mut secret)?;
    let door = Door { port: listener.local_addr()?.port(), secret: hex::encode(secret) };
    let text = serde_json::to_vec(&door)?;
    replace(&paths.door(), Readers::Owner, |file| file.write_all(&text))?;
    let calls = Calls::default();
    let taken = calls.clone();
    std::thread::Builder::new().name("calls".into()).spawn(move || {
        for stream in listener.incoming() {
            match stream.and_then(|stream| answer(stream, &door.secret)) {
                Ok(given) => {
                    taken.push(given);
                    wake();
                }
                Err(error) => tracing::debug!(%error, "a call that was none"),
            }
        }
    })?;
    Ok(calls)
}

fn answer(mut stream: TcpStream, secret: &str) -> io::Result<Vec<Given>> {
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_write_timeout(Some(PATIENCE))?;
    let mut text = Vec::new();
    (&mut stream).take(LONGEST).read_to_end(&mut text)?;
    let call: Call = serde_json::from_slice(&text)?;
    if call.secret != secret {
        return Err(io::ErrorKind::PermissionDenied.into());
    }
    stream.write_all(TAKEN)?;
    Ok(call.given)
}

/// Hands over what was given to the window that is open, and asks it to come to the front.
///
/// # Errors
/// Where no window listens, or it does not answer.
pub fn call(paths: &Paths, given: Vec<Given>) -> io::Result<()> {
    let door: Door = serde_json::from_slice(&std::fs::read(paths.door())?)?;
    let text = serde_json::to_vec(&Call { secret: door.secret, given })?;
    let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, door.port))?;
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_write_timeout(Some(PATIENCE))?;
    stream.write_all(&text)?;
    stream.shutdown(Shutdown::Write)?;
    let mut told = Vec::new();
    stream.take(TAKEN.len() as u64).read_to_end(&mut told)?;
    if told == TAKEN { Ok(()) } else { Err(io::ErrorKind::InvalidData.into()) }
}

/// What one word of a command line stands for: a file that is there, by path or `file:` link, or a text.
pub fn given(word: &str) -> Given {
    let linked = url::Url::parse(word).ok().filter(|url| url.scheme() == "file");
    let path = linked.and_then(|url| url.to_file_path().ok());
    let path = path.unwrap_or_else(|| Path::new(word).to_owned());
    match std::path::absolute(&path) {
        Ok(path) if path.is_file() => Given::File(path),
        _ => Given::Text(word.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;

    use super::*;

    /// A folder with a listener; its calls; and what tells that one came.
    fn listening() -> (tempfile::TempDir, Paths, Calls, mpsc::Receiver<()>) {
        let folder = tempfile::tempdir().unwrap();
        let paths = Paths::at(folder.path());
        let (wake, woken) = mpsc::channel();
        let calls = listen(&paths, move || wake.send(()).expect("the test waits")).unwrap();
        (folder, paths, calls, woken)
    }

    #[test]
    fn a_later_start_hands_over_what_it_was_given() {
        let (_folder, paths, calls, woken) = listening();
        let given = vec![Given::Text("docs/owl".into()), Given::File("/tmp/list.txt".into())];
        for given in [given, Vec::new()] {
            call(&paths, given.clone()).unwrap();
            woken.recv_timeout(Duration::from_secs(20)).expect("the window is woken");
            assert_eq!(calls.take(), Some(given));
        }
        assert_eq!(calls.take(), None);
    }

    #[test]
    fn whoever_cannot_read_the_folder_is_not_heard() {
        let (_folder, paths, calls, woken) = listening();
        let mut door: Door = serde_json::from_slice(&std::fs::read(paths.door()).unwrap()).unwrap();
        let port = door.port;
        let long = "[".repeat(100_000);
        for text in [&b"GET / HTTP/1.1\r\n\r\n"[..], b"", b"{}", long.as_bytes()] {
            let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port)).unwrap();
            drop(stream.write_all(text));
            drop(stream.shutdown(Shutdown::Write));
            let mut told = Vec::new();
            drop(stream.read_to_end(&mut told));
            assert_eq!(told, b"");
        }
        door.secret = "0".repeat(32);
        std::fs::write(paths.door(), serde_json::to_vec(&door).unwrap()).unwrap();
        assert!(call(&paths, Vec::new()).is_err());
        assert!(calls.take().is_none() && woken.try_recv().is_err());
    }

    #[cfg(unix)]
    #[test]
    fn the_secret_is_for_its_owner_alone() {
        use std::os::unix::fs::PermissionsExt as _;
        let (_folder, paths, _calls, _woken) = listening();
        assert_eq!(std::fs::metadata(paths.door()).unwrap().permissions().mode() & 0o777, 0o600);
    }

    #[test]
    fn a_word_is_a_file_where_one_is_there() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("my list.txt");
        std::fs::write(&file, "a").unwrap();
        let linked = url::Url::from_file_path(&file).unwrap();
        assert_eq!(given(file.to_str().unwrap()), Given::File(file.clone()));
        assert_eq!(given(linked.as_str()), Given::File(file));
        for text in ["docs/owl", "https://res.cloudinary.com/demo/image/upload/a.jpg", "", "file:///no/such"]
        {
            assert_eq!(given(text), Given::Text(text.to_owned()));
        }
    }
}
