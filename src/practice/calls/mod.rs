//! What the calls do, a file for each family.

mod account;
mod bulk;
mod change;
mod destroy;
mod details;
mod download;
mod folders;
mod list;
mod page;
mod related;
mod restore;
mod search;
mod transformations;
mod upload;

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
        Route::Usage(day) => account::usage(call, day.as_deref()),
        Route::ResourceTypes => Ok(account::resource_types(call)),
        Route::Tags(of) => account::tags(call, *of),
        Route::List(of, delivered) => list::of_kind(call, *of, *delivered),
        Route::ListByTag(of, tag) => list::by_tag(call, *of, tag),
        Route::ListByFolder => list::by_folder(call),
        Route::ListByAssetIds => list::by_asset_ids(call),
        Route::ListByContext(of) => list::by_context(call, *of),
        Route::ListByModeration(of, kind, status) => list::by_moderation(call, *of, kind, status),
        Route::Details(kind, public_id) => details::by_name(call, *kind, public_id),
        Route::DetailsByAssetId(id) => details::by_asset_id(call, id),
        Route::Search => search::search(call),
        Route::Delete(kind) => bulk::of_kind(call, *kind),
        Route::DeleteByTag(of, tag) => bulk::by_tag(call, *of, tag),
        Route::DeleteByAssetIds => bulk::by_asset_ids(call),
        Route::DeleteDerived => bulk::derived(call),
        Route::DeleteBackups(id) => restore::delete_versions(call, id),
        Route::Restore(kind) => restore::by_names(call, *kind),
        Route::RestoreByAssetIds => restore::by_asset_ids(call),
        Route::Update(kind, public_id) => change::update(call, *kind, public_id),
        Route::Relate(named) => related::relate(call, named),
        Route::Unrelate(named) => related::unrelate(call, named),
        Route::Transformations => transformations::list(call),
        Route::Transformation(one) => transformations::details(call, one),
        Route::CreateTransformation(name) => transformations::create(call, name.as_deref()),
        Route::DeleteTransformation(one) => transformations::delete(call, one.as_deref()),
        Route::Folders(path) => folders::list(call, path),
        Route::SearchFolders => folders::search(call),
        Route::CreateFolder(path) => folders::create(call, path),
        Route::RenameFolder(path) => folders::rename(call, path),
        Route::DeleteFolder(path) => folders::delete(call, path),
        Route::Upload(of) => upload::upload(call, *of),
        Route::Explicit(of) => change::explicit(call, *of),
        Route::Rename(of) => change::rename(call, *of),
        Route::ChangeTags(of) => change::tags(call, *of),
        Route::ChangeContext(of) => change::contexts(call, *of),
        Route::Download(of) => download::original(call, *of),
        Route::DownloadBackup => download::backup(call),
        Route::DeleteByToken => destroy::by_token(call),
        Route::Destroy(of) => destroy::by_name(call, *of),
        Route::DestroyByAssetId => destroy::by_asset_id(call),
    }
}
