//! Work in which something panics is told: whoever waits for its end gets a problem, and nothing
//! counts or spins for ever. Where it happened is in the log.

use std::panic::AssertUnwindSafe;

use futures_util::FutureExt as _;
use tokio::task::AbortHandle;

use super::event::Event;
use super::hub::Hub;
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

impl Hub {
    /// Does work elsewhere and sends the event that it gives, or the one that tells why there is none.
    pub(super) fn answer_or(
        &self,
        failed: impl FnOnce(Problem) -> Event + Send + 'static,
        work: impl Future<Output = Event> + Send + 'static,
    ) -> AbortHandle {
        self.answer(async move { watched(work).await.unwrap_or_else(failed) })
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
