use std::collections::BTreeMap;

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::Value;

use super::super::asset::Kind;
use super::*;

const NOW: i64 = 1_795_219_200;

fn settings() -> Settings {
    Settings { api_secret: "abcd".to_owned(), ..Settings::default() }
}

fn add(store: &mut Store, kind: (&str, &str), public_id: &str, format: &str, tags: &[&str]) -> Slot {
    let kind = Kind::parse(kind.0, kind.1).unwrap();
    let number = u128::from(of_text(&format!("{kind:?} {public_id}")));
    let mut asset = Asset::new(Id(number), kind, public_id.into(), NOW - 1000);
    asset.format = format.into();
    asset.bytes = 3_000_000;
    asset.tags = tags.iter().map(|tag| (*tag).into()).collect();
    if kind.resource_type != ResourceType::Raw {
        (asset.width, asset.height) = (600, 400);
    }
    if kind.resource_type == ResourceType::Video {
        asset.duration_ms = 10_000;
    }
    if format == "pdf" {
        asset.pages = 3;
    }
    store.insert(asset)
}

fn library() -> Store {
    let mut store = Store::default();
    for (kind, public_id, format, tags) in [
        (("image", "upload"), "sample", "jpg", &["logo"][..]),
        (("image", "upload"), "docs/owl", "jpg", &["logo"]),
        (("image", "upload"), "docs/v2/cat", "png", &[]),
        (("image", "upload"), "v12", "png", &[]),
        (("image", "upload"), "w_100", "png", &[]),
        (("image", "upload"), "w_archive/scan", "tif", &[]),
        (("image", "upload"), "my_folder/x", "jpg", &[]),
        (("image", "upload"), "café/my photo, 100%", "jpg", &[]),
        (("image", "upload"), "sticker-2.5in-holo", "png", &[]),
        (("image", "upload"), "photo.jpg", "jpg", &[]),
        (("image", "upload"), "manual", "pdf", &[]),
        (("image", "upload"), "mark", "svg", &[]),
        (("image", "private"), "secret", "jpg", &["logo"]),
        (("image", "authenticated"), "locked", "jpg", &[]),
        (("video", "upload"), "clips/stream", "mp4", &["logo"]),
        (("raw", "upload"), "files/report.v2.docx", "", &[]),
        (("raw", "private"), "files/list.csv", "", &[]),
        (("image", "fetch"), "https://example.com/a%20b.jpg?w=1&h=2", "jpg", &[]),
        (("image", "fetch"), "https://example.com/plain.png", "png", &[]),
        (("image", "facebook"), "65646572251", "", &[]),
    ] {
        add(&mut store, kind, public_id, format, tags);
    }
    store
}

/// Status, and of a file its media type and length.
fn ask(store: &mut Store, path: &str, query: &str) -> (u16, &'static str, u64) {
    let reply = answer(store, &settings(), path, query, NOW);
    match reply.content {
        Content::File { mime, total, .. } => (reply.status, mime, total),
        _ => (reply.status, "", 0),
    }
}

fn size_of(store: &mut Store, path: &str) -> (u32, u32) {
    match answer(store, &settings(), path, "", NOW).content {
        Content::File { head, .. } => {
            let picture = image::load_from_memory(&head).unwrap();
            (picture.width(), picture.height())
        }
        other => panic!("{path}: {other:?}"),
    }
}

/// The path of an original with its signature.
fn signed(kind: &str, name: &str, version: &str) -> String {
    format!("{kind}/{}/{version}{name}", address::signatures(name, "abcd")[0])
}

#[test]
fn every_form_of_url_finds_its_asset() {
    let mut store = library();
    for (path, mime) in [
        ("image/upload/sample.jpg", "image/jpeg"),
        ("image/upload/sample", "image/jpeg"),
        ("image/upload/v1312461204/docs/owl.jpg", "image/jpeg"),
        ("image/upload/c_fill,w_200/e_sepia/v1/docs/owl", "image/jpeg"),
        ("image/upload/c_fill,w_200/docs/owl.png", "image/png"),
        ("image/upload/docs%2Fowl.webp", "image/webp"),
        ("image/upload/docs/v2/cat", "image/png"),
        ("image/upload/v1/docs/v2/cat.gif", "image/gif"),
        ("image/upload/v12", "image/png"),
        ("image/upload/v1/v12.png", "image/png"),
        ("image/upload/w_100", "image/png"),
        ("image/upload/w_50/w_100", "image/png"),
        ("image/upload/w_archive/scan.jpg", "image/jpeg"),
        ("image/upload/w_archive/scan", "image/tiff"),
        ("image/upload/my_folder/x", "image/jpeg"),
        ("image/upload/v17/caf%C3%A9/my%20photo%2C%20100%25.jpg", "image/jpeg"),
        ("image/upload/v1/sticker-2.5in-holo", "image/png"),
        ("image/upload/v1/sticker-2.5in-holo.png", "image/png"),
        ("image/upload/photo.jpg", "image/jpeg"),
        ("image/upload/photo.jpg.png", "image/png"),
        ("image/upload/manual.pdf", "application/pdf"),
        ("image/upload/pg_2/manual.jpg", "image/jpeg"),
        ("image/upload/mark.svg", "image/svg+xml"),
        ("image/upload/w_20/f_auto/w_archive/scan", "image/jpeg"),
        ("image/upload/f_png,w_20/sample", "image/png"),
        ("image/sample.jpg", "image/jpeg"),
        ("sample.jpg", "image/jpeg"),
        ("docs/owl", "image/jpeg"),
        ("iu/docs/owl", "image/jpeg"),
        ("images/f_auto/v1654624121/docs/owl/seo-name.jpg", "image/jpeg"),
        ("images/sample/a-nice-name.png", "image/png"),
        ("images/sample", "image/jpeg"),
        ("files/v1/files/report.v2.docx/nice-name", "application/octet-stream"),
        ("videos/clips/stream/seo.mp4", "video/mp4"),
        ("video/upload/clips/stream.mp4", "video/mp4"),
        ("video/upload/clips/stream.webm", "video/webm"),
        ("video/upload/so_2,w_300/v17/clips/stream.jpg", "image/jpeg"),
        ("video/upload/sp_full_hd/v1533125278/clips/stream.m3u8", "application/x-mpegURL"),
        ("raw/upload/v16/files/report.v2.docx", "application/octet-stream"),
        ("image/fetch/https://example.com/a%2520b.jpg%3Fw%3D1%26h%3D2", "image/jpeg"),
        ("image/fetch/c_scale,w_10/https://example.com/plain.png", "image/png"),
        ("image/fetch/https:/example.com/plain.png", "image/png"),
        ("image/facebook/65646572251.jpg", "image/jpeg"),
        ("image/facebook/c_fill,w_10/65646572251.jpg", "image/jpeg"),
        ("image/private/c_fill,w_10/secret.jpg", "image/jpeg"),
    ] {
        let (status, found, _) = ask(&mut store, path, "");
        assert_eq!((status, found), (200, mime), "{path}");
    }
    assert_eq!(ask(&mut store, "image/fetch/https://example.com/a%2520b.jpg", "w=1&h=2").0, 200);
}

#[test]
fn what_is_not_there_or_not_allowed_is_refused_with_the_reason_in_a_header() {
    let mut store = library();
    for (path, status, reason) in [
        ("image/upload/nothing.jpg", 404, "Resource not found - nothing"),
        ("image/upload/e_sepia/docs/nothing", 404, "Resource not found - docs/nothing"),
        ("video/upload/sample.jpg", 404, "Resource not found - sample"),
        ("image/upload/Sample.jpg", 404, "Resource not found - Sample"),
        ("raw/upload/files/report.v2", 404, "Resource not found - files/report.v2"),
        ("", 404, "Resource not found - "),
        ("image/private/secret.jpg", 401, "Signature required to access secret"),
        ("raw/private/files/list.csv", 401, "Signature required to access files/list.csv"),
        ("raw/private/e_x/files/list.csv", 401, "Signature required to access files/list.csv"),
        ("image/authenticated/locked.jpg", 401, "Signature required to access locked"),
        ("image/authenticated/w_10/locked.jpg", 401, "Signature required to access locked"),
        (
            "image/upload/s--AAAAAAAA--/sample.jpg",
            401,
            "Invalid Signature s--AAAAAAAA--. String to sign - 'sample.jpg'.",
        ),
        ("image/upload/w_ten/sample.jpg", 400, "Invalid value ten for w in the transformation"),
        ("image/upload/w_5000/sample.jpg", 400, "Image size 5000x3333 is too large"),
        ("image/upload/pg_4/manual.jpg", 400, "Invalid page 4"),
        ("image/upload/q_200/sample.jpg", 400, "Invalid quality 200"),
        ("video/upload/so_11/clips/stream.jpg", 400, "Invalid start offset 11"),
        ("image/upload/zz_1/v1/sample.jpg", 404, "Resource not found - zz_1/v1/sample"),
        ("image/list/none.json", 404, "Resource not found - none.json"),
    ] {
        let reply = answer(&mut store, &settings(), path, "", NOW);
        let said =
            reply.headers.iter().find(|(name, _)| *name == "x-cld-error").map(|(_, value)| value.as_str());
        assert_eq!((reply.status, said), (status, Some(reason)), "{path}");
    }
}

#[test]
fn a_placeholder_is_not_delivered() {
    let mut store = Store::default();
    let slot = add(&mut store, ("image", "upload"), "gone", "jpg", &[]);
    store.edit(slot, |asset| asset.placeholder = true);
    assert_eq!(ask(&mut store, "image/upload/gone.jpg", "").0, 404);
}

#[test]
fn a_right_signature_opens_restricted_assets() {
    let mut store = library();
    for (kind, to_sign, between) in [
        ("image/private", "secret.jpg", ""),
        ("image/private", "secret.jpg", "v5/"),
        ("image/authenticated", "locked.jpg", ""),
        ("raw/private", "files/list.csv", "v1/"),
    ] {
        let path = signed(kind, to_sign, between);
        assert_eq!(ask(&mut store, &path, "").0, 200, "{path}");
    }
    for (at, to_sign) in ["c_fill,w_10/locked.jpg"; 3].into_iter().enumerate() {
        let signature = &address::signatures(to_sign, "abcd")[at];
        let path = format!("image/authenticated/{signature}/c_fill,w_10/v3/locked.jpg");
        assert_eq!(ask(&mut store, &path, "").0, 200, "{path}");
        let other = format!("image/authenticated/{signature}/c_fill,w_11/v3/locked.jpg");
        assert_eq!(ask(&mut store, &other, "").0, 401, "{other}");
    }
}

#[test]
fn signatures_are_those_of_the_sdks() {
    for (to_sign, secret, which, expected) in [
        ("c_crop,h_20,w_10/image.jpg", "b", 0, "s--Ai4Znfl3--"),
        ("image.jpg", "b", 0, "s----SjmNDA--"),
        ("http://google.com/path/to/image.png", "b", 0, "s--hH_YcbiS--"),
        ("http://google.com//path///to/image.png", "b", 0, "s--hH_YcbiS--"),
        ("sample.jpg", "b", 0, "s--v2fTPYTu--"),
        ("sample.jpg", "b", 1, "s--2hbrSMPO--"),
        ("sample.jpg", "b", 2, "s--2hbrSMPOjj5BJ4xV7SgFbRDevFaQNUFf--"),
        ("c_scale,h_200,w_300/testFolder/Test%20Image.jpg", "abcd", 0, "s--rmmMhYpj--"),
        ("c_scale,h_200,w_300/testFolder/TestImage_僅測試.jpg", "abcd", 0, "s--FvJh0bXb--"),
    ] {
        assert_eq!(address::signatures(to_sign, secret)[which], expected, "{to_sign}");
    }
    let mut store = Store::default();
    add(&mut store, ("image", "authenticated"), "testFolder/TestImage_僅測試", "jpg", &[]);
    let path = "image/authenticated/s--FvJh0bXb--/c_scale,h_200,w_300/v1/testFolder/TestImage_%E5%83%85%E6%B8%AC%E8%A9%A6.jpg";
    assert_eq!(ask(&mut store, path, "").0, 200);
}

#[test]
fn every_url_of_the_sdk_delivers_what_it_was_made_for() {
    let text = include_str!("../../../tests/vectors/delivery_urls.json");
    let vectors: Value = serde_json::from_str(text).unwrap();
    let rows = vectors["rows"].as_array().unwrap();
    for row in rows {
        let option = |name: &str| row["options"][name].as_str().unwrap_or_default();
        let or = |text: &'static str, other: &str| {
            if other.is_empty() { text.to_owned() } else { other.to_owned() }
        };
        let (of, delivery_type) = (or("image", option("resource_type")), or("upload", option("type")));
        let mut store = Store::default();
        let slot = add(
            &mut store,
            (&of, &delivery_type),
            row["public_id"].as_str().unwrap(),
            &or("jpg", option("format")),
            &[],
        );
        let url = row["url"].as_str().unwrap().strip_prefix("https://").unwrap();
        let (host, path) = url.split_once('/').unwrap();
        let path = if host == "res.cloudinary.com" { path.strip_prefix("demo/").unwrap() } else { path };
        assert_eq!(ask(&mut store, path, "").0, 200, "{url}");
        let copies = store.get(slot).unwrap().derived.len();
        let transformed = row["options"]["crop"].is_string() || row["options"]["transformation"].is_array();
        assert_eq!(copies, usize::from(transformed), "{url}");
    }
    assert!(rows.len() > 60);
}

#[test]
fn a_transformation_gives_the_size_that_it_says() {
    let mut store = library();
    for (transformation, expected) in [
        ("w_300", (300, 200)),
        ("h_100", (150, 100)),
        ("w_0.5", (300, 200)),
        ("c_scale,w_300", (300, 200)),
        ("c_scale,h_50,w_300", (300, 50)),
        ("c_scale,w_900", (900, 600)),
        ("c_fill,h_160,w_160", (160, 160)),
        ("c_fill,ar_16:9,w_320", (320, 180)),
        ("c_fill,ar_1,h_90", (90, 90)),
        ("c_fill,ar_1.0", (400, 400)),
        ("c_lfill,h_800,w_800", (400, 400)),
        ("c_thumb,g_face,h_20,w_30", (30, 20)),
        ("c_fit,h_100,w_100", (100, 67)),
        ("c_fit,h_1000,w_1200", (1200, 800)),
        ("c_limit,h_1000,w_1200", (600, 400)),
        ("c_limit,w_60", (60, 40)),
        ("c_crop,h_100,w_50,x_10,y_10", (50, 100)),
        ("c_crop,h_900,w_50", (50, 400)),
        ("c_pad,h_100,w_100", (100, 100)),
        ("c_lpad,h_1000,w_1000", (1000, 1000)),
        ("c_crop,h_200,w_200/c_scale,w_50", (50, 50)),
        ("c_fill,h_160,w_160/c_scale,w_0.5/q_auto", (80, 80)),
        ("c_scale,dpr_2.0,w_100", (200, 133)),
        ("e_sepia", (600, 400)),
        ("c_scale,w_auto", (600, 400)),
        ("$big_200/c_scale,w_$big", (600, 400)),
        ("t_product_card", (600, 400)),
    ] {
        let path = format!("image/upload/{transformation}/v1/sample.png");
        assert_eq!(size_of(&mut store, &path), expected, "{transformation}");
    }
    assert_eq!(size_of(&mut store, "video/upload/c_fill,h_90,so_50p,w_160/clips/stream.jpg"), (160, 90));
}

#[test]
fn a_padded_picture_has_white_margins_and_the_picture_between_them() {
    let mut store = library();
    let Content::File { head, .. } =
        answer(&mut store, &settings(), "image/upload/c_pad,h_90,w_90/sample.png", "", NOW).content
    else {
        panic!("no file")
    };
    let picture = image::load_from_memory(&head).unwrap().to_rgb8();
    let white = |x: u32, y: u32| picture.get_pixel(x, y).0 == [255; 3];
    assert!((0..90).all(|x| (0..14).chain(76..90).all(|y| white(x, y))));
    assert!((0..90).any(|x| !white(x, 45)));
}

#[test]
fn an_original_is_as_long_as_its_asset_says_and_leaves_no_copy() {
    let mut store = library();
    for path in
        ["image/upload/sample.jpg", "video/upload/clips/stream.mp4", "raw/upload/files/report.v2.docx"]
    {
        assert_eq!(ask(&mut store, path, "").2, 3_000_000, "{path}");
    }
    ask(&mut store, "image/upload/sample.png", "");
    assert!(store.everything().iter().all(|(_, slot)| store.get(*slot).unwrap().derived.is_empty()));
}

#[test]
fn a_new_transformation_makes_one_copy_and_only_once() {
    let mut store = library();
    for path in [
        "image/upload/c_fill,w_20/v1/sample.jpg",
        "image/upload/c_fill,w_20/v7/sample.jpg",
        "image/upload/c_fill,w_20/sample",
        "image/upload/c_fill,w_20/e_sepia/v1/sample.webp",
        "image/upload/w_bad/v1/sample.jpg",
        "image/upload/s--AAAAAAAA--/w_3/sample.jpg",
    ] {
        ask(&mut store, path, "");
    }
    let kind = Kind::parse("image", "upload").unwrap();
    let asset = store.get(store.find(kind, "sample").unwrap()).unwrap();
    let copies: BTreeMap<(&str, &str), u32> =
        asset.derived.iter().map(|copy| ((&*copy.transformation, &*copy.format), copy.bytes)).collect();
    let names: Vec<(&str, &str)> = copies.keys().copied().collect();
    assert_eq!(names, [("c_fill,w_20", "jpg"), ("c_fill,w_20/e_sepia", "webp")]);
    assert!(copies.values().all(|bytes| *bytes > 100));
    assert_eq!(asset.derived.len(), 2);
    let found = store.find_derived(asset.derived[0].id);
    assert_eq!(found, store.find(kind, "sample"));
}

#[test]
fn a_list_has_the_public_assets_with_a_tag() {
    let mut store = library();
    for (of, expected) in [
        ("image", vec!["sample", "docs/owl"]),
        ("video", vec!["clips/stream"]),
        ("any", vec!["sample", "docs/owl", "clips/stream"]),
    ] {
        let Content::Json(list) =
            answer(&mut store, &settings(), &format!("{of}/list/logo.json"), "", NOW).content
        else {
            panic!("no JSON")
        };
        let mut names: Vec<&str> = list["resources"]
            .as_array()
            .unwrap()
            .iter()
            .map(|item| item["public_id"].as_str().unwrap())
            .collect();
        names.sort_by_key(|name| expected.iter().position(|expected| expected == name));
        assert_eq!(names, expected);
        assert_eq!(list["updated_at"], "2026-11-21T00:00:00Z");
    }
}

#[test]
fn every_picture_and_film_of_the_sample_library_has_a_thumbnail() {
    let mut store = Store::default();
    super::super::sample::fill(&mut store, &settings(), NOW);
    let slots: Vec<Slot> = store.everything().iter().map(|(_, slot)| *slot).collect();
    let mut seen = 0;
    for slot in slots {
        let asset = store.get(slot).unwrap();
        let (of, delivery_type) = (asset.kind.resource_type.word(), asset.kind.delivery_type.word());
        if of == "raw" {
            continue;
        }
        let extension = if delivery_type == "fetch" { "" } else { ".jpg" };
        let name = utf8_percent_encode(&asset.public_id, NON_ALPHANUMERIC);
        let to_sign = format!("c_fill,h_8,w_8/{name}{extension}");
        let signature = &address::signatures(&to_sign, "abcd")[0];
        let path = format!("{of}/{delivery_type}/{signature}/c_fill,h_8,w_8/v1/{name}{extension}");
        assert_eq!(size_of(&mut store, &path), (8, 8), "{path}");
        seen += 1;
    }
    assert!(seen > 250);
}
