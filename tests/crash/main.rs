//! The kill test: the program's whole background, killed at random moments of a job and started
//! again each time, against a practice server in a process of its own with latency and faults.
//!
//! | Variable | Meaning | Unless set |
//! |---|---|---|
//! | `CLOUDSWEEP_KILLS` | kills on each route; a quarter by name alone, an eighth on a hostile way | 40 |
//! | `CLOUDSWEEP_KILL_ASSETS` | planned assets; half as many others | 4000 |
//! | `CLOUDSWEEP_KILL_SEED` | for every choice of the test | 1 |
//!
//! The issue's own size is 200 kills of 20,000 assets. A failure names its seed.

#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a test says what it does, and stops where it stands"
)]

#[path = "../support/chance.rs"]
mod chance;
#[path = "../support/confirmed.rs"]
mod confirmed;
mod engine;
#[path = "../support/image.rs"]
mod image;
#[path = "../support/kept.rs"]
mod kept;
mod kills;
#[path = "../support/kind.rs"]
mod kind;
mod memory;
#[path = "../support/proxy.rs"]
#[allow(dead_code, reason = "the hostile tests use more of it")]
mod proxy;
#[path = "../support/receipt.rs"]
mod receipt;
#[path = "../support/selectors.rs"]
#[expect(dead_code, reason = "the tests of the forms use more of it")]
mod selectors;
mod server;
mod vault;
mod way;
mod written;

/// Reads a number from the environment.
fn number(variable: &str, otherwise: u64) -> u64 {
    std::env::var(variable).ok().and_then(|text| text.parse().ok()).unwrap_or(otherwise)
}

/// The test program itself, as another process: the ignored test of that name alone.
fn process(role: &str) -> std::process::Command {
    let mut command = std::process::Command::new(std::env::current_exe().unwrap());
    command.args(["--ignored", "--exact", role, "--nocapture"]);
    command
}
