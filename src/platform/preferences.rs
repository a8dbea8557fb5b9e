//! The file of the window's preferences.

use std::io::{self, Write as _};
use std::path::Path;

use super::replace::{Readers, replace};
use crate::model::preferences::Preferences;

/// Reads them; a file that is not there, or holds something else, gives the usual ones.
pub fn read(path: &Path) -> Preferences {
    std::fs::read(path).ok().and_then(|text| serde_json::from_slice(&text).ok()).unwrap_or_default()
}

/// Writes them.
///
/// # Errors
/// See [`replace`]; the old ones stay.
pub fn write(path: &Path, preferences: Preferences) -> io::Result<()> {
    let text = serde_json::to_vec_pretty(&preferences)?;
    Ok(replace(path, Readers::Owner, |file| file.write_all(&text))?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_again_and_nonsense_is_passed_over() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("preferences.json");
        assert_eq!(read(&path), Preferences::default());
        let off = Preferences { pictures: false };
        write(&path, off).unwrap();
        assert_eq!(read(&path), off);
        std::fs::write(&path, "{\"pictures\": 7").unwrap();
        assert_eq!(read(&path), Preferences::default());
    }
}
