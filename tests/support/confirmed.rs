//! The user's word to a plan.

use std::sync::Arc;
use std::time::Duration;

use cloudsweep::model::confirm::{Confirmation, ConfirmedPlan, Stakes};
use cloudsweep::model::plan::Plan;
use cloudsweep::model::route::Route;
use cloudsweep::model::unix_time::UnixTime;

/// Confirms a plan of the practice environment as the user does who reads and types everything.
pub fn confirmed(plan: Arc<Plan>, route: Route, now: UnixTime) -> ConfirmedPlan {
    let stakes = Stakes { cloud_name: "practice".into(), production: false, account_total: None };
    let mut confirmation = Confirmation::new(plan, route, stakes).expect("the plan can go this way");
    confirmation.ticked = true;
    confirmation.typed = confirmation.phrase().unwrap_or_default();
    confirmation.confirm(Duration::MAX, now).expect("everything asked for was done")
}
