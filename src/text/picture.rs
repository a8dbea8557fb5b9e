//! Why an asset has no picture to show.

use super::Words;
use crate::model::picture::NoPicture;

impl Words for NoPicture {
    fn words(&self) -> String {
        match self {
            Self::Kind => text!("no-picture-kind"),
            Self::Host => text!("no-picture-host"),
            Self::TooLarge => text!("no-picture-too-large"),
            Self::Unreadable => text!("no-picture-unreadable"),
            Self::Failed => text!("no-picture-failed"),
        }
    }
}
