//! The hub: one task that takes every command, owns what is open, and hands the work to other
//! tasks. It never waits for the network, the disk or the keychain itself.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use tokio::sync::{mpsc, watch};
use tokio::task::AbortHandle;

use super::Setup;
use super::command::Command;
use super::connect::blocking;
use super::desk::{self, Latest};
use super::event::Event;
use super::known::Known;
use super::lanes::Lane;
use super::left::{self, Left, Said};
use super::library::Readings;
use super::outbox::Outbox;
use super::previews::Counting;
use super::reach::OutOfReach;
use super::running::{Begun, RunFinished};
use super::seals::Renewals;
use super::thumbnails::Thumbnails;
use super::unwritten::Unwritten;
use crate::api::{Client, Cursors};
use crate::jobs::progress::Progress;
use crate::journal::Journal;
use crate::model::account::{Account, Environment, EnvironmentId, Quota};
use crate::model::comparison::Compared;
use crate::model::delivery::DeliveryHost;
use crate::model::job::{Control, Job, JobHeader};
use crate::model::job_id::JobId;
use crate::model::problem::{DeletionProblem, FileProblem, Problem, RecordProblem};
use crate::model::product_environment::ProductEnvironment;
use crate::model::receipt::Summary;
use crate::model::settings::JobSettings;
use crate::model::unfinished::Unfinished;
use crate::platform::paths::Paths;
use cloudsweep_practice::Server;

/// The open environment.
pub(super) struct Open {
    pub(super) client: Client,
    pub(super) environment: Environment,
    /// Passes its counters on while it is open.
    quota: AbortHandle,
}

impl Drop for Open {
    fn drop(&mut self) {
        self.quota.abort();
    }
}

/// What tasks tell the hub.
pub(super) enum News {
    /// Hosts on which the assets of an environment are delivered were seen.
    SeenOn(EnvironmentId, Vec<DeliveryHost>),
    /// An environment answered, and can be opened.
    Answered { client: Client, account: Account },
    /// The practice environment runs; to be opened.
    Practice(Server),
    /// What an earlier session left, and how jobs are to run.
    Unfinished(JobSettings, Result<Vec<Unfinished>, Problem>),
    /// The keys of the seals are there, for the first time or anew.
    SealKeys,
    /// It is in the journal that a job does not go on.
    TakenBack,
    /// The client of an environment in which jobs are to go on.
    Ready(Client),
    /// A confirmed plan was written, or could not be.
    Written(Result<Box<Job>, Problem>),
    /// A job that is to go on or to be stopped is not running.
    LookUp(JobId, Control),
    /// Where it belongs.
    Found(Box<Summary>, Control),
    /// Its environment cannot be opened.
    OutOfReach(Box<OutOfReach>),
    /// A job was read and can run, or not.
    Begun(Box<Begun>),
    /// A job that was not running was ended.
    Stopped(Box<Summary>),
    /// A job's run is over.
    Ended(Box<RunFinished>),
}

/// Everything that the hub owns.
pub(super) struct Hub {
    pub(super) outbox: Outbox,
    pub(super) news: mpsc::Sender<News>,
    pub(super) known: Arc<Known>,
    pub(super) open: Option<Open>,
    pub(super) practice: Option<Server>,
    /// Where the program keeps its files.
    pub(super) paths: Paths,
    pub(super) journal: Result<Journal, Problem>,
    pub(super) counting: Option<Counting>,
    /// Jobs, by product environment.
    pub(super) lanes: HashMap<ProductEnvironment, Lane>,
    /// Jobs of an earlier session whose key is not at hand yet.
    pub(super) left: Vec<Left>,
    /// Jobs that the user continues with another key than the one they were confirmed with.
    pub(super) other_keys: HashMap<JobId, EnvironmentId>,
    /// Jobs that were confirmed in this session, or of which the user said that they are theirs.
    pub(super) vouched: HashMap<JobId, JobHeader>,
    /// Jobs that were told as not confirmed on this computer.
    pub(super) unconfirmed: HashMap<JobId, JobHeader>,
    /// Of these, those that the user said to be theirs, until they are read to run.
    pub(super) adopted: HashMap<JobId, JobHeader>,
    /// The turns of renewing the seals' key.
    pub(super) renewals: Arc<Renewals>,
    /// The user's last word about a job in this session.
    pub(super) wanted: HashMap<JobId, Control>,
    /// To the journal, in the order in which it was said.
    pub(super) words: mpsc::UnboundedSender<Said>,
    /// What the server told and the journal did not take, by job.
    pub(super) unwritten: HashMap<JobId, Unwritten>,
    /// How jobs run.
    pub(super) settings: JobSettings,
    pub(super) thumbnails: Thumbnails,
    pub(super) readings: Readings,
    pub(super) latest: Latest,
    /// Of the pages of the library that is shown.
    pub(super) cursors: Arc<Mutex<Cursors>>,
    pub(super) progress: watch::Sender<Vec<Progress>>,
    quota: watch::Sender<Quota>,
}

/// Runs until the window's end of the bridge is gone.
pub(super) async fn run(
    setup: Setup,
    mut commands: mpsc::Receiver<Command>,
    outbox: Outbox,
    progress: watch::Sender<Vec<Progress>>,
    quota: watch::Sender<Quota>,
) {
    let (news, mut told) = mpsc::channel(16);
    let path = setup.paths.journal();
    let journal = tokio::task::spawn_blocking(move || Journal::open(&path)).await;
    let journal = match journal {
        Ok(opened) => opened.map_err(|error| error.problem()),
        Err(panicked) => Err(Problem::new(RecordProblem::NotOpened).with_details(panicked.to_string())),
    };
    let (words, said) = mpsc::unbounded_channel();
    tokio::spawn(left::remember(journal.clone(), said, news.clone()));
    let (to_window, threads) = (outbox.clone(), tokio::runtime::Handle::current());
    let Setup { paths, vault, from_variable } = setup;
    if paths.is_open_to_others() {
        outbox.send(Event::Warning(open_to_others(&paths))).await;
    }
    let files = paths.clone();
    let known = blocking(move || Known::read(vault, files, from_variable, to_window, threads)).await;
    let mut hub = Hub {
        wanted: HashMap::new(),
        words,
        known: Arc::new(known),
        thumbnails: Thumbnails::start(&outbox),
        cursors: Arc::default(),
        paths,
        outbox,
        news,
        journal,
        progress,
        quota,
        open: None,
        readings: Readings::default(),
        latest: Latest::default(),
        practice: None,
        counting: None,
        lanes: HashMap::new(),
        left: Vec::new(),
        other_keys: HashMap::new(),
        vouched: HashMap::new(),
        unconfirmed: HashMap::new(),
        adopted: HashMap::new(),
        renewals: Arc::default(),
        unwritten: HashMap::new(),
        settings: JobSettings::default(),
    };
    hub.tell_preferences();
    hub.tell_environments();
    let seal_keys = hub.ask_for_seal_keys();
    hub.find_unfinished(Some(seal_keys));
    hub.list_receipts();
    loop {
        tokio::select! {
            command = commands.recv() => match command {
                Some(command) => hub.take(command),
                None => return hub.write_what_is_left().await,
            },
            Some(news) = told.recv() => hub.hear(news),
        }
    }
}

/// A folder that somebody made keeps its mode, and the window says what that means.
fn open_to_others(paths: &Paths) -> Problem {
    tracing::warn!("other users of this computer may use the program's folder");
    Problem::new(FileProblem::HomeOpenToOthers { name: paths.home().display().to_string() })
}

impl Hub {
    fn take(&mut self, command: Command) {
        match command {
            Command::TestConnection { generation, credentials } => self.test(generation, credentials),
            Command::Remember { credentials, keep } => self.remember(credentials, keep),
            Command::Open(environment) => self.open_known(environment),
            Command::Forget(environment) => self.forget(environment),
            Command::MarkProduction { environment, production } => {
                self.mark_production(environment, production);
            }
            Command::NameEnvironment { environment, name } => self.name_environment(environment, name),
            Command::SwitchRegion { environment, region } => self.switch_region(environment, region),
            Command::StartPractice => self.start_practice(),
            Command::ListLibrary { generation, kind, cursor } => self.list_library(generation, kind, cursor),
            Command::Details(asset) => self.details(asset),
            Command::ListTags { generation } => self.list_tags(generation),
            Command::WantThumbnails(wishes) => self.thumbnails.want(wishes),
            Command::Preview { generation, criteria, with } => self.preview(generation, criteria, with),
            Command::TakeOutSource { generation, plan, at } => self.take_out_source(generation, plan, at),
            Command::CancelPreview => self.cancel_preview(),
            Command::AcceptPreview { generation } => self.accept_preview(generation),
            Command::Arrange { generation, wanted } => self.arrange(generation, wanted),
            Command::ArrangeLines { generation, report, rows } => {
                self.arrange_lines(generation, report, rows);
            }
            Command::Compare { generation, before, left_out, counted, found } => {
                self.compare(generation, move || Compared::of(&before, &left_out, &found, counted));
            }
            Command::Freeze { generation, found, left_out } => self.freeze(generation, found, left_out),
            Command::Free(things) => desk::free(things),
            Command::StartJob(confirmed) => self.start_job(confirmed),
            Command::Pause(job) => self.pause(job),
            Command::Hold(job) => self.hold(job),
            Command::Release(job) => self.release(job),
            Command::PrepareToClose { jobs, resume } => self.prepare_to_close(&jobs, resume),
            Command::Resume(job) => self.resume(job),
            Command::ContinueWith { job, key } => self.continue_with(job, key),
            Command::Stop(job) => self.stop(job),
            Command::ChangePreferences(preferences) => self.change_preferences(preferences),
            Command::ChangeJobSettings(settings) => self.change_job_settings(settings),
            Command::ListReceipts => self.list_receipts(),
            Command::SearchReceipts { generation, text } => self.search_receipts(generation, text),
            Command::OpenReceipt(job) => self.open_receipt(job),
            Command::Export { job, form, path } => self.export(job, form, path),
            Command::ChooseSavePath { generation, suggested } => {
                self.choose_save_path(generation, suggested);
            }
            Command::ChooseListFile { generation } => self.choose_list_file(generation),
            Command::ReadListFile(path) => self.read_list_file(path),
            Command::ReadList { generation, text, hosts } => self.read_list(generation, text, hosts),
            Command::GoOnWithoutKeychain => self.known.go_on_without_keychain(),
            Command::ConfirmHost { environment, host } => self.confirm_host(environment, host),
            Command::RemoveHost { environment, host } => self.remove_host(environment, host),
        }
    }

    fn hear(&mut self, news: News) {
        match news {
            News::SeenOn(environment, hosts) => self.seen_on(&environment, hosts),
            News::Answered { client, account } => self.opened(client, account),
            News::Practice(server) => self.practice_started(server),
            News::Unfinished(settings, unfinished) => self.unfinished(settings, unfinished),
            News::SealKeys => self.seal_keys(),
            News::TakenBack => self.renew_seals(),
            News::Ready(client) => self.ready_for_jobs(client),
            News::Written(written) => self.written(written),
            News::LookUp(job, control) => self.look_up(job, control),
            News::Found(summary, control) => self.found(&summary, control),
            News::OutOfReach(out) => self.out_of_reach(*out),
            News::Begun(begun) => self.begun(*begun),
            News::Stopped(summary) => self.stopped(*summary),
            News::Ended(over) => self.ended(*over),
        }
    }

    /// Makes an environment the open one; what belonged to the one before is dropped.
    fn opened(&mut self, client: Client, account: Account) {
        self.drop_preview();
        let environment = client.environment().clone();
        let client = self.admit(client);
        let mut quota = client.quota();
        let sender = self.quota.clone();
        let pass_on = async move {
            loop {
                sender.send_replace(*quota.borrow_and_update());
                if quota.changed().await.is_err() {
                    return;
                }
            }
        };
        let quota = tokio::spawn(pass_on).abort_handle();
        self.readings = Readings::default();
        self.thumbnails.of(client.clone());
        self.open = Some(Open { client, environment: environment.clone(), quota });
        let id = environment.id();
        self.tell_destroy_by(Some(Event::Opened { environment, account }));
        self.list_receipts();
        self.go_on(&id);
    }

    /// Tells how destroy names assets in the open environment, after what must come first.
    pub(super) fn tell_destroy_by(&self, first: Option<Event>) {
        let Some(open) = &self.open else { return };
        let (journal, outbox) = (self.journal.clone(), self.outbox.clone());
        let (environment, server) = (open.environment.id(), open.environment.product());
        tokio::spawn(async move {
            if let Some(first) = first {
                outbox.send(first).await;
            }
            let Ok(journal) = journal else { return };
            match journal.destroy_by(server).await {
                Ok(by) => outbox.send(Event::DestroyBy { environment, by }).await,
                Err(error) => tracing::warn!(%error, "the form of destroy could not be read"),
            }
        });
    }

    /// The client of a key whose environment is not open, for its unfinished jobs.
    fn ready_for_jobs(&mut self, client: Client) {
        let id = client.environment().id();
        self.admit(client);
        self.go_on(&id);
    }

    /// The open environment's client, or the answer that nothing is open.
    pub(super) fn client(&self) -> Result<&Client, Problem> {
        let open = self.open.as_ref().map(|open| &open.client);
        open.ok_or_else(|| Problem::new(DeletionProblem::NothingOpen))
    }

    /// Sends from a task, in case the window is behind.
    pub(super) fn send(&self, event: Event) {
        let outbox = self.outbox.clone();
        tokio::spawn(async move { outbox.send(event).await });
    }

    /// Does work elsewhere and sends the event that it gives. The handle ends it before.
    pub(super) fn answer(&self, work: impl Future<Output = Event> + Send + 'static) -> AbortHandle {
        let outbox = self.outbox.clone();
        tokio::spawn(async move { outbox.send(work.await).await }).abort_handle()
    }
}
