//! A file, part by part.

use std::fmt;
use std::time::Duration;

use bytes::Bytes;
use reqwest::Response;

use super::answer;
use super::error::ApiError;

/// A file on its way.
pub struct Download {
    answer: Response,
    patience: Duration,
}

impl fmt::Debug for Download {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Download").field("bytes", &self.bytes()).finish_non_exhaustive()
    }
}

impl Download {
    /// `patience`: for each part.
    pub(super) fn new(answer: Response, patience: Duration) -> Self {
        Self { answer, patience }
    }

    /// Its whole length, where the server told it.
    pub fn bytes(&self) -> Option<u64> {
        self.answer.content_length()
    }

    /// The next part; `None` at the end.
    ///
    /// # Errors
    /// A connection that breaks, and a part that takes longer than [`super::Timeouts::read`]. What came
    /// until then is not the whole file.
    pub async fn part(&mut self) -> Result<Option<Bytes>, ApiError> {
        let part = tokio::time::timeout(self.patience, self.answer.chunk()).await;
        part.map_err(|_late| answer::late())?.map_err(answer::failure)
    }
}
