//! What a run works with.

use cloudsweep::api::Client;
use cloudsweep::jobs::runner::{Control, Tools};
use cloudsweep::journal::Journal;
use cloudsweep::model::job::Job;
use cloudsweep::model::settings::JobSettings;
use cloudsweep::platform::clock::Clock;
use tokio::sync::watch;

/// Tools for a run of this job, with a board of its own.
pub fn tools(
    client: &Client,
    journal: &Journal,
    job: &Job,
    control: watch::Receiver<Control>,
    settings: JobSettings,
    clock: &Clock,
) -> Tools {
    Tools {
        reader: client.reader(),
        deleter: client.deleter(&job.warrant()),
        quota: client.quota(),
        journal: journal.clone(),
        control,
        progress: watch::Sender::default(),
        settings,
        clock: clock.clone(),
    }
}
