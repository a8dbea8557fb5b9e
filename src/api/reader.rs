//! Everything that only reads.

use std::fmt;
use std::sync::Arc;

use serde_json::{Value, json};

use super::encode;
use super::error::{ApiError, Kind};
use super::http::{Call, Http};
use super::thumbnail::Thumbnail;
use super::wire;
use crate::model::account::FolderMode;
use crate::model::asset::{Asset, AssetId, AssetName, DeliveryType, Details, ResourceType};

/// The most items that a listing gives in a page.
const PAGE: &str = "500";
/// Encoded characters of IDs in one query; servers and proxies refuse URLs beyond 8 kB.
const LONGEST_QUERY: usize = 6000;
/// The largest thumbnail, bytes.
const LARGEST_PICTURE: usize = 8 << 20;

/// The reading half of a client. It has no method that changes anything at Cloudinary.
#[derive(Clone)]
pub struct Reader {
    pub(super) http: Arc<Http>,
}

impl fmt::Debug for Reader {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reader").field("environment", &self.http.environment).finish_non_exhaustive()
    }
}

/// `GET /resources/{rt}[/{type}]`, newest first; by public ID where a prefix is given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listing {
    /// Image, video or raw.
    pub kind: ResourceType,
    /// All of them, if `None`.
    pub delivery: Option<DeliveryType>,
    /// Start of the public ID; needs a delivery type.
    pub prefix: Option<String>,
}

/// `POST /resources/search`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Search {
    /// Cloudinary's expression language; empty for everything.
    pub expression: String,
    /// Items in a page, 1–500.
    pub max_results: u32,
    /// Fields and whether each descends; newest first where empty.
    pub sort_by: Vec<(String, bool)>,
}

/// How an asset is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AssetRef {
    /// By its immutable ID.
    ById(AssetId),
    /// By its name.
    ByName(AssetName),
}

/// A page of a listing.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Page {
    /// In the server's order.
    pub items: Vec<Asset>,
    /// For the next page; `None` at the end.
    pub next_cursor: Option<String>,
    /// Entries that could not be understood.
    pub unreadable: Vec<Unreadable>,
}

/// An entry of a listing that could not be understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreadable {
    /// Its public ID, or its beginning.
    pub text: String,
    /// What is wrong with it.
    pub why: String,
}

/// A page of a search.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SearchPage {
    /// In the order asked for.
    pub items: Vec<Asset>,
    /// For the next page; `None` at the end.
    pub next_cursor: Option<String>,
    /// Entries that could not be understood.
    pub unreadable: Vec<Unreadable>,
    /// All matches, as the index knows them: seconds late.
    pub total: u64,
}

/// A page of tags.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TagPage {
    /// In alphabetical order.
    pub tags: Vec<String>,
    /// For the next page; `None` at the end.
    pub next_cursor: Option<String>,
}

/// `GET /config?settings=true`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Config {
    /// How folders and public IDs go together, where told.
    pub folder_mode: Option<FolderMode>,
}

/// `GET /usage`; hours old.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Usage {
    /// `Free` …
    pub plan: Option<String>,
    /// Originals.
    pub originals: Option<u64>,
    /// Made-to-size copies.
    pub derived: Option<u64>,
    /// Bytes stored.
    pub storage_bytes: Option<u64>,
}

impl Reader {
    /// Whether the credentials are right. One counted call.
    ///
    /// # Errors
    /// As every call: see [`ApiError`].
    pub async fn ping(&self) -> Result<(), ApiError> {
        self.http.read::<Value>(Call::get("ping")).await.map(drop)
    }

    /// The environment's settings. One counted call.
    ///
    /// # Errors
    /// See [`ApiError`].
    pub async fn config(&self) -> Result<Config, ApiError> {
        let answer: wire::Config = self.http.read(Call::get("config").with("settings", "true")).await?;
        Ok(answer.into_model())
    }

    /// Plan and counts. One counted call.
    ///
    /// # Errors
    /// See [`ApiError`].
    pub async fn usage(&self) -> Result<Usage, ApiError> {
        let answer: wire::Usage = self.http.read(Call::get("usage")).await?;
        Ok(answer.into_model())
    }

    /// A page of at most 500. One counted call.
    ///
    /// # Errors
    /// See [`ApiError`]; an empty prefix is never sent.
    pub async fn list(&self, listing: &Listing, cursor: Option<&str>) -> Result<Page, ApiError> {
        if listing.prefix.as_deref().is_some_and(|prefix| prefix.is_empty() || listing.delivery.is_none()) {
            return Err(ApiError::not_sent("A listing by prefix needs a prefix and a delivery type."));
        }
        let delivery = listing
            .delivery
            .as_ref()
            .map_or_else(String::new, |kind| format!("/{}", encode::path(kind.as_str())));
        let call = Call::get(format!("resources/{}{delivery}", listing.kind))
            .with("max_results", PAGE)
            .with("tags", "true")
            .with_some("prefix", listing.prefix.as_deref())
            .with_some("next_cursor", cursor);
        self.page(call).await
    }

    /// A page of at most 500 of one resource type, of all delivery types. One counted call.
    ///
    /// # Errors
    /// See [`ApiError`]; an empty tag is never sent.
    pub async fn by_tag(
        &self,
        kind: ResourceType,
        tag: &str,
        cursor: Option<&str>,
    ) -> Result<Page, ApiError> {
        if tag.is_empty() {
            return Err(ApiError::not_sent("A listing by tag needs a tag."));
        }
        let call = Call::get(format!("resources/{kind}/tags/{}", encode::path(tag)))
            .with("max_results", PAGE)
            .with("tags", "true")
            .with_some("next_cursor", cursor);
        self.page(call).await
    }

    /// Those of at most 100 that exist; misses are left out. One counted call, more for long IDs.
    ///
    /// # Errors
    /// See [`ApiError`].
    pub async fn by_public_ids(
        &self,
        kind: ResourceType,
        delivery: &DeliveryType,
        public_ids: &[&str],
    ) -> Result<Page, ApiError> {
        let path = format!("resources/{kind}/{}", encode::path(delivery.as_str()));
        let mut whole = Page::default();
        for some in handfuls(public_ids) {
            let mut call = Call::get(&*path).with("max_results", "100").with("tags", "true");
            for id in some {
                call = call.with("public_ids[]", *id);
            }
            let page = self.page(call).await?;
            whole.items.extend(page.items);
            whole.unreadable.extend(page.unreadable);
        }
        Ok(whole)
    }

    /// Those of at most 100 that exist; misses are left out. One counted call.
    ///
    /// # Errors
    /// See [`ApiError`].
    pub async fn by_asset_ids(&self, asset_ids: &[AssetId]) -> Result<Page, ApiError> {
        if asset_ids.is_empty() {
            return Ok(Page::default());
        }
        let mut call = Call::get("resources/by_asset_ids").with("max_results", "100").with("tags", "true");
        for id in asset_ids {
            call = call.with("asset_ids[]", id.to_string());
        }
        self.page(call).await
    }

    /// A page of the search index, which trails changes by seconds. One counted call.
    ///
    /// # Errors
    /// See [`ApiError`].
    pub async fn search(&self, search: &Search, cursor: Option<&str>) -> Result<SearchPage, ApiError> {
        let mut body = json!({
            "expression": search.expression,
            "max_results": search.max_results.clamp(1, 500),
            "with_field": ["tags"],
        });
        if !search.sort_by.is_empty() {
            let order =
                |(field, descends): &(String, bool)| json!({ field: if *descends { "desc" } else { "asc" } });
            body["sort_by"] = search.sort_by.iter().map(order).collect();
        }
        if let Some(cursor) = cursor {
            body["next_cursor"] = json!(cursor);
        }
        let answer: wire::Listing = self.http.read(Call::post_json("resources/search", body)).await?;
        let total = answer.total_count.unwrap_or_default();
        let Page { items, next_cursor, unreadable } = answer.into_model();
        Ok(SearchPage { items, next_cursor, unreadable, total })
    }

    /// An asset with all of its copies; `None` when it does not exist, or only its backup does.
    /// One counted call for each 500 copies.
    ///
    /// # Errors
    /// See [`ApiError`].
    pub async fn details(&self, asset: &AssetRef) -> Result<Option<Details>, ApiError> {
        let path = match asset {
            AssetRef::ById(id) => format!("resources/{id}"),
            AssetRef::ByName(name) => format!(
                "resources/{}/{}/{}",
                name.resource_type,
                encode::path(name.delivery_type.as_str()),
                encode::path(&name.public_id)
            ),
        };
        let mut whole: Option<Details> = None;
        let mut cursor: Option<String> = None;
        loop {
            let call = Call::get(&*path)
                .with("versions", "true")
                .with("max_results", PAGE)
                .with_some("derived_next_cursor", cursor.as_deref());
            let answer: wire::Resource = match self.http.read(call).await {
                Ok(answer) => answer,
                Err(error) if error.kind == Kind::NotFound => return Ok(None),
                Err(error) => return Err(error),
            };
            let (details, next) = answer.into_details().map_err(|why| ApiError::unreadable(&why))?;
            if details.asset.placeholder {
                return Ok(None);
            }
            match &mut whole {
                Some(whole) => whole.derived.extend(details.derived),
                None => whole = Some(details),
            }
            if next.is_none() || next == cursor {
                return Ok(whole);
            }
            cursor = next;
        }
    }

    /// A page of at most 500 tags of one resource type. One counted call.
    ///
    /// # Errors
    /// See [`ApiError`].
    pub async fn tags(&self, kind: ResourceType, cursor: Option<&str>) -> Result<TagPage, ApiError> {
        let call =
            Call::get(format!("tags/{kind}")).with("max_results", PAGE).with_some("next_cursor", cursor);
        let answer: wire::Tags = self.http.read(call).await?;
        Ok(TagPage { tags: answer.tags, next_cursor: answer.next_cursor.filter(|cursor| !cursor.is_empty()) })
    }

    /// A picture's bytes, at most 8 MB. Not counted; makes a copy at Cloudinary when it is asked
    /// for the first time.
    ///
    /// # Errors
    /// See [`ApiError`].
    pub async fn thumbnail(&self, thumbnail: &Thumbnail) -> Result<Vec<u8>, ApiError> {
        self.http.picture(thumbnail.url(), LARGEST_PICTURE).await
    }

    async fn page(&self, call: Call) -> Result<Page, ApiError> {
        let answer: wire::Listing = self.http.read(call).await?;
        Ok(answer.into_model())
    }
}

/// As many IDs at a time as fit into a query.
fn handfuls<'a>(ids: &'a [&'a str]) -> Vec<&'a [&'a str]> {
    let mut handfuls = Vec::new();
    let (mut from, mut length) = (0, 0);
    for (index, id) in ids.iter().enumerate() {
        let more = encode::path(id).len() + 18;
        if index > from && length + more > LONGEST_QUERY {
            handfuls.push(&ids[from..index]);
            (from, length) = (index, 0);
        }
        length += more;
    }
    if from < ids.len() {
        handfuls.push(&ids[from..]);
    }
    handfuls
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_ids_are_asked_for_in_several_queries() {
        let long = "é".repeat(255);
        let ids = vec![&*long; 100];
        let parts = handfuls(&ids);
        assert!(parts.len() > 10);
        assert_eq!(parts.iter().map(|part| part.len()).sum::<usize>(), 100);
        assert_eq!(handfuls(&["a", "b"]), [&["a", "b"][..]]);
        assert!(handfuls(&[]).is_empty());
    }
}
