//! A small library.

use std::sync::Arc;

use super::Settings;
use super::asset::{Asset, Backup, Derived, Kind, parent};
use super::chance::Chance;
use super::settings::FolderMode;
use super::store::Store;

/// Fills it.
pub fn fill(store: &mut Store, settings: &Settings, now: i64) {
    let mut chance = Chance::new(settings.seed);
    let kinds = [
        ("image", "upload", "jpg"),
        ("video", "upload", "mp4"),
        ("raw", "upload", ""),
        ("image", "private", "png"),
    ];
    for n in 0..settings.assets {
        let (of, delivered, format) = kinds[if n % 8 < 5 { 0 } else { n % 8 - 4 }];
        let Some(kind) = Kind::parse(of, delivered) else { continue };
        let name = format!("folder{}/item-{n}{}", n % 7, if of == "raw" { ".txt" } else { "" });
        let created = now - 86_400 * 30 - (n as i64) * 60;
        let mut asset = Asset::new(chance.id(), kind, Arc::from(name.as_str()), created);
        asset.format = store.word(format);
        asset.bytes = chance.between(1000, 900_000);
        if of != "raw" {
            (asset.width, asset.height) = (640, 480);
        }
        let folder = if settings.folder_mode == FolderMode::Fixed {
            parent(&name)
        } else {
            ["", "a", "a/b", "c"][n % 4]
        };
        asset.folder = store.word(folder);
        asset.tags = [store.word(["red", "green", "blue"][n % 3])].into_iter().collect();
        if n % 4 == 0 && of != "raw" {
            for w in [100, 200] {
                asset.derived.push(Derived {
                    id: chance.id(),
                    transformation: store.word(&format!("c_scale,w_{w}")),
                    format: store.word("jpg"),
                    bytes: 999,
                });
            }
        }
        if settings.backup && n % 3 != 0 {
            asset.backups.push(Backup {
                version_id: chance.id(),
                version: created,
                bytes: asset.bytes,
                time: created,
            });
        }
        store.insert(asset);
    }
}
