//! Listings, page by page.

use std::fmt;

use super::assets::Assets;
use super::page::Page;
use super::{PAGE, Reader};
use crate::api::call::Call;
use crate::api::encode::{self, HUNDRED, LONGEST_QUERY};
use crate::api::error::ApiError;
use crate::api::wire;
use crate::model::asset::{DeliveryType, ResourceType};
use crate::model::message::Fault;
use crate::model::query::Listing;

/// A part of an asset that a listing leaves out unless asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Block {
    /// Tags.
    Tags,
    /// Context: pairs of key and value.
    Context,
    /// Structured metadata.
    Metadata,
    /// Moderations.
    Moderations,
}

impl Block {
    const fn word(self) -> &'static str {
        match self {
            Self::Tags => "tags",
            Self::Context => "context",
            Self::Metadata => "metadata",
            Self::Moderations => "moderations",
        }
    }
}

/// By time of creation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// Oldest first.
    Ascending,
    /// Newest first, the default.
    Descending,
}

/// How much of a listing, and what of each asset. The default asks for nothing special.
#[derive(Clone, Copy, Debug, Default)]
pub struct Ask<'a> {
    /// 1–500. Where not said, the server gives 10, and 50 of a folder.
    pub max_results: Option<u16>,
    /// From the page before.
    pub cursor: Option<&'a str>,
    /// What else of each asset.
    pub blocks: &'a [Block],
    /// These fields alone, and the identifiers; all where empty.
    pub fields: &'a [&'a str],
    /// Of no meaning with a prefix.
    pub direction: Option<Direction>,
    /// Created since, `2024-02-25 08:58:23`; of no meaning with a prefix or IDs.
    pub start_at: Option<&'a str>,
}

impl<'a> Ask<'a> {
    /// A whole page with tags: what this program asks for.
    pub fn page(cursor: Option<&'a str>) -> Self {
        Self { max_results: Some(PAGE), cursor, blocks: &[Block::Tags], ..Self::default() }
    }
}

impl Page {
    /// Reads the body of an answer to a listing or a search. An entry that cannot be understood
    /// does not take the page with it.
    ///
    /// # Errors
    /// What is no JSON, and what has no list: an empty page says so.
    pub fn from_json(body: &[u8]) -> Result<Self, ApiError> {
        let answer = serde_json::from_slice::<wire::Listing>(body);
        answer.map(wire::Listing::into_page).map_err(|error| ApiError::unreadable(error.to_string()))
    }
}

impl Reader {
    /// A page of a listing: what was asked for and nothing else.
    ///
    /// # Errors
    /// See [`ApiError`]; a listing by nothing (an empty prefix, tag, key, folder or list of IDs,
    /// more than 100 IDs) is never sent.
    pub async fn page(&self, assets: Assets<'_>, ask: &Ask<'_>) -> Result<Page, ApiError> {
        let mut call = call(assets)?
            .with_some("max_results", ask.max_results.map(|max| max.to_string()))
            .with_some("next_cursor", ask.cursor)
            .with_some("start_at", ask.start_at)
            .with_some("fields", (!ask.fields.is_empty()).then(|| ask.fields.join(",")));
        for block in ask.blocks {
            call = call.with(block.word(), "true");
        }
        if let Some(direction) = ask.direction {
            call = call.with("direction", if direction == Direction::Ascending { "asc" } else { "desc" });
        }
        let answer: wire::Listing = self.http.read(call).await?;
        let page = match assets {
            Assets::Moderated { queue, status, .. } => {
                answer.into_page_of(|resource| resource.is_moderated(queue, status))
            }
            _ => answer.into_page(),
        };
        Ok(page.admit(assets))
    }

    /// A page of at most 500.
    ///
    /// # Errors
    /// See [`ApiError`]; an empty prefix is never sent.
    pub async fn list(&self, listing: &Listing, cursor: Option<&str>) -> Result<Page, ApiError> {
        let Listing { kind, delivery, prefix } = listing;
        let assets = Assets::OfKind { kind: *kind, delivery: delivery.as_ref(), prefix: prefix.as_deref() };
        self.page(assets, &Ask::page(cursor)).await
    }

    /// A page of at most 500 of one resource type, of all delivery types.
    ///
    /// # Errors
    /// See [`ApiError`]; an empty tag is never sent.
    pub async fn by_tag(
        &self,
        kind: ResourceType,
        tag: &str,
        cursor: Option<&str>,
    ) -> Result<Page, ApiError> {
        self.page(Assets::Tagged { kind, tag }, &Ask::page(cursor)).await
    }

    /// A page of at most 500, directly in an asset folder, of all kinds.
    ///
    /// # Errors
    /// See [`ApiError`]; not found where the folder is missing.
    pub async fn by_asset_folder(&self, folder: &str, cursor: Option<&str>) -> Result<Page, ApiError> {
        self.page(Assets::InFolder(folder), &Ask::page(cursor)).await
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
        let ask = Ask { max_results: Some(HUNDRED), ..Ask::page(None) };
        let mut whole = Page::default();
        for some in handfuls(public_ids) {
            let page = self.page(Assets::Named { kind, delivery, public_ids: some }, &ask).await?;
            whole.items.extend(page.items);
            whole.unreadable.extend(page.unreadable);
            whole.others += page.others;
        }
        Ok(whole)
    }

    /// Those of at most 100 that exist; misses are left out. None asks for none.
    ///
    /// # Errors
    /// See [`ApiError`].
    pub async fn by_asset_ids(&self, asset_ids: &[impl fmt::Display]) -> Result<Page, ApiError> {
        if asset_ids.is_empty() {
            return Ok(Page::default());
        }
        let ids: Vec<String> = asset_ids.iter().map(ToString::to_string).collect();
        let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
        let ask = Ask { max_results: Some(HUNDRED), ..Ask::page(None) };
        self.page(Assets::ById(&ids), &ask).await
    }
}

fn call(assets: Assets<'_>) -> Result<Call, ApiError> {
    let given =
        |text: &str| if text.is_empty() { Err(ApiError::not_sent(Fault::NamesNothing)) } else { Ok(()) };
    let hundred = |ids: &[&str]| {
        if !encode::is_request(ids.len()) {
            return Err(ApiError::not_sent(Fault::NotAHundred));
        }
        ids.iter().try_for_each(|id| given(id))
    };
    Ok(match assets {
        Assets::OfKind { kind, delivery: None, prefix: None } => Call::get(format!("resources/{kind}")),
        Assets::OfKind { delivery: None, prefix: Some(_), .. } => {
            return Err(ApiError::not_sent(Fault::NoDeliveryType));
        }
        Assets::OfKind { kind, delivery: Some(delivery), prefix } => {
            given(prefix.unwrap_or("none"))?;
            let delivery = encode::segment(delivery.as_str());
            Call::get(format!("resources/{kind}/{delivery}")).with_some("prefix", prefix)
        }
        Assets::Named { kind, delivery, public_ids } => {
            hundred(public_ids)?;
            let delivery = encode::segment(delivery.as_str());
            Call::get(format!("resources/{kind}/{delivery}"))
                .with_each("public_ids[]", public_ids.iter().copied())
        }
        Assets::ById(ids) => {
            hundred(ids)?;
            Call::get("resources/by_asset_ids").with_each("asset_ids[]", ids.iter().copied())
        }
        Assets::Tagged { kind, tag } => {
            given(tag)?;
            Call::get(format!("resources/{kind}/tags/{}", encode::path(tag)))
        }
        Assets::InFolder(folder) => Call::get("resources/by_asset_folder").with("asset_folder", folder),
        Assets::WithContext { kind, key, value } => {
            given(key)?;
            Call::get(format!("resources/{kind}/context")).with("key", key).with_some("value", value)
        }
        Assets::Moderated { kind, queue, status } => {
            given(queue)?;
            given(status)?;
            let (queue, status) = (encode::segment(queue), encode::segment(status));
            Call::get(format!("resources/{kind}/moderations/{queue}/{status}"))
        }
    })
}

/// As many IDs at a time as fit into a query.
fn handfuls<'a>(ids: &'a [&'a str]) -> Vec<&'a [&'a str]> {
    let mut handfuls = Vec::new();
    let (mut from, mut length) = (0, 0);
    for (index, id) in ids.iter().enumerate() {
        let more = encode::length_in_query(id) + "&public_ids%5B%5D=".len();
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
    use crate::api::Certainty;

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

    #[test]
    fn a_listing_by_nothing_is_not_sent() {
        let kind = ResourceType::Image;
        let upload = &DeliveryType::Upload;
        for assets in [
            Assets::OfKind { kind, delivery: Some(upload), prefix: Some("") },
            Assets::OfKind { kind, delivery: None, prefix: Some("a") },
            Assets::Named { kind, delivery: upload, public_ids: &[] },
            Assets::Named { kind, delivery: upload, public_ids: &["a", ""] },
            Assets::ById(&["x"; 101]),
            Assets::Tagged { kind, tag: "" },
            Assets::WithContext { kind, key: "", value: None },
            Assets::Moderated { kind, queue: "manual", status: "" },
        ] {
            let error = call(assets).unwrap_err();
            assert_eq!(error.certainty, Certainty::Refused, "{assets:?}");
        }
    }
}
