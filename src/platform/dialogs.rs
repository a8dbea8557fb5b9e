//! The system's file dialogs. On Linux they need the desktop portal or `zenity`; where neither
//! answers, a dialog counts as cancelled and the path field beside the button does the work.

use std::path::PathBuf;

/// Asks where to save. `None` when the dialog was cancelled or could not be shown.
pub async fn save(title: &str, suggested: &str) -> Option<PathBuf> {
    let chosen = rfd::AsyncFileDialog::new().set_title(title).set_file_name(suggested).save_file().await?;
    Some(chosen.path().to_owned())
}

/// Asks for a list of public IDs. `None` as for [`save`]. `lists` and `all_files` name the kinds of files
/// to choose among.
pub async fn open_list(title: &str, lists: &str, all_files: &str) -> Option<PathBuf> {
    let chosen = rfd::AsyncFileDialog::new()
        .set_title(title)
        .add_filter(lists, &["csv", "txt", "tsv"])
        .add_filter(all_files, &["*"])
        .pick_file()
        .await?;
    Some(chosen.path().to_owned())
}
