//! A window's state for unit tests, and pages whose intents are carried out as in the window.

use super::forms;
use super::state::{Session, State};
use crate::model::account::{Account, Environment, Region};
use crate::model::description::Way;
use crate::model::fingerprint::Fingerprint;
use crate::model::fixture::at;
use crate::model::job::JobHeader;
use crate::model::job_id::JobId;
use crate::model::outcome::Tally;
use crate::model::receipt::{JobState, Summary};
use crate::model::route::Route;
use crate::model::what::What;

/// Wraps functions of the page that is tested: what they want of other pages is carried out at once,
/// and what is left are commands.
macro_rules! carried_out {
    ($($function:ident($told:ty)),+) => {$(
        fn $function(state: &mut crate::app::state::State, told: $told) -> Vec<Command> {
            let effects = super::$function(state, told);
            crate::app::update::route(state, effects)
        }
    )+};
}

pub(crate) use carried_out;

/// An environment is open.
pub(crate) fn opened() -> State {
    let environment = Environment::new("demo", "1", Region::Us);
    let session = Some(Session { environment, account: Account::default() });
    let mut state = State { session, ..State::default() };
    drop(forms::environment_opened(&mut state));
    state
}

/// A job of the open environment.
pub(crate) fn summary(state: &State, job: i64, job_state: JobState) -> Summary {
    let header = JobHeader {
        id: JobId(job),
        environment: state.open_id().unwrap(),
        cloud_name: "demo".into(),
        description: Way::Prefix { text: "docs/".into() }.into(),
        what: What::Originals,
        route: Route::Thorough,
        invalidate: true,
        planned: 3,
        fingerprint: Fingerprint([0; 32]),
        previewed_at: at(0),
        confirmed_at: at(0),
    };
    Summary { header, state: job_state, tally: Tally::default(), ended_at: None }
}
