//! Percent-encoding of paths.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// All but `A–Z a–z 0–9 - _ . ~ /`: slashes of public IDs and folders stay bare, as in the Python
/// SDK; Cloudinary takes both.
const PATH: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~').remove(b'/');
/// What the SDKs leave bare in delivery URLs; the signature is made over the encoded text.
const DELIVERY: &AsciiSet =
    &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'/').remove(b':');

/// A public ID, a tag or a folder in an API path.
pub(super) fn path(text: &str) -> String {
    utf8_percent_encode(text, PATH).to_string()
}

/// A public ID in a delivery URL.
pub(super) fn delivery(text: &str) -> String {
    utf8_percent_encode(text, DELIVERY).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_encoded_as_the_sdks_do() {
        assert_eq!(path("a b+c/d?#%&é"), "a%20b%2Bc/d%3F%23%25%26%C3%A9");
        assert_eq!(path("f(g)~.-_"), "f%28g%29~.-_");
        assert_eq!(delivery("a b/ñ"), "a%20b/%C3%B1");
    }
}
