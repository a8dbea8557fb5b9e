//! What a text or a file looks like when it is no list.

use super::lines::Lines;

/// How much of a text is looked at, lines.
const LOOKED_AT: usize = 200;

/// Something else than a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LooksLike {
    /// HTML or XML without a link.
    WebPage,
    /// Excel or `LibreOffice`.
    Spreadsheet,
    /// PDF.
    Pdf,
    /// JPEG, PNG, GIF, WebP, TIFF …
    Picture,
    /// Word, RTF or the like.
    Document,
    /// Zip, gzip, 7z or rar.
    Archive,
    /// Bytes that are no text.
    Binary,
    /// A `CLOUDINARY_URL`, or a secret by its name.
    Credentials,
    /// Statements for a database.
    Sql,
    /// Source code without a link.
    Code,
    /// JSON that names no asset: an answer to a deletion, settings …
    OtherJson,
    /// JSON that breaks off, or is written wrongly.
    BrokenJson,
}

impl LooksLike {
    /// What a file is by its first bytes. `None`: nothing that is known, so perhaps a text.
    pub fn of_bytes(bytes: &[u8]) -> Option<Self> {
        let starts = |with: &[u8]| bytes.starts_with(with);
        let held = |part: &[u8]| bytes.windows(part.len()).take(64 << 10).any(|window| window == part);
        if starts(b"PK\x03\x04") || starts(b"PK\x05\x06") {
            let sheet = held(b"xl/") || held(b"opendocument.spreadsheet");
            let paper = held(b"word/") || held(b"opendocument.text");
            return Some(match (sheet, paper) {
                (true, _) => Self::Spreadsheet,
                (false, true) => Self::Document,
                (false, false) => Self::Archive,
            });
        }
        if starts(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") {
            // In UTF-16, among the names of its streams.
            let word = held(b"W\0o\0r\0d\0D\0o\0c\0");
            return Some(if word { Self::Document } else { Self::Spreadsheet });
        }
        let archive: [&[u8]; 4] = [b"\x1f\x8b", b"7z\xbc\xaf\x27\x1c", b"Rar!\x1a\x07", b"\xfd7zXZ"];
        let picture: [&[u8]; 6] =
            [b"\x89PNG\r\n", b"\xff\xd8\xff", b"II*\0", b"MM\0*", b"8BPS\0", b"\0\0\x01\0"];
        let named = |name: &[u8]| starts(name) && bytes.iter().take(64).any(|byte| *byte < b'\t');
        if starts(b"%PDF-") {
            Some(Self::Pdf)
        } else if starts(b"{\\rtf") {
            Some(Self::Document)
        } else if archive.iter().any(|magic| starts(magic)) {
            Some(Self::Archive)
        } else if picture.iter().any(|magic| starts(magic)) || named(b"GIF8") || named(b"RIFF") {
            Some(Self::Picture)
        } else {
            None
        }
    }

    /// As [`Self::of_bytes`], for bytes that somebody took for a text.
    pub(super) fn of_start(text: &str) -> Option<Self> {
        let start = &text[..text.floor_char_boundary(64 << 10)];
        let first = start.chars().next()?;
        if first == char::REPLACEMENT_CHARACTER || first == '\u{89}' || first == '‰' {
            let behind = &start[first.len_utf8()..];
            return if behind.starts_with("PNG\r") || behind.starts_with("PNG\n") {
                Some(Self::Picture)
            } else if first == char::REPLACEMENT_CHARACTER && is_binary(start) {
                Some(Self::Binary)
            } else {
                None
            };
        }
        if start.starts_with("ÿØÿ") {
            return Some(Self::Picture);
        }
        if start.starts_with("ÐÏ\u{11}à") {
            return Some(Self::Spreadsheet);
        }
        let is_ascii = start.bytes().take(4).all(|byte| byte.is_ascii());
        is_ascii
            .then(|| Self::of_bytes(start.as_bytes()))
            .flatten()
            .or_else(|| is_binary(start).then_some(Self::Binary))
    }

    /// What a text is by its words: a page, statements or code. Its links are read nevertheless.
    pub(super) fn of_words(text: &str) -> Option<Self> {
        let lines =
            || Lines::of(text).map(|(_, line)| line.trim()).filter(|line| !line.is_empty()).take(LOOKED_AT);
        let first = lines().next()?;
        if begins(first, &["<!doctype", "<html", "<?xml", "<head", "<body", "<svg"]) {
            return Some(Self::WebPage);
        }
        let comment = |line: &&str| line.starts_with("--") || line.starts_with("/*") || line.starts_with('#');
        let statement = |line: &str| {
            let query = begins(line, &["select "]) && line.to_ascii_lowercase().contains(" from ");
            begins(line, &["insert into ", "create table ", "drop table ", "lock tables ", "alter table "])
                || (query && (line.ends_with(';') || line.contains(['*', '`'])))
        };
        if lines().find(|line| !comment(line)).is_some_and(statement) {
            return Some(Self::Sql);
        }
        let (all, code) =
            lines().fold((0, 0), |(all, code), line| (all + 1, code + usize::from(is_code(line))));
        let certain = begins(first, &["#!/", "<?php"]);
        (certain || (code >= 3 && code * 2 >= all)).then_some(Self::Code)
    }
}

fn begins(line: &str, words: &[&str]) -> bool {
    let begins = |word: &str| line.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word));
    words.iter().any(|word| begins(word))
}

/// Whether a tenth of a text and more are characters that no text holds.
fn is_binary(start: &str) -> bool {
    let odd = |c: &char| c.is_control() && !c.is_whitespace();
    let (all, odd) =
        start.chars().take(4096).fold((0, 0), |(all, count), c| (all + 1, count + usize::from(odd(&c))));
    odd >= 8 && odd * 10 >= all
}

/// Whether a line is one of a program. A word that starts a statement may start a public ID too, so
/// the line must end like a statement.
fn is_code(line: &str) -> bool {
    const STARTS: [&str; 20] = [
        "import ",
        "from ",
        "export ",
        "const ",
        "let ",
        "var ",
        "function ",
        "class ",
        "def ",
        "return ",
        "if (",
        "for (",
        "while (",
        "public ",
        "private ",
        "#include ",
        "require(",
        "async ",
        "await ",
        "fn ",
    ];
    const ENDS: [&str; 6] = ["{", "};", ");", "})", "}", "({"];
    let ends = |ends: &[&str]| ends.iter().any(|end| line.ends_with(end));
    ends(&ENDS)
        || (begins(line, &STARTS) && ends(&[";", "(", ":", ",", "'", "\"", ">"]))
        || begins(line, &["// "])
}

/// Whether a line of a text holds credentials.
pub(crate) fn holds_credentials(text: &str) -> bool {
    // Most texts hold none of these words, and looking for a word is quick.
    let words = ["cloudinary://", "secret", "SECRET", "Secret"];
    words.iter().any(|word| text.contains(word)) && Lines::of(text).any(|(_, line)| is_credentials(line))
}

/// `cloudinary://…`, `export CLOUDINARY_URL=…`, `api_secret: …` and their like.
fn is_credentials(line: &str) -> bool {
    let line = line.trim_matches(|c: char| c.is_whitespace() || "\"'`".contains(c));
    if let Some(at) = line.find("cloudinary://") {
        let name = line[..at].trim_end_matches([' ', '"', '\'', '`']);
        let assigned = name.ends_with(['=', ':']) && !name.contains('/');
        if name.is_empty() || assigned {
            return true;
        }
    }
    let Some((name, value)) = line.split_once(['=', ':']) else { return false };
    let letters: String =
        name.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase();
    let secret = letters.ends_with("apisecret")
        || (!name.trim().contains(' ')
            && ["secretkey", "secretaccesskey", "clientsecret"].iter().any(|word| letters.ends_with(word)));
    secret && !value.trim().is_empty() && !name.contains('/')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_told_by_their_first_bytes() {
        let zip = |part: &str| ["PK\u{3}\u{4}", part, "...."].concat();
        for (bytes, looks) in [
            (zip("xl/workbook.xml"), LooksLike::Spreadsheet),
            (zip("mimetypeapplication/vnd.oasis.opendocument.spreadsheet"), LooksLike::Spreadsheet),
            (zip("word/document.xml"), LooksLike::Document),
            (zip("a.jpg"), LooksLike::Archive),
            ("%PDF-1.7\n".to_owned(), LooksLike::Pdf),
            ("{\\rtf1\\ansi".to_owned(), LooksLike::Document),
            ("GIF89a\u{1}\0".to_owned(), LooksLike::Picture),
        ] {
            assert_eq!(LooksLike::of_bytes(bytes.as_bytes()), Some(looks), "{bytes}");
            assert_eq!(LooksLike::of_start(&bytes), Some(looks), "{bytes}");
        }
        for (bytes, looks) in [
            (&b"\x89PNG\r\n\x1a\n"[..], LooksLike::Picture),
            (b"\xff\xd8\xff\xe0\0\x10JFIF", LooksLike::Picture),
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", LooksLike::Spreadsheet),
            (b"\x1f\x8b\x08", LooksLike::Archive),
        ] {
            assert_eq!(LooksLike::of_bytes(bytes), Some(looks));
        }
        for text in ["GIF89a", "RIFF", "PK", "docs/owl", "", "%PD", "II*"] {
            assert_eq!(LooksLike::of_bytes(text.as_bytes()), None, "{text}");
            assert_eq!(LooksLike::of_start(text), None, "{text}");
        }
    }

    #[test]
    fn bytes_that_were_taken_for_a_text_are_known_again() {
        let odd = "\u{fffd}\u{1}\0".repeat(50);
        let damaged = "caf\u{fffd}/cr\u{fffd}me\n".repeat(50);
        for (text, looks) in [
            ("\u{fffd}PNG\r\n\u{1a}\n", LooksLike::Picture),
            ("‰PNG\r\n", LooksLike::Picture),
            ("ÿØÿà\0\u{10}JFIF", LooksLike::Picture),
            ("ÐÏ\u{11}à¡±\u{1a}á", LooksLike::Spreadsheet),
            (&odd, LooksLike::Binary),
        ] {
            assert_eq!(LooksLike::of_start(text), Some(looks), "{text:?}");
        }
        assert_eq!(LooksLike::of_start(&damaged), None);
        assert_eq!(LooksLike::of_start("a\0b\n\u{1}\nok"), None, "a few odd characters are told row by row");
    }

    #[test]
    fn credentials_are_told_and_public_ids_are_not() {
        for line in [
            "cloudinary://123:abc@demo",
            "CLOUDINARY_URL=cloudinary://123:abc@demo",
            "set CLOUDINARY_URL=cloudinary://123:abc@demo",
            "$Env:CLOUDINARY_URL=\"cloudinary://123:abc@demo\"",
            "  \"cloudinary://123:abc@demo\"",
            "CLOUDINARY_API_SECRET=abc",
            "api_secret: 'abc',",
            "\"apiSecret\": \"abc\"",
            "API Secret: abc",
            "AWS_SECRET_ACCESS_KEY=abc",
        ] {
            assert!(holds_credentials(&format!("docs/owl\n{line}\n")), "{line}");
        }
        for line in [
            "secret/owl",
            "docs/secret: a",
            "secret",
            "api_secret",
            "Secret=",
            "https://e.com/?u=cloudinary://x",
        ] {
            assert!(!holds_credentials(line), "{line}");
        }
    }

    #[test]
    fn lists_with_words_of_programs_are_lists() {
        for text in [
            "class 5b/a\nclass 5b/b\nclass 5b/c (2)\n",
            "//res.cloudinary.com/demo/image/upload/a.jpg\n".repeat(4).as_str(),
            "Select shots from the shoot/1\n",
            "from paris/a\nfrom paris/b\nfrom rome/c",
            "# a\n# b\n",
        ] {
            assert_eq!(LooksLike::of_words(text), None, "{text}");
        }
    }
}
