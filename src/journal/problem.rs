//! The journal's errors in a person's words.

use super::JournalError;
use crate::model::problem::Problem;

impl JournalError {
    /// What happened, what it means for the assets, what to do.
    pub fn problem(&self) -> Problem {
        let (what, advice) = match self {
            Self::Full(_) => (
                "The disk of this computer is full, so the record of deletions cannot be written.",
                "Free some space, then go on with the job.",
            ),
            Self::ReadOnly(_) => (
                "The record of deletions cannot be written on this computer.",
                "Check that you may write to Cloudsweep's folder and that the disk is not read-only.",
            ),
            Self::Locked(_) => (
                "Another program holds the record of deletions.",
                "Close other windows of Cloudsweep, and programs that read its folder, then try again.",
            ),
            Self::Damaged(_) | Self::Row(_) => (
                "The record of deletions on this computer is damaged.",
                "Move the file journal.sqlite out of Cloudsweep's folder and keep it; then start the program again.",
            ),
            Self::Newer(_) => (
                "The record of deletions was written by a newer version of Cloudsweep.",
                "Install the newest version of Cloudsweep.",
            ),
            Self::NoSuchJob(_) => ("There is no record of this job.", "Open the list of receipts again."),
            Self::Closed | Self::Other(_) => {
                ("The record of deletions cannot be used just now.", "Start the program again, then go on.")
            }
        };
        let meaning = "Nothing more is deleted, since nothing is sent that is not written down first. \
                       What was already deleted is recorded.";
        Problem::new(what, meaning, advice).with_details(self.to_string())
    }
}
