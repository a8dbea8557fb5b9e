//! The only function that changes the window's state. Needs no egui.

use super::closing;
use super::msg::Msg;
use super::page::Page;
use super::state::{State, Undo};
use super::tone::Tone;
use super::{connect, flow, forms, jobs, library, receipts};
use crate::runtime::command::Command;
use crate::runtime::event::{Event, Reading};

/// Takes one message and gives what the background is to do.
pub fn update(state: &mut State, msg: Msg) -> Vec<Command> {
    let before = state.page;
    let commands = take(state, msg);
    state.visits += u64::from(state.page != before);
    // A secret that was typed does not wait behind another page.
    if state.page != Page::Connect {
        state.connect.form.leave();
    }
    commands
}

fn take(state: &mut State, msg: Msg) -> Vec<Command> {
    match msg {
        Msg::Event(event) => on_event(state, *event),
        Msg::Go(page) => {
            state.page = page;
            state.flow.confirming = None;
            match page {
                Page::Library => library::freshen(state),
                Page::Receipts => receipts::update(state, receipts::Msg::Close),
                _ => Vec::new(),
            }
        }
        Msg::LookOnly(on) => {
            state.look_only = on;
            if on && state.job_runs() {
                state.say(
                    Tone::Warning,
                    "Deletions you already confirmed keep running. Pause them under Jobs.",
                );
            }
            Vec::new()
        }
        Msg::Pictures(on) => {
            state.preferences.pictures = on;
            vec![Command::ChangePreferences(state.preferences)]
        }
        Msg::Undo(undo) => {
            state.toasts.retain(|toast| toast.undo != Some(undo));
            match undo {
                Undo::Plan(id) => flow::update(state, flow::Msg::BringBack(id)),
                Undo::Text => forms::update(state, forms::Msg::TextBack),
            }
        }
        Msg::CloseRequested | Msg::Stay | Msg::Close { .. } | Msg::CloseNow => closing::update(state, &msg),
        Msg::Connect(msg) => connect::update(state, msg),
        Msg::Library(msg) => library::update(state, msg),
        Msg::Forms(msg) => forms::update(state, msg),
        Msg::Flow(msg) => flow::update(state, msg),
        Msg::Jobs(msg) => jobs::update(state, msg),
        Msg::Receipts(msg) => receipts::update(state, msg),
    }
}

/// Once a frame: what the counters and the clock ask for.
pub fn tick(state: &mut State) -> Vec<Command> {
    receipts::keep_up(state)
}

/// Hands each event to the page that owns it.
fn on_event(state: &mut State, event: Event) -> Vec<Command> {
    match event {
        Event::Preferences(preferences) => {
            state.preferences = preferences;
            Vec::new()
        }
        Event::DestroyBy { environment, by } => {
            if state.session.as_ref().is_some_and(|session| session.environment.id() == environment) {
                state.destroy_by = by;
            }
            Vec::new()
        }
        Event::Opened { .. } => {
            state.destroy_by = None;
            connect::on_event(state, event)
        }
        Event::Environments { .. }
        | Event::ConnectionTested { .. }
        | Event::Remembered { .. }
        | Event::Warning(_)
        | Event::KeychainWaits { .. }
        | Event::OpenFailed { .. } => connect::on_event(state, event),
        Event::ReadingWaits { reading: Reading::Tags(_), .. } => forms::on_event(state, event),
        Event::ReadingWaits { .. }
        | Event::LibraryPage { .. }
        | Event::Details { .. }
        | Event::Thumbnail { .. } => library::on_event(state, event),
        Event::Tags { .. } | Event::PathChosen { .. } | Event::FileRead { .. } | Event::ListRead { .. } => {
            forms::on_event(state, event)
        }
        Event::DeliveryHosts { environment, hosts } => match &mut state.session {
            Some(session)
                if session.environment.id() == environment && session.environment.delivery_hosts != hosts =>
            {
                session.environment.delivery_hosts = hosts;
                forms::hosts_changed(state)
            }
            _ => Vec::new(),
        },
        Event::ReadyToClose => {
            state.close_confirmed |= state.closing.take().is_some_and(|closing| closing.answered);
            Vec::new()
        }
        Event::JobEnded { ref summary, .. } => {
            library::on_deleted(state, summary);
            let mut commands = flow::on_event(state, event);
            commands.extend(library::on_job_ended(state));
            closing::job_ended(state);
            commands
        }
        Event::JobSettings(settings) => {
            state.job_settings = settings;
            Vec::new()
        }
        Event::Unfinished { jobs, go_on } => {
            jobs::left(state, &jobs, go_on);
            Vec::new()
        }
        Event::JobQueued(_) | Event::JobStarted(_) => {
            let mut commands = flow::on_event(state, event);
            receipts::outdated(state);
            commands.extend(closing::hold(state));
            commands
        }
        Event::Preview { .. } | Event::JobRefused { .. } => flow::on_event(state, event),
        Event::Receipts(_) | Event::ReceiptsFound { .. } | Event::Receipt { .. } | Event::Exported(_) => {
            receipts::on_event(state, event)
        }
    }
}
