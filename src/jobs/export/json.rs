//! A receipt for programs.

use std::borrow::Cow;
use std::io::{self, Write};

use serde::Serialize;
use serde::ser::{Error as _, SerializeSeq as _, Serializer};

use super::{Source, meant, time};
use crate::journal::Section;
use crate::model::account::EnvironmentId;
use crate::model::asset::{AssetId, DeliveryType, ResourceType};
use crate::model::fingerprint::Fingerprint;
use crate::model::item::PlanItem;
use crate::model::job::JobHeader;
use crate::model::job_id::JobId;
use crate::model::message::Message;
use crate::model::outcome::{Outcome, Tally};
use crate::model::receipt::{Extra, JobState, Line, ReceiptRow, Summary};
use crate::model::route::Route;
use crate::model::source::columns::{LEFT_OUT, ORIGINAL};
use crate::model::sums;
use crate::model::unix_time::UnixTime;
use crate::model::what::What;
use crate::text::{Words as _, sums as told};

#[derive(Serialize)]
#[serde(bound = "S: Source")]
struct File<'a, S> {
    job: Job<'a>,
    fingerprint: String,
    state: JobState,
    ended_at: Option<String>,
    /// In words.
    summary: String,
    sums: Sums,
    items: Rows<'a, S>,
    beyond_the_plan: Rows<'a, S>,
    left_out: Rows<'a, S>,
}

#[derive(Serialize)]
struct Job<'a> {
    id: JobId,
    environment: &'a EnvironmentId,
    cloud_name: &'a str,
    /// In words.
    description: String,
    what: What,
    route: Route,
    invalidate: bool,
    planned: u64,
    fingerprint: Fingerprint,
    previewed_at: UnixTime,
    confirmed_at: UnixTime,
}

impl<'a> From<&'a JobHeader> for Job<'a> {
    fn from(header: &'a JobHeader) -> Self {
        let JobHeader {
            id, what, route, invalidate, planned, fingerprint, previewed_at, confirmed_at, ..
        } = *header;
        Self {
            id,
            environment: &header.environment,
            cloud_name: &header.cloud_name,
            description: header.description.words(),
            what,
            route,
            invalidate,
            planned,
            fingerprint,
            previewed_at,
            confirmed_at,
        }
    }
}

/// How many items ended how. `deleted` are originals; a deletion of copies has none.
#[derive(Serialize)]
struct Sums {
    planned: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    deleted: Option<u64>,
    /// Items of a deletion of copies whose copies went: originals that are kept, or single copies.
    #[serde(skip_serializing_if = "Option::is_none")]
    items_with_copies_deleted: Option<u64>,
    /// Copies that went; `null` where the server did not tell of every item.
    copies_deleted: Option<u64>,
    already_gone: u64,
    refused: u64,
    skipped: u64,
    unknown: u64,
    beyond_the_plan: u64,
    left_out: u64,
}

impl Sums {
    fn of(what: What, planned: u64, tally: &Tally) -> Self {
        let of_copies = what != What::Originals;
        Self {
            planned,
            deleted: (!of_copies).then_some(tally.deleted),
            items_with_copies_deleted: of_copies.then_some(tally.deleted),
            copies_deleted: match what {
                What::ChosenCopies => Some(tally.deleted),
                What::Originals | What::AllCopies => (tally.uncounted == 0).then_some(tally.copies),
            },
            already_gone: tally.already_gone,
            refused: tally.refused,
            skipped: tally.skipped,
            unknown: tally.unknown,
            beyond_the_plan: tally.extras,
            left_out: tally.left_out,
        }
    }
}

/// A section of a receipt, of which a page is in memory at a time.
struct Rows<'a, S> {
    receipt: &'a S,
    section: Section,
}

#[derive(Serialize)]
struct Item<'a> {
    what: &'static str,
    public_id: &'a str,
    resource_type: ResourceType,
    r#type: &'a DeliveryType,
    asset_id: AssetId,
    version: u64,
    format: Option<&'a str>,
    bytes: u64,
    created_at: Option<String>,
    derived_id: Option<AssetId>,
    transformation: Option<&'a str>,
    outcome: &'static str,
    /// `deleted` or `kept`; `null` where that is not known.
    original: Option<&'static str>,
    copies_deleted: Option<u64>,
    reason: Cow<'a, str>,
}

#[derive(Serialize)]
struct Beyond<'a> {
    what: &'static str,
    public_id: &'a str,
    resource_type: ResourceType,
    r#type: Option<&'a DeliveryType>,
    asset_id: Option<AssetId>,
    /// How it is known, in words.
    how: String,
}

/// Why an item ended so: the server's own words, or ours.
fn reason(outcome: &Outcome) -> Cow<'_, str> {
    match outcome {
        Outcome::Refused { reason: Message::Own(words) } => words.into(),
        other => told::reason(other).into(),
    }
}

impl<'a> Item<'a> {
    fn of(Line { item, outcome }: &'a Line, job: What) -> Self {
        let outcome = outcome.as_ref();
        Self {
            outcome: sums::word(job, outcome),
            original: Some(sums::original(job, outcome)).filter(|word| !word.is_empty()),
            copies_deleted: match outcome {
                Some(Outcome::Deleted { copies }) => *copies,
                _ => None,
            },
            reason: outcome.map(reason).unwrap_or_default(),
            ..Self::named(item, meant(job))
        }
    }

    fn left_out(item: &'a PlanItem) -> Self {
        Self { outcome: LEFT_OUT, original: Some(sums::KEPT), ..Self::named(item, LEFT_OUT) }
    }

    /// Without its end.
    fn named(item: &'a PlanItem, what: &'static str) -> Self {
        let copy = item.copy.as_ref();
        Self {
            what,
            public_id: &item.name.public_id,
            resource_type: item.name.resource_type,
            r#type: &item.name.delivery_type,
            asset_id: item.asset_id,
            version: item.version,
            format: item.format.as_deref(),
            bytes: item.bytes,
            created_at: item.created_at.map(time),
            derived_id: copy.map(|copy| copy.id),
            transformation: copy.map(|copy| &*copy.transformation),
            outcome: "",
            original: None,
            copies_deleted: None,
            reason: "".into(),
        }
    }
}

impl<'a> From<&'a Extra> for Beyond<'a> {
    fn from(extra: &'a Extra) -> Self {
        Self {
            what: ORIGINAL,
            public_id: &extra.public_id,
            resource_type: extra.resource_type,
            r#type: extra.delivery_type.as_ref(),
            asset_id: extra.asset_id,
            how: extra.end.words(),
        }
    }
}

impl<S: Source> Serialize for Rows<'_, S> {
    fn serialize<W: Serializer>(&self, serializer: W) -> Result<W::Ok, W::Error> {
        let what = self.receipt.summary().header.what;
        let mut list = serializer.serialize_seq(None)?;
        for row in self.receipt.rows(self.section) {
            match row.map_err(W::Error::custom)? {
                ReceiptRow::Planned(line) => list.serialize_element(&Item::of(&line, what))?,
                ReceiptRow::Extra(extra) => list.serialize_element(&Beyond::from(&extra))?,
                ReceiptRow::LeftOut(item) => list.serialize_element(&Item::left_out(&item))?,
            }
        }
        list.end()
    }
}

/// Everything that a receipt holds, each text as it is.
///
/// # Errors
/// Where the writer fails.
pub fn json(receipt: &impl Source, mut writer: impl Write) -> io::Result<()> {
    let Summary { header, state, tally, ended_at } = receipt.summary();
    let rows = |section| Rows { receipt, section };
    let file = File {
        job: header.into(),
        fingerprint: hex::encode(header.fingerprint.0),
        state: *state,
        ended_at: ended_at.map(time),
        summary: told::sums(header.what, header.planned, tally),
        sums: Sums::of(header.what, header.planned, tally),
        items: rows(Section::Planned),
        beyond_the_plan: rows(Section::Extras),
        left_out: rows(Section::LeftOut),
    };
    serde_json::to_writer_pretty(&mut writer, &file)?;
    writeln!(writer)?;
    writer.flush()
}
