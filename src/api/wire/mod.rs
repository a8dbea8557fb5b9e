//! Answers as they come over the wire: tolerant of unknown fields, of strings for numbers and of
//! everything that the documentation leaves open. Only what every answer must have is demanded,
//! and its absence is an error: a page without a list is no empty page.

mod answers;
mod bulk;
mod loose;
mod resource;

pub(super) use answers::{
    Config, DeletedFolder, DeletedVersions, Destroyed, Folders, ResourceTypes, Restored, Tags, Unlinked,
    Usage,
};
pub(super) use bulk::Bulk;
pub(super) use loose::LONGEST;
pub(super) use resource::{Listing, Resource};
