//! What the calls do, a file for each family.

mod account;
mod bulk;
mod destroy;
mod details;
mod list;
mod page;
mod search;

use super::environment::Environment;
use super::fault::Trouble;
use super::params::Params;
use super::reply::Answer;
use super::route::Route;

/// One call under way, past its credentials and its quota.
pub struct Call<'a> {
    pub environment: &'a mut Environment,
    pub params: Params,
    pub troubles: Vec<Trouble>,
    /// Unix seconds.
    pub now: i64,
}

impl Call<'_> {
    fn meets(&self, trouble: Trouble) -> bool {
        self.troubles.contains(&trouble)
    }
}

/// Do what the call asks for.
///
/// # Errors
/// The refusal that the call is answered with.
pub fn dispatch(route: &Route, mut call: Call<'_>) -> Answer {
    let call = &mut call;
    match route {
        Route::Ping => Ok(account::ping()),
        Route::Config => account::config(call),
        Route::Usage => Ok(account::usage(call)),
        Route::ResourceTypes => Ok(account::resource_types(call)),
        Route::Tags(of) => account::tags(call, *of),
        Route::List(of, delivered) => list::of_kind(call, *of, *delivered),
        Route::ListByTag(of, tag) => list::by_tag(call, *of, tag),
        Route::ListByFolder => list::by_folder(call),
        Route::ListByAssetIds => list::by_asset_ids(call),
        Route::Details(kind, public_id) => details::by_name(call, *kind, public_id),
        Route::DetailsByAssetId(id) => details::by_asset_id(call, id),
        Route::Search => search::search(call),
        Route::Delete(kind) => bulk::of_kind(call, *kind),
        Route::DeleteByTag(of, tag) => bulk::by_tag(call, *of, tag),
        Route::DeleteByAssetIds => bulk::by_asset_ids(call),
        Route::DeleteDerived => bulk::derived(call),
        Route::Destroy(of) => destroy::by_name(call, *of),
        Route::DestroyByAssetId => destroy::by_asset_id(call),
    }
}
