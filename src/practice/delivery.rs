//! Delivery.

use super::Settings;
use super::reply::{Refusal, Reply};
use super::store::Store;

/// Answers.
pub fn answer(_store: &mut Store, _settings: &Settings, cloud_path: &str, _query: &str, _now: i64) -> Reply {
    Refusal::not_found(cloud_path).into()
}
