//! The key of this installation's seals ([`crate::model::seal`]), in the keychain beside the secrets
//! of the environments. Blocks as the keychain does.

use secrecy::zeroize::Zeroize as _;

use super::keychain::Vault;
use crate::model::account::EnvironmentId;
use crate::model::problem::Problem;
use crate::model::seal::SealKey;

/// The user name of its entry. No environment can have it: theirs hold a cloud name without blanks,
/// a `/` and an `@`.
const USER: &str = "seal of confirmed deletions";

/// The key, made anew where the keychain has none or something else.
///
/// # Errors
/// The keychain could not be asked, or did not keep it.
pub fn obtain(vault: &dyn Vault) -> Result<SealKey, Problem> {
    let known = vault.get(&user())?;
    match known.as_ref().and_then(SealKey::from_text) {
        Some(key) => Ok(key),
        None => renew(vault),
    }
}

/// A new key: what the one before sealed does not hold any more.
///
/// # Errors
/// The keychain did not keep it.
pub fn renew(vault: &dyn Vault) -> Result<SealKey, Problem> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).map_err(|error| {
        Problem::nothing_changed("This computer gives no random numbers.", "Start it again.")
            .with_details(error.to_string())
    })?;
    let key = SealKey::new(bytes);
    bytes.zeroize();
    vault.set(&user(), &key.to_text())?;
    Ok(key)
}

fn user() -> EnvironmentId {
    EnvironmentId(USER.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::platform::keychain::SessionVault;

    #[test]
    fn a_key_is_made_once_and_anew_when_asked_for_or_damaged() {
        let vault = SessionVault::default();
        let seal = |key: &SealKey| key.seal("job", &[]);
        let first = seal(&obtain(&vault).unwrap());
        assert_eq!(seal(&obtain(&vault).unwrap()), first);
        let second = seal(&renew(&vault).unwrap());
        assert_ne!(second, first);
        assert_eq!(seal(&obtain(&vault).unwrap()), second);
        vault.set(&user(), &"nonsense".to_owned().into()).unwrap();
        assert_ne!(seal(&obtain(&vault).unwrap()), second);
    }
}
