//! Rows that can be read in two ways, or that end where nobody can be sure: they plan nothing, or
//! what stands there to the letter; the other reading is offered at most.

use cloudsweep::model::list::Refusal;
use cloudsweep::runtime::event::Found;

use crate::lists::{LINK, gives, library, list, names, offered, one, set};

#[test]
fn what_is_hardly_seen_at_an_end_is_a_part_of_the_name() {
    for [named, close] in [
        ["image/upload/love/\u{2764}\u{fe0f}", "image/upload/love/\u{2764}"],
        ["image/upload/family\u{200d}", "image/upload/family"],
        ["image/upload/flag\u{e0067}", "image/upload/flag"],
    ] {
        let mut way = library(&[named, close]);
        let text = named.trim_start_matches("image/upload/");
        gives(&mut way, text, &[named], &[]);
        let row = format!("public_id,resource_type\n{text},image");
        assert_eq!(names(&list(&mut way, &row)), set(&[named]), "{text:?} in a table");
    }
}

#[test]
fn a_link_that_may_go_on_is_not_cut_off_and_planned() {
    for (longer, cut) in [
        ("shirts|red.jpg", "shirts"),
        ("say“hi”", "say"),
        ("my owl", "my"),
        ("a\"b\"", "a"),
        ("red,blue", "red"),
        ("a;b", "a"),
    ] {
        let shorter = format!("image/upload/{cut}");
        let mut way = library(&[&shorter]);
        let link = format!("{LINK}/image/upload/v1700000000/{longer}");
        for text in [link.clone(), format!("Owl: {link}"), format!("{link}, and more"), format!("- {link}")] {
            assert_eq!(names(&list(&mut way, &text)), set(&[]), "{text}");
            assert_eq!(names(&one(&mut way, &text)), set(&[]), "{text}");
        }
    }
}

#[test]
fn a_link_that_surely_ends_is_taken_out_of_its_text() {
    let mut way = library(&["image/upload/owl"]);
    let link = format!("{LINK}/image/upload/v1700000000/owl");
    for text in [
        format!("Owl: {link}"),
        format!("Owl: {link}.jpg, and more"),
        format!("<img src=\"{link}\" alt=\"an owl\">"),
        format!("[an owl]({link}) of ours"),
        format!("See <{link}>!"),
    ] {
        assert_eq!(names(&list(&mut way, &text)), set(&["image/upload/owl"]), "{text}");
    }
    let perhaps = list(&mut way, &format!("Owl: {link} and more"));
    assert_eq!(names(&perhaps), set(&[]));
    let why = "the link, if it ends there".to_owned();
    assert_eq!(offered(&perhaps), [("image/upload/owl".to_owned(), why)].into());
}

#[test]
fn an_address_within_a_fetched_address_is_not_taken_out_of_it() {
    let mut way = library(&["image/upload/owl"]);
    let owl = format!("{LINK}/image/upload/v1700000000/owl.jpg");
    let fetched = format!("{LINK}/image/fetch/https://shop.example/_next/image?url={owl}&w=640");
    assert_eq!(names(&list(&mut way, &fetched)), set(&[]));
    let escaped = owl.replace(':', "%3A").replace('/', "%2F");
    let relative = format!("/_next/image?url={escaped}&w=640&q=75");
    assert_eq!(names(&list(&mut way, &relative)), set(&["image/upload/owl"]));
}

#[test]
fn a_short_version_may_be_a_folder() {
    for named in ["image/upload/v2/cat", "image/upload/image/upload/v2/cat"] {
        let mut way = library(&["image/upload/cat", named]);
        let text = "image/upload/v2/cat";
        let plan = if named.contains("image/upload/image") { vec![named] } else { vec![] };
        gives(&mut way, text, &plan, &[]);
    }
}

#[test]
fn a_row_whose_columns_cannot_be_trusted_plans_nothing() {
    let mut way = library(&["image/upload/owl", "video/upload/owl"]);
    let [one, other] = ["owl", "elk"].map(|id| format!("{LINK}/image/upload/v1/{id}.jpg"));
    for text in [
        "public_id,resource_type,type\nowl,image".to_owned(),
        "public_id,type,delivery_type\nowl,upload,private".to_owned(),
        "public_id,public_id\nowl,elk".to_owned(),
        format!("url,secure_url\n{one},{other}"),
        "[{\"public_id\":\"owl\",\"resource_type\":[\"image\"]}]".to_owned(),
        "[{\"public_id\":\"owl\",\"type\":{\"is\":\"upload\"}}]".to_owned(),
        "[{\"public_id\":\"owl\",\"version\":true}]".to_owned(),
        "[{\"public_id\":\"owl\",\"public_id\":\"elk\"}]".to_owned(),
    ] {
        let previewed = list(&mut way, &text);
        assert_eq!(names(&previewed), set(&[]), "{text}");
        let found = &previewed.report.as_ref().expect("a report").found;
        let unclear = |found: &Found| matches!(found, Found::Unreadable(Refusal::Unclear));
        assert!(found.iter().all(unclear) && found.len() == 1, "{text}: {found:?}");
    }
    let http = one.replacen("https", "http", 1);
    let same = format!("url,secure_url\n{http},{one}");
    assert_eq!(names(&list(&mut way, &same)), set(&["image/upload/owl"]), "the same in two columns");
}
