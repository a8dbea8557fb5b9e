//! The record of deletions, where it cannot be used.

use super::Sentences;
use crate::model::problem::RecordProblem;

impl Sentences for RecordProblem {
    fn what(&self) -> String {
        match self {
            Self::Full => text!("problem-record-full"),
            Self::ReadOnly => text!("problem-record-read-only"),
            Self::Locked => text!("problem-record-locked"),
            Self::Moved => text!("problem-record-moved"),
            Self::Foreign => text!("problem-record-foreign"),
            Self::OfOneJob => text!("problem-record-of-one-job"),
            Self::Damaged => text!("problem-record-damaged"),
            Self::NotTheSame => text!("problem-record-not-the-same"),
            Self::Newer => text!("problem-record-newer"),
            Self::NoSuchJob => text!("problem-record-no-such-job"),
            Self::NotOpened => text!("problem-record-not-opened"),
            Self::Other => text!("problem-record-other"),
        }
    }

    fn meaning(&self) -> String {
        match self {
            Self::Moved | Self::Foreign => text!("problem-record-perhaps-incomplete"),
            Self::NotOpened => String::new(),
            _ => text!("problem-record-complete"),
        }
    }

    fn advice(&self) -> String {
        match self {
            Self::Full => text!("problem-record-full-advice"),
            Self::ReadOnly => text!("problem-record-read-only-advice"),
            Self::Locked => text!("problem-record-locked-advice"),
            Self::Moved => text!("problem-record-moved-advice"),
            Self::Foreign => text!("problem-record-foreign-advice"),
            Self::OfOneJob => text!("problem-record-of-one-job-advice"),
            Self::Damaged => text!("problem-record-damaged-advice"),
            Self::NotTheSame => text!("problem-record-not-the-same-advice"),
            Self::Newer => text!("problem-record-newer-advice"),
            Self::NoSuchJob => text!("problem-record-no-such-job-advice"),
            Self::NotOpened => text!("problem-start-again"),
            Self::Other => text!("problem-record-other-advice"),
        }
    }
}
