//! Links between assets. They delete nothing, and go with either of the two.

use super::Call;
use crate::asset::{Id, Kind};
use crate::json::Json;
use crate::params::Params;
use crate::reply::{Answer, Refusal, Reply};
use crate::route::Named;
use crate::store::Store;

/// The most assets that one call links or unlinks.
const MOST: usize = 10;

/// `POST /resources/related_assets/…` with `assets_to_relate`.
pub fn relate(call: &mut Call<'_>, named: &Named) -> Answer {
    change(call, named, "assets_to_relate", |related, own, other| {
        if own == other {
            return Err("invalid_relate_to_self_id");
        }
        if !related.insert((own, other)) {
            return Err("already_exists_ids");
        }
        related.insert((other, own));
        Ok(())
    })
}

/// `DELETE /resources/related_assets/…` with `assets_to_unrelate`.
pub fn unrelate(call: &mut Call<'_>, named: &Named) -> Answer {
    change(call, named, "assets_to_unrelate", |related, own, other| {
        related.remove(&(other, own));
        if related.remove(&(own, other)) { Ok(()) } else { Err("relation_does_not_exist_ids") }
    })
}

type Links = std::collections::BTreeSet<(Id, Id)>;

fn change(
    call: &mut Call<'_>,
    named: &Named,
    parameter: &str,
    link: impl Fn(&mut Links, Id, Id) -> Result<(), &'static str>,
) -> Answer {
    let others = others(&call.params, parameter)?;
    let environment = &mut *call.environment;
    let own = match named {
        Named::Fully(kind, name) => living(&environment.store, environment.store.find(*kind, name)),
        Named::AssetId(id) => by_id(&environment.store, id),
    };
    let own = own.ok_or_else(|| Refusal::not_found("the asset to relate"))?;
    let outcomes: Vec<_> = others
        .into_iter()
        .map(|text| {
            let other = match named {
                Named::Fully(..) => by_path(&environment.store, &text),
                Named::AssetId(_) => by_id(&environment.store, &text),
            };
            let done =
                other.ok_or("non_existing_ids").and_then(|other| link(&mut environment.related, own, other));
            (text, done)
        })
        .collect();
    let mut json = Json::object();
    let (good, bad): (Vec<_>, Vec<_>) = outcomes.iter().partition(|(_, done)| done.is_ok());
    for (list, outcomes) in [("success", good), ("failed", bad)] {
        json.array(list, |json| {
            for (asset, done) in outcomes {
                json.item(|json| {
                    json.text("asset", asset);
                    json.text("message", done.err().unwrap_or("success"));
                    json.text("code", done.err().unwrap_or("success_ids"));
                    json.number("status", if done.is_ok() { 200 } else { 404 });
                });
            }
        });
    }
    Ok(Reply::written(json))
}

fn others(params: &Params, name: &str) -> Result<Vec<String>, Refusal> {
    let list = params.list(name).filter(|list| !list.is_empty()).ok_or_else(|| Refusal::missing(name))?;
    if list.len() > MOST {
        Err(Refusal::bad(&format!("Number of {name} must not exceed {MOST}")))
    } else {
        Ok(list)
    }
}

fn living(store: &Store, slot: Option<u32>) -> Option<Id> {
    store.get(slot?).filter(|asset| !asset.placeholder).map(|asset| asset.id)
}

fn by_id(store: &Store, text: &str) -> Option<Id> {
    living(store, store.find_id(Id::parse(text)?))
}

/// `image/upload/docs/owl`.
fn by_path(store: &Store, text: &str) -> Option<Id> {
    let (of, rest) = text.split_once('/')?;
    let (delivered, name) = rest.split_once('/')?;
    living(store, store.find(Kind::parse(of, delivered)?, name))
}
