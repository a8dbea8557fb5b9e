//! Goods in front of a soft wall: what the shop sells.

use super::super::chance::Chance;
use super::canvas::{Canvas, fade, veil};
use super::colour::{BACKDROPS, BLACK, DYES, Rgb, WHITE};
use super::shape::{self, Point};

/// A thing on its stand. Its shape and colour follow the words of the name.
pub fn product(canvas: &mut Canvas, chance: &mut Chance, aspect: f32, name: &str) {
    let dye = DYES.iter().find(|(word, _)| name.contains(word)).map(|(_, dye)| *dye);
    let colour = dye.unwrap_or_else(|| chance.pick(&DYES).1);
    let wall = chance.pick(&BACKDROPS);
    let plain = ["packshot", "studio", "label"].iter().any(|word| name.contains(word));
    let wall = if plain { Rgb::hex(0xf6_f6_f5) } else { wall };
    let floor = 0.74;
    canvas.fill(&shape::rect(0.0, 0.0, aspect, 1.0), fade(wall.lighter(0.25), wall));
    let middle = aspect / 2.0;
    let size = if name.contains("detail") { 0.62 } else { 0.44 * (aspect / 0.8).min(1.0) };
    if !plain {
        stage(canvas, chance, aspect, floor, wall, colour);
    }
    let foot = (middle, floor + 0.06);
    for ring in 0..4 {
        let wide = size * (0.62 - 0.09 * ring as f32);
        canvas.fill(&shape::ellipse(middle + 0.02, foot.1, wide, wide * 0.13), veil(BLACK, 0.07));
    }
    Thing::named(name).unwrap_or_else(|| chance.pick(&Thing::ALL)).draw(canvas, foot, size, colour);
}

fn stage(canvas: &mut Canvas, chance: &mut Chance, aspect: f32, floor: f32, wall: Rgb, colour: Rgb) {
    let middle = aspect / 2.0;
    match chance.below(4) {
        0 => canvas.fill(&shape::circle(middle, 0.46, 0.36), veil(colour.lighter(0.55), 0.55)),
        1 => canvas.fill(&shape::rounded(middle - 0.27, 0.14, 0.54, 1.2, 0.27), veil(WHITE, 0.45)),
        2 => {
            let light =
                [(aspect * 0.1, 0.0), (aspect * 0.45, 0.0), (aspect * 0.95, floor), (aspect * 0.5, floor)];
            canvas.fill(&light, veil(WHITE, 0.3));
        }
        _ => {}
    }
    canvas.fill(
        &shape::rect(0.0, floor - 0.02, aspect, 1.02 - floor),
        fade(wall.darker(0.1), wall.darker(0.02)),
    );
    if chance.percent(45) {
        let top = wall.lighter(0.5);
        canvas.fill(
            &shape::rect(middle - 0.34, floor + 0.05, 0.68, 0.12),
            fade(wall.lighter(0.15), wall.darker(0.12)),
        );
        canvas.fill(&shape::ellipse(middle, floor + 0.17, 0.34, 0.055), wall.darker(0.12));
        canvas.fill(&shape::ellipse(middle, floor + 0.05, 0.34, 0.06), top);
    }
}

/// What there is to draw.
#[derive(Clone, Copy)]
pub enum Thing {
    Mug,
    Bottle,
    Backpack,
    Tent,
    Jacket,
    Boot,
    Lantern,
    Chair,
    Book,
    Beanie,
    Pad,
    Pot,
}

impl Thing {
    pub const ALL: [Self; 12] = [
        Self::Mug,
        Self::Bottle,
        Self::Backpack,
        Self::Tent,
        Self::Jacket,
        Self::Boot,
        Self::Lantern,
        Self::Chair,
        Self::Book,
        Self::Beanie,
        Self::Pad,
        Self::Pot,
    ];

    /// By a word of the name.
    pub fn named(name: &str) -> Option<Self> {
        const WORDS: [(&str, Thing); 29] = [
            ("mug", Thing::Mug),
            ("cup", Thing::Mug),
            ("茶碗", Thing::Mug),
            ("bottle", Thing::Bottle),
            ("backpack", Thing::Backpack),
            ("duffel", Thing::Backpack),
            ("bag-", Thing::Backpack),
            ("bag ", Thing::Backpack),
            ("tent", Thing::Tent),
            ("tarp", Thing::Tent),
            ("テント", Thing::Tent),
            ("خيمة", Thing::Tent),
            ("jacket", Thing::Jacket),
            ("jacke", Thing::Jacket),
            ("hoodie", Thing::Jacket),
            ("shirt", Thing::Jacket),
            ("trousers", Thing::Jacket),
            ("boot", Thing::Boot),
            ("runner", Thing::Boot),
            ("slipper", Thing::Boot),
            ("lantern", Thing::Lantern),
            ("lamp", Thing::Lantern),
            ("chair", Thing::Chair),
            ("table", Thing::Chair),
            ("guide", Thing::Book),
            ("beanie", Thing::Beanie),
            ("mat-", Thing::Pad),
            ("pillow", Thing::Pad),
            ("cook", Thing::Pot),
        ];
        WORDS.iter().find(|(word, _)| name.contains(word)).map(|(_, thing)| *thing)
    }

    /// Standing on a point, about as high as `size`.
    pub fn draw(self, canvas: &mut Canvas, foot: Point, size: f32, colour: Rgb) {
        let mut easel = Easel { canvas, foot, size };
        match self {
            Self::Mug => mug(&mut easel, colour),
            Self::Bottle => bottle(&mut easel, colour),
            Self::Backpack => backpack(&mut easel, colour),
            Self::Tent => tent(easel.canvas, foot, size * 0.9, colour, false),
            Self::Jacket => jacket(&mut easel, colour),
            Self::Boot => boot(&mut easel, colour),
            Self::Lantern => lantern(&mut easel, colour),
            Self::Chair => chair(&mut easel, colour),
            Self::Book => book(&mut easel, colour),
            Self::Beanie => beanie(&mut easel, colour),
            Self::Pad => pad(&mut easel, colour),
            Self::Pot => pot(&mut easel, colour),
        }
    }
}

/// Draws in units of the thing: 0, 0 is its foot, 1 its height, up is negative.
struct Easel<'a> {
    canvas: &'a mut Canvas,
    foot: Point,
    size: f32,
}

impl Easel<'_> {
    fn fill(&mut self, outline: &[Point], paint: impl Into<super::canvas::Paint>) {
        self.canvas.fill(&shape::placed(outline, self.foot, self.size), paint);
    }

    /// A body the same on both sides, its right side in the shade.
    fn body(&mut self, half: &[Point], colour: Rgb) {
        self.fill(&shape::mirrored(0.0, half), fade(colour.lighter(0.14), colour));
        let shade: Vec<Point> = half.iter().map(|(across, y)| ((across - 0.03).max(0.0), *y)).collect();
        let inner: Vec<Point> = half.iter().map(|(across, y)| (across * 0.42, *y)).collect();
        let outline: Vec<Point> =
            shade.iter().map(|(across, y)| (across + 0.03, *y)).chain(inner.iter().rev().copied()).collect();
        self.fill(&outline, veil(colour.darker(0.55), 0.22));
    }

    fn gleam(&mut self, x: f32, top: f32, height: f32) {
        self.fill(&shape::rounded(x, top, 0.035, height, 0.018), veil(WHITE, 0.4));
    }
}

fn mug(easel: &mut Easel<'_>, colour: Rgb) {
    easel.fill(&shape::ellipse(0.36, -0.36, 0.2, 0.22), colour.darker(0.12));
    easel.fill(&shape::ellipse(0.35, -0.36, 0.12, 0.14), colour.lighter(0.72));
    easel.body(&[(0.37, -0.72), (0.37, -0.12), (0.33, -0.03), (0.24, 0.02), (0.0, 0.03)], colour);
    easel.fill(&shape::ellipse(0.0, -0.72, 0.37, 0.075), colour.lighter(0.42));
    easel.fill(&shape::ellipse(0.0, -0.71, 0.32, 0.055), Rgb::hex(0x4a_2d_1d));
    easel.gleam(-0.29, -0.58, 0.4);
    easel.fill(&[(-0.12, -0.24), (0.0, -0.46), (0.12, -0.24)], veil(WHITE, 0.75));
}

fn bottle(easel: &mut Easel<'_>, colour: Rgb) {
    let steel = Rgb::hex(0xb9_c0_c6);
    easel.body(&[(0.1, -1.0), (0.11, -0.9), (0.0, -0.9)], steel);
    easel.body(&[(0.08, -0.92), (0.09, -0.84), (0.0, -0.82)], steel.darker(0.25));
    let sides =
        [(0.08, -0.86), (0.12, -0.8), (0.2, -0.7), (0.21, -0.6), (0.21, -0.04), (0.18, 0.01), (0.0, 0.03)];
    easel.body(&sides, colour);
    easel.gleam(-0.16, -0.6, 0.48);
    easel.fill(&shape::rect(-0.21, -0.12, 0.42, 0.03), veil(WHITE, 0.55));
}

fn backpack(easel: &mut Easel<'_>, colour: Rgb) {
    easel.fill(&shape::circle(0.0, -0.92, 0.09), colour.darker(0.35));
    easel.fill(&shape::circle(0.0, -0.92, 0.05), colour.lighter(0.8));
    for side in [-1.0, 1.0] {
        let pocket = shape::rounded(side * 0.33 - 0.09, -0.42, 0.18, 0.36, 0.06);
        easel.fill(&pocket, colour.darker(0.22));
    }
    let sides =
        [(0.0, -0.95), (0.18, -0.92), (0.29, -0.8), (0.34, -0.55), (0.35, -0.1), (0.3, 0.0), (0.0, 0.02)];
    easel.body(&sides, colour);
    easel.fill(
        &shape::rounded(-0.3, -0.86, 0.6, 0.26, 0.12),
        fade(colour.lighter(0.22), colour.lighter(0.02)),
    );
    easel.fill(
        &shape::rounded(-0.23, -0.46, 0.46, 0.36, 0.07),
        fade(colour.lighter(0.1), colour.darker(0.14)),
    );
    easel.fill(&shape::rect(-0.23, -0.36, 0.46, 0.018), colour.darker(0.45));
    for side in [-1.0, 1.0] {
        easel.fill(&shape::rect(side * 0.16 - 0.02, -0.66, 0.04, 0.24), Rgb::hex(0x6b_4a_2f));
        easel.fill(&shape::rounded(side * 0.16 - 0.028, -0.48, 0.056, 0.05, 0.01), Rgb::hex(0xd8_b4_63));
    }
}

/// A ridge tent; with a lamp inside at night.
pub fn tent(canvas: &mut Canvas, foot: Point, size: f32, colour: Rgb, lit: bool) {
    let mut easel = Easel { canvas, foot, size };
    easel.fill(&[(0.12, -0.86), (0.86, -0.02), (0.1, 0.04)], fade(colour.darker(0.16), colour.darker(0.36)));
    easel.fill(&[(0.12, -0.86), (0.1, 0.04), (-0.72, 0.0)], fade(colour.lighter(0.16), colour));
    let inside = if lit { Rgb::hex(0xff_e3_9c) } else { colour.darker(0.68) };
    easel.fill(&[(0.0, -0.62), (0.06, 0.035), (-0.34, 0.02)], inside);
    easel.fill(&[(0.0, -0.62), (-0.34, 0.02), (-0.24, 0.03), (-0.05, -0.35)], colour.lighter(0.3));
    easel.fill(&shape::stroke((0.12, -0.86), (0.1, 0.04), 0.014), colour.darker(0.45));
    easel.fill(&shape::stroke((-0.72, 0.0), (-0.86, 0.06), 0.01), colour.darker(0.5));
    easel.fill(&shape::stroke((0.86, -0.02), (0.97, 0.05), 0.01), colour.darker(0.5));
}

fn jacket(easel: &mut Easel<'_>, colour: Rgb) {
    for side in [-1.0, 1.0] {
        let sleeve = [(0.2, -0.92), (0.36, -0.84), (0.5, -0.3), (0.49, -0.16), (0.37, -0.14), (0.24, -0.6)];
        let sleeve: Vec<Point> = sleeve.iter().map(|(x, y)| (side * x, *y)).collect();
        let dark = if side > 0.0 { 0.26 } else { 0.1 };
        easel.fill(&sleeve, fade(colour.darker(dark - 0.08), colour.darker(dark)));
        easel.fill(&shape::rounded(side * 0.43 - 0.065, -0.19, 0.13, 0.06, 0.02), colour.darker(0.42));
    }
    easel.body(&[(0.1, -0.96), (0.24, -0.91), (0.29, -0.7), (0.29, -0.04), (0.26, 0.0), (0.0, 0.01)], colour);
    let collar = [(0.1, -1.03), (0.13, -0.94), (0.0, -0.84)];
    easel.fill(&shape::mirrored(0.0, &collar), colour.darker(0.4));
    easel.fill(&shape::rect(-0.008, -0.86, 0.016, 0.86), colour.darker(0.5));
    easel.fill(&shape::rounded(-0.2, -0.7, 0.13, 0.1, 0.015), colour.lighter(0.3));
    for side in [-1.0, 1.0] {
        easel.fill(&shape::stroke((side * 0.12, -0.34), (side * 0.22, -0.18), 0.018), colour.darker(0.4));
    }
    easel.fill(&shape::rect(-0.28, -0.06, 0.56, 0.05), veil(BLACK, 0.16));
}

fn boot(easel: &mut Easel<'_>, colour: Rgb) {
    let leather = [
        (-0.3, -0.78),
        (-0.02, -0.8),
        (0.0, -0.5),
        (0.1, -0.34),
        (0.34, -0.26),
        (0.46, -0.14),
        (0.46, -0.05),
        (-0.32, -0.05),
        (-0.35, -0.3),
    ];
    easel.fill(&shape::smooth(&leather), fade(colour.lighter(0.12), colour.darker(0.12)));
    easel.fill(&shape::rounded(-0.34, -0.84, 0.35, 0.12, 0.05), colour.darker(0.34));
    easel.fill(
        &shape::smooth(&[(0.22, -0.29), (0.4, -0.2), (0.47, -0.06), (0.2, -0.06)]),
        veil(colour.darker(0.6), 0.5),
    );
    easel.fill(&shape::rounded(-0.37, -0.08, 0.88, 0.12, 0.045), Rgb::hex(0x2c_2b_2d));
    easel.fill(&shape::rect(-0.35, -0.085, 0.84, 0.025), Rgb::hex(0xe6_dc_c8));
    for lace in 0..5 {
        let y = -0.7 + lace as f32 * 0.09;
        let x = 0.012 * lace as f32 * lace as f32;
        easel.fill(&shape::stroke((x - 0.14, y + 0.02), (x + 0.02, y), 0.022), Rgb::hex(0xf2_c1_4e));
    }
    easel.fill(&shape::rounded(-0.36, -0.42, 0.14, 0.2, 0.05), veil(colour.darker(0.6), 0.4));
}

fn lantern(easel: &mut Easel<'_>, colour: Rgb) {
    easel.fill(&shape::ellipse(0.0, -0.86, 0.22, 0.2), colour.darker(0.4));
    easel.fill(&shape::ellipse(0.0, -0.85, 0.19, 0.175), colour.lighter(0.75));
    for ring in 0..4 {
        easel.fill(&shape::circle(0.0, -0.42, 0.5 - 0.08 * ring as f32), veil(Rgb::hex(0xff_de_8a), 0.12));
    }
    easel.body(&[(0.06, -0.88), (0.12, -0.8), (0.23, -0.74), (0.24, -0.68), (0.0, -0.68)], colour);
    let glass = [(0.18, -0.68), (0.22, -0.5), (0.22, -0.34), (0.18, -0.2), (0.0, -0.2)];
    easel.fill(&shape::mirrored(0.0, &glass), fade(Rgb::hex(0xff_f4_cf), Rgb::hex(0xff_d9_7d)));
    easel.fill(&shape::leaf((0.0, -0.24), (0.0, -0.56), 0.32), Rgb::hex(0xf7_94_2d));
    easel.fill(&shape::leaf((0.0, -0.24), (0.0, -0.42), 0.36), Rgb::hex(0xff_ef_b8));
    for side in [-1.0, 1.0] {
        easel.fill(&shape::stroke((side * 0.235, -0.7), (side * 0.235, -0.16), 0.022), colour.darker(0.3));
    }
    easel.body(&[(0.22, -0.22), (0.27, -0.14), (0.28, -0.02), (0.24, 0.02), (0.0, 0.03)], colour);
}

fn chair(easel: &mut Easel<'_>, colour: Rgb) {
    let wood = Rgb::hex(0xa6_75_48);
    for (from, to) in [((-0.3, 0.0), (0.28, -0.45)), ((0.36, 0.0), (-0.22, -0.45))] {
        easel.fill(&shape::stroke(from, to, 0.05), wood);
    }
    easel.fill(&shape::stroke((0.36, 0.0), (0.46, -0.95), 0.045), wood.darker(0.15));
    easel.fill(
        &[(-0.26, -0.47), (0.32, -0.38), (0.44, -0.92), (0.34, -0.96), (0.22, -0.52)],
        fade(colour, colour.darker(0.15)),
    );
    easel.fill(
        &shape::smooth(&[(-0.32, -0.5), (0.28, -0.44), (0.36, -0.38), (0.0, -0.36), (-0.3, -0.42)]),
        colour.lighter(0.15),
    );
    easel.fill(&shape::stroke((-0.34, -0.6), (0.3, -0.66), 0.04), wood.lighter(0.12));
    easel.fill(&shape::stroke((-0.3, -0.6), (-0.3, -0.44), 0.035), wood);
}

fn book(easel: &mut Easel<'_>, colour: Rgb) {
    easel.fill(&[(0.3, -0.78), (0.38, -0.72), (0.38, 0.02), (0.3, 0.0)], Rgb::hex(0xf1_ea_da));
    easel
        .fill(&shape::rounded(-0.3, -0.8, 0.62, 0.82, 0.015), fade(colour.lighter(0.1), colour.darker(0.06)));
    easel.fill(&shape::rect(-0.3, -0.8, 0.06, 0.82), veil(BLACK, 0.25));
    easel.fill(&[(-0.14, -0.3), (0.04, -0.6), (0.13, -0.44), (0.18, -0.5), (0.28, -0.3)], veil(WHITE, 0.85));
    easel.fill(&shape::circle(0.19, -0.62, 0.05), Rgb::hex(0xf4_c9_5d));
    easel.fill(&shape::rect(-0.14, -0.2, 0.42, 0.035), veil(WHITE, 0.9));
    easel.fill(&shape::rect(-0.14, -0.13, 0.28, 0.022), veil(WHITE, 0.6));
}

fn beanie(easel: &mut Easel<'_>, colour: Rgb) {
    easel.fill(&shape::circle(0.0, -0.74, 0.13), colour.lighter(0.55));
    easel
        .body(&[(0.0, -0.68), (0.16, -0.64), (0.3, -0.5), (0.37, -0.3), (0.38, -0.16), (0.0, -0.16)], colour);
    for stitch in 0..9 {
        let x = -0.32 + stitch as f32 * 0.08;
        easel.fill(&shape::stroke((x * 0.55, -0.6), (x, -0.2), 0.014), veil(colour.darker(0.6), 0.25));
    }
    easel
        .fill(&shape::rounded(-0.41, -0.24, 0.82, 0.25, 0.07), fade(colour.lighter(0.2), colour.darker(0.1)));
    for stitch in 0..12 {
        let x = -0.37 + stitch as f32 * 0.065;
        easel.fill(&shape::rect(x, -0.22, 0.014, 0.2), veil(colour.darker(0.6), 0.22));
    }
}

fn pad(easel: &mut Easel<'_>, colour: Rgb) {
    easel
        .fill(&shape::rounded(-0.5, -0.34, 0.92, 0.36, 0.18), fade(colour.lighter(0.12), colour.darker(0.2)));
    for band in [-0.24, 0.1] {
        easel.fill(&shape::rounded(band, -0.35, 0.06, 0.38, 0.03), colour.darker(0.5));
    }
    easel.fill(&shape::ellipse(0.4, -0.16, 0.15, 0.18), colour.darker(0.28));
    for ring in 1..4 {
        let share = 1.0 - ring as f32 * 0.25;
        let tone = if ring % 2 == 0 { colour.darker(0.28) } else { colour.lighter(0.3) };
        easel.fill(&shape::ellipse(0.4, -0.16, 0.15 * share, 0.18 * share), tone);
    }
}

fn pot(easel: &mut Easel<'_>, colour: Rgb) {
    for side in [-1.0, 1.0] {
        easel.fill(&shape::rounded(side * 0.44 - 0.08, -0.42, 0.16, 0.07, 0.03), Rgb::hex(0x33_33_36));
    }
    easel.body(&[(0.4, -0.5), (0.4, -0.1), (0.36, 0.0), (0.26, 0.03), (0.0, 0.04)], colour);
    easel.fill(&shape::ellipse(0.0, -0.5, 0.42, 0.08), colour.lighter(0.35));
    let lid = [(0.0, -0.64), (0.2, -0.6), (0.36, -0.52), (0.0, -0.5)];
    easel.fill(&shape::mirrored(0.0, &lid), fade(colour.lighter(0.4), colour.lighter(0.1)));
    easel.fill(&shape::rounded(-0.07, -0.73, 0.14, 0.1, 0.04), Rgb::hex(0x33_33_36));
    easel.gleam(-0.32, -0.4, 0.3);
}
