//! Every other answer.

use serde::Deserialize;

use super::loose::{self, Object, Text};
use crate::api::deleter::{NotDeleted, UnlinkAnswer, VersionsAnswer};
use crate::api::key::Key;
use crate::api::reader;
use crate::api::restored;
use crate::model::account::FolderMode;
use crate::model::asset::AssetId;
use crate::model::message::Fault;

/// `POST /{rt}/destroy`, `POST /delete_by_token`.
#[derive(Deserialize)]
pub(in crate::api) struct Destroyed {
    /// Its absence is an error: nothing is taken for deleted that was not named.
    #[serde(deserialize_with = "loose::word")]
    pub(in crate::api) result: String,
    /// Not documented. Where it is told, it must be the one that was sent.
    #[serde(default, deserialize_with = "loose::id")]
    pub(in crate::api) asset_id: Option<AssetId>,
}

/// `DELETE /resources/backup/{asset_id}`, whole (200) or in part (207).
#[derive(Deserialize)]
pub(in crate::api) struct DeletedVersions {
    deleted_version_ids: Vec<Text>,
    #[serde(default, deserialize_with = "loose::list")]
    failures: Vec<Object<Failure>>,
}

#[derive(Deserialize)]
struct Failure {
    #[serde(default, deserialize_with = "loose::text")]
    version_id: Option<Box<str>>,
    #[serde(default, deserialize_with = "loose::words")]
    error: Option<String>,
}

impl DeletedVersions {
    pub(in crate::api) fn into_answer(self) -> VersionsAnswer {
        let failures = self.failures.into_iter().filter_map(|failure| failure.0);
        VersionsAnswer {
            deleted: self.deleted_version_ids.into_iter().filter_map(|id| id.0).map(String::from).collect(),
            failed: failures
                .map(|failure| NotDeleted {
                    key: failure.version_id.unwrap_or_default().into(),
                    why: failure.error.unwrap_or_default(),
                })
                .collect(),
        }
    }
}

/// `DELETE /folders/{path}`.
#[derive(Deserialize)]
pub(in crate::api) struct DeletedFolder {
    deleted: Vec<Text>,
}

impl DeletedFolder {
    pub(in crate::api) fn into_paths(self) -> Vec<String> {
        self.deleted.into_iter().filter_map(|path| path.0).map(String::from).collect()
    }
}

/// `DELETE /resources/related_assets/…`.
#[derive(Deserialize)]
pub(in crate::api) struct Unlinked {
    #[serde(default, deserialize_with = "loose::list")]
    success: Vec<Object<Link>>,
    #[serde(default, deserialize_with = "loose::list")]
    failed: Vec<Object<Link>>,
}

#[derive(Deserialize)]
struct Link {
    #[serde(default, deserialize_with = "loose::text")]
    asset: Option<Box<str>>,
    #[serde(default, deserialize_with = "loose::words")]
    message: Option<String>,
    #[serde(default, deserialize_with = "loose::words")]
    code: Option<String>,
}

impl Unlinked {
    pub(in crate::api) fn into_answer(self) -> UnlinkAnswer {
        let failed = self.failed.into_iter().filter_map(|link| link.0);
        UnlinkAnswer {
            unlinked: self.success.into_iter().filter_map(|link| link.0?.asset).map(String::from).collect(),
            failed: failed
                .map(|link| NotDeleted {
                    key: link.asset.unwrap_or_default().into(),
                    why: link.message.or(link.code).unwrap_or_default(),
                })
                .collect(),
        }
    }
}

/// `POST …/restore`: an object by the IDs that were sent.
#[derive(Deserialize)]
#[serde(transparent)]
pub(in crate::api) struct Restored(#[serde(deserialize_with = "loose::object")] Vec<(Key, Object<Back>)>);

#[derive(Deserialize)]
struct Back {
    #[serde(default, deserialize_with = "loose::words")]
    error: Option<String>,
    #[serde(default, deserialize_with = "loose::number")]
    version: Option<u64>,
    #[serde(default, deserialize_with = "loose::filled")]
    public_id: Option<Box<str>>,
}

impl Restored {
    pub(in crate::api) fn into_answer(self) -> Vec<restored::RestoreEntry> {
        let verdict = |back: Object<Back>| match back.0 {
            Some(Back { error: Some(word), .. }) => match &*word {
                "no_backup" => restored::Verdict::NoBackup,
                _ => restored::Verdict::Other(word.into()),
            },
            Some(Back { public_id: Some(_), version, .. }) => restored::Verdict::Restored { version },
            Some(_) | None => restored::Verdict::Other(Fault::Silent.into()),
        };
        (self.0.into_iter())
            .filter_map(|(key, back)| {
                Some(restored::RestoreEntry { key: key.exact()?.to_owned(), verdict: verdict(back) })
            })
            .collect()
    }
}

/// `GET /tags/{rt}`.
#[derive(Deserialize)]
pub(in crate::api) struct Tags {
    tags: Vec<Text>,
    #[serde(default, deserialize_with = "loose::cursor")]
    next_cursor: Option<Box<str>>,
}

impl Tags {
    pub(in crate::api) fn into_page(self) -> reader::TagPage {
        reader::TagPage {
            tags: self.tags.into_iter().filter_map(|tag| tag.0).map(String::from).collect(),
            next_cursor: self.next_cursor.map(String::from),
        }
    }
}

/// `GET /folders…`, `POST /folders/search`.
#[derive(Deserialize)]
#[expect(clippy::struct_field_names, reason = "it is Cloudinary's word")]
pub(in crate::api) struct Folders {
    folders: Vec<Object<OneFolder>>,
    #[serde(default, deserialize_with = "loose::cursor")]
    next_cursor: Option<Box<str>>,
    #[serde(default, deserialize_with = "loose::number")]
    total_count: Option<u64>,
}

#[derive(Deserialize)]
struct OneFolder {
    #[serde(default, deserialize_with = "loose::text")]
    name: Option<Box<str>>,
    #[serde(default, deserialize_with = "loose::filled")]
    path: Option<Box<str>>,
}

impl Folders {
    pub(in crate::api) fn into_page(self) -> reader::FolderPage {
        let folder = |folder: OneFolder| {
            let path = folder.path?;
            let name = folder.name.unwrap_or_else(|| path.rsplit('/').next().unwrap_or_default().into());
            Some(reader::Folder { name: name.into(), path: path.into() })
        };
        reader::FolderPage {
            folders: self.folders.into_iter().filter_map(|it| it.0.and_then(folder)).collect(),
            next_cursor: self.next_cursor.map(String::from),
            total: self.total_count,
        }
    }
}

/// `GET /resources`.
#[derive(Deserialize)]
pub(in crate::api) struct ResourceTypes {
    resource_types: Vec<Text>,
}

impl ResourceTypes {
    pub(in crate::api) fn into_words(self) -> Vec<String> {
        self.resource_types.into_iter().filter_map(|word| word.0).map(String::from).collect()
    }
}

/// `GET /config?settings=true`.
#[derive(Deserialize)]
pub(in crate::api) struct Config {
    settings: Option<Object<Settings>>,
}

#[derive(Deserialize)]
struct Settings {
    #[serde(default, deserialize_with = "loose::text")]
    folder_mode: Option<Box<str>>,
}

impl Config {
    pub(in crate::api) fn into_config(self) -> reader::Config {
        let word = self.settings.and_then(|settings| settings.0?.folder_mode);
        let folder_mode = match word.as_deref() {
            Some("dynamic") => Some(FolderMode::Dynamic),
            Some("fixed") => Some(FolderMode::Fixed),
            _ => None,
        };
        reader::Config { folder_mode }
    }
}

/// `GET /usage`.
#[derive(Deserialize)]
pub(in crate::api) struct Usage {
    #[serde(default, deserialize_with = "loose::words")]
    plan: Option<String>,
    #[serde(default, deserialize_with = "loose::number")]
    resources: Option<u64>,
    #[serde(default, deserialize_with = "loose::number")]
    derived_resources: Option<u64>,
    storage: Option<Object<Figure>>,
}

#[derive(Deserialize)]
struct Figure {
    #[serde(default, deserialize_with = "loose::number")]
    usage: Option<u64>,
}

impl Usage {
    pub(in crate::api) fn into_usage(self) -> reader::Usage {
        reader::Usage {
            plan: self.plan,
            originals: self.resources,
            derived: self.derived_resources,
            storage_bytes: self.storage.and_then(|figure| figure.0?.usage),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_counts_as_deleted_that_the_answer_does_not_name() {
        for json in
            ["{}", r#"{"result":null}"#, r#"{"result":true}"#, r#"{"result":["ok"]}"#, r#"{"result":{}}"#]
        {
            assert!(serde_json::from_str::<Destroyed>(json).is_err(), "{json}");
        }
        assert!(serde_json::from_str::<DeletedVersions>("{}").is_err());
        assert!(serde_json::from_str::<DeletedFolder>("{}").is_err());
    }

    #[test]
    fn a_name_that_was_hidden_is_no_other_name() {
        use crate::api::door;
        use crate::api::redact::Secrets;
        let secrets = Secrets::of("1", &"CANARY".into());
        let body = r#"{"CANARY":{"public_id":"•••"},"•••":{"error":"no_backup"}}"#;
        let restored = door::read::<Restored>(body.as_bytes(), &secrets).unwrap().into_answer();
        assert_eq!(restored.len(), 1);
        assert_eq!(restored[0].verdict, restored::Verdict::NoBackup);
    }

    #[test]
    fn a_part_of_the_versions_may_have_failed() {
        let json = r#"{"asset_id":"8267a869","deleted_version_ids":["a"],"failures":
            [{"version_id":"b","error":"in use"},{"version_id":"c"}]}"#;
        let answer = serde_json::from_str::<DeletedVersions>(json).unwrap().into_answer();
        assert_eq!(answer.deleted, ["a"]);
        let failed: Vec<(&str, &str)> = answer.failed.iter().map(|it| (&*it.key, &*it.why)).collect();
        assert_eq!(failed, [("b", "in use"), ("c", "")]);
    }

    #[test]
    fn what_came_back_is_told_item_by_item() {
        let json = r#"{"a":{"public_id":"a","version":"17","bytes":1},"b":{"error":"no_backup"},
            "c":{"error":"failed"},"d":{}}"#;
        let mut answer = serde_json::from_str::<Restored>(json).unwrap().into_answer();
        answer.sort_by(|a, b| a.key.cmp(&b.key));
        let verdicts: Vec<restored::Verdict> = answer.into_iter().map(|entry| entry.verdict).collect();
        assert_eq!(verdicts[0], restored::Verdict::Restored { version: Some(17) });
        assert_eq!(verdicts[1], restored::Verdict::NoBackup);
        assert_eq!(verdicts[2], restored::Verdict::Other("failed".into()));
        assert!(matches!(verdicts[3], restored::Verdict::Other(_)));
    }

    #[test]
    fn settings_may_be_absent() {
        let config = |json: &str| serde_json::from_str::<Config>(json).unwrap().into_config().folder_mode;
        assert_eq!(config(r#"{"settings":{"folder_mode":"fixed"}}"#), Some(FolderMode::Fixed));
        for json in
            ["{}", r#"{"settings":null}"#, r#"{"settings":[]}"#, r#"{"settings":{"folder_mode":"new"}}"#]
        {
            assert_eq!(config(json), None, "{json}");
        }
    }
}
