//! Why nobody knows how an item ended that was sent.

use serde::{Deserialize, Serialize};

use super::message::Message;

/// Why nobody knows how an item ended that was sent.
///
/// The journal keeps it as JSON, so its names never change: `{"cause":"cut-off","asked":"when-stopped"}`,
/// `{"cause":{"failed":{"own":"…"}},"asked":{"after":5}}`. What cannot be read as this (what versions before
/// it wrote, and codes of later ones) is [`Cause::Prose`].
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Unsettled {
    /// Why there is no answer to its last request.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cause: Option<Cause>,
    /// What asking about it found since.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asked: Option<Asked>,
}

/// Why there is no answer about an item.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Cause {
    /// The program ended before the answer came.
    CutOff,
    /// The answer did not find its asset ID.
    Missed,
    /// The request failed.
    Failed(Message),
    /// The deletion was stopped, and nobody could be asked: its environment was not open.
    NotOpen {
        /// The environment's cloud name.
        cloud_name: String,
    },
    /// The deletion was stopped, and nobody could be asked: the secret of its API key was not at hand.
    NoKey {
        /// The last characters of the API key.
        ending: String,
    },
    /// Its line of the record is damaged.
    DamagedLine,
    /// As another version wrote it.
    Prose(String),
}

/// What asking about an item found that had no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Asked {
    /// It was still there when the deletion was stopped, and may yet go.
    WhenStopped,
    /// It was sent so often, and was still there.
    After(u8),
}

impl Unsettled {
    /// Of something that was asked about, and was still there.
    #[must_use]
    pub fn and_asked(self, asked: Asked) -> Self {
        Self { asked: Some(asked), ..self }
    }

    /// From the journal's text.
    pub fn from_stored(text: String) -> Self {
        match serde_json::from_str(&text) {
            Ok(read) if read != Self::default() => read,
            _ if text.is_empty() => Self::default(),
            _ => Cause::Prose(text).into(),
        }
    }
}

impl From<Cause> for Unsettled {
    fn from(cause: Cause) -> Self {
        Self { cause: Some(cause), asked: None }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::message::Fault;

    #[test]
    fn what_the_journal_holds_is_read_back_by_its_names() {
        let failed = |message: Message| Unsettled::from(Cause::Failed(message));
        for (stored, meant) in [
            (r#"{"cause":"cut-off"}"#, Cause::CutOff.into()),
            (
                r#"{"cause":"missed","asked":"when-stopped"}"#,
                Unsettled::from(Cause::Missed).and_asked(Asked::WhenStopped),
            ),
            (
                r#"{"cause":{"failed":{"own":"No “such”"}},"asked":{"after":5}}"#,
                failed("No “such”".into()).and_asked(Asked::After(5)),
            ),
            (r#"{"cause":{"failed":{"fault":"not-mentioned"}}}"#, failed(Fault::NotMentioned.into())),
            (
                r#"{"cause":{"not-open":{"cloud_name":"demo"}}}"#,
                Cause::NotOpen { cloud_name: "demo".into() }.into(),
            ),
            (r#"{"cause":{"no-key":{"ending":"4321"}}}"#, Cause::NoKey { ending: "4321".into() }.into()),
            (r#"{"asked":{"after":5}}"#, Unsettled::default().and_asked(Asked::After(5))),
        ] {
            assert_eq!(Unsettled::from_stored(stored.to_owned()), meant);
            assert_eq!(serde_json::to_string(&meant).unwrap(), stored);
        }
    }

    #[test]
    fn what_another_version_wrote_is_kept_as_it_is() {
        for text in [
            "Cloudinary’s answer did not mention it.",
            r#"{"cause":"of-a-later-version"}"#,
            r#"{"cause":"cut-off","more":1}"#,
            "{}",
            "null",
            "7",
            "[]",
        ] {
            let read = Unsettled::from_stored(text.to_owned());
            assert_eq!(read, Cause::Prose(text.to_owned()).into(), "{text}");
        }
        assert_eq!(Unsettled::from_stored(String::new()), Unsettled::default());
    }
}
