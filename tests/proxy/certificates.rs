//! A company's own authority: used where the system trusts it, and refused in every other case.

use std::ffi::OsStr;

use cloudsweep::api::{Certainty, Kind, Trouble};

use crate::again;
use crate::forward::Forward;
use crate::office::{PASSWORD, USER, credentials, practice, read, through};
use crate::tls::{file, served};

const PREFIX: &str = "https://api.cloudsweep.test";

/// What comes of reading from a server with this certificate, through a proxy that looks into nothing.
fn read_from(certificate: &str) -> Result<(), (Kind, Certainty)> {
    let practice = practice();
    let proxy = Forward::to(served(certificate, practice.address()), Some((USER, PASSWORD)));
    let came = read(&through(proxy.address, Some(PASSWORD)), credentials(&practice, PREFIX));
    let tunnels = proxy.came();
    assert!(tunnels.iter().all(|it| (&*it.method, &*it.target) == ("CONNECT", "api.cloudsweep.test:443")));
    assert!(!tunnels.iter().any(|it| it.head.to_lowercase().contains("\r\nauthorization:")), "{tunnels:?}");
    let reached = practice.probe().requests().total;
    assert_eq!(reached > 0, came.is_ok(), "nothing is sent over a connection that is not secure");
    came.map_err(|error| {
        let told = format!("{error:?}");
        assert!(told.to_lowercase().contains("certificate"), "the details say why: {told}");
        (error.kind, error.certainty)
    })
}

const REFUSED: Result<(), (Kind, Certainty)> = Err((Kind::Network(Trouble::Certificate), Certainty::NotSent));

#[test]
fn an_authority_that_nobody_trusts_is_refused() {
    if again::told().is_none() {
        return again::start("certificates::an_authority_that_nobody_trusts_is_refused", "", &[]);
    }
    for certificate in ["good.pem", "unknown.pem", "expired.pem"] {
        assert_eq!(read_from(certificate), REFUSED, "{certificate}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn an_authority_that_the_system_trusts_is_used_and_vouches_for_nothing_wrong() {
    let name = "certificates::an_authority_that_the_system_trusts_is_used_and_vouches_for_nothing_wrong";
    let company = file("company.pem");
    if again::told().is_none() {
        return again::start(name, "", &[("SSL_CERT_FILE", OsStr::new(&company))]);
    }
    assert_eq!(read_from("good.pem"), Ok(()));
    for certificate in ["other-host.pem", "expired.pem", "unknown.pem"] {
        assert_eq!(read_from(certificate), REFUSED, "{certificate}");
    }
}
