//! Transformations and links between assets.

use cloudsweep_practice::Settings;
use reqwest::Method;
use serde_json::json;

use crate::support::Caller;

async fn with_copies() -> Caller {
    let caller = Caller::new(Settings { assets: 0, ..Settings::default() }).await;
    for id in ["a", "b"] {
        let body = json!({
            "file": "https://example.com/a.png", "public_id": id, "eager": "c_crop,w_100|t_card|e_sepia",
        });
        caller.post("image/upload", body).await;
    }
    caller
}

#[tokio::test]
async fn a_deleted_transformation_takes_its_copies_of_all_assets_along() {
    let caller = with_copies().await;
    let delete = async |body| caller.delete("transformations", body).await;
    assert_eq!(
        delete(json!({ "transformation": "c_crop,w_100" })).await.json,
        json!({ "message": "deleted" })
    );
    for id in ["a", "b"] {
        let copies = caller.probe.asset("image", "upload", id).unwrap().derived;
        assert!(copies.iter().all(|copy| copy.transformation != "c_crop,w_100") && copies.len() == 2);
    }
    assert_eq!(delete(json!({ "transformation": "c_crop,w_100" })).await.status, 404);
    assert_eq!(delete(json!({})).await.status, 400);
    let in_path = caller.send(caller.request(Method::DELETE, "transformations/e_sepia")).await;
    assert_eq!(in_path.status, 200);
}

#[tokio::test]
async fn names_are_given_listed_and_taken_away() {
    let caller = with_copies().await;
    let create = json!({ "name": "card", "transformation": "c_fill,w_90" });
    assert_eq!(caller.post("transformations", create.clone()).await.json, json!({ "message": "created" }));
    assert_eq!(caller.post("transformations", create).await.status, 409);
    let named = caller.get("transformations?named=true").await.json;
    let card = json!({ "name": "t_card", "allowed_for_strict": false, "used": true, "named": true });
    assert_eq!(named, json!({ "transformations": [card] }));
    let first = caller.get("transformations?max_results=2").await.json;
    assert_eq!(first["transformations"][0]["name"], "c_crop,w_100");
    let next = first["next_cursor"].as_str().unwrap();
    let rest = caller.get(&format!("transformations?max_results=2&next_cursor={next}")).await.json;
    assert_eq!(rest, json!({ "transformations": [card] }));
    let details = caller.get("transformations?transformation=t_card").await.json;
    assert_eq!(details["derived"].as_array().unwrap().len(), 2);
    let gone = caller.delete("transformations", json!({ "transformation": "card" })).await;
    assert_eq!(gone.status, 200);
    assert_eq!(caller.get("transformations/t_card").await.status, 404);
}

#[tokio::test]
async fn links_are_made_and_unmade_and_delete_nothing() {
    let caller = with_copies().await;
    let path = "resources/related_assets/image/upload/a";
    let body = json!({ "assets_to_relate": ["image/upload/b", "image/upload/none", "image/upload/a"] });
    let made = caller.post(path, body).await.json;
    assert_eq!(
        made["success"],
        json!([{ "asset": "image/upload/b", "message": "success", "code": "success_ids", "status": 200 }])
    );
    assert_eq!(made["failed"][0]["code"], "non_existing_ids");
    assert_eq!(made["failed"][1]["code"], "invalid_relate_to_self_id");
    let details = caller.get("resources/image/upload/b?related=true").await.json;
    assert_eq!(details["related_assets"][0]["public_id"], "a");
    let b = caller.probe.asset("image", "upload", "b").unwrap();
    let a = caller.probe.asset("image", "upload", "a").unwrap();
    let by_id = format!("resources/related_assets/{}", b.asset_id);
    let unmade = caller.delete(&by_id, json!({ "assets_to_unrelate": [a.asset_id] })).await.json;
    assert_eq!(unmade["success"][0]["code"], "success_ids");
    let again = caller.delete(&by_id, json!({ "assets_to_unrelate": [a.asset_id] })).await.json;
    assert_eq!(again["failed"][0]["code"], "relation_does_not_exist_ids");
    assert_eq!(caller.probe.len(), 2);
}
