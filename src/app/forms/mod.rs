//! The forms of “Delete by”: each turns what the user typed into criteria and asks for a preview.
//! Nothing here deletes; a form that is not filled sends nothing.

mod file;
mod filled;
mod form;

use std::collections::HashMap;
use std::sync::Arc;

pub use file::ListFile;
use file::{file_read, read_file};
pub use filled::put_back;
use filled::{keep_text, text_back};
pub use form::{Form, Refused, Wanting, is_long};

use crate::app::filled::Filled;
use crate::app::intent::{Effect, Intent};
use crate::app::page::{FormKind, Page};
use crate::app::state;
use crate::model::account::EnvironmentId;
use crate::model::account::holds_credentials;
use crate::model::asset::{DeliveryType, ResourceType};
use crate::model::delivery::{DeliveryHost, Hosts};
use crate::model::list::PublicIdList;
use crate::model::problem::Problem;
use crate::model::selector::By;
use crate::model::unix_time::UnixTime;
use crate::runtime::command::{Command, Generation};
use crate::runtime::event::{Event, Reading, Tag};

/// A form for each way of finding assets, in the order of [`By::ALL`].
type Forms = [Form; By::ALL.len()];

/// State of the forms.
#[derive(Debug)]
pub struct State {
    originals: Forms,
    copies: Forms,
    /// How the form for copies finds their originals.
    pub copies_by: By,
    /// The tags of the open environment.
    pub tags: Tags,
    /// The list file.
    pub file: ListFile,
    replaced: Option<Filled>,
    /// The environment for which all of this is typed.
    of: Option<EnvironmentId>,
    /// What was typed for others.
    typed: HashMap<EnvironmentId, (Forms, Forms, By)>,
}

/// The environment's tags, for the picker.
#[derive(Debug, Default)]
pub enum Tags {
    /// Not asked for yet.
    #[default]
    Unasked,
    /// On their way.
    Loading(Generation),
    /// The hour's calls are used up: they come after that.
    Waiting(Generation, UnixTime),
    /// In alphabetical order.
    Known(Arc<[Tag]>),
    /// Could not be had.
    Failed(Problem),
}

impl Tags {
    /// Whether this is the question that is open.
    fn are_asked_for(&self, generation: Generation) -> bool {
        matches!(self, Self::Loading(asked) | Self::Waiting(asked, _) if *asked == generation)
    }
}

impl Default for State {
    fn default() -> Self {
        Self {
            originals: std::array::from_fn(|at| Form::new(By::ALL[at])),
            copies: std::array::from_fn(|at| Form::new(By::ALL[at])),
            copies_by: By::One,
            tags: Tags::Unasked,
            file: ListFile::default(),
            replaced: None,
            of: None,
            typed: HashMap::new(),
        }
    }
}

impl State {
    /// What is typed into a form.
    pub fn form(&self, kind: FormKind) -> &Form {
        match kind {
            FormKind::Copies => &self.copies[self.copies_by as usize],
            FormKind::Originals(by) => &self.originals[by as usize],
        }
    }

    fn form_mut(&mut self, kind: FormKind) -> &mut Form {
        match kind {
            FormKind::Copies => &mut self.copies[self.copies_by as usize],
            FormKind::Originals(by) => &mut self.originals[by as usize],
        }
    }

    /// Whether this file dialog is the forms’.
    pub fn asked_for_path(&self, generation: Generation) -> bool {
        self.file.choosing == Some(generation)
    }
}

/// What happens in a form.
#[derive(Debug)]
pub enum Msg {
    /// Opens a form with this text in its field.
    Open(FormKind, String),
    /// The field's text changed.
    Text(FormKind, String),
    /// A long text was pasted into a list: it goes behind what is there.
    Paste(FormKind, String),
    /// “Use links on other hosts anyway”.
    AnyHost(FormKind, bool),
    /// A host is one of this environment's.
    AddHost(String),
    /// The form for copies finds their originals another way.
    CopiesBy(By),
    /// Another resource type, or all.
    ResourceType(FormKind, Option<ResourceType>),
    /// Another delivery type, or all.
    DeliveryType(FormKind, Option<DeliveryType>),
    /// “Also clear the CDN cache” was switched.
    Invalidate(FormKind, bool),
    /// “Preview…”.
    Preview(FormKind),
    /// “Add to plan”.
    Add(FormKind),
    /// “Open file…”.
    ChooseFile(FormKind),
    /// The path field's text changed.
    FilePath(String),
    /// The file at the path field is to be read.
    ReadFile(FormKind),
    /// The tags are wanted.
    ListTags,
    /// “Clear list”.
    Clear(FormKind),
    /// The text that was replaced is wanted again.
    TextBack,
}

/// Takes one message of this page.
pub fn update(state: &mut state::State, msg: Msg) -> Vec<Effect> {
    match msg {
        Msg::Open(kind, text) => {
            state.page = Page::Form(kind);
            keep_text(state, kind, &text);
            let mut commands = set_text(state, kind, text);
            commands.extend(ask_tags(state, kind));
            commands
        }
        Msg::Text(kind, text) => set_text(state, kind, text),
        Msg::Paste(kind, text) => {
            let before = state.forms.form(kind).text.trim_end();
            let text = if before.is_empty() { text } else { [before, &*text].join("\n") };
            set_text(state, kind, text)
        }
        Msg::AnyHost(kind, on) => {
            state.forms.form_mut(kind).any_host = on;
            read_again(state, kind)
        }
        Msg::AddHost(host) => add_host(state, &host),
        Msg::CopiesBy(by) => {
            state.forms.copies_by = by;
            vec![Intent::FormChanged(FormKind::Copies).into()]
        }
        Msg::ResourceType(kind, choice) => {
            state.forms.form_mut(kind).set_resource_type(choice);
            vec![Intent::FormChanged(kind).into()]
        }
        Msg::DeliveryType(kind, choice) => {
            state.forms.form_mut(kind).set_delivery_type(choice);
            vec![Intent::FormChanged(kind).into()]
        }
        Msg::Invalidate(kind, on) => {
            state.forms.form_mut(kind).invalidate = on;
            vec![Intent::FormChanged(kind).into()]
        }
        Msg::Preview(kind) => submit(state, kind, Wanting::Preview),
        Msg::Add(kind) => submit(state, kind, Wanting::Addition),
        Msg::ChooseFile(kind) => {
            let generation = state.next_question();
            state.forms.file.into = Some(kind);
            state.forms.file.choosing = Some(generation);
            vec![Command::ChooseListFile { generation }.into()]
        }
        Msg::FilePath(path) => {
            state.forms.file.path = path;
            state.forms.file.guessed = None;
            state.forms.file.problem = None;
            Vec::new()
        }
        Msg::ReadFile(kind) => read_file(state, kind),
        Msg::ListTags => list_tags(state),
        Msg::Clear(kind) => {
            keep_text(state, kind, "");
            set_text(state, kind, "")
        }
        Msg::TextBack => text_back(state),
    }
}

/// An environment was opened: what was typed for another one waits until that is open again; the
/// tags are asked for anew.
pub fn environment_opened(state: &mut state::State) -> Vec<Effect> {
    let Some(open) = state.open_id() else {
        return Vec::new();
    };
    // What can be undone is of the environment before.
    state.toasts.retain(|toast| toast.undo.is_none());
    let mut before = std::mem::take(&mut state.forms);
    if let Some(left) = before.of.take() {
        before.typed.insert(left, (before.originals, before.copies, before.copies_by));
    }
    let forms = &mut state.forms;
    if let Some(typed) = before.typed.remove(&open) {
        (forms.originals, forms.copies, forms.copies_by) = typed;
    }
    (forms.typed, forms.of) = (before.typed, Some(open));
    let mut commands = Vec::new();
    for kind in FormKind::all() {
        // It may have been left while it was read.
        if state.forms.form(kind).is_long() {
            let text = Arc::clone(&state.forms.form(kind).text);
            commands.extend(read_text(state, kind, text).map(Effect::from));
        }
    }
    commands
}

fn hosts(state: &state::State) -> Hosts {
    state.session.as_ref().map(|session| session.environment.hosts()).unwrap_or_default()
}

fn set_text(state: &mut state::State, kind: FormKind, text: impl Into<Arc<str>>) -> Vec<Effect> {
    let text = text.into();
    state.forms.file.problem = None;
    if holds_credentials(&text) {
        state.forms.form_mut(kind).error = Some(Refused::Credentials);
        return Vec::new();
    }
    let mut effects = vec![Intent::FormChanged(kind).into()];
    effects.extend(read_text(state, kind, text).map(Effect::from));
    effects
}

/// Reads a text; a plan that it gave before stays.
fn read_text(state: &mut state::State, kind: FormKind, text: impl Into<Arc<str>>) -> Option<Command> {
    let hosts = hosts(state);
    state.forms.form_mut(kind).set_text(text, &hosts);
    read_long(state, kind)
}

/// A long text is read by the background.
fn read_long(state: &mut state::State, kind: FormKind) -> Option<Command> {
    if !state.forms.form(kind).is_long() {
        return None;
    }
    let (generation, hosts) = (state.next_question(), hosts(state));
    let form = state.forms.form_mut(kind);
    form.reading = Some(generation);
    Some(Command::ReadList { generation, text: Arc::clone(&form.text), hosts: form.hosts(&hosts) })
}

/// What counts as a link of this environment changed.
fn read_again(state: &mut state::State, kind: FormKind) -> Vec<Effect> {
    let text = Arc::clone(&state.forms.form(kind).text);
    set_text(state, kind, text)
}

fn add_host(state: &mut state::State, host: &str) -> Vec<Effect> {
    let (Some(session), Some(host)) = (&mut state.session, DeliveryHost::typed(host)) else {
        return Vec::new();
    };
    let environment = session.environment.id();
    session.environment.delivery_hosts.confirm(host.clone());
    let mut commands = vec![Command::ConfirmHost { environment, host }.into()];
    commands.extend(hosts_changed(state));
    commands
}

/// Reads every form anew that holds links on other hosts. A plan that stands is as it was.
pub fn hosts_changed(state: &mut state::State) -> Vec<Effect> {
    let mut commands = Vec::new();
    for kind in FormKind::all() {
        if !state.forms.form(kind).foreign.is_empty() {
            let text = Arc::clone(&state.forms.form(kind).text);
            commands.extend(read_text(state, kind, text).map(Effect::from));
        }
    }
    commands
}

fn ask_tags(state: &mut state::State, kind: FormKind) -> Vec<Effect> {
    let needed = state.forms.form(kind).by == By::Tag && matches!(state.forms.tags, Tags::Unasked);
    if needed { list_tags(state) } else { Vec::new() }
}

fn list_tags(state: &mut state::State) -> Vec<Effect> {
    if state.session.is_none() {
        return Vec::new();
    }
    let generation = state.next_question();
    state.forms.tags = Tags::Loading(generation);
    vec![Command::ListTags { generation }.into()]
}

fn submit(state: &mut state::State, kind: FormKind, wanting: Wanting) -> Vec<Effect> {
    if state.session.is_none() {
        return Vec::new();
    }
    let form = state.forms.form_mut(kind);
    if form.reading.is_some() {
        form.wanted = Some(wanting);
        return Vec::new();
    }
    match form.criteria(kind.what()) {
        Ok(criteria) => vec![match wanting {
            Wanting::Preview => Intent::StartPreview { criteria, from: Some(kind) }.into(),
            Wanting::Addition => Intent::AddToPlan { criteria, from: Some(kind) }.into(),
        }],
        Err(error) => {
            form.error = Some(Refused::Field(error));
            form.refused += 1;
            Vec::new()
        }
    }
}

/// Takes one event of this page.
pub fn on_event(state: &mut state::State, event: Event) -> Vec<Effect> {
    match event {
        Event::Tags { generation, result } => {
            if state.forms.tags.are_asked_for(generation) {
                state.forms.tags = result.map_or_else(Tags::Failed, |tags| Tags::Known(tags.into()));
            }
            Vec::new()
        }
        Event::ReadingWaits { reading: Reading::Tags(generation), until } => {
            if state.forms.tags.are_asked_for(generation) {
                state.forms.tags =
                    until.map_or(Tags::Loading(generation), |until| Tags::Waiting(generation, until));
            }
            Vec::new()
        }
        Event::PathChosen { generation, path } if state.forms.file.choosing == Some(generation) => {
            state.forms.file.choosing = None;
            let (Some(path), Some(kind)) = (path, state.forms.file.into) else { return Vec::new() };
            state.forms.file.path = path.to_string_lossy().into_owned();
            read_file(state, kind)
        }
        Event::ListRead { generation, list } => list_read(state, generation, list),
        Event::FileRead { path, guessed, result } if state.forms.file.reading.as_ref() == Some(&path) => {
            state.forms.file.guessed = guessed;
            file_read(state, result)
        }
        _ => Vec::new(),
    }
}

fn list_read(state: &mut state::State, generation: Generation, list: Arc<PublicIdList>) -> Vec<Effect> {
    for kind in FormKind::all() {
        let form = state.forms.form_mut(kind);
        if form.reading == Some(generation) {
            form.reading = None;
            form.take(list);
            let wanted = form.wanted.take();
            return wanted.map(|wanting| submit(state, kind, wanting)).unwrap_or_default();
        }
    }
    Vec::new()
}

#[cfg(test)]
mod tests;
