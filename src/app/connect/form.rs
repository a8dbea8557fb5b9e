//! The connection form: what is typed, and what is wrong with it.

use std::fmt;

use crate::model::account::{
    Credentials, Environment, Field, FieldError, Geo, Region, TypedSecret, UrlError,
};
use crate::runtime::command::Keep;
use crate::text;
use crate::text::Words;

/// The two ways of filling the form.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Way {
    /// One pasted line.
    #[default]
    Line,
    /// Field by field.
    Fields,
}

/// The region's choice; the own address stands in a field of its own.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum RegionChoice {
    /// `api.cloudinary.com`.
    #[default]
    Us,
    /// `api-eu.cloudinary.com`.
    Eu,
    /// `api-ap.cloudinary.com`.
    Ap,
    /// Another address.
    Own,
}

/// What is wrong with the pasted line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LineError {
    /// Nothing was pasted.
    Blank,
    /// It cannot be read.
    Url(UrlError),
}

impl Words for LineError {
    fn words(&self) -> String {
        match self {
            Self::Blank => text!("url-none"),
            Self::Url(error) => error.words(),
        }
    }
}

/// What is typed. `Debug` leaves out everything that can hold a secret.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Form {
    /// Line or fields.
    pub way: Way,
    /// The pasted line; holds the secret.
    pub line: TypedSecret,
    /// Cloud name.
    pub cloud_name: String,
    /// API key.
    pub api_key: String,
    /// API secret.
    pub secret: TypedSecret,
    /// Region.
    pub region: RegionChoice,
    /// Own address, if the region is `Own`.
    pub own: String,
    /// Keep the secret for this session only.
    pub session_only: bool,
    /// Show the letters of the secret.
    pub revealed: bool,
    /// The secret is what is missing: its field is brought into view and takes the focus.
    pub wants_secret: bool,
    /// How the form stood at the last attempt that failed: what was not there then is not looked at.
    pub tried: Option<(Way, RegionChoice)>,
    /// What is wrong, as of the last attempt.
    pub errors: Vec<FieldError>,
    /// What is wrong with the line, as of the last attempt.
    pub line_error: Option<LineError>,
}

impl fmt::Debug for Form {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Form")
            .field("way", &self.way)
            .field("cloud_name", &self.cloud_name)
            .field("region", &self.region)
            .field("errors", &self.errors)
            .finish_non_exhaustive()
    }
}

impl Form {
    /// The credentials that are typed; otherwise notes what is wrong, each at its place.
    pub fn check(&mut self) -> Option<Credentials> {
        let read = self.look();
        self.tried = read.is_none().then_some((self.way, self.region));
        read
    }

    fn look(&mut self) -> Option<Credentials> {
        self.errors.clear();
        self.line_error = None;
        match self.way {
            Way::Line => match Credentials::from_cloudinary_url(self.line.as_str()) {
                Ok(credentials) => return Some(credentials),
                Err(_) if self.line.as_str().trim().is_empty() => self.line_error = Some(LineError::Blank),
                Err(error) => self.line_error = Some(LineError::Url(error)),
            },
            Way::Fields => {
                let region = self.chosen_region();
                let secret = self.secret.as_str();
                match Credentials::from_fields(&self.cloud_name, &self.api_key, secret, &region) {
                    Ok(credentials) => return Some(credentials),
                    Err(errors) => self.errors = errors,
                }
            }
        }
        None
    }

    fn chosen_region(&self) -> Region {
        match self.region {
            RegionChoice::Us => Region::Us,
            RegionChoice::Eu => Region::Eu,
            RegionChoice::Ap => Region::Ap,
            RegionChoice::Own => Region::Own(self.own.trim().to_owned()),
        }
    }

    /// Takes credentials that were pasted into one of the fields apart into all of them. Where they
    /// cannot be read, nothing is kept of them.
    pub fn take_apart(&mut self, pasted: &TypedSecret) {
        match Credentials::from_cloudinary_url(pasted.as_str()) {
            Ok(credentials) => self.fill(&credentials.environment, credentials.expose()),
            Err(error) => {
                self.way = Way::Line;
                self.tried = Some((Way::Line, self.region));
                self.line_error = Some(LineError::Url(error));
            }
        }
    }

    /// Fills every field; the line is emptied.
    pub fn fill(&mut self, environment: &Environment, secret: &str) {
        let (region, own) = match &environment.region {
            Region::Us => (RegionChoice::Us, String::new()),
            Region::Eu => (RegionChoice::Eu, String::new()),
            Region::Ap => (RegionChoice::Ap, String::new()),
            Region::Own(prefix) => (RegionChoice::Own, prefix.clone()),
        };
        *self = Self {
            way: Way::Fields,
            cloud_name: environment.cloud_name.clone(),
            api_key: environment.api_key.clone(),
            secret: secret.into(),
            region,
            own,
            session_only: self.session_only,
            ..Self::default()
        };
    }

    /// Chooses the region in which the environment is, for the same credentials.
    pub fn use_region(&mut self, geo: Geo) {
        if let Some(credentials) = self.check() {
            self.fill(&credentials.environment, credentials.expose());
            self.region = match geo {
                Geo::Us => RegionChoice::Us,
                Geo::Eu => RegionChoice::Eu,
                Geo::Ap => RegionChoice::Ap,
            };
        }
    }

    /// Forgets what can hold a secret: the page was left.
    pub fn leave(&mut self) {
        self.line = TypedSecret::default();
        self.secret = TypedSecret::default();
        self.revealed = false;
        self.errors.clear();
        self.line_error = None;
    }

    /// Takes what was typed; once something was wrong, looks again at each key, as far as that was there
    /// to be filled.
    pub fn edit(&mut self, typed: Self) {
        let again = !self.errors.is_empty() || self.line_error.is_some();
        *self = typed;
        let Some((way, region)) = self.tried.filter(|_| again) else { return };
        self.errors.clear();
        self.line_error = None;
        if way == self.way {
            self.look();
        }
        if region != self.region {
            self.errors.retain(|error| error.field != Field::Region);
        }
    }

    /// What is wrong with a field.
    pub fn error(&self, field: Field) -> Option<String> {
        self.errors.iter().find(|error| error.field == field).map(|error| error.wrong.words())
    }

    /// What the pasted line names, without its secret: `shop-prod · key 1234 · US`.
    pub fn understood(&self) -> Option<String> {
        let read = Credentials::from_cloudinary_url(self.line.as_str()).ok()?.environment;
        let (name, key, region) = (read.cloud_name, read.api_key, Words::words(&read.region));
        Some(text!("connect-understood", name = name, key = key, region = region))
    }

    /// The cloud name as nearly every one is: in small letters, hyphens for blanks. `None` where
    /// what is typed is so already, or can be no cloud name.
    pub fn cleaned_name(&self) -> Option<String> {
        let words: Vec<&str> = self.cloud_name.split_whitespace().collect();
        let cleaned = words.join("-").to_ascii_lowercase();
        let possible = cleaned.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'));
        (possible && !cleaned.is_empty() && cleaned != self.cloud_name).then_some(cleaned)
    }

    /// Where the secret goes.
    pub fn keep(&self) -> Keep {
        if self.session_only { Keep::Session } else { Keep::Keychain }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cloud_name_is_offered_as_it_probably_is() {
        let cleaned = |typed: &str| Form { cloud_name: typed.into(), ..Form::default() }.cleaned_name();
        assert_eq!(cleaned("Practice ").as_deref(), Some("practice"));
        assert_eq!(cleaned(" shop-prod").as_deref(), Some("shop-prod"));
        assert_eq!(cleaned("My  Shop").as_deref(), Some("my-shop"));
        for as_it_is in ["shop-prod", "", "  ", "https://Example.com", "Cloud name: shop"] {
            assert_eq!(cleaned(as_it_is), None, "{as_it_is}");
        }
    }

    #[test]
    fn an_empty_form_names_every_field_and_heals_while_typing() {
        let mut form = Form { way: Way::Fields, ..Form::default() };
        assert!(form.check().is_none());
        for field in [Field::CloudName, Field::ApiKey, Field::ApiSecret] {
            assert!(form.error(field).is_some(), "{field:?}");
        }
        form.edit(Form { cloud_name: "demo".into(), ..form.clone() });
        assert!(form.error(Field::CloudName).is_none());
        assert!(form.error(Field::ApiKey).is_some());
    }

    #[test]
    fn nothing_is_wrong_with_what_was_not_there_at_the_attempt() {
        let mut form = Form::default();
        form.check();
        assert!(form.line_error.is_some());
        form.edit(Form { way: Way::Fields, ..form.clone() });
        assert!(form.errors.is_empty() && form.line_error.is_none(), "nothing was typed yet");
        form.check();
        form.edit(Form { region: RegionChoice::Own, ..form.clone() });
        assert!(form.error(Field::Region).is_none(), "the field has just come");
        assert!(form.error(Field::CloudName).is_some());
        form.check();
        assert!(form.error(Field::Region).is_some());
    }

    #[test]
    fn credentials_in_any_field_are_taken_apart_and_a_region_keeps_them() {
        let mut form = Form { way: Way::Fields, session_only: true, ..Form::default() };
        form.take_apart(&"set CLOUDINARY_URL=cloudinary://12:CANARY@demo".into());
        assert_eq!((&*form.cloud_name, &*form.api_key, form.secret.as_str()), ("demo", "12", "CANARY"));
        form.use_region(Geo::Eu);
        let credentials = form.check().unwrap();
        assert_eq!((credentials.environment.region.clone(), credentials.expose()), (Region::Eu, "CANARY"));
        let mut line = Form { line: "cloudinary://12:CANARY@demo".into(), ..Form::default() };
        line.use_region(Geo::Ap);
        assert_eq!(line.check().unwrap().environment.region, Region::Ap);
        assert!(line.line.as_str().is_empty() && form.session_only);
        form.leave();
        assert!(form.secret.as_str().is_empty() && form.cloud_name == "demo");
    }

    #[test]
    fn debug_never_shows_what_was_pasted() {
        let form =
            Form { line: "cloudinary://1:CANARY@demo".into(), secret: "CANARY".into(), ..Form::default() };
        assert!(!format!("{form:?}").contains("CANARY"));
    }
}
