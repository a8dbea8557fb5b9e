//! Portraits as simple figures.

use std::f32::consts::PI;

use super::super::chance::Chance;
use super::canvas::{Canvas, Paint, fade, veil};
use super::colour::{BLACK, DYES, POSTERS, Rgb, WHITE};
use super::shape::{self, Point};

const SKINS: [Rgb; 7] = [
    Rgb::hex(0xf6_d7_c3),
    Rgb::hex(0xee_c0_9f),
    Rgb::hex(0xd9_a0_78),
    Rgb::hex(0xb9_7a_50),
    Rgb::hex(0x8d_57_37),
    Rgb::hex(0x5f_3a_27),
    Rgb::hex(0xf0_cb_a8),
];

const HAIRS: [Rgb; 8] = [
    Rgb::hex(0x1f_1a_1c),
    Rgb::hex(0x3b_25_1b),
    Rgb::hex(0x6d_42_28),
    Rgb::hex(0xa8_6b_35),
    Rgb::hex(0xd9_b0_6a),
    Rgb::hex(0xb5_4a_2a),
    Rgb::hex(0xb9_b6_b3),
    Rgb::hex(0x2a_2d_45),
];

const EYES: Rgb = Rgb::hex(0x2a_1f_1f);

/// One person, or a few when the picture is wide and the name says so.
pub fn portrait(canvas: &mut Canvas, chance: &mut Chance, aspect: f32, together: bool) {
    let poster = chance.pick(&POSTERS);
    let wall = chance.pick(&poster[..4]);
    canvas.fill(&shape::rect(0.0, 0.0, aspect, 1.0), fade(wall.lighter(0.28), wall.lighter(0.05)));
    match chance.below(3) {
        0 => canvas.fill(&shape::circle(aspect / 2.0, 0.46, 0.4), veil(WHITE, 0.22)),
        1 => canvas.fill(&shape::rect(0.0, 0.62, aspect, 0.38), veil(poster[4], 0.12)),
        _ => canvas.fill(&[(0.0, 1.0), (aspect, 0.25), (aspect, 1.0)], veil(poster[4], 0.1)),
    }
    let count = if together { ((aspect * 2.0) as usize).clamp(2, 4) } else { 1 };
    for place in 0..count {
        let x = aspect * (place as f32 + 0.5) / count as f32;
        let size = if count > 1 { 0.72 } else { (aspect / 0.75).min(1.0) };
        let foot = if count > 1 { 1.04 + 0.04 * (place % 2) as f32 } else { 1.0 + 0.12 * (1.0 - size) };
        person(canvas, chance, (x, foot), size);
    }
}

/// A person, head to chest, in units of their size: 0, 0 is the lower edge, up is negative.
struct Figure<'a> {
    canvas: &'a mut Canvas,
    foot: Point,
    size: f32,
    skin: Rgb,
    hair: Rgb,
    cloth: Rgb,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Hair {
    Short,
    Bob,
    Long,
    Bun,
    Curls,
    Beard,
    Cap,
}

fn person(canvas: &mut Canvas, chance: &mut Chance, foot: Point, size: f32) {
    const STYLES: [Hair; 7] =
        [Hair::Short, Hair::Bob, Hair::Long, Hair::Bun, Hair::Curls, Hair::Beard, Hair::Cap];
    let (skin, hair, cloth) = (chance.pick(&SKINS), chance.pick(&HAIRS), chance.pick(&DYES).1);
    let mut figure = Figure { canvas, foot, size, skin, hair, cloth };
    let style = chance.pick(&STYLES);
    figure.hair_behind(style);
    figure.shoulders();
    figure.face();
    figure.hair_above(style);
    if chance.percent(25) {
        figure.glasses();
    }
}

impl Figure<'_> {
    fn fill(&mut self, outline: &[Point], paint: impl Into<Paint>) {
        self.canvas.fill(&shape::placed(outline, self.foot, self.size), paint);
    }

    fn hair_behind(&mut self, style: Hair) {
        let length = match style {
            Hair::Bob => -0.42,
            Hair::Long => -0.3,
            Hair::Bun => {
                self.fill(&shape::circle(0.0, -0.88, 0.085), self.hair.darker(0.1));
                return;
            }
            _ => return,
        };
        let sides = [
            (0.0, -0.86),
            (0.17, -0.81),
            (0.22, -0.65),
            (0.22, length),
            (0.15, length + 0.03),
            (0.0, length),
        ];
        self.fill(&shape::mirrored(0.0, &sides), self.hair.darker(0.2));
    }

    fn shoulders(&mut self) {
        let cloth = self.cloth;
        let sides = [(0.09, -0.36), (0.2, -0.31), (0.32, -0.24), (0.38, -0.08), (0.4, 0.1), (0.0, 0.1)];
        self.fill(&shape::mirrored(0.0, &sides), fade(cloth.lighter(0.12), cloth.darker(0.1)));
        self.fill(&shape::half(0.0, &sides), veil(BLACK, 0.07));
        self.fill(&shape::rounded(-0.085, -0.5, 0.17, 0.24, 0.07), self.skin.darker(0.14));
        self.fill(&shape::ellipse(0.0, -0.36, 0.12, 0.05), self.skin.darker(0.05));
        for side in [-1.0, 1.0] {
            let lapel = [(side * 0.12, -0.36), (side * 0.02, -0.2), (side * 0.19, -0.28)];
            self.fill(&lapel, cloth.lighter(0.25));
        }
    }

    fn face(&mut self) {
        let skin = self.skin;
        for side in [-1.0, 1.0] {
            self.fill(&shape::ellipse(side * 0.175, -0.6, 0.03, 0.045), skin.darker(0.1));
        }
        let sides = [
            (0.0, -0.83),
            (0.1, -0.81),
            (0.17, -0.7),
            (0.172, -0.58),
            (0.13, -0.45),
            (0.06, -0.395),
            (0.0, -0.39),
        ];
        self.fill(&shape::mirrored(0.0, &sides), skin);
        self.fill(&shape::half(0.0, &sides), veil(skin.darker(0.5), 0.1));
        for side in [-1.0, 1.0] {
            self.fill(&shape::circle(side * 0.068, -0.61, 0.016), EYES);
            self.fill(
                &shape::rounded(side * 0.068 - 0.035, -0.67, 0.07, 0.014, 0.007),
                self.hair.darker(0.1),
            );
            self.fill(&shape::circle(side * 0.105, -0.53, 0.032), veil(Rgb::hex(0xe8_6a_5c), 0.2));
        }
        self.fill(&[(0.0, -0.6), (0.022, -0.535), (-0.004, -0.53)], veil(skin.darker(0.6), 0.4));
        self.mouth();
    }

    fn mouth(&mut self) {
        self.fill(&shape::arc((0.0, -0.49), (0.05, 0.032), 0.0, PI), Rgb::hex(0xa8_3f_3c));
    }

    fn hair_above(&mut self, style: Hair) {
        match style {
            Hair::Curls => {
                for curl in 0..11 {
                    let angle = PI * (1.0 + curl as f32 / 10.0);
                    self.fill(
                        &shape::circle(angle.cos() * 0.17, -0.7 + angle.sin() * 0.14, 0.065),
                        self.hair,
                    );
                }
            }
            Hair::Beard => {
                let beard = [
                    (0.172, -0.58),
                    (0.16, -0.44),
                    (0.08, -0.36),
                    (0.0, -0.35),
                    (-0.08, -0.36),
                    (-0.16, -0.44),
                    (-0.172, -0.58),
                    (-0.1, -0.5),
                    (0.1, -0.5),
                ];
                self.fill(&beard, self.hair);
                self.mouth();
            }
            Hair::Cap => {
                self.fill(&shape::arc((0.0, -0.7), (0.19, 0.19), PI, PI * 2.0), self.cloth.darker(0.25));
                self.fill(&shape::rounded(-0.2, -0.73, 0.4, 0.06, 0.03), self.cloth.lighter(0.2));
            }
            Hair::Short | Hair::Bob | Hair::Long | Hair::Bun => {
                let fringe = [
                    (-0.185, -0.58),
                    (-0.19, -0.74),
                    (-0.11, -0.86),
                    (0.05, -0.88),
                    (0.17, -0.79),
                    (0.185, -0.58),
                    (0.155, -0.68),
                    (0.02, -0.745),
                    (-0.1, -0.72),
                    (-0.16, -0.66),
                ];
                self.fill(&shape::smooth(&fringe), self.hair);
            }
        }
    }

    fn glasses(&mut self) {
        let frame = Rgb::hex(0x20_22_2a);
        for side in [-1.0, 1.0] {
            self.fill(&shape::circle(side * 0.07, -0.605, 0.05), veil(frame, 0.75));
            self.fill(&shape::circle(side * 0.07, -0.605, 0.04), veil(self.skin.lighter(0.35), 0.85));
            self.fill(&shape::circle(side * 0.068, -0.605, 0.015), EYES);
        }
        self.fill(&shape::rect(-0.022, -0.615, 0.044, 0.01), frame);
    }
}
