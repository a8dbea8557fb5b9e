//! One asset with its copies and backed-up versions.

use std::fmt;

use super::told::Look;
use super::{PAGE, Reader};
use crate::api::call::Call;
use crate::api::encode;
use crate::api::error::{ApiError, Kind};
use crate::api::paging::Cursors;
use crate::api::wire;
use crate::model::asset::{Asset, AssetId, AssetName, BackedUpVersion, Details};
use crate::model::message::Fault;

/// How an asset is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AssetRef {
    /// By its immutable ID.
    ById(AssetId),
    /// By its name.
    ByName(AssetName),
}

/// What of an asset is looked at. The default asks for nothing special.
#[derive(Clone, Copy, Debug, Default)]
pub struct LookFor<'a> {
    /// Its backed-up versions.
    pub versions: bool,
    /// Copies in a page, 1–500; the server gives 10 where not said.
    pub max_results: Option<u16>,
    /// From the page of copies before.
    pub cursor: Option<&'a str>,
}

/// The backed-up versions of an asset, live or deleted.
#[derive(Clone, Debug, PartialEq)]
pub struct Backups {
    /// A placeholder, if it was deleted.
    pub asset: Asset,
    /// Oldest first.
    pub versions: Vec<BackedUpVersion>,
}

impl Reader {
    /// An asset with all of its copies; `None` when it does not exist, or only its backup does.
    /// One counted call for each 500 copies.
    ///
    /// # Errors
    /// See [`ApiError`]; also where a copy could not be understood, lest it counts as gone, and where
    /// the pages never end.
    pub async fn details(&self, asset: &AssetRef) -> Result<Option<Details>, ApiError> {
        let mut whole: Option<Details> = None;
        let (mut cursor, mut cursors) = (None::<String>, Cursors::default());
        loop {
            let ask = LookFor { versions: true, max_results: Some(PAGE), cursor: cursor.as_deref() };
            let Some(look) = self.look(asset, &ask).await?.filter(|look| !look.asset.placeholder) else {
                return Ok(None);
            };
            if look.unreadable_copies > 0 {
                return Err(ApiError::unreadable(Fault::CopyWithoutId));
            }
            let next = cursors.next(look.derived.iter().map(|copy| copy.id), look.next_cursor)?;
            if let Some(whole) = &mut whole {
                whole.derived.extend(look.derived);
            } else {
                let (asset, derived, versions) = (look.asset, look.derived, look.versions.len());
                whole = Some(Details { asset, derived, versions });
            }
            if next.is_none() {
                return Ok(whole);
            }
            cursor = next;
        }
    }

    /// The backed-up versions of an asset, live or deleted; `None` when there is neither an
    /// asset nor a backup. One counted call.
    ///
    /// # Errors
    /// See [`ApiError`].
    pub async fn backups(&self, asset: &AssetRef) -> Result<Option<Backups>, ApiError> {
        let ask = LookFor { versions: true, max_results: Some(1), cursor: None };
        let look = self.look(asset, &ask).await?;
        Ok(look.map(|Look { asset, versions, .. }| Backups { asset, versions }))
    }

    /// `GET /resources/{rt}/{type}/{public_id}` (Python SDK `api.resource`). `None`: not there.
    ///
    /// # Errors
    /// See [`ApiError`].
    pub async fn look_by_name(&self, name: &AssetName, ask: &LookFor<'_>) -> Result<Option<Look>, ApiError> {
        let (kind, delivery) = (name.resource_type, encode::segment(name.delivery_type.as_str()));
        let path = format!("resources/{kind}/{delivery}/{}", encode::path(&name.public_id));
        self.look_at(&path, |told| told.name == *name, ask).await
    }

    /// `GET /resources/{asset_id}` (Python SDK `api.resource_by_asset_id`). `None`: not there.
    ///
    /// # Errors
    /// See [`ApiError`].
    pub async fn look_by_id(
        &self,
        asset_id: impl fmt::Display,
        ask: &LookFor<'_>,
    ) -> Result<Option<Look>, ApiError> {
        let asset_id = asset_id.to_string();
        let path = format!("resources/{}", encode::segment(&asset_id));
        let same = |told: &Asset| told.asset_id.is_some_and(|id| id.to_string() == asset_id);
        self.look_at(&path, same, ask).await
    }

    async fn look(&self, asset: &AssetRef, ask: &LookFor<'_>) -> Result<Option<Look>, ApiError> {
        match asset {
            AssetRef::ById(id) => self.look_by_id(id, ask).await,
            AssetRef::ByName(name) => self.look_by_name(name, ask).await,
        }
    }

    /// Details of another asset than the one that was asked for are an error: they say nothing of it.
    async fn look_at(
        &self,
        path: &str,
        same: impl Fn(&Asset) -> bool,
        ask: &LookFor<'_>,
    ) -> Result<Option<Look>, ApiError> {
        let call = Call::get(path)
            .with_some("versions", ask.versions.then_some("true"))
            .with_some("max_results", ask.max_results.map(|max| max.to_string()))
            .with_some("derived_next_cursor", ask.cursor);
        match self.http.read::<wire::Resource>(call).await {
            Ok(answer) => match answer.into_look() {
                Ok(look) if same(&look.asset) => Ok(Some(look)),
                Ok(_) => {
                    tracing::warn!("details of another asset than the one that was asked for are ignored");
                    Err(ApiError::unreadable(Fault::OtherAsset))
                }
                Err(unreadable) => Err(ApiError::unusable(&unreadable)),
            },
            Err(error) if error.kind == Kind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }
}
