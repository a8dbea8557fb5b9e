//! A sheet on which shapes are filled. Coordinates run from 0 to 1 across the shorter side, so a
//! circle is round in every format; the sheet is drawn at twice its size and made smaller, which
//! smooths every edge.

use image::imageops::{self, FilterType};
use image::{Rgb, RgbImage};

/// Red, green, blue.
pub type Colour = [u8; 3];

/// A sheet that is being drawn.
pub struct Canvas {
    pixels: RgbImage,
    /// Pixels of one unit.
    unit: f32,
    /// Of the sheet, in units.
    pub width: f32,
    pub height: f32,
}

const OVERSAMPLE: u32 = 2;

impl Canvas {
    /// An empty sheet of so many pixels.
    pub fn new(width: u32, height: u32) -> Self {
        let pixels = RgbImage::new(width * OVERSAMPLE, height * OVERSAMPLE);
        let unit = pixels.width().min(pixels.height()) as f32;
        let (width, height) = (pixels.width() as f32 / unit, pixels.height() as f32 / unit);
        Self { pixels, unit, width, height }
    }

    /// The finished picture.
    pub fn finish(self) -> RgbImage {
        let (width, height) = (self.pixels.width() / OVERSAMPLE, self.pixels.height() / OVERSAMPLE);
        imageops::resize(&self.pixels, width, height, FilterType::Triangle)
    }

    /// Fills a band across the sheet, from one colour above to another below.
    pub fn gradient(&mut self, from: f32, to: f32, above: Colour, below: Colour) {
        let (first, past) = (self.row(from), self.row(to));
        for row in first..past {
            let part = (row - first) as f32 / (past - first).max(1) as f32;
            self.span(row, 0, self.pixels.width(), mix(above, below, part));
        }
    }

    /// Fills a closed shape; where it overlaps itself, every other part.
    pub fn polygon(&mut self, points: &[(f32, f32)], colour: Colour) {
        let edges: Vec<_> = points.iter().zip(points.iter().cycle().skip(1)).collect();
        let lowest = points.iter().map(|point| point.1).fold(f32::MIN, f32::max);
        let highest = points.iter().map(|point| point.1).fold(f32::MAX, f32::min);
        let mut crossings = Vec::new();
        for row in self.row(highest)..self.row(lowest + 1.0 / self.unit) {
            let y = (row as f32 + 0.5) / self.unit;
            crossings.clear();
            for ((ax, ay), (bx, by)) in &edges {
                if (*ay <= y) != (*by <= y) {
                    crossings.push(ax + (y - ay) / (by - ay) * (bx - ax));
                }
            }
            crossings.sort_by(f32::total_cmp);
            for pair in crossings.chunks_exact(2) {
                self.span(row, self.column(pair[0]), self.column(pair[1]), colour);
            }
        }
    }

    /// Fills a rectangle.
    pub fn rectangle(&mut self, x: f32, y: f32, width: f32, height: f32, colour: Colour) {
        let (left, right) = (self.column(x), self.column(x + width));
        for row in self.row(y)..self.row(y + height) {
            self.span(row, left, right, colour);
        }
    }

    /// Fills an ellipse around a point.
    pub fn ellipse(&mut self, x: f32, y: f32, across: f32, down: f32, colour: Colour) {
        for row in self.row(y - down)..self.row(y + down) {
            let off = ((row as f32 + 0.5) / self.unit - y) / down;
            let half = across * (1.0 - off * off).max(0.0).sqrt();
            self.span(row, self.column(x - half), self.column(x + half), colour);
        }
    }

    /// Fills a circle around a point.
    pub fn circle(&mut self, x: f32, y: f32, radius: f32, colour: Colour) {
        self.ellipse(x, y, radius, radius, colour);
    }

    /// Fills everything below a wavy line.
    pub fn ridge(&mut self, level: f32, swing: f32, phase: f32, colour: Colour) {
        const STEPS: usize = 40;
        let mut points = vec![(self.width, self.height), (0.0, self.height)];
        points.extend((0..=STEPS).map(|step| {
            let x = self.width * step as f32 / STEPS as f32;
            let wave = (x * 4.2 + phase).sin() * 0.6 + (x * 9.7 + phase * 1.7).sin() * 0.3;
            (x, self.height * level - wave * swing)
        }));
        self.polygon(&points, colour);
    }

    fn row(&self, y: f32) -> u32 {
        ((y * self.unit).round().max(0.0) as u32).min(self.pixels.height())
    }

    fn column(&self, x: f32) -> u32 {
        ((x * self.unit).round().max(0.0) as u32).min(self.pixels.width())
    }

    fn span(&mut self, row: u32, from: u32, to: u32, colour: Colour) {
        if row >= self.pixels.height() || from >= to {
            return;
        }
        let start = (row * self.pixels.width() + from) as usize * 3;
        let past = (row * self.pixels.width() + to) as usize * 3;
        let raw: &mut [u8] = &mut self.pixels;
        raw[start..past].as_chunks_mut::<3>().0.fill(Rgb(colour).0);
    }
}

/// Between two colours; 0 is the first.
pub fn mix(from: Colour, to: Colour, part: f32) -> Colour {
    let channel = |index: usize| {
        let (a, b) = (f32::from(from[index]), f32::from(to[index]));
        (a + (b - a) * part.clamp(0.0, 1.0)).round() as u8
    };
    [channel(0), channel(1), channel(2)]
}
