use std::cmp::Ordering;
use std::collections::BTreeSet;

use serde_json::json;

use super::super::asset::{Asset, Backup, Id, Kind, Moderation};
use super::*;

/// 2026-11-21T00:00:00Z
const NOW: i64 = 1_795_219_200;
const DAY: i64 = 86_400;

fn asset(number: u128, kind: (&str, &str), public_id: &str, folder: &str, tags: &[&str], days: i64) -> Asset {
    let kind = Kind::parse(kind.0, kind.1).unwrap();
    let mut asset = Asset::new(Id(number), kind, public_id.into(), NOW - days * DAY);
    asset.folder = folder.into();
    asset.tags = tags.iter().map(|tag| (*tag).into()).collect();
    asset
}

/// Five assets, `a` to `e`.
fn library() -> Vec<(char, Asset)> {
    let mut mug = asset(
        0xa,
        ("image", "upload"),
        "products/2021/red-mug",
        "products/2021",
        &["summer-sale", "old"],
        1_800,
    );
    (mug.format, mug.bytes, mug.width, mug.height) = ("jpg".into(), 2 * 1024 * 1024, 1920, 1080);
    mug.context = [("alt".into(), "A red mug on a table".into())].into();
    let mut press =
        asset(0xb, ("image", "private"), "products/2021-press/Mug press 01", "Press", &["press kit"], 90);
    (press.format, press.bytes, press.width, press.height) = ("png".into(), 500_000, 1000, 1000);
    press.moderation = Some(Moderation { kind: "manual", status: "pending" });
    let mut film = asset(
        0xc,
        ("video", "upload"),
        "videos/storm: a \"test\"",
        "products/2021/film",
        &["video", "Old"],
        6,
    );
    (film.format, film.bytes, film.width, film.height, film.duration_ms) =
        ("mp4".into(), 80_000_000, 1280, 720, 12_500);
    film.backups =
        vec![Backup { version_id: Id(1), version: 1, bytes: 42, time: 1, width: 9, height: 9, etag: Id(2) }];
    let licence = asset(0xd, ("raw", "upload"), "LICENSE.v2.txt", "", &[], 0);
    let mut contract = asset(
        0xe,
        ("image", "authenticated"),
        "contracts/Žluťoučký kůň",
        "Contracts",
        &["internal", "a*b"],
        400,
    );
    (contract.format, contract.bytes, contract.width, contract.height, contract.pages) =
        ("pdf".into(), 1_000, 595, 842, 14);
    vec![('a', mug), ('b', press), ('c', film), ('d', licence), ('e', contract)]
}

fn found(expression: &str) -> String {
    let query =
        Query::parse(expression, NOW).unwrap_or_else(|refusal| panic!("{expression}: {}", refusal.message));
    library().iter().filter(|(_, asset)| query.matches(asset)).map(|(name, _)| *name).collect()
}

#[test]
fn an_expression_finds_exactly_the_assets_that_it_describes() {
    for (expression, expected) in [
        // Everything.
        ("", "abcde"),
        ("  ", "abcde"),
        ("*", "abcde"),
        // A word of a field, in any case, and all of a field.
        ("tags:summer", "a"),
        ("tags:SUMMER", "a"),
        ("tags:summer-sale", "a"),
        ("tags:sale-summer", ""),
        ("tags=summer", ""),
        ("tags=summer-sale", "a"),
        ("tags=old", "a"),
        ("tags:old", "ac"),
        ("tags:\"press kit\"", "b"),
        ("tags=\"press kit\"", "b"),
        ("tags:press kit", "b"),
        ("tags=press", ""),
        ("tags:*", "abce"),
        ("NOT tags:*", "d"),
        ("public_id:mug", "ab"),
        ("public_id=products/2021/red-mug", "a"),
        ("public_id:products/2021", "ab"),
        ("filename:mug", "ab"),
        ("filename=LICENSE.v2", "d"),
        ("filename=red-mug", "a"),
        ("display_name:storm", "c"),
        ("resource_type:image", "abe"),
        ("resource_type=IMAGE", "abe"),
        ("type:private", "b"),
        ("format:jpg", "a"),
        ("format=png", "b"),
        ("status:active", "abcde"),
        ("moderation_status:pending", "b"),
        ("moderation_kind=manual", "b"),
        ("access_mode:public", "abcde"),
        ("asset_id:0000000000000000000000000000000c", "c"),
        ("asset_id=0000000000000000000000000000000C", "c"),
        ("context.alt:table", "a"),
        ("context.alt=table", ""),
        ("context.title:table", ""),
        ("context:red", "a"),
        ("public_id:žluťoučký", "e"),
        // An open end.
        ("public_id:products/2021*", "ab"),
        ("public_id:products/2021/*", "a"),
        ("public_id:mug*", ""),
        ("public_id=products/2021-*", "b"),
        ("tags:sum*", "a"),
        ("tags:sal*", "a"),
        ("tags=sum*", "a"),
        ("tags:\"press k*\"", "b"),
        ("filename:red*", "a"),
        // Quotes and escapes.
        (r#"public_id="videos/storm: a \"test\"""#, "c"),
        (r#"public_id=videos/storm\:\ a\ \"test\""#, "c"),
        (r#"tags="a\*b""#, "e"),
        (r"tags=a\*b", "e"),
        ("\"AND\"", ""),
        (r"\AND", ""),
        // Folders: only it, or with all below; whatever the case.
        ("asset_folder=products/2021", "a"),
        ("asset_folder:products/2021", "a"),
        ("folder:\"products/2021\"", "a"),
        ("asset_folder:\"products/2021/*\"", "ac"),
        ("folder:products/2021/*", "ac"),
        ("asset_folder=PRESS", "b"),
        ("asset_folder:pre*", "b"),
        ("asset_folder=\"\"", "d"),
        ("asset_folder:products", ""),
        // Words of no field.
        ("mug", "ab"),
        ("mug*", "ab"),
        ("kit", "b"),
        ("table", "a"),
        ("\"red mug\"", "a"),
        ("mug red", "a"),
        ("mug AND red", "a"),
        ("jpg", "a"),
        ("0000000000000000000000000000000d", "d"),
        // Fields that are not there.
        ("metadata.season:summer", ""),
        ("colors:red", ""),
        ("NOT colors:red", "abcde"),
        ("colors>4", ""),
        ("colors:[1 TO 4]", ""),
        // Combinations.
        ("resource_type:image AND tags=old", "a"),
        ("resource_type:image tags=old", "a"),
        ("resource_type:video OR resource_type:raw", "cd"),
        ("resource_type:image AND NOT type:private", "ae"),
        ("resource_type:image -type:private", "ae"),
        ("resource_type:image +type:private", "b"),
        ("resource_type:image !type:private", "ae"),
        ("NOT NOT resource_type:raw", "d"),
        ("resource_type:raw OR resource_type:image AND type:private", "bd"),
        ("(resource_type:raw OR resource_type:image) AND type:private", "b"),
        ("((type:private))", "b"),
        ("type:(private OR authenticated)", "be"),
        ("resource_type:image AND NOT type:(private OR authenticated)", "a"),
        ("status:(active OR pending) AND format=(jpg OR png)", "ab"),
        ("resource_type:raw || type:private && format:png", "bd"),
        // Numbers.
        ("width=1000", "b"),
        ("width:1000", "b"),
        ("width>1000", "ac"),
        ("width>=1000", "abc"),
        ("width<1000", "e"),
        ("width<=1000", "be"),
        ("width:*", "abce"),
        ("width:[1000 TO 1280]", "bc"),
        ("width:{1000 TO 1280}", ""),
        ("width:[1000 TO 1280}", "b"),
        ("width:{1000 TO 1280]", "c"),
        ("width:[1280 TO *]", "ac"),
        ("width:[* TO 1000]", "be"),
        ("NOT width>0", "d"),
        ("duration>12", "c"),
        ("duration=12.5", "c"),
        ("pages>=14", "e"),
        ("pixels<1000000", "ce"),
        ("aspect_ratio=1", "b"),
        ("aspect_ratio:\"16:9\"", "ac"),
        ("aspect_ratio<1", "e"),
        // Sizes.
        ("bytes=1000", "e"),
        ("bytes>1mb", "ac"),
        ("bytes>1m", "ac"),
        ("bytes>=2MB", "ac"),
        ("bytes>2mb", "c"),
        ("bytes<1kb", "de"),
        ("bytes>0.5gb", ""),
        ("bytes:[1kb TO 1mb]", "b"),
        ("backup_bytes>0", "c"),
        // Dates: later than so long ago, earlier than so long ago, and of a calendar.
        ("created_at>1w", "cd"),
        ("created_at<30d", "abe"),
        ("uploaded_at>24h", "d"),
        ("uploaded_at>=1d", "d"),
        ("created_at<1y", "ae"),
        ("created_at:[6m TO 1w]", "b"),
        ("last_updated<1000w", ""),
        ("created_at>2026-11-01", "cd"),
        ("created_at:2026-11-15", "c"),
        ("created_at=2026-11", "cd"),
        ("created_at<2022", "a"),
        ("created_at>=2026-11-15", "cd"),
        ("created_at>2026-11-15", "d"),
        ("created_at<=2026-11-15", "abce"),
        ("created_at<2026-11-15", "abe"),
        ("created_at=\"2026-11-21T00:00:00Z\"", "d"),
        ("created_at>\"2026-11-20T23:59:59+00:00\"", "d"),
        ("created_at:[2025-01-01 TO 2026-11-15]", "bce"),
        ("created_at:[2025-01-01 TO 2026-11-15}", "be"),
        // The example of the documentation.
        ("resource_type:image AND tags=old AND uploaded_at>9y AND bytes>1m", "a"),
    ] {
        assert_eq!(found(expression), expected, "{expression}");
    }
}

#[test]
fn an_expression_that_cannot_be_understood_is_refused_with_the_place() {
    for (expression, place) in [
        ("(", 2),
        (")", 1),
        ("tags:", 6),
        ("tags:a AND", 11),
        ("AND tags:a", 1),
        ("tags:a OR OR tags:b", 11),
        ("(tags:a", 8),
        ("tags:a)", 7),
        ("tags:\"open", 6),
        ("tags:a\\", 7),
        ("a*b", 3),
        ("tags:\"*b\"", 8),
        ("what?", 5),
        ("a^2", 2),
        ("bytes>big", 7),
        ("bytes>1tb", 7),
        ("width:1mb", 7),
        ("bytes:1*", 7),
        ("created_at<soon", 12),
        ("created_at:2026-13-01", 12),
        ("created_at>2026-11-20T23:59:59Z", 12),
        ("tags>a", 6),
        ("tags:[a TO b]", 7),
        ("bytes:[1 2]", 10),
        ("bytes:[1 TO 2", 14),
        ("bytes:[1 TO ]", 13),
        ("bytes>[1 TO 2]", 7),
        ("bytes>(1 OR 2)", 7),
        ("a:b:c", 4),
        ("NOT", 4),
    ] {
        let refusal = Query::parse(expression, NOW).expect_err(expression);
        assert_eq!(refusal.status, 400);
        let expected = format!("at character {place}");
        assert!(refusal.message.ends_with(&expected), "{expression}: {} ({expected})", refusal.message);
    }
}

#[test]
fn an_expression_nested_too_deeply_is_refused_instead_of_ending_the_server() {
    for expression in ["(".repeat(100_000), "NOT ".repeat(100_000), "-".repeat(100_000) + "a"] {
        assert_eq!(Query::parse(&expression, NOW).unwrap_err().status, 400);
    }
    assert!(Query::parse(&format!("{}a{}", "(".repeat(50), ")".repeat(50)), NOW).is_ok());
}

#[test]
fn folders_are_found_by_name_path_and_date() {
    let folders = [("products", 900), ("products/2021", 800), ("products/2021/film", 3), ("Press kit", 1)];
    for (expression, expected) in [
        ("", "0123"),
        ("path=\"products\"", "0"),
        ("path:products/*", "12"),
        ("path:\"products/2021/*\"", "2"),
        ("path:products*", "012"),
        ("path=\"PRESS KIT\"", "3"),
        ("name=2021", "1"),
        ("name:film", "2"),
        ("name:press", "3"),
        ("name=\"Press kit\"", "3"),
        ("name:pro*", "0"),
        ("film", "2"),
        ("created_at>1w", "23"),
        ("created_at<1w AND path:products*", "01"),
        ("tags:x", ""),
    ] {
        let query = FolderQuery::parse(expression, NOW).unwrap();
        let found: String = (0..folders.len())
            .filter(|at| query.matches(folders[*at].0, NOW - folders[*at].1 * DAY))
            .map(|at| at.to_string())
            .collect();
        assert_eq!(found, expected, "{expression}");
    }
    assert_eq!(FolderQuery::parse("path=", NOW).unwrap_err().status, 400);
}

#[test]
fn results_are_sorted_by_one_field_after_another() {
    for (sort_by, expected) in [
        (None, "dcbea"),
        (Some(json!([])), "dcbea"),
        (Some(json!([{"created_at": "asc"}])), "aebcd"),
        (Some(json!([{"public_id": "asc"}])), "debac"),
        (Some(json!([{"bytes": "desc"}])), "cabed"),
        (Some(json!([{"duration": "asc"}, {"bytes": "asc"}])), "cdeba"),
        (Some(json!([{"duration": "desc"}, {"bytes": "asc"}])), "cdeba"),
        (Some(json!([{"resource_type": "desc"}, {"bytes": "asc"}])), "cdeba"),
        (Some(json!([{"format": "asc"}])), "acebd"),
        (Some(json!([{"score": "desc"}, {"width": "desc"}])), "acbed"),
        (Some(json!([{"asset_folder": "asc"}])), "debac"),
        (Some(json!([{"status": "asc"}])), "abcde"),
    ] {
        let sort_by = SortBy::read(sort_by.as_ref()).unwrap();
        let mut assets = library();
        assets.sort_by(|a, b| sort_by.compare(&a.1, &b.1));
        let order: String = assets.iter().map(|(name, _)| *name).collect();
        assert_eq!(order, expected, "{sort_by:?}");
    }
}

#[test]
fn an_order_that_is_none_is_refused() {
    for value in [
        json!("created_at"),
        json!({"created_at": "desc"}),
        json!([{"created_at": "down"}]),
        json!([{"created_at": "desc", "bytes": "asc"}]),
        json!([["created_at", "desc"]]),
        json!([{"no_such_field": "asc"}]),
    ] {
        assert_eq!(SortBy::read(Some(&value)).unwrap_err().status, 400, "{value}");
    }
}

#[test]
fn no_two_assets_are_equal_in_an_order() {
    let sort_by = SortBy::read(Some(&json!([{"status": "asc"}]))).unwrap();
    let assets = library();
    let orders: BTreeSet<Ordering> = assets
        .iter()
        .flat_map(|(x, a)| assets.iter().filter(move |(y, _)| y != x).map(move |(_, b)| (a, b)))
        .map(|(a, b)| sort_by.compare(a, b))
        .collect();
    assert_eq!(orders, BTreeSet::from([Ordering::Less, Ordering::Greater]));
}

#[test]
fn what_was_found_is_counted_by_value_and_by_range() {
    let library = library();
    for (aggregate, expected) in [
        (json!("resource_type"), json!({ "resource_type": { "image": 3, "raw": 1, "video": 1 } })),
        (
            json!(["format", "type"]),
            json!({
                "format": { "jpg": 1, "mp4": 1, "pdf": 1, "png": 1 },
                "type": { "upload": 3, "private": 1, "authenticated": 1 },
            }),
        ),
        (
            json!([{ "type": "bytes", "ranges": [
                { "key": "small", "to": 1_000 }, { "key": "large", "from": 1_000 }, { "key": "none", "from": 1e12 },
            ] }]),
            json!({ "bytes": { "small": 1, "large": 4, "none": 0 } }),
        ),
        (
            json!({ "type": "image_pixels", "ranges": [{ "key": "any" }] }),
            json!({ "image_pixels": { "any": 3 } }),
        ),
        (
            json!({ "type": "duration", "ranges": [{ "key": "short", "to": 12.5 }, { "key": "long", "from": 12.5 }] }),
            json!({ "duration": { "short": 0, "long": 1 } }),
        ),
    ] {
        let aggregates = Aggregates::read(Some(&aggregate)).unwrap();
        assert_eq!(aggregates.count(&library.iter().map(|(_, asset)| asset)), expected);
    }
    for wrong in
        [json!("tags"), json!(7), json!([{ "type": "bytes" }]), json!([{ "type": "format", "ranges": [] }])]
    {
        assert_eq!(Aggregates::read(Some(&wrong)).unwrap_err().status, 400, "{wrong}");
    }
}
