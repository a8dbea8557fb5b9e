//! Parameters out of a request: query string, then the body in whatever encoding it came.

use axum::body::{Body, Bytes};
use axum::extract::{FromRequest, Multipart};
use axum::http::header::CONTENT_TYPE;
use axum::http::request::Parts;
use axum::http::{HeaderMap, Request};

use crate::params::{Chunk, Params};
use crate::reply::Refusal;

/// The largest body that is read: Cloudinary's limit for a file sent in one piece, and room
/// for the fields around it.
pub const LIMIT: usize = 110 << 20;

/// All parameters of a request.
///
/// # Errors
/// 400 when the body is not what its content type says.
pub async fn read(parts: &Parts, body: Bytes) -> Result<Params, Refusal> {
    let mut params = Params::default();
    params.add_urlencoded(parts.uri.query().unwrap_or_default());
    params.chunk = chunk(&parts.headers);
    let kind = content_type(&parts.headers);
    if body.is_empty() {
        return Ok(params);
    }
    if kind.starts_with("multipart/") {
        add_multipart(&mut params, parts, body).await?;
    } else if kind.contains("json") || body.trim_ascii_start().starts_with(b"{") {
        params.add_json(&body)?;
    } else {
        params.add_urlencoded(&String::from_utf8_lossy(&body));
    }
    Ok(params)
}

/// `Content-Range: bytes 0-99/200` with `X-Unique-Upload-Id`; the total may be unknown yet.
fn chunk(headers: &HeaderMap) -> Option<Chunk> {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let (range, total) = text("content-range")?.strip_prefix("bytes ")?.split_once('/')?;
    let (first, last) = range.split_once('-')?;
    let (first, last): (usize, usize) = (first.parse().ok()?, last.parse().ok()?);
    let is_last = total.parse().is_ok_and(|total: usize| last + 1 == total);
    Some(Chunk { upload: text("x-unique-upload-id")?.to_owned(), first, is_last })
}

fn content_type(headers: &HeaderMap) -> &str {
    headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default()
}

async fn add_multipart(params: &mut Params, whole: &Parts, body: Bytes) -> Result<(), Refusal> {
    let broken = || Refusal::bad("Invalid multipart body");
    let mut request = Request::new(Body::from(body));
    request.headers_mut().clone_from(&whole.headers);
    // In them is the size that the server takes; without it, axum reads 2 MB.
    request.extensions_mut().clone_from(&whole.extensions);
    let mut parts = Multipart::from_request(request, &()).await.ok().ok_or_else(broken)?;
    while let Some(part) = parts.next_field().await.ok().ok_or_else(broken)? {
        let name = part.name().unwrap_or_default().to_owned();
        if name == "file" && part.file_name().is_some() {
            params.file_name = part.file_name().map(str::to_owned);
            params.file = Some(part.bytes().await.ok().ok_or_else(broken)?.to_vec());
        } else {
            params.add_text(&name, part.text().await.ok().ok_or_else(broken)?);
        }
    }
    Ok(())
}
