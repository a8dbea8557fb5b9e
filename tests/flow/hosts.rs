//! The hosts of an environment: seen in what is listed, confirmed by the user,
//! kept with it, and taken off again.

use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::sync::Arc;

use cloudsweep::model::account::{Credentials, EnvironmentId, KnownHosts};
use cloudsweep::model::asset::{AssetName, DeliveryType, ResourceType};
use cloudsweep::model::delivery::DeliveryHost;
use cloudsweep::model::picture::NoPicture;
use cloudsweep::platform::keychain::SessionVault;
use cloudsweep::runtime::command::{Command, Keep, ThumbnailWish};
use cloudsweep::runtime::event::Event;

use crate::program::Program;
use crate::selectors;

/// Answers every call with one asset, delivered from a host of its own.
fn server() -> std::io::Result<String> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let address = format!("http://{}", listener.local_addr()?);
    let body = r#"{"resources":[{"asset_id":"b5e6d2b39ba3e0869d67141ba7dba6cf","public_id":"docs/owl",
        "format":"jpg","version":1719305903,"resource_type":"image","type":"upload","bytes":1,
        "created_at":"2024-02-25T08:58:23Z",
        "secure_url":"https://Media.Shop.example/image/upload/v1719305903/docs/owl.jpg"}],
        "total_count":1,"status":"ok","cloud_name":"shop","plan":"Free"}"#;
    std::thread::spawn(move || {
        for connection in listener.incoming() {
            let Ok(mut connection) = connection else { continue };
            std::thread::spawn(move || {
                let mut seen = Vec::new();
                let mut part = [0; 4096];
                while let Ok(read @ 1..) = connection.read(&mut part) {
                    seen.extend_from_slice(&part[..read]);
                    let text = String::from_utf8_lossy(&seen);
                    let Some((head, rest)) = text.split_once("\r\n\r\n") else { continue };
                    let length = head.lines().find_map(|line| {
                        let (name, value) = line.split_once(':')?;
                        name.eq_ignore_ascii_case("content-length").then(|| value.trim().parse().ok())?
                    });
                    if rest.len() < length.unwrap_or(0) {
                        continue;
                    }
                    let head = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nconnection: close";
                    let _ = write!(connection, "{head}\r\ncontent-length: {}\r\n\r\n{body}", body.len());
                    return;
                }
            });
        }
    });
    Ok(address)
}

fn start(home: &std::path::Path) -> Program {
    Program::start(home, Arc::new(SessionVault::default()))
}

impl Program {
    /// The remembered hosts of an environment, once it is so.
    fn hosts(&mut self, of: &EnvironmentId, wanted: impl Fn(&KnownHosts) -> bool) -> KnownHosts {
        self.wait(|event| {
            let Event::Environments { remembered, .. } = event else { return None };
            let one = remembered.into_iter().find(|one| one.environment.id() == *of)?;
            wanted(&one.environment.delivery_hosts).then_some(one.environment.delivery_hosts)
        })
    }

    /// Why the picture of the only asset is not there, or what became of asking for it.
    fn no_picture(&mut self) -> NoPicture {
        let name = AssetName {
            resource_type: ResourceType::Image,
            delivery_type: DeliveryType::Upload,
            public_id: "docs/owl".into(),
        };
        let key = "b5e6d2b39ba3e0869d67141ba7dba6cf".parse().expect("an ID");
        let wish = ThumbnailWish { key, secure_url: LINK.into(), name, format: Some("jpg".into()) };
        self.send(Command::WantThumbnails(vec![wish]));
        self.wait(|event| match event {
            Event::Thumbnail { picture, .. } => Some(picture.expect_err("no such host exists")),
            _ => None,
        })
    }
}

const LINK: &str = "https://media.shop.example/image/upload/v1719305903/docs/owl.jpg";

#[test]
fn links_on_listed_hosts_are_read_and_only_a_persons_word_has_pictures_fetched_from_them() {
    let home = tempfile::tempdir().unwrap();
    let url = format!("cloudinary://1:secret@shop?upload_prefix={}", server().unwrap());
    let credentials = Credentials::from_cloudinary_url(&url).unwrap();
    let id = credentials.environment.id();
    let named = |hosts: KnownHosts| {
        let environment = cloudsweep::model::account::Environment {
            delivery_hosts: hosts,
            ..credentials.environment.clone()
        };
        selectors::one(LINK, &environment.hosts()).unwrap()
    };
    assert!(format!("{:?}", named(KnownHosts::default())).contains("OtherHost"), "not known yet");

    let mut first = start(home.path());
    first.send(Command::Remember { credentials: credentials.clone(), keep: Keep::Keychain });
    first.opened();
    first.send(Command::ListLibrary { generation: 1, kind: None, cursor: None });
    let seen = first.hosts(&id, |hosts| !hosts.seen().is_empty());
    assert_eq!((seen.seen()[0].to_string(), seen.confirmed().len()), ("media.shop.example".to_owned(), 0));
    assert!(format!("{:?}", named(seen)).contains("docs/owl"));
    assert_eq!(first.no_picture(), NoPicture::Host, "what a listing names is not asked for anything");
    drop(first);

    let mut second = start(home.path());
    let kept = second.hosts(&id, |hosts| !hosts.seen().is_empty());
    assert!(kept.confirmed().is_empty());
    // Connecting anew, with another secret, forgets nothing of it and trusts nothing more.
    second.send(Command::Remember { credentials: credentials.clone(), keep: Keep::Keychain });
    second.opened();
    assert_eq!(second.no_picture(), NoPicture::Host);
    let host = DeliveryHost::typed(LINK).unwrap();
    second.send(Command::ConfirmHost { environment: id.clone(), host: host.clone() });
    second.hosts(&id, |hosts| hosts.confirmed() == std::slice::from_ref(&host) && hosts.seen().is_empty());
    assert_eq!(second.no_picture(), NoPicture::Failed, "it was asked for; nothing is there");
    drop(second);

    let mut third = start(home.path());
    third.hosts(&id, |hosts| hosts.confirmed().len() == 1);
    third.send(Command::RemoveHost { environment: id.clone(), host });
    third.hosts(&id, |hosts| *hosts == KnownHosts::default());
}
