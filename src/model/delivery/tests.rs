use super::*;
use crate::model::asset::{DeliveryType, ResourceType};

/// An environment with hosts of its own beside Cloudinary's.
fn hosts() -> Hosts {
    let own = ["http://127.0.0.1:8123/demo", "https://media.example.com", "https://images.shop.example"];
    Hosts {
        own: own.iter().filter_map(|base| DeliveryHost::of_base(base)).collect(),
        ..Hosts::of_cloud("demo")
    }
}

fn named(url: &str) -> Named {
    match read(url, &hosts()) {
        Reading::Link(named) => named,
        other => panic!("{url}: {other:?}"),
    }
}

fn certain(url: &str) -> Option<String> {
    named(url).certain.map(|name| name.to_string())
}

/// Public IDs and reasons.
fn guessed(url: &str) -> Vec<(String, Why)> {
    named(url).guesses.into_iter().map(|guess| (guess.public_id.into(), guess.why)).collect()
}

fn guesses(url: &str) -> Vec<String> {
    guessed(url).into_iter().map(|(id, _)| id).collect()
}

/// The table of the facts page, and the forms that the SDKs can make beside it.
#[test]
fn every_form_of_a_delivery_link_names_one_asset() {
    for (path, name) in [
        ("res.cloudinary.com/demo/image/upload/sample.jpg", "image/upload/sample"),
        ("res.cloudinary.com/demo/image/upload/v1312461204/docs/owl.jpg", "image/upload/docs/owl"),
        ("res.cloudinary.com/demo/image/upload/c_fill,w_200/e_sepia/v1/docs/owl", "image/upload/docs/owl"),
        ("res.cloudinary.com/demo/image/upload/c_fill,w_200/docs/owl.png", "image/upload/docs/owl"),
        (
            "res.cloudinary.com/demo/image/authenticated/s--Ai4Znfl3--/c_crop,h_20,w_10/v1234/image.jpg",
            "image/authenticated/image",
        ),
        ("res.cloudinary.com/demo/image/upload/s----SjmNDA--/v1234/image.jpg", "image/upload/image"),
        (
            "res.cloudinary.com/demo/image/upload/s--2hbrSMPOjj5BJ4xV7SgFbRDevFaQNUFf--/sample.jpg",
            "image/upload/sample",
        ),
        ("res.cloudinary.com/demo/video/upload/so_2,w_300/v17/clips/stream.jpg", "video/upload/clips/stream"),
        ("res.cloudinary.com/demo/video/upload/sp_full_hd/v1533125278/dog.m3u8", "video/upload/dog"),
        ("res.cloudinary.com/demo/raw/upload/v16/files/report.v2.docx", "raw/upload/files/report.v2.docx"),
        ("res.cloudinary.com/demo/image/upload/v17/caf%C3%A9/my%20photo.jpg", "image/upload/café/my photo"),
        ("res.cloudinary.com/demo/image/upload/v1/sticker-2.5in-holo", "image/upload/sticker-2.5in-holo"),
        (
            "res.cloudinary.com/demo/images/f_auto/v1654624121/myimage/seo-name.jpg?_i=AA",
            "image/upload/myimage",
        ),
        ("res.cloudinary.com/demo/files/v1/report.pdf.zip/nice-name", "raw/upload/report.pdf.zip"),
        (
            "res.cloudinary.com/demo/image/fetch/c_limit,w_100/https://example.com/a%2Fb.png",
            "image/fetch/https://example.com/a/b.png",
        ),
        ("res.cloudinary.com/demo/image/facebook/65646572251.jpg", "image/facebook/65646572251"),
        ("res.cloudinary.com/demo/iu/docs/owl", "image/upload/docs/owl"),
        ("images.shop.example/image/upload/v9/a/b.webp", "image/upload/a/b"),
        ("res.cloudinary.com/demo/image/list/logo.json", "image/list/logo"),
        // Beside the table.
        ("demo-res-3.cloudinary.com/image/upload/dog.png", "image/upload/dog"),
        ("RES-2.cloudinary.com/demo/image/upload/dog.png", "image/upload/dog"),
        ("cloudinary-a.akamaihd.net/demo/image/upload/dog.png", "image/upload/dog"),
        ("127.0.0.1:8123/demo/image/upload/v9/a/b.webp", "image/upload/a/b"),
        ("media.example.com/images/v1/sample/a-nice-name.jpg", "image/upload/sample"),
        ("media.example.com/demo/images/v1/docs/owl/name.jpg", "image/upload/docs/owl"),
        ("demo-res.cloudinary.com/private_images/v2/docs/owl/name.jpg", "image/private/docs/owl"),
        ("media.example.com/s--Ai4Znfl3--/docs/owl.jpg", "image/upload/docs/owl"),
        ("media.example.com/e_sepia/v1700000000/owl.jpg", "image/upload/owl"),
        ("media.example.com/v1719305903/owl.jpg", "image/upload/owl"),
        ("demo-res.cloudinary.com/images/c_scale,w_9/v2/a-name.gif", "image/upload/v2"),
        ("demo-res.cloudinary.com/files/e_sepia/a-name", "raw/upload/e_sepia"),
        ("demo-res.cloudinary.com/docs/owl.jpg", "image/upload/docs/owl"),
        ("res.cloudinary.com/demo/v17/docs/owl.jpg", "image/upload/docs/owl"),
        ("res.cloudinary.com/demo/image/upload/my_folder/cat.jpg", "image/upload/my_folder/cat"),
        ("res.cloudinary.com/demo/image/upload/$w_200/w_$w/v3/cat.jpg", "image/upload/cat"),
        (
            "res.cloudinary.com/demo/image/upload/l_text:Arial_20:a%252C%20b,co_red/fl_layer_apply/v3/cat.jpg",
            "image/upload/cat",
        ),
        (
            "res.cloudinary.com/demo/image/fetch/https%3A%2F%2Fe.com%2Fa.png%3Fx%3D1",
            "image/fetch/https://e.com/a.png?x=1",
        ),
        ("user:word@res.cloudinary.com/demo/image/upload/a.jpg#top", "image/upload/a"),
    ] {
        assert_eq!(certain(&format!("https://{path}")).as_deref(), Some(name), "{path}");
    }
}

#[test]
fn a_link_that_can_be_read_in_two_ways_names_nothing_for_certain() {
    for (path, could_be) in [
        ("demo-res.cloudinary.com/videos/dog.mp4", &["dog"][..]),
        ("res.cloudinary.com/demo/image/upload/zz_new/v3/cat.jpg", &["cat", "zz_new/v3/cat"]),
        ("res.cloudinary.com/demo/image/upload/w_archive/logo.png", &["logo", "w_archive/logo"]),
        ("res.cloudinary.com/demo/image/upload/e_books/v2/logo.png", &["logo", "v2/logo", "e_books/v2/logo"]),
        ("res.cloudinary.com/demo/image/upload/t_shirts/red.png", &["red", "t_shirts/red"]),
        ("res.cloudinary.com/demo/image/foo/bar.jpg", &["foo/bar"]),
        ("res.cloudinary.com/demo/any/list/logo.json", &["logo"]),
        ("res.cloudinary.com/demo/image/fetch/f_auto/https:/e.com/a.png", &["https://e.com/a.png"]),
        (
            "res.cloudinary.com/demo/image/fetch/v5/http://e.com/a.png?x=1",
            &["http://e.com/a.png?x=1", "http://e.com/a.png"],
        ),
        ("media.example.com/demo/docs/owl.jpg", &["docs/owl"]),
        ("media.example.com/products/2021/shoe", &["products/2021/shoe"]),
        ("res.cloudinary.com/demo/image/upload/bad%FF.jpg", &["bad%FF"]),
        ("res.cloudinary.com/demo/image/upload/v1700000000/a//b.jpg", &["a/b"]),
        ("res.cloudinary.com/demo/image/upload/v1700000000/folder/", &["folder"]),
        ("media.example.com/images/sample/a-nice-name.jpg", &["sample", "sample/a-nice-name"]),
        ("res.cloudinary.com/demo/image/upload/if_this/cat.jpg", &["cat", "if_this/cat"]),
        ("res.cloudinary.com/demo/image/upload/y_2k/cat.jpg", &["cat", "y_2k/cat"]),
    ] {
        let url = format!("https://{path}");
        assert_eq!(certain(&url), None, "{path}");
        let found = guesses(&url);
        for id in could_be {
            assert!(found.iter().any(|it| it == id), "{path}: {id} is not among {found:?}");
        }
    }
}

#[test]
fn what_else_a_link_could_mean_is_guessed_with_its_reason() {
    for (path, id, guess, why) in [
        ("c_limit,w_640/f_auto/v1/hero.dark", "hero.dark", "hero", Why::WithoutEnding("dark".into())),
        ("w_100/logo.png", "logo", "w_100/logo", Why::Folder("w_100".into())),
        ("docs/v2/cat.jpg", "docs/v2/cat", "cat", Why::BehindVersion("v2".into())),
        ("v2/cat.jpg", "cat", "v2/cat", Why::VersionAsFolder("v2".into())),
        ("v1/photo.jpg", "photo", "photo.jpg", Why::WithEnding("jpg".into())),
        (
            "v1683130473/tour/1/No%2520usada%25202",
            "tour/1/No%20usada%202",
            "tour/1/No usada 2",
            Why::DecodedTwice,
        ),
        ("v1/a+b", "a+b", "a b", Why::PlusAsBlank),
        ("my_folder/cat.jpg", "my_folder/cat", "cat", Why::Transformation("my_folder".into())),
    ] {
        let url = format!("https://res.cloudinary.com/demo/image/upload/{path}");
        assert_eq!(certain(&url).unwrap(), format!("image/upload/{id}"), "{path}");
        assert!(guessed(&url).contains(&(guess.to_owned(), why)), "{path}: {:?}", guessed(&url));
    }
}

#[test]
fn other_texts_are_told_apart() {
    let read = |text: &str| super::read(text, &hosts());
    assert_eq!(
        read("https://res.cloudinary.com/other/image/upload/a.jpg"),
        Reading::OtherCloud("other".into())
    );
    assert_eq!(read("https://Other-res.cloudinary.com/a.jpg"), Reading::OtherCloud("Other".into()));
    for text in
        ["docs/owl", "a b", "", "v12", "images/logo.png", "www.example.com/a.jpg", "=1/https://a.example"]
    {
        assert_eq!(read(text), Reading::NotALink, "{text}");
    }
    let whole = read("https://res.cloudinary.com/demo/image/upload/a.jpg");
    for start in ["", "//", "HTTP://", "  https://"] {
        assert_eq!(read(&format!("{start}res.cloudinary.com/demo/image/upload/a.jpg")), whole);
    }
    for text in [
        "https://console.cloudinary.com/app/demo/image/upload",
        "https://res.cloudinary.com/",
        "https://res.cloudinary.com/demo/image/upload/",
        "https://res.cloudinary.com/demo/image/upload/line%0Abreak.jpg",
        "https://media.example.com/",
        "cloudinary://1:2@demo",
        "ftp://res.cloudinary.com/demo/image/upload/a.jpg",
    ] {
        assert_eq!(read(text), Reading::NoAsset, "{text}");
    }
    // Browsers and others do not agree on which host these have.
    for authority in ["evil.example\\@res.cloudinary.com", "evil.example\\.res.cloudinary.com"] {
        let refused = read(&format!("https://{authority}/demo/image/upload/a.jpg"));
        assert!(matches!(refused, Reading::OtherHost(_)), "{refused:?}");
    }
    for (text, host) in [
        ("https://www.shop.example/images/products/2021/shoe.png", "www.shop.example"),
        ("https://www.example.com/files/manual.pdf/download", "www.example.com"),
        ("https://www.example.com/image/upload/v1700000000/owl.jpg", "www.example.com"),
        ("http://img.example/s/607/ON1_v476.jpg", "img.example"),
    ] {
        assert_eq!(read(text), Reading::OtherHost(host.into()), "{text}");
    }
}

#[test]
fn on_any_host_only_what_can_be_nothing_else_is_certain() {
    let any = Hosts { any: true, ..Hosts::of_cloud("demo") };
    let certain = |url: &str| match read(url, &any) {
        Reading::Link(named) => named.certain.map(|name| name.to_string()),
        other => panic!("{url}: {other:?}"),
    };
    for (url, expected) in [
        ("https://www.shop.example/images/products/2021/shoe.png", None),
        ("https://www.example.com/files/manual.pdf/download", None),
        ("https://www.example.com/v1/users/7", None),
        ("https://www.example.com/v1700000000/docs/owl.jpg", Some("image/upload/docs/owl")),
        ("https://www.example.com/images/v1/docs/owl/name.jpg", Some("image/upload/docs/owl")),
        ("https://www.example.com/demo/image/upload/owl.jpg", Some("image/upload/owl")),
    ] {
        assert_eq!(certain(url).as_deref(), expected, "{url}");
    }
    assert!(matches!(read("https://a.example/other/image/upload/a", &any), Reading::OtherCloud(_)));
}

#[test]
fn links_within_an_image_loader_are_opened() {
    let inner = "https%3A%2F%2Fres.cloudinary.com%2Fdemo%2Fimage%2Fupload%2Fv1%2Fdocs%2Fowl.jpg";
    for url in [
        format!("https://www.shop.example/_next/image?url={inner}&w=640&q=75"),
        format!("/_next/image?w=640&url={inner}"),
        format!("https://www.shop.example/shop/_next/image/?url={inner}"),
        format!("http://localhost:3000/_vercel/image?url={inner}&w=1"),
    ] {
        assert_eq!(certain(&url).as_deref(), Some("image/upload/docs/owl"), "{url}");
    }
    let own = "https://www.shop.example/_next/image?url=%2Fimages%2Fowl.jpg&w=1";
    assert_eq!(read(own, &hosts()), Reading::OtherHost("www.shop.example".into()));
    let other = "https://a.example/_next/image?url=https%3A%2F%2Fevil.example%2Fimage%2Fupload%2Fa.jpg";
    assert_eq!(read(other, &hosts()), Reading::OtherHost("evil.example".into()));
}

#[test]
fn a_stored_field_with_a_version_is_a_link_without_a_host() {
    let name = |public_id: &str| AssetName {
        resource_type: ResourceType::Image,
        delivery_type: DeliveryType::Upload,
        public_id: public_id.into(),
    };
    for text in ["image/upload/v1428825384/ok9wh8hw.jpg", "image/upload/v1428825384/ok9wh8hw.jpg#a1b2"] {
        assert_eq!(stored_field(text).unwrap().certain, Some(name("ok9wh8hw")), "{text}");
    }
    let both = stored_field("image/upload/ok9wh8hw.jpg").unwrap();
    assert_eq!(both.certain, None, "it may be a public ID");
    assert_eq!(both.guesses[0], Guess::named(&name("ok9wh8hw"), Why::StoredField));
    for text in
        ["docs/owl", "image/owl", "upload/v1/owl", "https://a.example/image/upload/a", "image/upload/"]
    {
        assert_eq!(stored_field(text), None, "{text}");
    }
}

#[test]
fn the_version_stands_behind_signature_and_transformations() {
    for (path, expected) in [
        ("v17/docs/owl.jpg", Some(17)),
        ("s--Ai4Znfl3--/v17/docs/v2/owl.jpg", Some(17)),
        ("s--Ai4Znfl3--/c_fill,w_1/v17/owl.jpg", Some(17)),
        ("docs/v2/owl.jpg", None),
        ("https://example.com/v2/a.png", None),
        ("v12", None),
        ("v99999999999999999999999/a", None),
        ("", None),
    ] {
        assert_eq!(version(path), expected, "{path}");
    }
}
