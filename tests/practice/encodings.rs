//! Whatever encoding the parameters of a deletion come in, the outcome is the same.

use std::collections::BTreeSet;

use cloudsweep_practice::Settings;
use proptest::prelude::*;
use reqwest::{Method, RequestBuilder};
use serde_json::{Value, json};

use crate::support::{Answer, Caller};

/// A deletion by names, as the SDKs of different languages write it.
fn spellings(request: impl Fn() -> RequestBuilder, ids: &[String], keep: bool) -> Vec<RequestBuilder> {
    let keep_text = keep.to_string();
    let repeated: Vec<_> = ids.iter().map(|id| ("public_ids[]".to_owned(), id.clone())).collect();
    let counted: Vec<_> =
        ids.iter().enumerate().map(|(at, id)| (format!("public_ids[{at}]"), id.clone())).collect();
    let and_keep = |mut pairs: Vec<(String, String)>| {
        pairs.push(("keep_original".to_owned(), keep_text.clone()));
        pairs
    };
    let multipart = and_keep(counted.clone())
        .into_iter()
        .fold(reqwest::multipart::Form::new(), |form, (name, value)| form.text(name, value));
    vec![
        // Python, Ruby
        request().json(&json!({ "public_ids": ids, "keep_original": keep, "next_cursor": null })),
        // Node, Java
        request().form(&and_keep(repeated.clone())),
        // PHP
        request().form(&and_keep(counted)),
        // older Python
        request().multipart(multipart),
        // Go
        request().json(&json!({ "public_ids": ids.join(","), "keep_original": keep })),
        // .NET
        request().query(&and_keep(repeated)),
    ]
}

async fn outcomes(there: &[String], sent: &[String], keep: bool) -> Vec<(Value, BTreeSet<String>)> {
    let mut outcomes = Vec::new();
    for index in 0..6 {
        let caller = Caller::new(Settings { assets: 0, ..Settings::default() }).await;
        for id in there {
            caller.image(id);
        }
        let request = || caller.request(Method::DELETE, "resources/image/upload");
        let answer: Answer = caller.send(spellings(request, sent, keep).remove(index)).await;
        assert_eq!(answer.status, 200, "{answer:?}");
        outcomes.push((answer.json, caller.probe.all().into_iter().map(|asset| asset.public_id).collect()));
    }
    outcomes
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn all_encodings_of_a_deletion_mean_the_same(
        there in prop::collection::btree_set("[a-z0-9/&?#%+=ñü\"'\\[\\]._-]{1,10}", 1..8),
        missing in prop::collection::btree_set("[A-Z]{1,4}", 0..3),
        share in 1_usize..8,
        keep: bool,
    ) {
        let there: Vec<String> = there.into_iter().collect();
        let sent: Vec<String> = there.iter().take(share).chain(&missing).cloned().collect();
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let outcomes = runtime.block_on(outcomes(&there, &sent, keep));
        let expected: BTreeSet<String> =
            there.iter().skip(if keep { 0 } else { share }).cloned().collect();
        for (answer, left) in &outcomes {
            prop_assert_eq!(left, &expected);
            prop_assert_eq!(answer, &outcomes[0].0);
        }
    }
}
