//! The client of Cloudinary's API: typed requests, tolerant answers, errors by meaning.
//!
//! Three halves that cannot do each other's work: [`Reader`] has no method that changes anything;
//! [`Deleter`] can only be had with a [`crate::model::confirm::Warrant`], which only a confirmed
//! plan gives; [`Restorer`] puts back, and neither reads nor deletes.
//!
//! Requests are those of the official Python SDK, row by row: `tests/api` holds them to its
//! recordings.

mod answer;
mod call;
mod client;
mod connect;
mod connection;
mod deleter;
mod delivery_url;
mod door;
mod download;
mod encode;
mod error;
mod gate;
mod http;
mod key;
mod line;
mod paging;
mod proxy;
mod reader;
mod redact;
mod restored;
mod restorer;
mod sign;
mod thumbnail;
mod wire;
mod words;

pub use client::Client;
pub use connect::test_connection;
pub use deleter::{
    BulkAnswer, BulkEntry, BulkOptions, Deleter, Destroyed, NotDeleted, UnlinkAnswer, Verdict, VersionsAnswer,
};
pub use delivery_url::{DeliveryUrl, Distribution, Form};
pub use download::Download;
pub use error::{ApiError, Certainty, During, Kind, Login, Trouble};
pub use http::Timeouts;
pub use key::Key;
pub use paging::{Cursors, Endless};
pub use proxy::{Proxy, ProxySwitch};
pub use reader::{
    Ask, AssetRef, Assets, Backups, Block, Config, Direction, Folder, FolderPage, Look, LookFor, Page,
    Reader, Search, SearchPage, TagPage, Unreadable, Usage,
};
pub use restored::{RestoreEntry, Verdict as RestoreVerdict};
pub use restorer::Restorer;
pub use sign::{
    DeliverySigner, SignatureLength, SignatureVersion, delivery_signature, signature, string_to_sign,
};
pub use thumbnail::Thumbnail;

#[cfg(test)]
pub(crate) mod fixture;
