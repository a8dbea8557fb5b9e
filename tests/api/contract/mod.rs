//! One contract of client and environment, the same for every environment: the practice one
//! always, and a real product environment when `CLOUDSWEEP_LIVE_URL` names one
//! (`cloudinary://KEY:SECRET@CLOUD`). Everything happens in a folder of its own, which is removed
//! at the end; a real environment is asked about 250 counted calls.
//!
//! Clauses hold what the facts page is sure of, and stay silent where it is not.

mod deleting;
mod folders;
mod keeping;
mod place;
mod reading;

use std::panic::AssertUnwindSafe;
use std::pin::Pin;

use cloudsweep_practice::{FolderMode, Server, Settings};
use futures_util::FutureExt as _;

use self::place::Place;

type Clause = for<'a> fn(&'a Place) -> Pin<Box<dyn Future<Output = ()> + 'a>>;

/// A test for each clause against the practice environment, and the list of them for a real one.
macro_rules! clauses {
    ($($module:ident::$clause:ident,)*) => {
        const CLAUSES: &[(&str, Clause)] =
            &[$((stringify!($clause), |place| Box::pin($module::$clause(place)))),*];

        mod practice {
            $(#[tokio::test]
            async fn $clause() {
                super::in_practice(|place| Box::pin(super::$module::$clause(place))).await;
            })*
        }
    };
}

clauses! {
    reading::credentials_are_tried,
    reading::an_asset_is_found_by_every_listing,
    reading::odd_names_are_found_and_deleted,
    reading::pages_follow_each_other_to_the_end,
    reading::details_have_every_copy,
    reading::context_is_read_in_both_shapes,
    reading::what_is_moderated_is_listed,
    reading::originals_are_downloaded_byte_by_byte,
    reading::thumbnails_are_pictures,
    deleting::destroy_takes_what_it_names,
    deleting::destroy_by_asset_id_takes_what_it_names_or_is_refused,
    deleting::public_ids_go_by_kind,
    deleting::asset_ids_cross_kinds,
    deleting::a_prefix_spares_what_starts_otherwise,
    deleting::a_tag_crosses_delivery_types_alone,
    deleting::everything_of_a_kind_goes_and_nothing_else,
    deleting::copies_go_and_originals_stay,
    deleting::a_token_deletes_its_upload,
    deleting::a_transformation_goes_with_its_copies,
    keeping::what_was_backed_up_comes_back,
    keeping::backed_up_versions_go_for_good,
    folders::a_folder_goes_when_it_is_empty,
    folders::a_missing_folder_is_told,
}

async fn in_practice(clause: Clause) {
    // Both folder modes: what differs between them is in the clauses.
    for folder_mode in [FolderMode::Dynamic, FolderMode::Fixed] {
        let settings = Settings { assets: 40, quota: 10_000, folder_mode, ..Settings::default() };
        let server = Server::start(settings).await.expect("a practice environment");
        let place = Place::at(&server.cloudinary_url(), true).await;
        clause(&place).await;
        place.clear().await;
    }
}

/// Clears up whatever happens, and tells every clause that was broken.
#[tokio::test]
async fn a_real_product_environment_keeps_the_contract() {
    let Ok(url) = std::env::var("CLOUDSWEEP_LIVE_URL") else { return };
    let place = Place::at(&url, false).await;
    let mut broken = Vec::new();
    for (name, clause) in CLAUSES {
        if AssertUnwindSafe(clause(&place)).catch_unwind().await.is_err() {
            broken.push(*name);
        }
    }
    place.clear().await;
    assert!(broken.is_empty(), "broken: {broken:?}");
}
