//! The file of the chosen proxy, its password in the keychain, and the proxy that the system's environment
//! variables name.

use std::io::{self, Write as _};
use std::path::Path;

use secrecy::SecretString;

use super::keychain::Vault;
use super::replace::{Readers, replace};
use crate::model::account::EnvironmentId;
use crate::model::problem::Problem;
use crate::model::proxy::{ProxyChoice, ProxyServer};

/// Reads the choice; a file that is not there is the system's proxy.
///
/// # Errors
/// The file cannot be read, or holds something else. It is left as it is.
pub fn read(path: &Path) -> io::Result<ProxyChoice> {
    match std::fs::read(path) {
        Ok(text) => serde_json::from_slice(&text).map_err(io::Error::from),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(ProxyChoice::default()),
        Err(error) => Err(error),
    }
}

/// Writes the choice, which has no password.
///
/// # Errors
/// See [`replace`]; the old choice stays.
pub fn write(path: &Path, choice: &ProxyChoice) -> io::Result<()> {
    let text = serde_json::to_vec_pretty(choice)?;
    Ok(replace(path, Readers::Owner, |file| file.write_all(&text))?)
}

/// The password with which a user logs in to a proxy, from the keychain. Blocks as the keychain does.
///
/// # Errors
/// The keychain could not be asked.
pub fn password(vault: &dyn Vault, server: &ProxyServer) -> Result<Option<SecretString>, Problem> {
    vault.get(&entry(server))
}

/// Keeps the password in the keychain.
///
/// # Errors
/// It was not kept.
pub fn keep_password(
    vault: &dyn Vault,
    server: &ProxyServer,
    password: &SecretString,
) -> Result<(), Problem> {
    vault.set(&entry(server), password)
}

/// Removes the password from the keychain.
///
/// # Errors
/// It may still be there.
pub fn forget_password(vault: &dyn Vault, server: &ProxyServer) -> Result<(), Problem> {
    vault.delete(&entry(server))
}

/// The user name of its entry: each proxy and user has one of its own, so that no password is sent to
/// another proxy. No environment can have it: no cloud name holds a colon.
fn entry(server: &ProxyServer) -> EnvironmentId {
    let user = server.user.as_deref().unwrap_or_default();
    EnvironmentId(format!("proxy:{user}@{}:{}", server.host, server.port))
}

/// Where environment variables name a proxy for connections to Cloudinary. The proxy of the settings of
/// Windows and macOS is used as well, and is not told here.
pub fn of_variables() -> Option<ProxyServer> {
    let named = ["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"];
    let value = named.into_iter().find_map(|name| std::env::var(name).ok())?;
    of_address(&value)
}

/// Names and passwords of users in the environment variables that name proxies.
pub fn logins_of_variables() -> Vec<(String, SecretString)> {
    let named = ["HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"];
    let values = named.into_iter().filter_map(|name| std::env::var(name).ok());
    values.filter_map(|value| login(&value)).collect()
}

fn parsed(address: &str) -> Option<url::Url> {
    let address = address.trim();
    let whole = if address.contains("://") { address.to_owned() } else { format!("http://{address}") };
    url::Url::parse(&whole).ok()
}

fn of_address(address: &str) -> Option<ProxyServer> {
    let url = parsed(address).filter(|url| matches!(url.scheme(), "http" | "https"))?;
    let user = decoded(url.username());
    let user = (!user.is_empty()).then_some(user);
    Some(ProxyServer { host: url.host_str()?.to_owned(), port: url.port_or_known_default()?, user })
}

fn login(address: &str) -> Option<(String, SecretString)> {
    let url = parsed(address)?;
    Some((decoded(url.username()), decoded(url.password()?).into()))
}

fn decoded(part: &str) -> String {
    percent_encoding::percent_decode_str(part).decode_utf8_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use secrecy::ExposeSecret as _;

    use super::super::keychain::SessionVault;
    use super::*;

    fn server(host: &str) -> ProxyServer {
        ProxyServer { host: host.into(), port: 3128, user: Some("mia".into()) }
    }

    #[test]
    fn the_choice_is_read_again_and_a_damaged_file_is_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("proxy.json");
        assert_eq!(read(&path).unwrap(), ProxyChoice::System);
        let choice = ProxyChoice::Own(server("proxy.example"));
        write(&path, &choice).unwrap();
        assert_eq!(read(&path).unwrap(), choice);
        std::fs::write(&path, "{\"use\":").unwrap();
        assert!(read(&path).is_err());
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "{\"use\":");
    }

    #[test]
    fn each_proxy_and_each_user_has_a_password_of_its_own() {
        let vault = SessionVault::default();
        let (one, other) = (server("one"), server("other"));
        let nobody = ProxyServer { user: Some("ben".into()), ..one.clone() };
        keep_password(&vault, &one, &"s".into()).unwrap();
        assert_eq!(password(&vault, &one).unwrap().unwrap().expose_secret(), "s");
        for another in [&other, &nobody] {
            assert!(password(&vault, another).unwrap().is_none(), "{another:?}");
        }
        forget_password(&vault, &one).unwrap();
        assert!(password(&vault, &one).unwrap().is_none());
    }

    #[test]
    fn variables_are_read_as_they_are_written() {
        assert_eq!(of_address("http://mia:p%40ss@one:3128/"), Some(server("one")));
        assert_eq!(of_address("mia@one:3128"), Some(server("one")));
        let plain = ProxyServer { host: "one".into(), port: 80, user: None };
        assert_eq!(of_address("http://one"), Some(plain));
        for none in ["", "socks5://one:1080"] {
            assert_eq!(of_address(none), None, "{none}");
        }
        let (user, password) = login("http://mia:p%40ss@one").unwrap();
        assert_eq!((&*user, password.expose_secret()), ("mia", "p@ss"));
        assert!(login("http://mia@one").is_none());
    }
}
