//! What a user should know of what was found.

use super::Words;
use crate::model::format;
use crate::model::message::Flaw;
use crate::model::note::Note;

impl Words for Note {
    /// A sentence or two.
    fn words(&self) -> String {
        match self {
            Self::Siblings { folder, outside, example } => {
                text!("note-siblings", number = *outside, folder = &**folder, name = &**example)
            }
            Self::AnyHost => text!("note-any-host"),
            Self::UnknownAssetIds(number) => text!("note-unknown-asset-ids", number = *number),
            Self::SelectedGone(number) => text!("note-selected-gone", number = *number),
            Self::UndoneGone(number) => text!("note-undone-gone", number = *number),
            Self::Gone(number) => text!("note-gone", number = *number),
            Self::OtherKinds(number) => text!("note-other-kinds", number = *number),
            Self::OriginalGone => text!("note-original-gone"),
            Self::CopiesGone(number) => text!("note-copies-gone", number = *number),
            Self::CopiesUncounted => text!("note-copies-uncounted"),
            Self::Copies { number, bytes } => {
                text!("note-copies", number = *number, size = format::bytes(*bytes))
            }
            Self::WithoutAssetId { number, example } => {
                text!("note-without-asset-id", number = *number, name = &**example)
            }
            Self::Unreadable { number, example, why } if example.is_empty() => {
                text!("note-unreadable", number = *number, why = flaw(why))
            }
            Self::Unreadable { number, example, why } => {
                text!("note-unreadable-named", number = *number, name = &**example, why = flaw(why))
            }
            Self::NotAskedFor(number) => text!("note-not-asked-for", number = *number),
        }
    }
}

/// In brackets, within a sentence.
fn flaw(flaw: &Flaw) -> String {
    flaw.words().trim_end_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_is_singular() {
        let siblings =
            |outside| Note::Siblings { folder: "docs".into(), outside, example: "docs2/b".into() }.words();
        assert!(siblings(1).starts_with("1 of these is not in the folder “docs/”: “docs2/b”."));
        assert!(
            siblings(2).starts_with("2 of these are not in the folder “docs/”, for example “docs2/b”."),
            "{}",
            siblings(2)
        );
        let nameless = |number| Note::WithoutAssetId { number, example: "docs/owl".into() }.words();
        assert!(
            nameless(1).starts_with("1 asset is not in the plan")
                && nameless(1).ends_with("for it: “docs/owl”.")
        );
        assert!(nameless(2).ends_with("for them, for example “docs/owl”."), "{}", nameless(2));
        let notes: [fn(u64) -> Note; 7] = [
            Note::UnknownAssetIds,
            Note::SelectedGone,
            Note::UndoneGone,
            Note::Gone,
            Note::OtherKinds,
            Note::CopiesGone,
            Note::NotAskedFor,
        ];
        for note in notes {
            let (one, two) = (note(1).words(), note(2).words());
            assert!(one.starts_with("1 ") && two.starts_with("2 "), "{one} {two}");
            assert_ne!(one[1..], two[1..]);
        }
    }

    #[test]
    fn what_could_not_be_read_is_named_where_it_has_a_name() {
        let told = |example: &str| {
            Note::Unreadable { number: 1, example: example.into(), why: Flaw::NoPublicId }.words()
        };
        assert_eq!(
            told(""),
            "1 entry of Cloudinary’s answer could not be read, so it is not in the plan (It has no public ID)."
        );
        assert_eq!(
            told("docs/owl"),
            "1 entry of Cloudinary’s answer could not be read, so it is not in the plan: “docs/owl” (It has no public ID)."
        );
    }
}
