//! How a job went: as a whole, and item by item.
//!
//! “Deleted” alone always means an original with all of its copies. A deletion of copies says that
//! it was of copies, and that the originals stay.

use super::Words as _;
use crate::model::format::sum;
use crate::model::message::Message;
use crate::model::outcome::{Outcome, Tally};
use crate::model::what::What;

/// `148 of 153 deleted · 5 were gone already`; of copies `11 copies deleted · original kept`. What did
/// not happen is not named.
pub fn sums(what: What, planned: u64, tally: &Tally) -> String {
    let mut parts = vec![deleted(what, planned, tally)];
    if what != What::Originals && tally.already_gone < planned {
        let several = what == What::AllCopies && planned > 1;
        parts.push(if several { text!("sums-originals-kept") } else { text!("sums-original-kept") });
    }
    let gone = |number: u64| match what {
        // Never, or not any more: the answer does not tell.
        What::AllCopies => text!("sums-had-none", number = number),
        What::Originals | What::ChosenCopies => text!("sums-already-gone", number = number),
    };
    let told: [(u64, &dyn Fn(u64) -> String); 6] = [
        (tally.already_gone, &gone),
        (tally.refused, &|number| text!("sums-refused", number = number)),
        (tally.skipped, &|number| text!("sums-skipped", number = number)),
        (tally.unknown, &|number| text!("sums-unknown", number = number)),
        (tally.extras, &|number| text!("sums-extras", number = number)),
        (tally.left_out, &|number| text!("sums-left-out", number = number)),
    ];
    parts.extend(told.into_iter().filter(|(number, _)| *number > 0).map(|(number, words)| words(number)));
    parts.join(" · ")
}

/// The first part: how much is gone.
pub fn deleted(what: What, planned: u64, tally: &Tally) -> String {
    let done = tally.deleted;
    match what {
        What::Originals => text!("sums-deleted", done = done, planned = planned),
        What::ChosenCopies if done == planned => text!("sums-chosen-copies-all", planned = planned),
        What::ChosenCopies => text!("sums-chosen-copies", done = done, planned = planned),
        What::AllCopies if done == 0 => text!("sums-no-copies"),
        What::AllCopies => {
            let all_had = sum([done, tally.already_gone]) == planned;
            let of = match planned {
                1 => None,
                _ if all_had => Some(text!("sums-of-originals", number = done)),
                _ => Some(text!("sums-of-some-originals", done = done, planned = planned)),
            };
            of.map_or_else(|| copies(tally), |of| format!("{} {of}", copies(tally)))
        }
    }
}

/// `11 copies deleted`, `At least 11 copies deleted`; without a number where no answer told one.
fn copies(tally: &Tally) -> String {
    match (tally.copies, tally.uncounted) {
        // A deletion that found none is no deletion.
        (0, _) => text!("sums-copies-uncounted"),
        (number, 0) => text!("sums-copies", number = number),
        (number, _) => text!("sums-copies-at-least", number = number),
    }
}

/// How an item ended, for its row: `Deleted`, `11 copies deleted · original kept`.
pub fn end(what: What, outcome: Option<&Outcome>) -> String {
    let kept = |first: String| format!("{first} · {}", text!("sums-original-kept"));
    match (what, outcome) {
        (_, None) => text!("end-open"),
        (What::Originals, Some(Outcome::Deleted { .. })) => text!("end-deleted"),
        (What::AllCopies, Some(Outcome::Deleted { copies: Some(number) })) => {
            kept(text!("sums-copies", number = *number))
        }
        (What::AllCopies, Some(Outcome::Deleted { copies: None })) => kept(text!("sums-copies-uncounted")),
        (What::ChosenCopies, Some(Outcome::Deleted { .. })) => kept(text!("end-copy-deleted")),
        (What::Originals, Some(Outcome::AlreadyGone)) => text!("end-already-gone"),
        (What::AllCopies, Some(Outcome::AlreadyGone)) => text!("end-no-copies"),
        (What::ChosenCopies, Some(Outcome::AlreadyGone)) => text!("end-copy-already-gone"),
        (_, Some(Outcome::Refused { .. })) => text!("end-refused"),
        (_, Some(Outcome::Skipped { .. })) => text!("end-skipped"),
        (_, Some(Outcome::Unknown { .. })) => text!("end-unknown"),
    }
}

/// Why an item ended so, and what can be done about it. The server's own words are in it to the letter,
/// unless all that they say is that the key may not do that. Empty where there is no reason.
pub fn reason(outcome: &Outcome) -> String {
    match outcome {
        Outcome::Deleted { .. } | Outcome::AlreadyGone => String::new(),
        Outcome::Refused { reason } if reason.own().trim().eq_ignore_ascii_case("unauthorized") => {
            text!("reason-unauthorized")
        }
        Outcome::Refused { reason: Message::Own(message) } => {
            text!("reason-refused", message = message.as_str())
        }
        Outcome::Refused { reason } => reason.words(),
        Outcome::Unknown { reason } => reason.words(),
        Outcome::Skipped { reason } => reason.words(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::outcome::Skip;
    use crate::model::sums::{original, word};
    use crate::model::unsettled::Cause;

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
            Outcome::Unknown { reason: Cause::CutOff.into() },
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
            "Your API key lacks the permission to delete assets. Still in Cloudinary: \
             use a key that has it, then try again."
        );
        assert_eq!(reason(&refused("locked")), "Still in Cloudinary. Its answer: locked");
    }
}
