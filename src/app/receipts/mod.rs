//! Receipts: what became of every job, item by item, and the files made of them.

mod opened;
mod rows;
mod search;

use std::ops::Range;
use std::path::PathBuf;

pub use opened::{Opened, Paper};
pub use rows::ReceiptRows;
pub use search::{Hits, Search};

use crate::app::intent::{Effect, Intent};
use crate::app::page::Page;
use crate::app::state;
use crate::model::criteria::Criteria;
use crate::model::job_id::JobId;
use crate::model::problem::Problem;
use crate::model::receipt::{Ending, Shown, Summary};
use crate::runtime::command::{Command, ExportForm, Generation};
use crate::runtime::event::Event;

/// State of the receipts.
#[derive(Debug, Default)]
pub struct State {
    /// Every job, newest first.
    pub list: List,
    /// The receipt that is open.
    pub opened: Option<Opened>,
    /// The search through all of them.
    pub search: Search,
}

/// The list of receipts.
#[derive(Debug, Default)]
pub enum List {
    /// Not asked for.
    #[default]
    Unasked,
    /// Out of date, and to be asked for again; what was known before stays on screen.
    Stale(Vec<Summary>),
    /// On its way; what was known before stays on screen.
    Loading(Vec<Summary>),
    /// Newest first.
    Known(Vec<Summary>),
    /// Could not be had.
    Failed(Problem),
}

impl List {
    /// What can be shown now.
    pub fn summaries(&self) -> &[Summary] {
        match self {
            Self::Stale(known) | Self::Loading(known) | Self::Known(known) => known,
            Self::Unasked | Self::Failed(_) => &[],
        }
    }
}

/// What happens among the receipts.
#[derive(Debug)]
pub enum Msg {
    /// The list is wanted.
    Load,
    /// One receipt is wanted.
    Open(JobId),
    /// Back to the list.
    Close,
    /// Other lines on screen.
    Show(Shown),
    /// Only public IDs that hold this text.
    Search(String),
    /// These of its lines are in sight, or nearly, and not all of them are there.
    InSight(Range<usize>),
    /// “Save as…”: in which form.
    ExportForm(ExportForm),
    /// The path field's text changed.
    ExportPath(String),
    /// The system's save dialog is wanted.
    ChoosePath,
    /// Writes the file at the path field.
    Write,
    /// The save dialog's part of the page is not wanted any more.
    CloseExport,
    /// Goes on with a job that stands still.
    GoOn(JobId),
    /// A new preview of what the open receipt's job left undone.
    TryAgain,
    /// The text of the search through all receipts changed.
    Find(String),
    /// That search is to be made now.
    FindNow,
}

/// A file that is about to be written, or was.
#[derive(Debug)]
pub struct Export {
    /// In which form.
    pub form: ExportForm,
    /// The path field's text.
    pub path: String,
    choosing: Option<Generation>,
    /// What became of it.
    pub state: ExportState,
}

/// How far an export is.
#[derive(Debug, PartialEq, Eq)]
pub enum ExportState {
    /// A path is being entered.
    Asking,
    /// It was to be written, and no path was entered.
    Unnamed,
    /// Being written, as was asked for with this number.
    Writing(Generation),
    /// Written there.
    Written(PathBuf),
    /// Not written.
    Failed(Problem),
}

/// Takes one message of this page.
pub fn update(state: &mut state::State, msg: Msg) -> Vec<Effect> {
    match msg {
        Msg::Load => return load(state),
        Msg::Open(job) => return open(state, job),
        Msg::Close => {
            close(state);
            return load(state);
        }
        Msg::GoOn(job) => return vec![Intent::GoOn(job).into()],
        Msg::TryAgain => return try_again(state),
        Msg::Find(text) => state.receipts.search.type_in(text),
        Msg::FindNow => return state.receipts.search.ask(),
        Msg::Show(_) | Msg::Search(_) | Msg::InSight(_) => return look(state, msg),
        msg => return export(state, msg),
    }
    Vec::new()
}

/// Other lines of the open receipt, or more of them.
fn look(state: &mut state::State, msg: Msg) -> Vec<Effect> {
    let generation = state.next_question();
    let Some(opened) = &mut state.receipts.opened else { return Vec::new() };
    let command = match msg {
        Msg::Show(shown) => opened.show(shown, generation),
        Msg::Search(text) => opened.search(text, generation),
        Msg::InSight(rows) => opened.in_sight(&rows, generation),
        _ => None,
    };
    command.map(Effect::from).into_iter().collect()
}

/// No receipt is open any more.
fn close(state: &mut state::State) {
    if let Some(opened) = state.receipts.opened.take() {
        let size = opened.rows.len();
        state.bin.throw(opened, size);
    }
}

/// An environment was opened: nothing is known of its receipts.
pub fn environment_opened(state: &mut state::State) {
    close(state);
    state.receipts = State::default();
}

fn load(state: &mut state::State) -> Vec<Effect> {
    if matches!(state.receipts.list, List::Loading(_)) {
        return Vec::new();
    }
    let known = match std::mem::take(&mut state.receipts.list) {
        List::Stale(known) | List::Loading(known) | List::Known(known) => known,
        List::Unasked | List::Failed(_) => Vec::new(),
    };
    state.receipts.list = List::Loading(known);
    vec![Command::ListReceipts.into()]
}

/// Opens one receipt and shows it.
pub fn open(state: &mut state::State, job: JobId) -> Vec<Effect> {
    close(state);
    state.page = Page::Receipts;
    let mut opened = Opened::new(job, state.time);
    let asked = opened.ask(state.time);
    state.receipts.opened = Some(opened);
    vec![Intent::ReceiptOpened(job).into(), asked.into()]
}

/// A job is at its end or stands still: the list is out of date, and so is its receipt.
pub fn job_ended(state: &mut state::State, job: JobId) -> Vec<Command> {
    outdated(state);
    let time = state.time;
    let Some(opened) = state.receipts.opened.as_mut().filter(|opened| opened.job == job) else {
        return Vec::new();
    };
    vec![opened.ask(time)]
}

/// A job was added, or changed: the list is out of date.
pub fn outdated(state: &mut state::State) {
    let list = &mut state.receipts.list;
    *list = match std::mem::take(list) {
        // The answer that is under way may be older than the change.
        List::Stale(known) | List::Loading(known) | List::Known(known) => List::Stale(known),
        List::Unasked | List::Failed(_) => List::Unasked,
    };
}

/// Reads the open receipt anew while its job runs, now and then: a large one takes its time.
pub fn keep_up(state: &mut state::State) -> Vec<Command> {
    let (time, progress) = (state.time, &state.progress);
    let Some(opened) = &mut state.receipts.opened else { return Vec::new() };
    let Some(progress) = progress.iter().find(|progress| progress.job == opened.job) else {
        return Vec::new();
    };
    if opened.is_behind(&progress.tally, time) {
        return vec![opened.ask(time)];
    }
    Vec::new()
}

/// Has what the open receipt's job left undone read, for a new plan that is confirmed anew.
fn try_again(state: &mut state::State) -> Vec<Effect> {
    if !can_try_again(state) {
        return Vec::new();
    }
    let generation = state.next_question();
    let Some(opened) = &mut state.receipts.opened else { return Vec::new() };
    let Paper::Here(head) = &opened.paper else { return Vec::new() };
    opened.undone = Some(generation);
    vec![Command::ReadUndone { generation, header: Box::new(head.summary.header.clone()) }.into()]
}

/// Whether the open receipt's job left something undone, is at its end, and its product environment is
/// open.
pub fn can_try_again(state: &state::State) -> bool {
    let Some(head) = state.receipts.opened.as_ref().and_then(Opened::head) else { return false };
    let summary = &head.summary;
    let here = state.session.as_ref().map(|session| session.environment.product());
    here == Some(summary.header.environment.product())
        && summary.ending().is_some_and(|ending| ending != Ending::Damaged)
        && summary.tally.refused + summary.tally.unknown > 0
}

/// A preview of what was left undone, if the receipt from which it was asked for is still open.
fn undone(
    state: &mut state::State,
    generation: Generation,
    result: Result<Option<Box<Criteria>>, Problem>,
) -> Vec<Effect> {
    let opened = state.receipts.opened.as_mut();
    let asked = opened.and_then(|opened| opened.undone.take_if(|asked| *asked == generation));
    if asked.is_none() || !can_try_again(state) {
        state.bin.throw_large(result);
        return Vec::new();
    }
    match result {
        Ok(criteria) => {
            let criteria = criteria.map(|criteria| *criteria);
            criteria
                .map(|criteria| Intent::StartPreview { criteria, from: None }.into())
                .into_iter()
                .collect()
        }
        Err(problem) => {
            if let Some(opened) = &mut state.receipts.opened {
                opened.paper = Paper::Failed(problem);
            }
            Vec::new()
        }
    }
}

fn export(state: &mut state::State, msg: Msg) -> Vec<Effect> {
    if let Msg::ExportForm(form) = msg {
        choose_form(state, form);
        return Vec::new();
    }
    let generation = state.next_question();
    let Some(opened) = &mut state.receipts.opened else { return Vec::new() };
    let job = opened.job;
    let Some(export) = &mut opened.export else { return Vec::new() };
    match msg {
        Msg::ExportPath(path) => {
            export.path = path;
            export.state = ExportState::Asking;
        }
        Msg::ChoosePath => {
            export.choosing = Some(generation);
            let suggested = suggested_name(job, export.form);
            return vec![Command::ChooseSavePath { generation, suggested }.into()];
        }
        Msg::Write => return write(job, export, generation),
        Msg::CloseExport => opened.export = None,
        _ => {}
    }
    Vec::new()
}

/// Each form has a file of its own, which is proposed.
fn choose_form(state: &mut state::State, form: ExportForm) {
    let Some(opened) = &mut state.receipts.opened else { return };
    let proposed = state.documents.as_ref().map(|folder| folder.join(suggested_name(opened.job, form)));
    let path = proposed.map(|path| path.to_string_lossy().into_owned()).unwrap_or_default();
    opened.export = Some(Export { form, path, choosing: None, state: ExportState::Asking });
}

fn write(job: JobId, export: &mut Export, generation: Generation) -> Vec<Effect> {
    let path = export.path.trim().trim_matches('"');
    if path.is_empty() {
        export.state = ExportState::Unnamed;
        return Vec::new();
    }
    export.state = ExportState::Writing(generation);
    vec![Command::Export { generation, job, form: export.form, path: PathBuf::from(path) }.into()]
}

/// `cloudsweep-receipt-12.csv`.
fn suggested_name(job: JobId, form: ExportForm) -> String {
    match form {
        ExportForm::Csv => format!("cloudsweep-receipt-{job}.csv"),
        ExportForm::Json => format!("cloudsweep-receipt-{job}.json"),
        ExportForm::Html => format!("cloudsweep-receipt-{job}.html"),
        ExportForm::SupportList => format!("cloudsweep-support-list-{job}.csv"),
    }
}

/// Takes one event of this page.
pub fn on_event(state: &mut state::State, event: Event) -> Vec<Effect> {
    match event {
        Event::Receipts(result) => {
            state.receipts.list = match (std::mem::take(&mut state.receipts.list), result) {
                (_, Err(problem)) => List::Failed(problem),
                // Asked for again, since something changed meanwhile.
                (List::Stale(_), Ok(known)) => List::Stale(known),
                (_, Ok(known)) => List::Known(known),
            };
        }
        Event::Receipt { job, result } => {
            match state.receipts.opened.as_mut().filter(|opened| opened.job == job) {
                Some(opened) => {
                    if opened.take(result, state.time, &mut state.bin) {
                        return list_anew(state);
                    }
                }
                None => state.bin.throw_large(result),
            }
        }
        Event::ReceiptListed { generation, result } => match &mut state.receipts.opened {
            Some(opened) => opened.take_list(generation, result, &mut state.bin),
            None => state.bin.throw_large(result),
        },
        Event::ReceiptRows { generation, result } => {
            if let Some(opened) = &mut state.receipts.opened {
                opened.take_rows(generation, result);
            }
        }
        Event::Undone { generation, result } => return undone(state, generation, result),
        Event::ReceiptsFound { generation, result } => state.receipts.search.take(generation, result),
        Event::Exported { generation, result } => {
            let export = state.receipts.opened.as_mut().and_then(|opened| opened.export.as_mut());
            if let Some(export) = export.filter(|export| export.state == ExportState::Writing(generation)) {
                export.state = result.map_or_else(ExportState::Failed, ExportState::Written);
            }
        }
        Event::PathChosen { generation, path } => return path_chosen(state, generation, path),
        _ => {}
    }
    Vec::new()
}

fn list_anew(state: &mut state::State) -> Vec<Effect> {
    let generation = state.next_question();
    let opened = state.receipts.opened.as_mut();
    opened.and_then(|opened| opened.list_anew(generation)).map(Effect::from).into_iter().collect()
}

fn path_chosen(state: &mut state::State, generation: Generation, path: Option<PathBuf>) -> Vec<Effect> {
    let next = state.next_question();
    let Some(opened) = &mut state.receipts.opened else { return Vec::new() };
    let job = opened.job;
    let Some(export) = opened.export.as_mut().filter(|export| export.choosing == Some(generation)) else {
        return Vec::new();
    };
    export.choosing = None;
    let Some(path) = path else { return Vec::new() };
    export.path = path.to_string_lossy().into_owned();
    write(job, export, next)
}

#[cfg(test)]
mod tests;
