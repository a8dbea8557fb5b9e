//! Pictures as files.

use std::io::Cursor;

use image::codecs::gif::GifEncoder;
use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::PngEncoder;
use image::codecs::webp::WebPEncoder;
use image::{ExtendedColorType, ImageEncoder};

use super::Pixels;

/// The formats that pictures can be delivered in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    Jpeg,
    Png,
    Webp,
    Gif,
}

impl Format {
    /// By a file's extension.
    pub fn parse(extension: &str) -> Option<Self> {
        match extension {
            "jpg" | "jpeg" | "jpe" => Some(Self::Jpeg),
            "png" => Some(Self::Png),
            "webp" => Some(Self::Webp),
            "gif" => Some(Self::Gif),
            _ => None,
        }
    }

    pub fn mime(self) -> &'static str {
        match self {
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::Webp => "image/webp",
            Self::Gif => "image/gif",
        }
    }

    pub fn extension(self) -> &'static str {
        match self {
            Self::Jpeg => "jpg",
            Self::Png => "png",
            Self::Webp => "webp",
            Self::Gif => "gif",
        }
    }
}

impl Pixels {
    /// As a file; `quality` from 1 to 100 matters to JPEG.
    ///
    /// # Errors
    /// The picture is larger than the format allows.
    pub fn encode(&self, format: Format, quality: u8) -> image::ImageResult<Vec<u8>> {
        let mut file = Cursor::new(Vec::new());
        let (rows, width, height, colour) = (&self.rows, self.width, self.height, ExtendedColorType::Rgb8);
        match format {
            Format::Jpeg => {
                JpegEncoder::new_with_quality(&mut file, quality).write_image(rows, width, height, colour)?;
            }
            Format::Png => PngEncoder::new(&mut file).write_image(rows, width, height, colour)?,
            Format::Webp => WebPEncoder::new_lossless(&mut file).write_image(rows, width, height, colour)?,
            Format::Gif => {
                GifEncoder::new_with_speed(&mut file, 30).encode(rows, width, height, colour)?;
            }
        }
        Ok(file.into_inner())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_format_reads_back_as_itself_and_in_its_size() {
        let rows = (0..=255).cycle().take(40 * 30 * 3).collect();
        let pixels = Pixels { width: 40, height: 30, rows };
        for format in [Format::Jpeg, Format::Png, Format::Webp, Format::Gif] {
            let file = pixels.encode(format, 80).unwrap();
            let guessed = image::guess_format(&file).unwrap();
            assert_eq!(guessed.to_mime_type(), format.mime());
            let read = image::load_from_memory(&file).unwrap();
            assert_eq!((read.width(), read.height()), (40, 30));
            assert_eq!(Format::parse(format.extension()), Some(format));
        }
    }
}
