//! What the program is given to open: on its command line, or by a later start.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

/// One thing to open.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Given {
    /// A link, a public ID or an asset ID, as it was typed.
    Text(String),
    /// A file with a list of these, by its absolute path.
    File(PathBuf),
}
