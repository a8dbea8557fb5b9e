//! How much a selection catches.

use serde::{Deserialize, Serialize};

/// How a selection came about, which is part of its risk; the widest is the greatest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Breadth {
    /// Each asset was named or clicked.
    Named,
    /// A prefix, a tag or a folder caught them.
    Caught,
    /// Everything of a kind.
    Everything,
}
