//! The client through a proxy: what passes, what the proxy says itself, and what that means.

use std::time::Duration;

use cloudsweep::api::{Certainty, Client, Destroyed, During, Kind, ProxySwitch, Trouble};
use cloudsweep::model::asset::{AssetName, DeliveryType, ResourceType};
use cloudsweep_practice::Server;

use crate::forward::{Deed, Forward, basic};
use crate::office::{PASSWORD, USER, credentials, own, practice, read, threads, through};
use crate::warrant::deleter;

/// Plain http: whole addresses go to the proxy.
const PLAIN: &str = "http://api.cloudsweep.test";

#[test]
fn plain_requests_pass_whole_and_with_the_login() {
    let practice = practice();
    let proxy = Forward::to(practice.address(), Some((USER, PASSWORD)));
    read(&through(proxy.address, Some(PASSWORD)), credentials(&practice, PLAIN)).unwrap();
    let came = proxy.came();
    assert_eq!(came.len(), 1);
    assert!(came[0].target.starts_with("http://api.cloudsweep.test/v1_1/practice/ping"), "{came:?}");
    assert_eq!(came[0].login, Some(basic(USER, PASSWORD)));
}

#[test]
fn a_proxy_that_wants_a_password_is_asked_once_and_told_in_three_sentences() {
    let practice = practice();
    let proxy = Forward::to(practice.address(), Some((USER, PASSWORD)));
    let mut asked = 0;
    for (prefix, certainty) in
        // Of a tunnel that was never there, it is certain that nothing went through it.
        [(PLAIN, Certainty::Unanswered), ("https://api.cloudsweep.test", Certainty::NotSent)]
    {
        for password in [None, Some("wrong")] {
            let error = read(&through(proxy.address, password), credentials(&practice, prefix)).unwrap_err();
            assert_eq!((error.kind, error.certainty), (Kind::Network(Trouble::ProxyLogin), certainty));
            asked += 1;
            assert_eq!(proxy.came().len(), asked, "a wrong password again may lock its user out");
            assert_eq!(proxy.came()[asked - 1].login, password.map(|password| basic(USER, password)));
            let told = format!("{error:?} {}", error.problem(During::Reading).more());
            assert!(!told.contains("wrong") && !told.contains(&basic(USER, "wrong")[6..]), "{told}");
            let problem = error.problem(During::Deleting);
            for sentence in [problem.what(), problem.meaning(), problem.advice()] {
                assert!(!sentence.is_empty(), "{problem:?}");
            }
            assert!(problem.what().contains("The proxy wants a user name and a password"), "{problem:?}");
        }
    }
    assert_eq!(practice.probe().requests().total, 0);
}

#[test]
fn another_password_works_for_a_client_that_is_there_already() {
    let practice = practice();
    let proxy = Forward::to(practice.address(), Some((USER, PASSWORD)));
    let switch = through(proxy.address, Some("wrong"));
    let client = Client::through(&switch, credentials(&practice, PLAIN)).unwrap();
    // One that goes by another key of the same environment has the same way.
    let other = client.behind_the_gate_of(&client);
    let threads = threads();
    assert!(threads.block_on(client.reader().ping()).is_err());
    switch.set(own(proxy.address, Some(PASSWORD)));
    threads.block_on(client.reader().ping()).unwrap();
    threads.block_on(other.reader().ping()).unwrap();
}

/// Many clients and pictures at once would be as many wrong passwords.
#[test]
fn nobody_knocks_again_at_once_with_a_login_that_was_refused() {
    let practice = practice();
    let proxy = Forward::to(practice.address(), Some((USER, PASSWORD)));
    for prefix in [PLAIN, "https://api.cloudsweep.test"] {
        let switch = through(proxy.address, Some("wrong"));
        let before = proxy.came().len();
        let first = read(&switch, credentials(&practice, prefix)).unwrap_err();
        for _ in 0..3 {
            let later = read(&switch, credentials(&practice, prefix)).unwrap_err();
            assert_eq!((later.kind, later.certainty), (first.kind, Certainty::NotSent));
        }
        assert_eq!(proxy.came().len(), before + 1, "{prefix}");
        switch.set(own(proxy.address, Some("wrong")));
        assert!(read(&switch, credentials(&practice, prefix)).is_err());
        assert_eq!(proxy.came().len(), before + 2, "{prefix}: the user said so");
    }
}

#[test]
fn a_proxy_that_is_not_there_is_told_apart_from_cloudinary() {
    let practice = practice();
    let address = Forward::to(practice.address(), None).address;
    // It is gone once it was dropped and woken.
    std::thread::sleep(Duration::from_millis(50));
    let tunnel = credentials(&practice, "https://api.cloudsweep.test");
    let error = read(&through(address, None), tunnel).unwrap_err();
    assert_eq!((error.kind, error.certainty), (Kind::Network(Trouble::ProxyAway), Certainty::NotSent));
    let error = read(&through(address, None), credentials(&practice, PLAIN)).unwrap_err();
    assert_eq!((error.kind, error.certainty), (Kind::Network(Trouble::ProxyAway), Certainty::NotSent));
}

#[test]
fn a_tunnel_that_the_proxy_refuses_is_no_answer_of_cloudinary() {
    let practice = practice();
    for status in [403, 502, 503, 504] {
        let proxy =
            Forward::scripted(practice.address(), None, move |_| Deed::Instead(status, "<h1>No</h1>"));
        let error =
            read(&through(proxy.address, None), credentials(&practice, "https://api.cloudsweep.test"));
        let error = error.unwrap_err();
        assert_eq!((error.kind, error.certainty), (Kind::Network(Trouble::Proxy), Certainty::NotSent));
    }
}

/// One of the images there.
fn image(practice: &Server) -> AssetName {
    let asset = practice.probe().all().into_iter().find(|it| it.resource_type == "image").expect("an image");
    AssetName {
        resource_type: ResourceType::Image,
        delivery_type: DeliveryType::from(asset.delivery_type),
        public_id: (*asset.public_id).into(),
    }
}

/// Whatever a proxy says of a deletion in Cloudinary's place, and in whatever form: nobody knows what became
/// of it, it is not sent again by itself, and never counts as done or refused.
#[test]
fn what_a_proxy_answers_to_a_deletion_is_never_its_end() {
    let practice = practice();
    let name = image(&practice);
    let as_cloudinary = r#"{"error":{"message":"Not here"}}"#;
    for (status, body) in [
        (407, "<h1>Log in</h1>"),
        (407, as_cloudinary),
        (502, "<h1>Bad gateway</h1>"),
        (502, as_cloudinary),
        (503, ""),
        (504, "gateway timeout"),
        (403, "<h1>This site is blocked</h1>"),
        (200, "<h1>Accept the terms of this network</h1>"),
        (302, ""),
    ] {
        for reached in [false, true] {
            let deed = move |_: &_| {
                if reached { Deed::After(status, body) } else { Deed::Instead(status, body) }
            };
            let proxy = Forward::scripted(practice.address(), None, deed);
            let client =
                Client::through(&through(proxy.address, None), credentials(&practice, PLAIN)).unwrap();
            let answer: Result<Destroyed, _> = threads().block_on(deleter(&client).destroy(&name, true));
            let error = answer.expect_err("nobody but Cloudinary says so");
            assert_eq!(error.certainty, Certainty::Unanswered, "{status} {body}: {error:?}");
            assert_eq!(proxy.came().len(), 1, "{status} {body}: sent once");
            let told = error.problem(During::Deleting).meaning();
            assert!(told.contains("may have been deleted"), "{told}");
        }
    }
}

#[test]
fn pictures_take_the_same_way() {
    let practice = practice();
    let proxy = Forward::to(practice.address(), Some((USER, PASSWORD)));
    let name = image(&practice);
    let switch = through(proxy.address, None);
    let client = Client::through(&switch, credentials(&practice, PLAIN)).unwrap();
    let url = format!("{PLAIN}/practice/image/{}/v1/{}.jpg", name.delivery_type, name.public_id);
    let thumbnail = client.thumbnail(&client.environment().hosts(), &url, &name, Some("jpg")).unwrap();
    let threads = threads();
    let error = threads.block_on(client.reader().thumbnail(&thumbnail)).unwrap_err();
    assert_eq!(error.kind, Kind::Network(Trouble::ProxyLogin));
    switch.set(own(proxy.address, Some(PASSWORD)));
    assert!(!threads.block_on(client.reader().thumbnail(&thumbnail)).unwrap().is_empty());
    assert!(proxy.came().iter().all(|came| came.target.starts_with(PLAIN)), "{:?}", proxy.came());
}

#[test]
fn this_computer_is_never_reached_through_a_proxy() {
    let practice = practice();
    let proxy = Forward::to(practice.address(), None);
    let port = practice.address().port();
    for host in ["127.0.0.1", "localhost"] {
        let credentials = credentials(&practice, &format!("http://{host}:{port}"));
        read(&through(proxy.address, None), credentials).unwrap();
    }
    assert!(proxy.came().is_empty());
}

#[test]
fn no_debug_output_shows_the_password() {
    let practice = practice();
    let switch = through(practice.address(), Some(PASSWORD));
    let client = Client::through(&switch, credentials(&practice, PLAIN)).unwrap();
    let system = cloudsweep::api::Proxy::System { logins: vec![(USER.into(), PASSWORD.into())] };
    for told in [
        format!("{switch:?} {:?}", own(practice.address(), Some(PASSWORD))),
        format!("{client:?} {system:?} {:?}", ProxySwitch::new(system.clone())),
    ] {
        assert!(!told.contains(PASSWORD) && !told.contains(&basic(USER, PASSWORD)), "{told}");
    }
}
