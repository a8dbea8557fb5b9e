//! What an uploaded file is, by its first bytes.

use std::io::Cursor;

use image::{ImageFormat, ImageReader};

use super::asset::ResourceType;
use super::chance::of_text;

/// A file's kind and measures.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Media {
    /// `None` for what is neither a picture nor a film nor a sound: raw.
    pub resource_type: Option<ResourceType>,
    /// `jpg`; empty when unknown.
    pub format: String,
    pub width: u32,
    pub height: u32,
    pub duration_ms: u32,
    pub pages: u16,
}

const IMAGES: [&str; 14] =
    ["jpg", "jpeg", "png", "gif", "webp", "avif", "bmp", "tif", "tiff", "svg", "pdf", "psd", "heic", "ico"];
const VIDEOS: [&str; 12] =
    ["mp4", "mov", "webm", "mkv", "avi", "ogv", "m4v", "mp3", "wav", "ogg", "aac", "m4a"];

/// Look at a file's bytes.
pub fn of_bytes(bytes: &[u8]) -> Media {
    if let Some(picture) = picture(bytes) {
        return picture;
    }
    let format = match bytes {
        [b'%', b'P', b'D', b'F', ..] => "pdf",
        [b'B', b'M', ..] => "bmp",
        [b'8', b'B', b'P', b'S', ..] => "psd",
        [b'I', b'I', 42, 0, ..] | [b'M', b'M', 0, 42, ..] => "tif",
        [_, _, _, _, b'f', b't', b'y', b'p', b'a', b'v', b'i', b'f', ..] => "avif",
        [_, _, _, _, b'f', b't', b'y', b'p', b'h', b'e', b'i', ..] => "heic",
        [_, _, _, _, b'f', b't', b'y', b'p', b'q', b't', ..] => "mov",
        [_, _, _, _, b'f', b't', b'y', b'p', b'M', b'4', b'A', ..] => "m4a",
        [_, _, _, _, b'f', b't', b'y', b'p', ..] => "mp4",
        [0x1a, 0x45, 0xdf, 0xa3, ..] => "webm",
        [b'O', b'g', b'g', b'S', ..] => "ogg",
        [b'I', b'D', b'3', ..] | [0xff, 0xfb | 0xf3 | 0xf2, ..] => "mp3",
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'A', b'V', b'E', ..] => "wav",
        [b'R', b'I', b'F', b'F', _, _, _, _, b'A', b'V', b'I', ..] => "avi",
        _ if is_svg(bytes) => "svg",
        _ => return Media::default(),
    };
    of_format(format)
}

fn picture(bytes: &[u8]) -> Option<Media> {
    let reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format().ok()?;
    let format = match reader.format()? {
        ImageFormat::Jpeg => "jpg",
        ImageFormat::Png => "png",
        ImageFormat::Gif => "gif",
        ImageFormat::WebP => "webp",
        _ => return None,
    };
    let (width, height) = reader.into_dimensions().unwrap_or((1, 1));
    Some(Media { width, height, ..of_format(format) })
}

fn is_svg(bytes: &[u8]) -> bool {
    let start = String::from_utf8_lossy(&bytes[..bytes.len().min(512)]);
    let start = start.trim_start();
    start.starts_with("<svg") || (start.starts_with("<?xml") && start.contains("<svg"))
}

/// What a file of this format would be, with measures made up.
fn of_format(format: &str) -> Media {
    let format = format.to_lowercase();
    let sound = matches!(format.as_str(), "mp3" | "wav" | "ogg" | "aac" | "m4a");
    if VIDEOS.contains(&format.as_str()) {
        let (width, height) = if sound { (0, 0) } else { (640, 360) };
        let resource_type = Some(ResourceType::Video);
        return Media { resource_type, format, width, height, duration_ms: 10_000, pages: 0 };
    }
    if IMAGES.contains(&format.as_str()) {
        let pages = u16::from(format == "pdf");
        let format = if format == "jpeg" { "jpg".to_owned() } else { format };
        let resource_type = Some(ResourceType::Image);
        return Media { resource_type, format, width: 800, height: 600, duration_ms: 0, pages };
    }
    Media { format, ..Media::default() }
}

/// A remote file, which is not fetched: its kind by the end of its name, its size by all of it.
pub fn of_url(url: &str) -> (Media, u64) {
    let path = url.split(['?', '#']).next().unwrap_or_default();
    let name = path.rsplit('/').next().unwrap_or_default();
    let format = name.rsplit_once('.').map_or("jpg", |(_, format)| format);
    (of_format(format), 10_000 + of_text(url) % 1_000_000)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_known_by_its_first_bytes() {
        let gif = b"GIF89a\x02\x00\x03\x00\x80\x00\x00\x00\x00\x00\xff\xff\xff,\x00\x00\x00\x00\x02\x00\x03\x00\x00\x02\x02D\x01\x00;";
        let gif = of_bytes(gif);
        assert_eq!((gif.format.as_str(), gif.width, gif.height), ("gif", 2, 3));
        for (bytes, format, of) in [
            (&b"%PDF-1.7"[..], "pdf", Some(ResourceType::Image)),
            (b"\0\0\0\x18ftypisom", "mp4", Some(ResourceType::Video)),
            (b"ID3\x04", "mp3", Some(ResourceType::Video)),
            (b"<?xml version='1.0'?><svg/>", "svg", Some(ResourceType::Image)),
            (b"plain text", "", None),
            (b"", "", None),
        ] {
            let media = of_bytes(bytes);
            assert_eq!((media.format.as_str(), media.resource_type), (format, of));
        }
    }

    #[test]
    fn a_remote_file_is_known_by_its_name() {
        let (media, bytes) = of_url("https://example.com/a/b.PDF?x=.mp4");
        assert_eq!((media.format.as_str(), media.pages), ("pdf", 1));
        assert_eq!(of_url("https://example.com/a/b.PDF?x=.mp4").1, bytes);
        assert_eq!(of_url("https://example.com/x.zip").0.resource_type, None);
    }
}
