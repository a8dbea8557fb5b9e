//! Results that are being paged through.
//!
//! A search in Cloudinary goes on where it was although assets come and go meanwhile. Here
//! each result of more than one page is kept until newer ones push it out.

use std::collections::VecDeque;
use std::sync::Arc;

use super::store::Slot;

/// How many results are kept.
const KEPT: usize = 32;

/// The last results of more than one page, by number.
#[derive(Debug, Default)]
pub struct Snapshots {
    next: u64,
    kept: VecDeque<(u64, Arc<[Slot]>)>,
}

impl Snapshots {
    /// Keep a result.
    pub fn keep(&mut self, slots: Arc<[Slot]>) -> u64 {
        self.next += 1;
        self.kept.push_back((self.next, slots));
        if self.kept.len() > KEPT {
            self.kept.pop_front();
        }
        self.next
    }

    /// One that is still there.
    pub fn get(&self, id: u64) -> Option<Arc<[Slot]>> {
        self.kept.iter().find(|(kept, _)| *kept == id).map(|(_, slots)| Arc::clone(slots))
    }
}
