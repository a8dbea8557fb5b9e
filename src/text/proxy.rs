//! Proxies in words.

use super::Words;
use crate::model::proxy::{ProxyChoice, ProxyFieldError, ProxyServer};

impl Words for ProxyFieldError {
    fn words(&self) -> String {
        match self {
            Self::NoHost => text!("proxy-no-host"),
            Self::Host => text!("proxy-wrong-host"),
            Self::Port => text!("proxy-wrong-port"),
            Self::User => text!("proxy-wrong-user"),
        }
    }
}

/// Which proxy is used, with the one that environment variables name.
pub fn now(choice: &ProxyChoice, variables: Option<&ProxyServer>) -> String {
    match choice {
        ProxyChoice::System => match variables {
            Some(server) => text!("proxy-now-variables", address = described(server)),
            None => text!("proxy-system"),
        },
        ProxyChoice::None => text!("proxy-none"),
        ProxyChoice::Own(server) => described(server),
    }
}

fn described(server: &ProxyServer) -> String {
    let address = format!("{}:{}", server.host, server.port);
    match &server.user {
        Some(user) => text!("proxy-now-user", address = address, user = user.as_str()),
        None => address,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_proxy_is_told_with_its_user() {
        let server = ProxyServer { host: "proxy.example".into(), port: 3128, user: Some("mia".into()) };
        let told = [
            now(&ProxyChoice::System, None),
            now(&ProxyChoice::System, Some(&server)),
            now(&ProxyChoice::Own(server.clone()), None),
            now(&ProxyChoice::Own(ProxyServer { user: None, ..server }), None),
        ];
        assert_eq!(
            told,
            [
                "As the system says",
                "As the system says: proxy.example:3128, as mia",
                "proxy.example:3128, as mia",
                "proxy.example:3128"
            ]
        );
    }
}
