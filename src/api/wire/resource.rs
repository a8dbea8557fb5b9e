//! The resource object: of listings, of searches and of the details call.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::loose::{self, Any, Object, Text};
use crate::api::reader::{Look, Page, Unreadable};
use crate::api::words::words;
use crate::model::asset::{
    Asset, AssetId, AssetName, BackedUpVersion, DeliveryType, Derived as Copy, ResourceType,
    UnknownResourceType,
};
use crate::model::message::Flaw;
use crate::model::unix_time::UnixTime;

/// A page of resources.
#[derive(Deserialize)]
pub(in crate::api) struct Listing {
    /// Its absence is an error: an empty page says `[]`.
    resources: Vec<Object<Resource>>,
    #[serde(default, deserialize_with = "loose::cursor")]
    next_cursor: Option<Box<str>>,
    #[serde(default, deserialize_with = "loose::number")]
    total_count: Option<u64>,
}

impl Listing {
    /// One entry that cannot be understood does not take the page with it.
    pub(in crate::api) fn into_page(self) -> Page {
        self.into_page_of(|_| true)
    }

    /// Only what belongs to it; the others are counted.
    pub(in crate::api) fn into_page_of(self, belongs: impl Fn(&Resource) -> bool) -> Page {
        let mut page = Page {
            items: Vec::with_capacity(self.resources.len()),
            next_cursor: self.next_cursor.map(String::from),
            total: self.total_count,
            ..Page::default()
        };
        for entry in self.resources {
            let read = match entry.0 {
                Some(resource) if !belongs(&resource) => {
                    page.others += 1;
                    continue;
                }
                Some(resource) => resource.into_asset(),
                None => Err(Unreadable { text: String::new(), why: Flaw::NotAnObject }),
            };
            match read {
                Ok(asset) => page.items.push(asset),
                Err(unreadable) => page.unreadable.push(unreadable),
            }
        }
        page
    }
}

/// What is known of one asset.
#[derive(Deserialize)]
#[expect(clippy::struct_field_names, reason = "they are those of Cloudinary's resource object")]
pub(in crate::api) struct Resource {
    #[serde(default, deserialize_with = "loose::id")]
    asset_id: Option<AssetId>,
    #[serde(default, deserialize_with = "loose::name")]
    public_id: Option<Result<Box<str>, Flaw>>,
    #[serde(default, deserialize_with = "loose::filled")]
    format: Option<Box<str>>,
    #[serde(default, deserialize_with = "loose::number")]
    version: Option<u64>,
    #[serde(default, deserialize_with = "loose::filled")]
    resource_type: Option<Box<str>>,
    #[serde(default, rename = "type", deserialize_with = "loose::filled")]
    delivery_type: Option<Box<str>>,
    #[serde(default, deserialize_with = "loose::number")]
    bytes: Option<u64>,
    #[serde(default, deserialize_with = "loose::number")]
    width: Option<u64>,
    #[serde(default, deserialize_with = "loose::number")]
    height: Option<u64>,
    #[serde(default, deserialize_with = "loose::time")]
    created_at: Option<UnixTime>,
    #[serde(default, deserialize_with = "loose::filled")]
    secure_url: Option<Box<str>>,
    #[serde(default, deserialize_with = "loose::filled")]
    url: Option<Box<str>>,
    #[serde(default, deserialize_with = "loose::flag")]
    backup: Option<bool>,
    #[serde(default, deserialize_with = "loose::number")]
    backup_bytes: Option<u64>,
    #[serde(default, deserialize_with = "loose::text")]
    asset_folder: Option<Box<str>>,
    #[serde(default, deserialize_with = "loose::text")]
    display_name: Option<Box<str>>,
    #[serde(default, deserialize_with = "loose::list")]
    tags: Vec<Text>,
    #[serde(default)]
    context: Any,
    #[serde(default, deserialize_with = "loose::text")]
    etag: Option<Box<str>>,
    #[serde(default, deserialize_with = "loose::flag")]
    placeholder: Option<bool>,
    #[serde(default, deserialize_with = "loose::list")]
    derived: Vec<Object<Derived>>,
    #[serde(default, deserialize_with = "loose::cursor")]
    derived_next_cursor: Option<Box<str>>,
    #[serde(default, deserialize_with = "loose::list")]
    versions: Vec<Object<Version>>,
    #[serde(default, deserialize_with = "loose::list")]
    moderation: Vec<Object<Moderation>>,
}

#[derive(Deserialize)]
struct Moderation {
    #[serde(default, deserialize_with = "loose::text")]
    kind: Option<Box<str>>,
    #[serde(default, deserialize_with = "loose::text")]
    status: Option<Box<str>>,
}

#[derive(Deserialize)]
struct Derived {
    #[serde(default, deserialize_with = "loose::id")]
    id: Option<AssetId>,
    #[serde(default, deserialize_with = "loose::text")]
    transformation: Option<Box<str>>,
    #[serde(default, deserialize_with = "loose::filled")]
    format: Option<Box<str>>,
    #[serde(default, deserialize_with = "loose::number")]
    bytes: Option<u64>,
    #[serde(default, deserialize_with = "loose::filled")]
    secure_url: Option<Box<str>>,
    #[serde(default, deserialize_with = "loose::filled")]
    url: Option<Box<str>>,
}

#[derive(Deserialize)]
#[expect(clippy::struct_field_names, reason = "they are those of Cloudinary's versions")]
struct Version {
    #[serde(default, deserialize_with = "loose::filled")]
    version_id: Option<Box<str>>,
    #[serde(default, deserialize_with = "loose::number")]
    version: Option<u64>,
    #[serde(default, deserialize_with = "loose::number")]
    size: Option<u64>,
    #[serde(default, deserialize_with = "loose::time")]
    time: Option<UnixTime>,
    #[serde(default, deserialize_with = "loose::flag")]
    restorable: Option<bool>,
}

impl Resource {
    /// Whether it says that it stands so in a moderation queue.
    pub(in crate::api) fn is_moderated(&self, queue: &str, status: &str) -> bool {
        let told = self.moderation.iter().filter_map(|told| told.0.as_ref());
        let mut told = told.map(|told| (told.kind.as_deref(), told.status.as_deref()));
        told.any(|told| told == (Some(queue), Some(status)))
    }

    /// # Errors
    /// What every asset has and this one lacks.
    pub(in crate::api) fn into_asset(self) -> Result<Asset, Unreadable> {
        let unreadable =
            |text: Option<&str>, why: Flaw| Unreadable { text: words(text.unwrap_or_default()), why };
        let by_id = |why: Flaw| {
            let id = self.asset_id.map(|id| id.to_string());
            Err(unreadable(id.as_deref(), why))
        };
        let public_id = match self.public_id {
            Some(Ok(public_id)) => public_id,
            Some(Err(why)) => return by_id(why),
            None => return by_id(Flaw::NoPublicId),
        };
        let resource_type = match self.resource_type.as_deref().map(str::parse::<ResourceType>) {
            Some(Ok(resource_type)) => resource_type,
            Some(Err(UnknownResourceType(word))) => {
                return Err(unreadable(Some(&public_id), Flaw::OtherResourceType(words(&word))));
            }
            None => return Err(unreadable(Some(&public_id), Flaw::NoResourceType)),
        };
        let Some(delivery_type) = self.delivery_type.as_deref().map(DeliveryType::from) else {
            return Err(unreadable(Some(&public_id), Flaw::NoDeliveryType));
        };
        Ok(Asset {
            asset_id: self.asset_id,
            name: AssetName { resource_type, delivery_type, public_id },
            format: self.format,
            version: self.version.unwrap_or_default(),
            bytes: self.bytes.unwrap_or_default(),
            width: self.width.and_then(|width| width.try_into().ok()),
            height: self.height.and_then(|height| height.try_into().ok()),
            created_at: self.created_at,
            secure_url: self.secure_url.or(self.url).unwrap_or_default(),
            backed_up: self.backup.or(self.backup_bytes.map(|bytes| bytes > 0)),
            asset_folder: self.asset_folder,
            display_name: self.display_name,
            tags: self.tags.into_iter().filter_map(|tag| tag.0).collect(),
            context: context(self.context),
            etag: self.etag,
            placeholder: self.placeholder.unwrap_or_default(),
        })
    }

    /// # Errors
    /// As [`Self::into_asset`].
    pub(in crate::api) fn into_look(mut self) -> Result<Look, Unreadable> {
        let derived = std::mem::take(&mut self.derived);
        let versions = std::mem::take(&mut self.versions);
        let next_cursor = self.derived_next_cursor.take().map(String::from);
        let given = derived.len();
        let derived: Vec<Copy> =
            derived.into_iter().filter_map(|copy| copy.0.and_then(Derived::into_copy)).collect();
        let versions: Vec<BackedUpVersion> =
            versions.into_iter().filter_map(|version| version.0.and_then(Version::into_version)).collect();
        let unreadable_copies = given - derived.len();
        let mut asset = self.into_asset()?;
        if !versions.is_empty() {
            asset.backed_up = Some(true);
        }
        Ok(Look { asset, derived, unreadable_copies, versions, next_cursor })
    }
}

impl Derived {
    /// `None` where it has no ID: it could not be deleted, and not be told apart.
    fn into_copy(self) -> Option<Copy> {
        Some(Copy {
            id: self.id?,
            transformation: self.transformation.unwrap_or_default(),
            format: self.format,
            bytes: self.bytes.unwrap_or_default(),
            secure_url: self.secure_url.or(self.url).unwrap_or_default(),
        })
    }
}

impl Version {
    fn into_version(self) -> Option<BackedUpVersion> {
        Some(BackedUpVersion {
            version_id: self.version_id?,
            version: self.version,
            bytes: self.size,
            taken_at: self.time,
            restorable: self.restorable.unwrap_or(true),
        })
    }
}

/// `{"custom":{"alt":"x"}}` in listings, `{"alt":"x"}` in searches, and `[{"key":"alt","value":"x"}]`
/// has been seen (Go SDK's `ContextMap`).
fn context(value: Any) -> Vec<(Box<str>, Box<str>)> {
    let mut pairs = BTreeMap::new();
    match value {
        Any::Object(entries) => {
            for (key, value) in entries {
                match (key.exact(), value) {
                    (Some(key), Any::Text(text)) => drop(pairs.insert(Box::from(key), text)),
                    (Some("custom"), custom @ (Any::Object(_) | Any::List(_))) => {
                        return context(custom);
                    }
                    _ => {}
                }
            }
        }
        Any::List(list) => {
            for entry in list {
                let Any::Object(entry) = entry else { continue };
                let (mut name, mut its) = (None, None);
                for (key, value) in entry {
                    match (key.exact(), value) {
                        (Some("key"), Any::Text(text)) => name = Some(text),
                        (Some("value"), Any::Text(text)) => its = Some(text),
                        _ => {}
                    }
                }
                pairs.extend(name.zip(its));
            }
        }
        Any::Text(_) | Any::Nothing => {}
    }
    pairs.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::fixture::at;

    fn page(json: &str) -> Page {
        serde_json::from_str::<Listing>(json).unwrap().into_page()
    }

    #[test]
    fn an_asset_is_read_whatever_its_numbers_look_like() {
        let page = page(
            r#"{"resources":[{"asset_id":"b5e6d2b39ba3e0869d67141ba7dba6cf","public_id":"docs/owl",
            "format":"jpg","version":"1719305903","resource_type":"image","type":"upload",
            "created_at":"2024-02-25T08:58:23+00:00","bytes":379132.0,"width":null,"new":[1],
            "secure_url":"https://res.cloudinary.com/demo/image/upload/v1719305903/docs/owl.jpg"},
            {"public_id":"odd","resource_type":"hologram","type":"upload"},{"id":3},null,7],"next_cursor":""}"#,
        );
        let owl = &page.items[0];
        assert_eq!((owl.version, owl.bytes, owl.width), (1_719_305_903, 379_132, None));
        assert_eq!(owl.created_at, Some(at(1_708_851_503)));
        assert_eq!(page.items.len(), 1);
        assert_eq!(page.unreadable[0].text, "odd");
        assert_eq!(page.unreadable.len(), 4);
        assert_eq!(page.next_cursor, None);
    }

    #[test]
    fn a_page_without_a_list_is_no_empty_page() {
        for json in [r#"{"next_cursor":null}"#, r#"{"resources":null}"#, r#"{"resources":{}}"#, "[]", "{}"] {
            assert!(serde_json::from_str::<Listing>(json).is_err(), "{json}");
        }
        assert_eq!(page(r#"{"resources":[],"next_cursor":null}"#), Page::default());
    }

    #[test]
    fn the_three_shapes_of_context_mean_the_same() {
        for shape in [
            r#"{"custom":{"alt":"An owl","n":1}}"#,
            r#"{"alt":"An owl","n":1}"#,
            r#"[{"key":"alt","value":"An owl"},{"key":"n","value":1}]"#,
            r#"{"custom":[{"key":"alt","value":"An owl"},{"key":"n","value":"1"}]}"#,
        ] {
            let pairs = context(serde_json::from_str(shape).unwrap());
            let pairs: Vec<(&str, &str)> = pairs.iter().map(|(key, value)| (&**key, &**value)).collect();
            assert_eq!(pairs, [("alt", "An owl"), ("n", "1")], "{shape}");
        }
        for nothing in ["null", "[]", "{}", "3", r#"{"custom":null}"#, r#"[1,{"key":"k"}]"#] {
            assert!(context(serde_json::from_str(nothing).unwrap()).is_empty(), "{nothing}");
        }
    }

    #[test]
    fn details_have_copies_and_versions() {
        let json = r#"{"asset_id":"b5e6d2b39ba3e0869d67141ba7dba6cf","public_id":"docs/owl","version":1,
            "resource_type":"image","type":"upload","bytes":"379132","next_cursor":null,
            "derived_next_cursor":"9d1f","derived":[{"id":"76b6ee3a81e20e110ab81d368d18ff53",
            "transformation":"c_scale,w_101","format":"jpg","bytes":4120},{"id":"short"},null],
            "versions":[{"version_id":"5552aa57e67445552a3cdc1110a0115f","version":"1708851503",
            "size":"371000","time":"2024-02-25T08:58:23Z","restorable":true}]}"#;
        let look = serde_json::from_str::<Resource>(json).unwrap().into_look().unwrap();
        assert_eq!((look.derived.len(), look.unreadable_copies), (1, 2));
        assert_eq!(&*look.derived[0].transformation, "c_scale,w_101");
        let version = &look.versions[0];
        assert_eq!((version.version, version.bytes), (Some(1_708_851_503), Some(371_000)));
        assert_eq!(look.asset.backed_up, Some(true));
        assert_eq!(look.next_cursor.as_deref(), Some("9d1f"));
    }
}
