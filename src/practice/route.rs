//! Which call a method and a path are.

use super::asset::{DeliveryType, Kind, ResourceType};
use super::params::decode;
use super::reply::Refusal;

/// A call of the API, with what its path says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Route {
    Ping,
    Config,
    /// Of a day, or of now.
    Usage(Option<String>),
    ResourceTypes,
    Tags(ResourceType),
    List(ResourceType, Option<DeliveryType>),
    ListByTag(ResourceType, String),
    ListByFolder,
    ListByAssetIds,
    ListByContext(ResourceType),
    ListByModeration(ResourceType, String, String),
    Details(Kind, String),
    DetailsByAssetId(String),
    Search,
    Delete(Kind),
    DeleteByTag(ResourceType, String),
    DeleteByAssetIds,
    DeleteDerived,
    DeleteBackups(String),
    Restore(Kind),
    RestoreByAssetIds,
    Update(Kind, String),
    Relate(Named),
    Unrelate(Named),
    Transformations,
    Transformation(String),
    CreateTransformation(Option<String>),
    DeleteTransformation(Option<String>),
    /// Those below a folder; below the root when empty.
    Folders(String),
    SearchFolders,
    CreateFolder(String),
    RenameFolder(String),
    DeleteFolder(String),
    Destroy(ResourceType),
    DestroyByAssetId,
    DeleteByToken,
    /// `None` for `auto`.
    Upload(Option<ResourceType>),
    Explicit(ResourceType),
    Rename(ResourceType),
    ChangeTags(ResourceType),
    ChangeContext(ResourceType),
    Download(ResourceType),
    DownloadBackup,
}

/// An asset as a path names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Named {
    Fully(Kind, String),
    AssetId(String),
}

/// How a call is authenticated; only the Admin API counts against the quota.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    Admin,
    Upload,
    /// Without credentials.
    Open,
}

impl Route {
    /// The call behind `path`, which follows `/v1_1/{cloud}/`. Any slash may be encoded: those of
    /// public IDs, tags and folders, and Node's SDK writes `resources%2Fsearch`.
    ///
    /// # Errors
    /// 404 for no such call, 400 for an unknown resource type or delivery type.
    pub fn find(method: &str, path: &str) -> Result<Self, Refusal> {
        let plain = path.replace("%2F", "/").replace("%2f", "/");
        let segments: Vec<&str> = plain.split('/').collect();
        let route = match (method, segments.as_slice()) {
            ("GET", ["ping"]) => Some(Self::Ping),
            ("GET", ["config"]) => Some(Self::Config),
            ("GET", ["usage"]) => Some(Self::Usage(None)),
            ("GET", ["usage", day]) => Some(Self::Usage(Some(decode(day)))),
            ("GET", ["tags", of]) => Some(Self::Tags(resource_type(of)?)),
            ("DELETE", ["derived_resources"]) => Some(Self::DeleteDerived),
            (_, ["folders", rest @ ..]) => Self::folders(method, rest),
            (_, ["transformations", rest @ ..]) => Self::transformations(method, rest),
            (_, ["resources", "related_assets", rest @ ..]) => Self::relations(method, rest)?,
            (_, ["resources"]) => Self::resources(method, &[])?,
            (_, ["resources", rest @ ..]) => Self::resources(method, rest)?,
            _ => Self::upload_api(method, &segments)?,
        };
        route.ok_or_else(|| Refusal::new(404, format!("No such call: {method} {path}")))
    }

    fn upload_api(method: &str, segments: &[&str]) -> Result<Option<Self>, Refusal> {
        let route = match (method, segments) {
            ("POST", ["asset", "destroy"]) => Self::DestroyByAssetId,
            ("POST", ["delete_by_token"]) => Self::DeleteByToken,
            ("GET", ["download_backup"]) => Self::DownloadBackup,
            ("POST", ["auto", "upload"]) => Self::Upload(None),
            ("POST", [of, "destroy"]) => Self::Destroy(resource_type(of)?),
            ("POST", [of, "upload"]) => Self::Upload(Some(resource_type(of)?)),
            ("POST", [of, "explicit"]) => Self::Explicit(resource_type(of)?),
            ("POST", [of, "rename"]) => Self::Rename(resource_type(of)?),
            ("POST", [of, "tags"]) => Self::ChangeTags(resource_type(of)?),
            ("POST", [of, "context"]) => Self::ChangeContext(resource_type(of)?),
            ("GET", [of, "download"]) => Self::Download(resource_type(of)?),
            _ => return Ok(None),
        };
        Ok(Some(route))
    }

    fn folders(method: &str, rest: &[&str]) -> Option<Self> {
        let path = joined(rest).trim_matches('/').to_owned();
        Some(match (method, rest) {
            ("GET" | "POST", ["search"]) => Self::SearchFolders,
            ("GET", _) => Self::Folders(path),
            ("POST", _) => Self::CreateFolder(path),
            ("PUT", _) => Self::RenameFolder(path),
            ("DELETE", _) => Self::DeleteFolder(path),
            _ => return None,
        })
    }

    /// The transformation stands in the parameters, or in the path as older SDKs have it.
    fn transformations(method: &str, rest: &[&str]) -> Option<Self> {
        let named = (!rest.is_empty()).then(|| joined(rest));
        Some(match (method, named) {
            ("GET", None) => Self::Transformations,
            ("GET", Some(one)) => Self::Transformation(one),
            ("POST", named) => Self::CreateTransformation(named),
            ("DELETE", named) => Self::DeleteTransformation(named),
            _ => return None,
        })
    }

    fn relations(method: &str, rest: &[&str]) -> Result<Option<Self>, Refusal> {
        let named = match rest {
            [id] => Named::AssetId(decode(id)),
            [of, delivered, name @ ..] if !name.is_empty() => {
                Named::Fully(kind(of, delivered)?, joined(name))
            }
            _ => return Ok(None),
        };
        Ok(match method {
            "POST" => Some(Self::Relate(named)),
            "DELETE" => Some(Self::Unrelate(named)),
            _ => None,
        })
    }

    fn resources(method: &str, rest: &[&str]) -> Result<Option<Self>, Refusal> {
        let route = match (method, rest) {
            ("GET", []) => Self::ResourceTypes,
            ("DELETE", []) => Self::DeleteByAssetIds,
            ("GET" | "POST", ["search"]) => Self::Search,
            ("GET", ["by_asset_folder"]) => Self::ListByFolder,
            ("GET", ["by_asset_ids"]) => Self::ListByAssetIds,
            ("POST", ["restore"]) => Self::RestoreByAssetIds,
            ("DELETE", ["backup", id]) => Self::DeleteBackups(decode(id)),
            ("GET", [of, "context"]) => Self::ListByContext(resource_type(of)?),
            ("GET", [of, "moderations", list, status]) => {
                Self::ListByModeration(resource_type(of)?, decode(list), decode(status))
            }
            ("POST", [of, delivered, "restore"]) => Self::Restore(kind(of, delivered)?),
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
            ("POST", [of, delivered, name @ ..]) if !name.is_empty() => {
                Self::Update(kind(of, delivered)?, joined(name))
            }
            _ => return Ok(None),
        };
        Ok(Some(route))
    }

    /// One word for the counters.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Ping => "ping",
            Self::Config => "config",
            Self::Usage(_) => "usage",
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
            Self::ListByContext(_) => "list_by_context",
            Self::ListByModeration(..) => "list_by_moderation",
            Self::DeleteBackups(_) => "delete_backups",
            Self::Restore(_) => "restore",
            Self::RestoreByAssetIds => "restore_by_asset_ids",
            Self::Update(..) => "update",
            Self::Relate(_) => "relate",
            Self::Unrelate(_) => "unrelate",
            Self::Transformations => "transformations",
            Self::Transformation(_) => "transformation",
            Self::CreateTransformation(_) => "create_transformation",
            Self::DeleteTransformation(_) => "delete_transformation",
            Self::Folders(_) => "folders",
            Self::SearchFolders => "search_folders",
            Self::CreateFolder(_) => "create_folder",
            Self::RenameFolder(_) => "rename_folder",
            Self::DeleteFolder(_) => "delete_folder",
            Self::DeleteByToken => "delete_by_token",
            Self::Upload(_) => "upload",
            Self::Explicit(_) => "explicit",
            Self::Rename(_) => "rename",
            Self::ChangeTags(_) => "change_tags",
            Self::ChangeContext(_) => "change_context",
            Self::Download(_) => "download",
            Self::DownloadBackup => "download_backup",
            Self::Destroy(_) => "destroy",
            Self::DestroyByAssetId => "destroy_by_asset_id",
        }
    }

    /// It deletes, restores, uploads or alters.
    pub fn is_changing(&self) -> bool {
        !matches!(
            self,
            Self::Ping
                | Self::Config
                | Self::Usage(_)
                | Self::ResourceTypes
                | Self::Tags(_)
                | Self::Details(..)
                | Self::DetailsByAssetId(_)
                | Self::Transformations
                | Self::Transformation(_)
                | Self::Folders(_)
                | Self::SearchFolders
                | Self::Download(_)
                | Self::DownloadBackup
        ) && !self.is_listing()
    }

    /// It deletes any number of things at once.
    pub fn is_bulk(&self) -> bool {
        matches!(
            self,
            Self::Delete(_)
                | Self::DeleteByTag(..)
                | Self::DeleteByAssetIds
                | Self::DeleteDerived
                | Self::DeleteBackups(_)
        )
    }

    /// It lists or searches assets.
    pub fn is_listing(&self) -> bool {
        matches!(
            self,
            Self::List(..)
                | Self::ListByTag(..)
                | Self::ListByFolder
                | Self::ListByAssetIds
                | Self::ListByContext(_)
                | Self::ListByModeration(..)
                | Self::Search
        )
    }

    /// How it is authenticated.
    pub fn class(&self) -> Class {
        match self {
            Self::DeleteByToken => Class::Open,
            Self::Destroy(_)
            | Self::DestroyByAssetId
            | Self::Upload(_)
            | Self::Explicit(_)
            | Self::Rename(_)
            | Self::ChangeTags(_)
            | Self::ChangeContext(_)
            | Self::Download(_)
            | Self::DownloadBackup => Class::Upload,
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
        assert_eq!(Route::find("POST", "resources%2fsearch").unwrap(), Route::Search);
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
