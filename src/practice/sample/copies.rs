//! The made-to-size copies and the backed-up versions of sample assets.

use super::super::asset::{Asset, Backup, Derived, ResourceType};
use super::super::chance::Chance;
use super::super::store::Store;
use super::{Demand, Draft};

/// A transformation, the format that it ends in, and the pixels of its result.
type Copy = (&'static str, &'static str, u32);

const OF_IMAGES: [Copy; 17] = [
    ("c_fill,g_auto,h_400,w_400", "jpg", 160_000),
    ("c_scale,w_800", "jpg", 480_000),
    ("c_limit,w_1600/f_auto/q_auto", "webp", 1_700_000),
    ("c_thumb,g_face,h_200,w_200", "jpg", 40_000),
    ("c_fill,h_630,w_1200", "jpg", 756_000),
    ("c_pad,b_white,h_600,w_600", "png", 360_000),
    ("t_product_card", "webp", 230_000),
    ("c_scale,w_320/f_auto/q_auto", "avif", 80_000),
    ("c_scale,w_640/f_auto/q_auto", "avif", 300_000),
    ("c_scale,w_1280/f_auto/q_auto", "webp", 1_150_000),
    ("e_grayscale", "jpg", 2_000_000),
    ("c_fill,h_90,w_728/q_80", "jpg", 65_000),
    ("c_crop,h_1000,w_1000,x_200,y_150/c_scale,w_500", "jpg", 250_000),
    ("c_fill,h_1920,w_1080/l_logo,g_south_east,x_40,y_40", "jpg", 2_070_000),
    ("e_background_removal/f_png", "png", 1_400_000),
    ("c_fit,h_150,w_150", "jpg", 22_000),
    ("c_scale,dpr_2.0,w_640", "jpg", 1_200_000),
];

const OF_VIDEOS: [Copy; 7] = [
    ("c_fill,h_360,so_0,w_640", "jpg", 230_000),
    ("q_auto,w_1280", "mp4", 60_000_000),
    ("sp_hd", "m3u8", 5_000),
    ("c_scale,w_480", "webm", 18_000_000),
    ("so_2,w_300", "jpg", 50_000),
    ("du_6,e_loop,w_400", "gif", 9_000_000),
    ("c_fill,ar_9:16,h_1920", "mp4", 90_000_000),
];

const OF_DOCUMENTS: [Copy; 4] = [
    ("c_fill,h_300,pg_1,w_212", "jpg", 63_000),
    ("pg_1", "png", 500_000),
    ("dn_150,pg_1,w_1200", "jpg", 2_000_000),
    ("c_scale,pg_2,w_600", "jpg", 510_000),
];

/// The copies of an asset, 0 to 12 of them, no two alike.
pub(super) fn copies(chance: &mut Chance, store: &mut Store, draft: &Draft) -> Vec<Derived> {
    let from: &[Copy] = match draft.kind.resource_type {
        ResourceType::Raw => return Vec::new(),
        ResourceType::Video => &OF_VIDEOS,
        ResourceType::Image if draft.file.pages > 0 => &OF_DOCUMENTS,
        ResourceType::Image => &OF_IMAGES,
    };
    let count = match draft.demand {
        Demand::Never => 0,
        Demand::Seldom if chance.percent(40) => 0,
        Demand::Seldom => chance.between(1, chance.clone().between(1, 6)),
        Demand::Often => chance.between(3, 12),
    };
    let first = chance.below(from.len() as u64) as usize;
    // Five shares no factor with the number of entries, so the walk repeats none.
    let walk = (0..from.len()).map(|step| from[(first + step * 5) % from.len()]);
    walk.take(count as usize)
        .map(|(transformation, format, pixels)| Derived {
            id: chance.id(),
            transformation: store.word(transformation),
            format: store.word(format),
            bytes: pixels / 100 * chance.between(8, 30) as u32,
        })
        .collect()
}

/// The backed-up versions of an asset, oldest first; the last one is what is there now.
pub(super) fn backups(chance: &mut Chance, asset: &Asset) -> Vec<Backup> {
    if !asset.kind.delivery_type.is_uploaded() || !chance.percent(88) {
        return Vec::new();
    }
    let mut backups = Vec::new();
    if asset.version > asset.created_at {
        let between = (asset.version - asset.created_at) as u64;
        for _ in 0..chance.between(0, 3) {
            let version = asset.created_at + chance.below(between) as i64;
            let bytes = asset.bytes * chance.between(60, 130) / 100 + 1;
            let (version_id, etag) = (chance.id(), chance.id());
            let now = Backup::of(asset, version_id, version);
            backups.push(Backup { version, bytes, etag, ..now });
        }
        backups.sort_by_key(|backup| backup.version);
    }
    backups.push(Backup::of(asset, chance.id(), asset.version));
    backups
}
