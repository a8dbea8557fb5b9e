//! Every form in which a secret can be written, and a search for all of them.

use std::path::Path;

use crate::server::basic;

/// The forms of one secret.
#[derive(Clone)]
pub struct Forms(Vec<String>);

impl Forms {
    /// Of the secret behind a key.
    pub fn of(key: &str, secret: &str) -> Self {
        let form: String = url::form_urlencoded::byte_serialize(secret.as_bytes()).collect();
        let every: Vec<String> = secret.bytes().map(|byte| format!("%{byte:02X}")).collect();
        let json = secret.replace('/', "\\/");
        let padded = basic(key, secret);
        let basic = padded.trim_end_matches('=').to_owned();
        let hex = hex::encode(secret);
        let small = form.replace("%2B", "%2b").replace("%2F", "%2f");
        Self(vec![secret.to_owned(), form, small, padded, basic, every.concat(), json, hex])
    }

    /// As it is.
    pub fn plain(&self) -> &str {
        &self.0[0]
    }

    /// Each, as a server may repeat what it was sent.
    pub fn all(&self) -> Vec<&str> {
        self.0.iter().map(String::as_str).collect()
    }

    /// What stands before the first one in a text, to tell where it comes from.
    pub fn before(&self, bytes: &[u8]) -> String {
        let text = String::from_utf8_lossy(bytes).to_lowercase();
        let at = self
            .0
            .iter()
            .enumerate()
            .find_map(|(number, form)| Some((number, text.find(&form.to_lowercase())?)));
        at.map_or_else(String::new, |(number, at)| {
            let from = text[..at].char_indices().rev().nth(200).map_or(0, |(at, _)| at);
            format!("form {number} behind {:?}", &text[from..at])
        })
    }

    /// Whether a text holds one; capitals do not count.
    pub fn are_in(&self, bytes: &[u8]) -> bool {
        let text = String::from_utf8_lossy(bytes).to_lowercase();
        if !bytes.contains(&0) {
            return self.0.iter().any(|form| text.contains(&form.to_lowercase()));
        }
        let wide: Vec<u8> = self.plain().encode_utf16().flat_map(u16::to_le_bytes).collect();
        self.0.iter().any(|form| text.contains(&form.to_lowercase()))
            || bytes.windows(wide.len()).any(|window| window == wide)
    }
}

/// The files below a folder of which `held` says that something is in them, each with what it says; and
/// how many were looked at.
pub fn files(folder: &Path, held: &mut impl FnMut(&[u8]) -> Option<String>) -> (Vec<String>, usize) {
    let (mut found, mut looked) = (Vec::new(), 0);
    for entry in std::fs::read_dir(folder).expect("a folder").flatten() {
        let path = entry.path();
        if path.is_dir() {
            let (more, count) = files(&path, held);
            found.extend(more);
            looked += count;
        } else {
            looked += 1;
            let name = path.display().to_string();
            let content = std::fs::read(&path).unwrap_or_default();
            if let Some(why) = held(&content).or_else(|| held(name.as_bytes())) {
                found.push(format!("{name}: {why}"));
            }
        }
    }
    (found, looked)
}

#[test]
fn every_form_is_found() {
    let forms = Forms::of("12", "CA/NARY+9_x");
    let wide: Vec<u8> = "CA/NARY+9_x".encode_utf16().flat_map(u16::to_le_bytes).collect();
    for held in [
        b"a CA/NARY+9_x b".as_slice(),
        b"ca%2fnary%2b9_x",
        b"%43%41%2F%4E%41%52%59%2B%39%5F%78",
        b"Basic MTI6Q0EvTkFSWSs5X3g=",
        b"43412f4e4152592b395f78",
        &wide,
    ] {
        assert!(forms.are_in(held), "{}", String::from_utf8_lossy(held));
    }
    assert!(!forms.are_in(b"CA/NARY"));
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("in")).unwrap();
    std::fs::write(folder.path().join("in/a"), "x CA/NARY+9_x").unwrap();
    std::fs::write(folder.path().join("b"), "nothing").unwrap();
    let (found, looked) = files(folder.path(), &mut |bytes| forms.are_in(bytes).then(|| forms.before(bytes)));
    assert!(found.len() == 1 && found[0].contains("in/a: form 0") && looked == 2, "{found:?}");
}
