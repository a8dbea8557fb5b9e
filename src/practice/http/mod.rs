//! The wire: connections that can break on purpose, bodies in every encoding, credentials.
//! Knows nothing of assets.

pub mod auth;
pub mod body;
pub mod connection;
pub mod send;
