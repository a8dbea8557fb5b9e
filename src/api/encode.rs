//! Percent-encoding of paths and of the public IDs in delivery URLs.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// All but `A–Z a–z 0–9 - _ . : /`, as the Python SDK's `smart_escape`: slashes of public IDs, tags
/// and folders stay bare; Cloudinary takes both. The signature of a delivery URL is made over the
/// encoded text.
const PATH: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b':').remove(b'/');
/// The same for what must stay one segment.
const SEGMENT: &AsciiSet = &PATH.add(b'/');

/// A public ID, a tag or a folder in a path, of the API or of a delivery URL.
pub(super) fn path(text: &str) -> String {
    utf8_percent_encode(text, PATH).to_string()
}

/// An ID or a word that is one segment of an API path.
pub(super) fn segment(text: &str) -> String {
    utf8_percent_encode(text, SEGMENT).to_string()
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
