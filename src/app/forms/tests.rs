//! The forms without a window: what is typed, and what is asked of the background.

use super::*;
use crate::app::fixture::{carried_out, opened};
use crate::model::fixture;
use crate::model::selector::By;
use crate::model::what::What;
use crate::text::Words as _;

carried_out!(update(Msg), on_event(Event));

#[test]
fn a_blank_prefix_sends_nothing_and_says_why_at_the_field() {
    let mut state = opened();
    for blank in ["", "   "] {
        update(&mut state, Msg::Text(FormKind::Originals(By::Prefix), blank.into()));
        assert!(update(&mut state, Msg::Preview(FormKind::Originals(By::Prefix))).is_empty());
        let error = state.forms.form(FormKind::Originals(By::Prefix)).error.as_ref();
        assert!(matches!(error, Some(Refused::Field(_))) && error.unwrap().words().contains("every asset"));
    }
}

#[test]
fn a_filled_form_asks_for_a_preview_and_shows_it() {
    let mut state = opened();
    update(&mut state, Msg::Open(FormKind::Originals(By::Prefix), "docs/".into()));
    let commands = update(&mut state, Msg::Preview(FormKind::Originals(By::Prefix)));
    let [Command::Preview { criteria, .. }] = &commands[..] else { panic!("{commands:?}") };
    assert_eq!(criteria.selector, fixture::prefix("docs/"));
    assert_eq!(criteria.what, What::Originals);
    assert_eq!(state.page, Page::Flow);
}

#[test]
fn the_copies_form_never_asks_for_originals() {
    let mut state = opened();
    for by in By::ALL {
        update(&mut state, Msg::CopiesBy(*by));
        update(&mut state, Msg::Text(FormKind::Copies, "0123456789abcdef0123456789abcdef".into()));
        let commands = update(&mut state, Msg::Preview(FormKind::Copies));
        let asked = commands.iter().find_map(|command| match command {
            Command::Preview { criteria, .. } => Some(criteria.what),
            _ => None,
        });
        assert_eq!(asked, Some(What::AllCopies), "{by:?}");
    }
}

#[test]
fn a_chosen_file_is_read_into_the_form_that_asked() {
    let mut state = opened();
    let commands = update(&mut state, Msg::ChooseFile(FormKind::Originals(By::List)));
    let [Command::ChooseListFile { generation }] = commands[..] else { panic!("{commands:?}") };
    let late = Event::PathChosen { generation: generation + 1, path: Some("/other".into()) };
    assert!(on_event(&mut state, late).is_empty(), "another page's dialog");
    let commands = on_event(&mut state, Event::PathChosen { generation, path: Some("/lists/a.txt".into()) });
    assert!(matches!(&commands[..], [Command::ReadListFile(path)] if path.ends_with("a.txt")));
    let read = Event::FileRead { path: "/lists/a.txt".into(), guessed: None, result: Ok("a\n\nb\na".into()) };
    on_event(&mut state, read);
    let form = state.forms.form(FormKind::Originals(By::List));
    assert_eq!((form.read.rows.len(), form.read.blank, form.read.duplicates), (2, 1, 1));
}

#[test]
fn tags_of_an_earlier_question_are_dropped() {
    let mut state = opened();
    update(&mut state, Msg::ListTags);
    update(&mut state, Msg::ListTags);
    on_event(&mut state, Event::Tags { generation: 1, result: Ok(Vec::new()) });
    assert!(matches!(state.forms.tags, Tags::Loading(2)));
    on_event(&mut state, Event::Tags { generation: 2, result: Ok(Vec::new()) });
    assert!(matches!(state.forms.tags, Tags::Known(_)));
}
