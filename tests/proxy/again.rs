//! A test that is started once more in a process of its own, with environment variables.

use std::ffi::OsStr;
use std::process::Command;

/// What would lead elsewhere.
const CLEARED: [&str; 10] = [
    "HTTPS_PROXY",
    "https_proxy",
    "HTTP_PROXY",
    "http_proxy",
    "ALL_PROXY",
    "all_proxy",
    "NO_PROXY",
    "no_proxy",
    "SSL_CERT_FILE",
    "SSL_CERT_DIR",
];

/// Says in the second process where the first one's servers are.
const TOLD: &str = "CLOUDSWEEP_TEST_TOLD";

/// In the second process, what the first one told it.
pub fn told() -> Option<String> {
    std::env::var(TOLD).ok()
}

/// Starts the test of this name (`module::function`) once more, and expects that it passes.
pub fn start(test: &str, tell: &str, variables: &[(&str, &OsStr)]) {
    let mut command = Command::new(std::env::current_exe().expect("a program"));
    command.args([test, "--exact", "--nocapture"]).env(TOLD, tell);
    for name in CLEARED {
        command.env_remove(name);
    }
    command.envs(variables.iter().copied());
    let output = command.output().expect("it starts");
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    let wrong = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success() && said.contains("1 passed"), "{variables:?}: {said}{wrong}");
}
