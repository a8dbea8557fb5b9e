//! Inputs of the fuzzer: parts of what people paste, put together and changed.

use crate::chance::Chance;

/// Longer inputs are cut off, bytes.
const LONGEST: usize = 4096;

fn below(chance: &mut Chance, bound: usize) -> usize {
    chance.below(bound as u64) as usize
}

/// Parts of the inputs, put in anywhere.
const TOKENS: &[&str] = &[
    "/",
    "//",
    "\\",
    ":",
    "://",
    "https://",
    "http:",
    "HTTPS://",
    "@",
    "?",
    "#",
    "&",
    "=",
    "%",
    "%2F",
    "%25",
    "%00",
    "%0A",
    "%FF",
    "%C3%A9",
    "%F0%9F%98%80",
    ".",
    "..",
    "...",
    ",",
    ";",
    "\t",
    "\n",
    "\r\n",
    "\r",
    "\"",
    "\"\"",
    "'",
    " ",
    "\u{a0}",
    "\u{feff}",
    "\0",
    "é",
    "東京",
    "😀",
    "\u{202e}",
    "res.cloudinary.com",
    "demo-res.cloudinary.com",
    "res-5.cloudinary.com",
    ".cloudinary.com",
    "cloudinary://",
    "demo",
    "Demo",
    "image",
    "video",
    "raw",
    "any",
    "upload",
    "private",
    "authenticated",
    "fetch",
    "list",
    "facebook",
    "iu",
    "images",
    "files",
    "videos",
    "private_images",
    "v1",
    "v",
    "v999999999999999999999",
    "s--Ai4Znfl3--",
    "s----SjmNDA--",
    "s--",
    "--",
    "c_fill,w_200",
    "e_",
    "_",
    "$x_1",
    "t_named",
    "l_text:A_1:b%252Cc",
    "jpg",
    ".jpg",
    ".json",
    ".docx",
    "public_id",
    "asset_id",
    "secure_url",
    "url",
    "b5e6d2b39ba3e0869d67141ba7dba6cf",
    "CLOUDINARY_URL=",
    "export ",
    "upload_prefix=http://127.0.0.1:1",
    "?_a=BAM",
    "key:secret@",
];

/// A URL of the usual build, each part sometimes absent and sometimes of another place.
fn url(chance: &mut Chance) -> String {
    const PARTS: [&[&str]; 8] = [
        &["https://", "http://", "//", ""],
        &[
            "res.cloudinary.com/demo",
            "demo-res.cloudinary.com",
            "media.example.com",
            "res-2.cloudinary.com/x",
        ],
        &[
            "/image/upload",
            "/video/authenticated",
            "/raw/private",
            "/images",
            "/iu",
            "/any/list",
            "",
            "/image/fetch",
        ],
        &["", "/s--Ai4Znfl3--", "/s--2hbrSMPOjj5BJ4xV7SgFbRDevFaQNUFf--", "/s--short--"],
        &["", "/c_fill,h_1,w_2", "/e_sepia/q_auto", "/$a_1/w_$a", "/zz_9", "/c_fill,broken"],
        &["", "/v1", "/v1700000000", "/vx", "/v"],
        &[
            "/docs/owl",
            "/a%20b/%C3%B1",
            "/v2/cat",
            "/w_1/x",
            "/https://e.com/a.png?x=1",
            "/https%3A%2F%2Fe.com",
            "/",
        ],
        &["", ".jpg", ".tar.gz", "/nice-name.png", ".", "?_a=1", "#top"],
    ];
    let mut order: Vec<usize> = (0..PARTS.len()).collect();
    if below(chance, 8) == 0 {
        let (a, b) = (below(chance, order.len()), below(chance, order.len()));
        order.swap(a, b);
    }
    order.into_iter().map(|part| *chance.pick(PARTS[part])).collect()
}

/// One to eight changes.
pub fn mutated(chance: &mut Chance, corpus: &[String]) -> String {
    let mut text = match below(chance, 4) {
        0 => url(chance),
        _ => chance.pick(corpus).clone(),
    };
    for _ in 0..=below(chance, 8) {
        text = change(chance, &text, corpus);
    }
    let end = floor(&text, LONGEST);
    text.truncate(end);
    text
}

fn change(chance: &mut Chance, text: &str, corpus: &[String]) -> String {
    let at = |chance: &mut Chance| floor(text, below(chance, text.len() + 1));
    let (a, b) = (at(chance), at(chance));
    let (from, to) = (a.min(b), a.max(b));
    match below(chance, 9) {
        0 => [&text[..a], *chance.pick(TOKENS), &text[a..]].concat(),
        1 => [&text[..from], *chance.pick(TOKENS), &text[to..]].concat(),
        2 => [&text[..from], &text[to..]].concat(),
        3 => [&text[..to], &text[from..]].concat(),
        4 => {
            let other = chance.pick(corpus);
            let cut = floor(other, below(chance, other.len() + 1));
            [&text[..a], &other[cut..]].concat()
        }
        5 => {
            let mut bytes = text.as_bytes().to_vec();
            if let Some(byte) = bytes.get_mut(a) {
                *byte ^= 1 << below(chance, 8);
            }
            String::from_utf8_lossy(&bytes).into_owned()
        }
        6 => {
            let encoded =
                percent_encoding::utf8_percent_encode(&text[from..to], percent_encoding::NON_ALPHANUMERIC);
            format!("{}{encoded}{}", &text[..from], &text[to..])
        }
        7 => [&text[..a], &chance.pick(TOKENS).repeat(1 + below(chance, 300)), &text[a..]].concat(),
        _ => {
            let mut parts: Vec<&str> = text.split('/').collect();
            let (a, b) = (below(chance, parts.len()), below(chance, parts.len()));
            parts.swap(a, b);
            parts.join("/")
        }
    }
}

/// The nearest boundary of a character at or before `at`.
fn floor(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}
