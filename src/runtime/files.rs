//! Lists, preferences, and the system's dialogs for files.

use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::command::Generation;
use super::encoding::{self, Decoded, NoText};
use super::event::Event;
use super::outbox::Outbox;
use super::watched::{blocking, told, watched};
use crate::model::delivery::Hosts;
use crate::model::list::PublicIdList;
use crate::model::preferences::Preferences;
use crate::model::problem::{FileProblem, Problem};
use crate::platform::paths::Paths;
use crate::platform::{dialogs, preferences};
use crate::text;

/// The largest list that is read.
const LARGEST_LIST: u64 = 64 * 1024 * 1024;

/// What is read from files for the window, and the preferences.
pub(super) struct Files {
    /// Where the program keeps its own.
    paths: Paths,
    outbox: Outbox,
}

impl Files {
    pub(super) fn new(paths: &Paths, outbox: &Outbox) -> Self {
        Self { paths: paths.clone(), outbox: outbox.clone() }
    }

    pub(super) fn tell_preferences(&self) {
        let (path, outbox) = (self.paths.preferences(), self.outbox.clone());
        self.outbox.answer(async move {
            Event::Preferences(or_default(&outbox, move || preferences::read(&path)).await)
        });
    }

    /// One that cannot be written holds for this session.
    pub(super) fn change_preferences(&self, changed: Preferences) {
        let (path, outbox) = (self.paths.preferences(), self.outbox.clone());
        self.outbox.answer(async move {
            let write = move || {
                if let Err(error) = preferences::write(&path, changed) {
                    tracing::warn!(%error, "the preferences could not be written");
                }
            };
            or_default(&outbox, write).await;
            Event::Preferences(changed)
        });
    }

    pub(super) fn choose_save_path(&self, generation: Generation, suggested: String) {
        self.outbox.answer(async move {
            let path = dialogs::save(&text!("save"), &suggested).await;
            Event::PathChosen { generation, path }
        });
    }

    pub(super) fn choose_list_file(&self, generation: Generation) {
        self.outbox.answer(async move {
            let (title, lists, all_files) =
                (text!("dialog-open-list"), text!("dialog-lists"), text!("dialog-all-files"));
            let path = dialogs::open_list(&title, &lists, &all_files).await;
            Event::PathChosen { generation, path }
        });
    }

    pub(super) fn read_list(&self, generation: Generation, text: Arc<str>, hosts: Hosts) {
        let outbox = self.outbox.clone();
        self.outbox.answer(async move {
            let list = or_default(&outbox, move || PublicIdList::read(&text, &hosts)).await;
            Event::ListRead { generation, list: Arc::new(list) }
        });
    }

    pub(super) fn read_list_file(&self, path: PathBuf) {
        self.outbox.answer(async move {
            let file = path.clone();
            let read = told(blocking(move || read(&file))).await;
            let guessed = read.as_ref().ok().and_then(|decoded| decoded.guessed);
            Event::FileRead { path, guessed, result: read.map(|decoded| decoded.text) }
        });
    }
}

/// Work that blocks and has no way to tell of a problem itself: where it panicked, the window warns of
/// it and goes on with the default.
async fn or_default<T: Default + Send + 'static>(
    outbox: &Outbox,
    work: impl FnOnce() -> T + Send + 'static,
) -> T {
    match watched(blocking(work)).await {
        Ok(done) => done,
        Err(problem) => {
            outbox.send(Event::Warning(problem)).await;
            T::default()
        }
    }
}

/// A text in any encoding.
fn read(path: &Path) -> Result<Decoded, Problem> {
    let name = path.display().to_string();
    let failed = |error: std::io::Error| {
        Problem::new(FileProblem::NotRead { name: name.clone() }).with_details(error.to_string())
    };
    let mut bytes = Vec::new();
    let file = std::fs::File::open(path).map_err(failed)?;
    file.take(LARGEST_LIST + 1).read_to_end(&mut bytes).map_err(failed)?;
    if bytes.len() as u64 > LARGEST_LIST {
        return Err(Problem::new(FileProblem::TooLarge { name, megabytes: LARGEST_LIST >> 20 }));
    }
    encoding::decode(bytes).map_err(|why| {
        Problem::new(match why {
            NoText::Utf32 => FileProblem::Utf32 { name },
            NoText::Looks(looks) => FileProblem::NoList { name, looks },
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::problem::ProgramProblem;
    use crate::model::source::LooksLike;

    #[tokio::test]
    async fn a_panic_in_work_without_a_problem_of_its_own_is_told() {
        let (events, mut told) = tokio::sync::mpsc::channel(2);
        let outbox = Outbox::new(events, Arc::new(|| {}));
        assert_eq!(or_default(&outbox, || 7).await, 7);
        assert!(told.try_recv().is_err());
        assert_eq!(or_default::<u8>(&outbox, || panic!("in a test")).await, 0);
        assert!(
            matches!(told.try_recv(), Ok(Event::Warning(problem)) if problem.code == ProgramProblem::Panicked.into())
        );
    }

    #[test]
    fn lists_are_read_as_spreadsheets_save_them() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("list.csv");
        let mut utf16 = vec![0xff, 0xfe];
        utf16.extend("docs/ü\n".encode_utf16().flat_map(u16::to_le_bytes));
        for bytes in ["docs/ü\n".as_bytes().to_vec(), utf16] {
            std::fs::write(&path, bytes).unwrap();
            assert_eq!(read(&path).unwrap().text, "docs/ü\n");
        }
        std::fs::write(&path, b"PK\x03\x04..xl/workbook.xml").unwrap();
        let name = path.display().to_string();
        let problem = |path: &Path| read(path).unwrap_err().code;
        let no_list = |looks| FileProblem::NoList { name: name.clone(), looks }.into();
        assert_eq!(problem(&path), no_list(LooksLike::Spreadsheet));
        for (wrong, looks) in
            [(&[0x89, b'P', b'N', b'G', 0][..], LooksLike::Binary), (&[b'a', 0, b'b'], LooksLike::Binary)]
        {
            std::fs::write(&path, wrong).unwrap();
            assert_eq!(problem(&path), no_list(looks));
        }
        let away = folder.path().join("away.csv");
        assert_eq!(problem(&away), FileProblem::NotRead { name: away.display().to_string() }.into());
    }
}
