//! What environments are called, wherever one is named.

use super::state::State;
use crate::model::account::Environment;
use crate::model::job::JobHeader;
use crate::text;
use crate::text::{Words as _, called};

/// What tells environments of one title apart: key and region, and the cloud name behind another name.
pub fn detail(environment: &Environment) -> String {
    let Environment { cloud_name, api_key, region, name, .. } = environment;
    let (key, region) = (api_key.as_str(), region.words());
    match name {
        Some(_) => text!("connect-understood", name = cloud_name.as_str(), key = key, region = region),
        None => text!("environment-detail", key = key, region = region),
    }
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
