//! Product environments: the remembered ones, and the form for another.
//!
//! The typed secret leaves this state as soon as an environment is open.

mod form;

pub use form::{Form, RegionChoice, Way};

use crate::app::intent::{Effect, Intent};
use crate::app::page::Page;
use crate::app::state::{self, Session};
use crate::model::account::{Account, EnvironmentId, Geo};
use crate::model::delivery::DeliveryHost;
use crate::model::problem::{Code, Problem};
use crate::runtime::command::{Command, Generation};
use crate::runtime::event::{Event, Remembered};

/// State of this page.
#[derive(Debug, Default)]
pub struct State {
    /// In the order of their names.
    pub remembered: Vec<Remembered>,
    /// Why no keychain can be used, if so.
    pub keychain: Option<Problem>,
    /// The environment that `CLOUDINARY_URL` names.
    pub from_variable: Option<EnvironmentId>,
    /// What is typed.
    pub form: Form,
    /// What is being opened.
    pub opening: Option<Opening>,
    /// Why the last attempt failed, and with which environment.
    pub failed: Option<(Option<EnvironmentId>, Problem)>,
    /// It was an attempt with what the form holds.
    pub failed_form: bool,
    /// A test is under way.
    pub testing: bool,
    /// What the last test said.
    pub tested: Option<Result<Account, Problem>>,
    /// The environment that is to be forgotten, while the question is open.
    pub forgetting: Option<EnvironmentId>,
    /// The environment that gets a name, and what is typed for it.
    pub naming: Option<(EnvironmentId, String)>,
    /// The keychain is waited for, and the number of that news.
    pub keychain_waits: (u64, bool),
    /// What is to be read once, the oldest first.
    pub warnings: Vec<Problem>,
    generation: Generation,
}

/// What is being opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Opening {
    /// A remembered one.
    Remembered(EnvironmentId),
    /// What the form holds.
    Form,
    /// The practice library.
    Practice,
}

/// What happens on this page.
#[derive(Debug)]
pub enum Msg {
    /// Something was typed.
    Edit(Box<Form>),
    /// “Test connection”.
    Test,
    /// “Connect”.
    Connect,
    /// “Try it on a practice library”.
    Practice,
    /// A remembered environment was chosen.
    Open(EnvironmentId),
    /// “Production” was switched.
    MarkProduction(EnvironmentId, bool),
    /// Links on a host are no links of an environment any more.
    RemoveHost(EnvironmentId, DeliveryHost),
    /// “Forget…”; asks.
    AskForget(EnvironmentId),
    /// The question was answered with yes.
    Forget,
    /// The question was answered with no.
    KeepRemembered,
    /// “Rename…”; asks for the name.
    AskName(EnvironmentId),
    /// The name's text changed.
    TypeName(String),
    /// The name was given.
    Name,
    /// No name was given.
    KeepName,
    /// The secret of a remembered environment is to be entered again.
    AskSecret(EnvironmentId),
    /// The form's environment is in this region: chooses it and tries again.
    UseRegion(Geo),
    /// A remembered environment is in this region.
    SwitchRegion(EnvironmentId, Geo),
    /// “Go on without the keychain”.
    GoOnWithoutKeychain,
    /// The oldest warning was read.
    DismissWarning,
}

/// Takes one message of this page.
pub fn update(state: &mut state::State, msg: Msg) -> Vec<Effect> {
    let connect = &mut state.connect;
    match msg {
        Msg::Edit(typed) => {
            connect.form.edit(*typed);
            connect.tested = None;
            connect.forget_failure();
            connect.testing = false;
            connect.generation += 1;
        }
        Msg::Test => {
            connect.tested = None;
            connect.forget_failure();
            if let Some(credentials) = connect.form.check() {
                connect.generation += 1;
                connect.testing = true;
                return vec![Command::TestConnection { generation: connect.generation, credentials }.into()];
            }
        }
        Msg::Connect => {
            if let Some(credentials) = connect.form.check().filter(|_| connect.opening.is_none()) {
                connect.begin(Opening::Form);
                return vec![Command::Remember { credentials, keep: connect.form.keep() }.into()];
            }
        }
        Msg::Practice => {
            connect.begin(Opening::Practice);
            return vec![Command::StartPractice.into()];
        }
        Msg::Open(environment) => {
            connect.begin(Opening::Remembered(environment.clone()));
            return vec![Command::Open(environment).into()];
        }
        Msg::MarkProduction(environment, production) => {
            if let Some(session) = &mut state.session
                && session.environment.id() == environment
            {
                session.environment.production = production;
            }
            return vec![Command::MarkProduction { environment, production }.into()];
        }
        Msg::RemoveHost(environment, host) => return remove_host(state, environment, host),
        Msg::AskForget(environment) => connect.forgetting = Some(environment),
        Msg::Forget => {
            return connect.forgetting.take().map(|it| Command::Forget(it).into()).into_iter().collect();
        }
        Msg::KeepRemembered => connect.forgetting = None,
        Msg::AskName(environment) => {
            let known = connect.remembered.iter().find(|it| it.environment.id() == environment);
            let name = known.map(|it| it.environment.title().to_owned()).unwrap_or_default();
            connect.naming = Some((environment, name));
        }
        Msg::TypeName(typed) => {
            if let Some((_, name)) = &mut connect.naming {
                *name = typed;
            }
        }
        Msg::Name => return name(state),
        Msg::KeepName => connect.naming = None,
        Msg::AskSecret(environment) => {
            if let Some(known) = connect.remembered.iter().find(|it| it.environment.id() == environment) {
                connect.form.fill(&known.environment, "");
                connect.form.wants_secret = true;
                connect.failed = None;
                state.page = Page::Connect;
            }
        }
        Msg::UseRegion(geo) => {
            connect.form.use_region(geo);
            let again = if connect.tested.is_some() { Msg::Test } else { Msg::Connect };
            return update(state, again);
        }
        Msg::SwitchRegion(environment, geo) => {
            if connect.opening.is_none() {
                connect.begin(Opening::Remembered(environment.clone()));
                return vec![Command::SwitchRegion { environment, region: geo.region() }.into()];
            }
        }
        Msg::GoOnWithoutKeychain => return vec![Command::GoOnWithoutKeychain.into()],
        Msg::DismissWarning => {
            if !connect.warnings.is_empty() {
                connect.warnings.remove(0);
            }
        }
    }
    Vec::new()
}

/// Gives the name that was typed.
fn name(state: &mut state::State) -> Vec<Effect> {
    let Some((environment, name)) = state.connect.naming.take() else { return Vec::new() };
    if let Some(session) = state.session.as_mut().filter(|it| it.environment.id() == environment) {
        session.environment.call(&name);
    }
    vec![Command::NameEnvironment { environment, name }.into()]
}

fn remove_host(state: &mut state::State, environment: EnvironmentId, host: DeliveryHost) -> Vec<Effect> {
    let remembered = state.connect.remembered.iter_mut();
    let Some(known) = remembered.map(|it| &mut it.environment).find(|it| it.id() == environment) else {
        return Vec::new();
    };
    known.delivery_hosts.remove(&host);
    if let Some(session) = state.session.as_mut().filter(|it| it.environment.id() == environment) {
        session.environment.delivery_hosts.remove(&host);
    }
    vec![Command::RemoveHost { environment, host }.into()]
}

impl State {
    /// Whether the practice library is being opened.
    pub fn opens_practice(&self) -> bool {
        self.opening == Some(Opening::Practice)
    }

    /// Something else is typed or tried: what failed before is old.
    fn forget_failure(&mut self) {
        self.failed = None;
        self.failed_form = false;
    }

    fn begin(&mut self, opening: Opening) {
        self.opening = Some(opening);
        self.forget_failure();
        self.tested = None;
    }
}

/// A warning about a secret that is not where it was to be.
fn not_kept(mut why: Problem) -> Problem {
    if let Code::Keychain(_, secret) = &mut why.code {
        *secret = secret.first();
    }
    why
}

/// Takes one event of this page.
pub fn on_event(state: &mut state::State, event: Event) -> Vec<Effect> {
    let connect = &mut state.connect;
    match event {
        Event::Environments { remembered, keychain, from_variable } => {
            connect.remembered = remembered;
            connect.keychain = keychain;
            connect.from_variable = from_variable;
        }
        Event::ConnectionTested { generation, result } if generation == connect.generation => {
            connect.testing = false;
            connect.tested = Some(result);
        }
        Event::Remembered { keychain, .. } => connect.warnings.extend(keychain.map(not_kept)),
        Event::KeychainWaits { number, waits } if number > connect.keychain_waits.0 => {
            connect.keychain_waits = (number, waits);
        }
        Event::Warning(problem) => connect.warnings.push(problem),
        Event::OpenFailed { environment, problem } => {
            connect.failed_form = connect.opening == Some(Opening::Form);
            connect.opening = None;
            connect.failed = Some((environment, problem));
        }
        Event::Opened { environment, account } => {
            connect.opening = None;
            connect.failed = None;
            connect.tested = None;
            connect.form = Form::default();
            state.session = Some(Session { environment, account });
            state.page = Page::Library;
            return vec![Intent::EnvironmentOpened.into()];
        }
        _ => {}
    }
    Vec::new()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::fixture::carried_out;
    use crate::model::problem::{Effect, Kind, ProgramProblem, RequestProblem};
    use crate::runtime::command::Keep;

    carried_out!(update(Msg), on_event(Event));

    fn filled() -> Box<Form> {
        Box::new(Form { line: "cloudinary://1:s@demo".into(), ..Form::default() })
    }

    #[test]
    fn a_late_test_result_is_dropped() {
        let mut state = state::State::default();
        update(&mut state, Msg::Edit(filled()));
        let sent = update(&mut state, Msg::Test);
        let [Command::TestConnection { generation, .. }] = sent[..] else { panic!("{sent:?}") };
        update(&mut state, Msg::Edit(filled()));
        on_event(&mut state, Event::ConnectionTested { generation, result: Ok(Account::default()) });
        assert!(state.connect.tested.is_none());
    }

    #[test]
    fn connecting_twice_sends_one_command_and_the_secret_goes_where_it_was_asked() {
        let mut state = state::State::default();
        let mut form = filled();
        form.session_only = true;
        update(&mut state, Msg::Edit(form));
        let sent = update(&mut state, Msg::Connect);
        assert!(matches!(&sent[..], [Command::Remember { keep: Keep::Session, .. }]), "{sent:?}");
        assert!(update(&mut state, Msg::Connect).is_empty());
    }

    #[test]
    fn a_failed_connection_leaves_the_form_and_the_region_is_offered_once_more_with_it() {
        let mut state = state::State { page: Page::Connect, ..state::State::default() };
        update(&mut state, Msg::Edit(filled()));
        update(&mut state, Msg::Connect);
        let kind = Kind::OtherRegion(Some(Geo::Eu));
        let mut problem = Problem::new(RequestProblem { kind, effect: Effect::None });
        problem.region = Some(Geo::Eu);
        on_event(&mut state, Event::OpenFailed { environment: None, problem });
        assert!(state.connect.failed_form && state.connect.form == *filled());
        let sent = update(&mut state, Msg::UseRegion(Geo::Eu));
        assert!(
            matches!(&sent[..], [Command::Remember { credentials, .. }]
                if credentials.environment.region == Geo::Eu.region() && credentials.expose() == "s"),
            "{sent:?}"
        );
        crate::app::update::update(&mut state, crate::app::msg::Msg::Go(Page::Welcome));
        assert!(state.connect.form.secret.as_str().is_empty(), "the page was left");
    }

    #[test]
    fn no_error_stands_beside_what_came_after_it() {
        let failed =
            || Event::OpenFailed { environment: None, problem: Problem::new(ProgramProblem::NoPractice) };
        for later in [Msg::Edit(filled()), Msg::Test, Msg::Connect, Msg::Practice] {
            let mut state = state::State::default();
            update(&mut state, Msg::Edit(filled()));
            state.connect.tested = Some(Err(Problem::new(ProgramProblem::NoNetwork)));
            on_event(&mut state, failed());
            update(&mut state, later);
            assert!(state.connect.failed.is_none() && state.connect.tested.is_none());
        }
    }

    #[test]
    fn an_open_environment_empties_the_form() {
        let mut state = state::State::default();
        update(&mut state, Msg::Edit(filled()));
        let environment = state.connect.form.check().unwrap().environment;
        on_event(&mut state, Event::Opened { environment, account: Account::default() });
        assert_eq!(state.connect.form, Form::default());
        assert_eq!(state.page, Page::Library);
    }
}
