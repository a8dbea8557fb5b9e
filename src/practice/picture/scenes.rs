//! What the pictures show. Each scene is drawn from an asset's own chance, so that it is the same
//! at every size and every time.

use super::super::chance::Chance;
use super::canvas::{Canvas, Colour, mix};

/// Five colours that go together: light, soft, main, deep, accent.
type Scheme = [Colour; 5];

const SCHEMES: [Scheme; 10] = [
    [[255, 240, 219], [247, 199, 148], [226, 125, 96], [92, 61, 83], [255, 250, 240]],
    [[227, 242, 253], [144, 190, 224], [66, 117, 168], [24, 49, 83], [255, 214, 140]],
    [[236, 246, 233], [168, 208, 160], [86, 145, 101], [31, 68, 60], [250, 232, 160]],
    [[253, 232, 239], [240, 171, 190], [196, 88, 120], [82, 34, 70], [255, 246, 226]],
    [[240, 236, 250], [186, 172, 226], [116, 96, 178], [45, 36, 86], [250, 208, 120]],
    [[250, 246, 238], [222, 205, 181], [168, 136, 105], [72, 56, 48], [214, 92, 70]],
    [[226, 245, 243], [138, 205, 200], [52, 140, 143], [17, 66, 79], [250, 176, 110]],
    [[238, 240, 243], [190, 198, 209], [112, 125, 145], [39, 48, 66], [240, 120, 90]],
    [[255, 247, 214], [250, 214, 105], [231, 158, 44], [104, 62, 27], [90, 150, 190]],
    [[28, 34, 58], [62, 72, 116], [110, 96, 160], [14, 16, 32], [250, 226, 170]],
];

/// Draws one of the scenes for photographs.
pub fn photograph(canvas: &mut Canvas, chance: &mut Chance) {
    let scheme = chance.pick(&SCHEMES);
    match chance.below(7) {
        0 | 1 => hills(canvas, chance, scheme),
        2 => sea(canvas, chance, scheme),
        3 => product(canvas, chance, scheme),
        4 => poster(canvas, chance, scheme),
        5 => portrait(canvas, chance, scheme),
        _ => town(canvas, chance, scheme),
    }
}

/// From 0 to 1.
fn part(chance: &mut Chance) -> f32 {
    chance.below(1000) as f32 / 1000.0
}

fn hills(canvas: &mut Canvas, chance: &mut Chance, [light, soft, main, deep, accent]: Scheme) {
    let (width, height) = (canvas.width, canvas.height);
    canvas.gradient(0.0, height, mix(soft, light, 0.35), light);
    let x = width * (0.2 + 0.6 * part(chance));
    let radius = 0.07 + 0.06 * part(chance);
    canvas.circle(x, height * (0.22 + 0.16 * part(chance)), radius, accent);
    let phase = part(chance) * 6.0;
    for (level, swing, colour) in [
        (0.52, 0.10, mix(light, soft, 0.75)),
        (0.63, 0.09, mix(soft, main, 0.45)),
        (0.75, 0.07, main),
        (0.88, 0.05, mix(main, deep, 0.7)),
    ] {
        canvas.ridge(level, swing, phase + level * 9.0, colour);
    }
    for _ in 0..chance.below(9) {
        let (x, size) = (width * part(chance), 0.05 + 0.05 * part(chance));
        let foot = height * 0.93;
        canvas.polygon(&[(x, foot - size * 2.4), (x + size * 0.6, foot), (x - size * 0.6, foot)], deep);
    }
}

fn sea(canvas: &mut Canvas, chance: &mut Chance, [light, soft, main, deep, accent]: Scheme) {
    let (width, height) = (canvas.width, canvas.height);
    let horizon = height * (0.45 + 0.15 * part(chance));
    canvas.gradient(0.0, horizon, mix(soft, main, 0.2), light);
    let x = width * (0.25 + 0.5 * part(chance));
    canvas.circle(x, horizon - 0.04, 0.1, accent);
    canvas.gradient(horizon, height, mix(main, soft, 0.3), mix(main, deep, 0.8));
    for step in 0..9_u8 {
        let down = f32::from(step) / 9.0;
        let half = 0.09 * (1.0 - down * 0.6) * (0.6 + 0.4 * part(chance));
        let y = horizon + 0.015 + down * (height - horizon);
        canvas.rectangle(x - half, y, half * 2.0, 0.012, mix(accent, main, 0.25 + down * 0.6));
    }
    let boat = width * (0.15 + 0.7 * part(chance));
    let foot = horizon + 0.05;
    canvas.polygon(&[(boat, foot - 0.02), (boat, foot - 0.19), (boat + 0.1, foot - 0.03)], light);
    canvas
        .polygon(&[(boat - 0.02, foot - 0.04), (boat - 0.02, foot - 0.15), (boat - 0.07, foot - 0.04)], soft);
    let hull = [
        (boat - 0.1, foot - 0.02),
        (boat + 0.12, foot - 0.02),
        (boat + 0.08, foot + 0.02),
        (boat - 0.07, foot + 0.02),
    ];
    canvas.polygon(&hull, deep);
}

fn product(canvas: &mut Canvas, chance: &mut Chance, [light, soft, main, deep, accent]: Scheme) {
    let (width, height) = (canvas.width, canvas.height);
    canvas.gradient(0.0, height * 0.68, mix(light, [255; 3], 0.4), light);
    canvas.gradient(height * 0.68, height, mix(light, soft, 0.45), mix(light, soft, 0.8));
    let (x, foot) = (width / 2.0, height * 0.8);
    canvas.ellipse(x, foot, 0.28, 0.035, mix(soft, deep, 0.25));
    match chance.below(3) {
        0 => {
            let wide = 0.11 + 0.05 * part(chance);
            canvas.rectangle(x - wide, foot - 0.42, wide * 2.0, 0.42, main);
            canvas.rectangle(x - wide, foot - 0.42, wide * 0.45, 0.42, mix(main, light, 0.3));
            canvas.rectangle(x - wide * 0.4, foot - 0.54, wide * 0.8, 0.13, deep);
            canvas.rectangle(x - wide, foot - 0.3, wide * 2.0, 0.16, mix(light, [255; 3], 0.6));
            canvas.rectangle(x - wide * 0.6, foot - 0.25, wide * 1.2, 0.02, deep);
            canvas.rectangle(x - wide * 0.4, foot - 0.21, wide * 0.8, 0.015, accent);
        }
        1 => {
            canvas.ellipse(x, foot - 0.18, 0.2, 0.17, main);
            canvas.ellipse(x, foot - 0.29, 0.15, 0.035, deep);
            canvas.ellipse(x - 0.09, foot - 0.2, 0.035, 0.07, mix(main, light, 0.45));
            let stem = [
                (x - 0.008, foot - 0.3),
                (x + 0.008, foot - 0.3),
                (x + 0.05, foot - 0.56),
                (x + 0.035, foot - 0.56),
            ];
            canvas.polygon(&stem, mix(deep, main, 0.3));
            canvas.circle(x + 0.045, foot - 0.57, 0.06, accent);
            canvas.circle(x - 0.06, foot - 0.47, 0.045, mix(accent, main, 0.4));
        }
        _ => {
            canvas.rectangle(x - 0.17, foot - 0.28, 0.34, 0.09, main);
            canvas.rectangle(x - 0.17, foot - 0.55, 0.06, 0.3, mix(main, deep, 0.35));
            for leg in [-0.16, -0.05, 0.05, 0.14] {
                canvas.rectangle(x + leg, foot - 0.2, 0.022, 0.2, deep);
            }
            canvas.rectangle(x - 0.15, foot - 0.32, 0.31, 0.045, accent);
        }
    }
}

fn poster(canvas: &mut Canvas, chance: &mut Chance, scheme: Scheme) {
    let (width, height) = (canvas.width, canvas.height);
    canvas.gradient(0.0, height, scheme[0], mix(scheme[0], scheme[1], 0.4));
    for _ in 0..chance.between(4, 7) {
        let (x, y, size) = (width * part(chance), height * part(chance), 0.1 + 0.28 * part(chance));
        let colour = scheme[chance.between(1, 4) as usize];
        match chance.below(4) {
            0 => canvas.circle(x, y, size, colour),
            1 => canvas.rectangle(x - size, y - size / 2.0, size * 2.0, size, colour),
            2 => canvas.polygon(&[(x, y - size), (x + size, y + size), (x - size, y + size)], colour),
            _ => {
                canvas.circle(x, y, size, colour);
                canvas.circle(x, y, size * 0.62, scheme[0]);
                canvas.circle(x, y, size * 0.3, scheme[3]);
            }
        }
    }
}

fn portrait(canvas: &mut Canvas, chance: &mut Chance, [light, soft, main, deep, accent]: Scheme) {
    const SKIN: [Colour; 5] =
        [[250, 219, 196], [236, 188, 150], [205, 148, 108], [150, 100, 70], [104, 68, 50]];
    const HAIR: [Colour; 5] = [[46, 36, 34], [96, 62, 40], [170, 120, 60], [120, 44, 34], [190, 186, 180]];
    let (width, height) = (canvas.width, canvas.height);
    canvas.gradient(0.0, height, light, mix(soft, light, 0.3));
    canvas.circle(width * 0.5, height * 0.5, 0.42, mix(soft, light, 0.35));
    let (skin, hair) = (chance.pick(&SKIN), chance.pick(&HAIR));
    let (x, y) = (width / 2.0, height * 0.44);
    let long = chance.percent(50);
    if long {
        canvas.ellipse(x, y + 0.09, 0.19, 0.27, hair);
    }
    let shirt = chance.pick(&[main, deep, accent]);
    canvas.ellipse(x, height + 0.06, 0.36, 0.33, shirt);
    canvas.rectangle(x - 0.055, y + 0.1, 0.11, 0.17, mix(skin, deep, 0.12));
    canvas.ellipse(x, y, 0.135, 0.17, skin);
    canvas.ellipse(x, y - 0.12, 0.15, 0.085, hair);
    canvas.ellipse(x - 0.12, y - 0.05, 0.03, 0.07, hair);
    canvas.ellipse(x + 0.12, y - 0.05, 0.03, 0.07, hair);
    for side in [-0.05, 0.05] {
        canvas.circle(x + side, y + 0.005, 0.013, [40, 34, 36]);
    }
    canvas.ellipse(x, y + 0.085, 0.04, 0.012, mix(skin, [170, 60, 60], 0.55));
}

fn town(canvas: &mut Canvas, chance: &mut Chance, [light, soft, main, deep, accent]: Scheme) {
    let (width, height) = (canvas.width, canvas.height);
    canvas.gradient(0.0, height, mix(main, deep, 0.35), mix(light, soft, 0.5));
    canvas.circle(width * (0.15 + 0.7 * part(chance)), height * 0.2, 0.06, accent);
    for (base, shade) in [(0.42, mix(soft, main, 0.6)), (0.6, mix(main, deep, 0.75))] {
        let mut x = -0.05;
        while x < width {
            let wide = 0.1 + 0.12 * part(chance);
            let top = height * (base + 0.22 * part(chance));
            canvas.rectangle(x, top, wide, height - top, shade);
            windows(canvas, chance, (x, top, wide), accent);
            x += wide + 0.012;
        }
    }
    canvas.rectangle(0.0, height * 0.94, width, height, deep);
}

fn windows(canvas: &mut Canvas, chance: &mut Chance, (x, top, wide): (f32, f32, f32), lit: Colour) {
    let columns = (wide / 0.045) as u8;
    for column in 0..columns {
        for floor in 0..7_u8 {
            let y = top + 0.03 + f32::from(floor) * 0.055;
            if y < canvas.height * 0.92 && chance.percent(38) {
                canvas.rectangle(x + 0.014 + f32::from(column) * 0.045, y, 0.02, 0.028, lit);
            }
        }
    }
}

/// A page of a document: heading, lines of text, and a chart or a picture.
pub fn document(canvas: &mut Canvas, chance: &mut Chance, page: u64) {
    let scheme = chance.pick(&SCHEMES);
    let mut chance = Chance::new(chance.next() ^ page);
    let (width, height) = (canvas.width, canvas.height);
    canvas.gradient(0.0, height, [214, 218, 224], [200, 205, 213]);
    let (left, top) = (width * 0.12, height * 0.08);
    let (wide, tall) = (width - 2.0 * left, height - top);
    canvas.rectangle(left + 0.012, top + 0.014, wide, tall, [180, 186, 196]);
    canvas.rectangle(left, top, wide, tall, [255, 255, 255]);
    let (inside, across) = (left + wide * 0.1, wide * 0.8);
    canvas.rectangle(inside, top + 0.07, across * 0.62, 0.045, scheme[3]);
    canvas.rectangle(inside, top + 0.135, across * 0.4, 0.02, scheme[2]);
    let mut y = top + 0.2;
    if chance.percent(60) {
        for bar in 0..5_u8 {
            let tall = 0.05 + 0.17 * part(&mut chance);
            let x = inside + across * f32::from(bar) / 5.0;
            canvas.rectangle(
                x,
                y + 0.22 - tall,
                across * 0.13,
                tall,
                mix(scheme[2], scheme[1], f32::from(bar) / 5.0),
            );
        }
        y += 0.27;
    }
    while y < height {
        let last = chance.percent(18);
        let length =
            across * if last { 0.35 + 0.4 * part(&mut chance) } else { 0.94 + 0.06 * part(&mut chance) };
        canvas.rectangle(inside, y, length, 0.016, [190, 195, 204]);
        y += if last { 0.065 } else { 0.038 };
    }
}

/// Black bands above and below, as films have them.
pub fn letterbox(canvas: &mut Canvas) {
    let (width, height) = (canvas.width, canvas.height);
    let band = height * 0.09;
    canvas.rectangle(0.0, 0.0, width, band, [10, 10, 12]);
    canvas.rectangle(0.0, height - band, width, band + 0.1, [10, 10, 12]);
}
