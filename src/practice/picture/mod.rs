//! Generated pictures: what the practice environment delivers for images, pages and video frames.

mod canvas;
mod scenes;

use image::RgbImage;

use super::asset::{Asset, ResourceType};
use super::chance::{self, Chance};
use canvas::Canvas;

/// The largest side that is drawn, pixels.
const LARGEST: u32 = 2048;

/// What of an asset is to be seen.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Moment {
    /// Page of a document, from 1; 0 counts as the first.
    pub page: u64,
    /// Seconds into a video.
    pub seconds: f32,
}

/// Draws an asset in so many pixels; larger sides than 2,048 are cut down. The same asset gives
/// the same picture.
pub fn draw(asset: &Asset, width: u32, height: u32, moment: Moment) -> RgbImage {
    let (width, height) = (width.clamp(1, LARGEST), height.clamp(1, LARGEST));
    let mut canvas = Canvas::new(width, height);
    let seed = chance::of_text(&asset.public_id) ^ (asset.etag.0 as u64);
    let mut chance = Chance::new(seed);
    if asset.pages > 0 {
        scenes::document(&mut canvas, &mut chance, moment.page.max(1));
    } else if asset.kind.resource_type == ResourceType::Video {
        let mut frame = Chance::new(seed ^ (moment.seconds / 5.0) as u64);
        scenes::photograph(&mut canvas, &mut frame);
        scenes::letterbox(&mut canvas);
    } else {
        scenes::photograph(&mut canvas, &mut chance);
    }
    canvas.finish()
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::super::asset::{DeliveryType, Id, Kind};
    use super::*;

    fn asset(public_id: &str) -> Asset {
        let kind = Kind { resource_type: ResourceType::Image, delivery_type: DeliveryType::UPLOAD };
        Asset::new(Id(7), kind, Arc::from(public_id), 0)
    }

    #[test]
    fn an_asset_always_looks_the_same_and_others_look_different() {
        let owl = draw(&asset("owl"), 80, 60, Moment::default());
        assert_eq!(owl.dimensions(), (80, 60));
        assert_eq!(owl, draw(&asset("owl"), 80, 60, Moment::default()));
        assert_ne!(owl, draw(&asset("harbour"), 80, 60, Moment::default()));
    }

    #[test]
    fn every_scene_fills_its_sheet_in_every_format() {
        for number in 0..60 {
            for (width, height) in [(64, 64), (120, 20), (20, 120), (1, 1)] {
                let picture = draw(&asset(&format!("scene {number}")), width, height, Moment::default());
                assert!(picture.pixels().all(|pixel| pixel.0 != [0, 0, 0]), "{number} {width}×{height}");
            }
        }
    }
}
