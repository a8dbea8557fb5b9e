//! Which jobs may run: those that this installation's seal shows to have been confirmed here, those
//! that were confirmed in this session, and those of which the user said so.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use tokio::sync::{Mutex, mpsc, oneshot};

use super::known::Known;
use super::news::News;
use super::watched::{blocking, told};
use crate::journal::{JobSnapshot, Journal, JournalError};
use crate::model::job::JobHeader;
use crate::model::job_id::JobId;
use crate::model::problem::Problem;
use crate::model::seal::{SealKeys, Unconfirmed};
use crate::model::unfinished::{Held, Unfinished};
use crate::platform::keychain::Vault;
use crate::platform::seal_key;

/// How long the list of what an earlier session left, and the closing of the window, wait for the
/// keychain, which can wait for its owner.
pub(super) const PATIENCE: Duration = Duration::from_secs(1);

/// What is known of the seals, and who vouches for which job.
pub(super) struct Seals {
    known: Arc<Known>,
    journal: Result<Journal, Problem>,
    news: mpsc::Sender<News>,
    /// Where the program keeps its files.
    home: PathBuf,
    /// The turns of renewing the key.
    renewals: Arc<Renewals>,
    /// Jobs that were confirmed in this session, or of which the user said that they are theirs.
    vouched: HashMap<JobId, JobHeader>,
    /// Jobs that were told as not confirmed on this computer.
    unconfirmed: HashMap<JobId, JobHeader>,
    /// Of these, those that the user said to be theirs, until they are read to run.
    adopted: HashMap<JobId, JobHeader>,
}

impl Seals {
    pub(super) fn new(
        known: &Arc<Known>,
        journal: &Result<Journal, Problem>,
        news: &mpsc::Sender<News>,
        home: &Path,
    ) -> Self {
        Self {
            known: Arc::clone(known),
            journal: journal.clone(),
            news: news.clone(),
            home: home.to_owned(),
            renewals: Arc::default(),
            vouched: HashMap::new(),
            unconfirmed: HashMap::new(),
            adopted: HashMap::new(),
        }
    }

    /// Asks the keychain for the keys of the seals; the receiver tells once it has answered, with or
    /// without them.
    pub(super) fn ask_for_keys(&self) -> oneshot::Receiver<()> {
        let (answered, answer) = oneshot::channel();
        let (known, journal, news) = (Arc::clone(&self.known), self.journal.clone(), self.news.clone());
        let (renewal, home) = (self.renewal(), self.home.clone());
        tokio::spawn(async move {
            let Ok(journal) = journal else { return };
            match told(blocking(move || known.ask_keychain(move |vault| seal_key::obtain(vault, &home))))
                .await
            {
                Ok(keys) => {
                    journal.seal_with(&keys);
                    let _ = answered.send(());
                    drop(news.send(News::SealKeys).await);
                    // The program ended in the middle of a renewal.
                    if !keys.previous.is_empty() {
                        renewal.run().await;
                    }
                }
                Err(problem) => tracing::warn!(code = ?problem.code, details = ?problem.details, "no seals"),
            }
        });
        answer
    }

    /// A job is at its end, or the user took back that one goes on: the key is made anew, and an older
    /// copy of the journal, put back by whomever, is not carried out again. What still goes on is sealed
    /// anew. Renewals that are asked for while one waits are one.
    pub(super) fn renew_key(&self) {
        tokio::spawn(self.renewal().run());
    }

    pub(super) fn renewal(&self) -> Renewal {
        Renewal {
            turn: Arc::clone(&self.renewals),
            known: Arc::clone(&self.known),
            home: self.home.clone(),
            journal: self.journal.clone(),
            news: self.news.clone(),
        }
    }

    /// The keys are there: what was confirmed in this session is sealed. Gives whether what an earlier one
    /// left is to be looked at again, since it was told of before.
    pub(super) fn keys_came(&self) -> bool {
        for header in self.vouched.values().filter(|header| !self.adopted.contains_key(&header.id)) {
            seal(&self.journal, header.clone());
        }
        !self.unconfirmed.is_empty()
    }

    /// A job that was confirmed in this session.
    pub(super) fn vouch(&mut self, header: JobHeader) {
        self.unconfirmed.remove(&header.id);
        seal(&self.journal, header.clone());
        self.vouched.insert(header.id, header);
    }

    /// The user goes on with a job: if it was told as not confirmed here, it is theirs now, as it was
    /// told, once it is read to run.
    pub(super) fn vouch_for_told(&mut self, job: JobId) {
        if let Some(header) = self.unconfirmed.remove(&job) {
            self.adopted.insert(job, header.clone());
            self.vouched.insert(job, header);
        }
    }

    /// Whether a job was confirmed in this session, or the user said that it is theirs.
    pub(super) fn is_vouched(&self, job: JobId) -> bool {
        self.vouched.contains_key(&job)
    }

    /// As what a job is to be taken that the user said to be theirs, until it is read to run.
    pub(super) fn adopted(&self, job: JobId) -> Option<JobHeader> {
        self.adopted.get(&job).cloned()
    }

    /// As what a job was told that did not count as confirmed here. A user may have resumed it since.
    pub(super) fn told(&self, job: JobId) -> Option<JobHeader> {
        self.unconfirmed.get(&job).or_else(|| self.adopted.get(&job)).cloned()
    }

    /// A job was read to run.
    pub(super) fn begun(&mut self, job: JobId) {
        self.adopted.remove(&job);
    }

    /// A run has brought its job to its end.
    pub(super) fn ended(&mut self, job: JobId) {
        self.vouched.remove(&job);
        self.renew_key();
    }

    /// A job that was not running was ended.
    pub(super) fn stopped(&mut self, job: JobId) {
        self.unconfirmed.remove(&job);
        self.adopted.remove(&job);
        self.ended(job);
    }

    /// Notes which jobs are told as not confirmed here; gives those that are news. `is_here`: it runs, or
    /// waits for its turn.
    pub(super) fn note_held(
        &mut self,
        jobs: Vec<Unfinished>,
        is_here: impl Fn(JobId) -> bool,
    ) -> Vec<Unfinished> {
        let is_news = |job: JobId| !self.is_vouched(job) && !is_here(job);
        let news: Vec<Unfinished> = jobs.into_iter().filter(|left| is_news(left.summary.header.id)).collect();
        let held = news.iter().filter(|left| matches!(left.held, Some(Held::Unconfirmed(_))));
        self.unconfirmed = held.map(|left| (left.summary.header.id, left.summary.header.clone())).collect();
        news
    }

    /// Whether a job may run as it was read just now. One that the user `stops` may: it sends nothing.
    ///
    /// # Errors
    /// Why not; it waits until the user says that it is theirs.
    pub(super) fn may_run(&mut self, snapshot: &JobSnapshot, stops: bool) -> Result<(), Unconfirmed> {
        let header = snapshot.job.header();
        match snapshot.confirmed {
            Err(why) if !stops && self.vouched.get(&header.id) != Some(header) => {
                self.vouched.remove(&header.id);
                self.unconfirmed.insert(header.id, header.clone());
                Err(why)
            }
            _ => Ok(()),
        }
    }
}

/// Takes a job as the user's own that was told as not confirmed here. Another one than was told stays as
/// it is, and is not let run.
pub(super) async fn adopt(journal: &Journal, told: Option<JobHeader>) -> Result<(), JournalError> {
    let Some(header) = told else { return Ok(()) };
    match journal.adopt(header).await {
        Err(error) if error.is_of_one_job() => Ok(()),
        adopted => adopted,
    }
}

/// Waits until the keychain has answered, but not for long.
pub(super) async fn answered(key: oneshot::Receiver<()>) {
    let _ = tokio::time::timeout(PATIENCE, key).await;
}

/// Renewals of the seals' key, of which one happens at a time.
#[derive(Default)]
struct Renewals {
    one: Mutex<()>,
    /// Whether one waits for its turn.
    asked: AtomicBool,
}

/// One of them.
pub(super) struct Renewal {
    turn: Arc<Renewals>,
    known: Arc<Known>,
    home: PathBuf,
    journal: Result<Journal, Problem>,
    news: mpsc::Sender<News>,
}

impl Renewal {
    /// Makes the key anew, unless another that has not begun will.
    pub(super) async fn run(self) {
        let Ok(journal) = &self.journal else { return };
        if !journal.is_sealing() || self.turn.asked.swap(true, Ordering::SeqCst) {
            return;
        }
        let _alone = self.turn.one.lock().await;
        self.turn.asked.store(false, Ordering::SeqCst);
        if let Err(problem) = self.renew(journal).await {
            tracing::warn!(code = ?problem.code, details = ?problem.details, "the key of the seals stays");
        }
    }

    /// The keychain takes the new key beside the old one before anything is sealed with it, and lets
    /// the old one go after everything is: whenever the program ends, what was sealed counts.
    async fn renew(&self, journal: &Journal) -> Result<(), Problem> {
        let keys = self.ask(seal_key::renew).await?;
        journal.seal_with(&keys);
        if keys.previous.is_empty() {
            // The keychain had lost them.
            drop(self.news.send(News::SealKeys).await);
        }
        journal.renew_seals().await.map_err(|error| error.problem())?;
        journal.seal_with(&self.ask(seal_key::settle).await?);
        Ok(())
    }

    async fn ask(&self, question: Question) -> Result<SealKeys, Problem> {
        let (known, home) = (Arc::clone(&self.known), self.home.clone());
        told(blocking(move || known.ask_keychain(move |vault| question(vault, &home)))).await
    }
}

type Question = fn(&dyn Vault, &Path) -> Result<SealKeys, Problem>;

fn seal(journal: &Result<Journal, Problem>, header: JobHeader) {
    let Ok(journal) = journal.clone() else { return };
    tokio::spawn(async move {
        let job = header.id;
        if let Err(error) = journal.vouch(header).await {
            tracing::info!(%job, %error, "not sealed");
        }
    });
}
