//! Thumbnails, from the asset's own URL.

use cloudsweep::api::{SignatureLength, Thumbnail, delivery_signature};
use cloudsweep::model::account::{Region, SignatureAlgorithm};
use cloudsweep::model::asset::ResourceType::{self, Image, Raw, Video};
use cloudsweep::model::delivery::DeliveryHost;
use cloudsweep::model::picture::NoPicture;

use crate::support::peer::{Act, Peer};
use crate::support::{SECRET, client, credentials, credentials_of, name};

/// The URL without its signature, which must be that of what follows it.
fn unsigned(thumbnail: &Thumbnail) -> String {
    let url = thumbnail.url();
    let at = url.find("/s--").expect("signed");
    let (signature, rest) = url[at + 1..].split_once('/').expect("more");
    let signed: Vec<&str> = rest
        .split('/')
        .filter(|part| {
            !part.strip_prefix('v').is_some_and(|v| v.len() > 5 && v.bytes().all(|c| c.is_ascii_digit()))
        })
        .collect();
    let secret = secrecy::SecretString::from(SECRET);
    let expected =
        delivery_signature(&signed.join("/"), &secret, SignatureAlgorithm::Sha1, SignatureLength::Short);
    assert_eq!(signature, expected, "{url}");
    format!("{}/{rest}", &url[..at])
}

#[test]
fn host_kind_and_version_stay_and_one_size_is_asked_for() {
    let mut credentials = credentials_of("demo", SECRET, SignatureAlgorithm::Sha1);
    let own = DeliveryHost::typed("media.example.com").expect("a host");
    credentials.environment.delivery_hosts.confirm(own);
    credentials.environment.region = Region::Own("http://127.0.0.1:8123".to_owned());
    let client = client(credentials);
    let res = "https://res.cloudinary.com/demo";
    for (kind, delivery, id, format, url, expected) in [
        (
            Image,
            "upload",
            "docs/owl",
            "jpg",
            "/image/upload/v1719305903/docs/owl.jpg",
            "/image/upload/c_fill,h_320,w_320/v1719305903/docs/owl.jpg",
        ),
        (
            Image,
            "upload",
            "owl",
            "pdf",
            "/image/upload/v1719305903/owl.pdf",
            "/image/upload/c_fill,h_320,pg_1,w_320/v1719305903/owl.jpg",
        ),
        (
            Image,
            "authenticated",
            "v2/a b",
            "png",
            "/image/authenticated/s--Ai4Znfl3--/v1719305903/v2/a%20b.png",
            "/image/authenticated/c_fill,h_320,w_320/v1719305903/v2/a%20b.jpg",
        ),
        (
            Video,
            "upload",
            "clips/ñ",
            "mp4",
            "/video/upload/v1719305903/clips/%C3%B1.mp4",
            "/video/upload/c_fill,h_320,so_0,w_320/v1719305903/clips/%C3%B1.jpg",
        ),
        (
            Image,
            "fetch",
            "https://e.com/v2/a.png?x=1",
            "",
            "/image/fetch/https://e.com/v2/a.png%3Fx%3D1",
            "/image/fetch/c_fill,f_jpg,h_320,w_320/https://e.com/v2/a.png%3Fx%3D1",
        ),
        (
            Image,
            "facebook",
            "65646572251",
            "jpg",
            "/image/facebook/65646572251.jpg",
            "/image/facebook/c_fill,h_320,w_320/65646572251.jpg",
        ),
    ] {
        for base in [
            res,
            "https://demo-res.cloudinary.com",
            "https://media.example.com",
            "http://127.0.0.1:8123/demo",
        ] {
            let name = name(kind, delivery, id);
            let thumbnail =
                client.thumbnail(&client.environment().hosts(), &format!("{base}{url}"), &name, Some(format));
            assert_eq!(unsigned(&thumbnail.expect("a picture")), format!("{base}{expected}"));
        }
    }
}

#[test]
fn what_has_no_picture_has_no_thumbnail() {
    let client = client(credentials_of("demo", SECRET, SignatureAlgorithm::Sha1));
    let of = |kind: ResourceType, delivery: &str, format: Option<&str>, url: &str| {
        client.thumbnail(&client.environment().hosts(), url, &name(kind, delivery, "a"), format)
    };
    let base = "https://res.cloudinary.com/demo";
    assert_eq!(of(Raw, "upload", None, &format!("{base}/raw/upload/v1/a")), Err(NoPicture::Kind));
    assert_eq!(
        of(Video, "upload", Some("mp3"), &format!("{base}/video/upload/v1/a.mp3")),
        Err(NoPicture::Kind)
    );
    assert_eq!(
        of(Image, "list", Some("json"), &format!("{base}/image/list/v1/a.json")),
        Err(NoPicture::Kind)
    );
    assert_eq!(of(Image, "upload", Some("jpg"), "https://example.com/else/a.jpg"), Err(NoPicture::Kind));
    assert_eq!(of(Image, "upload", Some("jpg"), ""), Err(NoPicture::Kind));
}

#[tokio::test]
async fn a_server_that_signs_the_decoded_name_is_understood() {
    let peer = Peer::new(|_, before| match before {
        0 => Act::Answer(401, vec![("X-Cld-Error", "Invalid Signature".to_owned())], Vec::new()),
        _ => Act::Answer(200, Vec::new(), b"a picture".to_vec()),
    })
    .await;
    let client = client(credentials("demo", &peer.prefix()));
    for (id, requests) in [("docs/ñ", 2), ("docs/owl", 3)] {
        let url = format!("{}/demo/image/private/v1719305903/{id}.jpg", peer.prefix());
        let thumbnail = client
            .thumbnail(&client.environment().hosts(), &url, &name(Image, "private", id), None)
            .expect("a picture");
        assert_eq!(client.reader().thumbnail(&thumbnail).await.expect("bytes"), b"a picture");
        assert_eq!(peer.seen().len(), requests);
    }
    let seen = peer.seen();
    assert_ne!(seen[0].target, seen[1].target, "another signature");
    assert!(
        seen.iter().all(|seen| seen.header("authorization").is_none()),
        "no credentials to the delivery host"
    );
}

#[tokio::test]
async fn a_refused_picture_tells_why() {
    let told = vec![("X-Cld-Error", "Resource not found - docs/owl".to_owned())];
    let peer = Peer::always(Act::Answer(404, told, Vec::new())).await;
    let client = client(credentials("demo", &peer.prefix()));
    let url = format!("{}/demo/image/upload/v1/docs/owl.jpg", peer.prefix());
    let thumbnail = client
        .thumbnail(&client.environment().hosts(), &url, &name(Image, "upload", "docs/owl"), None)
        .expect("a picture");
    let error = client.reader().thumbnail(&thumbnail).await.unwrap_err();
    assert_eq!((error.status, error.message.own()), (Some(404), "Resource not found - docs/owl"));
}

#[tokio::test]
async fn nothing_is_signed_for_or_asked_of_a_host_that_is_not_the_environments() {
    let (api, foreign) =
        tokio::join!(Peer::always(Act::HangUp), Peer::always(Act::Answer(200, Vec::new(), b"x".to_vec())));
    let client = client(credentials("demo", &api.prefix()));
    let of = |base: &str| {
        let url = format!("{base}/demo/image/private/v1/docs/owl.jpg");
        client.thumbnail(&client.environment().hosts(), &url, &name(Image, "private", "docs/owl"), None)
    };
    for base in [
        &*foreign.prefix(),
        "https://evil.example",
        "http://res.cloudinary.com",
        "https://res.cloudinary.com@evil.example",
        "https://res.cloudinary.com.evil.example",
        "http://169.254.169.254",
        "https://127.0.0.1",
        "file://",
    ] {
        assert_eq!(of(base), Err(NoPicture::Host), "{base}");
    }
    assert!(of(&api.prefix()).is_ok() && of("https://res.cloudinary.com").is_ok());
    assert!(foreign.seen().is_empty());
}

#[tokio::test]
async fn a_redirect_is_not_followed_and_a_flood_is_cut() {
    let elsewhere = Peer::always(Act::Answer(200, Vec::new(), b"a picture".to_vec())).await;
    let to = format!("{}/stolen", elsewhere.prefix());
    let peer = Peer::new(move |seen, _| match seen.path() {
        path if path.contains("moved") => Act::Answer(302, vec![("Location", to.clone())], Vec::new()),
        path if path.contains("large") => Act::Answer(200, Vec::new(), vec![0; (2 << 20) + 1]),
        _ => Act::Endless,
    })
    .await;
    let client = client(credentials("demo", &peer.prefix()));
    for id in ["moved", "large", "endless"] {
        let url = format!("{}/demo/image/upload/v1/{id}.jpg", peer.prefix());
        let thumbnail = client
            .thumbnail(&client.environment().hosts(), &url, &name(Image, "upload", id), None)
            .expect("a picture");
        assert!(client.reader().thumbnail(&thumbnail).await.is_err(), "{id}");
    }
    assert!(elsewhere.seen().is_empty());
}
