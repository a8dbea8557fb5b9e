//! The keys of this installation's seals ([`crate::model::seal`]), in the keychain beside the secrets
//! of the environments. Blocks as the keychain does.

use super::keychain::Vault;
use crate::model::account::EnvironmentId;
use crate::model::problem::Problem;
use crate::model::seal::SealKeys;

/// The user name of its entry. No environment can have it: theirs hold a cloud name without blanks,
/// a `/` and an `@`.
const USER: &str = "seal of confirmed deletions";

/// The keys, made anew where the keychain has none or something else.
///
/// # Errors
/// The keychain could not be asked, or did not keep them.
pub fn obtain(vault: &dyn Vault) -> Result<SealKeys, Problem> {
    match kept(vault)? {
        Some(keys) => Ok(keys),
        None => keep(vault, SealKeys::new(random()?, random()?)),
    }
}

/// With a new current key beside the one before, which counts until [`settle`].
///
/// # Errors
/// The keychain could not be asked, or did not keep them.
pub fn renew(vault: &dyn Vault) -> Result<SealKeys, Problem> {
    match kept(vault)? {
        Some(keys) => keep(vault, keys.renewed(random()?)),
        None => obtain(vault),
    }
}

/// Forgets the key before the current one: what it sealed does not hold any more.
///
/// # Errors
/// The keychain could not be asked, or did not keep them.
pub fn settle(vault: &dyn Vault) -> Result<SealKeys, Problem> {
    keep(vault, obtain(vault)?.settled())
}

fn kept(vault: &dyn Vault) -> Result<Option<SealKeys>, Problem> {
    Ok(vault.get(&user())?.as_ref().and_then(SealKeys::from_text))
}

fn keep(vault: &dyn Vault, keys: SealKeys) -> Result<SealKeys, Problem> {
    vault.set(&user(), &keys.to_text())?;
    Ok(keys)
}

fn random() -> Result<[u8; 32], Problem> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).map_err(|error| {
        Problem::nothing_changed("This computer gives no random numbers.", "Start it again.")
            .with_details(error.to_string())
    })?;
    Ok(bytes)
}

fn user() -> EnvironmentId {
    EnvironmentId(USER.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::platform::keychain::SessionVault;

    #[test]
    fn keys_are_made_once_and_anew_when_asked_for_or_damaged() {
        let vault = SessionVault::default();
        let first = obtain(&vault).unwrap();
        let seal = first.current.seal("job", &[]);
        assert!(obtain(&vault).unwrap().hold("job", &[], &seal));
        let second = renew(&vault).unwrap();
        assert!(second.hold("job", &[], &seal) && second.current.seal("job", &[]) != seal);
        assert!(obtain(&vault).unwrap().previous.is_some(), "a start in between knows both");
        let settled = settle(&vault).unwrap();
        assert!(settled.previous.is_none() && !settled.hold("job", &[], &seal));
        assert_eq!(settled.lasting.seal("end", &[]), first.lasting.seal("end", &[]), "it stays");
        vault.set(&user(), &"nonsense".to_owned().into()).unwrap();
        assert_ne!(obtain(&vault).unwrap().lasting.seal("end", &[]), first.lasting.seal("end", &[]));
    }
}
