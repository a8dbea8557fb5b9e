use super::*;

fn ids(url: &str) -> Vec<String> {
    match read(url, "demo") {
        Reading::Candidates(candidates) => candidates.iter().map(|it| it.name.to_string()).collect(),
        other => vec![format!("{other:?}")],
    }
}

/// The table of the facts page, and the forms that the SDKs can make beside it.
#[test]
fn every_form_of_a_delivery_url_is_read() {
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
        ("demo-res.cloudinary.com/videos/dog.mp4", "video/upload/dog"),
        ("images.shop.example/image/upload/v9/a/b.webp", "image/upload/a/b"),
        ("res.cloudinary.com/demo/image/list/logo.json", "image/list/logo"),
        // Beside the table.
        ("demo-res-3.cloudinary.com/image/upload/dog.png", "image/upload/dog"),
        ("RES-2.cloudinary.com/demo/image/upload/dog.png", "image/upload/dog"),
        ("cloudinary-a.akamaihd.net/demo/image/upload/dog.png", "image/upload/dog"),
        ("127.0.0.1:8123/demo/image/upload/v9/a/b.webp", "image/upload/a/b"),
        ("media.example.com/images/sample/a-nice-name.jpg", "image/upload/sample"),
        ("media.example.com/demo/images/v1/docs/owl/name.jpg", "image/upload/docs/owl"),
        ("media.example.com/demo/docs/owl.jpg", "image/upload/docs/owl"),
        ("demo-res.cloudinary.com/private_images/v2/docs/owl/name.jpg", "image/private/docs/owl"),
        ("media.example.com/s--Ai4Znfl3--/docs/owl.jpg", "image/upload/docs/owl"),
        ("media.example.com/e_sepia/v1/owl.jpg", "image/upload/owl"),
        ("media.example.com/v1719305903/owl.jpg", "image/upload/owl"),
        ("demo-res.cloudinary.com/images/c_scale,w_9/v2/a-name.gif", "image/upload/v2"),
        ("demo-res.cloudinary.com/files/e_sepia/a-name", "raw/upload/e_sepia"),
        ("demo-res.cloudinary.com/docs/owl.jpg", "image/upload/docs/owl"),
        ("res.cloudinary.com/demo/v17/docs/owl.jpg", "image/upload/docs/owl"),
        ("res.cloudinary.com/demo/any/list/logo.json", "image/list/logo"),
        ("res.cloudinary.com/demo/image/upload/my_folder/cat.jpg", "image/upload/my_folder/cat"),
        ("res.cloudinary.com/demo/image/upload/zz_new/v3/cat.jpg", "image/upload/cat"),
        ("res.cloudinary.com/demo/image/upload/$w_200/w_$w/v3/cat.jpg", "image/upload/cat"),
        (
            "res.cloudinary.com/demo/image/upload/l_text:Arial_20:a%252C%20b,co_red/fl_layer_apply/v3/cat.jpg",
            "image/upload/cat",
        ),
        (
            "res.cloudinary.com/demo/image/fetch/https%3A%2F%2Fe.com%2Fa.png%3Fx%3D1",
            "image/fetch/https://e.com/a.png?x=1",
        ),
        ("res.cloudinary.com/demo/image/fetch/f_auto/https:/e.com/a.png", "image/fetch/https://e.com/a.png"),
        (
            "res.cloudinary.com/demo/image/fetch/v5/http://e.com/a.png?x=1",
            "image/fetch/http://e.com/a.png?x=1",
        ),
        ("user:word@res.cloudinary.com/demo/image/upload/a.jpg#top", "image/upload/a"),
    ] {
        assert_eq!(ids(&format!("https://{path}"))[0], name, "{path}");
    }
}

#[test]
fn other_texts_are_told_apart() {
    assert_eq!(
        read("https://res.cloudinary.com/other/image/upload/a.jpg", "demo"),
        Reading::OtherCloud("other".into())
    );
    assert_eq!(read("https://Other-res.cloudinary.com/a.jpg", "demo"), Reading::OtherCloud("Other".into()));
    for text in ["docs/owl", "a b", "", "v12", "images/logo.png", "www.example.com/a.jpg"] {
        assert_eq!(read(text, "demo"), Reading::NotAUrl, "{text}");
    }
    let whole = read("https://res.cloudinary.com/demo/image/upload/a.jpg", "demo");
    for start in ["", "//", "HTTP://", "  https://"] {
        assert_eq!(read(&format!("{start}res.cloudinary.com/demo/image/upload/a.jpg"), "demo"), whole);
    }
    for text in [
        "https://example.com/a.jpg",
        "https://example.com/images/logo.png",
        "https://example.com/v1/users/7",
        "https://example.com/w_100/logo.png",
        "https://console.cloudinary.com/app/demo/image/upload",
        "https://res.cloudinary.com/",
        "https://res.cloudinary.com/demo/image/upload/",
        "cloudinary://1:2@demo",
        "ftp://res.cloudinary.com/demo/image/upload/a.jpg",
    ] {
        assert_eq!(read(text, "demo"), Reading::NotADeliveryUrl, "{text}");
    }
}

#[test]
fn what_the_text_cannot_decide_comes_as_candidates() {
    for (path, expected) in [
        ("image/upload/w_100/a.b.png", &["a.b", "a.b.png", "w_100/a.b", "w_100/a.b.png"][..]),
        ("image/upload/docs/v2/cat", &["docs/v2/cat", "cat"]),
        ("image/upload/v1/a.blend", &["a.blend", "a", "v1/a.blend", "v1/a"]),
        ("image/upload/e_sepia/v1/a", &["a", "v1/a"]),
        ("image/upload/bad%FF.jpg", &["bad%FF", "bad%FF.jpg"]),
        ("image/upload/line%0Abreak.jpg", &[]),
    ] {
        let expected: Vec<String> = expected.iter().map(|id| format!("image/upload/{id}")).collect();
        let found = ids(&format!("https://res.cloudinary.com/demo/{path}"));
        let found: Vec<String> = found.into_iter().filter(|id| id != "NotADeliveryUrl").collect();
        assert_eq!(found, expected, "{path}");
    }
    assert_eq!(
        ids("https://res.cloudinary.com/demo/any/list/logo.json")[..3],
        ["image/list/logo", "video/list/logo", "raw/list/logo"]
    );
    assert!(
        ids("https://demo-res.cloudinary.com/sample/nice.jpg").contains(&"image/upload/sample".to_owned())
    );
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
