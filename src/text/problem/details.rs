//! What stands behind “Show details”.

use crate::model::problem::{Details, RequestDetails};
use crate::text::Words;

impl Words for Details {
    /// The server's or the system's own words to the letter; empty where there is nothing to tell.
    fn words(&self) -> String {
        match self {
            Self::None => String::new(),
            Self::System(words) => words.clone(),
            Self::Request(request) => request.words(),
            Self::Because(code) => code.what(),
        }
    }
}

impl Words for RequestDetails {
    fn words(&self) -> String {
        let mut words = self.message.words();
        if let Some(status) = self.status {
            words = text!("details-status", status = status.to_string(), message = words);
        }
        if let Some(id) = &self.request_id {
            words = text!("details-request", message = words, id = &**id);
        }
        words
    }
}
