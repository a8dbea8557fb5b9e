//! A practice server for tests that run on no runtime of their own.

use cloudsweep_practice::{Server, Settings};

/// Starts one; it goes on with threads of its own.
pub fn started(settings: Settings) -> Server {
    let runtime = tokio::runtime::Runtime::new().expect("threads");
    runtime.block_on(Server::start(settings)).expect("a free port")
}
