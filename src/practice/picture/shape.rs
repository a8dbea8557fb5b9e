//! Outlines.

use std::f32::consts::TAU;

use super::super::chance::Chance;

/// Across and down, in units of the picture's height.
pub type Point = (f32, f32);

pub type Outline = Vec<Point>;

pub fn rect(x: f32, y: f32, width: f32, height: f32) -> Outline {
    vec![(x, y), (x + width, y), (x + width, y + height), (x, y + height)]
}

pub fn ellipse(x: f32, y: f32, across: f32, down: f32) -> Outline {
    arc((x, y), (across, down), 0.0, TAU)
}

pub fn circle(x: f32, y: f32, radius: f32) -> Outline {
    ellipse(x, y, radius, radius)
}

/// A part of an ellipse, clockwise from the right, closed by its chord.
pub fn arc(centre: Point, radii: Point, from: f32, to: f32) -> Outline {
    const STEPS: usize = 40;
    (0..=STEPS)
        .map(|step| {
            let angle = from + (to - from) * step as f32 / STEPS as f32;
            (centre.0 + radii.0 * angle.cos(), centre.1 + radii.1 * angle.sin())
        })
        .collect()
}

/// A quarter of a disc with its corner at a point; `quarter` counts clockwise from lower right.
pub fn quarter(corner: Point, radius: f32, quarter: u64) -> Outline {
    let from = TAU / 4.0 * quarter as f32;
    let mut outline = arc(corner, (radius, radius), from, from + TAU / 4.0);
    outline.push(corner);
    outline
}

/// A rectangle with round corners.
pub fn rounded(x: f32, y: f32, width: f32, height: f32, radius: f32) -> Outline {
    let radius = radius.min(width / 2.0).min(height / 2.0);
    let corners = [
        (x + width - radius, y + height - radius),
        (x + radius, y + height - radius),
        (x + radius, y + radius),
        (x + width - radius, y + radius),
    ];
    corners
        .iter()
        .enumerate()
        .flat_map(|(turn, corner)| {
            (0..=6).map(move |step| {
                let angle = TAU / 4.0 * (turn as f32 + step as f32 / 6.0);
                (corner.0 + radius * angle.cos(), corner.1 + radius * angle.sin())
            })
        })
        .collect()
}

/// A smooth closed line through the points.
pub fn smooth(points: &[Point]) -> Outline {
    const STEPS: usize = 6;
    let count = points.len();
    let point = |at: usize| points[at % count];
    (0..count)
        .flat_map(|at| {
            let near = [point(at + count - 1), point(at), point(at + 1), point(at + 2)];
            (0..STEPS).map(move |step| {
                let share = step as f32 / STEPS as f32;
                (between(near.map(|point| point.0), share), between(near.map(|point| point.1), share))
            })
        })
        .collect()
}

/// On the curve of Catmull and Rom through four values, between the second and the third.
fn between([first, second, third, fourth]: [f32; 4], share: f32) -> f32 {
    let slope = third - first;
    let bend = 2.0 * first - 5.0 * second + 4.0 * third - fourth;
    let twist = 3.0 * second - first - 3.0 * third + fourth;
    0.5 * (2.0 * second + (slope + (bend + twist * share) * share) * share)
}

/// The points and their mirror images across a vertical line, as one closed outline: give the
/// right half from top to bottom, distances from the line first.
pub fn mirrored(x: f32, half: &[Point]) -> Outline {
    let right = half.iter().map(|(across, y)| (x + across, *y));
    let left = half.iter().rev().map(|(across, y)| (x - across, *y));
    right.chain(left).collect()
}

/// The right half alone, closed along the line: the shaded side.
pub fn half(x: f32, half: &[Point]) -> Outline {
    let mut outline: Outline = half.iter().map(|(across, y)| (x + across, *y)).collect();
    if let (Some(top), Some(bottom)) = (half.first(), half.last()) {
        outline.push((x, bottom.1));
        outline.push((x, top.1));
    }
    outline
}

/// A thick straight line.
pub fn stroke(from: Point, to: Point, thickness: f32) -> Outline {
    let (dx, dy) = (to.0 - from.0, to.1 - from.1);
    let length = dx.hypot(dy).max(1e-6);
    let (nx, ny) = (-dy / length * thickness / 2.0, dx / length * thickness / 2.0);
    vec![
        (from.0 + nx, from.1 + ny),
        (to.0 + nx, to.1 + ny),
        (to.0 - nx, to.1 - ny),
        (from.0 - nx, from.1 - ny),
    ]
}

/// A leaf from its stalk to its tip.
pub fn leaf(from: Point, to: Point, width: f32) -> Outline {
    let (dx, dy) = (to.0 - from.0, to.1 - from.1);
    let side = |sign: f32| {
        move |step: usize| {
            let t = step as f32 / 10.0;
            let out = sign * width * (t * std::f32::consts::PI).sin().powf(0.9) * (1.0 - 0.25 * t);
            (from.0 + dx * t - dy * out, from.1 + dy * t + dx * out)
        }
    };
    (0..=10).map(side(1.0)).chain((1..10).rev().map(side(-1.0))).collect()
}

/// Everything below a rolling or jagged line across the picture, down to `bottom`.
pub fn ridge(chance: &mut Chance, width: f32, level: f32, height: f32, rough: f32, bottom: f32) -> Outline {
    let mut heights = vec![chance.within(-0.5, 0.5), chance.within(-0.5, 0.5), chance.within(-0.5, 0.5)];
    let mut swing = 0.7;
    for _ in 0..5 {
        let mut finer = Vec::with_capacity(heights.len() * 2);
        for pair in heights.windows(2) {
            finer.push(pair[0]);
            finer.push(f32::midpoint(pair[0], pair[1]) + chance.within(-swing, swing));
        }
        finer.extend(heights.last());
        heights = finer;
        swing *= rough;
    }
    let last = heights.len() as f32 - 1.0;
    let line = heights.iter().enumerate();
    let mut outline: Outline =
        line.map(|(at, rise)| (at as f32 / last * width, level - rise * height)).collect();
    outline.push((width, bottom));
    outline.push((0.0, bottom));
    outline
}

/// How high a ridge is at a place.
pub fn ridge_at(outline: &[Point], x: f32) -> f32 {
    let pair = outline.windows(2).find(|pair| pair[0].0 <= x && x <= pair[1].0);
    pair.map_or(1.0, |pair| {
        let share = (x - pair[0].0) / (pair[1].0 - pair[0].0).max(1e-6);
        pair[0].1 + (pair[1].1 - pair[0].1) * share
    })
}

/// The points moved and scaled about the origin.
pub fn placed(outline: &[Point], at: Point, scale: f32) -> Outline {
    outline.iter().map(|(x, y)| (at.0 + x * scale, at.1 + y * scale)).collect()
}
