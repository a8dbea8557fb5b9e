//! What a text could mean besides what it certainly names.
//!
//! A guess is never planned: it is looked up, and what is there is offered beside its row, with the
//! reason, to be taken by a click or not at all.

use unicode_normalization::UnicodeNormalization as _;

use super::asset::{AssetName, DeliveryType, ResourceType};
use super::format::{is_invisible, is_longer};

/// The most characters of a public ID, and of a tag (Cloudinary's Upload API reference).
const LONGEST: usize = 255;

/// Why an asset is offered.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Why {
    /// The public ID without the ending of a format.
    WithoutEnding(Box<str>),
    /// The public ID with the ending that is a format in a link.
    WithEnding(Box<str>),
    /// A raw file whose public ID goes on with an ending.
    EndingAdded,
    /// The same public ID, of another kind than the text says.
    OtherKind,
    /// `%20` was still there after it was decoded once.
    DecodedTwice,
    /// `%20` in a plain text.
    Decoded,
    /// As it stands in the link, `%20` and all.
    NotDecoded,
    /// `+` for a blank.
    PlusAsBlank,
    /// Composed instead of decomposed letters, or the other way round: they look the same.
    OtherForm,
    /// Without the blanks at its ends.
    Trimmed,
    /// Without zero-width blanks, marks of direction and the like.
    WithoutInvisible,
    /// Small letters for capitals, or the other way round.
    OtherCapitals,
    /// A path as a database field keeps it: `image/upload/v1/owl.jpg`.
    StoredField,
    /// What looks like a transformation is a folder.
    Folder(Box<str>),
    /// What looks like a folder is a transformation.
    Transformation(Box<str>),
    /// What looks like a version is a folder.
    VersionAsFolder(Box<str>),
    /// Only what stands behind something like a version.
    BehindVersion(Box<str>),
    /// Without the name for search engines at the end of the link.
    WithoutSuffix,
    /// The name for search engines is a part of the public ID.
    WithSuffix,
    /// Quotes, brackets or commas around it are no part of it.
    WithoutDecoration,
    /// Without the slash at its start or end, or with slashes for backslashes.
    OtherSlashes,
    /// The address itself is the public ID of a fetched asset.
    Fetched,
    /// The two slashes behind `https:` had become one.
    SlashMended,
    /// The same asset ID or public ID, but another version than the row says.
    OtherVersion,
    /// The same, but another format than the row says.
    OtherFormat,
    /// The asset with the row's asset ID is not there; this one has its public ID now.
    OtherAsset,
    /// The text is an asset ID and a public ID, of two assets.
    AssetId,
    /// The text is an asset ID and a public ID, of two assets.
    PublicId,
    /// A list of this tag.
    List,
    /// The link in a text, if it ends where it seems to.
    InText,
    /// The path of an address that may be no delivery link.
    Path,
}

/// A public ID that could be meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Guess {
    /// To be looked up to the letter.
    pub public_id: Box<str>,
    /// The one kind in which it is looked up; every common kind, if `None`.
    pub kind: Option<(ResourceType, DeliveryType)>,
    /// Told beside what is found.
    pub why: Why,
}

impl Guess {
    /// In every common kind.
    pub fn anywhere(public_id: impl Into<Box<str>>, why: Why) -> Self {
        Self { public_id: public_id.into(), kind: None, why }
    }

    /// Of one kind.
    pub fn named(name: &AssetName, why: Why) -> Self {
        let kind = Some((name.resource_type, name.delivery_type.clone()));
        Self { public_id: name.public_id.clone(), kind, why }
    }
}

/// Guesses without repetitions, in the order in which they came; the first reason stands.
#[derive(Debug, Default)]
pub struct Guesses {
    all: Vec<Guess>,
    unwanted: bool,
}

impl Guesses {
    /// Takes none: where only what is certain is wanted, a million times over.
    pub fn unwanted() -> Self {
        Self { all: Vec::new(), unwanted: true }
    }

    /// Whether it is worth working one out.
    pub fn are_wanted(&self) -> bool {
        !self.unwanted
    }

    /// Adds one, unless it can be no public ID, or is there already.
    pub fn add(&mut self, guess: Guess) {
        let known = |it: &Guess| it.public_id == guess.public_id && it.kind == guess.kind;
        if self.are_wanted() && can_be_public_id(&guess.public_id) && !self.all.iter().any(known) {
            self.all.push(guess);
        }
    }

    /// All of them.
    pub fn into_vec(self) -> Vec<Guess> {
        self.all
    }
}

/// Whether a text can be a public ID: 1 to 255 characters, none of them a control character
/// (Cloudinary's page “Permitted naming conventions”).
pub fn can_be_public_id(text: &str) -> bool {
    !text.is_empty() && !is_too_long(text) && !text.chars().any(char::is_control)
}

/// Whether a text has more characters than a public ID or a tag can have.
pub fn is_too_long(text: &str) -> bool {
    is_longer(text, LONGEST)
}

/// Other ways to write a text that differ in nothing that the user sees, or only in capitals: of a
/// public ID, a prefix or a tag. Never the text itself, the likeliest first.
pub fn spellings(text: &str) -> Vec<(String, Why)> {
    let mut found: Vec<(String, Why)> = Vec::new();
    let mut add = |spelling: String, why: Why| {
        if spelling != text && !spelling.is_empty() && !found.iter().any(|(known, _)| *known == spelling) {
            found.push((spelling, why));
        }
    };
    let plain = visible(text);
    add(plain.clone(), Why::WithoutInvisible);
    for base in [text, &plain] {
        add(base.nfc().collect(), Why::OtherForm);
        add(base.nfd().collect(), Why::OtherForm);
    }
    for base in [text.to_owned(), plain.nfc().collect::<String>()] {
        let ways: [fn(&str) -> String; 6] = [
            str::to_lowercase,
            name_capitalised,
            name_first_capital,
            capitalised,
            first_capital,
            str::to_uppercase,
        ];
        for capitals in ways {
            let spelling = capitals(&base);
            add(spelling.nfc().collect(), Why::OtherCapitals);
            add(spelling.nfd().collect(), Why::OtherCapitals);
        }
    }
    found
}

/// Each part of a path with a capital first and small letters behind.
fn capitalised(text: &str) -> String {
    let mut start = true;
    let mut changed = String::with_capacity(text.len());
    for c in text.chars() {
        if start {
            changed.extend(c.to_uppercase());
        } else {
            changed.extend(c.to_lowercase());
        }
        start = matches!(c, '/' | ' ' | '-' | '_');
    }
    changed
}

/// The last part of a path with a capital at each word, folders in small letters.
fn name_capitalised(text: &str) -> String {
    let start = text.rfind('/').map_or(0, |slash| slash + 1);
    text[..start].to_lowercase() + &capitalised(&text[start..])
}

/// The last part of a path with a capital first, everything else in small letters.
fn name_first_capital(text: &str) -> String {
    let start = text.rfind('/').map_or(0, |slash| slash + 1);
    text[..start].to_lowercase() + &first_capital(&text[start..])
}

/// The whole text in small letters, but for its first.
fn first_capital(text: &str) -> String {
    let mut chars = text.chars();
    let first = chars.next().map(|c| c.to_uppercase().collect::<String>()).unwrap_or_default();
    first + &chars.as_str().to_lowercase()
}

fn visible(text: &str) -> String {
    let kept: String = text.chars().filter(|c| !is_invisible(*c)).collect();
    kept.trim().to_owned()
}

/// Cuts off the blanks and invisible characters at both ends, which no public ID or tag can have
/// (Cloudinary's page “Permitted naming conventions”).
pub fn trimmed(text: &str) -> &str {
    text.trim_matches(|c: char| c.is_whitespace() || is_nothing(c))
}

/// Whether a character is nothing at an end: a blank of no width, a byte order mark, a mark of
/// direction. What changes the look of the character before it (variation selectors, joiners, tags
/// of flags) or is a letter that shows nothing is a part of the name.
fn is_nothing(c: char) -> bool {
    matches!(
        c,
        '\u{ad}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'
            | '\u{2066}'..='\u{2069}' | '\u{feff}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(text: &str) -> Vec<String> {
        spellings(text).into_iter().map(|(spelling, _)| spelling).collect()
    }

    #[test]
    fn a_spelling_looks_the_same_or_differs_in_capitals() {
        assert!(all("Products/").contains(&"products/".to_owned()));
        assert!(all("products/New shoes").contains(&"Products/New Shoes".to_owned()));
        assert!(all("shop/hero-banner").contains(&"shop/Hero-Banner".to_owned()));
        assert!(all("shop/hero-banner").contains(&"shop/Hero-banner".to_owned()));
        assert!(all("male-g\u{f6}ran").contains(&"male-go\u{308}ran".to_owned()));
        assert!(all("male-go\u{308}ran").contains(&"male-g\u{f6}ran".to_owned()));
        assert_eq!(
            spellings("do\u{200b}cs")[0],
            ("docs".to_owned(), Why::WithoutInvisible),
            "the likeliest is first"
        );
        assert!(!all("docs/").contains(&"docs/".to_owned()), "never the text itself");
        assert!(all("123").is_empty());
    }

    #[test]
    fn what_no_name_can_begin_or_end_with_is_cut_off() {
        assert_eq!(trimmed("\u{feff} \u{200b}docs/o wl\u{a0}\u{200e}\t"), "docs/o wl");
        assert_eq!(trimmed("\u{200b} "), "");
        for whole in ["love/\u{2764}\u{fe0f}", "a\u{200d}", "\u{1f3f4}\u{e0067}\u{e007f}", "\u{3164}"] {
            assert_eq!(trimmed(whole), whole, "what can be seen is a part of the name");
        }
    }
}
