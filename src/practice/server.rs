//! The server.

use std::io;
use std::net::SocketAddr;

use super::Settings;

/// A running practice environment; ends when dropped.
#[derive(Debug)]
pub struct Server {
    address: SocketAddr,
    settings: Settings,
}

impl Server {
    /// Binds a port of 127.0.0.1 and starts to answer.
    ///
    /// # Errors
    /// The port is taken.
    pub async fn start(settings: Settings) -> io::Result<Self> {
        let listener = tokio::net::TcpListener::bind(("127.0.0.1", settings.port)).await?;
        Ok(Self { address: listener.local_addr()?, settings })
    }

    /// `cloudinary://KEY:SECRET@practice?upload_prefix=http://127.0.0.1:PORT`
    pub fn cloudinary_url(&self) -> String {
        let Settings { api_key, api_secret, cloud_name, .. } = &self.settings;
        format!("cloudinary://{api_key}:{api_secret}@{cloud_name}?upload_prefix=http://{}", self.address)
    }
}
