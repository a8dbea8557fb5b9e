//! A company's network: a proxy that wants a password, and certificates of its own authority, over real
//! sockets against a practice server. What environment variables say is tried by starting a test once more
//! with them.

mod again;
#[path = "../support/asked.rs"]
mod asked;
mod canary;
mod certificates;
mod client;
#[path = "../support/confirmed.rs"]
mod confirmed;
#[path = "../support/events.rs"]
mod events;
#[path = "../support/forward.rs"]
mod forward;
mod jobs;
mod office;
mod program;
#[path = "../support/receipt.rs"]
mod receipt;
mod settings;
#[path = "../support/shut.rs"]
mod shut;
#[path = "../support/started.rs"]
mod started;
mod tls;
mod variables;
#[path = "../api/support/warrant.rs"]
mod warrant;
