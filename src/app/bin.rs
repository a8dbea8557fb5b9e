//! What is thrown away and takes a while to free: millions of small pieces. The background frees it.

use std::any::Any;

use crate::runtime::command::Command;

/// Up to so many items, lines or rows, a thing is small: it is worked on, and freed, at once.
pub const SMALL: usize = 2_000;

/// What is to be freed in the background, after what happens now.
#[derive(Debug, Default)]
pub struct Bin(Vec<Box<dyn Any + Send>>);

impl Bin {
    /// Throws a thing of so many pieces away.
    pub fn throw(&mut self, thing: impl Any + Send, pieces: usize) {
        if pieces > SMALL {
            self.throw_large(thing);
        }
    }

    /// Throws a thing away that may be large.
    pub fn throw_large(&mut self, thing: impl Any + Send) {
        self.0.push(Box::new(thing));
    }

    /// Has it emptied.
    pub fn empty(&mut self) -> Option<Command> {
        (!self.0.is_empty()).then(|| Command::Free(std::mem::take(&mut self.0)))
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    #[test]
    fn only_what_is_large_is_freed_elsewhere() {
        let (mut bin, small, large) = (Bin::default(), Arc::new(()), Arc::new(()));
        bin.throw(Arc::clone(&small), SMALL);
        assert!(Arc::into_inner(small).is_some() && bin.empty().is_none(), "gone at once");
        bin.throw(Arc::clone(&large), SMALL + 1);
        let Some(Command::Free(things)) = bin.empty() else { panic!("something is to be freed") };
        assert_eq!((things.len(), Arc::strong_count(&large)), (1, 2));
        assert!(bin.empty().is_none());
    }
}
