//! The same criteria counted once more: what stays of the preview before, and what changed.
//!
//! What was left out stays left out, whatever becomes of the counting in between.

use super::{Ready, Stage, sources};
use crate::app::intent::Effect;
use crate::app::state;
use crate::model::age::Age;
use crate::model::asset::ResourceType;
use crate::model::comparison::Comparison;
use crate::model::plan::Plan;
use crate::model::route::Route;
use crate::model::unix_time::UnixTime;
use crate::model::what::What;
use crate::text;
use crate::text::clock;
use crate::text::counts;

/// The preview before the one that is being counted.
#[derive(Debug)]
pub struct Before {
    /// As it was looked at.
    pub ready: Box<Ready>,
    /// Whether the confirmation opens if nothing has changed.
    pub review: bool,
    /// Why another one takes its place.
    pub because: Because,
}

/// Why another preview takes the place of one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Because {
    /// The same is counted anew.
    Anew,
    /// A source is added.
    Added,
    /// A source is taken out.
    TakenOut,
}

/// What a new count found otherwise than the one before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Changes {
    /// When the one before was complete.
    since: UnixTime,
    /// Items that were not there.
    more: u64,
    /// Items that are not there any more.
    gone: u64,
    /// Items that are not as they were: overwritten, renamed, backed up or not.
    changed: u64,
    /// The route that the plan cannot take any more.
    lost: Option<Route>,
    because: Because,
    /// What goes of the assets of the plan.
    what: What,
    /// The only resource type that is in the plan as it was and as it is, if there is only one.
    only: Option<ResourceType>,
}

impl Changes {
    pub(super) fn of(
        comparison: &Comparison,
        (before, now): (&Plan, &Plan),
        lost: Option<Route>,
        because: Because,
    ) -> Self {
        let Comparison { more, gone, changed, .. } = *comparison;
        let only = now.totals().only_kind();
        let only = if because == Because::TakenOut { before.totals().only_kind() } else { only };
        Self { since: before.taken_at(), more, gone, changed, lost, because, what: now.what(), only }
    }

    /// Whether all that is new is what was just added to the plan.
    pub fn are_added(&self) -> bool {
        self.because == Because::Added && self.changed == 0
    }

    /// Whether the plan is what it was.
    pub fn are_none(&self) -> bool {
        self.more + self.gone + self.changed == 0 && self.lost.is_none()
    }

    /// Whether the plan is what was expected: what it was, or that with a source more or less.
    pub fn are_expected(&self) -> bool {
        self.are_none() || self.because != Because::Anew && self.lost.is_none()
    }

    /// `Refreshed: 3 more, 1 gone since 13:05`.
    pub fn words(&self) -> String {
        match self.because {
            Because::Anew => {}
            Because::Added => return text!("plan-added", number = self.more, items = self.items(self.more)),
            Because::TakenOut => {
                return text!("plan-taken-out", number = self.gone, items = self.items(self.gone));
            }
        }
        let time = clock::time_of_day(self.since);
        let parts = [
            (self.more > 0).then(|| text!("refreshed-more", number = self.more)),
            (self.gone > 0).then(|| text!("refreshed-gone", number = self.gone)),
            (self.changed > 0).then(|| text!("refreshed-changed", number = self.changed)),
        ];
        let parts: Vec<String> = parts.into_iter().flatten().collect();
        if parts.is_empty() {
            text!("refreshed-same", time = time)
        } else {
            text!("refreshed", changes = parts.join(", "), time = time)
        }
    }

    /// `3 images`.
    fn items(&self, number: u64) -> String {
        counts::planned(number, self.what, self.only)
    }

    /// What to do about it.
    pub fn advice(&self) -> String {
        match self.lost {
            Some(Route::Sweep) => text!("refreshed-no-sweep"),
            Some(Route::Thorough | Route::Batches) => text!("refreshed-other-method"),
            None => text!("refreshed-advice"),
        }
    }
}

/// Asks for the same preview once more. `review`: the confirmation opens if nothing has changed.
pub fn count(state: &mut state::State, review: bool) -> Vec<Effect> {
    if state.session.is_none() || state.flow.starting {
        return Vec::new();
    }
    let flow = &mut state.flow;
    match std::mem::take(&mut flow.stage) {
        Stage::Ready(ready) => {
            sources::count_all_anew(state, &ready);
            let effects = sources::count_next(state);
            state.flow.before = Some(Before { ready, review, because: Because::Anew });
            effects
        }
        Stage::Nothing => Vec::new(),
        Stage::Counting { .. } | Stage::Incomplete { .. } => {
            if let Some(before) = &mut flow.before {
                before.review = review;
            }
            sources::count_next(state)
        }
    }
}

/// The age of a complete preview.
pub fn age(state: &state::State, ready: &Ready) -> Age {
    Age::of(ready.found(), state.now)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::bits::Bits;
    use crate::model::fixture;

    #[test]
    fn a_new_count_tells_what_is_more_what_is_gone_and_what_changed() {
        let comparison = |more, gone, changed| {
            let (new, left_out) = (Bits::default(), Bits::default().into());
            Comparison { more, gone, changed, new, left_out }
        };
        let plan = fixture::plan(vec![fixture::item(1, true)]);
        let of = |comparison, lost, because| Changes::of(&comparison, (&plan, &plan), lost, because);
        let changes = of(comparison(2, 1, 1), None, Because::Anew);
        assert!(changes.words().starts_with("Refreshed: 2 more, 1 gone, 1 changed since "));
        assert!(!changes.are_none());
        assert!(of(comparison(0, 0, 0), None, Because::Anew).are_none());
        assert_eq!(of(comparison(2, 0, 0), None, Because::Added).words(), "2 images added to the plan");
        let swept = of(comparison(0, 0, 0), Some(Route::Sweep), Because::Anew);
        assert!(!swept.are_none() && swept.advice() == text!("refreshed-no-sweep"));
    }
}
