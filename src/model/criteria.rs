//! What a form asks for: the criteria from which the planner builds a plan.

use super::asset::{DeliveryType, ResourceType};
use super::description::Description;
use super::item::Items;
use super::job::JobHeader;
use super::kinds::Kinds;
use super::selector::{Again, Selector};
use super::what::What;

/// A filled form.
#[derive(Clone, Debug, PartialEq)]
pub struct Criteria {
    /// How the assets are found.
    pub selector: Selector,
    /// Which kinds to look through. Of no meaning for picked assets and copies.
    pub kinds: Kinds,
    /// What goes of each.
    pub what: What,
    /// Whether CDN copies are to be cleared: Cloudinary's `invalidate`.
    pub invalidate: bool,
}

impl Criteria {
    /// These items of a job, as they were to go: what it left undone.
    pub fn again(header: &JobHeader, items: Items) -> Self {
        Self {
            selector: Selector::Again(Again { of: header.id, items }),
            kinds: Kinds::default(),
            what: header.what,
            invalidate: header.invalidate,
        }
    }

    /// What tells these criteria from others of the same environment, for what they found last
    /// time. `None` where each asset was named: there is nothing to compare.
    pub fn key(&self) -> Option<String> {
        let (word, text) = self.selector.key()?;
        let kind = self.kinds.resource_type.map_or("*", ResourceType::as_str);
        let delivery = self.kinds.delivery_type.as_ref().map_or("*", DeliveryType::as_str);
        Some(format!("{}/{kind}/{delivery}/{word}/{text}", self.what.word()))
    }

    /// How it finds, for headings, receipts and the journal.
    pub fn describe(&self) -> Description {
        let found = self.selector.describe(&self.kinds);
        Description { copies_only: self.what == What::AllCopies, ..found.into() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::description::Way;
    use crate::model::fixture::{at, confirmed, draft, item, prefix};
    use crate::model::job::Job;
    use crate::model::job_id::JobId;
    use crate::model::plan::{Draft, Plan};
    use crate::model::route::Route;
    use crate::model::selector::{NonBlank, Picked, Prefix, Tag};

    #[test]
    fn what_a_job_left_undone_goes_as_it_was_to_go() {
        let items = || vec![item(1, true)];
        for (what, invalidate) in [(What::AllCopies, true), (What::Originals, false)] {
            let plan = Plan::freeze(Draft { what, invalidate, ..draft(items()) });
            let job = Job::new(JobId(3), &confirmed(plan, Route::Batches, at(0)));
            let again = Criteria::again(job.header(), items().into());
            assert_eq!((again.what, again.invalidate, &again.kinds), (what, invalidate, &Kinds::default()));
            assert_eq!(again.selector, Selector::Again(Again { of: JobId(3), items: items().into() }));
        }
    }

    #[test]
    fn a_description_says_whether_only_copies_go() {
        let way = Way::Prefix { text: "docs/".into() };
        for (what, copies_only) in
            [(What::Originals, false), (What::AllCopies, true), (What::ChosenCopies, false)]
        {
            let criteria =
                Criteria { selector: prefix("docs/"), kinds: Kinds::default(), what, invalidate: true };
            let description = criteria.describe();
            assert_eq!((description.copies_only, description.by_hand), (copies_only, 0));
            assert_eq!(description.parts, std::slice::from_ref(&way));
        }
    }

    #[test]
    fn only_what_could_shrink_has_a_key() {
        let criteria = |selector| Criteria {
            selector,
            kinds: Kinds { resource_type: Some(ResourceType::Image), delivery_type: None },
            what: What::Originals,
            invalidate: true,
        };
        let text = NonBlank::new("a").unwrap();
        let tag = criteria(Selector::Tag(Tag(text.clone())));
        assert_eq!(tag.key().unwrap(), "originals/image/*/tag/a");
        assert_ne!(tag.key(), criteria(Selector::Prefix(Prefix(text))).key());
        assert_eq!(criteria(Selector::Picked(Picked(Vec::new()))).key(), None);
    }
}
