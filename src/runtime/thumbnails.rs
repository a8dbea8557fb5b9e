//! Pictures for what is visible: the window says what it would like to draw, the newest wish
//! replaces the one before, and a few tasks fetch and decode.

use std::collections::{HashSet, VecDeque};
use std::sync::{Arc, Mutex};

use tokio::sync::Notify;

use super::command::ThumbnailWish;
use super::event::{Event, Picture};
use super::outbox::Outbox;
use super::watched::watched;
use crate::api::{Client, Thumbnail};
use crate::model::asset::AssetId;

/// Pictures that are fetched at the same time.
const AT_ONCE: usize = 8;
/// The largest side that is decoded, pixels; a thumbnail is far smaller.
const LARGEST_SIDE: u32 = 4096;

/// A handle to the tasks that fetch.
pub(super) struct Thumbnails {
    shared: Arc<Shared>,
}

struct Shared {
    queue: Mutex<Queue>,
    more: Notify,
}

#[derive(Default)]
struct Queue {
    client: Option<Client>,
    wishes: VecDeque<ThumbnailWish>,
    under_way: HashSet<AssetId>,
}

impl Thumbnails {
    /// Starts the tasks; they wait until something is wished for.
    pub(super) fn start(outbox: &Outbox) -> Self {
        let shared = Arc::new(Shared { queue: Mutex::default(), more: Notify::new() });
        for _ in 0..AT_ONCE {
            tokio::spawn(work(Arc::clone(&shared), outbox.clone()));
        }
        Self { shared }
    }

    /// Another environment is open.
    pub(super) fn of(&self, client: Client) {
        let mut queue = self.shared.queue.lock().expect("no task panics while it holds the queue");
        *queue = Queue { client: Some(client), ..Queue::default() };
    }

    /// Replaces what is wished for.
    pub(super) fn want(&self, wishes: Vec<ThumbnailWish>) {
        self.shared.queue.lock().expect("no task panics while it holds the queue").wishes = wishes.into();
        for _ in 0..AT_ONCE {
            self.shared.more.notify_one();
        }
    }
}

impl Shared {
    fn next(&self) -> Option<(Client, ThumbnailWish)> {
        let mut queue = self.queue.lock().expect("no task panics while it holds the queue");
        let client = queue.client.clone()?;
        loop {
            let wish = queue.wishes.pop_front()?;
            if queue.under_way.insert(wish.key) {
                return Some((client, wish));
            }
        }
    }

    fn done(&self, key: AssetId) {
        self.queue.lock().expect("no task panics while it holds the queue").under_way.remove(&key);
    }
}

async fn work(shared: Arc<Shared>, outbox: Outbox) {
    loop {
        while let Some((client, wish)) = shared.next() {
            let key = wish.key;
            let picture = watched(fetch(&client, &wish)).await.ok().flatten().map(Arc::new);
            shared.done(key);
            outbox.send(Event::Thumbnail { key, picture }).await;
        }
        shared.more.notified().await;
    }
}

/// `None` where there is no picture to be had: raw files, and everything that fails.
async fn fetch(client: &Client, wish: &ThumbnailWish) -> Option<Picture> {
    let thumbnail = Thumbnail::of(client, &wish.secure_url, &wish.name, wish.format.as_deref())?;
    let bytes = match client.reader().thumbnail(&thumbnail).await {
        Ok(bytes) => bytes,
        Err(error) => {
            tracing::debug!(name = %wish.name, %error, "no thumbnail");
            return None;
        }
    };
    tokio::task::spawn_blocking(move || decode(&bytes)).await.ok().flatten()
}

fn decode(bytes: &[u8]) -> Option<Picture> {
    let mut reader = image::ImageReader::new(std::io::Cursor::new(bytes)).with_guessed_format().ok()?;
    let mut limits = image::Limits::default();
    limits.max_image_width = Some(LARGEST_SIDE);
    limits.max_image_height = Some(LARGEST_SIDE);
    reader.limits(limits);
    let picture = reader.decode().ok()?.into_rgba8();
    Some(Picture { width: picture.width(), height: picture.height(), rgba: picture.into_raw() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nonsense_is_no_picture() {
        assert_eq!(decode(b"<html>"), None);
        assert_eq!(decode(b""), None);
        let mut png = Vec::new();
        image::RgbImage::new(2, 1)
            .write_to(&mut std::io::Cursor::new(&mut png), image::ImageFormat::Png)
            .unwrap();
        assert_eq!(
            decode(&png).map(|picture| (picture.width, picture.height, picture.rgba.len())),
            Some((2, 1, 8))
        );
        assert_eq!(decode(&png[..png.len() / 2]), None);
    }
}
