//! Seals: by them this installation knows again what a person confirmed on it.
//!
//! A file can be edited by every program that runs under the same account. A seal over what is
//! written there cannot be made without the key, which is kept elsewhere.

use std::fmt;

use hmac::{Hmac, KeyInit as _, Mac as _};
use secrecy::zeroize::Zeroize as _;
use secrecy::{ExposeSecret as _, SecretBox, SecretString};
use sha2::Sha256;

/// What seals are made with: 32 random bytes. Never written to a file, and left out of `Debug`.
pub struct SealKey(SecretBox<[u8; 32]>);

impl fmt::Debug for SealKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SealKey(…)")
    }
}

impl SealKey {
    /// A key of these bytes.
    pub fn new(mut bytes: [u8; 32]) -> Self {
        let key = Self(SecretBox::new(Box::new(bytes)));
        bytes.zeroize();
        key
    }

    /// Reads what [`Self::to_text`] wrote; `None` for anything else.
    pub fn from_text(text: &SecretString) -> Option<Self> {
        let mut bytes = [0; 32];
        hex::decode_to_slice(text.expose_secret(), &mut bytes).ok()?;
        Some(Self::new(bytes))
    }

    /// For the keychain: 64 hexadecimal digits.
    pub fn to_text(&self) -> SecretString {
        hex::encode(self.0.expose_secret()).into()
    }

    /// The seal over some parts: HMAC-SHA256, each part after its length, so that no part can pass
    /// for the end of another. `purpose` tells seals of one sort from those of another.
    pub fn seal(&self, purpose: &str, parts: &[&[u8]]) -> [u8; 32] {
        self.mac(purpose, parts).finalize().into_bytes().into()
    }

    /// Whether this is the seal over these parts. Takes as long for a wrong one as for a right one.
    pub fn holds(&self, purpose: &str, parts: &[&[u8]], seal: &[u8]) -> bool {
        self.mac(purpose, parts).verify_slice(seal).is_ok()
    }

    fn mac(&self, purpose: &str, parts: &[&[u8]]) -> Hmac<Sha256> {
        // A whole block of the hash, as the construction pads shorter keys.
        let mut block = [0; 64];
        block[..32].copy_from_slice(self.0.expose_secret());
        let mut mac = Hmac::<Sha256>::new(&block.into());
        block.zeroize();
        for part in std::iter::once(&purpose.as_bytes()).chain(parts) {
            mac.update(&(part.len() as u64).to_le_bytes());
            mac.update(part);
        }
        mac
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 4231, test cases 1 and 2.
    #[test]
    fn seals_are_made_with_the_standard_construction() {
        for (key, text, expected) in [
            (
                &[0x0b; 20][..],
                &b"Hi There"[..],
                "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7",
            ),
            (
                b"Jefe",
                b"what do ya want for nothing?",
                "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
            ),
        ] {
            let mut mac = Hmac::<Sha256>::new_from_slice(key).unwrap();
            mac.update(text);
            assert_eq!(hex::encode(mac.finalize().into_bytes()), expected);
        }
    }

    #[test]
    fn a_seal_holds_for_its_key_purpose_and_parts_alone() {
        let key = SealKey::new([7; 32]);
        let seal = key.seal("job", &[b"ab", b"c"]);
        assert!(key.holds("job", &[b"ab", b"c"], &seal));
        assert!(!key.holds("job", &[b"a", b"bc"], &seal), "a part is not the end of another");
        assert!(!key.holds("batch", &[b"ab", b"c"], &seal));
        assert!(!SealKey::new([8; 32]).holds("job", &[b"ab", b"c"], &seal));
        assert!(!key.holds("job", &[b"ab", b"c"], &seal[..31]) && !key.holds("job", &[b"ab", b"c"], b""));
    }

    #[test]
    fn a_key_goes_through_the_keychain_and_shows_nowhere_else() {
        let key = SealKey::new([0xc5; 32]);
        let again = SealKey::from_text(&key.to_text()).unwrap();
        assert_eq!(again.seal("job", &[]), key.seal("job", &[]));
        assert!(!format!("{key:?}").contains("c5"));
        for wrong in ["", "c5", &"x".repeat(64), &"c5".repeat(33)] {
            assert!(SealKey::from_text(&wrong.to_owned().into()).is_none());
        }
    }
}
