//! Errors by what they mean: for the assets (was it done?), for the program (send it again?) and
//! for the user.

use super::reader::Unreadable;
use super::words::words;
use crate::model::account::Geo;
use crate::model::message::{Fault, Message};
use crate::model::problem::{Details, Effect, Problem, RequestDetails, RequestProblem};
pub use crate::model::problem::{Kind, Login, Trouble};
use crate::model::unix_time::UnixTime;

/// Whether a request that failed can have had an effect.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Certainty {
    /// It never left this computer, or never reached Cloudinary.
    NotSent,
    /// Nothing was done: Cloudinary answered so, or this program does not send such a request.
    Refused,
    /// It was sent, and no answer about it was read.
    Unanswered,
}

/// What the program was doing when a request failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum During {
    /// Reading, which changes nothing.
    Reading,
    /// Carrying out a job.
    Deleting,
    /// Putting back what was deleted.
    Restoring,
    /// Trying credentials.
    Connecting,
}

/// A failed request. No part of it holds the API secret or a signature; every text is one short line.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{kind:?}: {message:?}")]
pub struct ApiError {
    /// Its meaning.
    pub kind: Kind,
    /// Whether it can have had an effect.
    pub certainty: Certainty,
    /// The server's own words, or the system's, or what is wrong with the request or its answer.
    pub message: Message,
    /// HTTP status, if there was an answer.
    pub status: Option<u16>,
    /// The answer was no error as Cloudinary writes them: something on the way may have spoken.
    pub foreign: bool,
    /// `X-Request-Id`, which Cloudinary's support asks for.
    pub request_id: Option<String>,
    /// When requests are accepted again, by this computer's clock.
    pub retry_at: Option<UnixTime>,
}

impl ApiError {
    pub(super) fn new(kind: Kind, certainty: Certainty, message: impl Into<Message>) -> Self {
        let message = match message.into() {
            Message::Own(own) => Message::Own(words(&own)),
            other => other,
        };
        let (status, request_id, retry_at) = (None, None, None);
        Self { kind, certainty, message, status, foreign: false, request_id, retry_at }
    }

    /// An answer that came but cannot be understood: what was asked may have been done.
    pub fn unreadable(why: impl Into<Message>) -> Self {
        Self::new(Kind::NotJson, Certainty::Unanswered, why)
    }

    /// An answer that came, with an entry that tells nothing of what was asked for.
    pub fn unusable(entry: &Unreadable) -> Self {
        let message = Message::Entry { name: words(&entry.text), flaw: entry.why.clone() };
        Self::new(Kind::Unusable, Certainty::Unanswered, message)
    }

    /// A request that this program does not send, however often it is asked to.
    pub(crate) fn not_sent(why: Fault) -> Self {
        Self::new(Kind::BadRequest, Certainty::Refused, why)
    }

    /// Whether a reading request is worth sending again after a moment.
    pub(super) fn is_passing(&self) -> bool {
        let passing = matches!(
            self.kind,
            Kind::StillProcessing | Kind::ServerTrouble | Kind::Network(_) | Kind::Timeout | Kind::NotJson
        );
        passing && !self.kind.wants_proxy_login()
    }

    /// As it is told.
    pub fn problem(&self, during: During) -> Problem {
        let effect = match during {
            During::Connecting | During::Reading => Effect::None,
            During::Deleting if self.certainty == Certainty::Unanswered => Effect::DeletionUnanswered,
            During::Restoring if self.certainty == Certainty::Unanswered => Effect::RestorationUnanswered,
            During::Restoring => Effect::NotRestored,
            During::Deleting => Effect::DeletionStops,
        };
        let mut problem =
            Problem::new(RequestProblem { kind: self.kind, effect }).with_details(self.details());
        if let Kind::OtherRegion(geo) = self.kind {
            problem.region = geo;
        }
        problem
    }

    fn details(&self) -> Details {
        let (message, request_id) = (self.message.clone(), self.request_id.clone());
        Details::Request(Box::new(RequestDetails { message, status: self.status, request_id }))
    }
}

/// `Cloud demo belongs to eu geo, please access via …`: the region's code. The host that stands there
/// is not believed.
pub(super) fn other_region(message: &str) -> Option<Kind> {
    let (cloud, rest) = message.split_once(" belongs to ")?;
    let code = rest.split(' ').next()?.trim_matches(|c: char| !c.is_ascii_alphanumeric());
    let says_so = cloud.starts_with("Cloud ") && rest.split(' ').nth(1)?.starts_with("geo");
    says_so.then(|| Kind::OtherRegion(Geo::from_code(code)))
}

/// Reads what a 401 is about from its message, loosely: the wording differs between endpoints.
pub(super) fn login(message: &str) -> Login {
    let message = message.to_lowercase();
    if message.contains("stale request") {
        Login::Clock
    } else if message.contains("cloud_name") || message.contains("cloud name") {
        Login::CloudName
    } else if message.contains("mismatch") || message.contains("signature") || message.contains("secret") {
        Login::ApiSecret
    } else if message.contains("api_key") || message.contains("api key") {
        Login::ApiKey
    } else {
        Login::Unclear
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::message::Flaw;
    use crate::model::problem::Code;

    #[test]
    fn refusals_are_told_apart_by_their_words() {
        for (message, expected) in [
            ("Invalid cloud_name nope", Login::CloudName),
            ("Unknown API key 12", Login::ApiKey),
            ("Invalid api_key 12", Login::ApiKey),
            ("api_secret mismatch", Login::ApiSecret),
            ("Invalid Signature ab. String to sign - 'public_id=x'.", Login::ApiSecret),
            ("Stale request - reported time is …", Login::Clock),
            ("<html>401</html>", Login::Unclear),
        ] {
            assert_eq!(login(message), expected, "{message}");
        }
    }

    #[test]
    fn another_region_is_told_by_cloudinarys_words_and_never_by_a_host() {
        for (message, geo) in [
            ("Cloud demo belongs to eu geo, please access via api-eu.cloudinary.com", Some(Geo::Eu)),
            ("Cloud demo belongs to ap geo, please access via https://evil.example", Some(Geo::Ap)),
            ("Cloud demo belongs to 'us' geo", Some(Geo::Us)),
            ("Cloud demo belongs to moon geo, please access via evil.example", None),
        ] {
            assert_eq!(other_region(message), Some(Kind::OtherRegion(geo)), "{message}");
            let error = ApiError::new(Kind::OtherRegion(geo), Certainty::Refused, message);
            for during in [During::Connecting, During::Reading, During::Deleting] {
                let problem = error.problem(during);
                assert_eq!(problem.region, geo);
                assert!(!format!("{:?}", problem.code).contains("evil"), "{problem:?}");
            }
        }
        for other in
            ["Cloud demo belongs to somebody", "docs/owl belongs to eu geo", "Invalid cloud_name demo"]
        {
            assert_eq!(other_region(other), None, "{other}");
        }
    }

    fn effect(error: &ApiError, during: During) -> Effect {
        match error.problem(during).code {
            Code::Request(RequestProblem { effect, .. }) => effect,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_failed_connection_says_nothing_of_deletions() {
        assert_eq!(effect(&ApiError::unreadable("cut"), During::Connecting), Effect::None);
    }

    #[test]
    fn an_unanswered_deletion_is_never_called_harmless() {
        let entry = Unreadable { text: String::new(), why: Flaw::SecretInName };
        let problem = ApiError::unusable(&entry).problem(During::Deleting);
        let message = Message::Entry { name: String::new(), flaw: Flaw::SecretInName };
        let details = RequestDetails { message, status: None, request_id: None };
        assert_eq!(problem.details, Details::Request(Box::new(details)));
        let error = ApiError::unreadable("cut");
        assert_eq!(effect(&error, During::Deleting), Effect::DeletionUnanswered);
        assert_eq!(effect(&error, During::Reading), Effect::None);
    }
}
