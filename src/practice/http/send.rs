//! Answers onto the wire, whole or broken off.

use std::convert::Infallible;
use std::io;
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::http::header::{CONTENT_LENGTH, CONTENT_TYPE, DATE};
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::response::Response;
use futures_util::stream::{self, StreamExt};

use crate::clock;
use crate::reply::{Content, Reply};

const JSON: &str = "application/json; charset=utf-8";
/// How much filler goes out at a time.
const CHUNK: usize = 64 << 10;

/// The whole answer.
pub fn whole(reply: Reply, now: i64) -> Response {
    let (mime, body, length) = match reply.content {
        Content::Json(value) => sized(JSON, value.to_string().into_bytes()),
        Content::Written(bytes) => sized(JSON, bytes),
        Content::Html(page) => sized("text/html", page.as_bytes().to_vec()),
        Content::File { mime, head, total } => (mime, filled(head, total), total),
    };
    let mut response = Response::new(body);
    *response.status_mut() = StatusCode::from_u16(reply.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(mime));
    headers.insert(CONTENT_LENGTH, length.into());
    for (name, value) in reply.headers.into_iter().chain([(DATE.as_str(), clock::http(now))]) {
        if let (Ok(name), Ok(value)) = (HeaderName::try_from(name), HeaderValue::try_from(value)) {
            headers.insert(name, value);
        }
    }
    response
}

/// The same answer, of whose body only the first half arrives before the connection breaks.
pub async fn half(reply: Reply, now: i64) -> Response {
    let response = whole(reply, now);
    let (parts, body) = response.into_parts();
    let bytes = axum::body::to_bytes(body, usize::MAX).await.unwrap_or_default();
    let first: io::Result<Bytes> = Ok(bytes.slice(..bytes.len() / 2));
    let broken = stream::once(async {
        // Time for the first half to leave.
        tokio::time::sleep(Duration::from_millis(20)).await;
        Err(io::Error::from(io::ErrorKind::ConnectionReset))
    });
    Response::from_parts(parts, Body::from_stream(stream::iter([first]).chain(broken)))
}

fn sized(mime: &'static str, bytes: Vec<u8>) -> (&'static str, Body, u64) {
    let length = bytes.len() as u64;
    (mime, Body::from(bytes), length)
}

/// `head`, then zeros up to `total`, made as they are sent.
fn filled(mut head: Vec<u8>, total: u64) -> Body {
    let total = usize::try_from(total).unwrap_or(usize::MAX);
    head.truncate(total);
    let rest = total - head.len();
    if rest == 0 {
        return Body::from(head);
    }
    let zeros = Bytes::from(vec![0; rest.min(CHUNK)]);
    let filler = stream::unfold(rest, move |rest| {
        let chunk = zeros.slice(..rest.min(zeros.len()));
        async move { (rest > 0).then(|| (chunk.clone(), rest - chunk.len())) }
    });
    Body::from_stream(stream::iter([Bytes::from(head)]).chain(filler).map(Ok::<_, Infallible>))
}
