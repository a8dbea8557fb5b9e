//! The practice environment: a stand-in for Cloudinary over real HTTP on the loopback address.
//!
//! Official SDKs can use it unchanged. It imports nothing of the client, so that neither is the
//! other's judge. A request comes in through `server`, becomes parameters in `http` and
//! `params`, a call in `route`, is carried out in `calls` on the `environment` under its one
//! lock, and is written by `json` and `show`.

mod asset;
mod calls;
mod chance;
mod clock;
mod control;
mod counts;
mod cursor;
mod delivery;
mod environment;
mod fault;
mod http;
mod json;
mod media;
mod pace;
mod params;
mod picture;
mod probe;
mod quota;
mod reply;
mod route;
mod sample;
mod search;
mod server;
mod settings;
mod show;
mod sign;
mod snapshots;
mod store;
mod tree;
mod view;

pub use clock::Clock;
pub use counts::{AtOnce, Counts, Logged};
pub use fault::{Fault, Scope, Trouble, UnknownFault};
pub use probe::Probe;
pub use server::Server;
pub use settings::{DestroyById, FolderMode, Knows, NoDuration, NoForm, Settings, duration};
pub use view::{AssetView, DerivedView};
