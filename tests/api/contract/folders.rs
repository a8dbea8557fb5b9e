//! Folders, which go when nothing is in them.

use cloudsweep::api::{Certainty, Kind};
use cloudsweep::model::account::FolderMode;

use super::place::{Place, eventually};

pub async fn a_folder_goes_when_it_is_empty(place: &Place) {
    let made = place.image("shelf/inner/owl", &[]).await;
    let (shelf, inner) = (place.path("shelf"), place.path("shelf/inner"));
    let listed = eventually("the folder is listed", async || {
        let page = place.reader.folders(&shelf, None).await.ok()?;
        page.folders.into_iter().find(|folder| folder.path == inner)
    });
    assert_eq!(listed.await.name, "inner");
    let found = eventually("the search finds the folder", async || {
        let expression = format!("path=\"{inner}\"");
        let page = place.reader.search_folders(&expression, Some(100), None).await.expect("a search");
        page.folders.into_iter().find(|folder| folder.path == inner)
    });
    assert_eq!(found.await.path, inner);
    if place.folder_mode == FolderMode::Dynamic {
        eventually("the folder shows what is in it", async || {
            let page = place.reader.by_asset_folder(&inner, None).await.expect("what is in it");
            (page.items.iter().map(|asset| asset.asset_id).collect::<Vec<_>>() == [Some(made.id)])
                .then_some(())
        })
        .await;
    }
    let error = place.deleter.folder(&shelf, None).await.expect_err("something is in it");
    assert_eq!(error.certainty, Certainty::Refused, "{error:?}");
    assert!(place.has(&made).await);
    place.deleter.destroy(&made.name, false).await.expect("an answer");
    let mut gone =
        eventually("the folder is empty", async || place.deleter.folder(&shelf, Some(true)).await.ok()).await;
    gone.sort();
    assert_eq!(gone, [shelf, inner]);
}

pub async fn a_missing_folder_is_told(place: &Place) {
    let missing = place.path("never made");
    let error = place.deleter.folder(&missing, None).await.expect_err("nothing there");
    assert_eq!(error.kind, Kind::NotFound);
    let error = place.reader.folders(&missing, None).await.expect_err("nothing there");
    assert_eq!(error.kind, Kind::NotFound);
    place.reader.folders("", None).await.expect("the root");
}
