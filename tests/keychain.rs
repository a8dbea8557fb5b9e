//! The operating system's own keychain, for real. Ignored unless asked for, because it needs a
//! session bus and an unlocked keychain: `tests/desktop.sh` brings both.

use cloudsweep::model::account::EnvironmentId;
use cloudsweep::model::problem::Code;
use cloudsweep::platform::keychain::{SystemVault, Vault};
use secrecy::{ExposeSecret, SecretString};

/// The entry that another start of this program asks for.
const ASKED: &str = "KEYCHAIN_TEST_ENTRY";

#[test]
#[ignore = "needs an unlocked keychain; tests/desktop.sh has one"]
#[expect(clippy::print_stdout, reason = "whoever started it again reads it there")]
fn a_secret_is_kept_replaced_found_by_another_program_and_removed() {
    if let Ok(asked) = std::env::var(ASKED) {
        let found = SystemVault.get(&EnvironmentId(asked)).unwrap();
        println!("found: {:?}", found.as_ref().map(ExposeSecret::expose_secret));
        return;
    }
    let vault = SystemVault;
    vault.check().unwrap();
    let id = EnvironmentId(format!("keychain-test/{}@https://api.cloudinary.com", std::process::id()));
    assert!(vault.get(&id).unwrap().is_none());
    vault.set(&id, &SecretString::from("first")).unwrap();
    vault.set(&id, &SecretString::from("sécond & last")).unwrap();
    assert_eq!(elsewhere(&id), "found: Some(\"sécond & last\")");
    vault.delete(&id).unwrap();
    vault.delete(&id).unwrap();
    assert_eq!(elsewhere(&id), "found: None");
}

/// What another start of this program finds.
fn elsewhere(id: &EnvironmentId) -> String {
    let program = std::env::current_exe().expect("a program");
    let arguments = ["--ignored", "--nocapture", "a_secret_is_kept"];
    let output =
        std::process::Command::new(program).args(arguments).env(ASKED, &id.0).output().expect("it ran");
    let told = String::from_utf8(output.stdout).expect("a text");
    told.lines().find_map(|line| line.find("found: ").map(|at| line[at..].to_owned())).expect("an answer")
}

#[test]
#[cfg(target_os = "linux")]
#[ignore = "needs to be started without a session bus; tests/desktop.sh does"]
fn without_a_keychain_the_reason_and_the_way_out_are_told() {
    let problem = SystemVault.check().unwrap_err();
    assert!(matches!(problem.code, Code::Keychain(..)), "{problem:?}");
    assert!(problem.what().contains("keychain"), "{problem:?}");
    assert!(problem.advice().contains("this session only"), "{problem:?}");
}
