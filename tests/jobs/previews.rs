//! What a preview makes of a list that was cut off, where not everything that was listed is planned.

use cloudsweep::jobs::enquiry::Enquiry;
use cloudsweep::jobs::planner::{self, Planned};
use cloudsweep::model::criteria::{Criteria, Kinds, Selector, What};
use cloudsweep::model::plan::Expected;

use crate::support::{TAG, World, server};

/// `cut_off`: the first list after the index has told its number is.
async fn tagged(world: &World, delivery: Option<&str>, cut_off: bool) -> Planned {
    let criteria = Criteria {
        selector: Selector::Tag(TAG.into()),
        kinds: Kinds { delivery_type: delivery.map(Into::into), ..Kinds::default() },
        what: What::Originals,
        invalidate: true,
    };
    let probe = world.probe.clone();
    let enquiry = Enquiry::new(&world.client, 0, world.clock.clone(), move |counted| {
        if cut_off && counted.indexed.is_some() && counted.found == 0 {
            probe.fault("short-listing:1@reading".parse().unwrap());
        }
    });
    planner::plan(&enquiry, &criteria, None).await.unwrap()
}

/// A tag's list crosses delivery types, so much of it is not planned; the index counts what is.
#[tokio::test]
async fn a_cut_off_list_of_a_tag_is_doubted_whatever_delivery_type_is_asked_for() {
    let world = World::new(server()).await;
    world.fill(300, 0);
    for (delivery, number) in [(Some("upload"), 240), (Some("private"), 30), (None, 300)] {
        let whole = tagged(&world, delivery, false).await;
        assert_eq!((whole.doubt, whole.listed), (None, number), "{delivery:?}");
        let doubt = tagged(&world, delivery, true).await.doubt.expect("much of it is missing");
        assert!(matches!(doubt.by, Expected::Index));
        assert_eq!(doubt.expected, number, "{delivery:?}");
    }
}
