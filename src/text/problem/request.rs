//! A request to Cloudinary that failed.

use super::Sentences;
use crate::model::account::Geo;
use crate::model::problem::{Effect, Kind, Login, RequestProblem, Trouble};

impl Sentences for RequestProblem {
    fn what(&self) -> String {
        match self.kind {
            Kind::Unauthorised(login) => login.what(),
            Kind::Network(trouble) => trouble.what(),
            Kind::OtherRegion(Some(Geo::Us)) => text!("problem-region-us"),
            Kind::OtherRegion(Some(Geo::Eu)) => text!("problem-region-eu"),
            Kind::OtherRegion(Some(Geo::Ap)) => text!("problem-region-ap"),
            Kind::OtherRegion(None) => text!("problem-region-other"),
            Kind::BadRequest => text!("problem-bad-request"),
            Kind::Forbidden => text!("problem-forbidden"),
            Kind::NotFound => text!("problem-not-found"),
            Kind::Conflict => text!("problem-conflict"),
            Kind::StillProcessing => text!("problem-still-processing"),
            Kind::LimitReached => text!("problem-limit"),
            Kind::ServerTrouble => text!("problem-server"),
            Kind::Timeout => text!("problem-timeout"),
            Kind::Endless => text!("problem-endless"),
            Kind::Unusable => text!("problem-unusable"),
            Kind::NotJson => text!("problem-not-json"),
        }
    }

    fn meaning(&self) -> String {
        match self.effect {
            Effect::None => String::new(),
            Effect::DeletionStops => text!("problem-effect-deletion-stops"),
            Effect::DeletionUnanswered => text!("problem-effect-deletion-unanswered"),
            Effect::NotRestored => text!("problem-effect-not-restored"),
            Effect::RestorationUnanswered => text!("problem-effect-restoration-unanswered"),
        }
    }

    fn advice(&self) -> String {
        match self.kind {
            Kind::Unauthorised(login) => login.advice(),
            Kind::Network(trouble) => trouble.advice(),
            Kind::OtherRegion(Some(_)) => text!("problem-region-advice"),
            Kind::OtherRegion(None) => text!("problem-region-other-advice"),
            Kind::BadRequest => text!("problem-bad-request-advice"),
            Kind::Forbidden => text!("problem-forbidden-advice"),
            Kind::NotFound => text!("problem-not-found-advice"),
            Kind::Conflict => text!("problem-conflict-advice"),
            Kind::StillProcessing => text!("problem-still-processing-advice"),
            Kind::LimitReached => text!("problem-limit-advice"),
            Kind::ServerTrouble => text!("problem-server-advice"),
            Kind::Timeout => text!("problem-connection-advice"),
            Kind::Endless => text!("problem-endless-advice"),
            Kind::Unusable => text!("problem-unusable-advice"),
            Kind::NotJson => text!("problem-not-json-advice"),
        }
    }
}

impl Sentences for Login {
    fn what(&self) -> String {
        match self {
            Self::CloudName => text!("problem-cloud-name"),
            Self::ApiKey => text!("problem-api-key"),
            Self::ApiSecret => text!("problem-api-secret"),
            Self::Clock => text!("problem-clock"),
            Self::Unclear => text!("problem-credentials"),
        }
    }

    fn advice(&self) -> String {
        match self {
            Self::CloudName => text!("problem-cloud-name-advice"),
            Self::ApiKey => text!("problem-api-key-advice"),
            Self::ApiSecret => text!("problem-api-secret-advice"),
            Self::Clock => text!("problem-clock-advice"),
            Self::Unclear => text!("problem-credentials-advice"),
        }
    }
}

impl Sentences for Trouble {
    fn what(&self) -> String {
        match self {
            Self::Name => text!("problem-host-name"),
            Self::ConnectionRefused => text!("problem-connection-refused"),
            Self::Certificate => text!("problem-certificate"),
            Self::Proxy => text!("problem-proxy"),
            Self::ProxyLogin => text!("problem-proxy-login"),
            Self::ProxyAway => text!("problem-proxy-away"),
            Self::Broken => text!("problem-broken"),
            Self::Other => text!("problem-unreachable"),
        }
    }

    fn advice(&self) -> String {
        match self {
            Self::Name | Self::ConnectionRefused => text!("problem-address-advice"),
            Self::Certificate => text!("problem-certificate-advice"),
            Self::Proxy => text!("problem-proxy-advice"),
            Self::ProxyLogin => text!("problem-proxy-login-advice"),
            Self::ProxyAway => text!("problem-proxy-away-advice"),
            Self::Broken => text!("problem-connection-advice"),
            Self::Other => text!("problem-unreachable-advice"),
        }
    }
}
