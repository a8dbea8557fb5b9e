//! Assets, routes and prices as the flow's views say them.

use std::time::Duration;

use crate::app::clock;
use crate::model::asset::DeliveryType;
use crate::model::format;
use crate::model::item::PlanItem;
use crate::model::offer::{Cdn, Offer};
use crate::model::route::Route;
use crate::model::what::What;
use crate::text::Words as _;

/// The name by which a screen reader tells an item from every other: `Image docs/owl`.
pub fn accessible(item: &PlanItem) -> String {
    let mut words = format!("{} {}", item.name.resource_type.words(), item.name.public_id);
    if item.name.delivery_type != DeliveryType::Upload {
        words = format!("{words}, {}", item.name.delivery_type);
    }
    match &item.copy {
        Some(copy) => format!("{words}, copy {}", copy.transformation),
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
pub fn day(unix: i64) -> String {
    let text = clock::date_and_time(unix);
    text.split(',').next().unwrap_or_default().to_owned()
}

/// That a plan of so many is backed up.
pub fn backed_up(items: u64) -> &'static str {
    if items == 1 { "It is backed up" } else { "All of them are backed up" }
}

/// That so many have no backup.
pub fn cannot_be_restored(number: u64) -> String {
    format!("{} cannot be restored", format::count(number))
}

/// What a route is called.
pub fn route(route: Route) -> &'static str {
    match route {
        Route::Thorough => "Thorough, one at a time",
        Route::Batches => "Batches of a hundred",
        Route::Sweep => "Sweep, a thousand at a time",
    }
}

/// What a route means.
pub fn meaning(offer: &Offer) -> String {
    let meaning = match offer.route {
        Route::Thorough => "Hardly touches this hour’s API calls. Takes longer.",
        Route::Batches => "Fast, and by asset ID.",
        Route::Sweep => "The fewest requests.",
    };
    match offer.cdn {
        Cdn::ForCertain => format!("Clears the CDN cache for certain. {meaning}"),
        Cdn::WhereEnabled => {
            format!(
                "{meaning} The CDN cache is cleared only where Cloudinary has enabled that for bulk calls."
            )
        }
        Cdn::Kept => meaning.to_owned(),
    }
}

/// What becomes of copies in the CDN.
pub fn cdn(cdn: Cdn, what: What) -> &'static str {
    match (cdn, what) {
        (Cdn::Kept, _) => "Not cleared: visitors may see cached pictures for up to 30 days",
        (_, What::ChosenCopies) => "Cleared where Cloudinary does so for single copies",
        (Cdn::ForCertain, _) => "Cleared for certain, within about an hour",
        (Cdn::WhereEnabled, _) => "Cleared only where Cloudinary has enabled that for bulk calls",
    }
}

/// What a route costs: requests, their share of an hour, the hours, and the expected time.
pub fn price(offer: &Offer) -> String {
    let mut price = format::plural(offer.price.counted, "API call", "API calls");
    if offer.price.at_most {
        price = format!("At most {price}");
    }
    if offer.price.free > 0 {
        let free = format::plural(offer.price.free, "uncounted request", "uncounted requests");
        price = format!("{price} and {free}");
    }
    if let Some(share) = offer.share.filter(|share| *share >= 1.0) {
        price = format!("{price}, {share:.0}% of an hour’s calls");
    }
    if offer.schedule.windows > 1 {
        let hours = format::plural(offer.schedule.windows, "hour", "hours");
        price = format!("{price}, spread over {hours}; it waits and goes on by itself");
    }
    format!("{price}, {}", expected(offer.time))
}

fn expected(time: Duration) -> String {
    match time.as_secs() {
        0..=59 => "less than a minute".to_owned(),
        seconds @ 60..=5399 => {
            format!("about {}", format::plural(seconds.div_ceil(60), "minute", "minutes"))
        }
        seconds => format!("about {}", format::plural(seconds.div_ceil(3600), "hour", "hours")),
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
        assert!(price(&offer(3)).contains("3 hours; it waits and goes on by itself"));
    }
}
