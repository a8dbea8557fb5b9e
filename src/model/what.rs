//! Originals or copies.

/// What is to go of each asset that the selector finds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum What {
    /// The original, and with it every copy.
    #[default]
    Originals,
    /// Every made-to-size copy; the originals stay.
    AllCopies,
    /// Single copies by their IDs; the original and the other copies stay.
    ChosenCopies,
}

impl What {
    /// Its word in the fingerprint and in keys.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Originals => "originals",
            Self::AllCopies => "all-copies",
            Self::ChosenCopies => "chosen-copies",
        }
    }
}
