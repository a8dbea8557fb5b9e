//! What went wrong, in three sentences: what happened, what it means for the assets, what to do.

mod deletion;
mod details;
mod file;
mod keychain;
mod program;
mod record;
mod request;

use super::Words as _;
use crate::model::doubt::{Doubt, Expected};
use crate::model::format;
use crate::model::problem::{Code, Problem};
use crate::model::seal::Unconfirmed;

/// The sentences about a code.
trait Sentences {
    /// What happened.
    fn what(&self) -> String;

    /// What it means for the assets; empty where nothing could have happened to them, which would alarm.
    fn meaning(&self) -> String {
        String::new()
    }

    /// What to do.
    fn advice(&self) -> String;
}

impl Problem {
    /// What happened.
    pub fn what(&self) -> String {
        self.code.sentences().what()
    }

    /// What it means for the assets; may be empty.
    pub fn meaning(&self) -> String {
        match self.unwritten {
            0 => self.code.sentences().meaning(),
            answers => text!("problem-unwritten", number = answers),
        }
    }

    /// What to do; may be empty.
    pub fn advice(&self) -> String {
        self.code.sentences().advice()
    }

    /// What it means and what to do.
    pub fn body(&self) -> String {
        let sentences = [self.meaning(), self.advice()];
        sentences.into_iter().filter(|sentence| !sentence.is_empty()).collect::<Vec<_>>().join(" ")
    }

    /// What an expert would ask for, in lines; may be empty.
    pub fn more(&self) -> String {
        self.details.words()
    }
}

impl Code {
    /// What happened.
    pub fn what(&self) -> String {
        self.sentences().what()
    }

    fn sentences(&self) -> Box<dyn Sentences + '_> {
        match self {
            Self::Request(problem) => Box::new(*problem),
            Self::Record(problem) => Box::new(*problem),
            Self::Unconfirmed(problem) => Box::new(*problem),
            Self::Deletion(problem) => Box::new(problem),
            Self::Doubt(doubt) => Box::new(*doubt),
            Self::Keychain(problem, secret) => Box::new((*problem, *secret)),
            Self::File(problem) => Box::new(problem),
            Self::Program(problem) => Box::new(problem),
        }
    }
}

impl<T: Sentences> Sentences for &T {
    fn what(&self) -> String {
        T::what(self)
    }

    fn meaning(&self) -> String {
        T::meaning(self)
    }

    fn advice(&self) -> String {
        T::advice(self)
    }
}

impl Sentences for Unconfirmed {
    fn what(&self) -> String {
        match self {
            Self::NoKey => text!("problem-unconfirmed-no-key"),
            Self::NoSeal => text!("problem-unconfirmed-no-seal"),
            Self::WrongSeal => text!("problem-unconfirmed-wrong-seal"),
        }
    }

    fn meaning(&self) -> String {
        text!("problem-unconfirmed-meaning")
    }

    fn advice(&self) -> String {
        text!("problem-unconfirmed-advice")
    }
}

impl Sentences for Doubt {
    /// Both numbers, which a [`Doubt`] compares.
    fn what(&self) -> String {
        let (found, expected) = (format::count(self.found), format::count(self.expected));
        match self.by {
            Expected::LastTime { .. } => {
                text!("problem-doubt-last-time", found = found, expected = expected)
            }
            Expected::Index => text!("problem-doubt-index", found = found, expected = expected),
        }
    }

    fn advice(&self) -> String {
        text!("problem-doubt-advice", found = self.found)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::fixture::at;
    use crate::model::problem::{DeletionProblem, RecordProblem};
    use crate::model::route::Route;
    use crate::text::age;

    #[test]
    fn a_doubt_names_both_numbers() {
        let doubt = Doubt { found: 499, expected: 1000, by: Expected::LastTime { at: at(7) } };
        let problem = Problem::new(doubt);
        assert_eq!(problem.what(), "Cloudinary listed 499; the last preview of the same had 1,000.");
        assert!(problem.advice().contains("take the 499 as they are"), "{}", problem.advice());
        let nothing = Problem::new(Doubt { found: 0, ..doubt });
        assert!(nothing.advice().contains("nothing left to do"), "{}", nothing.advice());
    }

    #[test]
    fn answers_that_are_not_written_come_before_everything_else() {
        let full = Problem::new(RecordProblem::Full);
        let unwritten = |unwritten| Problem { unwritten, ..full.clone() };
        assert!(unwritten(1).meaning().contains("1 answer from Cloudinary is not"));
        assert!(unwritten(2).meaning().contains("2 answers from Cloudinary are not"));
        assert_eq!(unwritten(2).advice(), full.advice());
    }

    #[test]
    fn a_preview_that_is_too_old_is_told_with_its_rule() {
        for route in [Route::Thorough, Route::Batches, Route::Sweep] {
            let what = Problem::new(DeletionProblem::PreviewTooOld(route)).what();
            assert!(what.ends_with(&age::rule(route)), "{what}");
        }
    }

    #[test]
    fn a_name_is_shown_to_the_letter_whatever_it_looks_like() {
        let name = "{ age-rule } { $name } { 1 } \\u0041 <b>";
        let problem = Problem::new(DeletionProblem::SweepTakesMore { public_id: name.to_owned() });
        assert!(problem.what().contains(&format!("“{name}”")), "{}", problem.what());
    }
}
