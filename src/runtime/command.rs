//! What the window asks of the background.

use std::any::Any;
use std::path::PathBuf;
use std::sync::Arc;

use secrecy::SecretString;

use crate::jobs::lines::Rows;
use crate::jobs::report::ListReport;
use crate::model::account::{Credentials, EnvironmentId, Region};
use crate::model::arrangement::Arrangement;
use crate::model::asset::{Asset, AssetId, AssetName, ResourceType};
use crate::model::bits::Bits;
use crate::model::comparison::LeftOut;
use crate::model::confirm::ConfirmedPlan;
use crate::model::criteria::Criteria;
use crate::model::delivery::{DeliveryHost, Hosts};
use crate::model::job::JobHeader;
use crate::model::job_id::JobId;
use crate::model::plan::Plan;
use crate::model::preferences::Preferences;
use crate::model::proxy::ProxyChoice;
use crate::model::receipt::{ReceiptHead, ReceiptView, Shown};
use crate::model::settings::JobSettings;

/// Grows with each request of a kind; an answer with an older one is late and is dropped.
pub type Generation = u64;

/// One wish of the window. Each is answered by at least one [`super::event::Event`], where nothing else
/// is said.
#[derive(Debug)]
pub enum Command {
    /// Asks the server whether these credentials are right. Answer: `ConnectionTested`.
    TestConnection {
        /// See [`Generation`].
        generation: Generation,
        /// What the form holds.
        credentials: Credentials,
    },
    /// Opens an environment and, once it has answered, keeps its credentials in the keychain or for
    /// this session. Answers: `Remembered`, then `Opened`; or `OpenFailed`, and nothing is kept.
    Remember {
        /// What the form holds.
        credentials: Credentials,
        /// Where the secret goes.
        keep: Keep,
    },
    /// Switches to a remembered environment. Answer: `Opened` or `OpenFailed`.
    Open(EnvironmentId),
    /// Removes an environment from the list and its secret from the keychain. Answer:
    /// `Environments`.
    Forget(EnvironmentId),
    /// Marks an environment as Production or not. Answer: `Environments`.
    MarkProduction {
        /// The environment.
        environment: EnvironmentId,
        /// The strictest confirmation.
        production: bool,
    },
    /// Names an environment; a blank name takes it off. Answer: `Environments`.
    NameEnvironment {
        /// The environment.
        environment: EnvironmentId,
        /// As typed.
        name: String,
    },
    /// Moves a remembered environment, with what is set about it and its secret, to the region in
    /// which it is, and opens it. Answers: `Remembered`, then `Opened` or `OpenFailed`; nothing is
    /// moved where it does not answer there.
    SwitchRegion {
        /// The environment.
        environment: EnvironmentId,
        /// One of Cloudinary's own.
        region: Region,
    },
    /// Starts the practice environment in this program, if it is not running, and opens it.
    /// Answer: `Opened` or `OpenFailed`.
    StartPractice,
    /// A page of the open environment's library, newest first. Answer: `LibraryPage`.
    ListLibrary {
        /// See [`Generation`].
        generation: Generation,
        /// Only this resource type.
        kind: Option<ResourceType>,
        /// From the page before; `None` for the first.
        cursor: Option<String>,
    },
    /// An asset's copies and versions. Answer: `Details`.
    Details(Arc<Asset>),
    /// The tags of the open environment. Answer: `Tags`.
    ListTags {
        /// See [`Generation`].
        generation: Generation,
    },
    /// The pictures that are visible now, the most wanted first. Replaces the earlier wish: what
    /// was not begun and is not wanted any more is not fetched. Answers: `Thumbnail`.
    WantThumbnails(Vec<ThumbnailWish>),
    /// Builds a plan; replaces one that is still being built. Answers: `Preview`, several times.
    Preview {
        /// See [`Generation`].
        generation: Generation,
        /// A filled form.
        criteria: Box<Criteria>,
        /// A complete plan that it is to be united with.
        with: Option<Arc<Plan>>,
    },
    /// Takes a source out of a plan. Answer: `Preview`.
    TakeOutSource {
        /// See [`Generation`].
        generation: Generation,
        /// A plan of several sources.
        plan: Arc<Plan>,
        /// Position of the one that goes.
        at: usize,
    },
    /// Stops building. Answer: `Preview` with an incomplete one, if one was being built.
    CancelPreview,
    /// Takes a plan that was doubted as it is, its numbers having been seen. Answer: `Preview` with
    /// the complete one, if this is the latest and it may be accepted.
    AcceptPreview {
        /// Of the preview.
        generation: Generation,
    },
    /// Sorts and finds items of a plan. Answer: `Arranged`, unless another one is asked for before.
    Arrange {
        /// See [`Generation`].
        generation: Generation,
        /// What is to be on screen.
        wanted: Box<Arrangement>,
    },
    /// Finds rows of a list's report. Answer: `LinesArranged`, unless others are asked for before.
    ArrangeLines {
        /// See [`Generation`].
        generation: Generation,
        /// Of the list.
        report: Arc<ListReport>,
        /// Which of its rows.
        rows: Rows,
    },
    /// Compares a new count with the one before. Answer: `Compared`.
    Compare {
        /// See [`Generation`].
        generation: Generation,
        /// What was found before.
        before: Arc<Plan>,
        /// What was left out of it.
        left_out: LeftOut,
        /// The new count.
        counted: Arc<Plan>,
        /// The same, with what the user took in.
        found: Arc<Plan>,
    },
    /// Freezes a plan without some of its items. Answer: `Frozen`.
    Freeze {
        /// See [`Generation`].
        generation: Generation,
        /// With all of its items.
        found: Arc<Plan>,
        /// Positions of those that are left out.
        left_out: Bits,
    },
    /// Frees what is so large that freeing it takes a while. No answer.
    Free(Vec<Box<dyn Any + Send>>),
    /// Carries out a confirmed plan. Answers: `JobQueued`, `JobStarted` when its turn comes, and
    /// `JobEnded`; in between, progress through the watch channel.
    StartJob(ConfirmedPlan),
    /// Sends nothing more until `Resume`, also after a restart. Takes a job out of the queue.
    Pause(JobId),
    /// Sends nothing more until `Release`, `Resume` or `Stop`: the user is being asked about the job. It
    /// keeps its place in the queue. After a restart it counts as paused.
    Hold(JobId),
    /// The user has answered: it goes on as before `Hold`.
    Release(JobId),
    /// Goes on after a pause, or with a job of an earlier session, before others that wait.
    Resume(JobId),
    /// Goes on with a job with another key of its product environment than the one it was confirmed
    /// with. Answers as to `Resume`.
    ContinueWith {
        /// The job.
        job: JobId,
        /// A remembered or open environment, which says the key.
        key: EnvironmentId,
    },
    /// Ends a job after the requests under way; the rest counts as skipped.
    Stop(JobId),
    /// The window is about to close: nothing more is sent of these jobs, which are on hold, and the
    /// journal says whether they were paused, or go on at the next start. Answer: `ReadyToClose`, once
    /// it does.
    PrepareToClose {
        /// The jobs on hold.
        jobs: Vec<JobId>,
        /// Whether they go on at the next start, as far as the settings let them.
        resume: bool,
    },
    /// Keeps what was set for the window. Answer: `Preferences`.
    ChangePreferences(Preferences),
    /// Changes how jobs run, for good. Answer: `JobSettings`.
    ChangeJobSettings(JobSettings),
    /// Every job that the journal has, newest first. Answer: `Receipts`.
    ListReceipts,
    /// Lines of all receipts whose public ID holds a text. Answer: `ReceiptsFound`.
    SearchReceipts {
        /// See [`Generation`].
        generation: Generation,
        /// What was typed.
        text: String,
    },
    /// The head of a job's receipt, with the first lines of a view of it. Answer: `Receipt`.
    OpenReceipt {
        /// The job.
        job: JobId,
        /// Which lines.
        view: ReceiptView,
    },
    /// The lines of another view of a receipt. Answer: `ReceiptListed`, unless another one is asked for
    /// before its turn comes.
    ListReceiptRows {
        /// See [`Generation`].
        generation: Generation,
        /// Of the receipt.
        head: Arc<ReceiptHead>,
        /// Which lines.
        view: ReceiptView,
    },
    /// Lines of a receipt. Answer: `ReceiptRows`.
    ReadReceiptRows {
        /// See [`Generation`].
        generation: Generation,
        /// Of the receipt.
        head: Arc<ReceiptHead>,
        /// Among which lines the positions are.
        shown: Shown,
        /// Where they stand.
        positions: Vec<i64>,
    },
    /// What a job that is at its end left undone. Answer: `Undone`.
    ReadUndone {
        /// See [`Generation`].
        generation: Generation,
        /// Of the job.
        header: Box<JobHeader>,
    },
    /// Writes a receipt to a file. Answer: `Exported`.
    Export {
        /// See [`Generation`].
        generation: Generation,
        /// The job.
        job: JobId,
        /// In which form.
        form: ExportForm,
        /// Where to; a file there is replaced.
        path: PathBuf,
    },
    /// Shows the system's save dialog. Answer: `PathChosen`.
    ChooseSavePath {
        /// See [`Generation`].
        generation: Generation,
        /// A file name.
        suggested: String,
    },
    /// Shows the system's open dialog, for lists. Answer: `PathChosen`.
    ChooseListFile {
        /// See [`Generation`].
        generation: Generation,
    },
    /// Reads a long list. Answer: `ListRead`.
    ReadList {
        /// See [`Generation`].
        generation: Generation,
        /// What was pasted or opened.
        text: Arc<str>,
        /// Which links are of the environment.
        hosts: Hosts,
    },
    /// Chooses through which proxy requests go from now on. Answer: `Proxy`, and a `Warning` for each thing
    /// that is not kept beyond this session.
    ChooseProxy {
        /// Which.
        choice: ProxyChoice,
        /// Of its user; `None`: the one that was given before for the same proxy and user.
        password: Option<SecretString>,
    },
    /// Does not wait for the keychain any longer: what was to be kept is kept for this session, and what
    /// was to be opened is not. Answers: those of what waited.
    GoOnWithoutKeychain,
    /// The user says that an environment's assets are delivered from a host: its pictures are fetched.
    /// Answers: `DeliveryHosts` where it is open, `Environments`.
    ConfirmHost {
        /// The environment.
        environment: EnvironmentId,
        /// The host.
        host: DeliveryHost,
    },
    /// Takes a host off again. Answers: as for `ConfirmHost`.
    RemoveHost {
        /// The environment.
        environment: EnvironmentId,
        /// The host.
        host: DeliveryHost,
    },
    /// Reads a text file, for lists; at most 64 MiB. Answer: `FileRead`.
    ReadListFile(PathBuf),
}

/// Where a secret is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keep {
    /// The operating system's keychain.
    Keychain,
    /// In memory, until the program ends.
    Session,
}

/// The form of an exported receipt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExportForm {
    /// Every item with its outcome. No cell starts a formula.
    Csv,
    /// Everything, for programs.
    Json,
    /// A page to be read and printed.
    Html,
    /// `public_id,format,resource_type,type` of what is gone with the job: what Cloudinary's support
    /// asks for, within 30 days.
    SupportList,
}

/// A picture that the window would like to draw.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ThumbnailWish {
    /// Under which the picture comes back: the asset's ID, or the copy's.
    pub key: AssetId,
    /// The asset's own URL.
    pub secure_url: Box<str>,
    /// Kind and name.
    pub name: AssetName,
    /// `jpg`, `pdf` …
    pub format: Option<Box<str>>,
}
