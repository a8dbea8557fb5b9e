//! Pictures for assets that have none: drawn when they are asked for, and always the same.
//!
//! What is drawn depends on the asset alone: its content (the etag), its kind and the words of
//! its name. A person in `team/…`, a red mug for `…enamel-mug-red…`, pages for a PDF, a still of
//! a film for a video. Nothing is kept, every picture is drawn anew at the size in question.

mod canvas;
mod colour;
mod encode;
mod goods;
mod indoors;
mod outdoors;
mod paper;
mod people;
mod shape;

pub use canvas::View;
pub use encode::Format;

use self::canvas::Canvas;
use self::colour::WHITE;
use super::asset::{Asset, DeliveryType, ResourceType};
use super::chance::{Chance, of_text};

/// What is wanted of an asset.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Shot {
    /// In pixels.
    pub width: u32,
    pub height: u32,
    /// The part of the picture, from 0, 0 to 1, 1; what lies outside of it is white.
    pub view: View,
    /// Of a document, from 1.
    pub page: u16,
    /// Of a video, from 0 to 1.
    pub moment: f32,
}

/// All of a picture.
pub const WHOLE: View = View { x: 0.0, y: 0.0, width: 1.0, height: 1.0 };

/// Rows of red, green, blue.
#[derive(Debug)]
pub struct Pixels {
    pub width: u32,
    pub height: u32,
    pub rows: Vec<u8>,
}

/// Draw an asset.
pub fn draw(asset: &Asset, shot: &Shot) -> Pixels {
    let aspect = aspect(asset);
    let seed = of_text(&asset.etag.to_string());
    let video = asset.kind.resource_type == ResourceType::Video;
    let (zoom, pan) = if video { (0.94, 0.06 * shot.moment.clamp(0.0, 1.0)) } else { (1.0, 0.0) };
    let View { x, y, width, height } = shot.view;
    let view = View {
        x: (x * zoom + pan) * aspect,
        y: y * zoom,
        width: width * zoom * aspect,
        height: height * zoom,
    };
    let mut canvas = Canvas::new(shot.width, shot.height, view);
    let mut chance = Chance::new(seed);
    let name = asset.public_id.to_lowercase();
    let motif = Motif::of(asset, &name, &mut chance);
    match motif {
        Motif::Landscape => outdoors::landscape(&mut canvas, &mut chance, aspect),
        Motif::Sea => outdoors::sea(&mut canvas, &mut chance, aspect),
        Motif::City => outdoors::city(&mut canvas, &mut chance, aspect),
        Motif::Product => goods::product(&mut canvas, &mut chance, aspect, &name),
        Motif::StillLife => indoors::still_life(&mut canvas, &mut chance, aspect),
        Motif::Plants => indoors::plants(&mut canvas, &mut chance, aspect),
        Motif::Portrait => {
            let together = ["offsite", "founders", "together"].iter().any(|word| name.contains(word));
            people::portrait(&mut canvas, &mut chance, aspect, together);
        }
        Motif::Document => paper::document(&mut canvas, &mut chance, aspect, shot.page),
        Motif::Poster => paper::poster(&mut canvas, &mut chance, aspect),
        Motif::Advert => paper::advert(&mut canvas, &mut chance, aspect),
        Motif::Screen => paper::screen(&mut canvas, &mut chance, aspect),
        Motif::Emblem => paper::emblem(&mut canvas, &mut chance, aspect, &name),
        Motif::Sound => paper::sound(&mut canvas, &mut chance, aspect),
    }
    if video && motif != Motif::Sound {
        // The strip stands still while the film runs behind it.
        canvas = canvas.onto(shot.view, aspect);
        paper::film(&mut canvas, aspect);
    }
    canvas = canvas.onto(shot.view, aspect);
    for edge in margins(shot.view, aspect) {
        canvas.fill(&edge, WHITE);
    }
    Pixels { width: shot.width, height: shot.height, rows: canvas.into_pixels() }
}

/// What a view shows beside the picture.
fn margins(view: View, aspect: f32) -> Vec<shape::Outline> {
    let View { x, y, width, height } = view;
    let (left, top, right, bottom) = (x < 0.0, y < 0.0, x + width > 1.001, y + height > 1.001);
    let aside = |there: bool, x: f32, y: f32| there.then(|| shape::rect(x * aspect, y, 9.0 * aspect, 9.0));
    [aside(left, -9.0, -4.0), aside(top, -4.0, -9.0), aside(right, 1.0, -4.0), aside(bottom, -4.0, 1.0)]
        .into_iter()
        .flatten()
        .collect()
}

/// Width by height. What has no size of its own is square, and sound is as wide as a film.
pub fn aspect(asset: &Asset) -> f32 {
    let ratio = match (asset.width, asset.height) {
        (0, _) | (_, 0) if asset.kind.resource_type == ResourceType::Video => 16.0 / 9.0,
        (0, _) | (_, 0) => 1.0,
        (width, height) => width as f32 / height as f32,
    };
    ratio.clamp(0.15, 8.0)
}

/// What there is to see.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Motif {
    Landscape,
    Sea,
    City,
    Product,
    StillLife,
    Plants,
    Portrait,
    Document,
    Poster,
    Advert,
    Screen,
    Emblem,
    Sound,
}

impl Motif {
    fn of(asset: &Asset, name: &str, chance: &mut Chance) -> Self {
        use Motif::{Advert, City, Landscape, Plants, Portrait, Poster, Product, Sea, StillLife};
        const PAPERS: [&str; 4] = ["size chart", "scan ", "contracts/", "offer-"];
        const EMBLEMS: [&str; 8] =
            ["logo", "icons/", "-mark", "badge", "sticker", "loading", "pixel", "b-corp"];
        const SHOTS: [Motif; 13] = [
            Landscape, Landscape, Landscape, Landscape, Sea, Sea, City, StillLife, StillLife, Plants, Plants,
            Portrait, Poster,
        ];
        let has = |words: &[&str]| words.iter().any(|word| name.contains(word));
        let social = asset.kind.delivery_type > DeliveryType::FETCH;
        match () {
            () if asset.kind.resource_type == ResourceType::Video && asset.width == 0 => Self::Sound,
            () if asset.pages > 0 || *asset.format == *"pdf" || has(&PAPERS) => Self::Document,
            () if *asset.format == *"svg" || has(&EMBLEMS) => Self::Emblem,
            () if name.starts_with("team/") || name.contains("founder") || social => Portrait,
            () if name.starts_with("screenshot") => Self::Screen,
            () if goods::Thing::named(name).is_some() && !name.starts_with("blog/") => Product,
            () if name.starts_with("campaigns/") => {
                chance.pick(&[Advert, Advert, Advert, Landscape, Poster, Sea, Plants])
            }
            () if name.starts_with("videos/") => {
                chance.pick(&[Landscape, Landscape, Sea, City, Portrait, StillLife])
            }
            () => chance.pick(&SHOTS),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::asset::{Id, Kind};
    use super::*;

    fn asset(kind: (&str, &str), public_id: &str, etag: u128) -> Asset {
        let mut asset = Asset::new(Id(1), Kind::parse(kind.0, kind.1).unwrap(), public_id.into(), 0);
        asset.etag = Id(etag);
        (asset.width, asset.height) = (300, 200);
        asset
    }

    fn shot(width: u32, height: u32) -> Shot {
        Shot { width, height, view: WHOLE, page: 1, moment: 0.0 }
    }

    #[test]
    fn the_same_asset_always_looks_the_same_and_another_one_does_not() {
        let one = asset(("image", "upload"), "a", 7);
        let again = draw(&one, &shot(60, 40)).rows;
        assert_eq!(draw(&one, &shot(60, 40)).rows, again);
        assert_ne!(draw(&asset(("image", "upload"), "a", 8), &shot(60, 40)).rows, again);
        assert_eq!(again.len(), 60 * 40 * 3);
    }

    #[test]
    fn a_part_of_a_picture_is_that_part_of_the_whole() {
        let one = asset(("image", "upload"), "a", 7);
        let whole = draw(&one, &shot(60, 40)).rows;
        let view = View { x: 0.5, y: 0.25, width: 0.5, height: 0.5 };
        let part = draw(&one, &Shot { width: 30, height: 20, view, ..shot(0, 0) }).rows;
        let differing =
            (0..20).filter(|row| part[row * 90..][..90] != whole[(row + 10) * 180 + 90..][..90]).count();
        assert!(differing <= 2, "{differing} rows differ");
    }

    #[test]
    fn every_kind_of_asset_has_its_motif() {
        for (kind, name, expected) in [
            (("image", "upload"), "team/Zoë Castro", Motif::Portrait),
            (("image", "facebook"), "12345", Motif::Portrait),
            (("image", "upload"), "products/2021/enamel-mug-red-front", Motif::Product),
            (("image", "upload"), "Screenshot 2022-03-14 at 10.22", Motif::Screen),
            (("image", "upload"), "web/icons/2022/tarp", Motif::Emblem),
            (("image", "upload"), "products/2021/size chart, men", Motif::Document),
        ] {
            let motif = Motif::of(&asset(kind, name, 1), &name.to_lowercase(), &mut Chance::new(1));
            assert_eq!(motif, expected, "{name}");
        }
        let mut sound = asset(("video", "upload"), "podcast/one", 1);
        (sound.width, sound.height) = (0, 0);
        assert_eq!(Motif::of(&sound, "podcast/one", &mut Chance::new(1)), Motif::Sound);
    }

    #[test]
    fn pages_of_a_document_and_moments_of_a_film_differ() {
        let mut paper = asset(("image", "upload"), "manual", 3);
        paper.pages = 9;
        let page = |page| draw(&paper, &Shot { page, ..shot(60, 40) }).rows;
        assert_ne!(page(2), page(3));
        let film = asset(("video", "upload"), "videos/x", 3);
        let moment = |moment| draw(&film, &Shot { moment, ..shot(60, 40) }).rows;
        assert_ne!(moment(0.0), moment(0.9));
    }

    #[test]
    fn every_motif_can_be_drawn_in_any_proportion() {
        for etag in 0..60 {
            for (width, height) in [(1, 1), (3, 400), (400, 3), (33, 21)] {
                let mut one = asset(("image", "upload"), "x", etag);
                (one.width, one.height) = (width, height);
                assert_eq!(draw(&one, &shot(width, height)).rows.len(), (width * height * 3) as usize);
            }
        }
    }
}
