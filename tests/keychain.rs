//! The operating system's own keychain, for real. Ignored unless asked for, because it needs a
//! session bus and an unlocked keychain: `tests/desktop.sh` brings both.

use cloudsweep::model::account::EnvironmentId;
use cloudsweep::platform::keychain::{SystemVault, Vault};
use secrecy::{ExposeSecret, SecretString};

#[test]
#[ignore = "needs an unlocked keychain; tests/desktop.sh has one"]
fn a_secret_is_kept_replaced_found_by_another_program_and_removed() {
    let vault = SystemVault::default();
    vault.check().unwrap();
    let id = EnvironmentId(format!("keychain-test/{}@https://api.cloudinary.com", std::process::id()));
    assert!(vault.get(&id).unwrap().is_none());
    vault.set(&id, &SecretString::from("first")).unwrap();
    vault.set(&id, &SecretString::from("sécond & last")).unwrap();
    let elsewhere = SystemVault::default();
    assert_eq!(elsewhere.get(&id).unwrap().unwrap().expose_secret(), "sécond & last");
    vault.delete(&id).unwrap();
    vault.delete(&id).unwrap();
    assert!(elsewhere.get(&id).unwrap().is_none());
}

#[test]
#[cfg(target_os = "linux")]
#[ignore = "needs to be started without a session bus; tests/desktop.sh does"]
fn without_a_keychain_the_reason_and_the_way_out_are_told() {
    let problem = SystemVault::default().check().unwrap_err();
    assert!(problem.what.contains("keychain"), "{problem:?}");
    assert!(problem.advice.contains("this session only"), "{problem:?}");
}
