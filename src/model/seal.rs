//! Seals: by them this installation knows again what the user confirmed on it.
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

    /// A key that is this one for one place, and another one for every other.
    fn bound_to(&self, place: &[u8]) -> Self {
        Self::new(self.seal("place", &[place]))
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

/// Why a job does not count as confirmed on this computer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unconfirmed {
    /// The keychain gave no key to compare its seal with.
    NoKey,
    /// It has no seal.
    NoSeal,
    /// Its seal is another one.
    WrongSeal,
}

/// The keys of an installation's seals, as its keychain has them.
#[derive(Debug)]
pub struct SealKeys {
    /// For what is true for ever, such as what a server answered.
    pub lasting: SealKey,
    /// For what the user can take back. Made anew whenever somebody did: an older copy of the file
    /// holds seals of a key that is gone.
    pub current: SealKey,
    /// Those before, until everything that they sealed is sealed anew.
    pub previous: Vec<SealKey>,
}

impl SealKeys {
    /// What stands between two keys in the keychain.
    const BETWEEN: char = ' ';
    /// Keys that are kept: more than one before the current is rare.
    const MOST: usize = 8;

    /// The first ones.
    pub fn new(lasting: [u8; 32], current: [u8; 32]) -> Self {
        Self { lasting: SealKey::new(lasting), current: SealKey::new(current), previous: Vec::new() }
    }

    /// Reads what [`Self::to_text`] wrote; `None` for anything else.
    pub fn from_text(text: &SecretString) -> Option<Self> {
        let mut keys = Vec::with_capacity(Self::MOST);
        for part in text.expose_secret().split(Self::BETWEEN) {
            let mut bytes = [0; 32];
            hex::decode_to_slice(part, &mut bytes).ok()?;
            keys.push(SealKey::new(bytes));
            bytes.zeroize();
        }
        let mut keys = keys.into_iter();
        let (lasting, current) = (keys.next()?, keys.next()?);
        Some(Self { lasting, current, previous: keys.collect() })
    }

    /// For the keychain: 64 hexadecimal digits for each.
    pub fn to_text(&self) -> SecretString {
        let keys = [&self.lasting, &self.current].into_iter().chain(&self.previous);
        let texts: Vec<String> = keys.map(|key| hex::encode(key.0.expose_secret())).collect();
        texts.join(&Self::BETWEEN.to_string()).into()
    }

    /// With a new current key; those before still count, the latest of them at least.
    #[must_use]
    pub fn renewed(self, bytes: [u8; 32]) -> Self {
        let mut previous = self.previous;
        previous.insert(0, self.current);
        // A keychain takes no entry of any length.
        previous.truncate(Self::MOST - 2);
        Self { current: SealKey::new(bytes), previous, ..self }
    }

    /// Without the keys before.
    #[must_use]
    pub fn settled(self) -> Self {
        Self { previous: Vec::new(), ..self }
    }

    /// Keys whose seals hold in one place alone: not in a copy of it.
    #[must_use]
    pub fn bound_to(&self, place: &[u8]) -> Self {
        Self {
            lasting: self.lasting.bound_to(place),
            current: self.current.bound_to(place),
            previous: self.previous.iter().map(|key| key.bound_to(place)).collect(),
        }
    }

    /// Whether this is the seal over these parts, with the current key or one before.
    pub fn hold(&self, purpose: &str, parts: &[&[u8]], seal: &[u8]) -> bool {
        std::iter::once(&self.current).chain(&self.previous).any(|key| key.holds(purpose, parts, seal))
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
    fn keys_go_through_the_keychain_and_show_nowhere_else() {
        let keys = SealKeys::new([0xc5; 32], [0xc6; 32]);
        assert!(!format!("{keys:?}").contains("c5"));
        let again = SealKeys::from_text(&keys.to_text()).unwrap();
        assert_eq!(again.lasting.seal("job", &[]), keys.lasting.seal("job", &[]));
        assert_eq!(again.current.seal("job", &[]), keys.current.seal("job", &[]));
        assert!(again.previous.is_empty());
        let digits = "c5".repeat(32);
        let nonsense = format!("{digits} {digits} x");
        for wrong in ["", "c5", &digits, &"x".repeat(64), &format!("{digits} c5"), &nonsense] {
            assert!(SealKeys::from_text(&wrong.to_owned().into()).is_none(), "{wrong}");
        }
    }

    #[test]
    fn a_key_that_was_replaced_counts_until_it_is_settled() {
        let old = SealKeys::new([1; 32], [2; 32]);
        let seal = old.current.seal("job", &[b"a"]);
        let both = SealKeys::from_text(&old.renewed([3; 32]).to_text()).unwrap();
        assert!(both.hold("job", &[b"a"], &seal) && !both.hold("job", &[b"b"], &seal));
        assert!(both.hold("job", &[b"a"], &both.current.seal("job", &[b"a"])));
        // One renewal was not settled before the next: nothing that it sealed is lost.
        let mut third = both.renewed([4; 32]);
        assert!(third.hold("job", &[b"a"], &seal));
        for byte in 5..50 {
            third = third.renewed([byte; 32]);
        }
        assert_eq!(third.to_text().expose_secret().split(' ').count(), SealKeys::MOST);
        let both = SealKeys::new([1; 32], [2; 32]).renewed([3; 32]);
        assert!(!both.settled().hold("job", &[b"a"], &seal));
    }

    #[test]
    fn a_seal_of_one_place_does_not_hold_in_another() {
        let keys = SealKeys::new([1; 32], [2; 32]);
        let (here, there) = (keys.bound_to(b"here"), keys.bound_to(b"there"));
        let seal = here.current.seal("job", &[]);
        assert!(keys.bound_to(b"here").hold("job", &[], &seal));
        assert!(!there.hold("job", &[], &seal) && !keys.hold("job", &[], &seal));
        assert_ne!(here.lasting.seal("job", &[]), there.lasting.seal("job", &[]));
    }
}
