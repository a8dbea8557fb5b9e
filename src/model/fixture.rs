//! Assets, items and plans for unit tests, told apart by a number.

use std::sync::Arc;
use std::time::Duration;

use super::account::EnvironmentId;
use super::asset::{Asset, AssetId, AssetName, DeliveryType, Derived, ResourceType};
use super::breadth::Breadth;
use super::confirm::{Confirmation, ConfirmedPlan, Stakes};
use super::description::Way;
use super::item::{PlanItem, PlannedCopy};
use super::plan::{Draft, Plan};
use super::receipt::{Extra, Line, ReceiptRow, Summary};
use super::route::Route;
use super::selector::{NonBlank, Prefix, Selector};
use super::unix_time::UnixTime;
use super::what::What;

/// The asset ID that goes with a number.
pub(crate) fn id(number: u8) -> AssetId {
    AssetId::from_bytes([number; 16])
}

/// So many seconds after 1970 began.
pub(crate) const fn at(seconds: i64) -> UnixTime {
    UnixTime::from_seconds(seconds)
}

/// A plan item by number, backed up where asked.
pub(crate) fn item(number: u8, backed_up: bool) -> PlanItem {
    PlanItem {
        asset_id: id(number),
        name: AssetName {
            resource_type: ResourceType::Image,
            delivery_type: DeliveryType::Upload,
            public_id: format!("docs/{number}").into(),
        },
        version: 1,
        etag: None,
        bytes: 1000,
        created_at: Some(at(number.into())),
        format: Some("jpg".into()),
        host: "".into(),
        backed_up: Some(backed_up),
        copy: None,
    }
}

/// So many items.
pub(crate) fn items(count: u32, backed_up: bool) -> Vec<PlanItem> {
    (0..count)
        .map(|number| {
            let mut item = item(number as u8, backed_up);
            let mut id = [0; 16];
            id[..4].copy_from_slice(&number.to_be_bytes());
            item.asset_id = AssetId::from_bytes(id);
            item.name.public_id = format!("docs/{number}").into();
            item
        })
        .collect()
}

/// A chosen copy: number `copy` of asset `number`.
pub(crate) fn copy_item(number: u8, copy: u8) -> PlanItem {
    let copy = PlannedCopy { id: id(copy), transformation: "c_scale,w_101".into() };
    PlanItem { copy: Some(Box::new(copy)), ..item(number, true) }
}

/// The asset that an item was listed as.
pub(crate) fn asset(item: &PlanItem) -> Asset {
    Asset {
        asset_id: Some(item.asset_id),
        name: item.name.clone(),
        format: item.format.as_deref().map(Into::into),
        version: item.version,
        bytes: item.bytes,
        width: Some(400),
        height: Some(300),
        created_at: item.created_at,
        secure_url: "".into(),
        backed_up: item.backed_up,
        asset_folder: None,
        display_name: None,
        tags: Vec::new(),
        context: Vec::new(),
        etag: item.etag.clone(),
        placeholder: false,
    }
}

/// A copy by number.
pub(crate) fn derived(number: u8) -> Derived {
    Derived {
        id: id(number),
        transformation: "c_scale,w_101".into(),
        format: Some("jpg".into()),
        bytes: 100,
        secure_url: "".into(),
    }
}

/// A draft of these items, each named by the user.
pub(crate) fn draft(items: Vec<PlanItem>) -> Draft {
    Draft {
        environment: EnvironmentId("demo".into()),
        description: Way::Prefix { text: "docs/".into() }.into(),
        what: What::Originals,
        breadth: Breadth::Named,
        invalidate: true,
        items,
        taken_at: at(0),
        notes: Vec::new(),
    }
}

/// A plan of these items, each named by the user.
pub(crate) fn plan(items: Vec<PlanItem>) -> Plan {
    Plan::freeze(draft(items))
}

/// Public IDs that start with a text.
pub(crate) fn prefix(text: &str) -> Selector {
    Selector::Prefix(Prefix(NonBlank::new(text).unwrap()))
}

/// Confirms a plan as the user does who reads and types everything.
pub(crate) fn confirmed(plan: Plan, route: Route, now: UnixTime) -> ConfirmedPlan {
    let stakes = Stakes { cloud_name: "demo".into(), production: false, account_total: None };
    let mut confirmation = Confirmation::new(Arc::new(plan), route, stakes).unwrap();
    confirmation.ticked = true;
    confirmation.typed = confirmation.phrase().unwrap_or_default();
    confirmation.confirm(Duration::MAX, now).unwrap()
}

/// A whole receipt. The program never holds one.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Receipt {
    pub(crate) summary: Summary,
    pub(crate) lines: Vec<Line>,
    pub(crate) extras: Vec<Extra>,
    pub(crate) left_out: Vec<PlanItem>,
}

impl Receipt {
    pub(crate) fn new(summary: Summary, rows: impl IntoIterator<Item = ReceiptRow>) -> Self {
        let mut receipt = Self { summary, lines: Vec::new(), extras: Vec::new(), left_out: Vec::new() };
        for row in rows {
            match row {
                ReceiptRow::Planned(line) => receipt.lines.push(line),
                ReceiptRow::Extra(extra) => receipt.extras.push(extra),
                ReceiptRow::LeftOut(item) => receipt.left_out.push(item),
            }
        }
        receipt
    }
}
