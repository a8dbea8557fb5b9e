//! For any library and any text, what is planned is named by the text, for certain.
//!
//! The oracle is written apart from the reader and the other way round: it is given an asset and a
//! line, and says whether the line is one of the ways to write that asset that cannot mean another.

use std::fmt::Write as _;

use cloudsweep_practice::{AssetView, Settings};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

use crate::selectors;
use crate::support::{Way, hosts, originals, planned};

/// Parts of public IDs that can be taken for something else.
const PARTS: [&str; 28] = [
    "hero",
    "hero.dark",
    "hero.jpg",
    "Hero",
    "docs",
    "v2",
    "v1700000000",
    "w_100",
    "w_archive",
    "e_books",
    "t_shirts",
    "c_fill,w_20",
    "my_folder",
    "zz_9",
    "logo",
    "logo.png",
    "a b",
    "a+b",
    "a%20b",
    "caf\u{e9}",
    "cafe\u{301}",
    "do\u{200b}cs",
    "images",
    "upload",
    "x.tar.gz",
    "a,b",
    "\"q\"",
    "100%",
];
const KINDS: [(&str, &str); 6] = [
    ("image", "upload"),
    ("image", "private"),
    ("image", "authenticated"),
    ("video", "upload"),
    ("raw", "upload"),
    ("raw", "private"),
];

/// What was written, as the oracle judges it.
#[derive(Clone, Debug)]
enum Claim {
    /// A whole line, or a link in it.
    Line(String),
    /// The cells of a row: public ID, asset ID, resource type, type; empty where there is none.
    Cells([String; 4]),
}

fn public_id() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(&PARTS[..]), 1..4).prop_map(|parts| parts.join("/"))
}

fn asset() -> impl Strategy<Value = (&'static str, &'static str, String)> {
    (prop::sample::select(&KINDS[..]), public_id()).prop_map(|((kind, delivery), id)| (kind, delivery, id))
}

/// Encoded as a browser's address bar does, or not at all.
fn encoded(id: &str, how: u8) -> String {
    let mut text = String::new();
    for byte in id.bytes() {
        let plain =
            byte.is_ascii_alphanumeric() || b"/-_.~,".contains(&byte) || (how == 1 && b"+\"".contains(&byte));
        if plain || (how == 2 && byte != b'%' && byte > b' ') {
            text.push(byte as char);
        } else {
            write!(text, "%{byte:02X}").expect("a text takes everything");
        }
    }
    text
}

fn link() -> impl Strategy<Value = String> {
    let host = prop::sample::select(vec![
        "https://res.cloudinary.com/practice",
        "https://practice-res.cloudinary.com",
        "//res-2.cloudinary.com/practice",
        "https://www.shop.example",
        "https://res.cloudinary.com/other",
        "res.cloudinary.com/practice",
    ]);
    let kind = prop::sample::select(vec![
        "/image/upload",
        "/image/private",
        "/video/upload",
        "/raw/upload",
        "/images",
        "/files",
        "/iu",
        "",
        "/image",
    ]);
    let middle = prop::sample::select(vec![
        "",
        "/v1",
        "/v1700000000",
        "/c_fill,w_20",
        "/w_100",
        "/w_100/v1",
        "/s--Ai4Znfl3--",
        "/e_sepia/f_auto/v1700000000",
        "/t_shirts",
        "/t_shirts/v3",
        "/docs/v2",
        "/zz_9/v1700000000",
    ]);
    let ending = prop::sample::select(vec![
        "",
        ".jpg",
        ".JPG",
        ".dark",
        ".jpg.png",
        "/name.jpg",
        "?_a=BAM",
        "#top",
        ",",
    ]);
    (host, kind, middle, public_id(), 0_u8..3, ending).prop_map(|(host, kind, middle, id, how, ending)| {
        format!("{host}{kind}{middle}/{}{ending}", encoded(&id, how))
    })
}

fn line() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => link(),
        2 => public_id(),
        1 => (public_id(), "[ \t\u{200b}\u{feff}]{0,2}").prop_map(|(id, blanks)| format!("{blanks}{id}{blanks}")),
        1 => (link(), prop::sample::select(vec![("[x](", ")"), ("<img src=\"", "\">"), ("[ ", ","), ("'", "',")]))
            .prop_map(|(link, (before, behind))| format!("{before}{link}{behind}")),
        1 => (public_id(), prop::sample::select(vec![".jpg", ".docx", "/", "%20"])).prop_map(|(id, end)| id + end),
        1 => (asset(), any::<bool>()).prop_map(|((kind, delivery, id), versioned)| {
            let version = if versioned { "v1700000000/" } else { "" };
            format!("{kind}/{delivery}/{version}{id}.jpg")
        }),
    ]
}

/// A text, and what stands in it.
fn text() -> impl Strategy<Value = (String, Vec<Claim>)> {
    let lines = prop::collection::vec(line(), 1..5)
        .prop_map(|lines| (lines.join("\n"), lines.into_iter().map(Claim::Line).collect::<Vec<_>>()));
    let row = (public_id(), prop::option::of(0_usize..3), prop::option::of(0_usize..4));
    let table = prop::collection::vec(row, 1..4).prop_map(|rows| {
        let mut text = "public_id,resource_type,type\n".to_owned();
        let mut claims = Vec::new();
        for (id, kind, delivery) in rows {
            let kind = kind.map_or("", |at| ["image", "video", "raw"][at]);
            let delivery = delivery.map_or("", |at| ["upload", "private", "authenticated", "fetch"][at]);
            writeln!(text, "\"{}\",{kind},{delivery}", id.replace('"', "\"\""))
                .expect("a text takes everything");
            claims.push(Claim::Cells([id, String::new(), kind.into(), delivery.into()]));
        }
        (text, claims)
    });
    let json = prop::collection::vec(public_id(), 1..4).prop_map(|ids| {
        let claims = ids.iter().cloned().map(Claim::Line).collect();
        (serde_json::to_string_pretty(&ids).expect("texts are JSON"), claims)
    });
    prop_oneof![6 => lines, 2 => table, 1 => json]
}

/// Whether a claim names an asset, and cannot name another.
fn names(claim: &Claim, asset: &AssetView) -> bool {
    match claim {
        Claim::Cells([id, _, kind, delivery]) => {
            *id == asset.public_id
                && (kind.is_empty() || kind == asset.resource_type)
                && (delivery.is_empty() || delivery == asset.delivery_type)
        }
        Claim::Line(line) => {
            let invisible = |c: char| c.is_whitespace() || "\u{200b}\u{feff}".contains(c);
            line.trim_matches(invisible) == asset.public_id
                || *line == asset.asset_id
                || stored_field(line).is_some_and(|path| names_by_path(path, true, asset))
                || addresses(line).into_iter().any(|(path, root)| names_by_path(path, root, asset))
        }
    }
}

/// `image/upload/v1700000000/…`: no public ID has such a folder.
fn stored_field(line: &str) -> Option<&str> {
    let mut parts = line.splitn(4, '/');
    let (kind, delivery, version) = (parts.next()?, parts.next()?, parts.next()?);
    let known =
        KINDS.iter().any(|(a, b)| *a == kind && *b == delivery) || kind == "video" && delivery != "list";
    (known && is_version(version)).then_some(line)
}

/// Paths of links on hosts of this environment, behind the cloud name.
fn addresses(line: &str) -> Vec<(&str, bool)> {
    let starts =
        ["res.cloudinary.com/practice/", "res-2.cloudinary.com/practice/", "practice-res.cloudinary.com/"];
    let mut found = Vec::new();
    for start in starts {
        for (at, _) in line.match_indices(start) {
            let before = &line[..at];
            if !(before.is_empty() || before.ends_with('/')) || before.ends_with("-/") {
                continue;
            }
            let rest = &line[at + start.len()..];
            found.push((rest, true));
            // What stands around a link ends it.
            for (end, _) in rest.match_indices(|c: char| "\"'<>)],; \t".contains(c)) {
                found.push((&rest[..end], true));
            }
        }
    }
    found
}

fn is_version(segment: &str) -> bool {
    segment.len() > 1 && segment.starts_with('v') && segment[1..].bytes().all(|byte| byte.is_ascii_digit())
}

/// What Cloudinary can only take for a transformation.
fn is_transformation(segment: &str) -> bool {
    ["c_fill,w_20", "w_100", "e_sepia", "f_auto", "w_20"].contains(&segment)
}

/// What it may take for one.
fn may_be_transformation(segment: &str) -> bool {
    segment.split(',').all(|part| part.split_once('_').is_some_and(|(key, _)| (1..=3).contains(&key.len())))
}

/// Whether `kind[/signature][/transformations][/version]/public ID[.format]` is the path.
fn names_by_path(path: &str, _root: bool, asset: &AssetView) -> bool {
    let path = path.split(['?', '#']).next().unwrap_or_default();
    let segments: Vec<&str> = path.split('/').filter(|it| !it.is_empty()).collect();
    let id: Vec<&str> = asset.public_id.split('/').collect();
    let written = |kind: &str, delivery: &str| kind == asset.resource_type && delivery == asset.delivery_type;
    let (behind, suffixed) = match &segments[..] {
        [kind, delivery, rest @ ..] if written(kind, delivery) => (rest, false),
        ["images", rest @ ..] if written("image", "upload") => (rest, true),
        ["files", rest @ ..] if written("raw", "upload") => (rest, true),
        ["iu", rest @ ..] if written("image", "upload") => (rest, false),
        [kind, ..] if ["image", "video", "raw", "images", "files", "videos", "iu"].contains(kind) => {
            return false;
        }
        rest if written("image", "upload") => (rest, false),
        _ => return false,
    };
    let behind = match behind {
        [first, rest @ ..] if first.starts_with("s--") => rest,
        all => all,
    };
    let behind = match (suffixed, behind) {
        (true, [named @ .., _]) => named,
        (true, []) => return false,
        (false, all) => all,
    };
    let Some(middle) = behind.len().checked_sub(id.len()) else { return false };
    let (middle, rest) = behind.split_at(middle);
    let once = |text: &str| percent_encoding::percent_decode_str(text).decode_utf8().ok().map(String::from);
    let Some(decoded) = rest.iter().map(|it| once(it)).collect::<Option<Vec<_>>>() else { return false };
    let decoded = decoded.join("/");
    let format = ["jpg", "JPG", "png", "webp", "pdf", "mp4"];
    let stem = decoded.rsplit_once('.').filter(|(_, ending)| format.contains(ending)).map(|(stem, _)| stem);
    let raw = asset.resource_type == "raw";
    let same = match stem {
        Some(stem) if !raw && !suffixed => stem == asset.public_id,
        _ => decoded == asset.public_id,
    };
    // One version at most, the last of the middle; a public ID that begins like one, or like a
    // transformation, is certain only behind another version.
    let (versioned, transformations) = match middle {
        [before @ .., last] if is_version(last) => (Some(*last), before),
        all => (None, all),
    };
    let time = versioned.is_some_and(|version| version.len() > 10);
    let sure = |it: &&str| is_transformation(it) || (time && may_be_transformation(it));
    let open = versioned.is_none()
        && (is_version(id[0]) && id.len() > 1 || is_transformation(id[0]) && id.len() > 1);
    same && transformations.iter().all(sure) && !open
}

#[test]
fn what_is_planned_is_named_by_the_text_for_certain() {
    let cases = std::env::var("PROPTEST_CASES").ok().and_then(|text| text.parse().ok()).unwrap_or(250);
    let mut way = Way::open(Settings { assets: 0, quota: u32::MAX, backup: false, ..Settings::default() });
    let way = std::cell::RefCell::new(&mut way);
    let mut runner = TestRunner::new(Config { cases, max_shrink_iters: 200, ..Config::default() });
    let libraries = prop::collection::vec(asset(), 1..12);
    let planned_in_all = std::cell::Cell::new(0);
    let result = runner.run(&(libraries, text()), |(library, (text, claims))| {
        let mut way = way.borrow_mut();
        let probe = way.server.probe();
        for asset in probe.all() {
            probe.remove(asset.resource_type, asset.delivery_type, &asset.public_id);
        }
        for (kind, delivery, id) in &library {
            probe.upload(kind, delivery, id, &[]);
        }
        let Some(selector) = selectors::list(&text, &hosts()) else { return Ok(()) };
        let criteria = originals(selector);
        let plan = way.preview(criteria.clone()).plan;
        let all = probe.all();
        for name in planned(&plan) {
            let full = |it: &AssetView| format!("{}/{}/{}", it.resource_type, it.delivery_type, it.public_id);
            let asset = all.iter().find(|it| full(it) == name.0).expect("it is there");
            let named = claims.iter().any(|claim| names(claim, asset));
            prop_assert!(named, "{text:?} does not name {name:?} for certain");
        }
        planned_in_all.set(planned_in_all.get() + plan.items().len());
        for item in plan.items() {
            let name = &item.name;
            probe.remove(name.resource_type.as_str(), name.delivery_type.as_str(), &name.public_id);
        }
        let again = way.preview(criteria).plan;
        prop_assert!(again.items().is_empty(), "{text:?} names {:?} only now", again.items());
        Ok(())
    });
    result.unwrap_or_else(|failed| panic!("{failed}"));
    assert!(planned_in_all.get() > 0, "most texts name nothing, but not all");
}
