//! How an item ended, for tables and programs: words that never change, in no language.

use super::outcome::Outcome;
use super::what::What;

/// How an item ended, for tables and programs: one of a few words, always the same.
pub fn word(what: What, outcome: Option<&Outcome>) -> &'static str {
    match (what, outcome) {
        (_, None) => "open",
        (What::AllCopies, Some(Outcome::Deleted { .. })) => "copies deleted",
        (What::AllCopies, Some(Outcome::AlreadyGone)) => "no copies",
        (What::ChosenCopies, Some(Outcome::Deleted { .. })) => "copy deleted",
        (What::ChosenCopies, Some(Outcome::AlreadyGone)) => "copy already gone",
        (_, Some(outcome)) => outcome.word(),
    }
}

/// What became of the original of an item: `deleted`, or `kept` in a deletion of copies; blank where
/// that is not known.
pub fn original(what: What, outcome: Option<&Outcome>) -> &'static str {
    match (what, outcome) {
        (What::Originals, Some(Outcome::Deleted { .. })) => "deleted",
        (What::AllCopies, Some(Outcome::AlreadyGone)) | (What::Originals, _) => "",
        (What::AllCopies | What::ChosenCopies, _) => KEPT,
    }
}

/// The word for an original that the job did not touch.
pub const KEPT: &str = "kept";

#[cfg(test)]
mod tests {
    use super::*;

    /// “deleted” stands alone for originals, and for nothing else.
    #[test]
    fn deleted_alone_is_an_original() {
        let deleted = Outcome::Deleted { copies: Some(11) };
        for what in [What::AllCopies, What::ChosenCopies] {
            assert!(word(what, Some(&deleted)).starts_with("cop"), "{what:?}");
            assert_eq!(original(what, Some(&deleted)), "kept");
        }
        assert_eq!(word(What::Originals, Some(&deleted)), "deleted");
        assert_eq!(original(What::Originals, Some(&deleted)), "deleted");
    }
}
