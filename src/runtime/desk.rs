//! Work on what the window shows that would take it too long.

use std::any::Any;

/// Frees what is large on a thread that may take its time.
pub(super) fn free(things: Vec<Box<dyn Any + Send>>) {
    drop(tokio::task::spawn_blocking(move || drop(things)));
}
