//! Servers that take all the time in the world, a byte at a time, and answers that would be far larger
//! than what came over the wire.

use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::time::{Duration, Instant};

use cloudsweep::api::{Client, Kind, Search};
use cloudsweep::model::asset::{AssetName, DeliveryType, ResourceType};
use cloudsweep::platform::clock::Clock;

use crate::peer::{Act, Peer};
use crate::world::{SECRET, credentials, waiting};

/// How long the client waits for a whole answer.
const PATIENCE: Duration = Duration::from_millis(400);
/// Between two bytes: each comes well in time.
const DRIP: Duration = Duration::from_millis(40);

fn client(prefix: &str) -> Client {
    waiting(credentials(prefix, SECRET), Clock::default(), PATIENCE)
}

/// Sends the beginning at once and then a byte at a time, as long as anybody listens.
fn dripping(beginning: &'static str, byte: u8) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let prefix = format!("http://{}", listener.local_addr().unwrap());
    let serve = move |mut stream: TcpStream| -> std::io::Result<()> {
        let _ = stream.read(&mut [0; 4096])?;
        stream.write_all(beginning.as_bytes())?;
        loop {
            stream.write_all(&[byte])?;
            std::thread::sleep(DRIP);
        }
    };
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            std::thread::spawn(move || serve(stream));
        }
    });
    prefix
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_that_comes_byte_by_byte_is_not_waited_for() {
    let cases = [
        ("HTTP/1.1 200 OK\r\nX-Slow: ", b'a'),
        ("HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n[", b' '),
        ("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n", b' '),
        ("HTTP/1.1 404 Not Found\r\nContent-Length: 1000000\r\n\r\n<", b'a'),
        ("HTTP/1.1 500 Trouble\r\nConnection: close\r\n\r\n{", b' '),
    ];
    let asked = cases.map(async |(beginning, byte)| {
        let client = client(&dripping(beginning, byte));
        let begun = Instant::now();
        let name = AssetName {
            resource_type: ResourceType::Image,
            delivery_type: DeliveryType::Upload,
            public_id: "owl".into(),
        };
        let url = format!("{}/demo/image/upload/v1/owl.jpg", client.environment().region.api_prefix());
        let picture = client.thumbnail(&client.environment().hosts(), &url, &name, Some("jpg")).unwrap();
        assert!(client.reader().thumbnail(&picture).await.is_err(), "{beginning:?}");
        assert!(begun.elapsed() < 4 * PATIENCE, "{beginning:?}: {:?} for a picture", begun.elapsed());
        // It is tried four times, with pauses of four seconds in all.
        let begun = Instant::now();
        assert!(client.reader().ping().await.is_err(), "{beginning:?}");
        let limit = Duration::from_secs(5) + 8 * PATIENCE;
        assert!(begun.elapsed() < limit, "{beginning:?}: {:?}", begun.elapsed());
    });
    futures_util::future::join_all(asked).await;
}

/// Nobody asked for it compressed, so it is read as it came: as nothing that means anything.
#[tokio::test]
async fn a_compressed_answer_is_never_blown_up() {
    // `{"status":"ok"}` in a gzip of stored blocks.
    let stored =
        [&[0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 1, 15, 0, 0xf0, 0xff][..], br#"{"status":"ok"}"#, &[0; 8]]
            .concat();
    for encoding in ["gzip", "br", "deflate", "zstd"] {
        let told =
            vec![("Content-Type", "application/json".to_owned()), ("Content-Encoding", encoding.to_owned())];
        let peer = Peer::always(Act::Answer(200, told, stored.clone())).await;
        let error = client(&peer.prefix()).reader().ping().await.unwrap_err();
        assert_eq!(error.kind, Kind::NotJson, "{encoding}");
        assert!(peer.seen().iter().all(|seen| seen.header("accept-encoding").is_none()));
    }
}

/// Whatever reads follows no redirect, and the one who is pointed at learns nothing.
#[tokio::test]
async fn no_reading_follows_a_redirect() {
    let other = Peer::always(Act::Answer(200, Vec::new(), b"{\"resources\":[]}".to_vec())).await;
    let asked = [301, 302, 303, 307, 308].map(async |status| {
        let to = vec![("Location", format!("{}/v1_1/demo/resources/image", other.prefix()))];
        let peer = Peer::always(Act::Answer(status, to, Vec::new())).await;
        let reader = client(&peer.prefix()).reader();
        let search = Search::default();
        let (tagged, pinged, searched) = tokio::join!(
            reader.by_tag(ResourceType::Image, "t", None),
            reader.ping(),
            reader.search(&search, None),
        );
        assert!(tagged.is_err() && pinged.is_err() && searched.is_err(), "{status}");
    });
    futures_util::future::join_all(asked).await;
    assert!(other.seen().is_empty());
}
