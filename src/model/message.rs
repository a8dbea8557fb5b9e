//! What is told of a request that failed: somebody's own words, or what this program noticed.

use serde::{Deserialize, Serialize};

/// What is told of a request that failed.
///
/// The journal keeps it as JSON, so its names never change: `{"own":"…"}`, `{"fault":"not-mentioned"}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Message {
    /// The server's or the system's own words, to the letter.
    Own(String),
    /// What this program noticed.
    Fault(Fault),
    /// An entry of an answer that cannot be used.
    Entry {
        /// Its public ID or asset ID; may be empty.
        name: String,
        /// What is wrong with it.
        flaw: Flaw,
    },
}

impl Message {
    /// From the journal's text; versions before these codes wrote the server's words alone.
    pub fn from_stored(text: String) -> Self {
        serde_json::from_str(&text).unwrap_or(Self::Own(text))
    }

    /// The server's or the system's own words; empty where this program noticed something.
    pub fn own(&self) -> &str {
        match self {
            Self::Own(words) => words,
            Self::Fault(_) | Self::Entry { .. } => "",
        }
    }
}

impl From<String> for Message {
    fn from(words: String) -> Self {
        Self::Own(words)
    }
}

impl From<&str> for Message {
    fn from(words: &str) -> Self {
        Self::Own(words.to_owned())
    }
}

impl From<Fault> for Message {
    fn from(fault: Fault) -> Self {
        Self::Fault(fault)
    }
}

/// What this program noticed about a request or its answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Fault {
    /// Not sent: this hour's calls are used up.
    LimitUsedUp,
    /// Not sent: it waited too long for its turn.
    WaitedTooLong,
    /// Not sent: `.` or `..` between slashes would be a step to another address.
    DotsInName,
    /// Not sent: an empty name or selector.
    NamesNothing,
    /// Not sent: it names none, or more than a hundred.
    NotAHundred,
    /// Not sent: its confirmation was given for another environment.
    OtherEnvironment,
    /// Not sent: a prefix needs a delivery type.
    NoDeliveryType,
    /// Not sent: it names versions of some of its assets alone.
    VersionsDiffer,
    /// No answer came in the time that there is for it.
    Late,
    /// The answer is larger than any of Cloudinary's.
    TooLong,
    /// The answer has no words.
    Silent,
    /// The answer is about another asset.
    OtherAsset,
    /// The answer does not mention the asset.
    NotMentioned,
    /// The asset was said to be deleted, and no original was counted.
    NoOriginal,
    /// A list left out an asset that is there.
    LeftOut,
    /// A list has entries that the sweep does not name, or that cannot be told apart.
    BeyondSweep,
    /// A list never ends.
    Endless,
    /// A copy has no ID.
    CopyWithoutId,
}

/// What is wrong with an entry of an answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Flaw {
    /// It is no JSON object.
    NotAnObject,
    /// Its name holds the API secret.
    SecretInName,
    /// Its name is longer than any of Cloudinary's.
    NameTooLong,
    /// It has no public ID.
    NoPublicId,
    /// It has no resource type.
    NoResourceType,
    /// It has a resource type that this program does not know.
    OtherResourceType(String),
    /// It has no delivery type.
    NoDeliveryType,
    /// The answer tells two different things of it.
    Contradicted,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_journal_holds_is_read_back_by_its_names() {
        for (stored, meant) in [
            (r#"{"own":"No “such”"}"#, Message::Own("No “such”".into())),
            (r#"{"own":"{\"fault\":\"late\"}"}"#, Message::Own(r#"{"fault":"late"}"#.into())),
            (r#"{"fault":"dots-in-name"}"#, Fault::DotsInName.into()),
            (
                r#"{"entry":{"name":"a","flaw":{"other-resource-type":"audio"}}}"#,
                Message::Entry { name: "a".into(), flaw: Flaw::OtherResourceType("audio".into()) },
            ),
        ] {
            assert_eq!(Message::from_stored(stored.to_owned()), meant);
            assert_eq!(serde_json::to_string(&meant).unwrap(), stored);
        }
    }

    #[test]
    fn what_another_version_wrote_is_kept_as_it_is() {
        for text in ["unauthorized", "", "null", "{}", r#"{"fault":"of-a-later-version"}"#, r#""own""#] {
            assert_eq!(Message::from_stored(text.to_owned()), Message::Own(text.to_owned()));
        }
    }
}
