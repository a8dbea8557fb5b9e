//! Answers as they come over the wire: tolerant of unknown fields, of strings for numbers and of
//! everything that the documentation leaves open.

use std::collections::HashMap;
use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, Visitor};
use serde_json::Value;

use super::reader;
use crate::model::account::FolderMode;
use crate::model::asset::{Asset, AssetName, DeliveryType, Derived as ModelDerived, Details};

/// How much of an entry that cannot be understood is shown.
const EXCERPT: usize = 120;

#[derive(Deserialize)]
pub(super) struct Listing {
    /// Its absence is an error: an empty page says `[]`.
    resources: Vec<Entry>,
    next_cursor: Option<String>,
    #[serde(default, deserialize_with = "number")]
    pub(super) total_count: Option<u64>,
}

/// One entry that cannot be understood does not take the page with it.
#[derive(Deserialize)]
#[serde(untagged)]
enum Entry {
    Read(Box<Resource>),
    Unread(Value),
}

impl Listing {
    pub(super) fn into_model(self) -> reader::Page {
        let mut page = reader::Page {
            next_cursor: self.next_cursor.filter(|cursor| !cursor.is_empty()),
            ..reader::Page::default()
        };
        for entry in self.resources {
            match entry {
                Entry::Read(resource) => {
                    let text = resource.public_id.to_string();
                    match resource.into_asset() {
                        Ok(asset) => page.items.push(asset),
                        Err(why) => page.unreadable.push(reader::Unreadable { text, why }),
                    }
                }
                Entry::Unread(value) => page.unreadable.push(reader::Unreadable {
                    text: value["public_id"]
                        .as_str()
                        .map_or_else(|| value.to_string().chars().take(EXCERPT).collect(), str::to_owned),
                    why: "a field that every asset has is missing".to_owned(),
                }),
            }
        }
        page
    }
}

#[derive(Deserialize)]
pub(super) struct Resource {
    asset_id: Option<String>,
    public_id: Box<str>,
    format: Option<Box<str>>,
    #[serde(default, deserialize_with = "number")]
    version: Option<u64>,
    resource_type: String,
    #[serde(rename = "type")]
    delivery_type: String,
    #[serde(default, deserialize_with = "number")]
    bytes: Option<u64>,
    #[serde(default, deserialize_with = "number")]
    width: Option<u64>,
    #[serde(default, deserialize_with = "number")]
    height: Option<u64>,
    created_at: Option<String>,
    secure_url: Option<Box<str>>,
    url: Option<Box<str>>,
    backup: Option<bool>,
    #[serde(default, deserialize_with = "number")]
    backup_bytes: Option<u64>,
    asset_folder: Option<Box<str>>,
    display_name: Option<Box<str>>,
    tags: Option<Vec<Box<str>>>,
    etag: Option<Box<str>>,
    placeholder: Option<bool>,
    derived: Option<Vec<Derived>>,
    derived_next_cursor: Option<String>,
    versions: Option<Vec<Value>>,
}

#[derive(Deserialize)]
struct Derived {
    id: String,
    transformation: Option<Box<str>>,
    format: Option<Box<str>>,
    #[serde(default, deserialize_with = "number")]
    bytes: Option<u64>,
    secure_url: Option<Box<str>>,
    url: Option<Box<str>>,
}

impl Resource {
    fn into_asset(self) -> Result<Asset, String> {
        let resource_type = self.resource_type.parse().map_err(|error| format!("{error}"))?;
        let name = AssetName {
            resource_type,
            delivery_type: DeliveryType::from(self.delivery_type),
            public_id: self.public_id,
        };
        Ok(Asset {
            asset_id: self.asset_id.and_then(|id| id.parse().ok()),
            name,
            format: self.format.filter(|format| !format.is_empty()),
            version: self.version.unwrap_or_default(),
            bytes: self.bytes.unwrap_or_default(),
            width: self.width.and_then(|width| width.try_into().ok()),
            height: self.height.and_then(|height| height.try_into().ok()),
            created_at: self.created_at.as_deref().and_then(time),
            secure_url: self.secure_url.or(self.url).unwrap_or_default(),
            backed_up: self.backup.or(self.backup_bytes.map(|bytes| bytes > 0)),
            asset_folder: self.asset_folder,
            display_name: self.display_name,
            tags: self.tags.unwrap_or_default(),
            etag: self.etag,
            placeholder: self.placeholder.unwrap_or_default(),
        })
    }

    /// With the cursor of the next page of copies.
    pub(super) fn into_details(mut self) -> Result<(Details, Option<String>), String> {
        let next = self.derived_next_cursor.take().filter(|cursor| !cursor.is_empty());
        let versions = self.versions.take().unwrap_or_default().len();
        let derived = self.derived.take().unwrap_or_default();
        let derived = derived.into_iter().map(Derived::into_model).collect::<Result<Vec<_>, _>>()?;
        let mut asset = self.into_asset()?;
        if versions > 0 {
            asset.backed_up = Some(true);
        }
        Ok((Details { asset, derived, versions }, next))
    }
}

impl Derived {
    fn into_model(self) -> Result<ModelDerived, String> {
        Ok(ModelDerived {
            id: self.id.parse().map_err(|error| format!("a copy's ID: {error}"))?,
            transformation: self.transformation.unwrap_or_default(),
            format: self.format,
            bytes: self.bytes.unwrap_or_default(),
            secure_url: self.secure_url.or(self.url).unwrap_or_default(),
        })
    }
}

/// `…Z` and `…+00:00` both occur.
fn time(text: &str) -> Option<i64> {
    text.parse::<jiff::Timestamp>().ok().map(jiff::Timestamp::as_second)
}

#[derive(Deserialize)]
pub(super) struct Tags {
    pub(super) tags: Vec<String>,
    pub(super) next_cursor: Option<String>,
}

#[derive(Deserialize)]
pub(super) struct Config {
    settings: Option<Settings>,
}

#[derive(Deserialize)]
struct Settings {
    folder_mode: Option<String>,
}

impl Config {
    pub(super) fn into_model(self) -> reader::Config {
        let word = self.settings.and_then(|settings| settings.folder_mode);
        let folder_mode = match word.as_deref() {
            Some("dynamic") => Some(FolderMode::Dynamic),
            Some("fixed") => Some(FolderMode::Fixed),
            _ => None,
        };
        reader::Config { folder_mode }
    }
}

#[derive(Deserialize)]
pub(super) struct Usage {
    plan: Option<String>,
    #[serde(default, deserialize_with = "number")]
    resources: Option<u64>,
    #[serde(default, deserialize_with = "number")]
    derived_resources: Option<u64>,
    storage: Option<Figure>,
}

#[derive(Deserialize)]
struct Figure {
    #[serde(default, deserialize_with = "number")]
    usage: Option<u64>,
}

impl Usage {
    pub(super) fn into_model(self) -> reader::Usage {
        reader::Usage {
            plan: self.plan,
            originals: self.resources,
            derived: self.derived_resources,
            storage_bytes: self.storage.and_then(|figure| figure.usage),
        }
    }
}

#[derive(Deserialize)]
pub(super) struct Destroyed {
    pub(super) result: String,
}

#[derive(Deserialize)]
pub(super) struct Bulk {
    /// Its absence is an error: nothing is taken for deleted that was not named.
    pub(super) deleted: HashMap<String, String>,
    pub(super) deleted_counts: Option<HashMap<String, Counts>>,
    pub(super) unauthorized: Option<Vec<String>>,
    pub(super) partial: Option<bool>,
    pub(super) next_cursor: Option<String>,
}

#[derive(Deserialize)]
pub(super) struct Counts {
    #[serde(default, deserialize_with = "number")]
    pub(super) derived: Option<u64>,
}

/// A whole number, however it is written; `null`, negative numbers and other texts count as absent.
fn number<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<u64>, D::Error> {
    struct Number;

    impl<'de> Visitor<'de> for Number {
        type Value = Option<u64>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a number")
        }

        fn visit_u64<E>(self, number: u64) -> Result<Self::Value, E> {
            Ok(Some(number))
        }

        fn visit_i64<E>(self, number: i64) -> Result<Self::Value, E> {
            Ok(u64::try_from(number).ok())
        }

        fn visit_f64<E>(self, number: f64) -> Result<Self::Value, E> {
            Ok((number >= 0.0).then_some(number as u64))
        }

        fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
            Ok(text.trim().parse().ok())
        }

        fn visit_unit<E>(self) -> Result<Self::Value, E> {
            Ok(None)
        }

        fn visit_none<E>(self) -> Result<Self::Value, E> {
            Ok(None)
        }
    }

    deserializer.deserialize_any(Number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_asset_is_read_whatever_its_numbers_look_like() {
        let text = r#"{"resources":[{"asset_id":"b5e6d2b39ba3e0869d67141ba7dba6cf","public_id":"docs/owl",
            "format":"jpg","version":"1719305903","resource_type":"image","type":"upload",
            "created_at":"2024-02-25T08:58:23+00:00","bytes":379132.0,"width":null,"new":[1],
            "secure_url":"https://res.cloudinary.com/demo/image/upload/v1719305903/docs/owl.jpg"},
            {"public_id":"odd","resource_type":"hologram","type":"upload"},{"id":3}],"next_cursor":""}"#;
        let page = serde_json::from_str::<Listing>(text).unwrap().into_model();
        let owl = &page.items[0];
        assert_eq!((owl.version, owl.bytes, owl.width), (1_719_305_903, 379_132, None));
        assert_eq!(owl.created_at, Some(1_708_851_503));
        assert_eq!(page.items.len(), 1);
        assert_eq!(page.unreadable[0].text, "odd");
        assert_eq!(page.unreadable.len(), 2);
        assert_eq!(page.next_cursor, None);
    }

    #[test]
    fn a_page_without_a_list_is_no_empty_page() {
        assert!(serde_json::from_str::<Listing>(r#"{"next_cursor":null}"#).is_err());
        assert!(serde_json::from_str::<Bulk>(r#"{"partial":false}"#).is_err());
    }
}
