//! What tasks tell the hub.

use super::lanes::Waiting;
use crate::api::Client;
use crate::jobs::runner::Ended;
use crate::journal::JobSnapshot;
use crate::model::account::{Account, EnvironmentId};
use crate::model::delivery::DeliveryHost;
use crate::model::job::{Control, Job};
use crate::model::job_id::JobId;
use crate::model::problem::Problem;
use crate::model::product_environment::ProductEnvironment;
use crate::model::receipt::Summary;
use crate::model::settings::JobSettings;
use crate::model::unfinished::Unfinished;
use cloudsweep_practice::Server;

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

/// A job is in the journal and can run; or not.
pub(super) struct Begun {
    pub(super) environment: ProductEnvironment,
    pub(super) waiting: Waiting,
    pub(super) result: Result<(Box<JobSnapshot>, Summary), Refusal>,
}

/// Why a job does not run.
pub(super) enum Refusal {
    /// For the user.
    Problem(Problem),
    /// It was to be stopped, and a part of its record is damaged.
    PutAside(Box<Summary>),
}

/// A run is over.
pub(super) struct RunFinished {
    pub(super) environment: ProductEnvironment,
    pub(super) ended: Ended,
}

/// A job that the user wants something of, with a key that is not at hand.
pub(super) struct OutOfReach {
    pub(super) summary: Summary,
    pub(super) control: Control,
    /// Why not.
    pub(super) why: Problem,
}
