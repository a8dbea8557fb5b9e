use std::sync::Mutex;

use proptest::prelude::*;

use super::*;
use crate::api::Unreadable;
use crate::model::asset::{AssetName, DeliveryType};
use crate::model::fixture::{asset, at, copy_item, derived, id, item};
use crate::model::message::Flaw;
use crate::model::unix_time::UnixTime;

/// What is really there, lists that leave something out, and what was asked.
#[derive(Default)]
struct Server {
    there: Vec<Asset>,
    copies: Vec<(AssetId, Vec<u8>)>,
    /// For each list in turn: the assets that it leaves out, and whether it says that more follow.
    cut: Vec<(Vec<AssetId>, bool)>,
    unreadable: bool,
    lists: Mutex<Vec<Vec<AssetId>>>,
    details: Mutex<Vec<AssetId>>,
}

impl Server {
    fn with(items: &[PlanItem]) -> Self {
        Self { there: items.iter().map(asset).collect(), ..Self::default() }
    }

    fn asked_lists(&self) -> Vec<Vec<AssetId>> {
        self.lists.lock().unwrap().clone()
    }

    fn asked_details(&self) -> Vec<AssetId> {
        self.details.lock().unwrap().clone()
    }
}

impl Questions for Server {
    async fn list(&self, ids: &[AssetId]) -> Result<(Page, UnixTime), NoAnswer> {
        let mut lists = self.lists.lock().unwrap();
        let (left_out, more) = self.cut.get(lists.len()).cloned().unwrap_or_default();
        lists.push(ids.to_vec());
        let listed =
            |asset: &&Asset| asset.asset_id.is_some_and(|id| ids.contains(&id) && !left_out.contains(&id));
        let unreadable = Unreadable { text: "docs/1".into(), why: Flaw::NoPublicId };
        let page = Page {
            items: self.there.iter().filter(listed).cloned().collect(),
            next_cursor: more.then(|| "more".to_owned()),
            unreadable: self.unreadable.then_some(unreadable).into_iter().collect(),
            ..Page::default()
        };
        Ok((page, at(1000 + lists.len() as i64)))
    }

    async fn details(&self, id: AssetId) -> Result<Option<Details>, NoAnswer> {
        self.details.lock().unwrap().push(id);
        let asset = self.there.iter().find(|asset| asset.asset_id == Some(id)).cloned();
        let copies = self.copies.iter().find(|(of, _)| *of == id);
        let derived = copies.map(|(_, copies)| copies.iter().map(|copy| derived(*copy)).collect());
        Ok(asset.map(|asset| Details { asset, derived: derived.unwrap_or_default(), versions: 0 }))
    }

    fn now(&self) -> UnixTime {
        at(7)
    }
}

fn verdicts(server: &Server, what: What, items: &[PlanItem], in_doubt: bool) -> Option<Vec<Verdict>> {
    let items: Vec<&PlanItem> = items.iter().collect();
    let asked = futures_util::FutureExt::now_or_never(ask(server, what, &items, in_doubt));
    asked.expect("nothing to wait for").ok().map(|(verdicts, _)| verdicts)
}

fn seen_at(server: &Server, items: &[PlanItem]) -> UnixTime {
    let items: Vec<&PlanItem> = items.iter().collect();
    let asked = futures_util::FutureExt::now_or_never(ask(server, What::Originals, &items, false));
    asked.expect("nothing to wait for").expect("an answer").1
}

fn numbered(numbers: impl IntoIterator<Item = u8>) -> Vec<PlanItem> {
    numbers.into_iter().map(|number| item(number, true)).collect()
}

use Verdict::{Changed, Gone, Unchanged};

#[test]
fn only_what_is_there_as_it_was_previewed_may_be_sent() {
    let planned = PlanItem { etag: Some("e1".into()), ..item(1, true) };
    let now = asset(&planned);
    let renamed = AssetName { public_id: "docs/new".into(), ..now.name.clone() };
    let moved = AssetName { delivery_type: DeliveryType::Private, ..now.name.clone() };
    for (there, verdict) in [
        (None, Gone),
        (Some(now.clone()), Unchanged),
        (Some(Asset { placeholder: true, ..now.clone() }), Gone),
        (Some(Asset { version: 2, ..now.clone() }), Changed),
        (Some(Asset { name: renamed, ..now.clone() }), Changed),
        (Some(Asset { name: moved, ..now.clone() }), Changed),
        (Some(Asset { etag: Some("e2".into()), ..now.clone() }), Changed),
        (Some(Asset { etag: None, ..now.clone() }), Unchanged),
    ] {
        assert_eq!(Verdict::of(&planned, there.as_ref()), verdict, "{there:?}");
    }
    let without = item(1, true);
    let told_now = Asset { etag: Some("e2".into()), ..asset(&without) };
    assert_eq!(Verdict::of(&without, Some(&told_now)), Unchanged, "the preview told none");
}

#[test]
fn a_verdict_ends_an_item_unless_it_is_unchanged() {
    assert_eq!(Unchanged.outcome(), None);
    assert_eq!(Gone.outcome(), Some(Outcome::AlreadyGone));
    assert_eq!(Changed.outcome(), Some(Outcome::Skipped { reason: Skip::Changed }));
}

#[test]
fn where_all_are_there_one_list_is_asked_for() {
    let items = numbered([3, 1, 2, 1]);
    let server = Server::with(&items);
    assert_eq!(verdicts(&server, What::Originals, &items, false), Some(vec![Unchanged; 4]));
    assert_eq!(server.asked_lists(), [[id(1), id(2), id(3)]]);
    assert!(server.asked_details().is_empty());
    assert_eq!(seen_at(&Server::with(&items), &items), at(1001), "when the first list was asked for");
    assert_eq!(seen_at(&Server::default(), &items[1..2]), at(1001), "and not the second");
    assert_eq!(seen_at(&Server::default(), &[]), at(7));
}

#[test]
fn what_two_lists_and_its_details_leave_out_is_gone() {
    let items = numbered([1, 2]);
    let server = Server::with(&items[..1]);
    assert_eq!(verdicts(&server, What::Originals, &items, false), Some(vec![Unchanged, Gone]));
    assert_eq!(server.asked_lists(), [vec![id(1), id(2)], vec![id(2)]]);
    assert_eq!(server.asked_details(), [id(2)]);
}

#[test]
fn one_list_alone_makes_nothing_gone() {
    let items = numbered([1, 2]);
    let server = Server::default();
    assert_eq!(verdicts(&server, What::Originals, &items, false), Some(vec![Gone; 2]));
    assert_eq!(server.asked_lists(), [[id(1), id(2)], [id(1), id(2)]]);
    let cut = Server { cut: vec![(vec![id(1), id(2)], true)], ..Server::with(&items) };
    assert_eq!(verdicts(&cut, What::Originals, &items, false), Some(vec![Unchanged; 2]));
    assert!(cut.asked_details().is_empty(), "the second list has them all");
}

#[test]
fn a_list_that_is_cut_off_is_no_deletion() {
    let items = numbered([1, 2]);
    let cut = |cut: &[(&[u8], bool)]| {
        let ids = |numbers: &[u8]| numbers.iter().copied().map(id).collect::<Vec<_>>();
        Server {
            cut: cut.iter().map(|(numbers, more)| (ids(numbers), *more)).collect(),
            ..Server::with(&items)
        }
    };
    let told = |server: &Server| verdicts(server, What::Originals, &items, false);
    assert_eq!(told(&cut(&[(&[2], true)])), Some(vec![Unchanged; 2]), "it said that more follow");
    assert_eq!(told(&cut(&[(&[2], false)])), None, "it said that it was whole");
    assert_eq!(told(&cut(&[(&[1, 2], false), (&[2], false)])), None, "no matter which one");
    let always = cut(&[(&[2], false), (&[2], false), (&[2], false)]);
    assert_eq!(told(&always), None, "its details are there");
    assert_eq!(always.asked_details(), [id(2)]);
    let unreadable = Server { unreadable: true, ..Server::with(&items) };
    assert_eq!(told(&unreadable), None, "something in it could not be read");
}

#[test]
fn of_many_absent_ones_some_details_are_asked_for() {
    let items = numbered(0..100);
    for (in_doubt, several) in [(false, DETAILS), (true, DETAILS_IN_DOUBT)] {
        let server = Server::default();
        assert_eq!(verdicts(&server, What::Originals, &items, in_doubt), Some(vec![Gone; 100]));
        let asked = server.asked_details();
        assert_eq!(asked.len(), several);
        assert_eq!((asked[0], asked[several - 1]), (id(0), id(99)));
    }
}

#[test]
fn copies_in_doubt_are_asked_about_asset_by_asset() {
    let items = numbered([1, 2]);
    let server = || Server { copies: vec![(id(1), vec![101])], ..Server::with(&items) };
    let asked = server();
    assert_eq!(verdicts(&asked, What::AllCopies, &items, true), Some(vec![Unchanged, Gone]));
    assert_eq!(asked.asked_details(), [id(1), id(2)]);
    for (what, in_doubt) in [(What::AllCopies, false), (What::Originals, true)] {
        let asked = server();
        assert_eq!(verdicts(&asked, what, &items, in_doubt), Some(vec![Unchanged; 2]), "{what:?}");
        assert!(asked.asked_details().is_empty(), "{what:?}: nothing is in doubt about copies");
    }
    let chosen = [copy_item(1, 101), copy_item(1, 102)];
    assert_eq!(verdicts(&server(), What::ChosenCopies, &chosen, true), Some(vec![Unchanged, Gone]));
}

#[test]
fn copies_of_a_changed_original_stay_changed() {
    let planned = item(1, true);
    let server = Server { there: vec![Asset { version: 2, ..asset(&planned) }], ..Server::default() };
    assert_eq!(verdicts(&server, What::AllCopies, &[planned], true), Some(vec![Changed]));
    assert!(server.asked_details().is_empty());
}

#[test]
fn originals_are_those_that_are_there() {
    let server = Server::with(&numbered([1]));
    let asked = futures_util::FutureExt::now_or_never(originals(&server, &[id(1), id(2)], true));
    let there = asked.expect("nothing to wait for").expect("an answer");
    assert_eq!(there.keys().copied().collect::<Vec<_>>(), [id(1)]);
}

#[test]
fn a_sample_goes_from_the_first_to_the_last() {
    let ids: Vec<AssetId> = (0..10).map(id).collect();
    assert_eq!(spread(&ids, 3), [ids[0], ids[4], ids[9]]);
    assert_eq!(spread(&ids[..2], 3), ids[..2]);
    assert_eq!(spread(&ids[..3], 3), ids[..3]);
    assert_eq!(spread(&[], 3), []);
}

proptest! {
    /// However lists are cut off, nothing that is there is called gone, unless the sample of details
    /// missed it; here all absent ones are asked for.
    #[test]
    fn what_is_there_is_never_called_gone(
        there in proptest::collection::btree_set(0_u8..12, 0..12),
        cut in proptest::collection::vec((proptest::collection::vec(0_u8..12, 0..6), any::<bool>()), 0..4),
    ) {
        let items = numbered(0..12);
        let listed: Vec<PlanItem> = items.iter().filter(|it| there.iter().any(|n| id(*n) == it.asset_id)).cloned().collect();
        let cut = cut.into_iter().map(|(left_out, more)| (left_out.into_iter().map(id).collect(), more));
        let server = Server { cut: cut.collect(), ..Server::with(&listed) };
        if let Some(told) = verdicts(&server, What::Originals, &items, false) {
            for (number, verdict) in (0_u8..12).zip(told) {
                prop_assert_eq!(verdict == Unchanged, there.contains(&number), "{}", number);
            }
        }
    }
}
