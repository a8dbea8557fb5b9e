//! What the ways to send a plan are called.

use super::Words;
use crate::model::route::Route;

impl Words for Route {
    /// The name and how many go at a time.
    fn words(&self) -> String {
        match self {
            Self::Thorough => text!("method-thorough"),
            Self::Batches => text!("method-batches"),
            Self::Sweep => text!("method-sweep"),
        }
    }
}
