//! Which form of destroy the server knows: found out by the first real request of a job, unless an
//! earlier one did.
//!
//! - A form that is not known to work is tried by one request at a time; the others wait for its
//!   answer. One that worked in an earlier job is used by all of them at once.
//! - An unknown form is refused, which deletes nothing; then the next is tried, by name at last.
//! - A form is proven for assets of a kind (resource and delivery type) once it has deleted one of
//!   them. Until then “not found” proves nothing: a server may take no notice of an asset ID.

use std::collections::HashSet;
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::api::{ApiError, Destroyed, Kind};
use crate::model::asset::{AssetName, DeliveryType, ResourceType};
use crate::model::destroy::DestroyBy;

/// What is known in one run.
#[derive(Debug)]
pub(super) struct Forms {
    state: Mutex<State>,
    /// Held by the request that tries a form.
    alone: tokio::sync::Mutex<()>,
}

#[derive(Debug)]
struct State {
    by: DestroyBy,
    /// All requests may use it at once.
    is_open: bool,
    /// Of which kinds it deleted something in this run.
    proven: HashSet<(ResourceType, DeliveryType)>,
    /// Those that the server does not know.
    unknown: Vec<DestroyBy>,
    /// As it was remembered last.
    remembered: Option<DestroyBy>,
}

/// The right to use a form: together with all others, or alone, to try it.
#[derive(Debug)]
pub(super) struct Turn<'a> {
    forms: &'a Forms,
    alone: Option<tokio::sync::MutexGuard<'a, ()>>,
}

/// What an answer says of the form in which it was asked.
#[derive(Debug)]
pub(super) enum Word {
    /// The server knows it: the answer is about the asset.
    Known(Result<Destroyed, ApiError>),
    /// The server does not know it, and did nothing.
    Unknown,
    /// There is no such asset, if the server took notice of its ID: to be asked about.
    Missed(Missed),
}

/// What a "not found" by asset ID says, if the asset is there all the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Missed {
    /// That the server does not know this form, which has deleted nothing of its kind in this run yet.
    Unproven(DestroyBy),
    /// Nothing of the form, in which others of its kind were deleted.
    Proven,
}

impl Forms {
    /// `remembered`: as earlier jobs found it. By name alone is tried anew: servers learn.
    pub(super) fn new(remembered: Option<DestroyBy>) -> Self {
        let known = remembered.filter(|by| by.is_exact());
        let state = State {
            by: known.unwrap_or(DestroyBy::ALL[0]),
            is_open: known.is_some(),
            proven: HashSet::new(),
            unknown: Vec::new(),
            remembered,
        };
        Self { state: Mutex::new(state), alone: tokio::sync::Mutex::default() }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits until a form is known, or for the right to try one.
    pub(super) async fn turn(&self) -> Turn<'_> {
        let alone = if self.state().is_open { None } else { Some(self.alone.lock().await) };
        // Found while this one waited: the next need not wait for its answer.
        let alone = alone.filter(|_| !self.state().is_open);
        Turn { forms: self, alone }
    }

    /// The form that is known; `None` while it is being found out.
    pub(super) fn known(&self) -> Option<DestroyBy> {
        let state = self.state();
        state.is_open.then_some(state.by)
    }

    /// What an answer in a form says of it. Must be told of what it means for the form.
    pub(super) fn read(&self, by: DestroyBy, name: &AssetName, answer: Result<Destroyed, ApiError>) -> Word {
        if !by.is_exact() {
            return Word::Known(answer);
        }
        let (proven, proven_here) = {
            let state = self.state();
            let here = state.proven.contains(&(name.resource_type, name.delivery_type.clone()));
            (state.by == by && !state.proven.is_empty(), state.by == by && here)
        };
        match answer {
            Ok(Destroyed::NotFound) if proven_here => Word::Missed(Missed::Proven),
            Ok(Destroyed::NotFound) => Word::Missed(Missed::Unproven(by)),
            Err(error) if is_unknown(by, &error, proven) => Word::Unknown,
            answer => Word::Known(answer),
        }
    }

    /// A form has deleted this asset. Gives whether that is to be remembered.
    pub(super) fn worked(&self, by: DestroyBy, name: &AssetName) -> bool {
        let mut state = self.state();
        if state.by != by {
            return false;
        }
        state.is_open = true;
        let kind = (name.resource_type, name.delivery_type.clone());
        if !state.proven.contains(&kind) {
            state.proven.insert(kind);
        }
        state.remembered.replace(by) != Some(by)
    }

    /// The server does not know a form: the next is to be tried. Gives what is to be remembered:
    /// that it knows none by asset ID.
    pub(super) fn is_not_known(&self, by: DestroyBy) -> Option<DestroyBy> {
        let mut state = self.state();
        if state.by != by || !by.is_exact() {
            return None;
        }
        state.unknown.push(by);
        let next = DestroyBy::ALL.into_iter().find(|next| !state.unknown.contains(next));
        state.by = next.unwrap_or(DestroyBy::Name);
        state.is_open = !state.by.is_exact();
        state.proven.clear();
        let by = state.by;
        (state.is_open && state.remembered.replace(by) != Some(by)).then_some(by)
    }
}

impl Turn<'_> {
    /// The form to use now. `None`: it is being found out again, and this one has to wait.
    pub(super) fn by(&self) -> Option<DestroyBy> {
        let state = self.forms.state();
        (self.alone.is_some() || state.is_open).then_some(state.by)
    }
}

/// Whether a refusal means that the server does not know the form. Once it is `proven`, only
/// Cloudinary's own words that no asset was named do.
fn is_unknown(by: DestroyBy, error: &ApiError, proven: bool) -> bool {
    if proven {
        let named_nothing = error.message.own().starts_with("Missing required parameter");
        return error.kind == Kind::BadRequest && named_nothing && !error.foreign;
    }
    match (error.kind, error.status) {
        // A page of somebody else on the way says nothing of what Cloudinary knows.
        _ if error.foreign => false,
        (Kind::BadRequest | Kind::NotFound, Some(400 | 404 | 405)) => true,
        // The only call that is signed as JSON: wrong credentials are told by the next form, too.
        (Kind::Unauthorised(_), _) => by == DestroyBy::AssetIdInJson,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::fixture::item;
    use DestroyBy::{AssetIdInForm, AssetIdInJson, Name};

    fn refusal(status: u16, kind: Kind, message: &str, foreign: bool) -> ApiError {
        let mut error = ApiError::unreadable(message);
        (error.kind, error.status, error.foreign) = (kind, Some(status), foreign);
        error
    }

    fn private() -> AssetName {
        AssetName { delivery_type: DeliveryType::Private, ..item(1, true).name }
    }

    #[tokio::test]
    async fn one_tries_and_the_others_wait_for_what_it_finds() {
        let forms = Forms::new(None);
        let first = forms.turn().await;
        assert_eq!((first.by(), forms.known()), (Some(AssetIdInForm), None));
        let mut second = std::pin::pin!(forms.turn());
        assert!(futures_util::FutureExt::now_or_never(second.as_mut()).is_none());
        assert!(forms.worked(AssetIdInForm, &item(1, true).name), "to be remembered");
        assert!(!forms.worked(AssetIdInForm, &private()), "once");
        drop(first);
        let second = second.await;
        assert!(second.alone.is_none() && forms.turn().await.alone.is_none());
        assert_eq!((second.by(), forms.known()), (Some(AssetIdInForm), Some(AssetIdInForm)));
    }

    #[tokio::test]
    async fn what_is_not_known_is_followed_by_the_next_and_by_the_name_at_last() {
        let forms = Forms::new(Some(Name));
        assert_eq!(forms.turn().await.by(), Some(AssetIdInForm), "servers learn");
        assert_eq!(forms.is_not_known(AssetIdInForm), None);
        assert_eq!(forms.is_not_known(AssetIdInForm), None, "told once more by another request");
        assert_eq!(forms.turn().await.by(), Some(AssetIdInJson));
        assert_eq!(forms.is_not_known(AssetIdInJson), None, "remembered already");
        assert_eq!(forms.known(), Some(Name));
        let forms = Forms::new(None);
        forms.is_not_known(AssetIdInForm);
        assert_eq!(forms.is_not_known(AssetIdInJson), Some(Name));
        assert_eq!(forms.is_not_known(Name), None, "every server knows it");
    }

    #[tokio::test]
    async fn a_remembered_form_is_used_at_once_and_given_up_when_it_is_refused() {
        let forms = Forms::new(Some(AssetIdInJson));
        let (first, second) = (forms.turn().await, forms.turn().await);
        assert_eq!((first.by(), second.by()), (Some(AssetIdInJson), Some(AssetIdInJson)));
        assert_eq!(forms.is_not_known(AssetIdInJson), None);
        assert_eq!(second.by(), None, "it has to wait");
        assert_eq!(forms.turn().await.by(), Some(AssetIdInForm), "the one that was not tried");
        assert!(forms.worked(AssetIdInForm, &item(1, true).name));
        assert_eq!(second.by(), Some(AssetIdInForm));
    }

    #[test]
    fn not_found_proves_nothing_before_something_of_the_kind_was_deleted() {
        let forms = Forms::new(Some(AssetIdInForm));
        let public = item(1, true).name;
        let missed = |name: &AssetName| forms.read(AssetIdInForm, name, Ok(Destroyed::NotFound));
        assert!(matches!(missed(&public), Word::Missed(Missed::Unproven(_))));
        forms.worked(AssetIdInForm, &public);
        assert!(matches!(missed(&public), Word::Missed(Missed::Proven)));
        assert!(matches!(missed(&private()), Word::Missed(Missed::Unproven(_))), "of another kind");
        assert!(matches!(forms.read(Name, &private(), Ok(Destroyed::NotFound)), Word::Known(_)));
    }

    /// Signed as JSON nothing else is: should a server check that in another way, the name is left.
    #[test]
    fn refused_credentials_are_about_the_form_only_where_they_are_signed_as_json() {
        let name = item(1, true).name;
        let kind = Kind::Unauthorised(crate::api::Login::ApiSecret);
        for (by, unknown) in [(AssetIdInForm, false), (AssetIdInJson, true), (Name, false)] {
            let answer = Err(refusal(401, kind, "Invalid Signature", false));
            assert_eq!(matches!(Forms::new(None).read(by, &name, answer), Word::Unknown), unknown, "{by:?}");
        }
    }

    #[test]
    fn a_refusal_is_about_the_form_until_it_has_worked() {
        let name = item(1, true).name;
        let missing = "Missing required parameter - public_id";
        for (status, kind, message, foreign, before, after) in [
            (400, Kind::BadRequest, missing, false, true, true),
            (400, Kind::BadRequest, "Invalid asset", false, true, false),
            (404, Kind::NotFound, "No such call", false, true, false),
            (404, Kind::NotFound, "<html>", true, false, false),
            (400, Kind::BadRequest, missing, true, false, false),
            (405, Kind::BadRequest, "<html>", true, false, false),
            (500, Kind::ServerTrouble, "General Error", false, false, false),
            (403, Kind::Forbidden, "not allowed", false, false, false),
        ] {
            let forms = Forms::new(None);
            let read = || {
                let answer = Err(refusal(status, kind, message, foreign));
                matches!(forms.read(AssetIdInForm, &name, answer), Word::Unknown)
            };
            assert_eq!(read(), before, "{status} {message}");
            forms.worked(AssetIdInForm, &name);
            assert_eq!(read(), after, "{status} {message} from a form that works");
        }
    }
}
