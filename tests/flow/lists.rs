//! Lists and single texts as people have them, from public bug reports: what was named is planned,
//! what it could mean besides is offered, and nothing else happens.

use std::collections::BTreeSet;

use cloudsweep::model::asset::{AssetName, DeliveryType, ResourceType};
use cloudsweep::model::criteria::Criteria;
use cloudsweep::model::delivery::{DeliveryHost, Hosts};
use cloudsweep::model::kinds::Kinds;
use cloudsweep::model::list::Refusal;
use cloudsweep::model::note::Note;
use cloudsweep::model::what::What;
use cloudsweep::runtime::event::Found;
use cloudsweep::text::Words as _;
use cloudsweep_practice::Settings;

use crate::selectors;
use crate::support::{Previewed, Way, hosts, only, open, originals, planned};

/// An empty library.
fn empty() -> Way {
    Way::open(Settings { assets: 0, quota: u32::MAX, ..Settings::default() })
}

/// A library of these assets, each `kind/type/public ID`.
pub fn library(names: &[&str]) -> Way {
    let way = empty();
    for name in names {
        let mut parts = name.splitn(3, '/');
        let mut part = || parts.next().expect("kind, type and public ID");
        way.server.probe().upload(part(), part(), part(), &[]);
    }
    way
}

pub fn list(way: &mut Way, text: &str) -> Previewed {
    way.preview(originals(selectors::list(text, &hosts()).expect("a list")))
}

pub fn one(way: &mut Way, text: &str) -> Previewed {
    way.preview(originals(selectors::one(text, &hosts()).expect("a text")))
}

/// The full names that a plan holds.
pub fn names(previewed: &Previewed) -> BTreeSet<String> {
    planned(&previewed.plan).into_iter().map(|name| name.0).collect()
}

/// The full names that are offered, each with its reason.
pub fn offered(previewed: &Previewed) -> BTreeSet<(String, String)> {
    let report = previewed.report.as_ref().expect("a list has a report");
    report.offers.iter().map(|offer| (offer.item.name.to_string(), offer.why.words())).collect()
}

pub fn set(names: &[&str]) -> BTreeSet<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

/// What is planned and offered for a text, as a list and in the form for one asset.
pub fn gives(way: &mut Way, text: &str, plan: &[&str], offers: &[(&str, &str)]) {
    let offers: BTreeSet<_> =
        offers.iter().map(|(name, why)| ((*name).to_owned(), (*why).to_owned())).collect();
    let mut both = vec![list(way, text)];
    if !text.contains('\n') {
        both.push(one(way, text));
    }
    for previewed in both {
        assert_eq!(names(&previewed), set(plan), "{text}");
        assert!(
            offered(&previewed).is_superset(&offers),
            "{text}: {offers:?} are not among {:?}",
            offered(&previewed)
        );
    }
}

pub const LINK: &str = "https://res.cloudinary.com/practice";

#[test]
fn a_guess_about_a_link_is_offered_and_never_planned() {
    let mut way = library(&["image/upload/hero.dark", "image/upload/hero"]);
    let text = format!("{LINK}/image/upload/c_limit,w_640/f_auto/v1/hero.dark");
    gives(&mut way, &text, &["image/upload/hero.dark"], &[]);
    way.delete(originals(selectors::list(&text, &hosts()).unwrap()));
    gives(&mut way, &text, &[], &[("image/upload/hero", "without the ending .dark")]);

    let mut way = library(&["image/upload/w_100/logo"]);
    let text = format!("{LINK}/image/upload/w_100/logo.png");
    gives(&mut way, &text, &[], &[("image/upload/w_100/logo", "“w_100” read as a folder")]);

    let mut way = library(&["image/upload/cat"]);
    let text = format!("{LINK}/image/upload/docs/v2/cat.jpg");
    gives(&mut way, &text, &[], &[("image/upload/cat", "only what follows “v2”")]);

    let mut way = library(&["image/upload/logo", "image/upload/w_archive/logo"]);
    let text = format!("{LINK}/image/upload/w_archive/logo.png");
    let offers = [
        ("image/upload/logo", "“w_archive” read as a transformation"),
        ("image/upload/w_archive/logo", "“w_archive” read as a folder"),
    ];
    gives(&mut way, &text, &[], &offers);
}

#[test]
fn what_a_text_could_mean_is_offered_with_its_reason() {
    for (asset, text, why) in [
        (
            "image/upload/tour/1/No usada 2",
            format!("{LINK}/image/upload/v1683130473/tour/1/No%2520usada%25202"),
            "decoded twice",
        ),
        ("image/upload/male-go\u{308}ran", "male-g\u{f6}ran".to_owned(), "same letters, other Unicode form"),
        ("image/upload/avatar-1", "avatar-1.jpg".to_owned(), "without the ending .jpg"),
        ("image/upload/ok9wh8hw", "image/upload/ok9wh8hw.jpg".to_owned(), "read as a stored field"),
        ("image/upload/docs/owl", "do\u{200b}cs/owl".to_owned(), "without invisible characters"),
        ("image/upload/docs/owl", "Docs/Owl".to_owned(), "upper and lower case differ"),
        ("image/upload/docs/owl", "/docs/owl".to_owned(), "slashes differ"),
        ("image/upload/docs/owl", "(docs/owl)".to_owned(), "without the characters around it"),
        ("raw/upload/files/report.docx", "files/report".to_owned(), "ending added (raw)"),
        ("video/upload/owl", format!("{LINK}/image/upload/owl.jpg"), "same public ID, another kind"),
        ("image/upload/my photo", "my%20photo".to_owned(), "decoded"),
        ("image/upload/photo.jpg", format!("{LINK}/image/upload/photo.jpg"), "with the ending .jpg"),
    ] {
        let mut way = library(&[asset, "image/upload/another"]);
        gives(&mut way, &text, &[], &[(asset, why)]);
        let previewed = one(&mut way, &text);
        assert_eq!(offered(&previewed).len(), 1, "{text}: {:?}", offered(&previewed));
    }
}

#[test]
fn a_kind_that_the_form_leaves_out_is_offered() {
    let mut way = library(&["video/upload/clip"]);
    let criteria = originals(selectors::one("clip", &hosts()).unwrap());
    let images = only(criteria, ResourceType::Image, DeliveryType::Upload);
    let previewed = way.preview(images);
    assert!(names(&previewed).is_empty());
    assert_eq!(
        offered(&previewed),
        [("video/upload/clip".to_owned(), "same public ID, another kind".to_owned())].into()
    );
}

#[test]
fn a_stored_field_with_a_version_is_read_as_a_link_without_a_host() {
    let mut way = library(&["image/upload/ok9wh8hw", "video/upload/ok9wh8hw"]);
    gives(&mut way, "image/upload/v1428825384/ok9wh8hw.jpg", &["image/upload/ok9wh8hw"], &[]);
}

#[test]
fn columns_narrow_their_row() {
    let clips = ["image/upload/docs/clip", "image/private/docs/clip", "video/upload/docs/clip"];
    let mut way = library(&clips);
    let video = ["video/upload/docs/clip"];
    for text in [
        "public_id,format,resource_type,type\ndocs/clip,mp4,video,upload".to_owned(),
        "Public ID;Resource Type\ndocs/clip;video".to_owned(),
        "public_id\tresource_type\ttype\ndocs/clip\tvideo\tupload".to_owned(),
        "{\"resources\":[{\"public_id\":\"docs/clip\",\"resource_type\":\"video\",\"type\":\"upload\"}]}"
            .to_owned(),
        format!("url\n{LINK}/video/upload/v1/docs/clip.mp4"),
        format!("public_id,url\ndocs/clip,{LINK}/video/upload/v1/docs/clip.mp4"),
    ] {
        assert_eq!(names(&list(&mut way, &text)), set(&video), "{text}");
    }
    for text in [
        "public_id,resource_type,version\ndocs/clip,video,1",
        "public_id,resource_type,type\ndocs/clip,video,authenticated",
    ] {
        assert_eq!(names(&list(&mut way, text)), set(&[]), "{text}");
    }
    let all = list(&mut way, "public_id\ndocs/clip");
    assert_eq!(names(&all), set(&clips), "nothing narrows it");
    let report = all.report.as_ref().unwrap();
    assert_eq!((report.counts().ambiguous, report.several.len()), (1, 3), "one row names three, and says so");
}

/// The sample library has formats; what is uploaded by hand here has none.
#[test]
fn a_format_narrows_its_row() {
    let mut way = open();
    let all = way.library();
    let image = all.iter().find(|asset| asset.format.as_deref() == Some("jpg")).unwrap();
    let AssetName { resource_type, delivery_type, public_id } = &image.name;
    for (format, found) in [("jpg", 1), ("JPEG", 1), (".jpg", 1), ("png", 0)] {
        let row = format!(
            "public_id,format,resource_type,type\n{public_id},{format},{resource_type},{delivery_type}"
        );
        assert_eq!(list(&mut way, &row).plan.items().len(), found, "{format}");
    }
}

#[test]
fn an_asset_id_decides_alone() {
    let mut way = library(&["image/upload/owl", "image/upload/other"]);
    let probe = way.server.probe();
    let id = probe.asset("image", "upload", "owl").unwrap().asset_id;
    let renamed = format!("public_id,asset_id\nan older name,{id}");
    assert_eq!(names(&list(&mut way, &renamed)), set(&["image/upload/owl"]));
    let of_another_kind = format!("asset_id,resource_type\n{id},video");
    assert_eq!(names(&list(&mut way, &of_another_kind)), set(&[]));
    assert_eq!(names(&list(&mut way, &id)), set(&["image/upload/owl"]), "a line alone");
    probe.remove("image", "upload", "owl");
    probe.upload("image", "upload", "owl", &[]);
    let gone = list(&mut way, &format!("public_id,asset_id\nowl,{id}"));
    assert_eq!(names(&gone), set(&[]), "another asset of that name");
    assert!(matches!(gone.report.unwrap().found[0], Found::Nothing));
}

#[test]
fn what_a_row_says_wrongly_is_told_as_that() {
    let mut way = library(&["image/upload/owl", "image/upload/other", "raw/upload/price.pdf"]);
    let owl = way.server.probe().asset("image", "upload", "owl").unwrap();
    let sorted_wrongly = list(&mut way, &format!("public_id,asset_id\nother,{}", owl.asset_id));
    assert_eq!(names(&sorted_wrongly), set(&["image/upload/owl"]), "an asset ID decides alone");
    assert_eq!(
        sorted_wrongly.report.unwrap().counts().renamed,
        1,
        "and the row says that it is another name"
    );
    let gone = list(&mut way, "public_id,asset_id\nowl,00000000000000000000000000000000");
    let why = "another asset: the one with this asset ID is not there";
    assert_eq!(offered(&gone), [("image/upload/owl".to_owned(), why.to_owned())].into());
    let old = list(&mut way, "public_id,resource_type,version\nowl,image,1");
    let why = "another version than the row says";
    assert_eq!(offered(&old), [("image/upload/owl".to_owned(), why.to_owned())].into());
    let as_image = format!("{LINK}/image/upload/v1/price.pdf");
    gives(&mut way, &as_image, &[], &[("raw/upload/price.pdf", "ending added (raw)")]);
    let one_wrong = list(&mut way, "public_id,type\nowl,Public\nother,Upload");
    assert_eq!(names(&one_wrong), set(&["image/upload/other"]), "one wrong cell stops its row alone");
}

#[test]
fn a_text_that_is_an_asset_id_and_a_public_id_names_neither() {
    let mut way = library(&["image/upload/owl"]);
    let id = way.server.probe().asset("image", "upload", "owl").unwrap().asset_id;
    way.server.probe().upload("image", "upload", &id, &[]);
    let named = format!("image/upload/{id}");
    gives(&mut way, &id, &[], &[("image/upload/owl", "by its asset ID"), (&named, "by its public ID")]);
    assert_eq!(names(&list(&mut way, &format!("public_id\n{id}"))), set(&[&named]), "the column says which");
}

#[test]
fn links_on_other_hosts_do_not_count() {
    let mut way = library(&["image/upload/products/2021/shoe", "raw/upload/manual.pdf"]);
    for (text, host) in [
        ("https://www.shop.example/images/products/2021/shoe.png", "www.shop.example"),
        ("https://www.example.com/files/manual.pdf/download", "www.example.com"),
        (
            "https://res.cloudinary.com.evil.example/practice/image/upload/products/2021/shoe.png",
            "res.cloudinary.com.evil.example",
        ),
    ] {
        let previewed = list(&mut way, text);
        assert_eq!(names(&previewed), set(&[]), "{text}");
        let found = &previewed.report.as_ref().unwrap().found[0];
        assert_eq!(*found, Found::Unreadable(Refusal::OtherHost(host.into())), "{text}");
    }
    let own = "https://media.shop.example/image/upload/v1/products/2021/shoe.png";
    assert_eq!(names(&list(&mut way, own)), set(&[]));
    let added = Hosts { own: DeliveryHost::typed("media.shop.example").into_iter().collect(), ..hosts() };
    let previewed = way.preview(originals(selectors::list(own, &added).unwrap()));
    assert_eq!(names(&previewed), set(&["image/upload/products/2021/shoe"]));
    let any = Hosts { any: true, ..hosts() };
    let previewed = way.preview(originals(selectors::list(own, &any).unwrap()));
    assert_eq!(names(&previewed), set(&["image/upload/products/2021/shoe"]));
    assert_eq!(previewed.plan.notes(), [Note::AnyHost], "the preview says so");
}

#[test]
fn a_fetched_asset_is_found_by_its_address_where_those_are_asked_for() {
    let address = "http://img.example/s/607/ON1_v476.jpg";
    let fetched = format!("image/fetch/{address}");
    let mut way = library(&[&fetched]);
    let criteria = originals(selectors::list(address, &hosts()).unwrap());
    let kinds = Kinds { resource_type: Some(ResourceType::Image), delivery_type: Some(DeliveryType::Fetch) };
    let previewed = way.preview(Criteria { kinds, ..criteria });
    assert_eq!(names(&previewed), set(&[&fetched]));
    gives(&mut way, address, &[], &[(&fetched, "fetched from this address")]);
}

#[test]
fn links_are_read_out_of_what_stands_around_them() {
    let mut way = library(&["image/upload/a", "image/upload/b", "image/upload/docs/owl"]);
    let both = ["image/upload/a", "image/upload/b"];
    for text in [
        format!("[ {LINK}/image/upload/a.webp,\n {LINK}/image/upload/b.webp ]"),
        format!("[\"{LINK}/image/upload/a.webp\",\"{LINK}/image/upload/b.webp\"]"),
        format!("- [one]({LINK}/image/upload/a.webp)\n- ![two]({LINK}/image/upload/v1/b.webp)"),
        format!("<img src=\"{LINK}/image/upload/a.webp\" srcset=\"{LINK}/image/upload/w_100/b.webp 2x\">"),
        format!("url(\"{LINK}/image/upload/a.webp\"); url({LINK}/image/upload/b.webp)"),
        "[\"a\",\n\"b\",\n]".to_owned(),
        "\"a\",\n\"b\"".to_owned(),
    ] {
        assert_eq!(names(&list(&mut way, &text)), set(&both), "{text}");
    }
    let next = "https://shop.example/_next/image?url=https%3A%2F%2Fres.cloudinary.com%2Fpractice%2Fimage%2Fupload%2Fdocs%2Fowl.jpg&w=640";
    gives(&mut way, next, &["image/upload/docs/owl"], &[]);
}

#[test]
fn spreadsheets_are_read_as_they_are_saved() {
    let mut way = library(&["image/upload/docs/owl", "image/upload/café/crème", "image/upload/a;b"]);
    let text = "sep=;\npublic_id;format\ndocs/owl;jpg";
    assert_eq!(names(&list(&mut way, text)), set(&["image/upload/docs/owl"]));
    let text = "\"note, with; marks\";public_id\nx;\"a;b\"";
    assert_eq!(names(&list(&mut way, text)), set(&["image/upload/a;b"]));
}

#[test]
fn a_prefix_counts_as_it_was_typed() {
    let mut way =
        library(&["image/upload/summer sale/a", "image/upload/summer-camp/b", "image/upload/summertime/c"]);
    let previewed = way.preview(originals(selectors::prefix("summer ")));
    assert_eq!(names(&previewed), set(&["image/upload/summer sale/a"]));
    let told = previewed.plan.description().words();
    assert!(told.contains("summer[space]"), "{told}");
}

#[test]
fn a_prefix_or_tag_that_finds_nothing_says_what_its_other_spelling_finds() {
    let mut way = empty();
    let probe = way.server.probe();
    for number in 0..12 {
        probe.upload("image", "upload", &format!("products/{number}"), &["Sale", "male-go\u{308}ran"]);
    }
    for (text, other, why) in [
        ("Products/", "products/", "upper and lower case differ"),
        (" products/", "products/", "without invisible characters at its ends"),
        ("/products/", "products/", "slashes differ"),
        ("prod\u{200b}ucts/", "products/", "without invisible characters"),
    ] {
        let previewed = way.preview(originals(selectors::prefix(text)));
        assert!(names(&previewed).is_empty(), "{text}");
        let [instead] = &previewed.instead[..] else { panic!("{text}: {:?}", previewed.instead) };
        assert_eq!(
            (&*instead.spelling.text, &*instead.spelling.why.words(), instead.found),
            (other, why, 12),
            "{text}"
        );
    }
    for (text, other) in [("sale", "Sale"), ("male-g\u{f6}ran", "male-go\u{308}ran")] {
        let previewed = way.preview(originals(selectors::tag(text)));
        assert!(names(&previewed).is_empty(), "{text}");
        assert_eq!(previewed.instead[0].spelling.text, other);
        assert_eq!(previewed.instead[0].found, 12);
    }
    let previewed = way.preview(originals(selectors::prefix("nothing like it/")));
    assert!(previewed.instead.is_empty());
}

#[test]
fn a_list_run_twice_plans_nothing_the_second_time() {
    let ids = ["hero.dark", "hero", "docs/owl", "docs/owl.jpg", "a b", "w_100/logo", "logo", "cat", "v2/cat"];
    let names: Vec<String> = ids.iter().map(|id| format!("image/upload/{id}")).collect();
    let mut way = library(&names.iter().map(String::as_str).collect::<Vec<_>>());
    let mut lines: Vec<String> = ids.iter().map(|id| (*id).to_owned()).collect();
    for id in ids {
        let encoded = id.replace(' ', "%20");
        lines.push(format!("{LINK}/image/upload/{encoded}"));
        lines.push(format!("{LINK}/image/upload/v1/{encoded}.jpg"));
        lines.push(format!("{LINK}/image/upload/c_fill,w_10/{encoded}.png"));
    }
    for line in lines {
        let criteria = originals(selectors::list(&line, &hosts()).unwrap());
        if !way.preview(criteria.clone()).plan.items().is_empty() {
            way.delete(criteria.clone());
            let again = way.preview(criteria).plan;
            assert!(again.items().is_empty(), "{line}: {:?}", again.items());
        }
        for name in &names {
            let id = name.splitn(3, '/').nth(2).unwrap();
            if !way.server.probe().exists("image", "upload", id) {
                way.server.probe().upload("image", "upload", id, &[]);
            }
        }
    }
}

#[test]
fn copies_of_what_a_list_names_leave_the_originals() {
    let mut way = library(&["image/upload/owl"]);
    let criteria = Criteria { what: What::AllCopies, ..originals(selectors::list("owl", &hosts()).unwrap()) };
    assert!(way.preview(criteria).plan.items().is_empty(), "it has none");
    assert!(way.server.probe().exists("image", "upload", "owl"));
}
