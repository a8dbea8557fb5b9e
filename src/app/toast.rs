//! Short news that goes away by itself.

use super::state::Undo;
use super::tone::Tone;

/// One piece of news.
#[derive(Clone, Debug, PartialEq)]
pub struct Toast {
    /// What it says.
    pub words: String,
    /// How it went.
    pub tone: Tone,
    /// What can be done about it.
    pub undo: Option<Undo>,
    /// When it goes, in seconds since the program's start.
    pub until: f64,
}
