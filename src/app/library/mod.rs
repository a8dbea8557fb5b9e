//! The library: every asset of the open environment, newest first, and what is chosen of it.
//!
//! Pages are asked for while scrolling and only ever appended, so a position stays the same asset
//! until the list is begun anew; then selection and cursor are empty. Copies and versions cost an
//! API call an asset, so they are asked for only when the cursor rests, or on demand.

mod loaded;
mod selection;

pub use loaded::{Loaded, Total};
pub use selection::Selection;

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use crate::app::bin::Bin;
use crate::app::intent::{Effect, Intent};
use crate::app::page::Page;
use crate::app::state;
use crate::model::asset::{Asset, AssetId, Details, ResourceType};
use crate::model::criteria::Criteria;
use crate::model::delivery::DeliveryHost;
use crate::model::item;
use crate::model::kinds::Kinds;
use crate::model::outcome::Tally;
use crate::model::problem::Problem;
use crate::model::receipt::Summary;
use crate::model::selector::{Copies, Picked, Selector};
use crate::model::unix_time::UnixTime;
use crate::model::what::What;
use crate::runtime::command::{Command, Generation};
use crate::runtime::event::{Event, LibraryPage, Reading};

/// Details kept, so that going back to an asset costs no call.
const KEPT: usize = 64;

/// Hosts that are noted, at most.
const MOST_HOSTS: usize = 16;

/// State of this page.
#[derive(Debug, Default)]
pub struct State {
    /// Only this resource type.
    pub kind: Option<ResourceType>,
    /// What came so far.
    pub assets: Loaded,
    /// All that match, where the server counted them.
    pub total: Option<u64>,
    /// For the next page; `None` when there is none.
    pub next: Option<String>,
    /// A page is under way.
    pub loading: bool,
    /// Why the last page did not come.
    pub problem: Option<Problem>,
    /// What is chosen, and where the cursor stands.
    pub selection: Selection,
    /// When the cursor came to where it stands, in seconds since the program's start.
    pub rests_since: f64,
    /// Copies and versions, as far as they were asked for.
    pub details: HashMap<AssetId, Known>,
    /// Copies of the asset under the cursor that are chosen for deletion.
    pub copies: BTreeSet<AssetId>,
    /// The list is older than a deletion.
    pub stale: bool,
    /// The hour's calls are used up: the page comes after that.
    pub waits: Option<UnixTime>,
    /// When the first page came.
    pub as_of: Option<UnixTime>,
    /// Names of hosts of the loaded assets that have pictures, beside Cloudinary's own.
    pub hosts: BTreeSet<String>,
    /// What is shown is the list before: the first page of a new one is on its way and takes its place.
    pub replacing: bool,
    /// How often the list was begun, in all environments.
    pub begun: u64,
    generation: Generation,
}

/// What is known of an asset's copies and versions.
#[derive(Clone, Debug)]
pub enum Known {
    /// Asked for.
    Loading,
    /// Asked for; the hour's calls are used up, and it comes after that.
    Waiting(UnixTime),
    /// Here they are.
    Here(Arc<Details>),
    /// The asset is not there any more.
    Gone,
    /// They did not come.
    Failed(Problem),
}

impl Known {
    /// Whether its answer is still to come.
    fn is_open(&self) -> bool {
        matches!(self, Self::Loading | Self::Waiting(_))
    }
}

/// What happens on this page.
#[derive(Clone, Copy, Debug)]
pub enum Msg {
    /// Another kind was chosen.
    Kind(Option<ResourceType>),
    /// A tile was clicked.
    Click {
        /// Its position.
        index: usize,
        /// Up to here.
        shift: bool,
        /// This one too, or not any more.
        command: bool,
    },
    /// The cursor was moved by the keyboard.
    Move {
        /// To this position.
        index: usize,
        /// Choosing all on the way.
        shift: bool,
    },
    /// Chooses everything that is loaded.
    SelectAll,
    /// Chooses nothing.
    Clear,
    /// The end of the loaded ones is near.
    More,
    /// Begins the list anew.
    Refresh,
    /// “Delete…” for what is chosen.
    Delete,
    /// “Add to plan”: a preview of what is chosen, united with the plan.
    Add,
    /// Copies and versions of the asset under the cursor are wanted.
    Details,
    /// A copy's tick.
    Copy(AssetId, bool),
    /// “Delete copies…” for the chosen copies.
    DeleteCopies,
}

impl State {
    /// The asset under the cursor.
    pub fn current(&self) -> Option<&Arc<Asset>> {
        self.assets.get(self.selection.cursor()?)
    }

    /// What is known of the asset under the cursor.
    pub fn current_details(&self) -> Option<&Known> {
        self.details.get(&self.current()?.asset_id?)
    }

    /// The only asset that is chosen, while no other one is.
    pub fn only_chosen(&self) -> Option<&Arc<Asset>> {
        if self.selection.len() != 1 {
            return None;
        }
        self.assets.get(self.selection.positions(&self.assets).next()?)
    }

    /// Whether the asset under the cursor is chosen.
    pub fn current_is_chosen(&self) -> bool {
        self.selection.cursor().is_some_and(|cursor| self.selection.has(&self.assets, cursor))
    }

    /// The chosen assets, in the order of the list.
    pub fn chosen(&self) -> Vec<Arc<Asset>> {
        self.selection.positions(&self.assets).map(|at| Arc::clone(&self.assets[at])).collect()
    }

    fn begin(&mut self, bin: &mut Bin) -> Vec<Effect> {
        self.empty(bin);
        self.ask(None)
    }

    /// Asks for the list anew; the one that is here stays until the new one comes.
    fn reload(&mut self, bin: &mut Bin) -> Vec<Effect> {
        if self.assets.is_empty() {
            return self.begin(bin);
        }
        self.selection = Selection::default();
        self.copies.clear();
        (self.replacing, self.stale) = (true, false);
        self.ask(None)
    }

    fn empty(&mut self, bin: &mut Bin) {
        self.begun += 1;
        self.replacing = false;
        let assets = std::mem::take(&mut self.assets);
        let number = assets.len();
        bin.throw(assets, number);
        self.total = None;
        self.next = None;
        self.details.clear();
        self.copies.clear();
        self.selection = Selection::default();
        self.stale = false;
        self.as_of = None;
        self.hosts.clear();
    }

    fn page_came(&mut self, page: LibraryPage, now: UnixTime, bin: &mut Bin) {
        if std::mem::take(&mut self.replacing) {
            if !self.selection.is_empty() {
                // What the user has selected meanwhile stays, with a word that the list is old.
                self.stale = true;
                return;
            }
            self.empty(bin);
        }
        self.as_of = self.as_of.or(Some(now));
        self.total = page.total.or(self.total);
        self.next = page.next_cursor;
        self.note_hosts(&page.assets);
        self.assets.extend(page.assets.into_iter().filter(|asset| !asset.placeholder));
    }

    fn ask(&mut self, cursor: Option<String>) -> Vec<Effect> {
        self.generation += 1;
        self.loading = true;
        self.waits = None;
        self.problem = None;
        vec![Command::ListLibrary { generation: self.generation, kind: self.kind, cursor }.into()]
    }

    fn note_hosts(&mut self, assets: &[Arc<Asset>]) {
        let pictured = assets.iter().filter(|asset| asset.name.resource_type != ResourceType::Raw);
        let bases: BTreeSet<&str> =
            pictured.map(|asset| item::host(&asset.secure_url, &asset.name)).collect();
        for host in bases.into_iter().filter_map(DeliveryHost::of_base) {
            if self.hosts.len() < MOST_HOSTS {
                self.hosts.insert(host.host().to_owned());
            }
        }
    }

    fn moved(&mut self, time: f64) {
        self.rests_since = time;
        self.copies.clear();
    }
}

/// Begins the library of an environment that was just opened.
pub fn open(state: &mut state::State) -> Vec<Effect> {
    let (generation, begun) = (state.library.generation, state.library.begun);
    state.library.empty(&mut state.bin);
    state.library = State { begun, generation, ..State::default() };
    state.library.begin(&mut state.bin)
}

/// A job of the open environment is at its end, or halted: what went with it since its last news is
/// not in the account any more, and the list may show what is gone.
pub fn on_deleted(state: &mut state::State, summary: &Summary) {
    let header = &summary.header;
    let Some(session) = &mut state.session else { return };
    if session.environment.product() != header.environment.product() {
        return;
    }
    state.library.stale = true;
    let before = state.jobs.find(header.id).map(|job| job.tally).unwrap_or_default();
    let gone = |tally: Tally| tally.deleted + tally.extras;
    if let Some(originals) = session.account.originals.as_mut().filter(|_| header.what == What::Originals) {
        *originals = originals.saturating_sub(gone(summary.tally).saturating_sub(gone(before)));
    }
}

/// Loads the list again if it is on screen and out of date.
pub fn on_job_ended(state: &mut state::State) -> Vec<Effect> {
    if state.page == Page::Library { freshen(state) } else { Vec::new() }
}

/// Loads the list again if something was deleted since it came. What the user has selected stays, and
/// the page says that it is out of date.
pub fn freshen(state: &mut state::State) -> Vec<Effect> {
    let library = &mut state.library;
    let wanted = library.stale && library.selection.is_empty() && state.session.is_some();
    if wanted { library.reload(&mut state.bin) } else { Vec::new() }
}

/// Takes one message of this page.
pub fn update(state: &mut state::State, msg: Msg) -> Vec<Effect> {
    let time = state.time;
    let library = &mut state.library;
    match msg {
        Msg::Kind(kind) => {
            library.kind = kind;
            return library.begin(&mut state.bin);
        }
        Msg::Click { index, shift, command } => {
            let before = library.selection.cursor();
            library.selection.click(&library.assets, index, shift, command);
            if library.selection.cursor() != before {
                library.moved(time);
            }
        }
        Msg::Move { index, shift } => {
            library.selection.go(&library.assets, index, shift);
            library.moved(time);
        }
        Msg::SelectAll => library.selection.all(&library.assets),
        Msg::Clear => library.selection.clear(),
        Msg::More => {
            if !library.loading && library.problem.is_none() && library.next.is_some() {
                let cursor = library.next.clone();
                return library.ask(cursor);
            }
        }
        Msg::Refresh => {
            if library.problem.is_some() && library.next.is_some() && !library.replacing {
                let cursor = library.next.clone();
                return library.ask(cursor);
            }
            return library.reload(&mut state.bin);
        }
        Msg::Details => return ask_details(library),
        Msg::Copy(id, on) => {
            if on {
                library.copies.insert(id);
            } else {
                library.copies.remove(&id);
            }
        }
        Msg::Delete => return wanted(state).map(start).into_iter().collect(),
        Msg::Add => return wanted(state).map(add).into_iter().collect(),
        Msg::DeleteCopies => return delete_copies(state),
    }
    Vec::new()
}

fn ask_details(library: &mut State) -> Vec<Effect> {
    let Some(asset) = library.current().cloned() else { return Vec::new() };
    let Some(id) = asset.asset_id else { return Vec::new() };
    let known = library.details.get(&id);
    if matches!(known, Some(Known::Loading | Known::Waiting(_) | Known::Here(_) | Known::Gone)) {
        return Vec::new();
    }
    if library.details.len() >= KEPT {
        library.details.retain(|_, known| known.is_open());
    }
    library.details.insert(id, Known::Loading);
    vec![Command::Details(asset).into()]
}

fn wanted(state: &state::State) -> Option<Criteria> {
    let chosen = state.library.chosen();
    (!chosen.is_empty()).then(|| criteria(Selector::Picked(Picked(chosen)), What::Originals))
}

fn delete_copies(state: &state::State) -> Vec<Effect> {
    let (Some(of), Some(Known::Here(details))) =
        (state.library.current().cloned(), state.library.current_details())
    else {
        return Vec::new();
    };
    let copies: Vec<_> =
        details.derived.iter().filter(|copy| state.library.copies.contains(&copy.id)).cloned().collect();
    if copies.is_empty() {
        return Vec::new();
    }
    vec![start(criteria(Selector::Copies(Copies { of, copies }), What::ChosenCopies))]
}

fn criteria(selector: Selector, what: What) -> Criteria {
    Criteria { selector, kinds: Kinds::default(), what, invalidate: true }
}

fn start(criteria: Criteria) -> Effect {
    Intent::StartPreview { criteria, from: None }.into()
}

fn add(criteria: Criteria) -> Effect {
    Intent::AddToPlan { criteria, from: None }.into()
}

/// Takes one event of this page.
pub fn on_event(state: &mut state::State, event: Event) -> Vec<Effect> {
    let library = &mut state.library;
    match event {
        Event::LibraryPage { generation, result } if generation == library.generation => {
            library.loading = false;
            library.waits = None;
            match result {
                Ok(page) => library.page_came(page, state.now, &mut state.bin),
                Err(problem) => {
                    library.problem = Some(problem);
                    library.stale |= library.replacing;
                }
            }
        }
        Event::Details { asset, result } => {
            // One that was asked for before the list was begun anew tells what was then.
            if !library.details.get(&asset).is_some_and(Known::is_open) {
                return Vec::new();
            }
            let known = match result {
                Ok(Some(details)) => Known::Here(details),
                Ok(None) => Known::Gone,
                Err(problem) => Known::Failed(problem),
            };
            library.details.insert(asset, known);
        }
        Event::ReadingWaits { reading: Reading::Library(generation), until }
            if generation == library.generation && library.loading =>
        {
            library.waits = until;
        }
        Event::ReadingWaits { reading: Reading::Details(asset), until } => {
            if let Some(known) = library.details.get_mut(&asset).filter(|known| known.is_open()) {
                *known = until.map_or(Known::Loading, Known::Waiting);
            }
        }
        _ => {}
    }
    Vec::new()
}
