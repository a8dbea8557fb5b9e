//! What is remembered beside the jobs: how they run, which form of destroy a server knows, and what
//! previews found.

use rusqlite::{Connection, OptionalExtension as _, params};

use super::rows::{self, MOST_ITEMS, from_word, word};
use super::{Journal, JournalError, seal};
use crate::model::account::EnvironmentId;
use crate::model::destroy::DestroyBy;
use crate::model::product_environment::ProductEnvironment;
use crate::model::seal::SealKeys;
use crate::model::settings::JobSettings;
use crate::model::unix_time::UnixTime;

/// Under which [`JobSettings`] are kept.
const JOB_SETTINGS: &str = "jobs";

impl Journal {
    /// How jobs run; the defaults where nothing was chosen.
    ///
    /// # Errors
    /// See [`JournalError`].
    pub async fn job_settings(&self) -> Result<JobSettings, JournalError> {
        self.read(|connection, _| read_settings(connection)).await
    }

    /// Remembers how jobs run.
    ///
    /// # Errors
    /// See [`JournalError`].
    pub async fn set_job_settings(&self, settings: JobSettings) -> Result<(), JournalError> {
        let text = rows::json(&settings.bounded())?;
        self.write(move |connection, keys| write_settings(connection, keys, &text)).await
    }

    /// Which form of destroy a product environment was last found to know; `None`: never tried.
    ///
    /// # Errors
    /// See [`JournalError`].
    pub async fn destroy_by(
        &self,
        environment: ProductEnvironment,
    ) -> Result<Option<DestroyBy>, JournalError> {
        self.read(move |connection, _| read_destroy_by(connection, &environment)).await
    }

    /// Remembers which form of destroy a product environment knows.
    ///
    /// # Errors
    /// See [`JournalError`].
    pub async fn note_destroy_by(
        &self,
        environment: ProductEnvironment,
        by: DestroyBy,
    ) -> Result<(), JournalError> {
        self.write(move |connection, _| write_destroy_by(connection, &environment, by)).await
    }

    /// What the last complete preview of these criteria found, and when.
    ///
    /// # Errors
    /// See [`JournalError`].
    pub async fn last_preview(
        &self,
        environment: EnvironmentId,
        criteria: String,
    ) -> Result<Option<(u64, UnixTime)>, JournalError> {
        self.read(move |connection, _| read_preview(connection, &environment, &criteria)).await
    }

    /// Remembers what a complete preview found.
    ///
    /// # Errors
    /// See [`JournalError`].
    pub async fn note_preview(
        &self,
        environment: EnvironmentId,
        criteria: String,
        found: u64,
        at: UnixTime,
    ) -> Result<(), JournalError> {
        self.write(move |connection, _| write_preview(connection, &environment, &criteria, found, at)).await
    }
}

/// How jobs run; the defaults where nothing was chosen. What cannot be read lets none go on by itself.
pub(super) fn read_settings(connection: &Connection) -> Result<JobSettings, JournalError> {
    let text = match setting(connection, JOB_SETTINGS) {
        Err(error) if error.is_of_one_job() => Some(String::new()),
        text => text?,
    };
    let unreadable = JobSettings { go_on: false, ..JobSettings::default() };
    Ok(text.map_or_else(JobSettings::default, |text| {
        serde_json::from_str(&text).map_or(unreadable, JobSettings::bounded)
    }))
}

/// A setting's text.
fn setting(connection: &Connection, name: &str) -> Result<Option<String>, JournalError> {
    let found =
        connection.query_row("SELECT value FROM setting WHERE name = ?1", params![name], |row| row.get(0));
    Ok(found.optional()?)
}

/// Replaces how jobs run. Seals that held hold for it.
fn write_settings(connection: &Connection, keys: Option<&SealKeys>, value: &str) -> Result<(), JournalError> {
    seal::keeping(connection, keys, &seal::open_jobs(connection)?, || {
        connection.execute(
            "INSERT OR REPLACE INTO setting (name, value) VALUES (?1, ?2)",
            params![JOB_SETTINGS, value],
        )?;
        Ok(())
    })
}

/// Which form of destroy a product environment was found to know. A word of a later version counts as none.
fn read_destroy_by(
    connection: &Connection,
    environment: &ProductEnvironment,
) -> Result<Option<DestroyBy>, JournalError> {
    let found: Option<String> = connection
        .query_row(
            "SELECT form FROM destroy WHERE environment = ?1",
            params![environment.to_string()],
            |row| row.get(0),
        )
        .optional()?;
    Ok(found.and_then(|word| from_word(word).ok()))
}

/// Which form of destroy a product environment was found to know.
fn write_destroy_by(
    connection: &Connection,
    environment: &ProductEnvironment,
    by: DestroyBy,
) -> Result<(), JournalError> {
    connection.execute(
        "INSERT OR REPLACE INTO destroy (environment, form) VALUES (?1, ?2)",
        params![environment.to_string(), word(&by)?],
    )?;
    Ok(())
}

/// What the last complete preview of these criteria found, and when.
fn read_preview(
    connection: &Connection,
    environment: &EnvironmentId,
    criteria: &str,
) -> Result<Option<(u64, UnixTime)>, JournalError> {
    let found = connection.query_row(
        "SELECT found, at FROM preview WHERE environment = ?1 AND criteria = ?2",
        params![environment.0, criteria],
        |row| Ok(rows::count(row, 0, MOST_ITEMS).and_then(|found| Ok((found, rows::time(row.get(1)?)?)))),
    );
    match found.optional()?.transpose() {
        Err(error) if error.is_of_one_job() => Ok(None),
        found => found,
    }
}

/// What the last complete preview of these criteria found.
fn write_preview(
    connection: &Connection,
    environment: &EnvironmentId,
    criteria: &str,
    found: u64,
    at: UnixTime,
) -> Result<(), JournalError> {
    connection.execute(
        "INSERT OR REPLACE INTO preview (environment, criteria, found, at) VALUES (?1, ?2, ?3, ?4)",
        params![environment.0, criteria, i64::try_from(found).unwrap_or(i64::MAX), at],
    )?;
    Ok(())
}
