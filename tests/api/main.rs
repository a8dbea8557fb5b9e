//! The client of Cloudinary's API, over real sockets: against the official SDK's recordings, against
//! a server that misbehaves, and against an environment.

mod admission;
mod contract;
mod delivery;
mod destroy;
mod errors;
mod limits;
mod requests;
mod secrets;
mod signatures;
mod support;
mod thumbnails;
