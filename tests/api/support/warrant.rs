//! The only way to a deleter: a plan that was confirmed.

use std::sync::Arc;
use std::time::Duration;

use cloudsweep::api::{Client, Deleter};
use cloudsweep::model::account::EnvironmentId;
use cloudsweep::model::asset::{AssetId, AssetName, DeliveryType, ResourceType};
use cloudsweep::model::breadth::Breadth;
use cloudsweep::model::confirm::{Confirmation, Stakes, Warrant};
use cloudsweep::model::description::Description;
use cloudsweep::model::item::PlanItem;
use cloudsweep::model::job::Job;
use cloudsweep::model::job_id::JobId;
use cloudsweep::model::plan::{Draft, Plan};
use cloudsweep::model::route::Route;
use cloudsweep::model::unix_time::UnixTime;
use cloudsweep::model::what::What;

/// A deleter for the client's own environment.
pub fn deleter(client: &Client) -> Deleter {
    client.deleter(&warrant(client.environment().id()))
}

/// A warrant for an environment: confirms a plan of one backed-up asset.
pub fn warrant(environment: EnvironmentId) -> Warrant {
    let item = PlanItem {
        asset_id: AssetId::from_bytes([7; 16]),
        name: AssetName {
            resource_type: ResourceType::Image,
            delivery_type: DeliveryType::Upload,
            public_id: "a".into(),
        },
        version: 1,
        etag: None,
        bytes: 1,
        created_at: None,
        format: None,
        backed_up: Some(true),
        host: "".into(),
        copy: None,
    };
    let plan = Plan::freeze(Draft {
        environment,
        description: Description::default(),
        what: What::Originals,
        breadth: Breadth::Named,
        invalidate: false,
        items: vec![item],
        taken_at: UnixTime::EPOCH,
        notes: Vec::new(),
    });
    let stakes = Stakes { cloud_name: "demo".to_owned(), production: false, account_total: None };
    let confirmation = Confirmation::new(Arc::new(plan), Route::Batches, stakes).expect("one item");
    let confirmed = confirmation
        .confirm(Duration::MAX, UnixTime::EPOCH)
        .expect("one backed-up item needs a button alone");
    Job::new(JobId(1), &confirmed).warrant()
}
