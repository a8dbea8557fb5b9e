//! What the background tells the window.

use std::path::PathBuf;
use std::sync::Arc;

use super::command::Generation;
pub use crate::jobs::instead::Instead;
use crate::jobs::lines::Line;
pub use crate::jobs::report::{Found, ListReport, Offer};
use crate::model::account::{Account, Environment, EnvironmentId, KnownHosts};
use crate::model::asset::{Asset, AssetId, Details, ResourceType};
use crate::model::comparison::Compared;
use crate::model::criteria::Criteria;
use crate::model::destroy::DestroyBy;
use crate::model::job_id::JobId;
use crate::model::list::PublicIdList;
use crate::model::picture::NoPicture;
use crate::model::plan::Plan;
use crate::model::preferences::Preferences;
use crate::model::preview::Preview;
use crate::model::problem::Problem;
use crate::model::proxy::{ProxyChoice, ProxyServer};
use crate::model::receipt::{Hit, ListedRows, ReceiptHead, ReceiptRow, Summary};
use crate::model::settings::JobSettings;
use crate::model::unfinished::Unfinished;
use crate::model::unix_time::UnixTime;

/// Most lines that a search through the receipts gives.
pub const HITS: usize = 500;

/// One piece of news.
#[derive(Debug)]
pub enum Event {
    /// Every remembered environment, at start and after each change.
    Environments {
        /// In the order of their names.
        remembered: Vec<Remembered>,
        /// Why no keychain can be used, if so.
        keychain: Option<Problem>,
        /// The environment that the variable `CLOUDINARY_URL` names; opened by
        /// `Command::Open` like a remembered one.
        from_variable: Option<EnvironmentId>,
    },
    /// What is set for the window, at start and after each change.
    Preferences(Preferences),
    /// The chosen proxy, at start and after each change.
    Proxy {
        /// Which.
        choice: ProxyChoice,
        /// The one that environment variables name.
        variables: Option<ProxyServer>,
    },
    /// See `Command::TestConnection`.
    ConnectionTested {
        /// Of the request that this answers.
        generation: Generation,
        /// What the server told, or what is wrong.
        result: Result<Account, Problem>,
    },
    /// The credentials are kept; with a problem where the keychain could not take them and they
    /// are kept for this session only.
    Remembered {
        /// The environment.
        environment: EnvironmentId,
        /// Why not in the keychain.
        keychain: Option<Problem>,
    },
    /// Something to be read once, that nobody asked for: a late keychain, a folder that is open to
    /// others, a list that cannot be saved.
    Warning(Problem),
    /// An environment is open.
    Opened {
        /// The environment.
        environment: Environment,
        /// What is known of it.
        account: Account,
    },
    /// How destroy names assets in the open environment, as far as is known: after it was opened,
    /// and after each job.
    DestroyBy {
        /// The environment.
        environment: EnvironmentId,
        /// As the last job found it; `None`: never tried.
        by: Option<DestroyBy>,
    },
    /// An environment could not be opened; the one before stays.
    OpenFailed {
        /// The environment.
        environment: Option<EnvironmentId>,
        /// Why.
        problem: Problem,
    },
    /// The hour's calls are used up: a reading waits, and goes on by itself.
    ReadingWaits {
        /// What is being read.
        reading: Reading,
        /// Until then; `None`: it goes on.
        until: Option<UnixTime>,
    },
    /// See `Command::ListLibrary`.
    LibraryPage {
        /// Of the request that this answers.
        generation: Generation,
        /// The page, or why there is none.
        result: Result<LibraryPage, Problem>,
    },
    /// See `Command::Details`. `Ok(None)`: the asset is gone.
    Details {
        /// Of the asset.
        asset: AssetId,
        /// Copies and versions.
        result: Result<Option<Arc<Details>>, Problem>,
    },
    /// See `Command::ListTags`.
    Tags {
        /// Of the request that this answers.
        generation: Generation,
        /// In alphabetical order.
        result: Result<Vec<Tag>, Problem>,
    },
    /// See `Command::WantThumbnails`.
    Thumbnail {
        /// Of the wish.
        key: AssetId,
        /// Decoded, or why there is none.
        picture: Result<Arc<Picture>, NoPicture>,
    },
    /// See `Command::Preview`.
    Preview {
        /// Of the request that this answers.
        generation: Generation,
        /// How far it is.
        preview: Preview,
        /// Row by row, once a list is complete.
        report: Option<Arc<ListReport>>,
        /// Other spellings that find something, where a prefix or tag found nothing.
        instead: Vec<Instead>,
    },
    /// See `Command::Arrange`.
    Arranged {
        /// Of the request that this answers.
        generation: Generation,
        /// Positions of the items, in their order.
        shown: Arc<[u32]>,
    },
    /// See `Command::ArrangeLines`.
    LinesArranged {
        /// Of the request that this answers.
        generation: Generation,
        /// In the order of the list.
        lines: Arc<[Line]>,
    },
    /// See `Command::Compare`.
    Compared {
        /// Of the request that this answers.
        generation: Generation,
        /// What is otherwise and what is left out, or why nobody knows.
        result: Result<Box<Compared>, Problem>,
    },
    /// See `Command::Freeze`.
    Frozen {
        /// Of the request that this answers.
        generation: Generation,
        /// The plan, or why there is none.
        result: Result<Arc<Plan>, Problem>,
    },
    /// How jobs run; at start and after each change.
    JobSettings(JobSettings),
    /// At start, and again once a keychain answers that took its time: jobs that an earlier session
    /// left. Those that are held wait for the user's `Command::Resume` or `Stop`, whatever `go_on` says.
    Unfinished {
        /// In the order in which they were confirmed.
        jobs: Vec<Unfinished>,
        /// Those that the user did not pause go on by themselves as soon as their environment can
        /// be reached.
        go_on: bool,
    },
    /// A job was written to the journal and waits for its turn: the first that is told of a new one,
    /// and told again of one that the user goes on with while another runs. Its plan is not needed
    /// any more.
    JobQueued(Summary),
    /// A job is running.
    JobStarted(Summary),
    /// A job could not be started, gone on with or ended; nothing was sent.
    JobRefused {
        /// Which; `None` for a plan that is no job yet, and at the start where the journal does not
        /// tell what an earlier session left.
        job: Option<JobId>,
        /// Why.
        problem: Problem,
    },
    /// A job is at its end, or was interrupted by a fault that the problem tells.
    JobEnded {
        /// As the journal has it.
        summary: Summary,
        /// Why it stands still, if it is not at its end.
        problem: Option<Problem>,
    },
    /// See `Command::PrepareToClose`.
    ReadyToClose,
    /// See `Command::ListReceipts`.
    Receipts(Result<Vec<Summary>, Problem>),
    /// See `Command::SearchReceipts`.
    ReceiptsFound {
        /// Of the request that this answers.
        generation: Generation,
        /// Newest jobs first, at most [`HITS`].
        result: Result<Vec<Hit>, Problem>,
    },
    /// See `Command::OpenReceipt`.
    Receipt {
        /// The job.
        job: JobId,
        /// Its head, and the lines of the view.
        result: Result<(Arc<ReceiptHead>, ListedRows), Problem>,
    },
    /// See `Command::ListReceiptRows`.
    ReceiptListed {
        /// Of the request that this answers.
        generation: Generation,
        /// The lines of the view.
        result: Result<ListedRows, Problem>,
    },
    /// See `Command::ReadReceiptRows`.
    ReceiptRows {
        /// Of the request that this answers.
        generation: Generation,
        /// As many as positions were asked for; `None` where one is damaged.
        result: Result<Vec<Option<ReceiptRow>>, Problem>,
    },
    /// See `Command::ReadUndone`.
    Undone {
        /// Of the request that this answers.
        generation: Generation,
        /// What finds it anew; `None` where nothing was left undone.
        result: Result<Option<Box<Criteria>>, Problem>,
    },
    /// See `Command::Export`.
    Exported {
        /// Of the request that this answers.
        generation: Generation,
        /// Where it was written, or why it was not.
        result: Result<PathBuf, Problem>,
    },
    /// See `Command::ChooseSavePath`. `None`: cancelled, or this system has no dialog to show.
    PathChosen {
        /// Of the request that this answers.
        generation: Generation,
        /// The file.
        path: Option<PathBuf>,
    },
    /// See `Command::ReadList`.
    ListRead {
        /// Of the request that this answers.
        generation: Generation,
        /// Row by row.
        list: Arc<PublicIdList>,
    },
    /// Somebody waits for the keychain, or nobody does any more.
    KeychainWaits {
        /// The news with the highest number is the newest.
        number: u64,
        /// Whether.
        waits: bool,
    },
    /// Hosts on which the open environment's assets are delivered were seen, confirmed or taken off.
    DeliveryHosts {
        /// The environment.
        environment: EnvironmentId,
        /// All of its hosts, beside Cloudinary's own.
        hosts: KnownHosts,
    },
    /// See `Command::ReadListFile`.
    FileRead {
        /// Which file.
        path: PathBuf,
        /// The encoding's name, where it was guessed: neither UTF-8 nor UTF-16.
        guessed: Option<&'static str>,
        /// Its text.
        result: Result<String, Problem>,
    },
}

/// What is read for the open environment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reading {
    /// A page of the library.
    Library(Generation),
    /// The tags.
    Tags(Generation),
    /// An asset's copies and versions.
    Details(AssetId),
}

/// A remembered environment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remembered {
    /// Everything but the secret.
    pub environment: Environment,
    /// Whether the secret is kept for this session only.
    pub session_only: bool,
    /// The secret is nowhere: it was kept for a session that is over.
    pub secret_missing: bool,
}

/// A page of the library.
#[derive(Debug)]
pub struct LibraryPage {
    /// Newest first.
    pub assets: Vec<Arc<Asset>>,
    /// For the next page; `None` on the last.
    pub next_cursor: Option<String>,
    /// All that match, where the server counted them.
    pub total: Option<u64>,
}

/// A tag, and the resource types that have it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tag {
    /// The tag itself.
    pub name: String,
    /// Resource types among whose tags it is listed.
    pub kinds: Vec<ResourceType>,
}

/// A decoded picture.
#[derive(Debug, PartialEq, Eq)]
pub struct Picture {
    /// Pixels.
    pub width: u32,
    /// Pixels.
    pub height: u32,
    /// `width * height * 4` bytes: red, green, blue, alpha, not premultiplied.
    pub rgba: Vec<u8>,
}
