//! Pictures for what is visible: the window says what it would like to draw, the newest wish
//! replaces the one before, and a few tasks fetch and decode.

use std::collections::{HashSet, VecDeque};
use std::sync::{Arc, Mutex};

use tokio::sync::{Notify, Semaphore};

use super::command::ThumbnailWish;
use super::event::{Event, Picture};
use super::outbox::Outbox;
use super::watched::watched;
use crate::api::{Client, Kind};
use crate::model::asset::AssetId;
use crate::model::delivery::Hosts;
use crate::model::picture::NoPicture;

/// Pictures that are fetched at the same time.
const AT_ONCE: usize = 8;
/// Pictures that are decoded at the same time, each within [`LARGEST_ALLOCATION`].
const DECODED_AT_ONCE: usize = 2;
/// The largest side that is decoded, pixels; one of 320 is asked for.
const LARGEST_SIDE: u32 = 1024;
/// What a decoder may take for itself, bytes: four times the largest picture.
const LARGEST_ALLOCATION: u64 = 16 << 20;
/// The largest side that is kept, pixels: what waits for the window is at most some 400 kB each.
const KEPT_SIDE: u32 = 320;

/// A handle to the tasks that fetch.
pub(super) struct Thumbnails {
    shared: Arc<Shared>,
}

struct Shared {
    queue: Mutex<Queue>,
    more: Notify,
    decoding: Semaphore,
}

#[derive(Default)]
struct Queue {
    client: Option<Client>,
    /// From which pictures are fetched.
    hosts: Hosts,
    wishes: VecDeque<ThumbnailWish>,
    under_way: HashSet<AssetId>,
}

impl Thumbnails {
    /// Starts the tasks; they wait until something is wished for.
    pub(super) fn start(outbox: &Outbox) -> Self {
        let shared = Arc::new(Shared {
            queue: Mutex::default(),
            more: Notify::new(),
            decoding: Semaphore::new(DECODED_AT_ONCE),
        });
        for _ in 0..AT_ONCE {
            tokio::spawn(work(Arc::clone(&shared), outbox.clone()));
        }
        Self { shared }
    }

    /// Another environment is open.
    pub(super) fn of(&self, client: Client) {
        let mut queue = self.shared.queue.lock().expect("no task panics while it holds the queue");
        let hosts = client.environment().hosts();
        *queue = Queue { client: Some(client), hosts, ..Queue::default() };
    }

    /// The open environment has other hosts than it had.
    pub(super) fn hosts(&self, hosts: Hosts) {
        self.shared.queue.lock().expect("no task panics while it holds the queue").hosts = hosts;
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
    fn next(&self) -> Option<(Client, Hosts, ThumbnailWish)> {
        let mut queue = self.queue.lock().expect("no task panics while it holds the queue");
        let client = queue.client.clone()?;
        loop {
            let wish = queue.wishes.pop_front()?;
            if queue.under_way.insert(wish.key) {
                return Some((client, queue.hosts.clone(), wish));
            }
        }
    }

    fn done(&self, key: AssetId) {
        self.queue.lock().expect("no task panics while it holds the queue").under_way.remove(&key);
    }
}

async fn work(shared: Arc<Shared>, outbox: Outbox) {
    loop {
        while let Some((client, hosts, wish)) = shared.next() {
            let key = wish.key;
            let picture = watched(fetch(&shared, &client, &hosts, &wish)).await;
            let picture = picture.unwrap_or(Err(NoPicture::Failed)).map(Arc::new);
            shared.done(key);
            outbox.send(Event::Thumbnail { key, picture }).await;
        }
        shared.more.notified().await;
    }
}

async fn fetch(
    shared: &Shared,
    client: &Client,
    hosts: &Hosts,
    wish: &ThumbnailWish,
) -> Result<Picture, NoPicture> {
    let thumbnail = client.thumbnail(hosts, &wish.secure_url, &wish.name, wish.format.as_deref())?;
    let bytes = match client.reader().thumbnail(&thumbnail).await {
        Ok(bytes) => bytes,
        Err(error) => {
            tracing::debug!(name = %wish.name, %error, "no thumbnail");
            // An answer without a status was read until it was far too long.
            let too_long = error.kind == Kind::NotJson && error.status.is_none();
            return Err(if too_long { NoPicture::TooLarge } else { NoPicture::Failed });
        }
    };
    let Ok(_turn) = shared.decoding.acquire().await else { return Err(NoPicture::Failed) };
    tokio::task::spawn_blocking(move || decode(&bytes)).await.unwrap_or(Err(NoPicture::Unreadable))
}

/// The first frame of a picture whose declared size is that of a thumbnail.
fn decode(bytes: &[u8]) -> Result<Picture, NoPicture> {
    let reader = || {
        let reader = image::ImageReader::new(std::io::Cursor::new(bytes)).with_guessed_format();
        let Ok(mut reader) = reader else { return Err(NoPicture::Unreadable) };
        let mut limits = image::Limits::default();
        limits.max_image_width = Some(LARGEST_SIDE);
        limits.max_image_height = Some(LARGEST_SIDE);
        limits.max_alloc = Some(LARGEST_ALLOCATION);
        reader.limits(limits);
        Ok(reader)
    };
    let failed = |error| match error {
        image::ImageError::Limits(_) => NoPicture::TooLarge,
        _ => NoPicture::Unreadable,
    };
    // Before anything is made as large as it says it is.
    let (width, height) = reader()?.into_dimensions().map_err(failed)?;
    if width > LARGEST_SIDE || height > LARGEST_SIDE {
        return Err(NoPicture::TooLarge);
    }
    let mut picture = reader()?.decode().map_err(failed)?;
    if width > KEPT_SIDE || height > KEPT_SIDE {
        picture = picture.thumbnail(KEPT_SIDE, KEPT_SIDE);
    }
    let picture = picture.into_rgba8();
    Ok(Picture { width: picture.width(), height: picture.height(), rgba: picture.into_raw() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nonsense_is_no_picture() {
        assert_eq!(decode(b"<html>"), Err(NoPicture::Unreadable));
        assert_eq!(decode(b""), Err(NoPicture::Unreadable));
        let mut png = Vec::new();
        image::RgbImage::new(2, 1)
            .write_to(&mut std::io::Cursor::new(&mut png), image::ImageFormat::Png)
            .unwrap();
        assert_eq!(
            decode(&png).map(|picture| (picture.width, picture.height, picture.rgba.len())),
            Ok((2, 1, 8))
        );
        assert_eq!(decode(&png[..png.len() / 2]), Err(NoPicture::Unreadable));
    }

    fn encoded(width: u32, height: u32, format: image::ImageFormat) -> Vec<u8> {
        let mut bytes = std::io::Cursor::new(Vec::new());
        image::RgbaImage::new(width, height).write_to(&mut bytes, format).unwrap();
        bytes.into_inner()
    }

    /// Bytes of a GIF that says it is so large, with as many frames as asked.
    fn gif(width: u16, height: u16, frames: usize) -> Vec<u8> {
        let mut bytes = b"GIF89a".to_vec();
        bytes.extend(width.to_le_bytes());
        bytes.extend(height.to_le_bytes());
        bytes.extend([0x80, 0, 0, 0, 0, 0, 255, 255, 255]);
        for _ in 0..frames {
            bytes.extend([0x2c, 0, 0, 0, 0]);
            bytes.extend(width.to_le_bytes());
            bytes.extend(height.to_le_bytes());
            bytes.extend([0, 2, 2, 0x44, 1, 0]);
        }
        bytes.push(0x3b);
        bytes
    }

    #[test]
    fn nothing_is_made_as_large_as_a_picture_says_it_is() {
        use image::ImageFormat::{Gif, Jpeg, Png, WebP};
        for format in [Png, WebP, Gif] {
            let bomb = encoded(4096, 4096, format);
            assert!(bomb.len() < 2 << 20, "{format:?} comes through the limit of bytes: {}", bomb.len());
            assert_eq!(decode(&bomb), Err(NoPicture::TooLarge), "{format:?}");
        }
        let mut jpeg = std::io::Cursor::new(Vec::new());
        image::RgbImage::new(4096, 4096).write_to(&mut jpeg, Jpeg).unwrap();
        assert_eq!(decode(&jpeg.into_inner()), Err(NoPicture::TooLarge));
        assert_eq!(decode(&gif(65_535, 65_535, 1)), Err(NoPicture::TooLarge));
        assert_eq!(decode(&encoded(LARGEST_SIDE + 1, 1, Png)), Err(NoPicture::TooLarge));
    }

    /// A picture that says it is 60,000 pixels wide and high, in as few bytes as its format allows.
    #[test]
    fn a_few_bytes_that_claim_a_wall_of_pixels_are_refused_unread() {
        use image::ImageFormat::{Jpeg, Png};
        let side = 60_000_u16;
        let mut png = encoded(1, 1, Png);
        png[16..24].copy_from_slice(&[0, 0, 0xea, 0x60, 0, 0, 0xea, 0x60]);
        let checked = checksum(&png[12..29]);
        png[29..33].copy_from_slice(&checked);
        let mut jpeg = std::io::Cursor::new(Vec::new());
        image::RgbImage::new(1, 1).write_to(&mut jpeg, Jpeg).unwrap();
        let mut jpeg = jpeg.into_inner();
        let frame = jpeg.windows(2).position(|marker| marker == [0xff, 0xc0]).unwrap();
        jpeg[frame + 5..frame + 9].copy_from_slice(&[0xea, 0x60, 0xea, 0x60]);
        // Extended: width and height less one, 24 bits each.
        let mut webp = b"RIFF\x2a\0\0\0WEBPVP8X\x0a\0\0\0\0\0\0\0".to_vec();
        webp.extend([0x5f, 0xea, 0, 0x5f, 0xea, 0]);
        webp.extend(b"VP8L\x08\0\0\0\x2f\0\0\0\0\0\0\0");
        let start = std::time::Instant::now();
        for (format, bomb) in [("png", png), ("jpeg", jpeg), ("webp", webp), ("gif", gif(side, side, 1))] {
            let told = decode(&bomb);
            assert!(matches!(told, Err(NoPicture::TooLarge | NoPicture::Unreadable)), "{format}");
            // A damaged header is no proof: the size itself must have been read where it can be.
            assert!(format == "webp" || told == Err(NoPicture::TooLarge), "{format}: {told:?}");
        }
        let svg = br#"<svg xmlns="http://www.w3.org/2000/svg" width="60000" height="60000"/>"#;
        let avif = b"\0\0\0\x1cftypavif\0\0\0\0avifmif1miaf\0\0\0\x14ispe\0\0\0\0\0\0\xea\x60\0\0\xea\x60";
        for (format, bomb) in [("svg", &svg[..]), ("avif", &avif[..])] {
            assert_eq!(decode(bomb), Err(NoPicture::Unreadable), "{format} is not drawn at all");
        }
        assert!(start.elapsed().as_secs() < 2, "{:?}", start.elapsed());
    }

    /// The checksum of a PNG's chunk.
    fn checksum(bytes: &[u8]) -> [u8; 4] {
        let mut crc = u32::MAX;
        for byte in bytes {
            crc ^= u32::from(*byte);
            for _ in 0..8 {
                crc = if crc & 1 == 1 { (crc >> 1) ^ 0xedb8_8320 } else { crc >> 1 };
            }
        }
        (!crc).to_be_bytes()
    }

    #[test]
    fn of_many_frames_one_is_decoded() {
        let start = std::time::Instant::now();
        let many = gif(320, 320, 100_000);
        assert!(!matches!(decode(&many), Err(NoPicture::TooLarge)));
        assert!(start.elapsed().as_secs() < 2, "{:?}", start.elapsed());
    }

    #[test]
    fn what_is_kept_is_no_larger_than_a_thumbnail() {
        for (width, height) in [(1024, 1024), (1024, 1), (3, 700), (320, 320)] {
            let picture = decode(&encoded(width, height, image::ImageFormat::Png)).unwrap();
            assert!(picture.width.max(picture.height) <= KEPT_SIDE && picture.width.min(picture.height) > 0);
            assert_eq!(picture.rgba.len(), picture.width as usize * picture.height as usize * 4);
        }
    }
}
