//! Public IDs as people have them, and lists as people paste them.

use cloudsweep::model::route::Route;

use crate::selectors;
use crate::support::{all_deleted, hosts, open, originals};

const ODD: [&str; 14] = [
    "summer sale/hero image",
    "fish & chips",
    "what?",
    "number #1",
    "100% cotton",
    "50%25 off",
    "Café d'été/crème brûlée",
    "日本語/写真",
    "العربية",
    "a+b",
    "a,b;c",
    "quote'and(brackets)[x]",
    "emoji 🦉",
    "dots.in.name.v2",
];

#[test]
fn odd_public_ids_go_and_their_likes_stay() {
    for route in [Route::Thorough, Route::Batches] {
        for odd in ODD {
            let mut way = open();
            let probe = way.server.probe();
            let likes =
                [format!("{odd} "), format!("{odd}2"), odd.to_uppercase(), odd.replace(['%', '?'], "_")];
            probe.upload("image", "upload", odd, &[]);
            let likes: Vec<&String> = likes.iter().filter(|like| like.trim() != odd).collect();
            for like in &likes {
                probe.upload("image", "upload", like, &[]);
            }
            let before = way.there().len();
            let plan = way.preview(originals(selectors::one(odd, &hosts()).unwrap())).plan;
            assert_eq!(plan.items().len(), 1, "{odd}");
            let receipt = way.carry_out_by(&plan, route);
            assert!(all_deleted(&receipt), "{odd} {route:?}: {:?}", receipt.lines);
            assert!(!probe.exists("image", "upload", odd), "{odd} {route:?}");
            assert!(likes.iter().all(|like| probe.exists("image", "upload", like)), "{odd}");
            assert_eq!(way.there().len(), before - 1, "{odd}");
        }
    }
}

#[test]
fn ten_thousand_lines_with_blanks_and_repetitions_are_all_accounted_for() {
    let mut way = open();
    let all = way.server.probe().all();
    let real: Vec<&str> =
        all.iter().filter(|asset| asset.delivery_type == "upload").map(|asset| &*asset.public_id).collect();
    let mut lines: Vec<String> = Vec::new();
    for number in 0..10_000 {
        lines.push(match number % 5 {
            0 => String::new(),
            1 => real[number % real.len()].to_owned(),
            2 => "  ".to_owned(),
            3 => "twice".to_owned(),
            _ => format!("no/such/{number}"),
        });
    }
    let selector = selectors::list(&lines.join("\r\n"), &hosts()).unwrap();
    let before = way.there();
    let previewed = way.preview(originals(selector));
    let report = previewed.report.unwrap();
    let list = &report.list;
    assert_eq!(list.rows.len() + list.blank + list.duplicates, 10_000);
    assert_eq!(list.blank, 4_000);
    assert_eq!(report.counts().unmatched, 2_001, "2,000 that do not exist, and “twice”");
    let wanted: std::collections::BTreeSet<&str> = real
        .iter()
        .copied()
        .enumerate()
        .filter(|(index, _)| (0..10_000).any(|number| number % 5 == 1 && number % real.len() == *index))
        .map(|(_, id)| id)
        .collect();
    let found: std::collections::BTreeSet<&str> =
        previewed.plan.items().iter().map(|item| &*item.name.public_id).collect();
    assert_eq!(found, wanted);
    assert_eq!(way.there(), before);
}

#[test]
fn a_link_of_another_cloud_finds_nothing_and_says_so() {
    let mut way = open();
    let probe = way.server.probe();
    probe.upload("image", "upload", "owl", &[]);
    let lines = "https://res.cloudinary.com/somebody-else/image/upload/owl.jpg\nno-such";
    let previewed = way.preview(originals(selectors::list(lines, &hosts()).unwrap()));
    assert!(previewed.plan.items().is_empty());
    let found = &previewed.report.unwrap().found[0];
    assert!(format!("{found:?}").contains("somebody-else"), "{found:?}");
}
