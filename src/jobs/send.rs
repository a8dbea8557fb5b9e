//! Sending a batch, and reading each item's end from the server's answer about that item.

use std::collections::HashMap;

use crate::api::{self, ApiError, BulkAnswer, BulkOptions, Certainty, Deleter, Kind};
use crate::model::item::PlanItem;
use crate::model::message::Fault;
use crate::model::outcome::Outcome;
use crate::model::what::What;

/// What a request told about one item.
#[derive(Debug)]
pub(super) enum Told {
    /// Its end.
    End(Outcome),
    /// Certainly not done; may be sent again after a while.
    NotSent(ApiError),
    /// Sent; nobody knows. Must be asked about before it is sent again.
    InDoubt(ApiError),
    /// Nothing more can be sent until the user has mended something; in doubt, unless Cloudinary
    /// itself refused it.
    Halt(ApiError),
}

/// Sorts a failure by what may be done next. Only what Cloudinary itself refused has an end.
pub(super) fn sort(error: ApiError) -> Told {
    match (&error.kind, error.certainty) {
        (Kind::Unauthorised(_) | Kind::Forbidden | Kind::OtherRegion(_), _) => Told::Halt(error),
        (kind, _) if kind.wants_proxy_login() => Told::Halt(error),
        (_, Certainty::Unanswered) => Told::InDoubt(error),
        (Kind::LimitReached | Kind::StillProcessing, _) | (_, Certainty::NotSent) => Told::NotSent(error),
        (_, Certainty::Refused) => Told::End(Outcome::Refused { reason: error.message }),
    }
}

/// Deletes at most a hundred by asset ID, or chosen copies by derived ID, in one request.
pub(super) async fn in_one_request(
    deleter: &Deleter,
    items: &[&PlanItem],
    what: What,
    invalidate: bool,
) -> Result<BulkAnswer, ApiError> {
    let ids: Vec<_> = items.iter().map(|item| item.key()).collect();
    match what {
        What::ChosenCopies => deleter.derived(&ids).await,
        What::Originals | What::AllCopies => {
            let keep_original = (what == What::AllCopies).then_some(true);
            let options =
                BulkOptions { invalidate: Some(invalidate), keep_original, ..BulkOptions::default() };
            deleter.by_asset_ids(&ids, options).await
        }
    }
}

/// What the answer to [`in_one_request`] told of each item.
pub(super) fn told(answer: Result<BulkAnswer, ApiError>, items: &[&PlanItem], what: What) -> Vec<Told> {
    match answer {
        Ok(answer) => read(&answer, items, what),
        Err(error) => items.iter().map(|_| sort(error.clone())).collect(),
    }
}

/// Each item's own words in the answer. One that is not mentioned stays in doubt.
fn read(answer: &BulkAnswer, items: &[&PlanItem], what: What) -> Vec<Told> {
    let entries: HashMap<&str, &api::BulkEntry> =
        answer.deleted.iter().filter_map(|it| Some((it.key.exact()?, it))).collect();
    items
        .iter()
        .map(|item| match entries.get(&*item.key().to_string()) {
            Some(entry) if what == What::Originals && kept(entry) => {
                Told::InDoubt(ApiError::unreadable(Fault::NoOriginal))
            }
            Some(entry) => Told::End(outcome(entry, what)),
            None => Told::InDoubt(ApiError::unreadable(Fault::NotMentioned)),
        })
        .collect()
}

/// Said to be deleted, without its original.
fn kept(entry: &api::BulkEntry) -> bool {
    entry.verdict == api::Verdict::Deleted && entry.original == Some(0)
}

fn outcome(entry: &api::BulkEntry, what: What) -> Outcome {
    match &entry.verdict {
        api::Verdict::Deleted if what == What::AllCopies && entry.derived == Some(0) => Outcome::AlreadyGone,
        api::Verdict::Deleted => Outcome::Deleted { copies: entry.derived },
        api::Verdict::NotFound => Outcome::AlreadyGone,
        api::Verdict::Other(words) => Outcome::Refused { reason: words.clone().into() },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::{BulkEntry, Key, Trouble, Verdict};
    use crate::model::fixture::item;

    #[test]
    fn nothing_knocks_again_at_a_proxy_that_wants_a_password() {
        for certainty in [Certainty::NotSent, Certainty::Unanswered] {
            let error = |trouble| {
                let (kind, error) = (Kind::Network(trouble), ApiError::unreadable(""));
                ApiError { kind, certainty, ..error }
            };
            assert!(matches!(sort(error(Trouble::ProxyLogin)), Told::Halt(_)), "{certainty:?}");
            assert!(!matches!(sort(error(Trouble::ProxyAway)), Told::Halt(_)), "{certainty:?}");
        }
    }

    #[test]
    fn only_an_exact_name_ends_an_item() {
        let planned = item(1, true);
        let ends = |key| {
            let entry = BulkEntry { key, verdict: Verdict::Deleted, original: Some(1), derived: Some(0) };
            let answer = BulkAnswer { deleted: vec![entry], ..BulkAnswer::default() };
            let told = told(Ok(answer), &[&planned], What::Originals);
            matches!(told[..], [Told::End(Outcome::Deleted { copies: Some(0) })])
        };
        let name = planned.key().to_string();
        assert!(ends(Key::Exact(name.clone())));
        assert!(!ends(Key::Told(name)), "words that stand in a name's place");
    }
}
