//! The chosen proxy, and the form in which another one is chosen, over whatever page is open.

use std::fmt;

use super::intent::Effect;
use super::state;
use super::tone::Tone;
use crate::model::account::TypedSecret;
use crate::model::proxy::{ProxyChoice, ProxyFieldError, ProxyServer};
use crate::runtime::command::Command;
use crate::text;
use crate::text::Words as _;

/// What is known of the proxy.
#[derive(Debug, Default)]
pub struct State {
    /// Which is used.
    pub choice: ProxyChoice,
    /// The one that environment variables name.
    pub variables: Option<ProxyServer>,
    /// The form, while it is open.
    pub form: Option<Form>,
}

/// Which proxy is to be used.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Use {
    /// The system's.
    #[default]
    System,
    /// None.
    None,
    /// The one in the fields.
    Own,
}

/// What is typed. `Debug` leaves out everything that can hold a password.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Form {
    /// Which.
    pub uses: Use,
    /// Its host.
    pub host: String,
    /// Its port.
    pub port: String,
    /// Who logs in.
    pub user: String,
    /// The user's password.
    pub password: TypedSecret,
    /// Show the letters of the password.
    pub revealed: bool,
    /// The password is what is missing: its field takes the focus.
    pub wants_password: bool,
    /// What is wrong, as of the last attempt to save.
    pub wrong: Option<Wrong>,
}

impl fmt::Debug for Form {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Form").field("uses", &self.uses).field("wrong", &self.wrong).finish_non_exhaustive()
    }
}

/// What is wrong with the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wrong {
    /// A field of the proxy.
    Field(ProxyFieldError),
    /// There is a user without a password.
    NoPassword,
}

/// What happens in the form.
#[derive(Debug)]
pub enum Msg {
    /// “Change…”; opens the form.
    Open,
    /// “Enter the proxy’s password…”; opens the form at its password.
    OpenAtPassword,
    /// Something was typed or chosen.
    Edit(Box<Form>),
    /// “Save”.
    Save,
    /// “Cancel”.
    Close,
}

/// Takes one message of the form.
pub fn update(state: &mut state::State, msg: Msg) -> Vec<Effect> {
    let proxy = &mut state.proxy;
    match msg {
        Msg::Open => proxy.form = Some(Form::of(&proxy.choice)),
        Msg::OpenAtPassword => {
            let named = match &proxy.choice {
                ProxyChoice::Own(server) => Some(server),
                ProxyChoice::System | ProxyChoice::None => proxy.variables.as_ref(),
            };
            let mut form = named.map_or_else(Form::default, Form::with);
            (form.uses, form.wants_password) = (Use::Own, !form.user.is_empty());
            proxy.form = Some(form);
        }
        Msg::Edit(typed) => {
            let again = typed.wrong.is_some();
            let mut typed = *typed;
            typed.wrong = if again { typed.read(&proxy.choice).err() } else { None };
            proxy.form = Some(typed);
        }
        Msg::Save => {
            let Some(form) = &mut proxy.form else { return Vec::new() };
            match form.read(&proxy.choice) {
                Ok(choice) => {
                    let typed = matches!(&choice, ProxyChoice::Own(server) if server.user.is_some());
                    let password = form.password.as_str();
                    let password = (typed && !password.is_empty()).then(|| password.into());
                    (proxy.choice, proxy.form) = (choice.clone(), None);
                    state.say(Tone::Success, text!("proxy-chosen"));
                    return vec![Command::ChooseProxy { choice, password }.into()];
                }
                Err(wrong) => form.wrong = Some(wrong),
            }
        }
        Msg::Close => proxy.form = None,
    }
    Vec::new()
}

impl Form {
    fn of(choice: &ProxyChoice) -> Self {
        match choice {
            ProxyChoice::System => Self::default(),
            ProxyChoice::None => Self { uses: Use::None, ..Self::default() },
            ProxyChoice::Own(server) => Self::with(server),
        }
    }

    fn with(server: &ProxyServer) -> Self {
        Self {
            uses: Use::Own,
            host: server.host.clone(),
            port: server.port.to_string(),
            user: server.user.clone().unwrap_or_default(),
            ..Self::default()
        }
    }

    /// What the form says; a password may stay blank where the same user of the same proxy has one.
    fn read(&self, before: &ProxyChoice) -> Result<ProxyChoice, Wrong> {
        match self.uses {
            Use::System => Ok(ProxyChoice::System),
            Use::None => Ok(ProxyChoice::None),
            Use::Own => {
                let server = ProxyServer::from_fields(&self.host, &self.port, &self.user);
                let server = server.map_err(Wrong::Field)?;
                let blank = server.user.is_some() && self.password.as_str().is_empty();
                let choice = ProxyChoice::Own(server);
                if blank && choice != *before { Err(Wrong::NoPassword) } else { Ok(choice) }
            }
        }
    }

    /// Whether a password that was entered before goes with what is typed.
    pub fn has_password(&self, before: &ProxyChoice) -> bool {
        !self.user.trim().is_empty() && self.read(before).is_ok_and(|choice| choice == *before)
    }

    /// What is wrong with a field, by one of the mistakes that can be made in it.
    pub fn error(&self, mistakes: &[Wrong]) -> Option<String> {
        match self.wrong.filter(|wrong| mistakes.contains(wrong))? {
            Wrong::Field(error) => Some(error.words()),
            Wrong::NoPassword => Some(text!("proxy-no-password")),
        }
    }
}

#[cfg(test)]
mod tests {
    use secrecy::ExposeSecret as _;

    use super::*;
    use crate::app::fixture::carried_out;

    carried_out!(update(Msg));

    fn own(user: Option<&str>) -> ProxyServer {
        ProxyServer { host: "proxy.example".into(), port: 3128, user: user.map(str::to_owned) }
    }

    fn edited(state: &mut state::State, change: impl FnOnce(&mut Form)) {
        let mut form = state.proxy.form.clone().expect("an open form");
        change(&mut form);
        assert!(update(state, Msg::Edit(Box::new(form))).is_empty());
    }

    #[test]
    fn a_proxy_with_a_user_needs_a_password_and_keeps_it_as_long_as_it_is_the_same() {
        let mut state = state::State::default();
        update(&mut state, Msg::Open);
        edited(&mut state, |form| {
            form.uses = Use::Own;
            (form.host, form.port, form.user) = ("proxy.example".into(), "3128".into(), "mia".into());
        });
        assert!(update(&mut state, Msg::Save).is_empty());
        assert_eq!(state.proxy.form.as_ref().unwrap().wrong, Some(Wrong::NoPassword));
        edited(&mut state, |form| form.password = "CANARY".into());
        assert_eq!(state.proxy.form.as_ref().unwrap().wrong, None, "it heals while typing");
        let sent = update(&mut state, Msg::Save);
        let [Command::ChooseProxy { choice, password: Some(password) }] = &sent[..] else {
            panic!("{sent:?}")
        };
        assert_eq!((choice, password.expose_secret()), (&ProxyChoice::Own(own(Some("mia"))), "CANARY"));
        assert!(!format!("{sent:?} {state:?}").contains("CANARY"));
        assert!(state.proxy.form.is_none(), "the typed password is gone with the form");
        update(&mut state, Msg::Open);
        assert!(state.proxy.form.as_ref().unwrap().has_password(&state.proxy.choice));
        let sent = update(&mut state, Msg::Save);
        assert!(matches!(&sent[..], [Command::ChooseProxy { password: None, .. }]), "{sent:?}");
        update(&mut state, Msg::Open);
        edited(&mut state, |form| form.host = "other.example".into());
        assert!(!state.proxy.form.as_ref().unwrap().has_password(&state.proxy.choice));
        assert!(update(&mut state, Msg::Save).is_empty(), "no password goes to another proxy");
    }

    #[test]
    fn the_password_is_asked_for_at_the_proxy_that_the_variables_name() {
        let mut state = state::State::default();
        for user in [None, Some("mia")] {
            state.proxy.variables = Some(own(user));
            update(&mut state, Msg::OpenAtPassword);
            let form = state.proxy.form.as_ref().unwrap();
            assert_eq!((form.uses, &*form.host, &*form.port), (Use::Own, "proxy.example", "3128"));
            assert_eq!(form.wants_password, user.is_some(), "without a user, that is typed first");
        }
        update(&mut state, Msg::Close);
        assert!(state.proxy.form.is_none());
    }

    #[test]
    fn a_password_is_sent_for_no_other_choice() {
        let mut state = state::State::default();
        for uses in [Use::System, Use::None] {
            update(&mut state, Msg::Open);
            edited(&mut state, |form| (form.uses, form.password) = (uses, "CANARY".into()));
            let sent = update(&mut state, Msg::Save);
            assert!(matches!(&sent[..], [Command::ChooseProxy { password: None, .. }]), "{sent:?}");
        }
    }
}
