//! Which items of a plan are on screen, and in which order.

use std::collections::HashSet;
use std::sync::Arc;

use super::asset::AssetId;
use super::bits::Bits;
use super::item::PlanItem;
use super::order::{Sort, folded};
use super::plan::Plan;

/// What is to be put on screen: everything that finding it needs.
#[derive(Clone, Debug)]
pub struct Arrangement {
    /// The plan as it was counted: its orders and names are made once.
    pub counted: Arc<Plan>,
    /// The same, with a few further items at its end.
    pub found: Arc<Plan>,
    /// In this order.
    pub sort: Sort,
    /// Only these.
    pub admitted: Admitted,
    /// Only public IDs that hold this text, as [`folded`] makes it.
    pub text: Arc<str>,
    /// In an arrangement that holds at least these, in the same order, if there is one.
    pub within: Option<Arc<[u32]>>,
}

/// Which items may be on screen.
#[derive(Clone, Debug)]
pub enum Admitted {
    /// All of them.
    All,
    /// Those that cannot be put back, or of which it is not known.
    WithoutBackup,
    /// Those at these positions.
    At(Arc<Bits>),
    /// Those with these keys.
    Keys(Arc<HashSet<AssetId>>),
    /// Those of these assets.
    Assets(Arc<HashSet<AssetId>>),
}

impl Arrangement {
    /// The positions in [`Self::found`], in their order.
    pub fn positions(&self) -> Arc<[u32]> {
        if let Some(within) = &self.within {
            return self.filtered(within);
        }
        let order = self.counted.order(self.sort);
        let counted = self.counted.items().len() as u32;
        let further = counted..self.found.items().len() as u32;
        match (further.is_empty(), &self.admitted) {
            (true, Admitted::All) if self.text.is_empty() => Arc::clone(order),
            (true, _) => self.filtered(order),
            (false, _) => self.filtered(&self.merged(order, further.collect())),
        }
    }

    /// Further items among those in their order; behind them where they are equal.
    fn merged(&self, order: &[u32], mut further: Vec<u32>) -> Vec<u32> {
        let items = self.found.items();
        let compare = |one: &u32, other: &u32| {
            self.sort.compare(&items[*one as usize], &items[*other as usize]).then_with(|| one.cmp(other))
        };
        further.sort_by(compare);
        let mut further = further.into_iter().peekable();
        let mut all = Vec::with_capacity(items.len());
        for position in order {
            while let Some(first) = further.next_if(|next| compare(next, position).is_lt()) {
                all.push(first);
            }
            all.push(*position);
        }
        all.extend(further);
        all
    }

    fn filtered(&self, order: &[u32]) -> Arc<[u32]> {
        let items = self.found.items();
        let named = |position: usize| {
            self.text.is_empty()
                || if position < self.counted.items().len() {
                    self.counted.names().get(position).contains(&*self.text)
                } else {
                    folded(&items[position].name.public_id).contains(&*self.text)
                }
        };
        let visible = |position: &&u32| {
            let position = **position as usize;
            self.admitted.admits(position, &items[position]) && named(position)
        };
        order.iter().filter(visible).copied().collect()
    }
}

impl Admitted {
    fn admits(&self, position: usize, item: &PlanItem) -> bool {
        match self {
            Self::All => true,
            Self::WithoutBackup => item.backed_up != Some(true),
            Self::At(positions) => positions.has(position),
            Self::Keys(keys) => keys.contains(&item.key()),
            Self::Assets(assets) => assets.contains(&item.asset_id),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::model::fixture::{at, item, plan};

    fn any_item() -> impl Strategy<Value = PlanItem> {
        (0..40_u8, any::<bool>(), 0..3_u64, prop::option::of((0..3_i64).prop_map(at)), "[aAbBÄä]{0,3}")
            .prop_map(|(number, backed_up, bytes, created_at, name)| {
                let mut item = item(number, backed_up);
                item.name.public_id = name.into();
                PlanItem { bytes, created_at, ..item }
            })
    }

    /// As one would write it down.
    fn expected(wanted: &Arrangement) -> Vec<u32> {
        let items = wanted.found.items();
        let mut all: Vec<u32> = (0..items.len() as u32)
            .filter(|position| {
                let item = &items[*position as usize];
                let named = item.name.public_id.to_lowercase().contains(&*wanted.text);
                let admitted = match &wanted.admitted {
                    Admitted::At(positions) => positions.has(*position as usize),
                    Admitted::WithoutBackup => item.backed_up != Some(true),
                    _ => true,
                };
                named && admitted
            })
            .collect();
        all.sort_by(|one, other| wanted.sort.compare(&items[*one as usize], &items[*other as usize]));
        all
    }

    proptest! {
        #[test]
        fn an_arrangement_is_what_sorting_and_filtering_all_would_give(
            counted in prop::collection::vec(any_item(), 0..30),
            further in prop::collection::vec(any_item(), 0..6),
            sort in prop::sample::select(Sort::ALL.to_vec()),
            texts in ("[aäb]{0,1}", "[ab]{0,1}"),
            admitted in 0..3_u8,
        ) {
            let counted = Arc::new(plan(counted));
            let found = Arc::new(if further.is_empty() { (*counted).clone() } else { counted.with(further) });
            let admitted = match admitted {
                0 => Admitted::All,
                1 => Admitted::WithoutBackup,
                _ => Admitted::At(Arc::new(found.items().marked(|item| item.bytes > 0))),
            };
            let text: Arc<str> = texts.0.as_str().into();
            let wanted = Arrangement { counted, found, sort, admitted, text, within: None };
            let all = wanted.positions();
            prop_assert_eq!(&all[..], &expected(&wanted)[..]);
            let longer = Arrangement { text: (texts.0 + &texts.1).into(), within: Some(all), ..wanted };
            prop_assert_eq!(&longer.positions()[..], &expected(&longer)[..], "a longer text");
        }
    }
}
