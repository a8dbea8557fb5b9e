//! The proxy that environment variables name, which “As the system says” uses.

use std::ffi::OsStr;

use cloudsweep::api::{Client, Kind, Proxy, ProxySwitch, Trouble};
use cloudsweep::model::account::{Credentials, Region};
use cloudsweep::platform::proxy;
use cloudsweep_practice::Server;

use crate::again;
use crate::forward::{Forward, basic};
use crate::office::{PASSWORD, USER, practice, threads};

const PREFIX: &str = "http://api.cloudsweep.test";

fn told(practice: &Server) -> String {
    practice.cloudinary_url()
}

/// Reads as a second process, by the first one's line.
fn read(line: &str, proxy: Proxy) -> Result<(), Kind> {
    let mut credentials = Credentials::from_cloudinary_url(line).expect("a line");
    credentials.environment.region = Region::Own(PREFIX.to_owned());
    let client = Client::through(&ProxySwitch::new(proxy), credentials).expect("a client");
    threads().block_on(client.reader().ping()).map(drop).map_err(|error| {
        let words = format!("{error:?}");
        assert!(!words.contains(PASSWORD) && !words.contains(&basic(USER, PASSWORD)[6..]), "{words}");
        error.kind
    })
}

fn system() -> Proxy {
    Proxy::System { logins: proxy::logins_of_variables() }
}

#[test]
fn a_proxy_with_a_login_in_a_variable_is_used() {
    let Some(line) = again::told() else {
        let practice = practice();
        let proxy = Forward::to(practice.address(), Some((USER, PASSWORD)));
        let encoded = PASSWORD.replace('+', "%2B").replace('/', "%2F");
        let address = format!("http://{USER}:{encoded}@{}", proxy.address);
        let name = "variables::a_proxy_with_a_login_in_a_variable_is_used";
        again::start(name, &told(&practice), &[("HTTP_PROXY", OsStr::new(&address))]);
        assert_eq!(proxy.came().len(), 1);
        return;
    };
    assert_eq!(read(&line, system()), Ok(()));
    assert_eq!(read(&line, Proxy::None), Err(Kind::Network(Trouble::Name)), "“No proxy” is none");
}

#[test]
fn a_wrong_login_in_a_variable_is_told_without_it() {
    let Some(line) = again::told() else {
        let practice = practice();
        let proxy = Forward::to(practice.address(), Some((USER, "another")));
        let encoded = PASSWORD.replace('+', "%2B").replace('/', "%2F");
        let address = format!("http://{USER}:{encoded}@{}", proxy.address);
        let name = "variables::a_wrong_login_in_a_variable_is_told_without_it";
        return again::start(name, &told(&practice), &[("HTTP_PROXY", OsStr::new(&address))]);
    };
    assert_eq!(read(&line, system()), Err(Kind::Network(Trouble::ProxyLogin)));
}

#[test]
fn what_no_proxy_names_is_reached_directly() {
    let Some(line) = again::told() else {
        let practice = practice();
        let proxy = Forward::to(practice.address(), None);
        let address = format!("http://{}", proxy.address);
        let variables = [("HTTP_PROXY", OsStr::new(&address)), ("NO_PROXY", OsStr::new("cloudsweep.test"))];
        again::start("variables::what_no_proxy_names_is_reached_directly", &told(&practice), &variables);
        assert!(proxy.came().is_empty());
        return;
    };
    assert_eq!(read(&line, system()), Err(Kind::Network(Trouble::Name)));
}

#[test]
fn this_computer_is_reached_directly_whatever_the_variables_say() {
    let Some(line) = again::told() else {
        let practice = practice();
        let proxy = Forward::to(practice.address(), None);
        let address = format!("http://{}", proxy.address);
        let variables = [("HTTP_PROXY", OsStr::new(&address)), ("ALL_PROXY", OsStr::new(&address))];
        let name = "variables::this_computer_is_reached_directly_whatever_the_variables_say";
        again::start(name, &told(&practice), &variables);
        assert!(proxy.came().is_empty() && practice.probe().requests().total > 0);
        return;
    };
    let credentials = Credentials::from_cloudinary_url(&line).expect("a line");
    let client = Client::through(&ProxySwitch::new(system()), credentials).expect("a client");
    threads().block_on(client.reader().ping()).unwrap();
}
