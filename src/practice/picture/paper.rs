//! Printed and drawn things: documents, posters, screens, emblems, and sound.

use super::super::chance::Chance;
use super::canvas::{Canvas, fade, veil};
use super::colour::{BLACK, DYES, POSTERS, Rgb, WHITE};
use super::goods::Thing;
use super::outdoors;
use super::shape;

const INK: Rgb = Rgb::hex(0x3a_40_4c);

/// A page of a document; the first one is a cover.
pub fn document(canvas: &mut Canvas, chance: &mut Chance, aspect: f32, page: u16) {
    let poster = chance.pick(&POSTERS);
    let paper = Rgb::hex(0xfd_fc_f9);
    canvas.fill(&shape::rect(0.0, 0.0, aspect, 1.0), fade(WHITE, paper));
    let margin = aspect * 0.11;
    let width = aspect - 2.0 * margin;
    if page <= 1 && chance.percent(60) {
        cover(canvas, chance, aspect, margin, &poster);
        return;
    }
    let mut chance = Chance::new(chance.next() ^ u64::from(page));
    canvas.fill(&shape::rect(margin, 0.06, width * 0.2, 0.008), poster[1]);
    canvas.fill(&shape::rounded(margin, 0.1, width * chance.within(0.5, 0.85), 0.028, 0.004), INK);
    canvas
        .fill(&shape::rounded(margin, 0.14, width * chance.within(0.3, 0.6), 0.014, 0.004), veil(INK, 0.55));
    let mut y = 0.19;
    while y < 0.9 {
        match chance.below(5) {
            0 if y < 0.66 => {
                chart(canvas, &mut chance, (margin, y, width, 0.2), &poster);
                y += 0.25;
            }
            1 if y < 0.68 => {
                table(canvas, (margin, y, width), &poster);
                y += 0.22;
            }
            2 if y < 0.7 => {
                canvas.fill(&shape::rect(margin, y, width * 0.46, 0.17), fade(poster[3], poster[2]));
                lines(canvas, &mut chance, (margin + width * 0.52, y, width * 0.48), 7);
                y += 0.21;
            }
            _ => {
                lines(canvas, &mut chance, (margin, y, width), 5);
                y += 0.15;
            }
        }
    }
    canvas.fill(&shape::rect(aspect - margin - 0.03, 0.95, 0.03, 0.008), veil(INK, 0.5));
}

fn cover(canvas: &mut Canvas, chance: &mut Chance, aspect: f32, margin: f32, poster: &[Rgb; 5]) {
    let split = chance.within(0.45, 0.68);
    canvas.fill(&shape::rect(0.0, 0.0, aspect, split), fade(poster[1].lighter(0.08), poster[1].darker(0.1)));
    match chance.below(3) {
        0 => {
            canvas.fill(&[(0.0, split), (aspect * 0.4, split * 0.35), (aspect * 0.75, split)], poster[2]);
            canvas.fill(&[(aspect * 0.4, split), (aspect * 0.75, split * 0.55), (aspect, split)], poster[4]);
            canvas.fill(&shape::circle(aspect * 0.76, split * 0.3, 0.07), poster[3]);
        }
        1 => {
            for ring in 0..5 {
                let tone = poster[1 + ring % 4];
                canvas.fill(&shape::quarter((0.0, split), split * (1.0 - ring as f32 * 0.19), 3), tone);
            }
        }
        _ => {
            let thing = chance.pick(&Thing::ALL);
            thing.draw(canvas, (aspect / 2.0, split - 0.04), split * 0.72, poster[3]);
        }
    }
    let width = aspect - 2.0 * margin;
    canvas.fill(&shape::rounded(margin, split + 0.07, width * 0.8, 0.045, 0.006), INK);
    canvas.fill(&shape::rounded(margin, split + 0.135, width * 0.55, 0.045, 0.006), INK);
    canvas.fill(&shape::rounded(margin, split + 0.215, width * 0.4, 0.016, 0.004), veil(INK, 0.5));
}

fn lines(canvas: &mut Canvas, chance: &mut Chance, (x, y, width): (f32, f32, f32), count: usize) {
    for line in 0..count {
        let long = if line + 1 == count { chance.within(0.3, 0.7) } else { chance.within(0.9, 1.0) };
        let top = y + line as f32 * 0.024;
        canvas.fill(&shape::rect(x, top, width * long, 0.009), veil(INK, 0.36));
    }
}

fn chart(
    canvas: &mut Canvas,
    chance: &mut Chance,
    (x, y, width, height): (f32, f32, f32, f32),
    poster: &[Rgb; 5],
) {
    canvas.fill(&shape::rect(x, y + height, width, 0.004), veil(INK, 0.6));
    let bars = 9;
    for bar in 0..bars {
        let tall = height * chance.within(0.2, 1.0);
        let left = x + width * bar as f32 / bars as f32 + width * 0.015;
        let tone = if bar % 3 == 0 { poster[1] } else { poster[2] };
        canvas.fill(&shape::rect(left, y + height - tall, width / bars as f32 * 0.7, tall), tone);
    }
}

fn table(canvas: &mut Canvas, (x, y, width): (f32, f32, f32), poster: &[Rgb; 5]) {
    for row in 0..6 {
        let top = y + row as f32 * 0.032;
        let paint = match row {
            0 => veil(poster[2], 1.0),
            _ if row % 2 == 0 => veil(INK, 0.1),
            _ => veil(INK, 0.03),
        };
        canvas.fill(&shape::rect(x, top, width, 0.03), paint);
        for column in 0..4 {
            let left = x + width * (0.02 + column as f32 * 0.25);
            let cell = shape::rect(left, top + 0.011, width * if column == 0 { 0.18 } else { 0.1 }, 0.008);
            canvas.fill(&cell, if row == 0 { veil(WHITE, 0.9) } else { veil(INK, 0.45) });
        }
    }
}

/// Shapes on a grid, in few colours.
pub fn poster(canvas: &mut Canvas, chance: &mut Chance, aspect: f32) {
    let colours = chance.pick(&POSTERS);
    canvas.fill(&shape::rect(0.0, 0.0, aspect, 1.0), colours[0]);
    let rows = chance.between(2, 4);
    let cell = 1.0 / rows as f32;
    let columns = (aspect / cell).ceil() as u64;
    for index in 0..rows * columns {
        let (x, y) = ((index % columns) as f32 * cell, (index / columns) as f32 * cell);
        let ground = chance.pick(&colours);
        let mut tone = chance.pick(&colours);
        if tone == ground {
            tone = if ground == colours[0] { colours[1] } else { colours[0] };
        }
        canvas.fill(&shape::rect(x, y, cell * 1.002, cell * 1.002), ground);
        let (middle, turn) = ((x + cell / 2.0, y + cell / 2.0), chance.below(4));
        let corners = [(x, y), (x + cell, y), (x + cell, y + cell), (x, y + cell)];
        match chance.below(7) {
            0 | 1 => canvas.fill(&shape::quarter(corners[turn as usize], cell, turn), tone),
            2 => canvas.fill(&shape::circle(middle.0, middle.1, cell * 0.42), tone),
            3 => canvas.fill(
                &[corners[turn as usize], corners[(turn as usize + 1) % 4], corners[(turn as usize + 2) % 4]],
                tone,
            ),
            4 => {
                for ring in 0..3 {
                    let paint = if ring % 2 == 0 { tone } else { ground };
                    canvas
                        .fill(&shape::circle(middle.0, middle.1, cell * (0.46 - 0.15 * ring as f32)), paint);
                }
            }
            5 => {
                for stripe in 0..4 {
                    let offset = cell * stripe as f32 / 4.0;
                    canvas.fill(&shape::rect(x, y + offset, cell, cell / 8.0), tone);
                }
            }
            _ => {
                let half = std::f32::consts::PI;
                let from = half / 2.0 * turn as f32;
                canvas.fill(&shape::arc(middle, (cell * 0.46, cell * 0.46), from, from + half), tone);
            }
        }
    }
}

/// Something for a campaign: a thing, big shapes, and bars where the words would be.
pub fn advert(canvas: &mut Canvas, chance: &mut Chance, aspect: f32) {
    let colours = chance.pick(&POSTERS);
    if chance.percent(40) {
        outdoors::landscape(canvas, chance, aspect);
    } else {
        canvas.fill(&shape::rect(0.0, 0.0, aspect, 1.0), fade(colours[1].lighter(0.1), colours[1]));
        let sun = (aspect * chance.within(0.6, 0.75), 0.5);
        canvas.fill(&shape::circle(sun.0, sun.1, 0.42), veil(colours[3], 0.9));
        canvas.fill(&shape::rect(0.0, 0.82, aspect, 0.18), veil(colours[2], 0.85));
        for ring in 0..3 {
            let wide = 0.3 - 0.05 * ring as f32;
            canvas.fill(&shape::ellipse(sun.0, 0.86, wide, wide * 0.14), veil(BLACK, 0.09));
        }
        let colour = chance.pick(&DYES).1;
        chance.pick(&Thing::ALL).draw(canvas, (sun.0, 0.86), 0.6, colour);
    }
    let size = (aspect * 0.9).min(1.0);
    let (x, y) = (aspect * 0.07, chance.within(0.16, 0.34));
    for (row, long) in [0.42, 0.32].into_iter().enumerate() {
        let top = y + row as f32 * 0.105 * size;
        canvas.fill(&shape::rounded(x, top, long * size, 0.075 * size, 0.012), veil(WHITE, 0.96));
    }
    canvas.fill(&shape::rounded(x, y + 0.24 * size, 0.25 * size, 0.022 * size, 0.01), veil(WHITE, 0.7));
    canvas.fill(&shape::rounded(x, y + 0.3 * size, 0.2 * size, 0.075 * size, 0.04), colours[4]);
    canvas
        .fill(&shape::rounded(x + 0.05 * size, y + 0.33 * size, 0.1 * size, 0.015 * size, 0.008), colours[0]);
}

/// A window on somebody's screen.
pub fn screen(canvas: &mut Canvas, chance: &mut Chance, aspect: f32) {
    let colours = chance.pick(&POSTERS);
    canvas.fill(&shape::rect(0.0, 0.0, aspect, 1.0), fade(colours[2].lighter(0.2), colours[1].lighter(0.1)));
    let (x, y, width, height) = (aspect * 0.07, 0.09, aspect * 0.86, 0.82);
    canvas.fill(&shape::rounded(x + 0.01, y + 0.02, width, height, 0.025), veil(BLACK, 0.18));
    canvas.fill(&shape::rounded(x, y, width, height, 0.025), Rgb::hex(0xfb_fb_fc));
    canvas.fill(&shape::rect(x, y + 0.07, width, 0.003), veil(BLACK, 0.12));
    for (dot, colour) in [0xed_6a_5e, 0xf4_bf_4f, 0x61_c5_54].into_iter().enumerate() {
        canvas.fill(&shape::circle(x + 0.04 + dot as f32 * 0.035, y + 0.036, 0.011), Rgb::hex(colour));
    }
    canvas.fill(&shape::rect(x, y + 0.073, width * 0.22, height - 0.1), veil(BLACK, 0.05));
    for row in 0..7 {
        let long = width * chance.within(0.08, 0.16);
        canvas.fill(
            &shape::rounded(x + width * 0.03, y + 0.12 + row as f32 * 0.07, long, 0.018, 0.009),
            veil(INK, 0.4),
        );
    }
    let columns = if aspect > 1.0 { 3 } else { 2 };
    for card in 0..columns * 3 {
        let (column, row) = (card % columns, card / columns);
        let wide = width * 0.7 / columns as f32;
        let left = x + width * 0.26 + column as f32 * wide * 1.03;
        let top = y + 0.12 + row as f32 * 0.225;
        let tone = chance.pick(&colours).lighter(0.25);
        canvas.fill(&shape::rounded(left, top, wide * 0.94, 0.15, 0.012), fade(tone.lighter(0.2), tone));
        canvas.fill(&shape::rounded(left, top + 0.165, wide * 0.6, 0.016, 0.008), veil(INK, 0.5));
    }
}

/// A sign on an empty ground: marks, badges, icons.
pub fn emblem(canvas: &mut Canvas, chance: &mut Chance, aspect: f32, name: &str) {
    let colours = chance.pick(&POSTERS);
    let middle = (aspect / 2.0, 0.5);
    canvas.fill(&shape::rect(0.0, 0.0, aspect, 1.0), colours[0]);
    let size = aspect.min(1.0);
    if let Some(thing) = Thing::named(name) {
        canvas.fill(
            &shape::rounded(middle.0 - 0.36 * size, 0.5 - 0.36 * size, 0.72 * size, 0.72 * size, 0.18 * size),
            colours[2],
        );
        thing.draw(canvas, (middle.0, 0.5 + 0.24 * size), 0.48 * size, colours[0].mix(colours[3], 0.4));
        return;
    }
    match chance.below(3) {
        0 => canvas.fill(&shape::circle(middle.0, middle.1, 0.36 * size), colours[1]),
        1 => {
            let (left, wide) = (middle.0 - 0.35 * size, 0.7 * size);
            canvas.fill(&shape::rounded(left, 0.5 - 0.35 * size, wide, wide, 0.16 * size), colours[2]);
        }
        _ => {
            canvas.fill(&shape::circle(middle.0, middle.1, 0.38 * size), colours[4]);
            canvas.fill(&shape::circle(middle.0, middle.1, 0.35 * size), colours[1]);
        }
    }
    canvas.fill(&shape::circle(middle.0 + 0.1 * size, 0.5 - 0.12 * size, 0.075 * size), colours[3]);
    let peak = |x: f32, top: f32, wide: f32| {
        let foot = 0.5 + 0.17 * size;
        [
            (middle.0 + (x - wide) * size, foot),
            (middle.0 + x * size, 0.5 + top * size),
            (middle.0 + (x + wide) * size, foot),
        ]
    };
    canvas.fill(&peak(0.1, -0.06, 0.17), veil(colours[0], 0.75));
    canvas.fill(&peak(-0.07, -0.17, 0.22), colours[0]);
    canvas.fill(
        &shape::rounded(middle.0 - 0.24 * size, 0.5 + 0.2 * size, 0.48 * size, 0.024 * size, 0.012),
        colours[0],
    );
}

/// A wave form.
pub fn sound(canvas: &mut Canvas, chance: &mut Chance, aspect: f32) {
    let colours = chance.pick(&POSTERS);
    let ground = colours[4].darker(0.2);
    canvas.fill(&shape::rect(0.0, 0.0, aspect, 1.0), fade(ground.lighter(0.12), ground));
    let bars = (aspect * 46.0) as usize;
    let (swell, shift) = (chance.within(4.0, 9.0), chance.within(0.0, 6.0));
    for bar in 0..bars {
        let share = bar as f32 / bars as f32;
        let loud = (share * swell + shift).sin().abs() * 0.6 + (share * std::f32::consts::PI).sin() * 0.4;
        let tall = 0.03 + 0.34 * loud * chance.within(0.35, 1.0);
        let tone = colours[1].mix(colours[3], share);
        let wide = aspect / bars as f32;
        canvas.fill(
            &shape::rounded(wide * (bar as f32 + 0.2), 0.5 - tall, wide * 0.6, tall * 2.0, wide * 0.3),
            tone,
        );
    }
}

/// What turns a picture into a still of a film: bars, and the holes of the strip in them.
pub fn film(canvas: &mut Canvas, aspect: f32) {
    let bar = 0.085;
    for step in 0..12 {
        let tall = 0.02 * (step + 1) as f32;
        canvas.fill(&shape::rect(0.0, 1.0 - bar - tall, aspect, tall), veil(BLACK, 0.035));
        canvas.fill(&shape::rect(0.0, bar, aspect, tall * 0.6), veil(BLACK, 0.02));
    }
    let holes = (aspect * 9.0).ceil() as usize;
    for top in [0.0, 1.0 - bar] {
        canvas.fill(&shape::rect(0.0, top, aspect, bar), Rgb::hex(0x14_14_18));
        for hole in 0..holes {
            let wide = aspect / holes as f32;
            let outline =
                shape::rounded(wide * (hole as f32 + 0.27), top + bar * 0.26, wide * 0.46, bar * 0.48, 0.012);
            canvas.fill(&outline, Rgb::hex(0xd9_d6_cf));
        }
    }
}
