//! A job's receipt, in parts: its head, which lines a view of it has, and a few lines at a time. A
//! receipt may have millions of lines, so none of this holds them all.
//!
//! While a job is not at its end, an end that no seal shows to be Cloudinary's word is none, and neither
//! is one that came after the head was read: the lines and the sums above them say the same.

mod head;
mod rows;

use std::sync::Arc;

use rusqlite::Row;
use rusqlite::types::ValueRef;

pub use rows::{ReceiptPart, Section};

use self::head::head;
use self::rows::{at, behind, list, undone};
use super::rows::{LAST_SECOND, MOST};
use super::{Journal, JournalError};
use crate::model::item::PlanItem;
use crate::model::job_id::JobId;
use crate::model::receipt::{Filter, ListedRows, ReceiptHead, ReceiptRow, ReceiptView, Shown};

/// The planned items of a job, each with whether [`super::rows::line`] can read it, by the columns' types
/// and bounds. One whose position is no whole number has no place.
fn items() -> String {
    format!(
        "SELECT *,
           typeof(asset_id) = 'blob' AND length(asset_id) = 16
           AND typeof(resource_type) = 'text' AND lower(resource_type) IN ('image', 'video', 'raw')
           AND typeof(delivery_type) = 'text' AND typeof(public_id) = 'text'
           AND typeof(secure_url) = 'text'
           AND typeof(version) = 'integer' AND version >= 0 AND typeof(bytes) = 'integer' AND bytes >= 0
           AND (created_at IS NULL
                OR typeof(created_at) = 'integer' AND created_at BETWEEN 0 AND {})
           AND typeof(etag) IN ('null', 'text') AND typeof(format) IN ('null', 'text')
           AND typeof(backed_up) IN ('null', 'integer')
           AND (copy_id IS NULL OR typeof(copy_id) = 'blob' AND length(copy_id) = 16
                AND typeof(transformation) IN ('null', 'text'))
           AND (outcome IS NULL OR typeof(reason) IN ('null', 'text')
                AND outcome IN ('deleted', 'already-gone', 'refused', 'skipped', 'unknown')
                AND (outcome <> 'deleted' OR copies IS NULL
                     OR typeof(copies) = 'integer' AND copies BETWEEN 0 AND {MOST})) AS whole
         FROM item WHERE job = ?1 AND typeof(position) = 'integer'",
        LAST_SECOND.seconds()
    )
}

/// How an item's row of [`items`] ended, where the column `outcome` is at `column` and `whole` behind it.
/// One that is damaged counts as unknown.
fn end(row: &Row<'_>, column: usize) -> Result<Filter, JournalError> {
    if !row.get::<_, bool>(column + 1)? {
        return Ok(Filter::Unknown);
    }
    Ok(match row.get_ref(column)? {
        ValueRef::Null => Filter::Open,
        ValueRef::Text(b"deleted") => Filter::Deleted,
        ValueRef::Text(b"already-gone") => Filter::AlreadyGone,
        ValueRef::Text(b"refused") => Filter::Refused,
        ValueRef::Text(b"skipped") => Filter::Skipped,
        _ => Filter::Unknown,
    })
}

impl Journal {
    /// What stands above the lines of one job's receipt, as it is now.
    ///
    /// # Errors
    /// See [`JournalError`].
    pub async fn receipt_head(&self, job: JobId) -> Result<ReceiptHead, JournalError> {
        self.read(move |connection, keys| head(connection, keys, job)).await
    }

    /// The same with the lines of a view of it, both of one moment.
    ///
    /// # Errors
    /// See [`JournalError`].
    pub async fn open_receipt(
        &self,
        job: JobId,
        view: ReceiptView,
    ) -> Result<(ReceiptHead, ListedRows), JournalError> {
        self.read(move |connection, keys| {
            let head = head(connection, keys, job)?;
            let listed = list(connection, &head, view)?;
            Ok((head, listed))
        })
        .await
    }

    /// The lines of another view of it. `None`: it was not `wanted` any more when its turn came.
    ///
    /// # Errors
    /// See [`JournalError`].
    pub async fn list_receipt(
        &self,
        head: Arc<ReceiptHead>,
        view: ReceiptView,
        wanted: impl FnOnce() -> bool + Send + 'static,
    ) -> Result<Option<ListedRows>, JournalError> {
        self.read(move |connection, _| wanted().then(|| list(connection, &head, view)).transpose()).await
    }

    /// Rows of a receipt at these positions, each `None` where it is damaged or not there.
    ///
    /// # Errors
    /// See [`JournalError`].
    pub async fn receipt_rows(
        &self,
        head: Arc<ReceiptHead>,
        shown: Shown,
        positions: Vec<i64>,
    ) -> Result<Vec<Option<ReceiptRow>>, JournalError> {
        self.read(move |connection, _| at(connection, &head, shown, &positions)).await
    }

    /// Rows of a receipt behind a position, or the first ones; at most `most`.
    ///
    /// # Errors
    /// See [`JournalError`].
    pub async fn receipt_part(
        &self,
        head: Arc<ReceiptHead>,
        of: Section,
        after: Option<i64>,
        most: usize,
    ) -> Result<ReceiptPart, JournalError> {
        self.read(move |connection, _| behind(connection, &head, of, after, most)).await
    }

    /// The items of a job that were refused, and those whose end is unknown.
    ///
    /// # Errors
    /// See [`JournalError`].
    pub async fn undone(&self, job: JobId) -> Result<Vec<PlanItem>, JournalError> {
        self.read(move |connection, _| undone(connection, job)).await
    }
}
