//! This computer's keychain, where it did not do what it was asked to.

use super::Sentences;
use crate::model::problem::{KeychainProblem, Secret};

/// What happened.
fn happened(problem: KeychainProblem) -> String {
    match problem {
        KeychainProblem::Silent => text!("problem-keychain-silent"),
        KeychainProblem::NotWaitedFor => text!("problem-keychain-not-waited-for"),
        KeychainProblem::Locked => text!("problem-keychain-locked"),
        KeychainProblem::Absent => text!("problem-keychain-absent"),
        KeychainProblem::Several => text!("problem-keychain-several"),
        KeychainProblem::Damaged => text!("problem-keychain-damaged"),
        KeychainProblem::TooLong => text!("problem-keychain-too-long"),
        KeychainProblem::NoThread => text!("problem-keychain-no-thread"),
        KeychainProblem::Other => text!("problem-keychain-other"),
    }
}

impl Sentences for (KeychainProblem, Secret) {
    fn what(&self) -> String {
        match self.1 {
            Secret::NotAsked | Secret::StillThere => happened(self.0),
            Secret::NotKept => text!("problem-secret-not-kept"),
            Secret::StillThereFirst => text!("problem-secret-still-there"),
            Secret::ProxyPasswordNotKept => text!("problem-proxy-password-not-kept"),
        }
    }

    fn meaning(&self) -> String {
        match self.1 {
            Secret::NotAsked => String::new(),
            Secret::StillThere => text!("problem-secret-still-there"),
            Secret::NotKept | Secret::StillThereFirst | Secret::ProxyPasswordNotKept => happened(self.0),
        }
    }

    fn advice(&self) -> String {
        match *self {
            (KeychainProblem::NoThread, _) => text!("problem-start-again"),
            (_, Secret::ProxyPasswordNotKept) => text!("problem-proxy-password-advice"),
            (_, Secret::NotAsked | Secret::NotKept) => text!("problem-keychain-advice"),
            (_, Secret::StillThere | Secret::StillThereFirst) => text!("problem-secret-still-there-advice"),
        }
    }
}
