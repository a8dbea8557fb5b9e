//! The window's owner: takes events, draws, changes the state, sends commands. The only place
//! where the bridge and egui meet.
//!
//! Nothing here waits. A command that the full channel does not take is kept, in its order, and
//! tried again at the next frame.

use std::collections::VecDeque;
use std::path::PathBuf;
use std::time::Duration;

use egui::{UserAttentionType, ViewportCommand, ViewportId};
use tokio::sync::mpsc::error::TrySendError;

use super::widgets::Thumbnails;
use super::{shell, theme};
use crate::app::flow;
use crate::app::msg::{Msg, Sink};
use crate::app::state::State;
use crate::app::update::update;
use crate::model::account::EnvironmentId;
use crate::model::given::Given;
use crate::platform::calls::Calls;
use crate::platform::clock::Clock;
use crate::runtime::Link;
use crate::runtime::command::Command;
use crate::runtime::event::Event;

/// Events taken in one frame, so that a flood of them cannot hold the window.
const EVENTS: usize = 512;
/// Pictures uploaded in one frame.
const PICTURES: usize = 24;

/// Startup options.
#[derive(Clone, Debug, Default)]
pub struct Start {
    /// Open on the practice library.
    pub practice: bool,
    /// What to open.
    pub given: Vec<Given>,
    /// What later starts are given.
    pub calls: Calls,
    /// By which the window goes.
    pub clock: Clock,
    /// The user's folder for documents.
    pub documents: Option<PathBuf>,
}

/// The window.
pub struct App {
    state: State,
    link: Link,
    thumbs: Thumbnails,
    unsent: VecDeque<Command>,
    pictures_of: Option<EnvironmentId>,
    drawn: bool,
    clock: Clock,
    calls: Calls,
}

impl App {
    /// Sets up fonts and themes, and asks for the practice library if the program was started
    /// with it.
    ///
    /// The background wakes the window with `cc.egui_ctx.request_repaint_of(ViewportId::ROOT)`.
    pub fn new(cc: &eframe::CreationContext<'_>, link: Link, start: Start) -> Self {
        theme::install(&cc.egui_ctx);
        let mut app = Self {
            state: State::default(),
            link,
            thumbs: Thumbnails::default(),
            unsent: VecDeque::new(),
            pictures_of: None,
            drawn: false,
            clock: start.clock,
            calls: start.calls,
        };
        app.state.documents = start.documents;
        if start.practice {
            app.take(Msg::Connect(crate::app::connect::Msg::Practice));
        }
        app.take(Msg::Called(start.given));
        app
    }

    /// What the window shows.
    pub fn state(&self) -> &State {
        &self.state
    }

    fn take(&mut self, msg: Msg) {
        self.unsent.extend(update(&mut self.state, msg));
    }

    fn take_events(&mut self, ctx: &egui::Context) {
        let mut pictures = 0;
        for _ in 0..EVENTS {
            let Ok(event) = self.link.events.try_recv() else { return };
            if let Event::Thumbnail { key, picture } = &event {
                self.thumbs.insert(ctx, *key, picture.as_deref().map_err(|why| *why));
                pictures += 1;
                if pictures >= PICTURES {
                    break;
                }
            } else {
                if matches!(event, Event::DeliveryHosts { .. }) {
                    self.thumbs.forget_refused();
                }
                self.take(Msg::Event(Box::new(event)));
            }
        }
        ctx.request_repaint();
    }

    /// A later start brings this window to the front instead of opening another one.
    fn take_calls(&mut self, ctx: &egui::Context) {
        while let Some(given) = self.calls.take() {
            for command in [
                ViewportCommand::Visible(true),
                ViewportCommand::Minimized(false),
                ViewportCommand::Focus,
                ViewportCommand::RequestUserAttention(UserAttentionType::Informational),
            ] {
                ctx.send_viewport_cmd_to(ViewportId::ROOT, command);
            }
            self.take(Msg::Called(given));
        }
    }

    fn read_counters(&mut self) {
        if self.link.progress.has_changed().unwrap_or(false) {
            self.state.progress.clone_from(&self.link.progress.borrow_and_update());
        }
        if self.link.quota.has_changed().unwrap_or(false) {
            self.state.quota = *self.link.quota.borrow_and_update();
        }
    }

    /// Asks before the window closes on a running job, or on a plan that would be lost.
    fn guard_closing(&mut self, ctx: &egui::Context) {
        let asked = ctx.input(|input| input.viewport().close_requested());
        let asks = self.state.closing.is_some()
            || self.state.going_on()
            || flow::would_be_lost(&self.state).is_some();
        if asked && asks && !self.state.close_confirmed {
            ctx.send_viewport_cmd(ViewportCommand::CancelClose);
            self.take(Msg::CloseRequested);
        }
    }

    fn send(&mut self, ctx: &egui::Context) {
        while let Some(command) = self.unsent.pop_front() {
            match self.link.commands.try_send(command) {
                Ok(()) => {}
                Err(TrySendError::Full(command)) => {
                    self.unsent.push_front(command);
                    ctx.request_repaint_after(Duration::from_millis(30));
                    return;
                }
                Err(TrySendError::Closed(command)) => {
                    tracing::error!(?command, "the background is gone");
                    return;
                }
            }
        }
    }
}

impl eframe::App for App {
    fn logic(&mut self, ctx: &egui::Context, _frame: &mut eframe::Frame) {
        self.state.tick(self.clock.now(), ctx.input(|input| input.time));
        self.read_counters();
        self.take_events(ctx);
        self.take_calls(ctx);
        self.guard_closing(ctx);
        self.unsent.extend(crate::app::update::tick(&mut self.state));
        let open = self.state.open_id();
        if open != self.pictures_of {
            self.thumbs.clear();
            self.pictures_of = open;
        }
        self.thumbs.switch(self.state.preferences.pictures);
        self.send(ctx);
    }

    fn ui(&mut self, ui: &mut egui::Ui, _frame: &mut eframe::Frame) {
        let mut out = Sink::default();
        shell::show(ui, &self.state, &mut self.thumbs, &mut out);
        if !out.is_empty() {
            ui.ctx().request_repaint();
        }
        for msg in out {
            self.take(msg);
        }
        self.unsent.extend(self.thumbs.end_frame());
        if self.state.close_confirmed {
            ui.ctx().send_viewport_cmd(ViewportCommand::Close);
        }
        if self.state.job_runs() {
            ui.ctx().request_repaint_after(Duration::from_millis(250));
        }
        self.send(ui.ctx());
        if !std::mem::replace(&mut self.drawn, true) {
            tracing::info!("first frame");
        }
    }

    fn clear_color(&self, visuals: &egui::Visuals) -> [f32; 4] {
        visuals.panel_fill.to_normalized_gamma_f32()
    }

    fn persist_egui_memory(&self) -> bool {
        false
    }
}
