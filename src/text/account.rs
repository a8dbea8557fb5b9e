//! What is wrong with credentials, and where an environment is.

use super::Words;
use crate::model::account::{Geo, Region, UrlError, Wrong};

impl Words for Wrong {
    fn words(&self) -> String {
        match self {
            Self::NoCloudName => text!("wrong-no-cloud-name"),
            Self::ExampleCloudName => text!("wrong-example-cloud-name"),
            Self::AddressForCloudName => text!("wrong-address-for-cloud-name"),
            Self::OddCloudName => text!("wrong-odd-cloud-name"),
            Self::CloudNameLength => text!("wrong-cloud-name-length"),
            Self::NoApiKey => text!("wrong-no-api-key"),
            Self::ExampleApiKey => text!("wrong-example-api-key"),
            Self::OddApiKey => text!("wrong-odd-api-key"),
            Self::Swapped => text!("wrong-swapped"),
            Self::NoApiSecret => text!("wrong-no-api-secret"),
            Self::MaskedApiSecret => text!("wrong-masked-api-secret"),
            Self::ExampleApiSecret => text!("wrong-example-api-secret"),
            Self::BlankInApiSecret => text!("wrong-blank-in-api-secret"),
            Self::OddApiSecret => text!("wrong-odd-api-secret"),
            Self::NoAddress => text!("wrong-no-address"),
            Self::AddressScheme => text!("wrong-address-scheme"),
            Self::AddressWithoutHost => text!("wrong-address-without-host"),
            Self::AddressWithPath => text!("wrong-address-with-path"),
            Self::AddressWithPassword => text!("wrong-address-with-password"),
            Self::AddressUnencrypted => text!("wrong-address-unencrypted"),
            Self::NoAddressAtAll => text!("wrong-no-address-at-all"),
        }
    }
}

impl Words for UrlError {
    /// All that is wrong with a line, not only the first.
    fn words(&self) -> String {
        match self {
            Self::Scheme => text!("url-scheme"),
            Self::KeyAndSecret => text!("url-key-and-secret"),
            Self::Secret => text!("url-secret"),
            Self::Placeholder => text!("url-placeholder"),
            Self::Several => text!("url-several"),
            Self::Parts => text!("url-parts"),
            Self::Fields(errors) => {
                errors.iter().map(|error| error.wrong.words()).collect::<Vec<_>>().join(" ")
            }
        }
    }
}

impl Words for Region {
    /// An own address as it is.
    fn words(&self) -> String {
        match self {
            Self::Us => text!("region-us"),
            Self::Eu => text!("region-eu"),
            Self::Ap => text!("region-ap"),
            Self::Own(prefix) => prefix.clone(),
        }
    }
}

/// A region on little room: the scheme that every host should have is left out.
pub fn short(region: &Region) -> String {
    let words = region.words();
    words.strip_prefix("https://").map_or_else(|| words.clone(), str::to_owned)
}

/// The button that opens an environment in the region where it is.
pub fn switch_to(geo: Geo) -> String {
    match geo {
        Geo::Us => text!("switch-to-us"),
        Geo::Eu => text!("switch-to-eu"),
        Geo::Ap => text!("switch-to-ap"),
    }
}
