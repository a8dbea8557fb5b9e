//! The client of Cloudinary's API, over real sockets: against the official SDK's recordings, against
//! a server that misbehaves, and against an environment.

mod delivery;
mod errors;
mod requests;
mod signatures;
mod support;
