//! A row as a call of the client.

use cloudsweep::api::{
    ApiError, Ask, Assets, Block, BulkOptions, Deleter, Direction, LookFor, Reader, Restorer, Search,
};
use cloudsweep::model::asset::{DeliveryType, ResourceType, UnknownResourceType};
use cloudsweep::model::message::Fault;
use percent_encoding::percent_decode_str;
use serde_json::Value;

use crate::support::name;
use crate::support::vectors::Row;

/// What a row says was sent.
#[derive(Debug)]
pub struct Asked {
    pub method: String,
    /// As recorded.
    pub path: String,
    pub cloud: String,
    /// Behind the cloud name, decoded.
    pub segments: Vec<String>,
    pub query: Vec<(String, String)>,
    /// Without `null`; `Value::Null` where there is none.
    pub body: Value,
    pub signed: bool,
    pub anonymous: bool,
    pub form: bool,
}

pub fn kind(word: &str) -> Result<ResourceType, String> {
    word.parse().map_err(|error: UnknownResourceType| error.to_string())
}

impl Asked {
    pub fn of(row: &Row) -> Result<Self, String> {
        let path = row.text("path");
        let mut segments = path.split('/').skip(1).map(|segment| {
            percent_decode_str(segment).decode_utf8().map(String::from).map_err(|error| error.to_string())
        });
        let version = segments.next().transpose()?;
        if version.as_deref() != Some("v1_1") {
            return Err(format!("{path} is below another version"));
        }
        let cloud = segments.next().transpose()?.ok_or("no cloud")?;
        let pairs = row.value["query"].as_array().cloned().unwrap_or_default();
        let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        let mut body = row.value["body"].clone();
        if let Value::Object(fields) = &mut body {
            fields.retain(|_, value| !value.is_null());
        }
        let auth = row.value["auth"].as_str().unwrap_or("basic");
        Ok(Self {
            method: row.text("method").to_owned(),
            path: path.to_owned(),
            cloud,
            segments: segments.collect::<Result<_, _>>()?,
            query: pairs.iter().map(|pair| (text(&pair[0]), text(&pair[1]))).collect(),
            body,
            signed: auth == "signature",
            anonymous: auth == "none",
            form: row.value["encoding"].as_str().is_some_and(|encoding| encoding.starts_with("form")),
        })
    }

    fn query(&self, name: &str) -> Option<&str> {
        self.query.iter().find(|(it, _)| it == name).map(|(_, value)| &**value)
    }

    fn each(&self, name: &str) -> Vec<&str> {
        self.query.iter().filter(|(it, _)| it == name).map(|(_, value)| &**value).collect()
    }

    fn max_results(&self) -> Option<u16> {
        self.query("max_results")?.parse().ok()
    }

    fn text(&self, name: &str) -> Option<&str> {
        self.body[name].as_str()
    }

    fn texts(&self, name: &str) -> Vec<&str> {
        self.body[name]
            .as_array()
            .map_or_else(Vec::new, |list| list.iter().filter_map(Value::as_str).collect())
    }

    /// `true`, `"1"`, `"true"` …
    fn flag(&self, name: &str) -> Option<bool> {
        match &self.body[name] {
            Value::Bool(flag) => Some(*flag),
            Value::String(word) => Some(word == "1" || word == "true"),
            _ => None,
        }
    }

    fn unknown(&self) -> String {
        format!("no call of the client sends {} {} {}", self.method, self.path, self.body)
    }

    pub async fn delete(&self, deleter: &Deleter) -> Result<(), String> {
        let transformations: Vec<&str> =
            self.text("transformations").map_or_else(Vec::new, |text| text.split('|').collect());
        let options = BulkOptions {
            invalidate: self.flag("invalidate"),
            keep_original: self.flag("keep_original"),
            transformations: &transformations,
            next_cursor: self.text("next_cursor"),
        };
        let words: Vec<&str> = self.segments.iter().map(String::as_str).collect();
        match words[..] {
            [rt, "destroy"] => {
                let id = self.text("public_id").unwrap_or_default();
                let name = name(kind(rt)?, self.text("type").unwrap_or("upload"), id);
                done(deleter.destroy(&name, self.flag("invalidate")).await)
            }
            ["delete_by_token"] => done(deleter.by_token(self.text("token").unwrap_or_default()).await),
            ["resources"] => done(deleter.by_asset_ids(&self.texts("asset_ids"), options).await),
            ["derived_resources"] => done(deleter.derived(&self.texts("derived_resource_ids")).await),
            ["transformations"] => {
                done(deleter.transformation(self.text("transformation").unwrap_or_default()).await)
            }
            ["folders", ..] => done(deleter.folder(&words[1..].join("/"), self.flag("skip_backup")).await),
            ["resources", "backup", id] => {
                done(deleter.backed_up_versions(id, &self.texts("version_ids")).await)
            }
            ["resources", "related_assets", id] => {
                done(deleter.links_by_asset_ids(id, &self.texts("assets_to_unrelate")).await)
            }
            ["resources", "related_assets", rt, delivery, ..] => {
                let name = name(kind(rt)?, delivery, &words[4..].join("/"));
                done(deleter.links(&name, &self.texts("assets_to_unrelate")).await)
            }
            ["resources", rt, "tags", ..] => {
                done(deleter.by_tag(kind(rt)?, &words[3..].join("/"), options).await)
            }
            ["resources", rt, delivery] => {
                let (rt, delivery) = (kind(rt)?, DeliveryType::from(delivery));
                let ids = self.texts("public_ids");
                if let Some(prefix) = self.text("prefix") {
                    done(deleter.by_prefix(rt, &delivery, prefix, options).await)
                } else if self.flag("all") == Some(true) {
                    done(deleter.all(rt, &delivery, options).await)
                } else if options.keep_original == Some(true) && !transformations.is_empty() {
                    let invalidate = options.invalidate;
                    done(
                        deleter
                            .derived_by_transformation(rt, &delivery, &ids, &transformations, invalidate)
                            .await,
                    )
                } else {
                    done(deleter.by_public_ids(rt, &delivery, &ids, options).await)
                }
            }
            _ => Err(self.unknown()),
        }
    }

    pub async fn restore(&self, restorer: &Restorer) -> Result<(), String> {
        let words: Vec<&str> = self.segments.iter().map(String::as_str).collect();
        let versions = self.texts("versions");
        match words[..] {
            ["resources", "restore"] => {
                done(restorer.by_asset_ids(&self.texts("asset_ids"), &versions).await)
            }
            ["resources", rt, delivery, "restore"] => {
                let delivery = DeliveryType::from(delivery);
                done(restorer.by_public_ids(kind(rt)?, &delivery, &self.texts("public_ids"), &versions).await)
            }
            _ => Err(self.unknown()),
        }
    }

    pub async fn read(&self, reader: &Reader) -> Result<(), String> {
        let cursor = self.query("next_cursor");
        let words: Vec<&str> = self.segments.iter().map(String::as_str).collect();
        match (&*self.method, &words[..]) {
            ("GET", ["ping"]) => done(reader.ping().await),
            ("GET", ["config"]) => done(reader.config().await),
            ("GET", ["usage"]) => done(reader.usage().await),
            ("GET", ["resources"]) => done(reader.resource_types().await),
            ("GET", ["tags", rt]) => {
                done(reader.tag_page(kind(rt)?, self.query("prefix"), self.max_results(), cursor).await)
            }
            ("GET", ["folders", path @ ..]) => {
                done(reader.folder_page(&path.join("/"), self.max_results(), cursor).await)
            }
            ("GET", [rt, "download"]) => {
                let (id, delivery) = (self.query("public_id"), self.query("type"));
                let name = name(kind(rt)?, delivery.unwrap_or("upload"), id.unwrap_or_default());
                done(reader.download(&name, self.query("format")).await)
            }
            ("GET", ["download_backup"]) => {
                let (asset, version) = (self.query("asset_id"), self.query("version_id"));
                done(reader.download_version(asset.unwrap_or_default(), version.unwrap_or_default()).await)
            }
            ("POST", ["resources", "search"]) => {
                done(reader.search(&self.search(), self.text("next_cursor")).await)
            }
            ("POST", ["folders", "search"]) => {
                let max = self.body["max_results"].as_u64().and_then(|max| max.try_into().ok());
                let expression = self.text("expression").unwrap_or_default();
                done(reader.search_folders(expression, max, self.text("next_cursor")).await)
            }
            ("GET", ["resources", words @ ..]) => self.list(reader, words).await,
            _ => Err(self.unknown()),
        }
    }

    async fn list(&self, reader: &Reader, words: &[&str]) -> Result<(), String> {
        let delivery = words.get(1).map(|word| DeliveryType::from(*word));
        let (public_ids, asset_ids) = (self.each("public_ids[]"), self.each("asset_ids[]"));
        let assets = match words {
            ["by_asset_ids"] => Assets::ById(&asset_ids),
            ["by_asset_folder"] => Assets::InFolder(self.query("asset_folder").unwrap_or_default()),
            [rt, "tags", tag @ ..] => return self.by_tag(reader, kind(rt)?, &tag.join("/")).await,
            [rt, "context"] => Assets::WithContext {
                kind: kind(rt)?,
                key: self.query("key").unwrap_or_default(),
                value: self.query("value"),
            },
            [rt, "moderations", queue, status] => Assets::Moderated { kind: kind(rt)?, queue, status },
            [rt, _] if !public_ids.is_empty() => Assets::Named {
                kind: kind(rt)?,
                delivery: delivery.as_ref().expect("the second word"),
                public_ids: &public_ids,
            },
            [rt, _] => {
                Assets::OfKind { kind: kind(rt)?, delivery: delivery.as_ref(), prefix: self.query("prefix") }
            }
            [word] => match kind(word) {
                Ok(kind) => Assets::OfKind { kind, delivery: None, prefix: None },
                Err(_) => return told_of_another(reader.look_by_id(word, &self.look_for()).await),
            },
            [rt, delivery, id @ ..] => {
                let name = name(kind(rt)?, delivery, &id.join("/"));
                return told_of_another(reader.look_by_name(&name, &self.look_for()).await);
            }
            [] => return Err(self.unknown()),
        };
        self.page(reader, assets).await
    }

    async fn by_tag(&self, reader: &Reader, kind: ResourceType, tag: &str) -> Result<(), String> {
        self.page(reader, Assets::Tagged { kind, tag }).await
    }

    async fn page(&self, reader: &Reader, assets: Assets<'_>) -> Result<(), String> {
        let blocks: Vec<Block> = [
            ("tags", Block::Tags),
            ("context", Block::Context),
            ("metadata", Block::Metadata),
            ("moderations", Block::Moderations),
        ]
        .into_iter()
        .filter(|(name, _)| self.query(name) == Some("true"))
        .map(|(_, block)| block)
        .collect();
        let fields: Vec<&str> =
            self.query("fields").map_or_else(Vec::new, |fields| fields.split(',').collect());
        let ask = Ask {
            max_results: self.max_results(),
            cursor: self.query("next_cursor"),
            blocks: &blocks,
            fields: &fields,
            direction: self.query("direction").map(|word| match word {
                "asc" | "1" => Direction::Ascending,
                _ => Direction::Descending,
            }),
            start_at: self.query("start_at"),
        };
        done(reader.page(assets, &ask).await)
    }

    fn look_for(&self) -> LookFor<'_> {
        LookFor {
            versions: self.query("versions") == Some("true"),
            max_results: self.max_results(),
            cursor: self.query("derived_next_cursor"),
        }
    }

    fn search(&self) -> Search {
        let texts = |name: &str| self.texts(name).into_iter().map(str::to_owned).collect();
        let order = |one: &Value| {
            let (field, direction) = one.as_object()?.iter().next()?;
            Some((field.clone(), direction == "desc"))
        };
        Search {
            expression: self.text("expression").unwrap_or_default().to_owned(),
            max_results: self.body["max_results"].as_u64().unwrap_or_default() as u32,
            sort_by: self.body["sort_by"]
                .as_array()
                .map_or_else(Vec::new, |all| all.iter().filter_map(order).collect()),
            with_field: texts("with_field"),
            fields: texts("fields"),
            aggregate: texts("aggregate"),
        }
    }
}

/// The server said yes to everything, so a call that fails was not sent or not understood.
fn done<T>(answer: Result<T, ApiError>) -> Result<(), String> {
    answer.map(drop).map_err(|error| format!("{error:?}"))
}

/// The server tells always of the same asset; whose details were asked for is what counts.
fn told_of_another<T: std::fmt::Debug>(answer: Result<T, ApiError>) -> Result<(), String> {
    match answer {
        Err(error) if error.message == Fault::OtherAsset.into() => Ok(()),
        answer => Err(format!("{answer:?}")),
    }
}
