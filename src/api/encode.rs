//! Percent-encoding of paths and of the public IDs in delivery URLs, and how much of them one request holds.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// All but `A–Z a–z 0–9 - _ . : /`, as the Python SDK's `smart_escape`: slashes of public IDs, tags
/// and folders stay bare; Cloudinary takes both. The signature of a delivery URL is made over the
/// encoded text.
const PATH: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b':').remove(b'/');
/// The same for what must stay one segment.
const SEGMENT: &AsciiSet = &PATH.add(b'/');

/// The most IDs that Cloudinary takes in one request.
pub(super) const HUNDRED: u16 = 100;
/// Encoded characters of IDs in one query, at most; servers and proxies refuse URLs beyond 8 kB.
pub(super) const LONGEST_QUERY: usize = 6000;

/// A public ID, a tag or a folder in a path, of the API or of a delivery URL.
pub(super) fn path(text: &str) -> String {
    utf8_percent_encode(text, PATH).to_string()
}

/// An ID or a word that is one segment of an API path.
pub(super) fn segment(text: &str) -> String {
    utf8_percent_encode(text, SEGMENT).to_string()
}

/// How many characters a text has in a query.
pub(super) fn length_in_query(text: &str) -> usize {
    segment(text).len()
}

/// Whether so many IDs may be named in one request.
pub(super) fn is_request(ids: usize) -> bool {
    (1..=usize::from(HUNDRED)).contains(&ids)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_encoded_as_the_sdks_do() {
        assert_eq!(path("a b+c/d?#%&é"), "a%20b%2Bc/d%3F%23%25%26%C3%A9");
        assert_eq!(path("f(g)~.-_:"), "f%28g%29%7E.-_:");
        assert_eq!(segment("a b/ñ"), "a%20b%2F%C3%B1");
    }
}
