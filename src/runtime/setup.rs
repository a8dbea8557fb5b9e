//! What the background works with.

use std::sync::Arc;

use crate::model::account::Credentials;
use crate::platform::keychain::Vault;
use crate::platform::paths::Paths;

/// What the background works with.
pub struct Setup {
    /// Where everything is kept.
    pub paths: Paths,
    /// Where secrets are kept.
    pub vault: Arc<dyn Vault>,
    /// What the environment variable `CLOUDINARY_URL` held at the program's start.
    pub from_variable: Option<Credentials>,
}
