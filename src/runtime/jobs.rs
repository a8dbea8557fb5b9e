//! Jobs as the user asks for them: begun, paused, stopped, resumed, and those that an earlier session left.
//!
//! By itself a job goes on with the key that it was confirmed with, and with no other. Another key of
//! the same product environment carries it on after the user's word, [`Jobs::continue_with`], which
//! holds for this session.

use std::collections::HashMap;
use std::sync::Arc;

use tokio::sync::{mpsc, oneshot};

use super::connect::{client_of, open_for_jobs};
use super::ending::{abandon, abandon_in_doubt, aside_if_damaged};
use super::event::Event;
use super::known::Known;
use super::lanes::Waiting;
use super::left::{self, LeftJobs};
use super::news::{Begun, News, OutOfReach};
use super::outbox::Outbox;
use super::running::{Passed, Runs};
use super::seals;
use super::wanted::Wanted;
use super::watched::told;
use crate::api::Client;
use crate::journal::Journal;
use crate::model::account::EnvironmentId;
use crate::model::confirm::ConfirmedPlan;
use crate::model::job::{Control, Job, JobHeader};
use crate::model::job_id::JobId;
use crate::model::problem::{DeletionProblem, Details, Problem};
use crate::model::receipt::Summary;
use crate::model::settings::JobSettings;
use crate::model::unfinished::Unfinished;
use crate::model::unsettled::Cause;
use crate::platform::clock;

/// All jobs of this session.
pub(super) struct Jobs {
    pub(super) runs: Runs,
    /// Jobs of an earlier session whose key is not at hand yet.
    left: LeftJobs,
    /// The user's last word about a job in this session.
    wanted: Wanted,
    /// Jobs that the user continues with another key than the one they were confirmed with.
    other_keys: HashMap<JobId, EnvironmentId>,
    known: Arc<Known>,
    journal: Result<Journal, Problem>,
    outbox: Outbox,
    news: mpsc::Sender<News>,
}

impl Jobs {
    pub(super) fn new(runs: Runs, known: &Arc<Known>) -> Self {
        Self {
            left: LeftJobs::default(),
            wanted: Wanted::start(runs.journal.clone(), runs.news.clone()),
            other_keys: HashMap::new(),
            known: Arc::clone(known),
            journal: runs.journal.clone(),
            outbox: runs.outbox.clone(),
            news: runs.news.clone(),
            runs,
        }
    }

    /// Writes a confirmed plan to the journal; it runs when its turn comes.
    pub(super) fn start(&self, confirmed: ConfirmedPlan, client: Result<&Client, Problem>) {
        let journal = match self.ready(&confirmed, client) {
            Ok(journal) => journal,
            Err(problem) => return self.outbox.post(Event::JobRefused { job: None, problem }),
        };
        let (news, outbox) = (self.news.clone(), self.outbox.clone());
        tokio::spawn(async move {
            let begin = async { journal.begin(confirmed).await.map_err(|error| error.problem()) };
            let written = told(begin).await;
            // Before anything else that is told of it.
            if let Ok(job) = &written {
                outbox.send(Event::JobQueued(Summary::begun(job))).await;
            }
            drop(news.send(News::Written(written.map(Box::new))).await);
        });
    }

    /// What a new job needs: its environment open, a preview that is not too old, and a journal.
    fn ready(&self, confirmed: &ConfirmedPlan, client: Result<&Client, Problem>) -> Result<Journal, Problem> {
        let client = client?;
        let environment = confirmed.plan().environment();
        if *environment != client.environment().id() {
            return Err(Problem::new(DeletionProblem::OtherEnvironment { wanted: environment.to_string() }));
        }
        if !confirmed.is_fresh(clock::now()) {
            return Err(Problem::new(DeletionProblem::PreviewTooOld(confirmed.route())));
        }
        self.journal.clone()
    }

    /// A job is in the journal, and nothing of it was sent.
    pub(super) fn written(&mut self, written: Result<Box<Job>, Problem>) {
        match written {
            Ok(job) => self.runs.line_up(*job),
            Err(problem) => self.outbox.post(Event::JobRefused { job: None, problem }),
        }
    }

    /// A job was read to run.
    pub(super) fn begun(&mut self, begun: Begun) {
        let stops = self.wanted.of(begun.waiting.job) == Some(Control::Stop);
        let Some(Passed { environment, put_aside }) = self.runs.begun(begun, stops) else { return };
        if let Some(summary) = put_aside {
            self.stopped(*summary);
        }
        self.runs.advance(&environment);
    }

    pub(super) fn pause(&mut self, job: JobId) {
        self.want(job, Control::Pause);
        self.runs.lanes.tell(job, Control::Pause);
        self.runs.lanes.take_out(job);
    }

    /// The user is being asked about a job: nothing of it is sent meanwhile, and its turn does not come.
    pub(super) fn hold(&mut self, job: JobId) {
        self.want(job, Control::Pause);
        self.runs.lanes.tell(job, Control::Pause);
        self.runs.lanes.hold(job, true);
    }

    /// The answer was that it goes on.
    pub(super) fn release(&mut self, job: JobId) {
        let Some(environment) = self.runs.lanes.place_of(job) else {
            // One of an earlier session waits for its key, which may have come meanwhile.
            return if self.left.holds(job) { self.want(job, Control::Run) } else { self.resume(job) };
        };
        self.want(job, Control::Run);
        self.runs.lanes.tell(job, Control::Run);
        self.runs.lanes.hold(job, false);
        self.runs.advance(&environment);
    }

    /// What is wanted of jobs after the next start, in the journal; they stay as they are until then.
    pub(super) fn prepare_to_close(&self, jobs: &[JobId], resume: bool) {
        let control = if resume { Control::Run } else { Control::Pause };
        let written = self.wanted.after_restart(jobs, control);
        let renewal = (!resume).then(|| self.runs.seals.renewal());
        self.outbox.answer(async move {
            let _ = written.await;
            if let Some(renewal) = renewal {
                let _ = tokio::time::timeout(seals::PATIENCE, renewal.run()).await;
            }
            Event::ReadyToClose
        });
    }

    /// A job that is not running ends at once, unless something of it is in doubt: that is asked
    /// about first, and nothing is sent.
    pub(super) fn stop(&mut self, job: JobId) {
        self.want(job, Control::Stop);
        if self.runs.lanes.tell(job, Control::Stop) {
            return;
        }
        self.runs.lanes.take_out(job);
        let (journal, news, outbox) = (self.journal.clone(), self.news.clone(), self.outbox.clone());
        let (unwritten, told) = (self.runs.unwritten.of(job), self.runs.seals.told(job));
        tokio::spawn(async move {
            let ended = match journal {
                Ok(journal) => {
                    abandon(&journal, job, told, &unwritten).await.map_err(|error| error.problem())
                }
                Err(problem) => Err(problem),
            };
            match ended {
                Ok(Some(summary)) => drop(news.send(News::Stopped(Box::new(summary))).await),
                Ok(None) => drop(news.send(News::LookUp(job, Control::Stop)).await),
                Err(problem) => outbox.send(Event::JobRefused { job: Some(job), problem }).await,
            }
        });
    }

    /// A job that was not running was ended.
    pub(super) fn stopped(&mut self, summary: Summary) {
        self.left.forget(summary.header.id);
        self.runs.unwritten.forget(summary.header.id);
        self.runs.seals.stopped(summary.header.id);
        self.outbox.post(Event::JobEnded { summary, problem: None });
    }

    /// The user changed how jobs run; those that run go on as they are.
    pub(super) fn change_settings(&mut self, settings: JobSettings) {
        self.runs.settings = settings.bounded();
        let (settings, journal, outbox) = (self.runs.settings, self.journal.clone(), self.outbox.clone());
        let renewal = (!settings.go_on).then(|| self.runs.seals.renewal());
        tokio::spawn(async move {
            if let Ok(journal) = journal
                && let Err(error) = journal.set_job_settings(settings).await
            {
                tracing::warn!(%error, "the settings of jobs could not be written");
            }
            outbox.send(Event::JobSettings(settings)).await;
            if let Some(renewal) = renewal {
                renewal.run().await;
            }
        });
    }

    /// After a pause, or with a job of an earlier session.
    pub(super) fn resume(&mut self, job: JobId) {
        self.runs.seals.vouch_for_told(job);
        self.want(job, Control::Run);
        if self.runs.lanes.tell(job, Control::Run) {
            return;
        }
        self.look_up(job, Control::Run);
    }

    /// The same with another key. One that runs keeps its own.
    pub(super) fn continue_with(&mut self, job: JobId, key: EnvironmentId) {
        if !self.runs.lanes.is_running(job) {
            self.other_keys.insert(job, key);
        }
        self.resume(job);
    }

    /// Finds out where a job belongs. One that the user stops, and of which a row is damaged, is put
    /// aside.
    pub(super) fn look_up(&self, job: JobId, control: Control) {
        let (journal, news, outbox) = (self.journal.clone(), self.news.clone(), self.outbox.clone());
        tokio::spawn(async move {
            let found = async {
                let journal = journal?;
                let found = match journal.summary(job).await {
                    Ok(summary) => Ok(News::Found(Box::new(summary), control)),
                    Err(error) if control == Control::Stop => {
                        let aside = aside_if_damaged(&journal, job, error).await;
                        aside.map(|summary| News::Stopped(Box::new(summary)))
                    }
                    Err(error) => Err(error),
                };
                found.map_err(|error| error.problem())
            };
            match found.await {
                Ok(found) => drop(news.send(found).await),
                Err(problem) => outbox.send(Event::JobRefused { job: Some(job), problem }).await,
            }
        });
    }

    /// Goes on with a job as soon as nothing else runs in its product environment, unless the user
    /// wants something else of it by now.
    pub(super) fn found(&mut self, summary: &Summary, control: Control) {
        let job = summary.header.id;
        if self.wanted.of(job) != Some(control) {
            return;
        }
        let (environment, key) = (summary.header.environment.product(), self.key_of(&summary.header));
        if key.product() != environment {
            self.other_keys.remove(&job);
            let cloud_name = summary.header.cloud_name.clone();
            let problem = Problem::new(DeletionProblem::KeyOfAnother { cloud_name });
            return self.outbox.post(Event::JobRefused { job: Some(job), problem });
        }
        if !self.runs.lanes.is_at_hand(&key) {
            return self.open_for_job(summary.clone(), key, control);
        }
        self.left.forget(job);
        let Some(lane) = self.runs.lanes.of(&environment) else { return };
        lane.put_first(Waiting { job, key, reopened: true, control });
        if lane.is_busy() && !lane.is_running(job) {
            return self.tell_queued(job);
        }
        self.runs.advance(&environment);
    }

    /// The key with which a job goes on.
    fn key_of(&self, header: &JobHeader) -> EnvironmentId {
        self.other_keys.get(&header.id).unwrap_or(&header.environment).clone()
    }

    /// Makes the client of a remembered key for a job that the user asked for, and comes back to it.
    fn open_for_job(&self, summary: Summary, key: EnvironmentId, control: Control) {
        let (known, news) = (Arc::clone(&self.known), self.news.clone());
        tokio::spawn(async move {
            match client_of(known, key).await {
                Ok(client) => {
                    drop(news.send(News::Ready(client)).await);
                    drop(news.send(News::Found(Box::new(summary), control)).await);
                }
                Err(why) => {
                    let out = OutOfReach { summary, control, why };
                    drop(news.send(News::OutOfReach(Box::new(out))).await);
                }
            }
        });
    }

    /// Nobody can be asked about a job, and nothing of it can be sent. One that the user stops ends
    /// all the same; any other waits.
    pub(super) fn out_of_reach(&mut self, out: OutOfReach) {
        let OutOfReach { summary, control, why } = out;
        let header = &summary.header;
        let (job, key) = (header.id, self.key_of(header));
        if self.runs.lanes.is_at_hand(&key) || self.wanted.of(job) != Some(control) {
            return self.found(&summary, control);
        }
        let other = self.runs.lanes.other_key(&key);
        let journal = match &self.journal {
            Ok(journal) if control == Control::Stop => journal.clone(),
            _ => {
                let code = match other {
                    Some(other) => DeletionProblem::OtherKey {
                        confirmed: key.key_ending().to_owned(),
                        other: other.key_ending().to_owned(),
                    },
                    None => DeletionProblem::NotOpen { cloud_name: header.cloud_name.clone() },
                };
                let problem = Problem::new(code).with_details(Details::Because(Box::new(why.code)));
                return self.outbox.post(Event::JobRefused { job: Some(job), problem });
            }
        };
        let reason = match other {
            Some(_) => Cause::NoKey { ending: key.key_ending().to_owned() },
            None => Cause::NotOpen { cloud_name: header.cloud_name.clone() },
        };
        self.left.forget(job);
        let unwritten = self.runs.unwritten.of(job);
        let (news, outbox) = (self.news.clone(), self.outbox.clone());
        tokio::spawn(async move {
            match abandon_in_doubt(&journal, job, reason.into(), &unwritten).await {
                Ok(summary) => drop(news.send(News::Stopped(Box::new(summary))).await),
                Err(error) => {
                    let problem = error.problem();
                    outbox.send(Event::JobRefused { job: Some(job), problem }).await;
                }
            }
        });
    }

    /// Notes the user's word, wherever the job is: running, queued, being looked up, or left by an
    /// earlier session.
    fn want(&mut self, job: JobId, control: Control) {
        self.left.want(job, control);
        self.wanted.note(job, control);
    }

    /// Asks what an earlier session left, once `key` tells that the keychain has answered.
    pub(super) fn find_unfinished(&self, key: Option<oneshot::Receiver<()>>) {
        left::find(self.journal.clone(), key, self.news.clone(), &self.outbox);
    }

    /// What an earlier session left.
    pub(super) fn unfinished(&mut self, settings: JobSettings, unfinished: Result<Vec<Unfinished>, Problem>) {
        self.runs.settings = settings;
        self.outbox.post(Event::JobSettings(settings));
        let unfinished = match unfinished {
            Ok(unfinished) => unfinished,
            Err(problem) => return self.outbox.post(Event::JobRefused { job: None, problem }),
        };
        let Runs { lanes, seals, .. } = &mut self.runs;
        let unfinished = seals.note_held(unfinished, |job| lanes.place_of(job).is_some());
        self.outbox.post(Event::Unfinished { jobs: unfinished.clone(), go_on: settings.go_on });
        let is_kept = |job| seals.is_vouched(job);
        for key in self.left.take_in(unfinished, settings.go_on, &self.wanted, is_kept) {
            if self.runs.lanes.is_at_hand(&key) {
                self.go_on(&key);
            } else {
                open_for_jobs(Arc::clone(&self.known), self.news.clone(), key);
            }
        }
    }

    /// A key is at hand: the jobs of an earlier session that were confirmed with it go on. Those of
    /// another key of the same product environment wait for the user's word.
    pub(super) fn go_on(&mut self, key: &EnvironmentId) {
        let environment = key.product();
        let jobs = self.left.of_key(key);
        if let Some(lane) = self.runs.lanes.of(&environment) {
            for job in jobs {
                lane.line_up(job);
            }
        }
        self.runs.advance(&environment);
    }

    fn tell_queued(&self, job: JobId) {
        let (journal, outbox) = (self.journal.clone(), self.outbox.clone());
        tokio::spawn(async move {
            let Ok(journal) = journal else { return };
            if let Ok(summary) = journal.summary(job).await {
                outbox.send(Event::JobQueued(summary)).await;
            }
        });
    }
}
