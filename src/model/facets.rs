//! What the totals of a plan ask of each item, made once, so that they can be kept by difference.

use std::collections::{BTreeMap, HashMap};

use super::asset::{DeliveryType, ResourceType};
use super::bits::Bits;
use super::item::{Items, PlanItem};
use super::leaders::Leaders;
use super::totals::Totals;
use super::unix_time::UnixTime;
use super::what::What;

/// An item without a date.
const UNDATED: u32 = u32::MAX;

/// What the totals of a plan ask of each item.
#[derive(Debug)]
pub struct Facets {
    what: What,
    classes: Classes,
    /// Those without a backup, or of which it is not known.
    without_backup: Bits,
    whole: Sums,
    backed_up: Sums,
}

/// Each item's folder, and its rank by date.
#[derive(Debug)]
struct Classes {
    /// In alphabetical order.
    folders: Vec<Box<str>>,
    folder_of: Vec<u32>,
    /// Dates, the oldest first, one for each item that has one.
    dates: Vec<UnixTime>,
    rank_of: Vec<u32>,
}

/// Sums over some of a plan's items, exact.
#[derive(Clone, Debug)]
pub struct Sums {
    items: u64,
    bytes: u128,
    without_backup: u64,
    by_kind: BTreeMap<ResourceType, u64>,
    by_delivery: BTreeMap<DeliveryType, u64>,
    folders: Leaders,
    /// Ranks that are there.
    dated: Bits,
}

impl Facets {
    pub(super) fn of(items: &Items, what: What) -> Self {
        let classes = Classes::of(items);
        let without_backup = items.marked(|item| item.backed_up != Some(true));
        let whole = Sums::of(items, &classes, &Bits::clear(items.len()));
        let backed_up = Sums::of(items, &classes, &without_backup);
        Self { what, classes, without_backup, whole, backed_up }
    }

    /// Positions of those that cannot be put back, or of which it is not known.
    pub fn without_backup(&self) -> &Bits {
        &self.without_backup
    }

    /// Sums over all items.
    pub fn whole(&self) -> &Sums {
        &self.whole
    }

    /// Sums over the items that can be put back.
    pub fn backed_up(&self) -> &Sums {
        &self.backed_up
    }

    /// Sums over all items but these, item by item.
    pub fn sums(&self, items: &Items, out: &Bits) -> Sums {
        Sums::of(items, &self.classes, out)
    }

    /// Takes an item into sums, or out of them.
    pub fn change(&self, sums: &mut Sums, position: usize, item: &PlanItem, into: bool) {
        sums.change_all_but_folder(item, into);
        sums.folders.add(self.classes.folder_of[position] as usize, into);
        sums.dated.set(self.classes.rank_of[position] as usize, into);
    }

    /// The totals of what these sums are over, and of a few items besides.
    pub fn totals(&self, sums: &Sums, besides: &[&PlanItem]) -> Totals {
        let mut all = sums.without_folders();
        for item in besides {
            all.change_all_but_folder(item, true);
        }
        let (by_folder, folders) = self.by_folder(sums, besides);
        let first = sums.dated.first().map(|rank| self.classes.dates[rank]);
        let last = sums.dated.last().map(|rank| self.classes.dates[rank]);
        let dates = || besides.iter().filter_map(|item| item.created_at).chain(first).chain(last);
        Totals {
            items: all.items,
            bytes: if self.what == What::AllCopies {
                0
            } else {
                u64::try_from(all.bytes).unwrap_or(u64::MAX)
            },
            without_backup: if self.what == What::Originals { all.without_backup } else { 0 },
            by_kind: all.by_kind,
            by_folder,
            folders,
            created: dates().min().zip(dates().max()),
        }
    }

    /// The same by delivery type.
    pub fn by_delivery(&self, sums: &Sums, besides: &[&PlanItem]) -> BTreeMap<DeliveryType, u64> {
        let mut by_delivery = sums.by_delivery.clone();
        for item in besides {
            change(&mut by_delivery, &item.name.delivery_type, true);
        }
        by_delivery
    }

    /// The largest folders, and how many there are.
    fn by_folder(&self, sums: &Sums, besides: &[&PlanItem]) -> (Vec<(Box<str>, u64)>, u64) {
        let mut more: BTreeMap<&str, u64> = BTreeMap::new();
        for item in besides {
            change(&mut more, &item.folder(), true);
        }
        let known = |folder: &str| {
            let at = self.classes.folders.binary_search_by(|known| (**known).cmp(folder)).ok();
            at.map_or(0, |at| u64::from(sums.folders.get(at)))
        };
        let new = more.keys().filter(|folder| known(folder) == 0).count();
        // Each of those besides can push one more of these forward, never several.
        let largest = sums.folders.largest(Totals::FOLDERS + more.len());
        let largest = largest.into_iter().map(|at| &*self.classes.folders[at as usize]);
        let mut all: BTreeMap<&str, u64> = largest.map(|folder| (folder, known(folder))).collect();
        for (folder, count) in more {
            all.insert(folder, known(folder) + count);
        }
        let mut all: Vec<(&str, u64)> = all.into_iter().collect();
        all.sort_by(|one, other| other.1.cmp(&one.1).then(one.0.cmp(other.0)));
        all.truncate(Totals::FOLDERS);
        let all = all.into_iter().map(|(folder, count)| (folder.into(), count)).collect();
        (all, (sums.folders.above_zero() + new) as u64)
    }
}

impl Classes {
    fn of(items: &Items) -> Self {
        let mut numbers: HashMap<&str, u32> = HashMap::new();
        let mut folders: Vec<&str> = Vec::new();
        let mut folder_of: Vec<u32> = Vec::with_capacity(items.len());
        for item in items.iter() {
            let number = *numbers.entry(item.folder()).or_insert_with(|| {
                folders.push(item.folder());
                folders.len() as u32 - 1
            });
            folder_of.push(number);
        }
        let mut order: Vec<u32> = (0..folders.len() as u32).collect();
        order.sort_unstable_by_key(|number| folders[*number as usize]);
        let place_of = inverse(&order, folders.len());
        for number in &mut folder_of {
            *number = place_of[*number as usize];
        }
        let folders = order.iter().map(|number| folders[*number as usize].into()).collect();
        let with_date = items.iter().zip(0_u32..).filter_map(|(item, at)| Some((item.created_at?, at)));
        let mut with_date: Vec<(UnixTime, u32)> = with_date.collect();
        with_date.sort_unstable();
        let (dates, by_age): (Vec<UnixTime>, Vec<u32>) = with_date.into_iter().unzip();
        Self { folders, folder_of, dates, rank_of: inverse(&by_age, items.len()) }
    }
}

/// Where each number stands in an order of some of so many.
fn inverse(order: &[u32], all: usize) -> Vec<u32> {
    let mut places = vec![UNDATED; all];
    for (number, place) in order.iter().zip(0..) {
        places[*number as usize] = place;
    }
    places
}

impl Sums {
    fn of(items: &Items, classes: &Classes, out: &Bits) -> Self {
        let mut sums = Self {
            items: 0,
            bytes: 0,
            without_backup: 0,
            by_kind: BTreeMap::new(),
            by_delivery: BTreeMap::new(),
            folders: Leaders::default(),
            dated: Bits::clear(classes.dates.len()),
        };
        let mut folders = vec![0; classes.folders.len()];
        for (position, item) in items.iter().enumerate().filter(|(position, _)| !out.has(*position)) {
            sums.change_all_but_folder(item, true);
            folders[classes.folder_of[position] as usize] += 1;
            sums.dated.set(classes.rank_of[position] as usize, true);
        }
        Self { folders: Leaders::of(folders), ..sums }
    }

    /// What can be summed without knowing the item's place; folders and dates are left alone.
    fn change_all_but_folder(&mut self, item: &PlanItem, into: bool) {
        let without = u64::from(item.backed_up != Some(true));
        if into {
            self.items += 1;
            self.bytes += u128::from(item.bytes);
            self.without_backup += without;
        } else {
            self.items -= 1;
            self.bytes -= u128::from(item.bytes);
            self.without_backup -= without;
        }
        change(&mut self.by_kind, &item.name.resource_type, into);
        change(&mut self.by_delivery, &item.name.delivery_type, into);
    }

    fn without_folders(&self) -> Self {
        Self {
            by_kind: self.by_kind.clone(),
            by_delivery: BTreeMap::new(),
            folders: Leaders::default(),
            dated: Bits::default(),
            ..*self
        }
    }
}

/// One more of a key, or one less; none is kept with zero.
fn change<K: Ord + Clone>(counts: &mut BTreeMap<K, u64>, key: &K, more: bool) {
    match counts.get_mut(key) {
        Some(count) if more => *count += 1,
        Some(count) if *count > 1 => *count -= 1,
        Some(_) => drop(counts.remove(key)),
        None if more => drop(counts.insert(key.clone(), 1)),
        None => {}
    }
}
