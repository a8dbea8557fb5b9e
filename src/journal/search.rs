//! Searching through all receipts: “who deleted hero-2023”.
//!
//! A search walks along the index on public IDs, which is a fraction of the file, and never holds
//! up a running job: it happens on the reading thread. The case of the letters A–Z is of no matter.

use rusqlite::{Connection, params};

use super::JournalError;
use super::read;
use super::rows::{self, EXTRA, LINE};
use crate::model::item::Words;
use crate::model::job_id::JobId;
use crate::model::receipt::{Found, Hit};

/// Bytes of a text that can be searched for.
const LONGEST: usize = 4096;

/// Finds lines and extra assets whose public ID holds `text`, those of the newest jobs first; at
/// most `most`. A blank text finds nothing.
pub(super) fn search(connection: &Connection, text: &str, most: usize) -> Result<Vec<Hit>, JournalError> {
    let text = text.trim();
    // Longer than any public ID, and than SQLite compares.
    if text.is_empty() || text.len() > LONGEST {
        return Ok(Vec::new());
    }
    let inside = format!("%{}%", escaped(text));
    let most = most as i64;
    let mut hits: Vec<(i64, Found)> = Vec::new();
    let mut query = connection.prepare_cached(&format!(
        "SELECT {LINE}, job
         FROM (SELECT job AS j, position AS p FROM item INDEXED BY item_by_public_id
               WHERE public_id LIKE ?1 ESCAPE '\\' ORDER BY job DESC, position LIMIT ?2)
         JOIN item ON item.job = j AND item.position = p
         ORDER BY j DESC, p"
    ))?;
    let mut words = Words::default();
    let mut rows = query.query(params![inside, most])?;
    while let Some(row) = rows.next()? {
        let Ok(job) = row.get(16) else { continue };
        hits.push((job, Found::Line(Box::new(rows::line(row, &mut words)?))));
    }
    let mut query = connection.prepare_cached(&format!(
        "SELECT {EXTRA}, job FROM extra
         WHERE public_id LIKE ?1 ESCAPE '\\' AND state <> 'seen' ORDER BY job DESC, id LIMIT ?2"
    ))?;
    let mut rows = query.query(params![inside, most])?;
    while let Some(row) = rows.next()? {
        if let (Ok(job), Some(extra)) = (row.get(5), rows::extra(row)?) {
            hits.push((job, Found::Extra(extra)));
        }
    }
    hits.sort_by_key(|(job, _)| std::cmp::Reverse(*job));
    hits.truncate(most as usize);
    summed(connection, hits)
}

fn summed(connection: &Connection, hits: Vec<(i64, Found)>) -> Result<Vec<Hit>, JournalError> {
    let mut whole: Vec<Hit> = Vec::with_capacity(hits.len());
    for (job, found) in hits {
        let job = JobId(job);
        let summary = match whole.last().filter(|hit| hit.summary.header.id == job) {
            Some(hit) => hit.summary.clone(),
            None => match read::any_summary(connection, job) {
                // Rows of a job that is not there.
                Err(JournalError::NoSuchJob(_)) => continue,
                summary => summary?,
            },
        };
        whole.push(Hit { summary, found });
    }
    Ok(whole)
}

/// `LIKE` takes `%` and `_` for more than themselves.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, '%' | '_' | '\\') {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    escaped
}
