//! A caller that knows nothing of the program's own client.

use std::sync::Once;

use cloudsweep_practice::{Probe, Server, Settings};
use reqwest::{Method, RequestBuilder, Response};
use serde_json::Value;

/// A server, and somebody who calls it with the right key.
pub struct Caller {
    pub server: Server,
    pub probe: Probe,
    pub http: reqwest::Client,
    pub root: String,
    pub key: String,
    pub secret: String,
}

/// An answer, read.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub headers: reqwest::header::HeaderMap,
    pub json: Value,
}

impl Answer {
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    pub fn message(&self) -> &str {
        self.json["error"]["message"].as_str().unwrap_or_default()
    }
}

pub fn client() -> reqwest::Client {
    static PROVIDER: Once = Once::new();
    PROVIDER.call_once(|| drop(rustls::crypto::ring::default_provider().install_default()));
    reqwest::Client::builder().no_proxy().retry(reqwest::retry::never()).build().unwrap()
}

impl Caller {
    pub async fn new(settings: Settings) -> Self {
        let (key, secret) = (settings.api_key.clone(), settings.api_secret.clone());
        let server = Server::start(settings).await.unwrap();
        let root = format!("http://{}/v1_1/practice", server.address());
        Self { probe: server.probe(), server, http: client(), root, key, secret }
    }

    /// An empty library.
    pub async fn empty() -> Self {
        Self::new(Settings { assets: 0, ..Settings::default() }).await
    }

    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.http.request(method, format!("{}/{path}", self.root))
    }

    pub async fn send(&self, request: RequestBuilder) -> Answer {
        read(request.basic_auth(&self.key, Some(&self.secret)).send().await.unwrap()).await
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.send(self.request(Method::GET, path)).await
    }

    pub async fn post(&self, path: &str, body: Value) -> Answer {
        self.send(self.request(Method::POST, path).json(&body)).await
    }

    pub async fn delete(&self, path: &str, body: Value) -> Answer {
        self.send(self.request(Method::DELETE, path).json(&body)).await
    }

    /// Whether an image that was uploaded is there.
    pub fn has(&self, public_id: &str) -> bool {
        self.probe.exists("image", "upload", public_id)
    }

    pub fn image(&self, public_id: &str) {
        self.probe.upload("image", "upload", public_id, &[]);
    }
}

pub async fn read(response: Response) -> Answer {
    let status = response.status().as_u16();
    let headers = response.headers().clone();
    let body = response.bytes().await.unwrap();
    Answer { status, headers, json: serde_json::from_slice(&body).unwrap_or(Value::Null) }
}

/// The public IDs of a listing, in its order.
pub fn names(answer: &Answer) -> Vec<String> {
    let items = answer.json["resources"].as_array().unwrap_or_else(|| panic!("{answer:?}"));
    items.iter().map(|item| item["public_id"].as_str().unwrap().to_owned()).collect()
}
