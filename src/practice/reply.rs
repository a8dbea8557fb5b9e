//! Answers and refusals, in Cloudinary's words.

use serde_json::{Value, json};

use super::json::Json;

/// What goes back over the wire.
#[derive(Debug)]
pub struct Reply {
    pub status: u16,
    pub headers: Vec<(&'static str, String)>,
    pub content: Content,
}

/// The body of an answer.
#[derive(Debug)]
pub enum Content {
    Json(Value),
    /// JSON that is written already.
    Written(Vec<u8>),
    /// A page as a gateway in front of the service would send it.
    Html(&'static str),
    /// A file of `total` bytes: these first, then filler. It is longer than it is real.
    File {
        mime: &'static str,
        head: Vec<u8>,
        total: u64,
    },
}

impl Reply {
    pub fn ok(value: Value) -> Self {
        Self { status: 200, headers: Vec::new(), content: Content::Json(value) }
    }

    pub fn written(json: Json) -> Self {
        Self { status: 200, headers: Vec::new(), content: Content::Written(json.finish()) }
    }

    pub fn html(status: u16, page: &'static str) -> Self {
        Self { status, headers: Vec::new(), content: Content::Html(page) }
    }
}

/// A request that was turned down.
#[derive(Debug)]
pub struct Refusal {
    pub status: u16,
    pub message: String,
}

impl Refusal {
    pub fn new(status: u16, message: impl Into<String>) -> Self {
        Self { status, message: message.into() }
    }

    pub fn bad(message: &str) -> Self {
        Self::new(400, message)
    }

    pub fn missing(parameter: &str) -> Self {
        Self::new(400, format!("Missing required parameter - {parameter}"))
    }

    pub fn invalid(parameter: &str, value: &str) -> Self {
        Self::new(400, format!("Invalid value {value} for parameter {parameter}"))
    }

    pub fn not_found(what: &str) -> Self {
        Self::new(404, format!("Resource not found - {what}"))
    }
}

impl From<Refusal> for Reply {
    fn from(refusal: Refusal) -> Self {
        let one_line: String =
            refusal.message.chars().map(|c| if c.is_ascii_graphic() { c } else { ' ' }).collect();
        Self {
            status: refusal.status,
            headers: vec![("x-cld-error", one_line)],
            content: Content::Json(json!({ "error": { "message": refusal.message } })),
        }
    }
}

/// The outcome of a route.
pub type Answer = Result<Reply, Refusal>;
