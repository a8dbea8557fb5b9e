//! A folder of the tests' own in an environment, and what makes assets in it.

use std::io::Cursor;
use std::sync::Mutex;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use cloudsweep::api::{Ask, AssetRef, Assets, BulkOptions, Client, Deleter, Kind, Reader};
use cloudsweep::model::account::{Credentials, FolderMode};
use cloudsweep::model::asset::{AssetId, AssetName, DeliveryType, ResourceType};
use serde_json::Value;

use crate::support::{name, upload, warrant};

/// The longest that search and folders trail behind.
const PATIENCE: Duration = Duration::from_mins(1);

/// Where a clause works.
pub struct Place {
    pub credentials: Credentials,
    pub client: Client,
    pub reader: Reader,
    pub deleter: Deleter,
    pub folder_mode: FolderMode,
    /// Nobody else's assets are here, so that everything of a kind may go.
    pub is_own: bool,
    root: String,
    /// Everything that was uploaded: its backups outlive it.
    made: Mutex<Vec<AssetId>>,
}

impl Place {
    pub async fn at(url: &str, is_own: bool) -> Self {
        let credentials = Credentials::from_cloudinary_url(url).expect("a CLOUDINARY_URL");
        let client = Client::new(credentials.clone()).expect("a client");
        let config = client.reader().config().await.expect("the environment's settings");
        Self {
            reader: client.reader(),
            deleter: warrant::deleter(&client),
            folder_mode: config.folder_mode.expect("a folder mode"),
            root: format!("cloudsweep-contract-{}", std::process::id()),
            made: Mutex::default(),
            credentials,
            client,
            is_own,
        }
    }

    /// A name below the tests' own folder.
    pub fn path(&self, path: &str) -> String {
        format!("{}/{path}", self.root)
    }

    /// Uploads an image; gives its name and what the server said.
    pub async fn image(&self, path: &str, parameters: &[(&str, &str)]) -> Made {
        let picture = picture(path);
        self.upload(ResourceType::Image, path, &picture, "image/png", parameters).await
    }

    /// Uploads a raw file.
    pub async fn raw(&self, path: &str, parameters: &[(&str, &str)]) -> Made {
        let text = format!("{path}, for a test");
        self.upload(ResourceType::Raw, path, text.as_bytes(), "text/plain", parameters).await
    }

    async fn upload(
        &self,
        kind: ResourceType,
        path: &str,
        bytes: &[u8],
        media: &str,
        parameters: &[(&str, &str)],
    ) -> Made {
        let public_id = self.path(path);
        let folder = public_id.rsplit_once('/').map_or("", |(folder, _)| folder);
        let file = format!("data:{media};base64,{}", STANDARD.encode(bytes));
        let mut all = vec![("public_id", &*public_id)];
        if self.folder_mode == FolderMode::Dynamic {
            all.push(("asset_folder", folder));
        }
        all.extend(parameters);
        let said = upload::upload(&self.credentials, kind, &file, &all).await;
        let delivery = parameters.iter().find(|(name, _)| *name == "type").map_or("upload", |(_, word)| word);
        let id = said["asset_id"].as_str().and_then(|id| id.parse().ok()).expect("an asset ID");
        self.made.lock().expect("no panic").push(id);
        Made { name: name(kind, delivery, &public_id), id, said, bytes: bytes.to_vec() }
    }

    /// Whether an asset is there, and more than a placeholder.
    pub async fn has(&self, made: &Made) -> bool {
        let asked = AssetRef::ByName(made.name.clone());
        self.reader.details(&asked).await.expect("details").is_some()
    }

    /// Removes the folder and everything in it, whatever the clauses left, with every backup.
    pub async fn clear(&self) {
        let made = std::mem::take(&mut *self.made.lock().expect("no panic"));
        for id in made {
            let backups = self.reader.backups(&AssetRef::ById(id)).await.expect("versions");
            let versions = backups.map(|backups| backups.versions).unwrap_or_default();
            let ids: Vec<_> = versions.iter().map(|version| &version.version_id).collect();
            if !ids.is_empty() {
                self.deleter.backed_up_versions(id, &ids).await.expect("a deletion");
            }
        }
        let prefix = format!("{}/", self.root);
        for kind in ResourceType::ALL {
            for delivery in DeliveryType::COMMON {
                while self.clear_kind(kind, &delivery, &prefix).await {}
            }
        }
        let removed = eventually("the folder is empty", async || {
            match self.deleter.folder(&self.root, Some(true)).await {
                Ok(_) => Some(true),
                Err(error) if error.kind == Kind::NotFound => Some(true),
                Err(_) => None,
            }
        });
        assert!(removed.await);
    }

    /// Deletes a page of one kind; gives whether there was one.
    async fn clear_kind(&self, kind: ResourceType, delivery: &DeliveryType, prefix: &str) -> bool {
        let assets = Assets::OfKind { kind, delivery: Some(delivery), prefix: Some(prefix) };
        let ask = Ask { max_results: Some(100), ..Ask::default() };
        let page = self.reader.page(assets, &ask).await.expect("a listing");
        let ids: Vec<AssetId> =
            page.items.iter().filter(|asset| !asset.placeholder).filter_map(|asset| asset.asset_id).collect();
        if ids.is_empty() {
            return false;
        }
        self.deleter.by_asset_ids(&ids, BulkOptions::default()).await.expect("a deletion");
        true
    }
}

/// An uploaded asset.
pub struct Made {
    pub name: AssetName,
    pub id: AssetId,
    /// The upload's answer.
    pub said: Value,
    /// The original.
    pub bytes: Vec<u8>,
}

/// A small picture that depends on the text.
fn picture(text: &str) -> Vec<u8> {
    let seed = text.bytes().fold(7_u8, |sum, byte| sum.wrapping_mul(31).wrapping_add(byte));
    let pixel = |x: u32, y: u32| image::Rgb([seed, (x * 7) as u8, (y * 5) as u8]);
    let mut png = Cursor::new(Vec::new());
    image::RgbImage::from_fn(32, 24, pixel).write_to(&mut png, image::ImageFormat::Png).expect("a PNG");
    png.into_inner()
}

/// Asks until there is an answer: search and folders trail behind changes by seconds.
pub async fn eventually<T>(what: &str, mut ask: impl AsyncFnMut() -> Option<T>) -> T {
    let begun = std::time::Instant::now();
    loop {
        if let Some(answer) = ask().await {
            return answer;
        }
        assert!(begun.elapsed() < PATIENCE, "in vain: {what}");
        tokio::time::sleep(Duration::from_millis(500)).await;
    }
}
