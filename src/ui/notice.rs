//! A window for the one case in which the program cannot begin: it says why, and closes.

use eframe::egui;

use super::theme::{self, space};
use super::widgets;
use crate::model::problem::Problem;

/// The window.
#[derive(Debug)]
pub struct Notice {
    problem: Problem,
}

impl Notice {
    /// Width and height, points.
    pub const SIZE: [f32; 2] = [520.0, 260.0];

    /// A window that shows this problem.
    pub fn new(cc: &eframe::CreationContext<'_>, problem: Problem) -> Self {
        theme::install(&cc.egui_ctx);
        Self { problem }
    }
}

impl eframe::App for Notice {
    fn ui(&mut self, ui: &mut egui::Ui, _frame: &mut eframe::Frame) {
        let frame = egui::Frame::new().fill(theme::of(ui).canvas).inner_margin(space::XL);
        egui::CentralPanel::default().frame(frame).show(ui, |ui| {
            widgets::problem(ui, &self.problem, |ui| {
                if ui.add(widgets::primary(crate::text!("close"))).clicked() {
                    ui.ctx().send_viewport_cmd(egui::ViewportCommand::Close);
                }
            });
        });
    }
}
