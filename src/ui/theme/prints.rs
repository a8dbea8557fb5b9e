//! The colours of the first page's drawn prints; the same in both themes, as pictures are.

#![expect(clippy::unreadable_literal, reason = "colours are read as six digits")]

use egui::Color32;

/// Sky, far hills, near hills, sun: one print each.
pub const PRINTS: [[Color32; 4]; 9] = [
    scene(0xfde7cf, 0xf3b58a, 0xd97757, 0xfff7e8),
    scene(0xcfe6f7, 0x8dbbe0, 0x3d7fb5, 0xffffff),
    scene(0xe3f1dc, 0xa7cf9b, 0x5b9a68, 0xfffbe0),
    scene(0xe9e0f8, 0xb8a3e3, 0x7a5fc0, 0xfff3fb),
    scene(0xffe3e3, 0xf2a5a5, 0xc95f6b, 0xfff6f0),
    scene(0xd8f1f0, 0x8fd0cc, 0x3a928f, 0xf7fffc),
    scene(0x27364d, 0x3d5576, 0x16202f, 0xf4e9c8),
    scene(0xfff0c9, 0xf4cf72, 0xc99530, 0xffffff),
    scene(0xdfe5ee, 0xaab8cc, 0x66788f, 0xffffff),
];

const fn colour(hex: u32) -> Color32 {
    Color32::from_rgb((hex >> 16) as u8, (hex >> 8) as u8, hex as u8)
}

const fn scene(sky: u32, far: u32, near: u32, sun: u32) -> [Color32; 4] {
    [colour(sky), colour(far), colour(near), colour(sun)]
}
