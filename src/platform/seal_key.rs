//! The keys of the seals of one folder of the program's files ([`crate::model::seal`]), in the keychain beside the secrets
//! of the environments. Blocks as the keychain does.

use std::path::Path;

use sha2::{Digest as _, Sha256};

use super::keychain::Vault;
use crate::model::account::EnvironmentId;
use crate::model::problem::{Problem, ProgramProblem};
use crate::model::seal::SealKeys;

/// The user name of its entry. No environment can have it: theirs hold a cloud name without blanks,
/// a `/` and an `@`.
const USER: &str = "seal of confirmed deletions";

/// The keys, made anew where the keychain has none or something else.
///
/// # Errors
/// The keychain could not be asked, or did not keep them.
pub fn obtain(vault: &dyn Vault, home: &Path) -> Result<SealKeys, Problem> {
    match kept(vault, home)? {
        Some(keys) => Ok(keys),
        None => keep(vault, home, SealKeys::new(random()?, random()?)),
    }
}

/// With a new current key beside the one before, which counts until [`settle`].
///
/// # Errors
/// The keychain could not be asked, or did not keep them.
pub fn renew(vault: &dyn Vault, home: &Path) -> Result<SealKeys, Problem> {
    match kept(vault, home)? {
        Some(keys) => keep(vault, home, keys.renewed(random()?)),
        None => obtain(vault, home),
    }
}

/// Forgets the key before the current one: what it sealed does not hold any more.
///
/// # Errors
/// The keychain could not be asked, or did not keep them.
pub fn settle(vault: &dyn Vault, home: &Path) -> Result<SealKeys, Problem> {
    keep(vault, home, obtain(vault, home)?.settled())
}

fn kept(vault: &dyn Vault, home: &Path) -> Result<Option<SealKeys>, Problem> {
    Ok(vault.get(&user(home))?.as_ref().and_then(SealKeys::from_text))
}

fn keep(vault: &dyn Vault, home: &Path, keys: SealKeys) -> Result<SealKeys, Problem> {
    vault.set(&user(home), &keys.to_text())?;
    Ok(keys)
}

fn random() -> Result<[u8; 32], Problem> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes)
        .map_err(|error| Problem::new(ProgramProblem::NoRandomNumbers).with_details(error.to_string()))?;
    Ok(bytes)
}

/// Each folder has an entry of its own: two that are used side by side know nothing of each other.
fn user(home: &Path) -> EnvironmentId {
    let folder = Sha256::digest(home.as_os_str().as_encoded_bytes());
    EnvironmentId(format!("{USER} {}", hex::encode(&folder[..8])))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::platform::keychain::SessionVault;

    const HOME: &str = "/home/anna/cloudsweep";

    #[test]
    fn keys_are_made_once_and_anew_when_asked_for_or_damaged() {
        let vault = SessionVault::default();
        let first = obtain(&vault, HOME.as_ref()).unwrap();
        let seal = first.current.seal("job", &[]);
        assert!(obtain(&vault, HOME.as_ref()).unwrap().hold("job", &[], &seal));
        let second = renew(&vault, HOME.as_ref()).unwrap();
        assert!(second.hold("job", &[], &seal) && second.current.seal("job", &[]) != seal);
        assert!(!obtain(&vault, HOME.as_ref()).unwrap().previous.is_empty(), "a start in between knows both");
        let settled = settle(&vault, HOME.as_ref()).unwrap();
        assert!(settled.previous.is_empty() && !settled.hold("job", &[], &seal));
        assert_eq!(settled.lasting.seal("end", &[]), first.lasting.seal("end", &[]), "it stays");
        let another = obtain(&vault, "/elsewhere".as_ref()).unwrap();
        assert!(!another.hold("job", &[], &settled.current.seal("job", &[])), "one each");
        vault.set(&user(HOME.as_ref()), &"nonsense".to_owned().into()).unwrap();
        assert_ne!(
            obtain(&vault, HOME.as_ref()).unwrap().lasting.seal("end", &[]),
            first.lasting.seal("end", &[])
        );
    }
}
