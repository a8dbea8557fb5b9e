//! A receipt for programs.

use std::io::{self, Write};

use serde::Serialize;
use serde::ser::{SerializeSeq as _, Serializer};

use super::{meant, sentence, time};
use crate::model::asset::{AssetId, DeliveryType, ResourceType};
use crate::model::job::JobHeader;
use crate::model::outcome::{Outcome, Tally};
use crate::model::receipt::{Extra, JobState, Line, Receipt, Summary};
use crate::model::source::columns::ORIGINAL;

#[derive(Serialize)]
struct File<'a> {
    job: &'a JobHeader,
    fingerprint: String,
    state: JobState,
    ended_at: Option<String>,
    sums: &'a Tally,
    items: Items<'a>,
    #[serde(serialize_with = "extras")]
    beyond_the_plan: &'a [Extra],
}

struct Items<'a>(&'a Receipt);

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
    copies_deleted: Option<u64>,
    reason: &'a str,
}

#[derive(Serialize)]
struct Beyond<'a> {
    what: &'static str,
    public_id: &'a str,
    resource_type: ResourceType,
    r#type: Option<&'a DeliveryType>,
    asset_id: Option<AssetId>,
    how: &'static str,
}

impl<'a> Item<'a> {
    fn of(Line { item, outcome }: &'a Line, what: &'static str) -> Self {
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
            outcome: outcome.as_ref().map_or("open", Outcome::word),
            copies_deleted: match outcome {
                Some(Outcome::Deleted { copies }) => *copies,
                _ => None,
            },
            reason: outcome.as_ref().map(Outcome::reason).unwrap_or_default(),
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
            how: sentence(extra.end),
        }
    }
}

impl Serialize for Items<'_> {
    /// One at a time, so that a large receipt is not held twice.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self(receipt) = self;
        let what = meant(receipt);
        let mut list = serializer.serialize_seq(Some(receipt.lines.len()))?;
        receipt.lines.iter().try_for_each(|line| list.serialize_element(&Item::of(line, what)))?;
        list.end()
    }
}

fn extras<S: Serializer>(extras: &[Extra], serializer: S) -> Result<S::Ok, S::Error> {
    let mut list = serializer.serialize_seq(Some(extras.len()))?;
    extras.iter().try_for_each(|extra| list.serialize_element(&Beyond::from(extra)))?;
    list.end()
}

/// Everything that a receipt holds.
///
/// # Errors
/// Where the writer fails.
pub fn json(receipt: &Receipt, mut writer: impl Write) -> io::Result<()> {
    let Summary { header, state, tally, ended_at } = &receipt.summary;
    let file = File {
        job: header,
        fingerprint: hex::encode(header.fingerprint.0),
        state: *state,
        ended_at: ended_at.map(time),
        sums: tally,
        items: Items(receipt),
        beyond_the_plan: &receipt.extras,
    };
    serde_json::to_writer_pretty(&mut writer, &file)?;
    writeln!(writer)?;
    writer.flush()
}
