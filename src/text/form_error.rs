//! Why what was typed into a form finds no assets.

use super::Words;
use crate::model::selector::FormError;

impl Words for FormError {
    /// Sentences for the field. Never repeats credentials.
    fn words(&self) -> String {
        match self {
            Self::NoPublicId => text!("form-no-public-id"),
            Self::NoPublicIds => text!("form-no-public-ids"),
            Self::NoAssetIds => text!("form-no-asset-ids"),
            Self::NoTag => text!("form-no-tag"),
            Self::NoPrefix => text!("form-no-prefix"),
            Self::TagTooLong => text!("form-tag-too-long"),
            Self::PrefixTooLong => text!("public-id-too-long"),
            Self::NotAList(looks) => looks.words(),
            Self::Refused(refusal) => refusal.words(),
            Self::AllRefused { first } => text!("form-all-refused", why = first.words()),
            Self::NotAssetIds { line, more } => text!("form-not-asset-ids", line = *line, more = *more),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_that_are_no_asset_ids_are_counted() {
        let told = |more| FormError::NotAssetIds { line: 1_204, more }.words();
        assert!(told(0).starts_with("Line 1,204 is not an asset ID on its own."), "{}", told(0));
        assert!(told(1).starts_with("Line 1,204 and 1 more line are not "), "{}", told(1));
        assert!(told(2).starts_with("Line 1,204 and 2 more lines are not "), "{}", told(2));
    }
}
