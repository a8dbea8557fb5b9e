//! Assets, routes and prices as the flow's views say them.

use std::time::Duration;

use crate::model::asset::DeliveryType;
use crate::model::confirm::{Confirmation, Tier};
use crate::model::format;
use crate::model::item::PlanItem;
use crate::model::offer::{Cdn, Offer};
use crate::model::route::Route;
use crate::model::unix_time::UnixTime;
use crate::model::what::What;
use crate::text;
use crate::text::clock;
use crate::text::{Words as _, counts};

/// The name by which a screen reader tells an item from every other: `Image docs/owl`.
pub fn accessible(item: &PlanItem) -> String {
    let mut words = format!("{} {}", item.name.resource_type.words(), item.name.public_id);
    if item.name.delivery_type != DeliveryType::Upload {
        words = text!("item-of-type", item = words, delivery = item.name.delivery_type.as_str());
    }
    match &item.copy {
        Some(copy) => text!("item-copy", item = words, transformation = &*copy.transformation),
        None => words,
    }
}

/// The last part of a public ID, or the transformation of a copy.
pub fn short(item: &PlanItem) -> &str {
    match &item.copy {
        Some(copy) => &copy.transformation,
        None => item.name.public_id.rsplit('/').next().unwrap_or_default(),
    }
}

/// The line under a name: size, day, and whatever is out of the ordinary.
pub fn caption(item: &PlanItem) -> String {
    let mut parts = vec![format::bytes(item.bytes)];
    parts.extend(item.created_at.map(day));
    if item.name.delivery_type != DeliveryType::Upload {
        parts.push(item.name.delivery_type.to_string());
    }
    parts.join(" · ")
}

/// `3 Mar 2024`.
pub fn day(at: UnixTime) -> String {
    let text = clock::date_and_time(at);
    text.split(',').next().unwrap_or_default().to_owned()
}

/// What is to be ticked before a plan is confirmed.
pub fn to_tick(confirmation: &Confirmation) -> String {
    let totals = confirmation.plan().totals();
    let counted = |number| counts::originals(number, totals.only_kind());
    match (totals.without_backup, totals.items) {
        (0, 1) => text!("confirm-yes", items = counted(1)),
        (0, all) => text!("confirm-yes-all", items = counted(all)),
        (without, _) => text!("confirm-understand", items = counted(without)),
    }
}

/// The field for what is to be typed.
pub fn to_type(confirmation: &Confirmation, phrase: &str) -> String {
    match confirmation.tier() {
        Tier::TypeCount => text!("confirm-type-number", number = phrase),
        Tier::Button | Tier::Tick | Tier::TypeName => text!("confirm-type-cloud-name", name = phrase),
    }
}

/// What is wrong with what was typed instead.
pub fn mistyped(confirmation: &Confirmation, phrase: &str) -> String {
    match confirmation.tier() {
        Tier::TypeCount => text!("confirm-not-the-number", number = phrase),
        Tier::Button | Tier::Tick | Tier::TypeName => text!("confirm-not-the-cloud-name", name = phrase),
    }
}

/// What a route means.
pub fn meaning(offer: &Offer) -> String {
    let meaning = match offer.route {
        Route::Thorough => text!("method-meaning-thorough"),
        Route::Batches => text!("method-meaning-batches"),
        Route::Sweep => text!("method-meaning-sweep"),
    };
    match offer.cdn {
        Cdn::ForCertain => text!("method-clears", meaning = meaning),
        Cdn::WhereEnabled => text!("method-clears-where-enabled", meaning = meaning),
        Cdn::Kept => meaning,
    }
}

/// What becomes of copies in the CDN.
pub fn cdn(cdn: Cdn, what: What) -> String {
    match (cdn, what) {
        (Cdn::Kept, _) => text!("cdn-kept"),
        (_, What::ChosenCopies) => text!("cdn-single-copies"),
        (Cdn::ForCertain, _) => text!("cdn-for-certain"),
        (Cdn::WhereEnabled, _) => text!("cdn-where-enabled"),
    }
}

/// What a route costs: requests, their share of an hour, the hours, and the expected time.
pub fn price(offer: &Offer) -> String {
    let calls = if offer.price.at_most {
        text!("price-calls-at-most", number = offer.price.counted)
    } else {
        text!("price-calls", number = offer.price.counted)
    };
    let requests = match offer.price.free {
        0 => calls,
        free => text!("price-and-free", number = free, calls = calls),
    };
    let share = offer.share.filter(|share| *share >= 1.0);
    let share = share.map(|share| text!("price-share", percent = share.round()));
    let hours = (offer.schedule.windows > 1).then(|| text!("price-hours", number = offer.schedule.windows));
    let parts = [Some(requests), share, hours, Some(expected(offer.time))];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

fn expected(time: Duration) -> String {
    match time.as_secs() {
        0..=59 => text!("time-moment"),
        seconds @ 60..=5399 => text!("time-minutes", number = seconds.div_ceil(60)),
        seconds => text!("time-hours", number = seconds.div_ceil(3600)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::offer::Price;
    use crate::model::schedule::Schedule;

    #[test]
    fn a_price_says_when_it_is_more_than_the_hour_has() {
        let offer = |windows| Offer {
            route: Route::Batches,
            price: Price { counted: 900, at_most: windows == 2, free: 0 },
            share: Some(180.0),
            schedule: Schedule { windows, wait: Duration::ZERO },
            time: Duration::from_secs(7000),
            cdn: Cdn::WhereEnabled,
            suggested: None,
            takes_more: None,
        };
        assert_eq!(price(&offer(1)), "900 API calls, 180% of an hour’s calls, about 2 hours");
        assert!(price(&offer(2)).starts_with("At most 900 API calls, "));
        assert!(price(&offer(3)).contains("spread over 3 hours; waits and resumes by itself"));
    }
}
