//! Clients in a company's network, and what they are told.

use std::net::SocketAddr;

use cloudsweep::api::{ApiError, Client, Proxy, ProxySwitch};
use cloudsweep::model::account::{Credentials, Region};
use cloudsweep::model::problem::{Code, Kind, Problem, RequestProblem, Trouble};
use cloudsweep::model::proxy::ProxyServer;
use cloudsweep_practice::{Server, Settings};

use crate::started::started;

/// Who may use the proxy.
pub const USER: &str = "mia";
/// Their password: to be found nowhere.
pub const PASSWORD: &str = "CANARY-pr0xy+W0rd/7";

/// A practice server with a few assets.
pub fn practice() -> Server {
    started(Settings { assets: 12, ..Settings::default() })
}

/// The practice server's credentials at an address that only a proxy can find.
pub fn credentials(server: &Server, prefix: &str) -> Credentials {
    let mut credentials = Credentials::from_cloudinary_url(&server.cloudinary_url()).expect("its own line");
    credentials.environment.region = Region::Own(prefix.to_owned());
    credentials
}

/// The proxy at an address.
pub fn server(address: SocketAddr, user: Option<&str>) -> ProxyServer {
    ProxyServer { host: address.ip().to_string(), port: address.port(), user: user.map(str::to_owned) }
}

/// A switch that stands on a proxy, with its user's password if there is one.
pub fn through(address: SocketAddr, password: Option<&str>) -> ProxySwitch {
    ProxySwitch::new(own(address, password))
}

/// The same as a choice.
pub fn own(address: SocketAddr, password: Option<&str>) -> Proxy {
    Proxy::Own { server: server(address, Some(USER)), password: password.map(Into::into) }
}

/// What reading through a proxy comes to.
pub fn read(proxy: &ProxySwitch, credentials: Credentials) -> Result<(), ApiError> {
    let client = Client::through(proxy, credentials).expect("a client");
    threads().block_on(client.reader().ping()).map(drop)
}

/// Threads for one test.
pub fn threads() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().expect("threads")
}

/// What a failed request is about, as the window is told.
pub fn trouble(problem: &Problem) -> Option<Trouble> {
    match problem.code {
        Code::Request(RequestProblem { kind: Kind::Network(trouble), .. }) => Some(trouble),
        _ => None,
    }
}
