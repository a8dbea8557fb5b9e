//! What the program was given to open, by its command line or by a later start: it fills a form of the
//! open environment, or waits until one is open. Nothing is asked for, let alone deleted.

use super::flow;
use super::forms;
use super::intent::Effect;
use super::page::{FormKind, Page};
use super::state::State;
use super::tone::Tone;
use crate::model::given::Given;
use crate::model::selector::By;
use crate::text;

const ONE: FormKind = FormKind::Originals(By::One);
const LIST: FormKind = FormKind::Originals(By::List);

/// Opens what was given, or keeps it for the environment that is opened next.
pub(super) fn called(state: &mut State, given: Vec<Given>) -> Vec<Effect> {
    if !given.is_empty() {
        state.given = given;
    }
    if state.session.is_some() { open(state) } else { Vec::new() }
}

/// Opens what waits, if anything does.
pub(super) fn open(state: &mut State) -> Vec<Effect> {
    let (mut texts, mut files) = (Vec::new(), Vec::new());
    for given in std::mem::take(&mut state.given) {
        match given {
            Given::Text(text) => texts.push(text),
            Given::File(path) => files.push(path),
        }
    }
    let mut effects = Vec::new();
    if !texts.is_empty() {
        flow::close_review(state);
        let kind = if texts.len() == 1 { ONE } else { LIST };
        effects = forms::update(state, forms::Msg::Open(kind, texts.join("\n")));
    }
    if let Some(path) = files.first() {
        flow::close_review(state);
        state.page = Page::Form(LIST);
        effects.extend(forms::update(state, forms::Msg::FilePath(path.to_string_lossy().into_owned())));
        effects.extend(forms::update(state, forms::Msg::ReadFile(LIST)));
    }
    if files.len() > 1 {
        state.say(Tone::Info, text!("given-one-file", number = files.len()));
    }
    effects
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::fixture::opened;
    use crate::app::msg::Msg;
    use crate::app::update::update;
    use crate::model::account::Account;
    use crate::runtime::command::Command;
    use crate::runtime::event::Event;

    fn text(words: &str) -> Given {
        Given::Text(words.to_owned())
    }

    #[test]
    fn one_text_fills_the_form_for_one_and_several_the_list() {
        let mut state = opened();
        let commands = update(&mut state, Msg::Called(vec![text("docs/owl")]));
        assert!(commands.is_empty(), "nothing is asked for: {commands:?}");
        assert_eq!((state.page, &*state.forms.form(ONE).text), (Page::Form(ONE), "docs/owl"));
        update(&mut state, Msg::Called(vec![text("a"), text("b")]));
        assert_eq!((state.page, &*state.forms.form(LIST).text), (Page::Form(LIST), "a\nb"));
    }

    #[test]
    fn a_file_is_read_into_the_list() {
        let mut state = opened();
        let commands = update(&mut state, Msg::Called(vec![Given::File("/lists/old.csv".into())]));
        assert!(matches!(&commands[..], [Command::ReadListFile(path)] if path.ends_with("old.csv")));
        assert_eq!(state.page, Page::Form(LIST));
        update(&mut state, Msg::Called(vec![Given::File("/a".into()), Given::File("/b".into())]));
        assert_eq!(
            state.toasts.last().map(|toast| &*toast.words),
            Some(&*text!("given-one-file", number = 2))
        );
    }

    #[test]
    fn what_is_given_before_an_environment_is_open_waits_for_it() {
        let environment = opened().session.unwrap().environment;
        let mut state = State::default();
        assert!(update(&mut state, Msg::Called(vec![text("docs/owl")])).is_empty());
        assert_ne!(state.page, Page::Form(ONE));
        let opened = || Event::Opened { environment: environment.clone(), account: Account::default() };
        update(&mut state, Msg::Event(Box::new(opened())));
        assert_eq!((state.page, &*state.forms.form(ONE).text), (Page::Form(ONE), "docs/owl"));
        update(&mut state, Msg::Called(Vec::new()));
        assert_eq!(state.page, Page::Form(ONE), "a start with nothing only brings the window to the front");
        update(&mut state, Msg::Event(Box::new(opened())));
        assert_eq!(state.page, Page::Library, "it was opened once");
    }

    #[test]
    fn credentials_are_not_kept() {
        let mut state = opened();
        update(&mut state, Msg::Called(vec![text("cloudinary://1:secret@demo")]));
        assert_eq!(&*state.forms.form(ONE).text, "");
    }
}
