//! What environments are called, wherever one is named.

use super::state::State;
use crate::model::account::Environment;
use crate::model::called;
use crate::model::job::JobHeader;

/// What tells environments of one title apart: key and region, and the cloud name behind another name.
pub fn detail(environment: &Environment) -> String {
    let Environment { cloud_name, api_key, region, name, .. } = environment;
    let cloud = name.as_ref().map_or_else(String::new, |_| format!("{cloud_name} · "));
    format!("{cloud}API key {api_key} · {}", region.words())
}

/// What an environment is called among the known ones, wherever it is named.
pub fn label(state: &State, environment: &Environment) -> String {
    called::called(environment, known(state))
}

/// The same of the environment of a job or a receipt.
pub fn label_of(state: &State, header: &JobHeader) -> String {
    called::called_in(header, known(state))
}

fn known(state: &State) -> impl Iterator<Item = &Environment> + Clone {
    let remembered = state.connect.remembered.iter().map(|it| &it.environment);
    remembered.chain(state.session.as_ref().map(|session| &session.environment))
}
