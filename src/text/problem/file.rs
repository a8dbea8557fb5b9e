//! A file or folder that cannot be used.

use super::Sentences;
use crate::model::problem::{FileProblem, Unreplaced, Unwritable};
use crate::model::source::LooksLike;
use crate::text::list;

impl Sentences for FileProblem {
    fn what(&self) -> String {
        match self {
            Self::NothingToRead => text!("problem-no-file-named"),
            Self::Empty => text!("problem-file-empty"),
            Self::NotRead { name } => text!("problem-file-not-read", name = &**name),
            Self::TooLarge { name, megabytes } => {
                text!("problem-file-too-large", name = &**name, number = *megabytes)
            }
            Self::Utf32 { name } => text!("problem-file-utf-32", name = &**name),
            Self::NoList { name, looks } => {
                text!("problem-file-no-list", name = &**name, why = list::what(*looks))
            }
            Self::OwnFolder { name } => text!("problem-file-own-folder", name = &**name),
            Self::Link { name } => text!("problem-file-link", name = &**name),
            Self::NotReplaced { name, why: Unreplaced::NoFile } => {
                text!("problem-file-no-file", name = &**name)
            }
            Self::NotReplaced { name, why: Unreplaced::ReadOnly } => {
                text!("problem-file-read-only", name = &**name)
            }
            Self::NotWritten { name, .. } => text!("problem-file-not-written", name = &**name),
            Self::NoHome => text!("problem-no-home"),
            Self::HomeUnusable { name } => text!("problem-home-unusable", name = &**name),
            Self::HomeOpenToOthers { .. } => text!("problem-home-open-to-others"),
        }
    }

    fn meaning(&self) -> String {
        match self {
            Self::OwnFolder { .. }
            | Self::Link { .. }
            | Self::NotReplaced { .. }
            | Self::NotWritten { .. } => text!("problem-receipt-is-safe"),
            Self::HomeOpenToOthers { .. } => text!("problem-home-open-to-others-meaning"),
            _ => String::new(),
        }
    }

    fn advice(&self) -> String {
        match self {
            Self::NothingToRead => text!("problem-nothing-to-read-advice"),
            Self::Empty => text!("problem-file-empty-advice"),
            Self::NotRead { .. } => text!("problem-file-not-read-advice"),
            Self::TooLarge { .. } => text!("problem-file-too-large-advice"),
            Self::Utf32 { .. } => list::advice(LooksLike::Binary),
            Self::NoList { looks, .. } => list::advice(*looks),
            Self::OwnFolder { .. } => text!("problem-file-own-folder-advice"),
            Self::Link { .. } => text!("problem-file-link-advice"),
            Self::NotReplaced { .. } => text!("problem-file-not-replaced-advice"),
            Self::NotWritten { why: Unwritable::Full, .. } => text!("problem-file-disk-full-advice"),
            Self::NotWritten { why: Unwritable::Forbidden, .. } => text!("problem-file-forbidden-advice"),
            Self::NotWritten { why: Unwritable::Other, .. } => text!("problem-file-not-written-advice"),
            Self::NoHome => text!("problem-no-home-advice"),
            Self::HomeUnusable { .. } => text!("problem-home-unusable-advice"),
            Self::HomeOpenToOthers { name } => {
                text!("problem-home-open-to-others-advice", name = &**name)
            }
        }
    }
}
