//! What the user has set for the window.

use serde::{Deserialize, Serialize};

/// Kept from one start to the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Preferences {
    /// Whether thumbnails are fetched.
    pub pictures: bool,
}

impl Default for Preferences {
    fn default() -> Self {
        Self { pictures: true }
    }
}
