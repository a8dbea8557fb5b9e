//! Which call a method and a path are.

use super::asset::{DeliveryType, Kind, ResourceType};
use super::params::decode;
use super::reply::Refusal;

/// A call of the API, with what its path says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Route {
    Ping,
    Config,
    Usage,
    ResourceTypes,
    Tags(ResourceType),
    List(ResourceType, Option<DeliveryType>),
    ListByTag(ResourceType, String),
    ListByFolder,
    ListByAssetIds,
    Details(Kind, String),
    DetailsByAssetId(String),
    Search,
    Delete(Kind),
    DeleteByTag(ResourceType, String),
    DeleteByAssetIds,
    DeleteDerived,
    Destroy(ResourceType),
    DestroyByAssetId,
}

/// How a call is authenticated; only the Admin API counts against the quota.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    Admin,
    Upload,
}

impl Route {
    /// The call behind `path`, which follows `/v1_1/{cloud}/`. Slashes inside public IDs, tags
    /// and folders may be encoded or not.
    ///
    /// # Errors
    /// 404 for no such call, 400 for an unknown resource type or delivery type.
    pub fn find(method: &str, path: &str) -> Result<Self, Refusal> {
        let segments: Vec<&str> = path.split('/').collect();
        let admin = match (method, segments.as_slice()) {
            ("GET", ["ping"]) => Some(Self::Ping),
            ("GET", ["config"]) => Some(Self::Config),
            ("GET", ["usage"]) => Some(Self::Usage),
            ("GET", ["tags", of]) => Some(Self::Tags(resource_type(of)?)),
            ("DELETE", ["derived_resources"]) => Some(Self::DeleteDerived),
            (_, ["resources"]) => Self::resources(method, &[])?,
            (_, ["resources", rest @ ..]) => Self::resources(method, rest)?,
            ("POST", ["asset", "destroy"]) => Some(Self::DestroyByAssetId),
            ("POST", [of, "destroy"]) => Some(Self::Destroy(resource_type(of)?)),
            _ => None,
        };
        admin.ok_or_else(|| Refusal::new(404, format!("No such call: {method} {path}")))
    }

    fn resources(method: &str, rest: &[&str]) -> Result<Option<Self>, Refusal> {
        let route = match (method, rest) {
            ("GET", []) => Self::ResourceTypes,
            ("DELETE", []) => Self::DeleteByAssetIds,
            ("GET" | "POST", ["search"]) => Self::Search,
            ("GET", ["by_asset_folder"]) => Self::ListByFolder,
            ("GET", ["by_asset_ids"]) => Self::ListByAssetIds,
            ("GET", [of, "tags", tag @ ..]) if !tag.is_empty() => {
                Self::ListByTag(resource_type(of)?, joined(tag))
            }
            ("DELETE", [of, "tags", tag @ ..]) if !tag.is_empty() => {
                Self::DeleteByTag(resource_type(of)?, joined(tag))
            }
            ("GET", [id]) if ResourceType::parse(id).is_none() => Self::DetailsByAssetId(decode(id)),
            ("GET", [of]) => Self::List(resource_type(of)?, None),
            ("GET", [of, delivered]) => Self::List(resource_type(of)?, Some(delivery_type(delivered)?)),
            ("DELETE", [of, delivered]) => Self::Delete(kind(of, delivered)?),
            ("GET", [of, delivered, name @ ..]) => Self::Details(kind(of, delivered)?, joined(name)),
            _ => return Ok(None),
        };
        Ok(Some(route))
    }

    /// One word for the counters.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Ping => "ping",
            Self::Config => "config",
            Self::Usage => "usage",
            Self::ResourceTypes => "resource_types",
            Self::Tags(_) => "tags",
            Self::List(..) => "list",
            Self::ListByTag(..) => "list_by_tag",
            Self::ListByFolder => "list_by_asset_folder",
            Self::ListByAssetIds => "list_by_asset_ids",
            Self::Details(..) => "details",
            Self::DetailsByAssetId(_) => "details_by_asset_id",
            Self::Search => "search",
            Self::Delete(_) => "delete",
            Self::DeleteByTag(..) => "delete_by_tag",
            Self::DeleteByAssetIds => "delete_by_asset_ids",
            Self::DeleteDerived => "delete_derived",
            Self::Destroy(_) => "destroy",
            Self::DestroyByAssetId => "destroy_by_asset_id",
        }
    }

    /// It deletes, restores, uploads or alters.
    pub fn is_changing(&self) -> bool {
        self.is_bulk() || matches!(self, Self::Destroy(_) | Self::DestroyByAssetId)
    }

    /// It deletes any number of things at once.
    pub fn is_bulk(&self) -> bool {
        matches!(self, Self::Delete(_) | Self::DeleteByTag(..) | Self::DeleteByAssetIds | Self::DeleteDerived)
    }

    /// It lists or searches assets.
    pub fn is_listing(&self) -> bool {
        matches!(
            self,
            Self::List(..) | Self::ListByTag(..) | Self::ListByFolder | Self::ListByAssetIds | Self::Search
        )
    }

    /// How it is authenticated.
    pub fn class(&self) -> Class {
        match self {
            Self::Destroy(_) | Self::DestroyByAssetId => Class::Upload,
            _ => Class::Admin,
        }
    }
}

fn joined(segments: &[&str]) -> String {
    decode(&segments.join("/"))
}

fn resource_type(word: &str) -> Result<ResourceType, Refusal> {
    ResourceType::parse(word).ok_or_else(|| Refusal::invalid("resource_type", word))
}

fn delivery_type(word: &str) -> Result<DeliveryType, Refusal> {
    DeliveryType::parse(word).ok_or_else(|| Refusal::invalid("type", word))
}

fn kind(of: &str, delivered: &str) -> Result<Kind, Refusal> {
    Ok(Kind { resource_type: resource_type(of)?, delivery_type: delivery_type(delivered)? })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slash_in_a_name_may_be_encoded_or_not() {
        let plain = Route::find("GET", "resources/image/upload/a/b%20c").unwrap();
        assert_eq!(plain, Route::find("GET", "resources/image/upload/a%2Fb%20c").unwrap());
        let kind = Kind::parse("image", "upload").unwrap();
        assert_eq!(plain, Route::Details(kind, "a/b c".to_owned()));
        let tag = Route::find("DELETE", "resources/image/tags/summer%20sale/%C3%A9t%C3%A9%2050%25").unwrap();
        assert_eq!(tag, Route::DeleteByTag(ResourceType::Image, "summer sale/été 50%".to_owned()));
    }

    #[test]
    fn a_list_is_told_from_details_by_asset_id() {
        assert_eq!(Route::find("GET", "resources/raw").unwrap(), Route::List(ResourceType::Raw, None));
        assert_eq!(Route::find("GET", "resources/0f1e").unwrap(), Route::DetailsByAssetId("0f1e".to_owned()));
        assert_eq!(Route::find("DELETE", "resources/image").unwrap_err().status, 404);
        assert_eq!(Route::find("GET", "resources/image/nonsense").unwrap_err().status, 400);
    }
}
