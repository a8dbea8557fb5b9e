//! A canvas that fills outlines, smooth at their edges.
//!
//! Scenes are drawn in their own units: the whole picture is 1 high and as wide as its aspect
//! ratio. The canvas shows a part of it at any size, so a small picture costs little. Full
//! spans are copied, not computed, which keeps even an unoptimised build fast.

use super::colour::Rgb;
use super::shape::Point;

/// Rows are sampled so many times for smooth edges.
const SAMPLES: usize = 4;

/// The part of a scene that is shown.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct View {
    pub x: f32,
    pub y: f32,
    pub width: f32,
    pub height: f32,
}

/// What an outline is filled with: a colour, or a fade from its top to its bottom.
#[derive(Clone, Copy, Debug)]
pub struct Paint {
    top: Rgb,
    bottom: Rgb,
    /// 1 covers what is below.
    cover: f32,
}

impl From<Rgb> for Paint {
    fn from(colour: Rgb) -> Self {
        Self { top: colour, bottom: colour, cover: 1.0 }
    }
}

/// A fade from the top of the outline to its bottom.
pub fn fade(top: Rgb, bottom: Rgb) -> Paint {
    Paint { top, bottom, cover: 1.0 }
}

/// A colour that lets through what is below.
pub fn veil(colour: Rgb, cover: f32) -> Paint {
    Paint { top: colour, bottom: colour, cover }
}

/// Pixels, and the part of the scene that they show.
#[derive(Debug)]
pub struct Canvas {
    width: usize,
    height: usize,
    view: View,
    pixels: Vec<u8>,
}

impl Canvas {
    pub fn new(width: u32, height: u32, view: View) -> Self {
        let (width, height) = (width as usize, height as usize);
        Self { width, height, view, pixels: vec![0; width * height * 3] }
    }

    /// The same pixels as part of another scene, to draw over what is there: `part` of a scene
    /// 1 high and `aspect` wide.
    pub fn onto(self, part: View, aspect: f32) -> Self {
        let view = View { x: part.x * aspect, y: part.y, width: part.width * aspect, height: part.height };
        Self { view, ..self }
    }

    /// Rows of red, green, blue.
    pub fn into_pixels(self) -> Vec<u8> {
        self.pixels
    }

    /// Fill the inside of an outline; where it crosses itself, the odd parts.
    pub fn fill(&mut self, outline: &[Point], paint: impl Into<Paint>) {
        let paint = paint.into();
        let edges = self.edges(outline);
        let top = edges.iter().map(|edge| edge.top).fold(f32::INFINITY, f32::min);
        let bottom = edges.iter().map(|edge| edge.bottom).fold(f32::NEG_INFINITY, f32::max);
        if edges.is_empty() || bottom <= 0.0 || top >= self.height as f32 {
            return;
        }
        let mut spans: [Vec<f32>; SAMPLES] = Default::default();
        for row in (top.max(0.0) as usize)..(bottom.ceil().min(self.height as f32) as usize) {
            for (sample, crossings) in spans.iter_mut().enumerate() {
                let y = row as f32 + (sample as f32 + 0.5) / SAMPLES as f32;
                crossings.clear();
                for edge in edges.iter().filter(|edge| edge.top <= y && y < edge.bottom) {
                    crossings.push((edge.x + (y - edge.top) * edge.slope).clamp(0.0, self.width as f32));
                }
                crossings.sort_by(f32::total_cmp);
            }
            let share = (row as f32 + 0.5 - top) / (bottom - top);
            self.fill_row(row, &spans, paint.top.mix(paint.bottom, share), paint.cover);
        }
    }

    fn edges(&self, outline: &[Point]) -> Vec<Edge> {
        let View { x, y, width, height } = self.view;
        let scale = (self.width as f32 / width, self.height as f32 / height);
        let place = |point: Point| ((point.0 - x) * scale.0, (point.1 - y) * scale.1);
        let next = outline.iter().skip(1).chain(outline.first());
        let lines = outline.iter().zip(next).map(|(from, to)| (place(*from), place(*to)));
        lines
            .filter(|(from, to)| (from.1 - to.1).abs() > f32::EPSILON)
            .map(|(from, to)| {
                let (upper, lower) = if from.1 < to.1 { (from, to) } else { (to, from) };
                let slope = (lower.0 - upper.0) / (lower.1 - upper.1);
                Edge { top: upper.1, bottom: lower.1, x: upper.0, slope }
            })
            .collect()
    }

    fn fill_row(&mut self, row: usize, spans: &[Vec<f32>; SAMPLES], colour: Rgb, cover: f32) {
        let count = spans[0].len();
        if spans.iter().all(|crossings| crossings.len() == count) {
            for pair in (0..count / 2).map(|pair| pair * 2) {
                let bound = |at: usize, pick: fn(f32, f32) -> f32| {
                    spans.iter().map(|crossings| crossings[at]).reduce(pick).unwrap_or_default()
                };
                let outer = (bound(pair, f32::min) as usize, bound(pair + 1, f32::max).ceil() as usize);
                let inner = (bound(pair, f32::max).ceil() as usize, bound(pair + 1, f32::min) as usize);
                if inner.0 < inner.1 {
                    self.blend_edge(row, (outer.0, inner.0), spans, pair..pair + 2, colour, cover);
                    self.span(row, inner, colour, cover);
                    self.blend_edge(row, (inner.1, outer.1), spans, pair..pair + 2, colour, cover);
                } else {
                    self.blend_edge(row, outer, spans, pair..pair + 2, colour, cover);
                }
            }
            return;
        }
        let all = spans.iter().flatten();
        let (left, right) =
            all.fold((f32::INFINITY, 0.0_f32), |(left, right), x| (left.min(*x), right.max(*x)));
        self.blend_edge(row, (left as usize, right.ceil() as usize), spans, 0..usize::MAX, colour, cover);
    }

    /// Pixels that the outline covers in part.
    fn blend_edge(
        &mut self,
        row: usize,
        (from, to): (usize, usize),
        spans: &[Vec<f32>; SAMPLES],
        which: std::ops::Range<usize>,
        colour: Rgb,
        cover: f32,
    ) {
        for column in from..to.min(self.width) {
            let (left, right) = (column as f32, column as f32 + 1.0);
            let covered: f32 = spans
                .iter()
                .flat_map(|crossings| crossings[which.start..which.end.min(crossings.len())].chunks_exact(2))
                .map(|pair| (pair[1].min(right) - pair[0].max(left)).max(0.0))
                .sum();
            let share = covered / SAMPLES as f32 * cover;
            blend(&mut self.pixels[(row * self.width + column) * 3..][..3], colour, share);
        }
    }

    fn span(&mut self, row: usize, (from, to): (usize, usize), colour: Rgb, cover: f32) {
        let pixels = &mut self.pixels[(row * self.width + from) * 3..(row * self.width + to) * 3];
        if cover < 1.0 {
            pixels.chunks_exact_mut(3).for_each(|pixel| blend(pixel, colour, cover));
            return;
        }
        pixels[..3].copy_from_slice(&[colour.0, colour.1, colour.2]);
        let mut done = 3;
        while done < pixels.len() {
            let more = done.min(pixels.len() - done);
            pixels.copy_within(..more, done);
            done += more;
        }
    }
}

/// A side of an outline, in pixels, from its upper end down.
struct Edge {
    top: f32,
    bottom: f32,
    x: f32,
    slope: f32,
}

fn blend(pixel: &mut [u8], colour: Rgb, share: f32) {
    let share = (share.clamp(0.0, 1.0) * 256.0) as i32;
    for (channel, target) in pixel.iter_mut().zip([colour.0, colour.1, colour.2]) {
        *channel = (i32::from(*channel) + (i32::from(target) - i32::from(*channel)) * share / 256) as u8;
    }
}

#[cfg(test)]
mod tests {
    use super::super::colour::WHITE;
    use super::super::shape;
    use super::*;

    const WHOLE: View = View { x: 0.0, y: 0.0, width: 1.0, height: 1.0 };

    fn drawn(outline: &[Point], paint: impl Into<Paint>) -> Vec<u8> {
        let mut canvas = Canvas::new(4, 4, WHOLE);
        canvas.fill(outline, paint);
        canvas.into_pixels().chunks(3).map(|pixel| pixel[0]).collect()
    }

    #[test]
    fn an_outline_covers_a_pixel_by_as_much_as_it_covers_of_it() {
        assert_eq!(
            drawn(&shape::rect(0.25, 0.25, 0.5, 0.5), WHITE),
            [0, 0, 0, 0, 0, 255, 255, 0, 0, 255, 255, 0, 0, 0, 0, 0]
        );
        assert_eq!(drawn(&shape::rect(0.125, 0.0, 0.5, 0.125), WHITE)[..4], [63, 127, 63, 0]);
        assert_eq!(drawn(&shape::rect(-9.0, -9.0, 20.0, 20.0), veil(WHITE, 0.5)), [127; 16]);
        assert_eq!(drawn(&shape::rect(2.0, 2.0, 1.0, 1.0), WHITE), [0; 16]);
        assert_eq!(drawn(&[], WHITE), [0; 16]);
    }

    #[test]
    fn a_view_shows_its_part_of_the_scene_only() {
        let part = View { x: 0.5, y: 0.0, width: 0.5, height: 1.0 };
        let mut canvas = Canvas::new(2, 1, part);
        canvas.fill(&shape::rect(0.75, 0.0, 0.25, 1.0), WHITE);
        assert_eq!(canvas.into_pixels(), [0, 0, 0, 255, 255, 255]);
    }
}
