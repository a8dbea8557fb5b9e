//! Work in which something panics is told: whoever waits for its end gets a problem, and nothing
//! counts or spins for ever. Where it happened is in the log.

use std::panic::AssertUnwindSafe;

use futures_util::FutureExt as _;

use crate::model::problem::{Problem, ProgramProblem};

/// Does work to its end.
///
/// # Errors
/// Where it panicked. What it changed until then stays; what it held is dropped.
pub(super) async fn watched<T>(work: impl Future<Output = T>) -> Result<T, Problem> {
    AssertUnwindSafe(work)
        .catch_unwind()
        .await
        .map_err(|_told_in_the_log| Problem::new(ProgramProblem::Panicked))
}

/// The same where the work tells of problems itself.
///
/// # Errors
/// Those of the work, and where it panicked.
pub(super) async fn told<T>(work: impl Future<Output = Result<T, Problem>>) -> Result<T, Problem> {
    watched(work).await.unwrap_or_else(Err)
}

/// Work that blocks, on a thread that may.
pub(super) async fn blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    match tokio::task::spawn_blocking(work).await {
        Ok(done) => done,
        Err(stopped) => match stopped.try_into_panic() {
            Ok(panic) => std::panic::resume_unwind(panic),
            Err(_cancelled) => std::future::pending().await,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_panic_is_a_problem() {
        assert_eq!(watched(async { 7 }).await, Ok(7));
        let panics = async { assert_eq!(1 + 1, 3, "in a test") };
        assert_eq!(watched(panics).await.unwrap_err().code, ProgramProblem::Panicked.into());
        let panics = async { panic!("in a test") };
        assert!(told::<()>(panics).await.is_err());
    }
}
