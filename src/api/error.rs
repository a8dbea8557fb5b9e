//! Errors by what they mean: for the assets (was it done?), for the program (send it again?) and
//! for the person.

use super::reader::Unreadable;
use super::words::words;
use crate::model::account::Geo;
use crate::model::problem::Problem;

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

/// What Cloudinary did not accept of the credentials.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Login {
    /// `Invalid cloud_name …`
    CloudName,
    /// `Unknown API key …`, `Invalid api_key`
    ApiKey,
    /// `api_secret mismatch`, `Invalid Signature …`
    ApiSecret,
    /// `Stale request`: the timestamp was more than an hour off.
    Clock,
    /// It did not say.
    Unclear,
}

/// What went wrong between here and Cloudinary.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// The host's name was not found.
    Name,
    /// The host refused the connection.
    ConnectionRefused,
    /// The certificate was not accepted; a wrong clock does this too.
    Certificate,
    /// The proxy did not let the request through.
    Proxy,
    /// The connection broke while it was used.
    Broken,
    /// Any other.
    Other,
}

/// The meaning of an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// 400: the request makes no sense to Cloudinary.
    BadRequest,
    /// 401.
    Unauthorised(Login),
    /// The environment is in another region, in which one where Cloudinary named one it has.
    OtherRegion(Option<Geo>),
    /// 403: the API key may not do this.
    Forbidden,
    /// 404.
    NotFound,
    /// 409.
    Conflict,
    /// 423: to be tried again later.
    StillProcessing,
    /// 420 and 429 alike; [`ApiError::retry_at`] says until when.
    LimitReached,
    /// 5xx.
    ServerTrouble,
    /// Nothing came back.
    Network(Trouble),
    /// It took too long.
    Timeout,
    /// Something else than JSON, or JSON of another shape: a proxy, a login page, a cut answer.
    NotJson,
    /// Cloudinary answered, and what it told of an asset cannot be used: asking again changes nothing
    /// unless the asset changes.
    Unusable,
}

/// What the program was doing, for the words to a person.
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
#[error("{message}")]
pub struct ApiError {
    /// Its meaning.
    pub kind: Kind,
    /// Whether it can have had an effect.
    pub certainty: Certainty,
    /// The server's own words, or the system's.
    pub message: String,
    /// HTTP status, if there was an answer.
    pub status: Option<u16>,
    /// The answer was no error as Cloudinary writes them: something on the way may have spoken.
    pub foreign: bool,
    /// `X-Request-Id`, which Cloudinary's support asks for.
    pub request_id: Option<String>,
    /// When requests are accepted again, Unix seconds of this computer's clock.
    pub retry_at: Option<i64>,
}

impl ApiError {
    pub(super) fn new(kind: Kind, certainty: Certainty, message: impl AsRef<str>) -> Self {
        let (status, request_id, retry_at) = (None, None, None);
        Self {
            kind,
            certainty,
            message: words(message.as_ref()),
            status,
            foreign: false,
            request_id,
            retry_at,
        }
    }

    /// An answer that came but cannot be understood: what was asked may have been done.
    pub fn unreadable(why: &str) -> Self {
        Self::new(Kind::NotJson, Certainty::Unanswered, why)
    }

    /// An answer that came, with an entry that tells nothing of what was asked for.
    pub fn unusable(entry: &Unreadable) -> Self {
        Self::new(Kind::Unusable, Certainty::Unanswered, format!("{} {}", entry.text, entry.why))
    }

    /// A request that this program does not send, however often it is asked to.
    pub(crate) fn not_sent(why: &str) -> Self {
        Self::new(Kind::BadRequest, Certainty::Refused, why)
    }

    /// Whether a reading request is worth sending again after a moment.
    pub(super) fn is_passing(&self) -> bool {
        matches!(
            self.kind,
            Kind::StillProcessing | Kind::ServerTrouble | Kind::Network(_) | Kind::Timeout | Kind::NotJson
        )
    }

    /// For a person.
    pub fn problem(&self, during: During) -> Problem {
        let (what, advice) = self.words();
        let meaning = match during {
            // That it deleted nothing need not be said, and would alarm.
            During::Connecting | During::Reading => "",
            During::Deleting if self.certainty == Certainty::Unanswered => {
                "What was under way may have been deleted; Cloudsweep asks before it goes on."
            }
            During::Restoring if self.certainty == Certainty::Unanswered => {
                "What was to be put back may be back already; look before you try again."
            }
            During::Restoring => "Nothing was put back by this request.",
            During::Deleting => {
                "Nothing more is being deleted. What was deleted before stands in the receipt."
            }
        };
        let mut problem = Problem::new(what, meaning, advice).with_details(self.details());
        if let Kind::OtherRegion(geo) = self.kind {
            problem.region = geo;
        }
        problem
    }

    fn details(&self) -> String {
        let mut details = self.message.clone();
        if let Some(status) = self.status {
            details = format!("HTTP {status}: {details}");
        }
        if let Some(id) = &self.request_id {
            details = format!("{details} (request {id})");
        }
        details
    }

    fn words(&self) -> (&'static str, &'static str) {
        match self.kind {
            Kind::Unauthorised(login) => login_words(login),
            Kind::Network(trouble) => trouble_words(trouble),
            Kind::OtherRegion(geo) => (
                match geo {
                    Some(Geo::Us) => "This environment is in the United States.",
                    Some(Geo::Eu) => "This environment is in Europe.",
                    Some(Geo::Ap) => "This environment is in Asia Pacific.",
                    None => "This environment is in another region.",
                },
                match geo {
                    Some(_) => "Cloudinary answers it only there. Switch its region to go on.",
                    None => "Choose its region, or enter the address of its API, where you connect to it.",
                },
            ),
            Kind::BadRequest => (
                "Cloudinary did not understand the request.",
                "The details hold Cloudinary’s own words. If it happens again, send them to support.",
            ),
            Kind::Forbidden => (
                "This API key may not do that.",
                "Use a key with the Master admin or Asset management role, or ask the account’s owner.",
            ),
            Kind::NotFound => {
                ("Cloudinary has nothing under this name.", "Check the name and load the library again.")
            }
            Kind::Conflict => ("Something with this name exists already.", "Choose another name."),
            Kind::StillProcessing => ("Cloudinary is still working on this asset.", "Try again in a minute."),
            Kind::LimitReached => (
                "This hour’s API calls are used up.",
                "Cloudinary accepts calls again at the full hour. Try again then.",
            ),
            Kind::ServerTrouble => ("Cloudinary has trouble of its own.", "Try again in a few minutes."),
            Kind::Timeout => ("Cloudinary did not answer in time.", "Check the connection and try again."),
            Kind::Unusable => (
                "Cloudinary’s answer about an asset could not be read.",
                "The details say which and why. Look at it in the Console, or rename it there, then try again.",
            ),
            Kind::NotJson => (
                "Something other than Cloudinary answered, or its answer was cut off.",
                "A proxy or a Wi-Fi login page can do this. Check the connection, the region and the address.",
            ),
        }
    }
}

fn login_words(login: Login) -> (&'static str, &'static str) {
    match login {
        Login::CloudName => (
            "Cloudinary does not know this cloud name here.",
            "Check the cloud name letter by letter. If it is right, the account may live in another region.",
        ),
        Login::ApiKey => (
            "Cloudinary does not know this API key here.",
            "Copy the API key again from the Console. If it is right, the account may live in another region.",
        ),
        Login::ApiSecret => (
            "The API secret does not belong to this API key.",
            "Press “Reveal” beside the key in the Console and copy the secret again, whole.",
        ),
        Login::Clock => (
            "This computer’s clock is wrong by more than an hour.",
            "Set the date, time and time zone, then try again.",
        ),
        Login::Unclear => (
            "Cloudinary did not accept these credentials.",
            "Check the cloud name, the API key, the API secret and the region.",
        ),
    }
}

fn trouble_words(trouble: Trouble) -> (&'static str, &'static str) {
    match trouble {
        Trouble::Name => (
            "Cloudinary’s address was not found.",
            "Check that this computer is on the internet, and the region or own address.",
        ),
        Trouble::ConnectionRefused => (
            "Nothing answers at Cloudinary’s address.",
            "Check that this computer is on the internet, and the region or own address.",
        ),
        Trouble::Certificate => (
            "The connection is not secure, so it was not used.",
            "Check this computer’s date and time. A proxy or virus scanner that reads along does this too.",
        ),
        Trouble::Proxy => (
            "The proxy did not let the connection through.",
            "Check the system’s proxy settings, or ask whoever looks after the network.",
        ),
        Trouble::Broken => ("The connection to Cloudinary broke off.", "Check the connection and try again."),
        Trouble::Other => {
            ("Cloudinary could not be reached.", "Check that this computer is on the internet.")
        }
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
    let has = |word: &str| message.contains(word);
    if has("stale request") {
        Login::Clock
    } else if has("cloud_name") || has("cloud name") {
        Login::CloudName
    } else if has("mismatch") || has("signature") || has("secret") {
        Login::ApiSecret
    } else if has("api_key") || has("api key") {
        Login::ApiKey
    } else {
        Login::Unclear
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
                assert!(problem.what.starts_with("This environment is in "), "{problem:?}");
                assert_eq!(problem.region, geo);
                assert!(!format!("{} {}", problem.what, problem.advice).contains("evil"));
            }
        }
        for other in
            ["Cloud demo belongs to somebody", "docs/owl belongs to eu geo", "Invalid cloud_name demo"]
        {
            assert_eq!(other_region(other), None, "{other}");
        }
    }

    #[test]
    fn a_failed_connection_says_nothing_of_deletions() {
        assert_eq!(ApiError::unreadable("cut").problem(During::Connecting).meaning, "");
    }

    #[test]
    fn an_unanswered_deletion_is_never_called_harmless() {
        let entry = Unreadable { text: String::new(), why: "Its name holds the API secret.".to_owned() };
        let problem = ApiError::unusable(&entry).problem(During::Deleting);
        assert_eq!(problem.what, "Cloudinary’s answer about an asset could not be read.");
        assert_eq!(problem.details, "Its name holds the API secret.");
        let error = ApiError::unreadable("cut");
        assert!(error.problem(During::Deleting).meaning.contains("may have been deleted"));
        assert_eq!(error.problem(During::Reading).meaning, "");
    }
}
