//! Servers that are away, answer nonsense or break off, and credentials that are wrong.

use cloudsweep::api::Client;
use cloudsweep::model::account::Credentials;
use cloudsweep::model::asset::{DeliveryType, ResourceType};
use cloudsweep::model::problem::{Code, Effect, Kind, Login, Problem, RequestProblem, Trouble};
use cloudsweep::model::query::Listing;
use cloudsweep::model::selector::{NonBlank, Unfit};
use cloudsweep::runtime::command::Command;
use cloudsweep::runtime::event::Event;
use cloudsweep_practice::Fault;

use crate::selectors;
use crate::support::{Way, ended, hosts, open, originals};

fn fault(way: &Way, words: &str) {
    way.server.probe().fault(words.parse::<Fault>().expect("a known fault"));
}

/// What “Test connection” says of a changed line.
fn test(way: &mut Way, change: impl FnOnce(String) -> String) -> Result<(), Problem> {
    let line = change(way.server.cloudinary_url());
    let credentials = Credentials::from_cloudinary_url(&line).expect("a whole line");
    way.send(Command::TestConnection { generation: 1, credentials });
    way.wait(|event| match event {
        Event::ConnectionTested { result, .. } => Some(result.map(drop)),
        _ => None,
    })
}

/// A failed request that says nothing of assets: that would alarm.
fn failed(kind: Kind) -> Code {
    RequestProblem { kind, effect: Effect::None }.into()
}

#[test]
fn the_test_of_a_connection_says_what_is_wrong() {
    let mut way = open();
    assert!(test(&mut way, |line| line).is_ok());
    let secret = way.credentials.expose().to_owned();
    let problem = test(&mut way, |line| line.replace(&secret, "wrong-secret")).unwrap_err();
    assert_eq!(problem.code, failed(Kind::Unauthorised(Login::ApiSecret)));
    assert!(!format!("{problem:?}").contains("wrong-secret"));
    let key = way.credentials.environment.api_key.clone();
    let problem = test(&mut way, |line| line.replace(&key, "99")).unwrap_err();
    assert_eq!(problem.code, failed(Kind::Unauthorised(Login::ApiKey)));
    let problem = test(&mut way, |line| line.replace("@practice", "@no-such-cloud")).unwrap_err();
    assert_eq!(problem.code, failed(Kind::Unauthorised(Login::CloudName)));
    let port = way.server.address().port().to_string();
    let problem = test(&mut way, |line| line.replace(&port, "1")).unwrap_err();
    assert_eq!(problem.code, failed(Kind::Network(Trouble::ConnectionRefused)));
    fault(&way, "html-401");
    let problem = test(&mut way, |line| line).unwrap_err();
    assert_eq!(problem.code, failed(Kind::Unauthorised(Login::Unclear)));
    way.server.probe().clear_faults();
    fault(&way, "html-503");
    let problem = test(&mut way, |line| line).unwrap_err();
    assert_eq!(problem.code, failed(Kind::ServerTrouble));
}

#[test]
fn an_empty_prefix_or_tag_is_refused_and_never_sent() {
    let way = open();
    assert_eq!(NonBlank::new("  "), Err(Unfit::Blank));
    assert_eq!(NonBlank::new(""), Err(Unfit::Blank));
    let before = way.server.probe().requests().total;
    let client = Client::new(way.credentials.clone()).unwrap();
    let threads = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let listing = Listing {
        kind: ResourceType::Image,
        delivery: Some(DeliveryType::Upload),
        prefix: Some(String::new()),
    };
    assert!(threads.block_on(client.reader().list(&listing, None)).is_err());
    assert!(threads.block_on(client.reader().by_tag(ResourceType::Image, "", None)).is_err());
    assert_eq!(way.server.probe().requests().total, before);
}

#[test]
fn a_listing_that_breaks_off_is_no_plan() {
    for words in ["cut-body@reading", "html-503@reading", "error-500@reading", "html-401@reading"] {
        let mut way = open();
        fault(&way, words);
        let problem = way.try_preview(originals(selectors::prefix("p"))).err();
        assert!(problem.is_some(), "{words}");
        assert_eq!(way.server.probe().requests().changing, 0, "{words}");
    }
}

#[test]
fn a_server_that_goes_away_in_the_middle_leaves_no_plan() {
    let mut way = open();
    fault(&way, "drop-before@reading");
    let problem = way.try_preview(originals(selectors::tag("old"))).err().unwrap();
    assert_eq!(problem.code, failed(Kind::Network(Trouble::Broken)));
}

#[test]
fn answers_that_never_came_are_asked_about_and_nothing_is_called_deleted_that_was_not_said() {
    for words in
        ["drop-after:2@changing", "cut-body:2@changing", "drop-before:2@changing", "error-500:2@changing"]
    {
        let mut way = open();
        let before = way.there();
        let all = way.server.probe().all();
        let ids: Vec<String> = all.into_iter().take(8).map(|asset| asset.public_id).collect();
        let plan = way.preview(originals(selectors::list(&ids.join("\n"), &hosts()).unwrap())).plan;
        fault(&way, words);
        let receipt = way.carry_out(&plan);
        let gone = before.len() - way.there().len();
        let said = ended(&receipt, "deleted") + ended(&receipt, "already gone");
        assert_eq!(said, gone, "{words}: {:?}", receipt.summary.tally);
        assert_eq!(gone, plan.items().len(), "{words}");
        let lost = if words.starts_with("drop-after") || words.starts_with("cut-body") { 2 } else { 0 };
        assert_eq!(ended(&receipt, "already gone"), lost, "{words}: gone, but nobody said that we did it");
    }
}
