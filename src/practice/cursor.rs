//! Opaque positions in a listing.
//!
//! A cursor carries its position and a checksum with a key of this server, so one that was
//! made up, cut off or taken from another listing is refused like an expired one.

use sha1::{Digest, Sha1};

use super::reply::Refusal;
use super::store::Slot;

/// Where a page ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cursor {
    /// In a listing by time of creation.
    Time(i64, Slot),
    /// In a listing by name.
    Name(String),
    /// In a list that is counted through.
    Offset(u64),
    /// In a remembered result: which one, and how far.
    Snapshot(u64, u64),
}

impl Cursor {
    /// As hex text; `list` names the listing that it belongs to.
    pub fn write(&self, list: &str) -> String {
        let plain = match self {
            Self::Time(at, slot) => format!("t{at},{slot}"),
            Self::Name(name) => format!("n{name}"),
            Self::Offset(offset) => format!("o{offset}"),
            Self::Snapshot(id, offset) => format!("s{id},{offset}"),
        };
        hex::encode([&seal(list, &plain)[..], plain.as_bytes()].concat())
    }

    /// Read one back.
    ///
    /// # Errors
    /// 400 when it was not written for this listing.
    pub fn read(list: &str, text: Option<&str>) -> Result<Option<Self>, Refusal> {
        let Some(text) = text.filter(|text| !text.is_empty()) else { return Ok(None) };
        Self::open(list, text).map(Some).ok_or_else(|| Refusal::invalid("next_cursor", text))
    }

    fn open(list: &str, text: &str) -> Option<Self> {
        let bytes = hex::decode(text).ok()?;
        let (sealed, plain) = bytes.split_at_checked(8)?;
        let plain = std::str::from_utf8(plain).ok()?;
        if seal(list, plain) != sealed {
            return None;
        }
        let rest = plain.get(1..)?;
        match plain.as_bytes()[0] {
            b't' => {
                let (at, slot) = rest.split_once(',')?;
                Some(Self::Time(at.parse().ok()?, slot.parse().ok()?))
            }
            b'n' => Some(Self::Name(rest.to_owned())),
            b's' => {
                let (id, offset) = rest.split_once(',')?;
                Some(Self::Snapshot(id.parse().ok()?, offset.parse().ok()?))
            }
            b'o' => Some(Self::Offset(rest.parse().ok()?)),
            _ => None,
        }
    }

    /// The position in time, if it is one.
    pub fn time(&self) -> Option<(i64, Slot)> {
        if let Self::Time(at, slot) = self { Some((*at, *slot)) } else { None }
    }

    /// The name, if it is one.
    pub fn name(&self) -> Option<&str> {
        if let Self::Name(name) = self { Some(name) } else { None }
    }

    /// The remembered result and the offset, if it is one.
    pub fn snapshot(&self) -> Option<(u64, u64)> {
        if let Self::Snapshot(id, offset) = self { Some((*id, *offset)) } else { None }
    }

    /// The offset, if it is one.
    pub fn offset(&self) -> Option<u64> {
        if let Self::Offset(offset) = self { Some(*offset) } else { None }
    }
}

fn seal(list: &str, plain: &str) -> [u8; 8] {
    let digest = Sha1::digest(format!("practice cursor\n{list}\n{plain}"));
    let mut seal = [0; 8];
    seal.copy_from_slice(&digest[..8]);
    seal
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_reads_back_only_in_its_own_listing() {
        for cursor in
            [Cursor::Time(-5, 7), Cursor::Name("a,b/ü".into()), Cursor::Offset(500), Cursor::Snapshot(3, 50)]
        {
            let text = cursor.write("list");
            assert_eq!(Cursor::read("list", Some(&text)).unwrap(), Some(cursor));
            assert!(Cursor::read("other", Some(&text)).is_err());
            assert!(Cursor::read("list", Some(&text[..text.len() - 2])).is_err());
        }
        assert_eq!(Cursor::read("list", None).unwrap(), None);
        assert!(Cursor::read("list", Some("abc123")).is_err());
    }
}
