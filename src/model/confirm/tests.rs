use super::*;
use crate::model::account::EnvironmentId;
use crate::model::fixture::{at, copy_item, draft, items, plan};
use crate::model::item::PlanItem;
use crate::model::plan::Draft;
use crate::model::sweep::SweepBy;
use crate::model::what::What;

fn stakes() -> Stakes {
    Stakes { cloud_name: "shop-prod".into(), production: false, account_total: None }
}

fn asked(items: Vec<PlanItem>, breadth: Breadth, change: impl FnOnce(&mut Stakes)) -> Confirmation {
    let plan = Plan::freeze(Draft { breadth, ..draft(items) });
    let mut about = stakes();
    change(&mut about);
    Confirmation::new(Arc::new(plan), Route::Thorough, about).unwrap()
}

#[test]
fn the_tier_grows_with_the_number() {
    for (count, tier) in [
        (1, Tier::Button),
        (10, Tier::Button),
        (11, Tier::Tick),
        (100, Tier::Tick),
        (101, Tier::TypeCount),
        (1000, Tier::TypeCount),
        (1001, Tier::TypeName),
    ] {
        assert_eq!(asked(items(count, true), Breadth::Named, |_| {}).tier(), tier, "{count}");
    }
    assert!(Tier::Button < Tier::Tick && Tier::Tick < Tier::TypeCount && Tier::TypeCount < Tier::TypeName);
}

#[test]
fn the_tier_grows_with_the_risk() {
    let tier = |backed_up, breadth| asked(items(1, backed_up), breadth, |_| {}).tier();
    assert_eq!(tier(false, Breadth::Named), Tier::Tick);
    assert_eq!(tier(true, Breadth::Caught), Tier::TypeCount);
    assert_eq!(tier(true, Breadth::Everything), Tier::TypeName);
    let production = asked(items(1, true), Breadth::Named, |about| about.production = true);
    assert_eq!(production.tier(), Tier::TypeName);
    for (bytes, tier) in [(1_000_000_000, Tier::Button), (1_000_000_001, Tier::TypeCount)] {
        let large = PlanItem { bytes, ..items(1, true).remove(0) };
        assert_eq!(asked(vec![large], Breadth::Named, |_| {}).tier(), tier, "{bytes}");
    }
}

#[test]
fn what_cannot_become_the_phrase_any_more_is_mistyped() {
    let typed = |asked: &mut Confirmation, text: &str| {
        asked.typed = text.into();
        asked.is_mistyped()
    };
    let mut number = asked(items(1000, true), Breadth::Named, |_| {});
    for (text, mistyped) in
        [("", false), (" 1", false), ("1,0", false), ("1,000", false), ("2", true), ("1000 0", true)]
    {
        assert_eq!(typed(&mut number, text), mistyped, "{text}");
    }
    let mut name = asked(items(1, true), Breadth::Everything, |_| {});
    for (text, mistyped) in [("shop", false), ("shop-prod ", false), ("Shop", true), ("shop-prod-2", true)] {
        assert_eq!(typed(&mut name, text), mistyped, "{text}");
    }
    let mut nothing = asked(items(1, true), Breadth::Named, |_| {});
    assert!(!typed(&mut nothing, "anything"), "nothing is asked for");
}

#[test]
fn more_than_a_tenth_of_an_environment_asks_for_its_name_unless_it_is_a_handful() {
    for (count, all, tier) in [
        (21, Some(209), Tier::TypeName),
        (21, Some(210), Tier::Tick),
        (21, None, Tier::Tick),
        (11, Some(11), Tier::TypeName),
        (10, Some(10), Tier::Button),
    ] {
        let asked = asked(items(count, true), Breadth::Named, |about| about.account_total = all);
        assert_eq!(asked.tier(), tier, "{count} of {all:?}");
    }
}

#[test]
fn a_sweep_asks_for_the_name_and_needs_a_selector() {
    let draft = draft(items(1, true));
    let exact = Arc::new(Plan::freeze(draft.clone()));
    assert!(Confirmation::new(exact, Route::Sweep, stakes()).is_none());
    let swept = Arc::new(Plan::freeze_with_selector(draft, Some(SweepBy::All)));
    let by = |route| Confirmation::new(Arc::clone(&swept), route, stakes()).unwrap().tier();
    assert_eq!((by(Route::Sweep), by(Route::Batches)), (Tier::TypeName, Tier::Button));
}

#[test]
fn an_empty_plan_cannot_be_confirmed() {
    assert!(Confirmation::new(Arc::new(plan(Vec::new())), Route::Thorough, stakes()).is_none());
}

#[test]
fn copies_cannot_be_confirmed_on_a_route_that_takes_originals() {
    for what in [What::AllCopies, What::ChosenCopies] {
        let copies = Arc::new(Plan::freeze(Draft { what, ..draft(vec![copy_item(1, 101)]) }));
        assert!(Confirmation::new(copies, Route::Thorough, stakes()).is_none(), "{what:?}");
    }
}

#[test]
fn a_box_must_be_ticked_where_something_cannot_be_put_back_or_nothing_else_is_asked_for() {
    for (count, backed_up, needed) in
        [(10, true, false), (11, true, true), (1, false, true), (101, true, false), (101, false, true)]
    {
        let mut asked = asked(items(count, backed_up), Breadth::Named, |_| {});
        assert_eq!(asked.needs_tick(), needed, "{count} {backed_up}");
        asked.typed = asked.phrase().unwrap_or_default();
        assert_eq!(asked.satisfied(), !needed, "{count} {backed_up}");
        asked.ticked = true;
        assert!(asked.satisfied());
        assert!(asked.confirm(Duration::ZERO, at(0)).is_ok());
    }
}

#[test]
fn what_is_to_be_typed_is_the_count_or_the_name() {
    let phrase = |count, production| {
        asked(items(count, true), Breadth::Named, |about| about.production = production).phrase()
    };
    assert_eq!((phrase(10, false), phrase(11, false)), (None, None));
    assert_eq!(phrase(101, false).as_deref(), Some("101"));
    assert_eq!(phrase(1, true).as_deref(), Some("shop-prod"));
}

#[test]
fn only_the_right_count_confirms() {
    let mut confirmation = asked(items(5, false), Breadth::Caught, |_| {});
    assert!(confirmation.clone().confirm(Duration::MAX, at(0)).is_err());
    confirmation.typed = "5".into();
    assert!(!confirmation.satisfied(), "five cannot be put back: the box must be ticked too");
    confirmation.ticked = true;
    for wrong in ["", "4", "55", "5 images", "five"] {
        confirmation.typed = wrong.into();
        assert!(confirmation.clone().confirm(Duration::MAX, at(0)).is_err(), "{wrong}");
    }
    confirmation.typed = " 5 ".into();
    assert!(confirmation.confirm(Duration::ZERO, at(0)).is_ok());
}

#[test]
fn a_count_may_be_typed_with_separators() {
    let mut confirmation = asked(items(1000, true), Breadth::Named, |_| {});
    for typed in ["1000", "1,000", "1.000", "1 000", "1\u{a0}000", "1\u{202f}000"] {
        confirmation.typed = typed.into();
        assert!(confirmation.satisfied(), "{typed:?}");
    }
    for typed in ["1'000", "1000,0", "1_000"] {
        confirmation.typed = typed.into();
        assert!(!confirmation.satisfied(), "{typed:?}");
    }
}

#[test]
fn a_name_must_be_typed_to_the_letter_and_no_count_stands_for_it() {
    let mut confirmation = asked(items(1, true), Breadth::Named, |about| about.production = true);
    for typed in ["Shop-Prod", "shop prod", "shop-pro", "1", ""] {
        confirmation.typed = typed.into();
        assert!(!confirmation.satisfied(), "{typed:?}");
    }
    confirmation.typed = " shop-prod\n".into();
    assert!(confirmation.satisfied());
    let mut dotted = asked(items(1, true), Breadth::Named, |about| {
        about.production = true;
        about.cloud_name = "shop.1".into();
    });
    dotted.typed = "shop1".into();
    assert!(!dotted.satisfied(), "separators are a count's alone");
}

#[test]
fn an_old_preview_cannot_be_confirmed() {
    let confirmation = asked(items(1, true), Breadth::Named, |_| {});
    for old in [3601, -60] {
        assert!(!confirmation.is_fresh(at(old)));
        assert!(confirmation.clone().confirm(Duration::MAX, at(old)).is_err(), "{old}");
    }
    assert!(confirmation.is_fresh(at(3600)));
    let confirmed = confirmation.confirm(Duration::MAX, at(3600)).unwrap();
    assert!(confirmed.is_fresh(at(3600)) && !confirmed.is_fresh(at(3601)));
}

#[test]
fn the_highest_tier_arms_after_three_seconds() {
    let mut confirmation = asked(items(1, true), Breadth::Named, |about| about.production = true);
    confirmation.typed = "shop-prod".into();
    assert_eq!(confirmation.arming_left(Duration::from_secs(1)), Duration::from_secs(2));
    let confirmation = confirmation.confirm(Duration::from_millis(2_999), at(0)).unwrap_err();
    assert!(confirmation.confirm(Duration::from_secs(3), at(0)).is_ok());
    let others = asked(items(101, true), Breadth::Named, |_| {});
    assert_eq!(others.arming_left(Duration::ZERO), Duration::ZERO);
}

#[test]
fn what_was_asked_about_is_what_is_confirmed() {
    let asked = asked(items(2, true), Breadth::Named, |about| about.account_total = Some(9_000));
    assert_eq!((asked.stakes().account_total, asked.route()), (Some(9_000), Route::Thorough));
    let plan = Arc::clone(asked.plan());
    let confirmed = asked.confirm(Duration::ZERO, at(17)).unwrap();
    assert!(Arc::ptr_eq(confirmed.plan(), &plan));
    assert_eq!((confirmed.route(), confirmed.cloud_name()), (Route::Thorough, "shop-prod"));
    assert_eq!(confirmed.confirmed_at(), at(17));
    assert_eq!(confirmed.plan().environment(), &EnvironmentId("demo".into()));
}
