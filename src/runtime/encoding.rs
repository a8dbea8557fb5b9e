//! The text in the bytes of a file, whatever encoding it was saved in.
//!
//! UTF-8 and UTF-16, with a mark or without, are certain. Anything else is guessed from what is
//! likely in a language (`chardetng`), and said to be.

use std::cmp::Ordering;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::Encoding;

use crate::model::source::LooksLike;

/// How much a guess is made from, bytes.
const SAMPLE: usize = 1 << 20;
/// How much ASCII before the first other character goes into it.
const BEFORE: usize = 1 << 10;

/// A text and how it was found.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Decoded {
    /// Without a mark.
    pub text: String,
    /// The encoding's name (WHATWG), where it was guessed.
    pub guessed: Option<&'static str>,
}

/// Why bytes are no text.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum NoText {
    /// UTF-32, which nothing that lists are made with saves.
    Utf32,
    /// Something else.
    Looks(LooksLike),
}

/// Decodes a whole file.
pub(super) fn decode(bytes: Vec<u8>) -> Result<Decoded, NoText> {
    if bytes.starts_with(&[0xff, 0xfe, 0, 0]) || bytes.starts_with(&[0, 0, 0xfe, 0xff]) {
        return Err(NoText::Utf32);
    }
    if let Some(looks) = LooksLike::of_bytes(&bytes) {
        return Err(NoText::Looks(looks));
    }
    let certain = |text: Option<String>| {
        let text = text.filter(|text| !text.contains('\0')).ok_or(NoText::Looks(LooksLike::Binary))?;
        Ok(Decoded { text, guessed: None })
    };
    if let Some(units) = bytes.strip_prefix(&[0xff, 0xfe]) {
        return certain(utf16(units, u16::from_le_bytes));
    }
    if let Some(units) = bytes.strip_prefix(&[0xfe, 0xff]) {
        return certain(utf16(units, u16::from_be_bytes));
    }
    if bytes.contains(&0) {
        return certain(utf16_without_mark(&bytes));
    }
    match String::from_utf8(bytes) {
        Ok(text) => Ok(Decoded {
            text: text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text),
            guessed: None,
        }),
        Err(error) => guess(error.as_bytes(), error.utf8_error().valid_up_to()),
    }
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Option<String> {
    let (pairs, rest) = bytes.as_chunks::<2>();
    let units = pairs.iter().map(|pair| unit(*pair));
    rest.is_empty().then(|| char::decode_utf16(units).collect::<Result<_, _>>().ok()).flatten()
}

/// The ends of lines and all ASCII have a byte of zeros, and which one of two it is tells the order.
fn utf16_without_mark(bytes: &[u8]) -> Option<String> {
    let zeros = |which: usize| bytes.iter().skip(which).step_by(2).filter(|byte| **byte == 0).count();
    let (first, second) = (zeros(0), zeros(1));
    let little = || utf16(bytes, u16::from_le_bytes).filter(|text| !text.chars().any(is_odd));
    let big = || utf16(bytes, u16::from_be_bytes).filter(|text| !text.chars().any(is_odd));
    match first.cmp(&second) {
        Ordering::Less => little(),
        Ordering::Equal => little().or_else(big),
        Ordering::Greater => big(),
    }
}

/// `from`: where the first byte is that is not UTF-8.
fn guess(bytes: &[u8], from: usize) -> Result<Decoded, NoText> {
    let start = from.saturating_sub(BEFORE);
    let sample = &bytes[start..bytes.len().min(start + SAMPLE)];
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(sample, true);
    let encoding: &'static Encoding = detector.guess(None, Utf8Detection::Deny);
    let text = encoding.decode_without_bom_handling_and_without_replacement(bytes);
    match text.filter(|text| !text.chars().any(is_odd)) {
        Some(text) => Ok(Decoded { text: text.into_owned(), guessed: Some(encoding.name()) }),
        None => Err(NoText::Looks(LooksLike::Binary)),
    }
}

/// A character that no list has.
fn is_odd(c: char) -> bool {
    c.is_control() && !matches!(c, '\t' | '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{1a}' | '\u{85}')
}

#[cfg(test)]
mod tests {
    use encoding_rs::{BIG5, EUC_KR, GBK, SHIFT_JIS, WINDOWS_1251, WINDOWS_1252};

    use super::*;

    fn le(text: &str) -> Vec<u8> {
        text.encode_utf16().flat_map(u16::to_le_bytes).collect()
    }

    fn be(text: &str) -> Vec<u8> {
        text.encode_utf16().flat_map(u16::to_be_bytes).collect()
    }

    #[test]
    fn unicode_is_certain_with_a_mark_and_without() {
        for text in ["docs/ü\n東京\r\n😀", "docs/owl\n", "Ā\n", "東京/一\n二"] {
            let with_mark = |mark: &[u8], bytes: Vec<u8>| [mark, &bytes].concat();
            for bytes in [
                text.into(),
                with_mark(&[0xef, 0xbb, 0xbf], text.into()),
                le(text),
                be(text),
                with_mark(&[0xff, 0xfe], le(text)),
                with_mark(&[0xfe, 0xff], be(text)),
            ] {
                assert_eq!(decode(bytes).unwrap(), Decoded { text: text.to_owned(), guessed: None });
            }
        }
        assert_eq!(decode(Vec::new()).unwrap().text, "");
    }

    #[test]
    fn other_encodings_are_guessed_and_named() {
        let bytes = b"caf\xe9/cr\xe8me\n".to_vec();
        let decoded = Decoded { text: "café/crème\n".to_owned(), guessed: Some("windows-1252") };
        assert_eq!(decode(bytes).unwrap(), decoded);
        for (encoding, text) in [
            (WINDOWS_1252, "Fotos/Größe – “neu”\r\nFotos/Äpfel\r\n"),
            (WINDOWS_1251, "фото/собака на пляже\nфото/кошка и дом\n"),
            (SHIFT_JIS, "写真/東京タワーの夜景\n写真/ねこのしゃしん\n"),
            (GBK, "图片/北京的秋天\n图片/上海的夜景很漂亮\n"),
            (BIG5, "圖片/臺北的夜景很漂亮\n圖片/高雄的港口\n"),
            (EUC_KR, "사진/서울의 밤\n사진/고양이와 강아지\n"),
        ] {
            let (bytes, _, _) = encoding.encode(text);
            let expected = Decoded { text: text.to_owned(), guessed: Some(encoding.name()) };
            assert_eq!(decode(bytes.into_owned()).unwrap(), expected);
        }
        let late = [vec![b'a'; 3 * SAMPLE], b"\ncaf\xe9/cr\xe8me".to_vec()].concat();
        assert_eq!(decode(late).unwrap().guessed, Some("windows-1252"), "far behind the start");
    }

    #[test]
    fn what_is_no_text_is_told() {
        let looks = |bytes: &[u8]| decode(bytes.to_vec()).unwrap_err();
        assert_eq!(looks(&[0xff, 0xfe, 0, 0, b'a', 0, 0, 0]), NoText::Utf32);
        assert_eq!(looks(&[0, 0, 0xfe, 0xff, 0, 0, 0, b'a']), NoText::Utf32);
        assert_eq!(looks(b"PK\x03\x04\x14\0xl/workbook.xml"), NoText::Looks(LooksLike::Spreadsheet));
        assert_eq!(looks(b"%PDF-1.7\n%\xe2\xe3"), NoText::Looks(LooksLike::Pdf));
        assert_eq!(looks(b"\xff\xd8\xff\xe0\0\x10JFIF"), NoText::Looks(LooksLike::Picture));
        let binary: [&[u8]; 5] =
            [b"a\0b", b"a\0b\0\x01\0", b"\xff\xfea", b"\xff\xfe\0\xd8", b"\xe9\x01\x02\x03caf\xe9"];
        for bytes in binary {
            assert_eq!(looks(bytes), NoText::Looks(LooksLike::Binary), "{bytes:?}");
        }
    }
}
