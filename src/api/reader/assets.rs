//! Which assets a listing gives.

use crate::model::asset::{DeliveryType, ResourceType};

/// Which assets a listing gives.
#[derive(Clone, Copy, Debug)]
pub enum Assets<'a> {
    /// `GET /resources/{rt}[/{type}]`, newest first; in the order of the public IDs where a prefix
    /// is given (Python SDK `api.resources`). May hold placeholders of deleted assets.
    OfKind {
        /// Image, video or raw.
        kind: ResourceType,
        /// All of them, if `None`.
        delivery: Option<&'a DeliveryType>,
        /// Start of the public ID, not folder-aware; needs a delivery type.
        prefix: Option<&'a str>,
    },
    /// `GET /resources/{rt}/{type}?public_ids[]=…`, 1–100; misses are left out (Python SDK
    /// `api.resources_by_ids`).
    Named {
        /// Image, video or raw.
        kind: ResourceType,
        /// One alone.
        delivery: &'a DeliveryType,
        /// Raw ones with the extension.
        public_ids: &'a [&'a str],
    },
    /// `GET /resources/by_asset_ids?asset_ids[]=…`, 1–100, of all kinds; misses are left out
    /// (Python SDK `api.resources_by_asset_ids`).
    ById(&'a [&'a str]),
    /// `GET /resources/{rt}/tags/{tag}`, of all delivery types (Python SDK `api.resources_by_tag`).
    /// Ask for [`Block::Tags`]: what does not show the tag is not admitted.
    Tagged {
        /// Image, video or raw.
        kind: ResourceType,
        /// The whole tag.
        tag: &'a str,
    },
    /// `GET /resources/by_asset_folder`, directly in the folder, of all kinds; dynamic folder mode
    /// alone (Python SDK `api.resources_by_asset_folder`). Tells the total.
    InFolder(&'a str),
    /// `GET /resources/{rt}/context?key=…` (Python SDK `api.resources_by_context`). Ask for
    /// [`Block::Context`]: what does not show the pair is not admitted.
    WithContext {
        /// Image, video or raw.
        kind: ResourceType,
        /// The whole key.
        key: &'a str,
        /// Any, if `None`.
        value: Option<&'a str>,
    },
    /// `GET /resources/{rt}/moderations/{queue}/{status}` (Python SDK
    /// `api.resources_by_moderation`). Ask for [`Block::Moderations`]: what does not show its place in
    /// the queue is not admitted.
    Moderated {
        /// Image, video or raw.
        kind: ResourceType,
        /// `manual`, `aws_rek`, `webpurify` …
        queue: &'a str,
        /// `pending`, `approved`, `rejected` …
        status: &'a str,
    },
}
