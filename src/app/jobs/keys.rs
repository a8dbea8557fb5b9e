//! The API keys with which a job can go on.
//!
//! By itself it goes on with the one that it was confirmed with; with another one of the same cloud
//! and host after the user's word.

use super::{Job, words};
use crate::app::job_status::JobStatus;
use crate::app::state::State;
use crate::model::account::EnvironmentId;

/// Whether the key with which a job goes is remembered or open, so that it can go on with it.
pub fn has_its_own(state: &State, job: &Job) -> bool {
    job.key.is_practice() || known(state).any(|key| key == job.key)
}

/// Other keys with which it could go on, the open one first; none while its own is open.
pub fn others(state: &State, job: &Job) -> Vec<EnvironmentId> {
    if is_open(state, &job.key) {
        return Vec::new();
    }
    let mut keys: Vec<EnvironmentId> = Vec::new();
    for key in known(state).filter(|key| *key != job.key && key.product() == job.environment) {
        if !keys.contains(&key) {
            keys.push(key);
        }
    }
    keys
}

/// Those that are offered: not while its turn comes by itself.
pub fn offered(state: &State, job: &Job) -> Vec<EnvironmentId> {
    let by_itself = job.status == JobStatus::Waiting
        && !matches!(words::wait(state, job), words::Wait::OtherKey | words::Wait::Halted);
    if by_itself { Vec::new() } else { others(state, job) }
}

/// Whether the environment is open with this key.
pub fn is_open(state: &State, key: &EnvironmentId) -> bool {
    state.open_id().as_ref() == Some(key)
}

/// The open one, then those that are remembered.
fn known(state: &State) -> impl Iterator<Item = EnvironmentId> {
    let open = state.open_id().into_iter();
    let remembered = state.connect.remembered.iter().map(|known| known.environment.id());
    open.chain(remembered).chain(state.connect.from_variable.clone())
}
