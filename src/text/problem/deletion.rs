//! A deletion, or the preview before it, that does not start or go on.

use super::Sentences;
use crate::model::problem::DeletionProblem;
use crate::model::route::Route;

impl Sentences for DeletionProblem {
    fn what(&self) -> String {
        match self {
            Self::NothingOpen => text!("problem-nothing-open"),
            Self::Apart => text!("problem-apart"),
            Self::PreviewStopped => text!("problem-preview-stopped"),
            Self::PreviewTooOld(Route::Sweep) => text!("problem-preview-too-old-sweep"),
            Self::PreviewTooOld(Route::Thorough | Route::Batches) => text!("problem-preview-too-old"),
            Self::OtherEnvironment { .. } => text!("problem-other-environment"),
            Self::AtItsEnd => text!("problem-at-its-end"),
            Self::SweepTooLate => text!("problem-sweep-too-late"),
            Self::SweepTakesMore { public_id } => {
                text!("problem-sweep-takes-more", name = &**public_id)
            }
            Self::NotOpen { cloud_name } => text!("problem-not-open", name = &**cloud_name),
            Self::OtherKey { confirmed, .. } => text!("problem-other-key", key = &**confirmed),
            Self::KeyOfAnother { .. } => text!("problem-key-of-another"),
        }
    }

    fn meaning(&self) -> String {
        match self {
            Self::NothingOpen | Self::Apart | Self::PreviewStopped | Self::AtItsEnd => String::new(),
            Self::PreviewTooOld(_) | Self::OtherEnvironment { .. } => text!("problem-nothing-sent"),
            Self::SweepTooLate => text!("problem-sweep-too-late-meaning"),
            Self::SweepTakesMore { .. } => text!("problem-sweep-takes-more-meaning"),
            Self::NotOpen { .. } | Self::OtherKey { .. } => text!("problem-waits"),
            Self::KeyOfAnother { .. } => text!("problem-nothing-more-sent"),
        }
    }

    fn advice(&self) -> String {
        match self {
            Self::NothingOpen => text!("problem-nothing-open-advice"),
            Self::Apart => text!("problem-apart-advice"),
            Self::PreviewStopped => text!("problem-preview-stopped-advice"),
            Self::PreviewTooOld(_) => text!("problem-preview-too-old-advice"),
            Self::OtherEnvironment { wanted } => {
                text!("problem-other-environment-advice", name = &**wanted)
            }
            Self::AtItsEnd => text!("problem-at-its-end-advice"),
            Self::SweepTooLate => text!("problem-sweep-too-late-advice"),
            Self::SweepTakesMore { .. } => text!("problem-sweep-takes-more-advice"),
            Self::NotOpen { cloud_name } => text!("problem-not-open-advice", name = &**cloud_name),
            Self::OtherKey { confirmed, other } => {
                text!("problem-other-key-advice", confirmed = &**confirmed, other = &**other)
            }
            Self::KeyOfAnother { cloud_name } => {
                text!("problem-key-of-another-advice", name = &**cloud_name)
            }
        }
    }
}
