//! What a practice environment is started with.

use std::time::Duration;

use jiff::SignedDuration;

use super::clock::Clock;
use super::fault::Fault;

/// How folders relate to public IDs (`GET /config?settings=true` tells it).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum FolderMode {
    /// The asset folder is a field of its own and has nothing to do with the public ID.
    /// The mode of every environment made since June 2024.
    #[default]
    Dynamic,
    /// The folder is the public ID up to its last slash.
    Fixed,
}

impl FolderMode {
    /// The word that the configuration call answers with.
    pub fn word(self) -> &'static str {
        match self {
            Self::Dynamic => "dynamic",
            Self::Fixed => "fixed",
        }
    }
}

/// What the environment makes of a destroy in a form that names an asset by its ID.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Knows {
    /// It does what is asked.
    #[default]
    Well,
    /// It refuses it as one that names nothing (400), or as no call at all (404), as servers do that
    /// are older than the form.
    Not,
    /// It takes no notice of the asset ID, and answers that there is no such asset.
    Misses,
}

/// The two forms of destroy by asset ID.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DestroyById {
    /// `POST /{resource_type}/destroy` with `asset_id`.
    pub form: Knows,
    /// `POST /asset/destroy`.
    pub json: Knows,
}

impl DestroyById {
    /// Only those that are named are known: `form`, `json`, both or neither, blanks between them.
    ///
    /// # Errors
    /// Another word.
    pub fn only(words: &str) -> Result<Self, NoForm> {
        let mut only = Self { form: Knows::Not, json: Knows::Not };
        for word in words.split_whitespace() {
            *only.of(word)? = Knows::Well;
        }
        Ok(only)
    }

    /// The form of that name is not known.
    ///
    /// # Errors
    /// Another word than `form` or `json`.
    pub fn without(mut self, word: &str) -> Result<Self, NoForm> {
        *self.of(word)? = Knows::Not;
        Ok(self)
    }

    fn of(&mut self, word: &str) -> Result<&mut Knows, NoForm> {
        match word {
            "form" => Ok(&mut self.form),
            "json" => Ok(&mut self.json),
            other => Err(NoForm(other.to_owned())),
        }
    }
}

/// The text names no form of destroy by asset ID.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("`{0}` is no form of destroy by asset ID; they are form and json")]
pub struct NoForm(String);

/// Everything that can be chosen about a practice environment.
#[derive(Clone, Debug)]
pub struct Settings {
    /// TCP port on 127.0.0.1; 0 takes any free one.
    pub port: u16,
    /// How many assets the sample library holds.
    pub assets: usize,
    /// The same seed gives the same library, asset IDs included.
    pub seed: u64,
    /// How long every answer takes, the work included.
    pub latency: Duration,
    /// How much longer an answer takes that meets the fault `slow`.
    pub slow: Duration,
    /// Admin API calls allowed per quota hour.
    pub quota: u32,
    /// How long a quota hour takes; Cloudinary's begins on the full hour.
    pub quota_hour: Duration,
    /// What a used-up quota is answered with: 420, or 429 as newer services do.
    pub limit_status: u16,
    /// Misbehaviour to start with.
    pub faults: Vec<Fault>,
    /// The only cloud name that is answered.
    pub cloud_name: String,
    /// The API key that the environment's own address names.
    pub api_key: String,
    /// Its secret. It opens nothing but this sample library.
    pub api_secret: String,
    /// Further API keys that are known, each with its secret.
    pub further_keys: Vec<(String, String)>,
    /// The only bearer token that is accepted; none without one.
    pub oauth_token: Option<String>,
    /// Dynamic or fixed folders.
    pub folder_mode: FolderMode,
    /// Whether originals have backed-up versions, so that deleted assets can be restored.
    /// Remote assets (fetch, social) never have any.
    pub backup: bool,
    /// Items in one page of a listing, however many were asked for; a bulk deletion removes
    /// twice as many originals at a time (Cloudinary: 500 and 1,000).
    pub page_limit: usize,
    /// How far search and folders trail behind changes.
    pub index_lag: Duration,
    /// What is known of destroy by asset ID.
    pub destroy_by_id: DestroyById,
    /// The environment's time.
    pub clock: Clock,
}

impl Settings {
    /// The secret of a known API key.
    pub fn secret_of(&self, api_key: &str) -> Option<&str> {
        let own = std::iter::once((&self.api_key, &self.api_secret));
        let further = self.further_keys.iter().map(|(key, secret)| (key, secret));
        own.chain(further).find(|(key, _)| *key == api_key).map(|(_, secret)| secret.as_str())
    }
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            port: 0,
            assets: 320,
            seed: 1,
            latency: Duration::ZERO,
            slow: Duration::from_secs(3),
            quota: 500,
            quota_hour: Duration::from_hours(1),
            limit_status: 420,
            faults: Vec::new(),
            cloud_name: "practice".to_owned(),
            api_key: "314159265358979".to_owned(),
            api_secret: "Pr4ctice0nly_n0tASecret".to_owned(),
            further_keys: Vec::new(),
            oauth_token: None,
            folder_mode: FolderMode::Dynamic,
            backup: true,
            page_limit: 500,
            index_lag: Duration::ZERO,
            destroy_by_id: DestroyById::default(),
            clock: Clock::default(),
        }
    }
}

/// The text is not a length of time.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("`{0}` is not a length of time; write for example 50ms or 2s")]
pub struct NoDuration(String);

/// Reads `50ms`, `2s` or `1.5s`, and whatever else is a length of time with its unit.
///
/// # Errors
/// Anything else, a number without a unit and a negative length among it.
pub fn duration(text: &str) -> Result<Duration, NoDuration> {
    let read: Option<SignedDuration> = text.trim().parse().ok();
    read.and_then(|read| Duration::try_from(read).ok()).ok_or_else(|| NoDuration(text.trim().to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_destroy_are_named_by_their_words() {
        let (form, json) = (Knows::Well, Knows::Not);
        assert_eq!(DestroyById::only("form"), Ok(DestroyById { form, json }));
        assert_eq!(DestroyById::only(" json  form "), Ok(DestroyById::default()));
        assert_eq!(DestroyById::only(""), Ok(DestroyById { form: Knows::Not, json: Knows::Not }));
        assert_eq!(DestroyById::default().without("json"), Ok(DestroyById { form, json }));
        assert_eq!(DestroyById::only("form,json"), Err(NoForm("form,json".to_owned())));
    }

    #[test]
    fn a_length_of_time_needs_its_unit() {
        assert_eq!(duration("50ms"), Ok(Duration::from_millis(50)));
        assert_eq!(duration(" 1.5s "), Ok(Duration::from_millis(1500)));
        assert_eq!(duration("1m"), Ok(Duration::from_mins(1)));
        for text in ["", "5", "s", "-1s", "NaNs", "1e99s"] {
            assert_eq!(duration(text), Err(NoDuration(text.to_owned())), "{text}");
        }
    }
}
