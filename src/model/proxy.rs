//! Through which proxy requests go, as the user chose it. The password is never a part of it.

use serde::{Deserialize, Serialize};

/// Through which proxy requests go. Practice libraries and other servers on this computer are always
/// reached directly.
///
/// Its file holds it as JSON, so its names never change: `{"use":"system"}`, `{"use":"none"}`,
/// `{"use":"own","host":"proxy.example","port":3128,"user":"mia"}`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "use", rename_all = "kebab-case")]
pub enum ProxyChoice {
    /// As the system or its environment variables say.
    #[default]
    System,
    /// Always directly.
    None,
    /// Always through this one.
    Own(ProxyServer),
}

/// An HTTP proxy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProxyServer {
    /// Its name, or its IP address; IPv6 in brackets.
    pub host: String,
    /// 1–65535.
    pub port: u16,
    /// Who logs in to it; `None`: it asks nobody.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user: Option<String>,
}

impl ProxyServer {
    /// From what was typed. `http://` before the host, and `:port` behind it, may be part of it: a port
    /// there counts for a blank one.
    ///
    /// # Errors
    /// What is wrong with which field.
    pub fn from_fields(host: &str, port: &str, user: &str) -> Result<Self, ProxyFieldError> {
        let (host, port_behind) = taken_apart(host)?;
        let typed = if port.trim().is_empty() { port_behind.unwrap_or_default() } else { port.trim() };
        let port = typed.parse().ok().filter(|port| *port > 0).ok_or(ProxyFieldError::Port)?;
        let user = Some(user.trim()).filter(|user| !user.is_empty()).map(str::to_owned);
        if user.as_ref().is_some_and(|user| user.contains(':')) {
            return Err(ProxyFieldError::User);
        }
        Ok(Self { host: host.to_owned(), port, user })
    }

    /// Its address, as requests find it.
    pub fn address(&self) -> String {
        format!("http://{}:{}", self.host, self.port)
    }
}

/// What is wrong with a proxy's fields.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProxyFieldError {
    /// There is no host.
    NoHost,
    /// It is no host's name: another scheme, a path, a user.
    Host,
    /// No number from 1 to 65535.
    Port,
    /// A user's name with a colon, which no proxy can tell from the password behind it.
    User,
}

/// Host and, where one stands behind it, port.
fn taken_apart(typed: &str) -> Result<(&str, Option<&str>), ProxyFieldError> {
    let typed = typed.trim();
    let typed = typed.strip_prefix("http://").unwrap_or(typed);
    let typed = typed.strip_suffix('/').unwrap_or(typed);
    if typed.is_empty() {
        return Err(ProxyFieldError::NoHost);
    }
    let (host, port) = match typed.rsplit_once(':') {
        Some((host, port)) if !typed.ends_with(']') => (host, Some(port)),
        _ => (typed, None),
    };
    // What a URL takes for something else than the host would send requests elsewhere.
    let plain = !typed.contains(|c: char| c.is_whitespace() || "/\\?#@%".contains(c));
    let address = url::Url::parse(&format!("http://{host}:1"));
    let is_host = address.is_ok_and(|url| url.has_host() && url.port() == Some(1));
    if plain && is_host { Ok((host, port)) } else { Err(ProxyFieldError::Host) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_proxy_is_read_as_people_write_it() {
        for (host, port, read) in [
            ("proxy.example", "3128", "http://proxy.example:3128"),
            (" proxy.example ", " 3128 ", "http://proxy.example:3128"),
            ("http://proxy.example:8080/", "", "http://proxy.example:8080"),
            ("proxy.example:8080", "3128", "http://proxy.example:3128"),
            ("10.0.0.7", "1", "http://10.0.0.7:1"),
            ("[fd00::7]", "65535", "http://[fd00::7]:65535"),
            ("[fd00::7]:81", "", "http://[fd00::7]:81"),
        ] {
            let server = ProxyServer::from_fields(host, port, "").unwrap();
            assert_eq!((server.address().as_str(), server.user), (read, None), "{host} {port}");
        }
        let with_user = ProxyServer::from_fields("proxy", "80", " CORP\\mia ").unwrap();
        assert_eq!(with_user.user.as_deref(), Some("CORP\\mia"));
    }

    #[test]
    fn what_is_no_proxy_is_told_at_its_field() {
        use ProxyFieldError::{Host, NoHost, Port, User};
        for (host, port, user, wrong) in [
            ("", "80", "", NoHost),
            ("http://", "80", "", NoHost),
            ("socks5://proxy", "80", "", Host),
            ("mia:secret@proxy", "80", "", Host),
            ("proxy/path", "80", "", Host),
            ("my proxy", "80", "", Host),
            ("fd00::7", "80", "", Host),
            ("proxy", "", "", Port),
            ("proxy", "0", "", Port),
            ("proxy", "65536", "", Port),
            ("proxy:x", "", "", Port),
            ("proxy", "80", "mia:secret", User),
        ] {
            assert_eq!(ProxyServer::from_fields(host, port, user), Err(wrong), "{host} {port} {user}");
        }
    }

    #[test]
    fn its_file_is_read_back_by_its_names() {
        let server = ProxyServer { host: "proxy.example".into(), port: 3128, user: Some("mia".into()) };
        for (stored, meant) in [
            (r#"{"use":"system"}"#, ProxyChoice::System),
            (r#"{"use":"none"}"#, ProxyChoice::None),
            (
                r#"{"use":"own","host":"proxy.example","port":3128,"user":"mia"}"#,
                ProxyChoice::Own(server.clone()),
            ),
            (
                r#"{"use":"own","host":"proxy.example","port":3128}"#,
                ProxyChoice::Own(ProxyServer { user: None, ..server }),
            ),
        ] {
            assert_eq!(serde_json::from_str::<ProxyChoice>(stored).unwrap(), meant);
            assert_eq!(serde_json::to_string(&meant).unwrap(), stored);
        }
    }
}
