//! Trying credentials: two calls, `config` and `usage`.

use super::client::Client;
use super::error::During;
use super::proxy::ProxySwitch;
use crate::model::account::{Account, Credentials};
use crate::model::problem::Problem;

/// Asks Cloudinary whether the credentials are right, and what kind of account it is. Costs two
/// calls of the hourly quota.
///
/// # Errors
/// What is wrong, for the user: cloud name, key, secret, region, network, proxy, clock, or a page
/// instead of an answer.
pub async fn test_connection(proxy: &ProxySwitch, credentials: Credentials) -> Result<Account, Problem> {
    let reader = Client::through(proxy, credentials)?.reader();
    let config = reader.config().await.map_err(|error| error.problem(During::Connecting))?;
    // Some keys may not read the usage; the connection is good all the same.
    let usage = match reader.usage().await {
        Ok(usage) => usage,
        Err(error) => {
            tracing::info!(%error, "no usage figures");
            super::reader::Usage::default()
        }
    };
    Ok(Account {
        folder_mode: config.folder_mode,
        plan: usage.plan,
        originals: usage.originals,
        derived: usage.derived,
        storage_bytes: usage.storage_bytes,
    })
}
