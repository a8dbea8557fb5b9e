//! Orders in which a plan is looked at.

use super::Words;
use crate::model::order::Sort;

impl Words for Sort {
    /// For the menu.
    fn words(&self) -> String {
        match self {
            Self::Plan => text!("order-plan"),
            Self::Name => text!("order-name"),
            Self::Newest => text!("order-newest"),
            Self::Oldest => text!("order-oldest"),
            Self::Largest => text!("order-largest"),
            Self::Sample => text!("order-sample"),
        }
    }
}
