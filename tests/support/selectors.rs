//! Selectors without a form.

use std::sync::Arc;

use cloudsweep::model::delivery::Hosts;
use cloudsweep::model::list::PublicIdList;
use cloudsweep::model::selector::{List, NonBlank, Prefix, Selector, Tag};

/// Public IDs that start with a text.
pub fn prefix(text: impl AsRef<str>) -> Selector {
    Selector::Prefix(Prefix(NonBlank::new(text.as_ref()).expect("a prefix")))
}

/// Assets with a tag.
pub fn tag(text: impl AsRef<str>) -> Selector {
    Selector::Tag(Tag(NonBlank::new(text.as_ref()).expect("a tag")))
}

/// One public ID or link, `None` where the text has none.
pub fn one(text: &str, hosts: &Hosts) -> Option<Selector> {
    of(PublicIdList::read_one(text, hosts))
}

/// Pasted lines, those too of which none can be looked up; `None` where there are none.
pub fn list(text: &str, hosts: &Hosts) -> Option<Selector> {
    of(PublicIdList::read(text, hosts))
}

fn of(list: PublicIdList) -> Option<Selector> {
    (!list.rows.is_empty()).then(|| Selector::List(List(Arc::new(list))))
}
