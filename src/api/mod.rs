//! The client of Cloudinary's API: typed requests, tolerant answers, errors by meaning.
//!
//! [`Reader`] has no method that changes anything. [`Deleter`] can only be had with a
//! [`crate::model::confirm::Warrant`], which only a confirmed plan gives.

mod client;
mod connect;
mod deleter;
mod encode;
mod error;
mod gate;
mod http;
mod reader;
mod sign;
mod thumbnail;
mod wire;

pub use client::Client;
pub use connect::test_connection;
pub use deleter::{BulkAnswer, BulkEntry, BulkOptions, Deleter, Destroyed, Verdict};
pub use error::{ApiError, Certainty, During, Kind, Login, Trouble};
pub use reader::{AssetRef, Config, Listing, Page, Reader, Search, SearchPage, TagPage, Unreadable, Usage};
pub use sign::{SignatureVersion, delivery_signature, signature, string_to_sign};
pub use thumbnail::Thumbnail;
