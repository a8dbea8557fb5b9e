//! The program itself, and what it remembers.

use super::Sentences;
use crate::model::problem::{KeptNow, ProgramProblem};

impl Sentences for ProgramProblem {
    fn what(&self) -> String {
        match self {
            Self::Panicked => text!("problem-panicked"),
            Self::DoesNotAddUp => text!("problem-does-not-add-up"),
            Self::OpenAlready => text!("problem-open-already"),
            Self::PerhapsOpen => text!("problem-perhaps-open"),
            Self::NoNetwork => text!("problem-no-network"),
            Self::NoPractice => text!("problem-no-practice"),
            Self::NoRandomNumbers => text!("problem-no-random-numbers"),
            Self::EnvironmentsNotSaved | Self::EnvironmentsNotRead => {
                text!("problem-environments-not-saved")
            }
            Self::ProxyNotSaved => text!("problem-proxy-not-saved"),
            Self::ProxyNotRead => text!("problem-proxy-not-read"),
            Self::EnvironmentForgotten => text!("problem-environment-forgotten"),
            Self::NoSecret { environment } => text!("problem-no-secret", environment = &**environment),
            Self::SecretLeftLate { environment, .. } => {
                text!("problem-secret-left-late", environment = &**environment)
            }
        }
    }

    fn meaning(&self) -> String {
        match self {
            Self::Panicked => text!("problem-panicked-meaning"),
            Self::DoesNotAddUp => text!("problem-does-not-add-up-meaning"),
            Self::EnvironmentsNotSaved | Self::EnvironmentsNotRead => {
                text!("problem-environments-not-saved-meaning")
            }
            _ => String::new(),
        }
    }

    fn advice(&self) -> String {
        match self {
            Self::Panicked => text!("problem-panicked-advice"),
            Self::DoesNotAddUp => text!("problem-does-not-add-up-advice"),
            Self::OpenAlready => text!("problem-open-already-advice"),
            Self::PerhapsOpen => text!("problem-perhaps-open-advice"),
            Self::NoNetwork => text!("problem-no-network-advice"),
            Self::NoPractice => text!("problem-no-practice-advice"),
            Self::NoRandomNumbers => text!("problem-no-random-numbers-advice"),
            Self::EnvironmentsNotSaved => text!("problem-environments-not-saved-advice"),
            Self::EnvironmentsNotRead => text!("problem-environments-not-read-advice"),
            Self::ProxyNotSaved => text!("problem-proxy-not-saved-advice"),
            Self::ProxyNotRead => text!("problem-proxy-not-read-advice"),
            Self::EnvironmentForgotten => text!("problem-connect-again"),
            Self::NoSecret { .. } | Self::SecretLeftLate { kept: KeptNow::Nowhere, .. } => {
                text!("problem-connect-with-secret")
            }
            Self::SecretLeftLate { kept: KeptNow::Forgotten, .. } => text!("problem-secret-forgotten"),
            Self::SecretLeftLate { kept: KeptNow::ForSession, .. } => text!("problem-secret-for-session"),
        }
    }
}
