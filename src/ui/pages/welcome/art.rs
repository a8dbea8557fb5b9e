//! The first page's picture: a library of prints in a gentle slope, some of them on their way
//! out. Drawn, so that it is sharp at every scale and follows the theme.

use egui::epaint::{Mesh, RectShape, Vertex};
use egui::{Color32, CornerRadius, Pos2, Rect, Shape, Stroke, StrokeKind, Ui, pos2, vec2};

use crate::ui::icons::{self, Icon};
use crate::ui::theme::{self, prints::PRINTS};

/// The program's mark: a cloud on the accent.
pub fn mark(ui: &Ui, rect: Rect) {
    let palette = theme::of(ui);
    ui.painter().rect_filled(rect, 8, palette.accent);
    icons::paint(ui.painter(), rect.center(), Icon::Cloud, rect.width() * 0.62, palette.on_accent);
}

/// Draws the picture into a place, and nothing beyond it.
pub fn show(ui: &Ui, place: Rect) {
    let palette = theme::of(ui);
    let painter = ui.painter().with_clip_rect(place);
    painter.rect_filled(place, 0, palette.accent_soft);
    let edge = (place.width() / 3.6).clamp(120.0, 220.0);
    let (tile, gap) = (vec2(edge, edge * 0.78), 18.0);
    let step = tile + vec2(gap, gap);
    let rows = (place.height() / step.y).ceil() as i32 + 2;
    for column in 0..5_i32 {
        for row in -1..rows {
            let slope = column as f32 * 46.0;
            let at = place.min + vec2(column as f32 * step.x + 30.0, row as f32 * step.y - slope + 40.0);
            let frame = Rect::from_min_size(at, tile);
            if !frame.intersects(place) {
                continue;
            }
            let number = (column * 4 + row * 7 + 40) as usize;
            let leaving = matches!((column, row), (0, 4) | (1, 2) | (2, 1 | 4));
            print(ui, &painter, frame, PRINTS[number % PRINTS.len()], leaving, number);
        }
    }
}

fn print(ui: &Ui, painter: &egui::Painter, frame: Rect, scene: [Color32; 4], leaving: bool, seed: usize) {
    let palette = theme::of(ui);
    if leaving {
        let outline = Stroke::new(1.5, palette.accent.gamma_multiply(0.55));
        let path = [
            frame.left_top(),
            frame.right_top(),
            frame.right_bottom(),
            frame.left_bottom(),
            frame.left_top(),
        ];
        painter.extend(Shape::dashed_line(&path, outline, 6.0, 5.0));
        icons::paint(painter, frame.center(), Icon::Check, 22.0, palette.accent.gamma_multiply(0.7));
        return;
    }
    let shadow = egui::Shadow { offset: [0, 4], blur: 14, spread: 0, color: palette.shadow };
    painter.add(shadow.as_shape(frame, CornerRadius::same(9)));
    painter.rect_filled(frame, 9, palette.surface);
    let inner = frame.shrink(5.0);
    let [sky, far, near, sun] = scene;
    painter.add(RectShape::filled(inner, CornerRadius::same(5), sky));
    let across = 0.25 + 0.5 * ((seed * 37 % 100) as f32 / 100.0);
    let centre = pos2(egui::lerp(inner.x_range(), across), egui::lerp(inner.y_range(), 0.32));
    painter.circle_filled(centre, inner.height() * 0.12, sun);
    hills(painter, inner, 0.55, 0.16, seed as f32 * 1.7, far);
    hills(painter, inner, 0.74, 0.11, seed as f32 * 2.9 + 1.0, near);
    painter.rect_stroke(inner.expand(1.0), 6, Stroke::new(2.0, palette.surface), StrokeKind::Outside);
}

/// A ridge across a frame, filled down to its lower edge.
fn hills(painter: &egui::Painter, frame: Rect, level: f32, swing: f32, phase: f32, fill: Color32) {
    const STEPS: usize = 32;
    let mut mesh = Mesh::default();
    let mut push = |pos: Pos2| {
        mesh.vertices.push(Vertex { pos, uv: egui::epaint::WHITE_UV, color: fill });
    };
    for step in 0..=STEPS {
        let part = step as f32 / STEPS as f32;
        let wave = (part * 4.6 + phase).sin() * 0.6 + (part * 9.1 + phase * 1.3).sin() * 0.4;
        let x = egui::lerp(frame.x_range(), part);
        push(pos2(x, egui::lerp(frame.y_range(), level - wave * swing)));
        push(pos2(x, frame.bottom()));
    }
    for step in 0..STEPS as u32 {
        let first = step * 2;
        mesh.add_triangle(first, first + 1, first + 2);
        mesh.add_triangle(first + 1, first + 2, first + 3);
    }
    painter.add(Shape::mesh(mesh));
}
