//! Views outdoors: mountains, the sea, a city in the evening.

use super::super::chance::Chance;
use super::canvas::{Canvas, fade, veil};
use super::colour::{LIGHTS, Light, Rgb, WHITE};
use super::goods;
use super::shape::{self, Outline, Point};

/// Mountains behind each other, with woods, a lake or a tent in front of them.
pub fn landscape(canvas: &mut Canvas, chance: &mut Chance, aspect: f32) {
    let light = chance.pick(&LIGHTS);
    let level = chance.within(0.42, 0.56);
    sky(canvas, chance, aspect, light, level);
    let layers = chance.between(3, 5) as usize;
    let rough = chance.within(0.45, 0.6);
    let lake = chance.percent(35);
    let mut front: Outline = Vec::new();
    for layer in 0..layers {
        let depth = layer as f32 / (layers - 1) as f32;
        let base = level + (0.92 - level) * depth.powf(1.15) + 0.02;
        let height = 0.2 * (1.0 - depth) + 0.05;
        let colour = light.far.mix(light.near, depth);
        // Nearer hills are rounder.
        let outline = shape::ridge(chance, aspect, base, height, rough - 0.12 * depth, 1.0);
        canvas.fill(
            &outline,
            fade(colour.mix(light.horizon, 0.05), colour.mix(light.horizon, 0.32 * (1.0 - depth))),
        );
        if layer == 0 && !light.night && rough > 0.52 {
            snow(canvas, &outline, level - height * 0.35, colour.lighter(0.6));
        }
        if layer + 2 >= layers && layer > 0 {
            woods(canvas, chance, &outline, aspect, colour.darker(0.22), 0.035 + 0.05 * depth);
        }
        if lake && layer + 2 == layers {
            water(canvas, chance, aspect, light, base.max(0.7) + 0.02);
        }
        front = outline;
    }
    if chance.percent(22) {
        let x = chance.within(0.25, 0.75) * aspect;
        let ground = shape::ridge_at(&front, x).min(0.9);
        goods::tent(canvas, (x, ground + 0.02), 0.16, Rgb::hex(0xe8_8b_3a), light.night);
    }
}

/// The sea with the sun over it, and a boat or islands.
pub fn sea(canvas: &mut Canvas, chance: &mut Chance, aspect: f32) {
    let light = chance.pick(&LIGHTS);
    let level = chance.within(0.5, 0.64);
    let sun_x = sky(canvas, chance, aspect, light, level);
    if chance.percent(60) {
        let outline = shape::ridge(chance, aspect, level + 0.015, 0.07, 0.5, level + 0.002);
        canvas.fill(&outline, light.far.mix(light.near, 0.25));
    }
    let deep = light.near.mix(light.zenith, 0.35);
    canvas.fill(
        &shape::rect(0.0, level, aspect, 1.0 - level),
        fade(light.horizon.mix(light.zenith, 0.55), deep),
    );
    for step in 0..26 {
        let y = level + (1.0 - level) * (step as f32 / 26.0).powf(1.5) + 0.006;
        let width = (0.03 + 0.16 * (y - level)) * chance.within(0.4, 1.4);
        let x = sun_x + chance.within(-0.5, 0.5) * (0.12 + 0.5 * (y - level)) - width / 2.0;
        canvas.fill(&shape::rounded(x, y, width, 0.006, 0.003), veil(light.sun, 0.55));
    }
    for _ in 0..18 {
        let y = chance.within(level + 0.03, 1.0);
        let width = chance.within(0.05, 0.3) * (0.3 + y - level);
        let outline = shape::rounded(chance.unit() * aspect, y, width, 0.005, 0.003);
        canvas.fill(&outline, veil(light.horizon, 0.25));
    }
    if chance.percent(55) {
        let at = (chance.within(0.2, 0.8) * aspect, level + chance.within(0.04, 0.12));
        boat(canvas, at, chance.within(0.05, 0.1), light);
    } else {
        let outline = shape::ridge(chance, aspect * 0.7, 1.02, 0.12, 0.5, 1.1);
        let shift = if chance.percent(50) { 0.0 } else { aspect * 0.45 };
        canvas.fill(&shape::placed(&outline, (shift, 0.0), 1.0), light.near.darker(0.25));
    }
}

/// Houses against the evening, some of their windows lit.
pub fn city(canvas: &mut Canvas, chance: &mut Chance, aspect: f32) {
    let light = chance.pick(&LIGHTS);
    sky(canvas, chance, aspect, light, 0.75);
    for layer in 0..3 {
        let depth = layer as f32 / 2.0;
        let colour = light.far.mix(light.near, 0.15 + 0.85 * depth);
        let mut x = -chance.within(0.0, 0.1);
        while x < aspect {
            let width = chance.within(0.08, 0.17) * (0.75 + 0.4 * depth);
            let top = chance.within(0.34, 0.62) + 0.2 * depth;
            house(canvas, chance, (x, top), width, colour, light, depth);
            x += width + chance.within(0.0, 0.02);
        }
    }
}

fn house(
    canvas: &mut Canvas,
    chance: &mut Chance,
    at: Point,
    width: f32,
    colour: Rgb,
    light: Light,
    depth: f32,
) {
    let (x, top) = at;
    canvas.fill(
        &shape::rect(x, top, width, 1.0 - top),
        fade(colour, colour.mix(light.horizon, 0.22 * (1.0 - depth))),
    );
    canvas.fill(&shape::rect(x + width * 0.72, top, width * 0.28, 1.0 - top), veil(colour.darker(0.5), 0.22));
    match chance.below(4) {
        0 => canvas
            .fill(&[(x, top), (x + width / 2.0, top - width * 0.35), (x + width, top)], colour.darker(0.12)),
        1 => canvas.fill(&shape::rect(x + width * 0.45, top - 0.07, 0.008, 0.07), colour.darker(0.1)),
        _ => {}
    }
    if depth < 0.4 {
        return;
    }
    let columns = (width / 0.034) as usize;
    let pane = width / (columns as f32 * 1.7 + 0.7);
    let lit = if light.night { Rgb::hex(0xff_d9_7a) } else { light.sun.mix(Rgb::hex(0xff_dd_92), 0.5) };
    for row in 0..9 {
        let y = top + 0.03 + row as f32 * 0.045;
        for column in 0..columns {
            let paint = if chance.percent(45) { veil(lit, 0.85) } else { veil(colour.darker(0.5), 0.35) };
            let left = x + pane * 0.7 + column as f32 * pane * 1.7;
            canvas.fill(&shape::rect(left, y, pane, 0.024), paint);
        }
    }
}

/// The sky down to the horizon; gives where the sun or moon stands.
fn sky(canvas: &mut Canvas, chance: &mut Chance, aspect: f32, light: Light, level: f32) -> f32 {
    canvas.fill(&shape::rect(0.0, 0.0, aspect, level + 0.25), fade(light.zenith, light.horizon));
    canvas.fill(&shape::rect(0.0, level + 0.25, aspect, 0.75 - level), light.horizon);
    let at = (chance.within(0.18, 0.82) * aspect, chance.within(0.12, level - 0.12));
    let radius = chance.within(0.045, 0.09);
    if light.night {
        for _ in 0..70 {
            let star = (chance.unit() * aspect, chance.unit() * level);
            canvas.fill(
                &shape::circle(star.0, star.1, chance.within(0.0015, 0.004)),
                veil(WHITE, chance.within(0.3, 0.9)),
            );
        }
    }
    for ring in 0..9 {
        let share = 1.0 - ring as f32 / 9.0;
        canvas.fill(&shape::circle(at.0, at.1, radius * (1.0 + 2.2 * share)), veil(light.sun, 0.055));
    }
    canvas.fill(&shape::circle(at.0, at.1, radius), light.sun);
    if light.night && chance.percent(60) {
        canvas.fill(
            &shape::circle(at.0 + radius * 0.42, at.1 - radius * 0.18, radius * 0.86),
            light.zenith.mix(light.horizon, at.1 / level * 0.5),
        );
    }
    for _ in 0..chance.below(if light.night { 2 } else { 5 }) {
        let at = (chance.unit() * aspect, chance.within(0.06, level - 0.1));
        cloud(canvas, chance, at, light.sun.mix(light.horizon, 0.35));
    }
    if !light.night && chance.percent(30) {
        birds(canvas, chance, (chance.clone().within(0.2, 0.8) * aspect, level * 0.4), light.near);
    }
    at.0
}

fn cloud(canvas: &mut Canvas, chance: &mut Chance, at: Point, colour: Rgb) {
    let size = chance.within(0.05, 0.12);
    for puff in 0..4 {
        let x = at.0 + (puff as f32 - 1.5) * size * 0.75;
        let lift = if puff == 1 || puff == 2 { size * 0.28 } else { 0.0 };
        let outline =
            shape::ellipse(x, at.1 - lift, size * chance.within(0.55, 0.85), size * chance.within(0.26, 0.4));
        canvas.fill(&outline, veil(colour, 0.75));
    }
    canvas.fill(
        &shape::rounded(at.0 - size * 1.9, at.1, size * 3.8, size * 0.2, size * 0.1),
        veil(colour, 0.75),
    );
}

fn birds(canvas: &mut Canvas, chance: &mut Chance, at: Point, colour: Rgb) {
    for _ in 0..chance.between(3, 6) {
        let (x, y) = (at.0 + chance.within(-0.15, 0.15), at.1 + chance.within(-0.07, 0.07));
        let size = chance.within(0.008, 0.016);
        for side in [-1.0, 1.0] {
            canvas.fill(
                &shape::stroke((x, y), (x + side * size, y - size * 0.6), size * 0.22),
                veil(colour, 0.8),
            );
        }
    }
}

/// Light on what rises above a height.
fn snow(canvas: &mut Canvas, ridge: &[Point], above: f32, colour: Rgb) {
    let line: Outline = ridge.iter().take(ridge.len() - 2).copied().collect();
    let zigzag = line.iter().rev().enumerate().map(|(at, (x, y))| {
        let fringe = if at % 2 == 0 { 0.0 } else { 0.022 };
        (*x, y.max(above.min(y + 0.05) + fringe))
    });
    canvas.fill(&line.iter().copied().chain(zigzag).collect::<Outline>(), veil(colour, 0.8));
}

fn woods(canvas: &mut Canvas, chance: &mut Chance, ridge: &[Point], aspect: f32, colour: Rgb, size: f32) {
    let density = chance.within(0.3, 1.0);
    let count = (aspect / size * 2.2 * density) as usize;
    for _ in 0..count {
        let x = chance.unit() * aspect;
        let foot = shape::ridge_at(ridge, x) + chance.within(0.0, size * 0.7);
        let height = size * chance.within(0.8, 1.9);
        let half = height * chance.within(0.16, 0.24);
        let shade = colour.mix(WHITE, chance.within(0.0, 0.06));
        canvas.fill(&[(x, foot - height), (x + half, foot), (x - half, foot)], shade);
    }
}

fn water(canvas: &mut Canvas, chance: &mut Chance, aspect: f32, light: Light, level: f32) {
    canvas.fill(
        &shape::rect(0.0, level, aspect, 1.0 - level),
        fade(light.horizon.mix(light.zenith, 0.3), light.zenith.mix(light.near, 0.5)),
    );
    for _ in 0..16 {
        let y = chance.within(level + 0.01, 1.0);
        let outline = shape::rounded(chance.unit() * aspect, y, chance.within(0.05, 0.25), 0.004, 0.002);
        canvas.fill(&outline, veil(light.sun, 0.35));
    }
}

fn boat(canvas: &mut Canvas, at: Point, size: f32, light: Light) {
    let (x, y) = at;
    let hull =
        [(x - size, y), (x + size, y), (x + size * 0.65, y + size * 0.4), (x - size * 0.7, y + size * 0.4)];
    canvas.fill(&hull, light.near.darker(0.2));
    canvas.fill(
        &[
            (x - size * 0.05, y - size * 2.4),
            (x - size * 0.05, y - size * 0.1),
            (x - size * 0.95, y - size * 0.1),
        ],
        light.sun.mix(WHITE, 0.5),
    );
    canvas.fill(
        &[
            (x + size * 0.06, y - size * 2.1),
            (x + size * 0.06, y - size * 0.1),
            (x + size * 0.75, y - size * 0.1),
        ],
        light.sun.mix(light.far, 0.25),
    );
}
