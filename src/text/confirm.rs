//! The last button of a confirmation.

use super::counts::planned;
use crate::model::confirm::Confirmation;

/// Verb and count: `Delete 1,204 images`.
pub fn button(confirmation: &Confirmation) -> String {
    let plan = confirmation.plan();
    let totals = plan.totals();
    text!("confirm-delete", items = planned(totals.items, plan.what(), totals.only_kind()))
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::model::confirm::Stakes;
    use crate::model::fixture::{copy_item, draft, items};
    use crate::model::plan::{Draft, Plan};
    use crate::model::route::Route;
    use crate::model::what::What;

    #[test]
    fn the_last_button_says_what_goes() {
        for (items, what, told) in [
            (items(2, true), What::Originals, "Delete 2 images"),
            (items(2, true), What::AllCopies, "Delete copies of 2 images"),
            (vec![copy_item(1, 101)], What::ChosenCopies, "Delete 1 copy"),
        ] {
            let plan = Plan::freeze(Draft { what, ..draft(items) });
            let stakes = Stakes { cloud_name: "demo".into(), production: false, account_total: None };
            assert_eq!(button(&Confirmation::new(Arc::new(plan), Route::Batches, stakes).unwrap()), told);
        }
    }
}
