//! Uploads, delete tokens, and changes of what is known about an asset.

use std::time::Duration;

use cloudsweep_practice::{FolderMode, Settings};
use reqwest::Method;
use reqwest::multipart::{Form, Part};
use serde_json::{Value, json};

use crate::support::{Answer, Caller, names, read};

const GIF: &str = "data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7";

async fn upload(caller: &Caller, of: &str, form: Form) -> Answer {
    caller.send(caller.request(Method::POST, &format!("{of}/upload")).multipart(form)).await
}

#[tokio::test]
async fn a_file_a_data_uri_and_a_remote_address_become_assets() {
    let caller = Caller::empty().await;
    let file = Part::bytes(b"hello".to_vec()).file_name("notes.txt");
    let raw =
        upload(&caller, "raw", Form::new().part("file", file).text("public_id", "docs/notes.txt")).await;
    assert_eq!((raw.status, &raw.json["public_id"]), (200, &json!("docs/notes.txt")));
    assert_eq!((&raw.json["bytes"], &raw.json["original_filename"]), (&json!(5), &json!("notes")));
    assert_eq!(raw.json.get("format"), None);

    let form = Form::new()
        .text("file", GIF)
        .text("tags", "a,b")
        .text("context", "alt=x")
        .text("asset_folder", "f/g");
    let image = upload(&caller, "image", form.text("public_id", "docs/x")).await.json;
    assert_eq!(
        (&image["format"], &image["width"], &image["tags"]),
        (&json!("gif"), &json!(1), &json!(["a", "b"]))
    );
    assert_eq!(image["asset_folder"], "f/g");
    assert_eq!(image["context"], json!({ "custom": { "alt": "x" } }));
    let stored = caller.probe.asset("image", "upload", "docs/x").unwrap();
    assert_eq!((&*stored.folder, stored.tags.len()), ("f/g", 2));
    assert!(image["secure_url"].as_str().unwrap().ends_with("/docs/x.gif"));

    let form = Form::new().text("file", "https://example.com/clip.mp4").text("type", "private");
    let remote = upload(&caller, "auto", form).await.json;
    assert_eq!((&remote["resource_type"], &remote["type"]), (&json!("video"), &json!("private")));
    assert_eq!(remote["public_id"].as_str().unwrap().len(), 20);
}

#[tokio::test]
async fn a_broken_upload_is_refused() {
    let caller = Caller::empty().await;
    for (of, form, message) in [
        ("image", Form::new(), "Missing required parameter - file"),
        ("image", Form::new().text("file", "data:text/plain,hello"), "Invalid image file"),
        ("video", Form::new().text("file", GIF), "Unsupported video format or file"),
        ("image", Form::new().text("file", "/etc/passwd"), "Unsupported source URL"),
        ("image", Form::new().text("file", GIF).text("public_id", "a?b"), "public_id (a?b) is invalid"),
        ("image", Form::new().text("file", GIF).text("public_id", " a"), "public_id ( a) is invalid"),
        (
            "image",
            Form::new().text("file", GIF).text("type", "fetch"),
            "Invalid value fetch for parameter type",
        ),
    ] {
        let answer = upload(&caller, of, form).await;
        assert_eq!((answer.status, answer.message()), (400, message));
    }
    let unsigned = caller.request(Method::POST, "image/upload").multipart(Form::new().text("file", GIF));
    assert_eq!(read(unsigned.send().await.unwrap()).await.status, 401);
    assert!(caller.probe.is_empty());
}

#[tokio::test]
async fn overwriting_keeps_the_asset_id_and_adds_a_version_for_new_content() {
    let caller = Caller::empty().await;
    let form = |file: &str| Form::new().text("file", file.to_owned()).text("public_id", "a");
    let first = upload(&caller, "image", form(GIF)).await.json;
    let same = upload(&caller, "image", form(GIF)).await.json;
    assert_eq!((&same["asset_id"], &same["etag"]), (&first["asset_id"], &first["etag"]));
    assert_eq!(caller.probe.asset("image", "upload", "a").unwrap().backups.len(), 1);
    let other = upload(&caller, "image", form("https://example.com/b.png")).await.json;
    assert_eq!(other["asset_id"], first["asset_id"]);
    assert_ne!(other["etag"], first["etag"]);
    assert!(other["version"].as_i64() > same["version"].as_i64());
    assert_eq!(caller.probe.asset("image", "upload", "a").unwrap().backups.len(), 2);
    let kept =
        upload(&caller, "image", form("https://example.com/c.png").text("overwrite", "false")).await.json;
    assert_eq!((&kept["existing"], &kept["etag"]), (&json!(true), &other["etag"]));

    caller.post("image/destroy", json!({ "public_id": "a" })).await;
    let anew = upload(&caller, "image", form(GIF)).await.json;
    assert_ne!(anew["asset_id"], first["asset_id"], "a deleted asset does not come back by an upload");
    let old = caller.get(&format!("resources/{}", first["asset_id"].as_str().unwrap())).await.json;
    assert_eq!(old["placeholder"], true);
}

#[tokio::test]
async fn backup_is_chosen_for_each_upload() {
    let caller = Caller::new(Settings { assets: 0, backup: false, ..Settings::default() }).await;
    for (id, backup, status) in [("a", Some("true"), 200), ("b", Some("false"), 404), ("c", None, 404)] {
        let mut form = Form::new().text("file", GIF).text("public_id", id);
        if let Some(backup) = backup {
            form = form.text("backup", backup);
        }
        upload(&caller, "image", form).await;
        caller.post("image/destroy", json!({ "public_id": id })).await;
        assert_eq!(caller.get(&format!("resources/image/upload/{id}")).await.status, status, "{id}");
    }
}

#[tokio::test]
async fn eager_copies_are_there_and_go_with_their_original() {
    let caller = Caller::empty().await;
    let form =
        Form::new().text("file", GIF).text("public_id", "a").text("eager", "c_scale,w_10|c_crop,w_5/png");
    let uploaded = upload(&caller, "image", form).await.json;
    let transformations: Vec<&Value> =
        uploaded["eager"].as_array().unwrap().iter().map(|copy| &copy["transformation"]).collect();
    assert_eq!(transformations, ["c_scale,w_10", "c_crop,w_5"]);
    assert_eq!(uploaded["eager"][1]["format"], "png");
    let details = caller.get("resources/image/upload/a").await.json;
    assert_eq!(details["derived"].as_array().unwrap().len(), 2);
    let gone = caller.delete("resources/image/upload", json!({ "public_ids": ["a"] })).await.json;
    assert_eq!(gone["deleted_counts"]["a"], json!({ "original": 1, "derived": 2 }));
    let id = details["derived"][0]["id"].clone();
    let again = caller.delete("derived_resources", json!({ "derived_resource_ids": [id] })).await.json;
    assert_eq!(again["deleted"][id.as_str().unwrap()], "not_found");
}

#[tokio::test]
async fn a_delete_token_works_once_within_ten_minutes_and_without_credentials() {
    let caller = Caller::empty().await;
    let token = async |id: &'static str| {
        let form = Form::new().text("file", GIF).text("public_id", id).text("return_delete_token", "true");
        upload(&caller, "image", form).await.json["delete_token"].as_str().unwrap().to_owned()
    };
    let spend = async |token: &str| {
        let request = caller.request(Method::POST, "delete_by_token").form(&[("token", token)]);
        read(request.send().await.unwrap()).await
    };
    let first = token("a").await;
    assert_eq!(spend(&first).await.json, json!({ "result": "ok" }));
    assert!(!caller.has("a"));
    assert_eq!(spend(&first).await.status, 400);
    let late = token("b").await;
    caller.probe.advance(Duration::from_secs(601));
    assert_eq!(spend(&late).await.status, 400);
    assert_eq!(spend("").await.message(), "Missing required parameter - token");
    assert!(caller.has("b"));
}

#[tokio::test]
async fn in_fixed_mode_the_folder_is_part_of_the_public_id() {
    let settings = Settings { assets: 0, folder_mode: FolderMode::Fixed, ..Settings::default() };
    let caller = Caller::new(settings).await;
    let form = Form::new().text("file", GIF).text("public_id", "x").text("folder", "a/b");
    let uploaded = upload(&caller, "image", form).await.json;
    assert_eq!((&uploaded["public_id"], uploaded.get("asset_folder")), (&json!("a/b/x"), None));
    assert_eq!(caller.probe.asset("image", "upload", "a/b/x").unwrap().folder, "a/b");
    let renamed =
        caller.post("image/rename", json!({ "from_public_id": "a/b/x", "to_public_id": "c/y" })).await;
    assert_eq!(renamed.json["public_id"], "c/y");
    assert_eq!(caller.probe.asset("image", "upload", "c/y").unwrap().folder, "c");
    assert!(!caller.has("a/b/x"));
}

#[tokio::test]
async fn tags_context_and_moderation_change_and_list() {
    let caller = Caller::empty().await;
    for id in ["a", "b"] {
        let form = Form::new().text("file", GIF).text("public_id", id).text("moderation", "manual");
        upload(&caller, "image", form).await;
    }
    let update = json!({ "tags": "x,y", "context": "k=v w|n=1", "moderation_status": "rejected", "asset_folder": "z" });
    assert_eq!(caller.post("resources/image/upload/a", update).await.json["asset_folder"], "z");
    assert_eq!(caller.post("resources/image/upload/none", json!({})).await.status, 404);
    let explicit = json!({ "public_id": "b", "type": "upload", "eager": "e_sepia", "tags": "y" });
    assert_eq!(caller.post("image/explicit", explicit).await.json["eager"][0]["transformation"], "e_sepia");
    assert_eq!(names(&caller.get("resources/image/tags/y").await), ["b", "a"]);
    let by_context = caller.get("resources/image/context?key=k&value=v%20w").await;
    assert_eq!(names(&by_context), ["a"]);
    assert_eq!(by_context.json["resources"][0]["context"]["custom"]["n"], "1");
    assert!(names(&caller.get("resources/image/context?key=k&value=v").await).is_empty());
    assert_eq!(names(&caller.get("resources/image/context?key=n").await), ["a"]);
    assert_eq!(caller.get("resources/image/context").await.status, 400);
    assert_eq!(names(&caller.get("resources/image/moderations/manual/rejected").await), ["a"]);
    assert_eq!(names(&caller.get("resources/image/moderations/manual/pending").await), ["b"]);
    assert_eq!(caller.get("resources/image/moderations/manual/perhaps").await.status, 400);
    let command = json!({ "command": "add", "tag": "new", "public_ids": ["a", "b", "none"] });
    assert_eq!(caller.post("image/tags", command).await.json, json!({ "public_ids": ["a", "b"] }));
    assert_eq!(caller.probe.asset("image", "upload", "a").unwrap().tags, ["x", "y", "new"]);
    let command = json!({ "command": "remove_all", "public_ids": ["a"] });
    caller.post("image/tags", command.clone()).await;
    assert!(caller.probe.asset("image", "upload", "a").unwrap().tags.is_empty());
    let command_add = json!({ "command": "add", "context": "n=2|m=3", "public_ids": ["a"] });
    caller.post("image/context", command_add).await;
    let context = caller.get("resources/image/upload/a").await.json["context"]["custom"].clone();
    assert_eq!(context, json!({ "k": "v w", "n": "2", "m": "3" }));
    caller.post("image/context", command).await;
    assert_eq!(caller.get("resources/image/upload/a").await.json.get("context"), None);
}

#[tokio::test]
async fn a_name_that_is_taken_is_not_given_again() {
    let caller = Caller::empty().await;
    caller.image("a");
    caller.image("b");
    let rename = |overwrite| json!({ "from_public_id": "a", "to_public_id": "b", "overwrite": overwrite });
    let refused = caller.post("image/rename", rename(false)).await;
    assert_eq!((refused.status, refused.message()), (400, "to_public_id (b) already exists"));
    let id = caller.probe.asset("image", "upload", "a").unwrap().asset_id;
    assert_eq!(caller.post("image/rename", rename(true)).await.status, 200);
    assert_eq!(caller.probe.asset("image", "upload", "b").unwrap().asset_id, id);
    assert_eq!(caller.probe.len(), 1);
    assert_eq!(caller.post("image/rename", rename(true)).await.status, 404);
}

#[tokio::test]
async fn a_large_file_comes_whole_or_in_parts() {
    let caller = Caller::empty().await;
    let file = vec![b'x'; 5 << 20];
    let form = |part: &[u8]| {
        Form::new().part("file", Part::bytes(part.to_vec()).file_name("big.bin")).text("public_id", "big.bin")
    };
    let whole = upload(&caller, "raw", form(&file)).await.json;
    assert_eq!(whole["bytes"], file.len());
    let mut done = Value::Null;
    for first in [0, 2 << 20, 4 << 20] {
        let last = (first + (2 << 20)).min(file.len()) - 1;
        let request = caller
            .request(Method::POST, "raw/upload")
            .header("x-unique-upload-id", "one")
            .header("content-range", format!("bytes {first}-{last}/{}", file.len()))
            .multipart(form(&file[first..=last]));
        done = caller.send(request).await.json;
        assert_eq!(done["bytes"], last + 1);
    }
    assert_eq!((&done["etag"], &done["asset_id"]), (&whole["etag"], &whole["asset_id"]));
    let gap = caller.request(Method::POST, "raw/upload").header("x-unique-upload-id", "two");
    let gap = gap.header("content-range", "bytes 5-9/20").multipart(form(b"12345"));
    assert_eq!(caller.send(gap).await.status, 400);
}

#[tokio::test]
async fn an_unfinished_large_file_answers_with_the_public_id_that_the_next_part_brings() {
    let caller = Caller::empty().await;
    let part = |form: Form, range: &'static str| {
        let request = caller.request(Method::POST, "raw/upload").header("x-unique-upload-id", "one");
        caller.send(request.header("content-range", range).multipart(form))
    };
    let form = || Form::new().part("file", Part::bytes(b"12345".to_vec()).file_name("five.txt"));
    let named = part(form().text("public_id", "folder/five.txt"), "bytes 0-4/15").await.json;
    assert_eq!((&named["done"], &named["public_id"]), (&json!(false), &json!("folder/five.txt")));
    let made_up = part(form(), "bytes 5-9/15").await.json["public_id"].as_str().unwrap().to_owned();
    assert_eq!(made_up.split_once('.').map(|(_, extension)| extension), Some("txt"));
    let done = part(form().text("public_id", made_up.clone()), "bytes 10-14/15").await.json;
    assert_eq!((&done["bytes"], &done["public_id"]), (&json!(15), &json!(made_up)));
}

#[tokio::test]
async fn a_display_name_is_kept_changed_and_found() {
    let caller = Caller::empty().await;
    let form = |id: &'static str| Form::new().text("file", GIF).text("public_id", id);
    let plain = upload(&caller, "image", form("a/plain")).await.json;
    assert_eq!(plain["display_name"], "plain");
    let named = upload(&caller, "image", form("a/named").text("display_name", "Blue Mug")).await.json;
    assert_eq!(named["display_name"], "Blue Mug");
    let again = upload(&caller, "image", form("a/named")).await.json;
    assert_eq!(again["display_name"], "Blue Mug");
    let renamed =
        caller.post("resources/image/upload/a/named", json!({ "display_name": "Red Mug" })).await.json;
    assert_eq!(renamed["display_name"], "Red Mug");
    let found = caller.post("resources/search", json!({ "expression": "display_name:red" })).await;
    assert_eq!(names(&found), ["a/named"]);
}
