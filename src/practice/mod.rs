//! The practice environment: a stand-in for Cloudinary over real HTTP on the loopback address.

mod asset;
mod chance;
mod cursor;
mod delivery;
mod fault;
mod params;
mod picture;
mod reply;
mod sample;
mod search;
mod server;
mod settings;
mod store;

pub use fault::{Fault, Scope, Trouble, UnknownFault};
pub use server::Server;
pub use settings::{FolderMode, Settings};
