//! The hub: one task that takes every command, owns what is open, and hands the work to other
//! tasks. It never waits for the network, the disk or the keychain itself.

use std::sync::Arc;

use tokio::sync::{mpsc, watch};

use super::command::Command;
use super::connect::Connections;
use super::desk::{self, Desk};
use super::event::Event;
use super::files::Files;
use super::jobs::Jobs;
use super::known::Known;
use super::lanes::Lanes;
use super::library::Library;
use super::news::News;
use super::outbox::Outbox;
use super::previews::Previews;
use super::receipts::Receipts;
use super::running::Runs;
use super::seals::Seals;
use super::session::Session;
use super::setup::Setup;
use super::unwritten::UnwrittenJobs;
use super::watched::blocking;
use crate::api::Client;
use crate::jobs::progress::Progress;
use crate::journal::Journal;
use crate::model::account::{Account, Quota};
use crate::model::problem::{FileProblem, Problem, RecordProblem};
use crate::model::settings::JobSettings;
use crate::platform::paths::Paths;

/// Everything that the background does, by its parts. The hub itself only hands on what comes in.
struct Hub {
    connections: Connections,
    session: Session,
    library: Library,
    previews: Previews,
    desk: Desk,
    files: Files,
    receipts: Receipts,
    jobs: Jobs,
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
    let (to_window, threads) = (outbox.clone(), tokio::runtime::Handle::current());
    let Setup { paths, vault, from_variable } = setup;
    if paths.is_open_to_others() {
        outbox.send(Event::Warning(open_to_others(&paths))).await;
    }
    let files = paths.clone();
    let known = blocking(move || Known::read(vault, files, from_variable, to_window, threads)).await;
    let known = Arc::new(known);
    let runs = Runs {
        lanes: Lanes::default(),
        seals: Seals::new(&known, &journal, &news, paths.home()),
        unwritten: UnwrittenJobs::new(journal.clone()),
        settings: JobSettings::default(),
        journal: journal.clone(),
        outbox: outbox.clone(),
        news: news.clone(),
        progress,
    };
    let mut hub = Hub {
        connections: Connections::new(&known, &outbox, &news),
        session: Session::new(&known, &journal, &outbox, quota),
        library: Library::new(&outbox, &news),
        previews: Previews::new(&journal, &outbox, &news),
        desk: Desk::new(&outbox),
        files: Files::new(&paths, &outbox),
        receipts: Receipts::new(&paths, &journal, &outbox),
        jobs: Jobs::new(runs, &known),
    };
    hub.files.tell_preferences();
    hub.connections.tell_environments();
    let seal_keys = hub.jobs.runs.seals.ask_for_keys();
    hub.jobs.find_unfinished(Some(seal_keys));
    hub.receipts.list();
    loop {
        tokio::select! {
            command = commands.recv() => match command {
                Some(command) => hub.take(command),
                None => return hub.jobs.runs.unwritten.write_what_is_left().await,
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
            Command::TestConnection { generation, credentials } => {
                self.connections.test(generation, credentials);
            }
            Command::Remember { credentials, keep } => self.connections.remember(credentials, keep),
            Command::Open(environment) => self.connections.open_known(environment),
            Command::Forget(environment) => self.connections.forget(environment),
            Command::MarkProduction { environment, production } => {
                self.session.mark_production(environment, production);
            }
            Command::NameEnvironment { environment, name } => {
                self.session.name_environment(environment, name);
            }
            Command::SwitchRegion { environment, region } => {
                self.connections.switch_region(environment, region);
            }
            Command::StartPractice => self.connections.start_practice(),
            Command::ListLibrary { generation, kind, cursor } => {
                self.library.list(self.session.client(), generation, kind, cursor);
            }
            Command::Details(asset) => self.library.details(self.session.client(), asset),
            Command::ListTags { generation } => self.library.list_tags(self.session.client(), generation),
            Command::WantThumbnails(wishes) => self.session.thumbnails.want(wishes),
            Command::Preview { generation, criteria, with } => {
                let reserve = self.jobs.runs.settings.reserve;
                self.previews.begin(self.session.client(), reserve, generation, criteria, with);
            }
            Command::TakeOutSource { generation, plan, at } => {
                self.previews.take_out_source(generation, plan, at);
            }
            Command::CancelPreview => self.previews.cancel(),
            Command::AcceptPreview { generation } => self.previews.accept(generation),
            Command::Arrange { .. }
            | Command::ArrangeLines { .. }
            | Command::Compare { .. }
            | Command::Freeze { .. } => self.desk.work_out(command),
            Command::Free(things) => desk::free(things),
            Command::StartJob(confirmed) => self.jobs.start(confirmed, self.session.client()),
            Command::Pause(job) => self.jobs.pause(job),
            Command::Hold(job) => self.jobs.hold(job),
            Command::Release(job) => self.jobs.release(job),
            Command::PrepareToClose { jobs, resume } => self.jobs.prepare_to_close(&jobs, resume),
            Command::Resume(job) => self.jobs.resume(job),
            Command::ContinueWith { job, key } => self.jobs.continue_with(job, key),
            Command::Stop(job) => self.jobs.stop(job),
            Command::ChangePreferences(preferences) => self.files.change_preferences(preferences),
            Command::ChangeJobSettings(settings) => self.jobs.change_settings(settings),
            Command::ListReceipts => self.receipts.list(),
            Command::SearchReceipts { generation, text } => self.receipts.search(generation, text),
            Command::OpenReceipt { job, view } => self.receipts.open(job, view),
            Command::ListReceiptRows { generation, head, view } => {
                self.receipts.list_rows(generation, head, view);
            }
            Command::ReadReceiptRows { generation, head, shown, positions } => {
                self.receipts.read_rows(generation, head, shown, positions);
            }
            Command::ReadUndone { generation, header } => self.receipts.read_undone(generation, header),
            Command::Export { generation, job, form, path } => {
                self.receipts.export(generation, job, form, path);
            }
            Command::ChooseSavePath { generation, suggested } => {
                self.files.choose_save_path(generation, suggested);
            }
            Command::ChooseListFile { generation } => self.files.choose_list_file(generation),
            Command::ReadListFile(path) => self.files.read_list_file(path),
            Command::ReadList { generation, text, hosts } => self.files.read_list(generation, text, hosts),
            Command::ChooseProxy { choice, password } => self.connections.choose_proxy(choice, password),
            Command::GoOnWithoutKeychain => self.connections.go_on_without_keychain(),
            Command::ConfirmHost { environment, host } => self.session.confirm_host(environment, host),
            Command::RemoveHost { environment, host } => self.session.remove_host(environment, host),
        }
    }

    fn hear(&mut self, news: News) {
        match news {
            News::SeenOn(environment, hosts) => self.session.seen_on(&environment, hosts),
            News::Answered { client, account } => self.opened(client, account),
            News::Practice(server) => self.connections.practice_started(server),
            News::Unfinished(settings, unfinished) => self.jobs.unfinished(settings, unfinished),
            News::SealKeys => {
                if self.jobs.runs.seals.keys_came() {
                    self.jobs.find_unfinished(None);
                }
            }
            News::TakenBack => self.jobs.runs.seals.renew_key(),
            News::Ready(client) => self.ready_for_jobs(client),
            News::Written(written) => self.jobs.written(written),
            News::LookUp(job, control) => self.jobs.look_up(job, control),
            News::Found(summary, control) => self.jobs.found(&summary, control),
            News::OutOfReach(out) => self.jobs.out_of_reach(*out),
            News::Begun(begun) => self.jobs.begun(*begun),
            News::Stopped(summary) => self.jobs.stopped(*summary),
            News::Ended(over) => {
                let next = self.jobs.runs.ended(*over);
                self.session.tell_destroy_by(None);
                self.receipts.list();
                if let Some(environment) = next {
                    self.jobs.runs.advance(&environment);
                }
            }
        }
    }

    /// Makes an environment the open one; what belonged to the one before is dropped.
    fn opened(&mut self, client: Client, account: Account) {
        self.previews.cancel_silently();
        let environment = client.environment().clone();
        let id = environment.id();
        let client = self.jobs.runs.lanes.admit(client);
        self.library.begin_anew();
        self.session.open(client, environment, account);
        self.receipts.list();
        self.jobs.go_on(&id);
    }

    /// The client of a key whose environment is not open, for its unfinished jobs.
    fn ready_for_jobs(&mut self, client: Client) {
        let id = client.environment().id();
        self.jobs.runs.lanes.admit(client);
        self.jobs.go_on(&id);
    }
}
