//! What a row could mean besides what it certainly names.

use super::row::Row;
use super::wanted::Wanted;
use crate::model::asset::{DeliveryType, ResourceType};
use crate::model::delivery::{self, Hosts, Named, Reading};
use crate::model::guess::{Guess, Guesses, Why, spellings};

/// Marks that stand around names in lists.
const AROUND: [char; 24] = [
    '"', '\'', '`', ',', ';', '[', ']', '(', ')', '{', '}', '<', '>', '“', '”', '„', '‘', '’', '«', '»', '*',
    '•', '·', '\u{2013}',
];

/// The likeliest first.
pub(super) fn of(row: &Row, hosts: &Hosts) -> Vec<Guess> {
    let mut guesses = Guesses::default();
    match &row.wanted {
        Wanted::PublicId => text(&row.text, hosts, &mut guesses),
        Wanted::Id(_) => respelled(&row.text, None, &mut guesses),
        Wanted::Record(narrowed) => {
            if let Some(id) = narrowed.public_id.as_deref() {
                let other = if narrowed.asset_id.is_some() { Why::OtherAsset } else { Why::OtherKind };
                guesses.add(Guess::anywhere(id, other));
                if narrowed.asset_id.is_none() {
                    text(id, hosts, &mut guesses);
                }
            }
        }
        Wanted::Link(certain) => link(row, certain.is_some(), hosts, &mut guesses),
        Wanted::Address(_) => address(&row.text, &mut guesses),
        Wanted::Unreadable(_) => {}
    }
    guesses.into_vec()
}

fn text(text: &str, hosts: &Hosts, guesses: &mut Guesses) {
    guesses.add(Guess::anywhere(text, Why::OtherKind));
    if let Some(named) = delivery::stored_field(text) {
        named.guesses.into_iter().for_each(|guess| guesses.add(guess));
    }
    if let Some((stem, ending)) = delivery::ending(text) {
        guesses.add(Guess::anywhere(stem, Why::WithoutEnding(ending.into())));
    }
    if let Some(decoded) = delivery::decoded(text) {
        if let Some((stem, ending)) = delivery::ending(&decoded).filter(|(_, it)| delivery::is_format(it)) {
            guesses.add(Guess::anywhere(stem, Why::WithoutEnding(ending.into())));
        }
        guesses.add(Guess::anywhere(decoded, Why::Decoded));
    }
    let bare = text.trim_matches(|c: char| AROUND.contains(&c) || c.is_whitespace());
    if bare != text {
        if let Reading::Link(named) = delivery::read(bare, hosts) {
            add_named(named, Why::WithoutDecoration, guesses);
        }
        guesses.add(Guess::anywhere(bare, Why::WithoutDecoration));
    }
    let slashes = text.replace('\\', "/");
    guesses.add(Guess::anywhere(slashes.trim_matches('/'), Why::OtherSlashes));
    respelled(text, None, guesses);
}

fn respelled(text: &str, kind: Option<&(ResourceType, DeliveryType)>, guesses: &mut Guesses) {
    for (spelling, why) in spellings(text) {
        guesses.add(Guess { public_id: spelling.into(), kind: kind.cloned(), why });
    }
}

fn link(row: &Row, certain: bool, hosts: &Hosts, guesses: &mut Guesses) {
    let named = match delivery::read(&row.text, hosts) {
        Reading::Link(named) => Some(named),
        _ => delivery::stored_field(&row.text),
    };
    let Some(named) = named else { return };
    let name = named.certain.clone();
    if let Some(name) = name.as_ref().filter(|_| !certain) {
        guesses.add(Guess::named(name, Why::InText));
    }
    for guess in named.guesses {
        // A raw file has its ending in its public ID.
        if let (Why::WithEnding(_), Some((_, delivery))) = (&guess.why, &guess.kind) {
            let kind = Some((ResourceType::Raw, delivery.clone()));
            guesses.add(Guess { kind, why: Why::EndingAdded, ..guess.clone() });
        }
        guesses.add(guess);
    }
    if let (Some(name), true) = (name, certain) {
        guesses.add(Guess::anywhere(name.public_id.clone(), Why::OtherKind));
        let kind = (name.resource_type, name.delivery_type);
        respelled(&name.public_id, Some(&kind), guesses);
    }
    if delivery::is_address(&row.text) {
        address(&row.text, guesses);
    }
}

/// A fetched asset whose public ID is the address.
fn address(text: &str, guesses: &mut Guesses) {
    for resource_type in [ResourceType::Image, ResourceType::Video] {
        guesses.add(Guess {
            public_id: text.into(),
            kind: Some((resource_type, DeliveryType::Fetch)),
            why: Why::Fetched,
        });
    }
}

fn add_named(named: Named, why: Why, guesses: &mut Guesses) {
    if let Some(name) = &named.certain {
        guesses.add(Guess::named(name, why));
    }
    named.guesses.into_iter().for_each(|guess| guesses.add(guess));
}
