//! What carries a request to the server and brings its answer.

use futures_util::future::BoxFuture;
use reqwest::{RequestBuilder, Response};

use super::answer;
use super::error::ApiError;

/// The network, or what stands in its place in unit tests.
pub(super) trait Line: Send + Sync {
    /// Sends a request once; gives the head of its answer.
    ///
    /// # Errors
    /// There was no answer.
    fn carry(&self, request: RequestBuilder) -> BoxFuture<'_, Result<Response, ApiError>>;
}

/// The network.
pub(super) struct Network;

impl Line for Network {
    fn carry(&self, request: RequestBuilder) -> BoxFuture<'_, Result<Response, ApiError>> {
        Box::pin(async { request.send().await.map_err(answer::failure) })
    }
}
