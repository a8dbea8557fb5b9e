//! The only function that changes the window's state, and the only place that knows which page
//! carries out what another one wants.

use super::intent::{Effect, Intent};
use super::msg::Msg;
use super::page::Page;
use super::state::{State, Undo};
use super::tone::Tone;
use super::{called, closing, connect, flow, forms, jobs, library, proxy, receipts};
use crate::model::problem::Problem;
use crate::model::receipt::Summary;
use crate::runtime::command::Command;
use crate::runtime::event::{Event, Reading};
use crate::text;

/// Takes one message and gives what the background is to do.
pub fn update(state: &mut State, msg: Msg) -> Vec<Command> {
    let before = state.page;
    let mut commands = take(state, msg);
    commands.extend(state.bin.empty());
    state.visits += u64::from(state.page != before);
    // A secret that was typed does not wait behind another page.
    if state.page != Page::Connect {
        state.connect.form.leave();
    }
    commands
}

/// Once a frame: what the counters and the clock ask for.
pub fn tick(state: &mut State) -> Vec<Command> {
    receipts::keep_up(state)
}

/// Carries intents out, and gives the commands; those of an intent stand where it stood.
pub(super) fn route(state: &mut State, effects: Vec<Effect>) -> Vec<Command> {
    let mut commands = Vec::new();
    for effect in effects {
        match effect {
            Effect::Command(command) => commands.push(command),
            Effect::Intent(intent) => commands.extend(carry_out(state, intent)),
        }
    }
    commands
}

fn take(state: &mut State, msg: Msg) -> Vec<Command> {
    let effects = match msg {
        Msg::Event(event) => return on_event(state, *event),
        Msg::Go(page) => go(state, page),
        Msg::Called(given) => called::called(state, given),
        Msg::LookOnly(on) => {
            look_only(state, on);
            Vec::new()
        }
        Msg::Pictures(on) => {
            state.preferences.pictures = on;
            vec![Command::ChangePreferences(state.preferences).into()]
        }
        Msg::Undo(undo) => {
            state.toasts.retain(|toast| toast.undo != Some(undo));
            match undo {
                Undo::Plan(id) => flow::update(state, flow::Msg::BringBack(id)),
                Undo::Text => forms::update(state, forms::Msg::TextBack),
            }
        }
        Msg::CloseRequested | Msg::Stay | Msg::Close { .. } | Msg::CloseNow => {
            return closing::update(state, &msg);
        }
        Msg::Intent(intent) => return carry_out(state, intent),
        Msg::Connect(msg) => connect::update(state, msg),
        Msg::Proxy(msg) => proxy::update(state, msg),
        Msg::Library(msg) => library::update(state, msg),
        Msg::Forms(msg) => forms::update(state, msg),
        Msg::Flow(msg) => flow::update(state, msg),
        Msg::Jobs(msg) => return jobs::update(state, msg),
        Msg::Receipts(msg) => receipts::update(state, msg),
    };
    route(state, effects)
}

/// Which page carries out what.
fn carry_out(state: &mut State, intent: Intent) -> Vec<Command> {
    let effects = match intent {
        Intent::StartPreview { criteria, from } => flow::start(state, criteria, from),
        Intent::AddToPlan { criteria, from } => flow::add(state, criteria, from),
        Intent::FormChanged(kind) => flow::form_changed(state, kind),
        Intent::OpenForm(kind, text) => forms::update(state, forms::Msg::Open(kind, text)),
        Intent::Retype(kind, text) => forms::update(state, forms::Msg::Text(kind, text)),
        Intent::PreviewForm(kind) => forms::update(state, forms::Msg::Preview(kind)),
        Intent::Refill(filled) => forms::put_back(state, filled).map(Effect::from).into_iter().collect(),
        Intent::ConfirmHost(host) => forms::update(state, forms::Msg::AddHost(host)),
        Intent::EnvironmentOpened => environment_opened(state),
        Intent::Unselect => {
            state.library.selection.clear();
            Vec::new()
        }
        Intent::OpenReceipt(job) => receipts::open(state, job),
        Intent::ReceiptOpened(job) => {
            flow::receipt_opened(state, job);
            Vec::new()
        }
        Intent::GoOn(job) => {
            let commands = jobs::update(state, jobs::Msg::GoOn(job));
            if !commands.is_empty() {
                state.page = Page::Jobs;
            }
            return commands;
        }
        Intent::OpenPractice => connect::update(state, connect::Msg::Practice),
        Intent::OpenEnvironment(environment) => connect::update(state, connect::Msg::Open(environment)),
        Intent::SwitchRegion(environment, geo) => {
            connect::update(state, connect::Msg::SwitchRegion(environment, geo))
        }
    };
    route(state, effects)
}

fn go(state: &mut State, page: Page) -> Vec<Effect> {
    state.page = page;
    flow::close_review(state);
    match page {
        Page::Library => library::freshen(state),
        Page::Receipts => receipts::update(state, receipts::Msg::Close),
        _ => Vec::new(),
    }
}

fn look_only(state: &mut State, on: bool) {
    state.look_only = on;
    if on && state.job_runs() {
        state.say(Tone::Warning, text!("look-only-jobs-go-on"));
    }
}

fn environment_opened(state: &mut State) -> Vec<Effect> {
    let mut effects = forms::environment_opened(state);
    receipts::environment_opened(state);
    effects.extend(flow::environment_opened(state));
    effects.extend(library::open(state));
    effects.extend(called::open(state));
    effects
}

/// Hands each event to the page that owns it.
fn on_event(state: &mut State, event: Event) -> Vec<Command> {
    let effects = match event {
        Event::Preferences(preferences) => {
            state.preferences = preferences;
            Vec::new()
        }
        Event::Proxy { choice, variables } => {
            (state.proxy.choice, state.proxy.variables) = (choice, variables);
            Vec::new()
        }
        Event::DestroyBy { environment, by } => {
            if state.open_id() == Some(environment) {
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
        Event::ReadingWaits { reading: Reading::Tags(_), .. }
        | Event::Tags { .. }
        | Event::FileRead { .. }
        | Event::ListRead { .. } => forms::on_event(state, event),
        Event::ReadingWaits { .. }
        | Event::LibraryPage { .. }
        | Event::Details { .. }
        | Event::Thumbnail { .. } => library::on_event(state, event),
        Event::PathChosen { generation, .. } if state.forms.asked_for_path(generation) => {
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
        Event::JobSettings(settings) => {
            state.job_settings = settings;
            Vec::new()
        }
        Event::Unfinished { jobs, go_on } => {
            jobs::left(state, &jobs, go_on);
            Vec::new()
        }
        Event::JobQueued(summary) => return job_queued(state, &summary),
        Event::JobStarted(summary) => {
            jobs::started(state, &summary);
            receipts::outdated(state);
            return closing::hold(state);
        }
        Event::JobRefused { job, problem } => {
            if !job.is_some_and(|job| jobs::refused(state, job, &problem)) {
                flow::job_refused(state, problem);
            }
            Vec::new()
        }
        Event::JobEnded { summary, problem } => return job_ended(state, summary, problem),
        Event::Preview { .. }
        | Event::Compared { .. }
        | Event::Arranged { .. }
        | Event::LinesArranged { .. }
        | Event::Frozen { .. } => flow::on_event(state, event),
        Event::PathChosen { .. }
        | Event::Receipts(_)
        | Event::ReceiptsFound { .. }
        | Event::Receipt { .. }
        | Event::ReceiptListed { .. }
        | Event::ReceiptRows { .. }
        | Event::Undone { .. }
        | Event::Exported { .. } => receipts::on_event(state, event),
    };
    route(state, effects)
}

fn job_queued(state: &mut State, summary: &Summary) -> Vec<Command> {
    let new = state.jobs.find(summary.header.id).is_none();
    jobs::queued(state, summary);
    let effects = if new { flow::job_queued(state) } else { Vec::new() };
    let mut commands = route(state, effects);
    receipts::outdated(state);
    commands.extend(closing::hold(state));
    commands
}

/// A job is at its end, or halted by a problem.
fn job_ended(state: &mut State, summary: Summary, problem: Option<Problem>) -> Vec<Command> {
    let (job, halted) = (summary.header.id, problem.is_some());
    library::on_deleted(state, &summary);
    flow::on_deleted(state, &summary);
    jobs::ended(state, &summary, problem);
    let refreshed = receipts::job_ended(state, job);
    let mut commands = match flow::job_ended(state, summary, halted) {
        Some(intent) => carry_out(state, intent),
        None => refreshed,
    };
    let effects = library::on_job_ended(state);
    commands.extend(route(state, effects));
    closing::job_ended(state);
    commands
}
