//! What an expert or Cloudinary's support would ask for.

use super::code::Code;
use crate::model::message::Message;

/// What stands behind “Show details”.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Details {
    /// There is nothing more to tell.
    #[default]
    None,
    /// The system's own words, to the letter.
    System(String),
    /// Of a request that failed.
    Request(Box<RequestDetails>),
    /// Another problem is the reason.
    Because(Box<Code>),
}

/// What is known of a request that failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequestDetails {
    /// The server's own words, or what is wrong with its answer.
    pub message: Message,
    /// HTTP status, if there was an answer.
    pub status: Option<u16>,
    /// `X-Request-Id`.
    pub request_id: Option<String>,
}

impl Details {
    /// Whether there is anything to tell.
    pub fn is_none(&self) -> bool {
        matches!(self, Self::None)
    }
}

impl From<String> for Details {
    fn from(words: String) -> Self {
        if words.is_empty() { Self::None } else { Self::System(words) }
    }
}
