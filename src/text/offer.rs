//! Why a route is suggested, and what a sweep takes besides the plan.

use super::Words;
use crate::model::offer::Suggestion;
use crate::model::sweep::SweepBy;

impl Words for Suggestion {
    /// A sentence beside the route.
    fn words(&self) -> String {
        match *self {
            Self::Copies => text!("suggested-copies"),
            Self::Few => text!("suggested-few"),
            Self::FewerHours { hours, instead_of } => {
                text!("suggested-fewer-hours", hours = hours, instead = instead_of)
            }
            Self::Fastest => text!("suggested-fastest"),
        }
    }
}

/// What a sweep also deletes, to be read before it may be chosen.
pub fn takes_more(by: &SweepBy) -> String {
    match by {
        SweepBy::Prefix(prefix) => text!("sweep-takes-prefix", prefix = prefix.as_str()),
        SweepBy::Tag(tag) => text!("sweep-takes-tag", tag = tag.as_str()),
        SweepBy::All => text!("sweep-takes-all"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_suggestion_counts_its_hours() {
        let told = |hours| Suggestion::FewerHours { hours, instead_of: 3 }.words();
        assert!(told(1).contains(" 1 hour instead of 3"), "{}", told(1));
        assert!(told(2).contains(" 2 hours instead of 3"), "{}", told(2));
    }
}
