//! The file from which a list is read.

use std::path::PathBuf;

use super::{keep_text, set_text};
use crate::app::intent::Effect;
use crate::app::page::FormKind;
use crate::app::state;
use crate::model::problem::{FileProblem, Problem};
use crate::runtime::command::{Command, Generation};

/// A file from which a list is read.
#[derive(Debug, Default)]
pub struct ListFile {
    /// The path field's text.
    pub path: String,
    /// Into which form the file goes, while it is being chosen or read.
    pub into: Option<FormKind>,
    /// The open dialog's number.
    pub(super) choosing: Option<Generation>,
    /// The file being read.
    pub reading: Option<PathBuf>,
    /// The encoding's name, where it was guessed.
    pub guessed: Option<&'static str>,
    /// Why it could not be read.
    pub problem: Option<Problem>,
}

/// Asks for the file at the path field.
pub(super) fn read_file(state: &mut state::State, kind: FormKind) -> Vec<Effect> {
    let file = &mut state.forms.file;
    let path = file.path.trim().trim_matches('"');
    if path.is_empty() {
        file.problem = Some(Problem::new(FileProblem::NothingToRead));
        return Vec::new();
    }
    let path = PathBuf::from(path);
    file.problem = None;
    file.into = Some(kind);
    file.reading = Some(path.clone());
    vec![Command::ReadListFile(path).into()]
}

/// What is in the file takes the place of what stands in the form that asked.
pub(super) fn file_read(state: &mut state::State, result: Result<String, Problem>) -> Vec<Effect> {
    state.forms.file.reading = None;
    let Some(kind) = state.forms.file.into.take() else { return Vec::new() };
    match result {
        Ok(text) if text.trim().is_empty() => {
            state.forms.file.problem = Some(Problem::new(FileProblem::Empty));
            Vec::new()
        }
        Ok(text) => {
            keep_text(state, kind, &text);
            state.forms.form_mut(kind).any_host = false;
            set_text(state, kind, text)
        }
        Err(problem) => {
            state.forms.file.problem = Some(problem);
            Vec::new()
        }
    }
}
