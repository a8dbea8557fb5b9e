//! Addresses that are opened in the system's browser. A server chose them: each is opened here alone,
//! and on a host that nobody stands for only after its name was said.

use egui::{Context, OpenUrl};
use url::{Host, Url};

use crate::model::delivery::Hosts;

/// An address that may be opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    url: String,
    /// As the network has it, with its port where that is not the usual one.
    pub host: String,
    /// It is Cloudinary's, or the user confirmed it.
    pub is_trusted: bool,
}

impl Place {
    /// `None` where it is neither HTTPS nor HTTP on this computer, or names a user before the host.
    pub fn of(address: &str, hosts: &Hosts) -> Option<Self> {
        let url = Url::parse(address).ok()?;
        let here = match url.host()? {
            Host::Domain(name) => name == "localhost",
            Host::Ipv4(address) => address.is_loopback(),
            Host::Ipv6(address) => address.is_loopback(),
        };
        let plain = url.username().is_empty() && url.password().is_none();
        if !plain || !(url.scheme() == "https" || here && url.scheme() == "http") {
            return None;
        }
        let host = url.authority().to_owned();
        let is_trusted = hosts.is_trusted(&host, url.path().trim_start_matches('/'));
        Some(Self { url: url.into(), host, is_trusted })
    }

    /// Opens it in the system's browser.
    pub fn open(&self, ctx: &Context) {
        ctx.open_url(OpenUrl::new_tab(&self.url));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::account::Credentials;
    use crate::model::delivery::DeliveryHost;

    fn hosts() -> Hosts {
        let url = "cloudinary://1:s@demo?upload_prefix=http://127.0.0.1:8123";
        let mut environment = Credentials::from_cloudinary_url(url).unwrap().environment;
        environment.delivery_hosts.confirm(DeliveryHost::typed("media.example.com").unwrap());
        environment.delivery_hosts.see(DeliveryHost::typed("seen.example"));
        environment.hosts()
    }

    #[test]
    fn a_host_that_nobody_stands_for_is_said() {
        for (address, host, trusted) in [
            ("https://res.cloudinary.com/demo/image/upload/a.jpg", "res.cloudinary.com", true),
            ("https://media.example.com/image/upload/a.jpg", "media.example.com", true),
            ("http://127.0.0.1:8123/demo/image/upload/a.jpg", "127.0.0.1:8123", true),
            ("https://seen.example/image/upload/a.jpg", "seen.example", false),
            ("https://res.cloudinary.com/other/image/upload/a.jpg", "res.cloudinary.com", false),
            ("https://res.cloudinary.com.evil.example/demo/a.jpg", "res.cloudinary.com.evil.example", false),
            // The last letter but three is Cyrillic.
            ("https://res.cloudin\u{430}ry.com/demo/image/upload/a", "res.xn--cloudinry-6yh.com", false),
            ("http://localhost:9/a", "localhost:9", false),
        ] {
            let place = Place::of(address, &hosts()).unwrap();
            assert_eq!((&*place.host, place.is_trusted), (host, trusted), "{address}");
        }
    }

    #[test]
    fn nothing_but_plain_web_addresses_is_opened() {
        for address in [
            "http://res.cloudinary.com/demo/image/upload/a.jpg",
            "http://169.254.169.254/latest",
            "https://res.cloudinary.com@evil.example/demo/image/upload/a.jpg",
            "https://u:p@res.cloudinary.com/demo/image/upload/a.jpg",
            "file:///etc/passwd",
            "httpx-handler:run",
            "https:",
            "javascript:alert(1)",
            "res.cloudinary.com/demo/a",
            "",
        ] {
            assert_eq!(Place::of(address, &hosts()), None, "{address}");
        }
    }
}
