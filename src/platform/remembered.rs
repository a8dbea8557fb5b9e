//! The list of environments that the user connected to: everything but the secrets.

use std::io::{self, Write as _};
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::replace::{Readers, replace};
use crate::model::account::Environment;

/// An environment of the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Listed {
    /// Everything but the secret.
    #[serde(flatten)]
    pub environment: Environment,
    /// Whether the keychain may hold its secret. Lists of earlier versions have no other entries.
    #[serde(default = "yes")]
    pub in_keychain: bool,
}

fn yes() -> bool {
    true
}

/// Reads the list; a file that is not there is an empty list.
///
/// # Errors
/// The file cannot be read, or holds something else. It is left as it is.
pub fn read(path: &Path) -> io::Result<Vec<Listed>> {
    match std::fs::read(path) {
        Ok(text) => serde_json::from_slice(&text).map_err(io::Error::from),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Vec::new()),
        Err(error) => Err(error),
    }
}

/// Writes the list: a crash leaves the old one or the new one.
///
/// # Errors
/// See [`replace`]; the old list stays.
pub fn write(path: &Path, list: &[Listed]) -> io::Result<()> {
    let text = serde_json::to_vec_pretty(list)?;
    Ok(replace(path, Readers::Owner, |file| file.write_all(&text))?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::account::{Credentials, Region};

    #[test]
    fn what_is_written_is_read_again_and_holds_no_secret() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("environments.json");
        assert!(read(&path).unwrap().is_empty());
        let credentials = Credentials::from_fields("demo", "12", "CANARY", &Region::Eu).unwrap();
        let list = vec![Listed { environment: credentials.environment, in_keychain: false }];
        write(&path, &list).unwrap();
        assert_eq!(read(&path).unwrap(), list);
        assert!(!std::fs::read_to_string(&path).unwrap().contains("CANARY"));
    }

    #[test]
    fn a_list_of_an_earlier_version_is_read() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("environments.json");
        std::fs::write(&path, r#"[{"cloud_name":"demo","api_key":"12","production":true}]"#).unwrap();
        let read = read(&path).unwrap();
        assert!(read[0].in_keychain && read[0].environment.production && read[0].environment.name.is_none());
    }

    #[cfg(unix)]
    #[test]
    fn links_beside_the_list_are_not_followed() {
        let folder = tempfile::tempdir().unwrap();
        let (path, others) = (folder.path().join("environments.json"), folder.path().join("others"));
        std::fs::write(&others, "theirs").unwrap();
        std::os::unix::fs::symlink(&others, folder.path().join("environments.json.new")).unwrap();
        write(&path, &[]).unwrap();
        assert_eq!(std::fs::read_to_string(&others).unwrap(), "theirs");
        assert!(read(&path).unwrap().is_empty());
    }

    #[test]
    fn a_damaged_list_is_an_error_and_is_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("environments.json");
        std::fs::write(&path, "[{").unwrap();
        assert!(read(&path).is_err());
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "[{");
    }
}
