//! The orders in which a plan can be looked at, and its names as a search compares them: each made
//! once for a plan, when it is first asked for.

use std::cmp::{Ordering, Reverse};
use std::sync::{Arc, OnceLock};

use super::item::{Items, PlanItem};
use super::unix_time::UnixTime;

/// The order of a plan's items on screen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Sort {
    /// As they will be carried out.
    #[default]
    Plan,
    /// By public ID.
    Name,
    /// By the day they were created.
    Newest,
    /// By the day they were created.
    Oldest,
    /// By bytes.
    Largest,
    /// Mixed, so that the first screen is a sample of the whole.
    Sample,
}

impl Sort {
    /// In the order of the menu.
    pub const ALL: [Self; 6] =
        [Self::Plan, Self::Sample, Self::Name, Self::Newest, Self::Oldest, Self::Largest];

    /// Which of two items stands first; equal ones stand as in the plan.
    pub fn compare(self, one: &PlanItem, other: &PlanItem) -> Ordering {
        let oldest = |item: &PlanItem| item.created_at.unwrap_or(UnixTime::MAX);
        match self {
            Self::Plan => Ordering::Equal,
            Self::Name => one.name.public_id.cmp(&other.name.public_id),
            Self::Newest => Reverse(one.created_at).cmp(&Reverse(other.created_at)),
            Self::Oldest => oldest(one).cmp(&oldest(other)),
            Self::Largest => Reverse(one.bytes).cmp(&Reverse(other.bytes)),
            // Asset IDs are random, so their order is a mixture that stays the same.
            Self::Sample => one.key().cmp(&other.key()),
        }
    }
}

/// The orders of one list of items.
#[derive(Debug, Default)]
pub struct Orders {
    made: [OnceLock<Arc<[u32]>>; Sort::ALL.len()],
    names: OnceLock<Names>,
}

impl Orders {
    /// All positions in an order.
    pub fn get(&self, items: &Items, sort: Sort) -> &Arc<[u32]> {
        self.made[sort as usize].get_or_init(|| {
            let mut order: Vec<u32> = (0..items.len() as u32).collect();
            let item = |position: &u32| &items[*position as usize];
            match sort {
                Sort::Plan => {}
                sort => order.sort_unstable_by(|one, other| {
                    sort.compare(item(one), item(other)).then_with(|| one.cmp(other))
                }),
            }
            order.into()
        })
    }

    /// The names as a search compares them.
    pub fn names(&self, items: &Items) -> &Names {
        self.names.get_or_init(|| Names::of(items))
    }
}

/// A text as a search compares it: capitals and small letters are the same.
pub fn folded(text: &str) -> String {
    text.to_lowercase()
}

/// The public IDs of a list of items as a search compares them.
#[derive(Debug, Default)]
pub struct Names {
    text: String,
    ends: Vec<usize>,
}

impl Names {
    fn of(items: &Items) -> Self {
        let mut names = Self { text: String::new(), ends: Vec::with_capacity(items.len()) };
        for item in items.iter() {
            let name = &item.name.public_id;
            if name.is_ascii() {
                let start = names.text.len();
                names.text.push_str(name);
                names.text[start..].make_ascii_lowercase();
            } else {
                names.text.push_str(&folded(name));
            }
            names.ends.push(names.text.len());
        }
        names.text.shrink_to_fit();
        names
    }

    /// The name at a position.
    pub fn get(&self, position: usize) -> &str {
        let start = position.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.text[start..self.ends[position]]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::fixture::item;

    #[test]
    fn equal_items_stand_as_in_the_plan_and_what_has_no_date_at_the_end() {
        let mut all: Vec<PlanItem> = [3, 1, 2, 4].map(|number| item(number, true)).into();
        all[1].created_at = None;
        all[2].bytes = 2000;
        let (items, orders) = (Items::from(all), Orders::default());
        let order = |sort| orders.get(&items, sort).to_vec();
        assert_eq!(order(Sort::Plan), [0, 1, 2, 3]);
        assert_eq!(order(Sort::Largest), [2, 0, 1, 3]);
        assert_eq!(order(Sort::Newest), [3, 0, 2, 1]);
        assert_eq!(order(Sort::Oldest), [2, 0, 3, 1]);
        assert_eq!(order(Sort::Name), order(Sort::Sample));
    }

    #[test]
    fn names_are_folded_one_by_one() {
        let mut all = vec![item(1, true), item(2, true), item(3, true)];
        all[0].name.public_id = "Docs/OWL".into();
        all[1].name.public_id = "ÄÖ/İ".into();
        let names = Names::of(&Items::from(all.clone()));
        for (position, item) in all.iter().enumerate() {
            assert_eq!(names.get(position), item.name.public_id.to_lowercase());
        }
    }
}
