//! An error as a person reads it: what happened, what it means for the assets, what to do, and
//! the details behind “Show details”.

use super::account::Geo;

/// Four sentences. None of them holds a secret or a URL with credentials.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{what}")]
pub struct Problem {
    /// What happened.
    pub what: String,
    /// What it means for the assets.
    pub meaning: String,
    /// What to do.
    pub advice: String,
    /// The server's own words, the request ID, the system's error; may be empty.
    pub details: String,
    /// The region to switch to, where the environment is in another one than was asked.
    pub region: Option<Geo>,
}

impl Problem {
    /// A problem without details.
    pub fn new(what: impl Into<String>, meaning: impl Into<String>, advice: impl Into<String>) -> Self {
        let (what, meaning, advice) = (what.into(), meaning.into(), advice.into());
        Self { what, meaning, advice, details: String::new(), region: None }
    }

    /// Adds what an expert or Cloudinary's support would ask for.
    #[must_use]
    pub fn with_details(mut self, details: impl Into<String>) -> Self {
        self.details = details.into();
        self
    }

    /// For a failure while nothing could have been deleted, which need not be said: beside a failed
    /// connection or file it would alarm.
    pub fn nothing_changed(what: impl Into<String>, advice: impl Into<String>) -> Self {
        Self::new(what, "", advice)
    }
}
