//! What a run works with.

use tokio::sync::watch;

use super::progress::Progress;
use crate::api::{Deleter, Reader};
use crate::journal::Journal;
use crate::model::account::Quota;
use crate::model::job::Control;
use crate::model::settings::JobSettings;
use crate::platform::clock::Clock;

/// What a run works with.
pub struct Tools {
    /// Asks.
    pub reader: Reader,
    /// Deletes; made from this job's warrant.
    pub deleter: Deleter,
    /// Of the client's environment.
    pub quota: watch::Receiver<Quota>,
    /// Where everything is written.
    pub journal: Journal,
    /// What the user wants.
    pub control: watch::Receiver<Control>,
    /// Where progress is shown; several jobs share it.
    pub progress: watch::Sender<Vec<Progress>>,
    /// Ceilings and the reserve.
    pub settings: JobSettings,
    /// The time.
    pub clock: Clock,
}
