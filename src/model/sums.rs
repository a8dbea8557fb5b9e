//! How a job went, in words: as a whole, and item by item.
//!
//! “Deleted” alone always means an original with all of its copies. A deletion of copies says that
//! it was of copies, and that the originals stay.

use std::borrow::Cow;

use super::format::{count, plural, sum};
use super::outcome::{Outcome, Tally};
use super::what::What;

/// `148 of 153 deleted · 5 were gone already`; of copies `11 copies deleted · original kept`. What did
/// not happen is not named.
pub fn sums(what: What, planned: u64, tally: &Tally) -> String {
    let mut parts = vec![deleted(what, planned, tally)];
    if what != What::Originals && tally.already_gone < planned {
        let several = what == What::AllCopies && planned > 1;
        parts.push(if several { "originals kept" } else { "original kept" }.to_owned());
    }
    let gone = match what {
        // Never, or not any more: the answer does not tell.
        What::AllCopies => ["had none"; 2],
        What::Originals | What::ChosenCopies => ["was gone already", "were gone already"],
    };
    for (number, [one, many]) in [
        (tally.already_gone, gone),
        (tally.refused, ["was refused", "were refused"]),
        (tally.skipped, ["was skipped", "were skipped"]),
    ] {
        if number > 0 {
            parts.push(plural(number, one, many));
        }
    }
    if tally.unknown > 0 {
        parts.push(format!("the outcome of {} is unknown", count(tally.unknown)));
    }
    if tally.extras > 0 {
        parts.push(format!("{} deleted beyond the plan", plural(tally.extras, "asset", "assets")));
    }
    if tally.left_out > 0 {
        parts.push(format!("{} left out by you", count(tally.left_out)));
    }
    parts.join(" · ")
}

/// The first part: how much is gone.
pub fn deleted(what: What, planned: u64, tally: &Tally) -> String {
    let items = count(tally.deleted);
    let whole = tally.deleted == planned;
    match what {
        What::Originals => format!("{items} of {} deleted", count(planned)),
        What::ChosenCopies if whole => format!("{} deleted", plural(planned, "copy", "copies")),
        What::ChosenCopies => format!("{items} of {} deleted", plural(planned, "copy", "copies")),
        What::AllCopies if tally.deleted == 0 => "No copies deleted".to_owned(),
        What::AllCopies => {
            let all_had = sum([tally.deleted, tally.already_gone]) == planned;
            let of = match planned {
                1 => String::new(),
                _ if all_had => format!(" (of {})", plural(tally.deleted, "original", "originals")),
                _ => format!(" (of {items} of {} originals)", count(planned)),
            };
            match copies(tally) {
                Some(number) => format!("{number} deleted{of}"),
                None => format!("Copies deleted{of}"),
            }
        }
    }
}

/// `11 copies`, `at least 11 copies`; `None` where no answer told a number.
fn copies(tally: &Tally) -> Option<String> {
    let number = plural(tally.copies, "copy", "copies");
    match (tally.copies, tally.uncounted) {
        // A deletion that found none is no deletion.
        (0, _) => None,
        (_, 0) => Some(number),
        _ => Some(format!("At least {number}")),
    }
}

/// How an item ended, for its row: `Deleted`, `11 copies deleted · original kept`.
pub fn end(what: What, outcome: Option<&Outcome>) -> String {
    match (what, outcome) {
        (_, None) => "Not done yet".to_owned(),
        (What::Originals, Some(Outcome::Deleted { .. })) => "Deleted".to_owned(),
        (What::AllCopies, Some(Outcome::Deleted { copies: Some(number) })) => {
            format!("{} deleted · original kept", plural(*number, "copy", "copies"))
        }
        (What::AllCopies, Some(Outcome::Deleted { copies: None })) => {
            "Copies deleted · original kept".to_owned()
        }
        (What::ChosenCopies, Some(Outcome::Deleted { .. })) => "Copy deleted · original kept".to_owned(),
        (What::Originals, Some(Outcome::AlreadyGone)) => "Already gone".to_owned(),
        (What::AllCopies, Some(Outcome::AlreadyGone)) => "No copies".to_owned(),
        (What::ChosenCopies, Some(Outcome::AlreadyGone)) => "Copy already gone".to_owned(),
        (_, Some(Outcome::Refused { .. })) => "Refused".to_owned(),
        (_, Some(Outcome::Skipped { .. })) => "Skipped".to_owned(),
        (_, Some(Outcome::Unknown { .. })) => "Unknown".to_owned(),
    }
}

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

/// Why an item ended so, as a person reads it; the server's own words are in it.
pub fn reason(outcome: &Outcome) -> Cow<'_, str> {
    match outcome {
        Outcome::Refused { reason } if reason.trim().eq_ignore_ascii_case("unauthorized") => {
            format!("Your API key isn’t allowed to delete this ({})", reason.trim()).into()
        }
        _ => outcome.reason().into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::outcome::Skip;

    #[test]
    fn each_mixture_is_told_with_its_singulars_and_plurals() {
        let tally = |deleted, already_gone, refused, skipped, unknown| Tally {
            deleted,
            already_gone,
            refused,
            skipped,
            unknown,
            ..Tally::default()
        };
        for (planned, tally, told) in [
            (153, tally(148, 5, 0, 0, 0), "148 of 153 deleted · 5 were gone already"),
            (2, tally(1, 1, 0, 0, 0), "1 of 2 deleted · 1 was gone already"),
            (3, tally(0, 0, 1, 2, 0), "0 of 3 deleted · 1 was refused · 2 were skipped"),
            (3, tally(1, 0, 2, 0, 0), "1 of 3 deleted · 2 were refused"),
            (
                1204,
                tally(1200, 0, 0, 1, 3),
                "1,200 of 1,204 deleted · 1 was skipped · the outcome of 3 is unknown",
            ),
            (1, tally(1, 0, 0, 0, 0), "1 of 1 deleted"),
        ] {
            assert_eq!(sums(What::Originals, planned, &tally), told);
        }
        let more = Tally { extras: 1, left_out: 2, ..tally(4, 0, 0, 0, 0) };
        assert_eq!(
            sums(What::Originals, 4, &more),
            "4 of 4 deleted · 1 asset deleted beyond the plan · 2 left out by you"
        );
    }

    #[test]
    fn a_deletion_of_copies_says_so_and_that_the_originals_stay() {
        let tally = |deleted, already_gone, copies, uncounted| Tally {
            deleted,
            already_gone,
            copies,
            uncounted,
            ..Tally::default()
        };
        for (planned, tally, told) in [
            (1, tally(1, 0, 11, 0), "11 copies deleted · original kept"),
            (1, tally(1, 0, 1, 0), "1 copy deleted · original kept"),
            (1, tally(1, 0, 0, 1), "Copies deleted · original kept"),
            (3, tally(3, 0, 11, 0), "11 copies deleted (of 3 originals) · originals kept"),
            (3, tally(3, 0, 0, 3), "Copies deleted (of 3 originals) · originals kept"),
            (3, tally(3, 0, 4, 1), "At least 4 copies deleted (of 3 originals) · originals kept"),
            (
                129,
                tally(86, 43, 331, 0),
                "331 copies deleted (of 86 originals) · originals kept · 43 had none",
            ),
            (5, tally(3, 0, 9, 0), "9 copies deleted (of 3 of 5 originals) · originals kept"),
            (1, tally(0, 1, 0, 0), "No copies deleted · 1 had none"),
        ] {
            assert_eq!(sums(What::AllCopies, planned, &tally), told);
        }
        let chosen = |planned, tally| sums(What::ChosenCopies, planned, &tally);
        assert_eq!(chosen(2, tally(2, 0, 0, 2)), "2 copies deleted · original kept");
        assert_eq!(
            chosen(3, tally(2, 1, 0, 2)),
            "2 of 3 copies deleted · original kept · 1 was gone already"
        );
    }

    /// “Deleted” and “deleted” stand alone for originals, and for nothing else.
    #[test]
    fn deleted_alone_is_an_original() {
        let ends = [
            Outcome::Deleted { copies: None },
            Outcome::Deleted { copies: Some(11) },
            Outcome::AlreadyGone,
            Outcome::Refused { reason: "no".into() },
            Outcome::Skipped { reason: Skip::Changed },
            Outcome::Unknown { reason: "away".into() },
        ];
        for what in [What::AllCopies, What::ChosenCopies] {
            for outcome in &ends {
                let (told, word) = (end(what, Some(outcome)), word(what, Some(outcome)));
                assert_ne!((&*told, word), ("Deleted", "deleted"), "{what:?}");
                if matches!(outcome, Outcome::Deleted { .. }) {
                    assert!(told.to_lowercase().contains("cop") && told.ends_with("original kept"), "{told}");
                    assert!(word.starts_with("cop") && original(what, Some(outcome)) == "kept", "{word}");
                }
            }
        }
        assert_eq!(end(What::Originals, Some(&ends[1])), "Deleted");
        assert_eq!(original(What::Originals, Some(&ends[1])), "deleted");
    }

    #[test]
    fn what_a_key_may_not_do_is_said_in_words() {
        let refused = |reason: &str| Outcome::Refused { reason: reason.into() };
        assert_eq!(
            reason(&refused("unauthorized")),
            "Your API key isn’t allowed to delete this (unauthorized)"
        );
        assert_eq!(reason(&refused("locked")), "locked");
    }
}
