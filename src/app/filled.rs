//! A form as it was filled: what a plan was chosen by, and what something else took the place of.

use super::forms::{Form, State};
use super::page::FormKind;

/// A form as it was filled at one time.
#[derive(Clone, Debug)]
pub struct Filled {
    /// Which form.
    pub kind: FormKind,
    /// As it was.
    pub form: Form,
}

impl Filled {
    /// The form as it is filled now.
    pub fn of(state: &State, kind: FormKind) -> Self {
        Self { kind, form: state.form(kind).clone() }
    }

    /// Whether a form holds the same text and the same choices.
    pub fn stands_in(&self, form: &Form) -> bool {
        let Form { by, text, kinds, invalidate, any_host, .. } = &self.form;
        (by, text, kinds) == (&form.by, &form.text, &form.kinds)
            && (invalidate, any_host) == (&form.invalidate, &form.any_host)
    }
}
