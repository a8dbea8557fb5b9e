//! Still lifes and plants.

use super::super::chance::Chance;
use super::canvas::{Canvas, fade, veil};
use super::colour::{BACKDROPS, BLACK, DYES, POSTERS, Rgb, WHITE};
use super::goods::Thing;
use super::shape;

/// A table in front of a wall, with a few things on it.
pub fn still_life(canvas: &mut Canvas, chance: &mut Chance, aspect: f32) {
    let wall = chance.pick(&BACKDROPS).darker(chance.within(0.0, 0.4));
    canvas.fill(&shape::rect(0.0, 0.0, aspect, 1.0), fade(wall.lighter(0.12), wall));
    if chance.percent(60) {
        let shift = chance.within(-0.2, 0.4) * aspect;
        for pane in 0..2 {
            let x = shift + pane as f32 * 0.24;
            canvas.fill(&[(x, 0.0), (x + 0.2, 0.0), (x + 0.5, 0.72), (x + 0.28, 0.72)], veil(WHITE, 0.2));
        }
    }
    let edge = chance.within(0.66, 0.74);
    let wood = chance.pick(&[
        Rgb::hex(0xb0_84_5c),
        Rgb::hex(0x7d_56_3a),
        Rgb::hex(0xd9_c3_a5),
        Rgb::hex(0x4a_3a_33),
    ]);
    canvas.fill(&shape::rect(0.0, edge, aspect, 1.0 - edge), fade(wood.lighter(0.16), wood.darker(0.2)));
    canvas.fill(&shape::rect(0.0, edge, aspect, 0.012), wood.lighter(0.35));
    let count = ((aspect * 2.4) as u64).clamp(2, 5);
    for place in 0..count {
        let x = aspect * (place as f32 + 0.5 + chance.within(-0.15, 0.15)) / count as f32;
        let foot = (x, edge + chance.within(0.04, 0.12));
        for ring in 0..3 {
            let wide = 0.13 - 0.03 * ring as f32;
            canvas.fill(&shape::ellipse(x + 0.03, foot.1, wide, wide * 0.2), veil(BLACK, 0.1));
        }
        let colour = chance.pick(&DYES).1;
        match chance.below(5) {
            0 => vase(canvas, chance, foot, colour),
            1 => fruit(canvas, chance, foot),
            2 => Thing::Mug.draw(canvas, foot, 0.22, colour),
            3 => Thing::Bottle.draw(canvas, foot, 0.36, colour),
            _ => books(canvas, chance, foot),
        }
    }
}

/// Big leaves over each other.
pub fn plants(canvas: &mut Canvas, chance: &mut Chance, aspect: f32) {
    let poster = chance.pick(&POSTERS);
    let ground = if chance.percent(50) { poster[4] } else { poster[0] };
    canvas.fill(&shape::rect(0.0, 0.0, aspect, 1.0), fade(ground.lighter(0.1), ground.darker(0.1)));
    canvas.fill(
        &shape::circle(
            chance.within(0.25, 0.75) * aspect,
            chance.within(0.25, 0.5),
            chance.within(0.2, 0.34),
        ),
        poster[3],
    );
    let greens = [
        Rgb::hex(0x1f_5c_4a),
        Rgb::hex(0x3f_8a_5f),
        Rgb::hex(0x7f_b0_69),
        Rgb::hex(0x16_3f_3d),
        Rgb::hex(0xb6_c8_6a),
    ];
    let stalks = ((aspect * 6.0) as usize).clamp(4, 12);
    for stalk in 0..stalks {
        let root = (aspect * (stalk as f32 + 0.5) / stalks as f32, 1.06);
        let tip = (root.0 + chance.within(-0.3, 0.3), chance.within(0.12, 0.6));
        let green = chance.pick(&greens);
        if chance.percent(55) {
            canvas.fill(
                &shape::leaf(root, tip, chance.within(0.14, 0.24)),
                fade(green.lighter(0.16), green.darker(0.16)),
            );
            canvas.fill(&shape::stroke(root, tip, 0.006), veil(WHITE, 0.35));
        } else {
            canvas.fill(&shape::stroke(root, tip, 0.01), green.darker(0.2));
            for step in 1..9 {
                let share = step as f32 / 9.0;
                let at = (root.0 + (tip.0 - root.0) * share, root.1 + (tip.1 - root.1) * share);
                for side in [-1.0, 1.0] {
                    let reach = 0.13 * (1.1 - share);
                    let end = (at.0 + side * reach, at.1 - reach * 0.75);
                    canvas.fill(&shape::leaf(at, end, 0.22), green.mix(WHITE, 0.04 * step as f32 / 2.0));
                }
            }
        }
    }
}

fn vase(canvas: &mut Canvas, chance: &mut Chance, foot: shape::Point, colour: Rgb) {
    for _ in 0..chance.between(4, 7) {
        let tip = (foot.0 + chance.within(-0.16, 0.16), foot.1 - chance.within(0.38, 0.56));
        let neck = (foot.0, foot.1 - 0.22);
        canvas.fill(&shape::stroke(neck, tip, 0.006), Rgb::hex(0x4c_6b_4a));
        if chance.percent(60) {
            let bloom = chance.pick(&[
                Rgb::hex(0xf2_9a_8e),
                Rgb::hex(0xf6_c8_5f),
                Rgb::hex(0xe8_5d_75),
                Rgb::hex(0xf7_ef_e2),
            ]);
            for petal in 0..6 {
                let angle = petal as f32 * std::f32::consts::TAU / 6.0;
                let outline = shape::circle(tip.0 + angle.cos() * 0.022, tip.1 + angle.sin() * 0.022, 0.018);
                canvas.fill(&outline, bloom);
            }
            canvas.fill(&shape::circle(tip.0, tip.1, 0.014), Rgb::hex(0x8a_4b_2a));
        } else {
            canvas.fill(
                &shape::leaf((tip.0, tip.1 + 0.06), (tip.0 + 0.02, tip.1 - 0.05), 0.3),
                Rgb::hex(0x6d_93_5f),
            );
        }
    }
    let sides = [(0.03, -0.26), (0.035, -0.2), (0.075, -0.13), (0.08, -0.06), (0.05, 0.0), (0.0, 0.005)];
    let sides = shape::placed(&sides, (0.0, foot.1), 1.0);
    canvas.fill(&shape::mirrored(foot.0, &sides), fade(colour.lighter(0.2), colour.darker(0.05)));
    canvas.fill(&shape::half(foot.0 + 0.01, &sides), veil(BLACK, 0.12));
}

fn fruit(canvas: &mut Canvas, chance: &mut Chance, foot: shape::Point) {
    let kinds = [Rgb::hex(0xe8_8a_2b), Rgb::hex(0xc9_3a_3a), Rgb::hex(0xd9_c0_3c), Rgb::hex(0x8f_ae_45)];
    let bowl = chance.percent(60);
    for piece in 0..4 {
        let colour = chance.pick(&kinds);
        let x = foot.0 + (piece as f32 - 1.5) * 0.06;
        let y = foot.1 - if bowl { 0.1 } else { 0.035 } - if piece == 1 { 0.04 } else { 0.0 };
        canvas.fill(&shape::circle(x, y, 0.045), fade(colour.lighter(0.2), colour.darker(0.12)));
        canvas.fill(&shape::circle(x - 0.014, y - 0.016, 0.009), veil(WHITE, 0.5));
    }
    if bowl {
        let glaze = chance.pick(&DYES).1;
        let outline = shape::arc((foot.0, foot.1 - 0.09), (0.15, 0.1), 0.0, std::f32::consts::PI);
        canvas.fill(&outline, fade(glaze.lighter(0.25), glaze.darker(0.1)));
        canvas.fill(&shape::rect(foot.0 - 0.05, foot.1 - 0.005, 0.1, 0.012), glaze.darker(0.2));
    }
}

fn books(canvas: &mut Canvas, chance: &mut Chance, foot: shape::Point) {
    let mut y = foot.1;
    for _ in 0..chance.between(2, 4) {
        let colour = chance.pick(&DYES).1;
        let (width, height) = (chance.within(0.2, 0.28), chance.within(0.03, 0.048));
        y -= height;
        let x = foot.0 - width / 2.0 + chance.within(-0.015, 0.015);
        canvas.fill(&shape::rounded(x, y, width, height, 0.006), colour);
        canvas.fill(
            &shape::rect(x + width * 0.93, y + 0.006, width * 0.07, height - 0.012),
            Rgb::hex(0xf1_ea_da),
        );
        canvas.fill(&shape::rect(x + 0.03, y + height * 0.4, width * 0.3, height * 0.2), veil(WHITE, 0.6));
    }
    if chance.percent(50) {
        Thing::Mug.draw(canvas, (foot.0, y + 0.004), 0.13, chance.pick(&DYES).1);
    }
}
