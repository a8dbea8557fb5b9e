//! What is told of a request that failed.

use super::Words;
use crate::model::message::{Fault, Flaw, Message};

impl Words for Message {
    /// A sentence; the server's or the system's own words to the letter.
    fn words(&self) -> String {
        match self {
            Self::Own(words) => words.clone(),
            Self::Fault(fault) => fault.words(),
            Self::Entry { name, flaw } if name.is_empty() => flaw.words(),
            Self::Entry { name, flaw } => text!("entry-of-answer", name = &**name, flaw = flaw.words()),
        }
    }
}

impl Words for Fault {
    fn words(&self) -> String {
        match self {
            Self::LimitUsedUp => text!("fault-limit-used-up"),
            Self::WaitedTooLong => text!("fault-waited-too-long"),
            Self::DotsInName => text!("fault-dots-in-name"),
            Self::NamesNothing => text!("fault-names-nothing"),
            Self::NotAHundred => text!("fault-not-a-hundred"),
            Self::OtherEnvironment => text!("fault-other-environment"),
            Self::NoDeliveryType => text!("fault-no-delivery-type"),
            Self::VersionsDiffer => text!("fault-versions-differ"),
            Self::Late => text!("fault-late"),
            Self::TooLong => text!("fault-too-long"),
            Self::Silent => text!("fault-silent"),
            Self::OtherAsset => text!("fault-other-asset"),
            Self::NotMentioned => text!("fault-not-mentioned"),
            Self::NoOriginal => text!("fault-no-original"),
            Self::LeftOut => text!("fault-left-out"),
            Self::BeyondSweep => text!("fault-beyond-sweep"),
            Self::Endless => text!("fault-endless"),
            Self::CopyWithoutId => text!("fault-copy-without-id"),
        }
    }
}

impl Words for Flaw {
    /// A sentence about an entry of Cloudinary's answer.
    fn words(&self) -> String {
        match self {
            Self::NotAnObject => text!("flaw-not-an-object"),
            Self::SecretInName => text!("flaw-secret-in-name"),
            Self::NameTooLong => text!("flaw-name-too-long"),
            Self::NoPublicId => text!("flaw-no-public-id"),
            Self::NoResourceType => text!("flaw-no-resource-type"),
            Self::OtherResourceType(word) => text!("flaw-other-resource-type", word = &**word),
            Self::NoDeliveryType => text!("flaw-no-delivery-type"),
            Self::Contradicted => text!("flaw-contradicted"),
        }
    }
}
