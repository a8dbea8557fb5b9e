//! Pictures that the window holds: a cache of textures within a byte limit, and the list of
//! those that this frame would like to have.
//!
//! A view asks for what it draws; what it asked for and is not there becomes the wish of the
//! frame. The wish is sent only when it differs from the last one.

use std::collections::HashMap;

use egui::{ColorImage, Context, TextureHandle, TextureOptions};

use crate::model::asset::{Asset, AssetId, ResourceType};
use crate::model::picture::NoPicture;
use crate::runtime::command::{Command, ThumbnailWish};
use crate::runtime::event::Picture;

/// Bytes of textures kept; about 700 pictures of 300 by 300.
const LIMIT: usize = 256 << 20;

/// What there is to draw.
#[derive(Clone)]
pub enum Look {
    /// Wished for, not there yet.
    Loading,
    /// There is none to be had.
    Missing,
    /// There is one, and it is not shown.
    NotShown(NoPicture),
    /// Here it is.
    Ready(TextureHandle),
}

struct Slot {
    texture: Result<TextureHandle, NoPicture>,
    bytes: usize,
    used: u64,
}

/// The window's pictures.
pub struct Thumbnails {
    slots: HashMap<AssetId, Slot>,
    bytes: usize,
    limit: usize,
    frame: u64,
    out: Vec<ThumbnailWish>,
    sent: Vec<AssetId>,
    off: bool,
    held: bool,
}

impl Default for Thumbnails {
    fn default() -> Self {
        Self::with_limit(LIMIT)
    }
}

impl Thumbnails {
    /// An empty cache that keeps at most this many bytes of textures.
    pub fn with_limit(limit: usize) -> Self {
        Self {
            slots: HashMap::new(),
            bytes: 0,
            limit,
            frame: 0,
            out: Vec::new(),
            sent: Vec::new(),
            off: false,
            held: false,
        }
    }

    /// Fetches none, and shows what stands for them.
    pub fn switch(&mut self, on: bool) {
        if self.off == on {
            // What was sent stays noted, so that the next frame takes that wish back.
            let sent = std::mem::take(&mut self.sent);
            self.clear();
            self.sent = if on { Vec::new() } else { sent };
        }
        self.off = !on;
    }

    /// Asks for nothing more in this frame, and takes back what is asked for: what is in sight flies past.
    pub fn hold(&mut self, held: bool) {
        self.held = held;
    }

    /// The picture of an asset; out for it if it is not there. Raw files have none.
    pub fn of(&mut self, asset: &Asset) -> Look {
        let Some(key) = asset.asset_id else { return Look::Missing };
        if asset.name.resource_type == ResourceType::Raw {
            return Look::Missing;
        }
        self.get(key, || ThumbnailWish {
            key,
            secure_url: asset.secure_url.clone(),
            name: asset.name.clone(),
            format: asset.format.clone(),
        })
    }

    /// The picture under a key; out for it if it is not there.
    pub fn get(&mut self, key: AssetId, wish: impl FnOnce() -> ThumbnailWish) -> Look {
        if self.off {
            return Look::Missing;
        }
        if let Some(slot) = self.slots.get_mut(&key) {
            slot.used = self.frame;
            return match &slot.texture {
                Ok(texture) => Look::Ready(texture.clone()),
                Err(NoPicture::Kind) => Look::Missing,
                Err(why) => Look::NotShown(*why),
            };
        }
        if !self.held && self.out.iter().all(|other| other.key != key) {
            self.out.push(wish());
        }
        Look::Loading
    }

    /// Takes a picture that came, and lets go of the longest unused ones above the limit.
    pub fn insert(&mut self, ctx: &Context, key: AssetId, picture: Result<&Picture, NoPicture>) {
        if self.off {
            return;
        }
        let picture = picture.and_then(|picture| {
            let wanted = (picture.width as usize).saturating_mul(picture.height as usize).saturating_mul(4);
            let whole = wanted > 0 && picture.rgba.len() == wanted;
            if whole { Ok(picture) } else { Err(NoPicture::Unreadable) }
        });
        let texture = picture.map(|picture| {
            let extent = [picture.width as usize, picture.height as usize];
            let image = ColorImage::from_rgba_unmultiplied(extent, &picture.rgba);
            ctx.load_texture(format!("thumbnail-{key}"), image, TextureOptions::LINEAR)
        });
        let bytes = picture.map_or(0, |picture| picture.rgba.len());
        if let Some(old) = self.slots.insert(key, Slot { texture, bytes, used: self.frame }) {
            self.bytes -= old.bytes;
        }
        self.bytes += bytes;
        self.evict();
    }

    /// Forgets everything: another environment was opened.
    pub fn clear(&mut self) {
        self.slots.clear();
        self.out.clear();
        self.sent.clear();
        self.bytes = 0;
    }

    /// Asks again for what was not shown: the environment's hosts changed.
    pub fn forget_refused(&mut self) {
        self.slots.retain(|_, slot| slot.texture.is_ok());
        self.sent.clear();
    }

    /// Ends a frame: the wish to send, if it changed.
    pub fn end_frame(&mut self) -> Option<Command> {
        self.frame += 1;
        self.held = false;
        let out = std::mem::take(&mut self.out);
        let keys: Vec<AssetId> = out.iter().map(|wish| wish.key).collect();
        if keys == self.sent || keys.iter().all(|key| self.sent.contains(key)) && !keys.is_empty() {
            return None;
        }
        self.sent = keys;
        Some(Command::WantThumbnails(out))
    }

    fn evict(&mut self) {
        while self.bytes > self.limit {
            let oldest = self
                .slots
                .iter()
                .filter(|(_, slot)| slot.bytes > 0 && slot.used + 1 < self.frame)
                .min_by_key(|(_, slot)| slot.used)
                .map(|(key, _)| *key);
            let Some(slot) = oldest.and_then(|key| self.slots.remove(&key)) else { return };
            self.bytes -= slot.bytes;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::asset::{AssetName, DeliveryType};

    fn wish(byte: u8) -> ThumbnailWish {
        ThumbnailWish {
            key: AssetId::from_bytes([byte; 16]),
            secure_url: "https://res.cloudinary.com/demo/image/upload/a.jpg".into(),
            name: AssetName {
                resource_type: ResourceType::Image,
                delivery_type: DeliveryType::Upload,
                public_id: "a".into(),
            },
            format: None,
        }
    }

    fn ask(thumbnails: &mut Thumbnails, byte: u8) -> Look {
        thumbnails.get(AssetId::from_bytes([byte; 16]), || wish(byte))
    }

    fn picture() -> Picture {
        Picture { width: 2, height: 2, rgba: vec![255; 16] }
    }

    #[test]
    fn a_wish_is_sent_once_and_again_only_when_it_grows() {
        let mut thumbnails = Thumbnails::default();
        ask(&mut thumbnails, 1);
        assert!(matches!(thumbnails.end_frame(), Some(Command::WantThumbnails(out)) if out.len() == 1));
        ask(&mut thumbnails, 1);
        assert!(thumbnails.end_frame().is_none());
        ask(&mut thumbnails, 1);
        ask(&mut thumbnails, 2);
        assert!(matches!(thumbnails.end_frame(), Some(Command::WantThumbnails(out)) if out.len() == 2));
    }

    #[test]
    fn what_flies_past_is_not_wished_for() {
        let mut thumbnails = Thumbnails::default();
        ask(&mut thumbnails, 1);
        assert!(thumbnails.end_frame().is_some());
        thumbnails.hold(true);
        assert!(matches!(ask(&mut thumbnails, 2), Look::Loading));
        assert!(matches!(thumbnails.end_frame(), Some(Command::WantThumbnails(out)) if out.is_empty()));
        ask(&mut thumbnails, 3);
        assert!(matches!(thumbnails.end_frame(), Some(Command::WantThumbnails(out)) if out.len() == 1));
    }

    #[test]
    fn switched_off_nothing_is_wished_for_and_nothing_is_shown() {
        let mut thumbnails = Thumbnails::default();
        thumbnails.insert(&Context::default(), AssetId::from_bytes([1; 16]), Ok(&picture()));
        thumbnails.switch(false);
        assert!(matches!(ask(&mut thumbnails, 1), Look::Missing));
        assert!(matches!(ask(&mut thumbnails, 2), Look::Missing));
        assert!(thumbnails.end_frame().is_none());
        thumbnails.switch(true);
        assert!(matches!(ask(&mut thumbnails, 1), Look::Loading), "fetched anew");
    }

    #[test]
    fn the_longest_unused_pictures_go_first_and_the_visible_ones_stay() {
        let ctx = Context::default();
        let mut thumbnails = Thumbnails::with_limit(32);
        for byte in 1..=4 {
            thumbnails.insert(&ctx, AssetId::from_bytes([byte; 16]), Ok(&picture()));
            thumbnails.end_frame();
            thumbnails.end_frame();
        }
        assert!(matches!(ask(&mut thumbnails, 1), Look::Loading));
        assert!(matches!(ask(&mut thumbnails, 4), Look::Ready(_)));
        assert!(thumbnails.bytes <= 32);
    }

    #[test]
    fn a_picture_of_the_wrong_length_is_missing_and_not_a_crash() {
        let ctx = Context::default();
        let mut thumbnails = Thumbnails::default();
        let torn = Picture { width: 9, height: 9, rgba: vec![0; 5] };
        thumbnails.insert(&ctx, AssetId::from_bytes([1; 16]), Ok(&torn));
        assert!(matches!(ask(&mut thumbnails, 1), Look::NotShown(NoPicture::Unreadable)));
    }
}
