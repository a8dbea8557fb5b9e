//! Jobs that the user asks for while they do not run: with which key each goes on, and what becomes
//! of one whose key is not at hand.
//!
//! By itself a job goes on with the key that it was confirmed with, and with no other. Another key of
//! the same product environment carries it on after the user's word, [`Hub::continue_with`], which
//! holds for this session.

use std::sync::Arc;

use super::connect::client_of;
use super::event::Event;
use super::hub::{Hub, News};
use super::lanes::Waiting;
use super::running::aside_if_damaged;
use crate::api::Client;
use crate::model::account::EnvironmentId;
use crate::model::job::{Control, JobHeader};
use crate::model::job_id::JobId;
use crate::model::problem::{DeletionProblem, Details, Problem};
use crate::model::receipt::Summary;
use crate::model::unsettled::Cause;
use crate::platform::clock;

/// A job that the user wants something of, with a key that is not at hand.
pub(super) struct OutOfReach {
    summary: Summary,
    control: Control,
    /// Why not.
    why: Problem,
}

impl Hub {
    /// After a pause, or with a job of an earlier session.
    pub(super) fn resume(&mut self, job: JobId) {
        self.vouch_for_told(job);
        self.want(job, Control::Run);
        if self.lanes.values().any(|lane| lane.tell(job, Control::Run)) {
            return;
        }
        self.look_up(job, Control::Run);
    }

    /// The same with another key. One that runs keeps its own.
    pub(super) fn continue_with(&mut self, job: JobId, key: EnvironmentId) {
        if !self.lanes.values().any(|lane| lane.is_running(job)) {
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
        if self.wanted.get(&job) != Some(&control) {
            return;
        }
        let (environment, key) = (summary.header.environment.product(), self.key_of(&summary.header));
        if key.product() != environment {
            self.other_keys.remove(&job);
            let cloud_name = summary.header.cloud_name.clone();
            let problem = Problem::new(DeletionProblem::KeyOfAnother { cloud_name });
            return self.send(Event::JobRefused { job: Some(job), problem });
        }
        if !self.is_at_hand(&key) {
            return self.open_for_job(summary.clone(), key, control);
        }
        self.forget_left(job);
        let Some(lane) = self.lanes.get_mut(&environment) else { return };
        lane.put_first(Waiting { job, key, reopened: true, control });
        if lane.is_busy() && !lane.is_running(job) {
            return self.tell_queued(job);
        }
        self.advance(&environment);
    }

    /// The key with which a job goes on.
    fn key_of(&self, header: &JobHeader) -> EnvironmentId {
        self.other_keys.get(&header.id).unwrap_or(&header.environment).clone()
    }

    /// The client of a key, in the lane of its product environment: one gate for all of its keys.
    pub(super) fn admit(&mut self, client: Client) -> Client {
        self.lanes.entry(client.environment().product()).or_default().admit(client)
    }

    /// Whether there is a client of a key.
    pub(super) fn is_at_hand(&self, key: &EnvironmentId) -> bool {
        self.lanes.get(&key.product()).is_some_and(|lane| lane.client(key).is_some())
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
        if self.is_at_hand(&key) || self.wanted.get(&job) != Some(&control) {
            return self.found(&summary, control);
        }
        let lane = self.lanes.get(&key.product());
        let other = lane.and_then(|lane| lane.keys().next());
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
                return self.send(Event::JobRefused { job: Some(job), problem });
            }
        };
        let reason = match other {
            Some(_) => Cause::NoKey { ending: key.key_ending().to_owned() },
            None => Cause::NotOpen { cloud_name: header.cloud_name.clone() },
        };
        self.forget_left(job);
        let unwritten = self.unwritten.get(&job).cloned().unwrap_or_default();
        let (news, outbox) = (self.news.clone(), self.outbox.clone());
        tokio::spawn(async move {
            let ended = async {
                unwritten.write(&journal, job).await?;
                journal.abandon_in_doubt(job, reason.into(), clock::now()).await
            };
            match ended.await {
                Ok(summary) => drop(news.send(News::Stopped(Box::new(summary))).await),
                Err(error) => {
                    let problem = error.problem();
                    outbox.send(Event::JobRefused { job: Some(job), problem }).await;
                }
            }
        });
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
