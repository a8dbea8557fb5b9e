//! What a page wants of another one. A page imports no other page: it returns intents beside its
//! commands, and [`super::update`] alone knows who carries each out.

use super::filled::Filled;
use super::page::FormKind;
use crate::model::account::{EnvironmentId, Geo};
use crate::model::criteria::Criteria;
use crate::model::job_id::JobId;
use crate::runtime::command::Command;

/// One thing that another page is to do, or to know.
#[derive(Debug)]
pub enum Intent {
    /// A preview of this, for the form as it is filled now, if one asked.
    StartPreview {
        /// What it looks for.
        criteria: Criteria,
        /// The form that asked.
        from: Option<FormKind>,
    },
    /// The same, added to the plan.
    AddToPlan {
        /// What it looks for.
        criteria: Criteria,
        /// The form that asked.
        from: Option<FormKind>,
    },
    /// A form was changed: what it was previewed as is of something else now.
    FormChanged(FormKind),
    /// A form with this text in its field, on its page.
    OpenForm(FormKind, String),
    /// Another text in a form's field, wherever one is.
    Retype(FormKind, String),
    /// “Preview…” of a form.
    PreviewForm(FormKind),
    /// A form is to be filled once more as it was.
    Refill(Filled),
    /// A host is one of the open environment's.
    ConfirmHost(String),
    /// An environment was opened: what belongs to the one before gives way.
    EnvironmentOpened,
    /// What the plan was picked from is a job now: nothing is selected any more.
    Unselect,
    /// One receipt, on its page.
    OpenReceipt(JobId),
    /// A receipt was opened: the news that its job ended was read.
    ReceiptOpened(JobId),
    /// A job that stands still goes on, and is shown if it does.
    GoOn(JobId),
    /// The practice library.
    OpenPractice,
    /// A remembered environment.
    OpenEnvironment(EnvironmentId),
    /// A remembered environment is in this region.
    SwitchRegion(EnvironmentId, Geo),
}

/// What follows from a message or an event, in this order.
#[derive(Debug)]
pub enum Effect {
    /// For the background.
    Command(Command),
    /// For another page.
    Intent(Intent),
}

impl From<Command> for Effect {
    fn from(command: Command) -> Self {
        Self::Command(command)
    }
}

impl From<Intent> for Effect {
    fn from(intent: Intent) -> Self {
        Self::Intent(intent)
    }
}
