//! Which jobs may run: those that this installation's seal shows to have been confirmed here, those
//! that were confirmed in this session, and those of which a person said so.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::watch;

use super::connect::blocking;
use super::hub::{Hub, News};
use super::watched::told;
use crate::journal::{Held, Journal, Standing, Unconfirmed, Unfinished};
use crate::model::job::{Control, JobHeader, JobId};
use crate::model::problem::Problem;
use crate::platform::seal_key;

/// How long the list of what an earlier session left waits for the keychain, which can wait for its
/// owner; what comes later is told then.
const PATIENCE: Duration = Duration::from_secs(1);

impl Hub {
    /// Asks the keychain for the key of the seals; the receiver tells once it has answered, with or
    /// without one.
    pub(super) fn ask_for_seal_key(&self) -> watch::Receiver<bool> {
        let (answered, answer) = watch::channel(false);
        let (known, journal, news) = (Arc::clone(&self.known), self.journal.clone(), self.news.clone());
        tokio::spawn(async move {
            let Ok(journal) = journal else { return };
            match told(blocking(move || known.ask_keychain(seal_key::obtain))).await {
                Ok(key) => {
                    journal.seal_with(key);
                    answered.send_replace(true);
                    drop(news.send(News::SealKey).await);
                }
                Err(problem) => tracing::warn!(what = problem.what, details = problem.details, "no seals"),
            }
        });
        answer
    }

    /// A job is at its end. Once none is open, the key is made anew: an older copy of the journal, put
    /// back by whomever, is not carried out again.
    pub(super) fn renew_seal_key(&self) {
        let (known, journal, news) = (Arc::clone(&self.known), self.journal.clone(), self.news.clone());
        tokio::spawn(async move {
            let Ok(journal) = journal else { return };
            if !journal.is_sealing() || !journal.unfinished().await.is_ok_and(|open| open.is_empty()) {
                return;
            }
            match told(blocking(move || known.ask_keychain(seal_key::renew))).await {
                Ok(key) => {
                    journal.seal_with(key);
                    // Of jobs that were confirmed meanwhile.
                    drop(news.send(News::SealKey).await);
                }
                Err(problem) => tracing::warn!(what = problem.what, "the key of the seals stays"),
            }
        });
    }

    /// The key is there: what was confirmed in this session is sealed, and what an earlier one left is
    /// looked at again if it was told of before.
    pub(super) fn seal_key(&mut self) {
        for header in self.vouched.values() {
            seal(&self.journal, header.clone());
        }
        if !self.unconfirmed.is_empty() {
            self.find_unfinished(None);
        }
    }

    /// A job that was confirmed in this session, or of which a person said that it is theirs.
    pub(super) fn vouch(&mut self, header: JobHeader) {
        self.unconfirmed.remove(&header.id);
        seal(&self.journal, header.clone());
        self.vouched.insert(header.id, header);
    }

    /// A person goes on with a job: if it was told as not confirmed here, it is now, as it was told.
    pub(super) fn vouch_for_told(&mut self, job: JobId) {
        if let Some(header) = self.unconfirmed.remove(&job) {
            self.vouch(header);
        }
    }

    /// Notes which jobs are told as not confirmed here; gives those that are news.
    pub(super) fn note_held(&mut self, jobs: Vec<Unfinished>) -> Vec<Unfinished> {
        let is_news = |job: &JobId| {
            !self.vouched.contains_key(job) && !self.lanes.values().any(|lane| lane.holds(*job))
        };
        let news: Vec<Unfinished> =
            jobs.into_iter().filter(|left| is_news(&left.summary.header.id)).collect();
        let held = news.iter().filter(|left| matches!(left.held, Some(Held::Unconfirmed(_))));
        self.unconfirmed = held.map(|left| (left.summary.header.id, left.summary.header.clone())).collect();
        news
    }

    /// Whether a job may run as it was read just now. One that a person stops may: it sends nothing.
    ///
    /// # Errors
    /// Why not; it waits until a person says that it is theirs.
    pub(super) fn may_run(&mut self, standing: &Standing) -> Result<(), Unconfirmed> {
        let header = standing.job.header();
        let stops = self.wanted.get(&header.id) == Some(&Control::Stop);
        match standing.confirmed {
            Err(why) if !stops && self.vouched.get(&header.id) != Some(header) => {
                self.vouched.remove(&header.id);
                self.unconfirmed.insert(header.id, header.clone());
                Err(why)
            }
            _ => Ok(()),
        }
    }
}

/// Waits until the keychain has answered, but not for long.
pub(super) async fn answered(mut key: watch::Receiver<bool>) {
    let _ = tokio::time::timeout(PATIENCE, key.wait_for(|answered| *answered)).await;
}

fn seal(journal: &Result<Journal, Problem>, header: JobHeader) {
    let Ok(journal) = journal.clone() else { return };
    tokio::spawn(async move {
        let job = header.id;
        if let Err(error) = journal.vouch(header).await {
            tracing::info!(%job, %error, "not sealed");
        }
    });
}
