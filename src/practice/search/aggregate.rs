//! Counting what a search found, by a field.
//!
//! `format`, `resource_type` and `type` are counted by value; `bytes`, `duration`,
//! `image_pixels` and `video_pixels` by ranges that the caller names.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::super::asset::{Asset, ResourceType};
use super::super::reply::Refusal;

/// What is to be counted.
#[derive(Clone, Debug)]
pub struct Aggregates(Vec<Aggregate>);

#[derive(Clone, Debug)]
enum Aggregate {
    Values(&'static str),
    Ranges(&'static str, Vec<Range>),
}

/// From `from` up to but not including `to`.
#[derive(Clone, Debug)]
struct Range {
    key: String,
    from: Option<f64>,
    to: Option<f64>,
}

const VALUES: [&str; 3] = ["format", "resource_type", "type"];
const RANGES: [&str; 4] = ["bytes", "duration", "image_pixels", "video_pixels"];

impl Aggregates {
    /// Read `["format", {"type": "bytes", "ranges": [{"key": "small", "to": 1000}]}]`.
    ///
    /// # Errors
    /// 400 for a field that cannot be counted.
    pub fn read(value: Option<&Value>) -> Result<Self, Refusal> {
        let Some(value) = value else { return Ok(Self(Vec::new())) };
        let one = std::slice::from_ref(value);
        let items = value.as_array().map_or(one, Vec::as_slice);
        let read =
            |item| Aggregate::read(item).ok_or_else(|| Refusal::invalid("aggregate", &value.to_string()));
        Ok(Self(items.iter().map(read).collect::<Result<_, _>>()?))
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// `{"format": {"jpg": 4, "png": 2}, "bytes": {"small": 1}}`.
    pub fn count<'a>(&self, found: &(impl Iterator<Item = &'a Asset> + Clone)) -> Value {
        let counts =
            self.0.iter().map(|aggregate| (aggregate.name().to_owned(), aggregate.count(found.clone())));
        Value::Object(counts.collect())
    }
}

impl Aggregate {
    fn read(item: &Value) -> Option<Self> {
        let known = |names: &[&'static str], name: &str| names.iter().copied().find(|known| *known == name);
        match item {
            Value::String(name) => known(&VALUES, name).map(Self::Values),
            Value::Object(object) => {
                let name = known(&RANGES, object.get("type")?.as_str()?)?;
                let ranges = object.get("ranges")?.as_array()?;
                Some(Self::Ranges(name, ranges.iter().map(Range::read).collect::<Option<_>>()?))
            }
            _ => None,
        }
    }

    fn name(&self) -> &'static str {
        match self {
            Self::Values(name) | Self::Ranges(name, _) => name,
        }
    }

    fn count<'a>(&self, found: impl Iterator<Item = &'a Asset>) -> Value {
        match self {
            Self::Values(name) => {
                let mut counts: BTreeMap<&str, u64> = BTreeMap::new();
                for asset in found {
                    let value = match *name {
                        "format" => &*asset.format,
                        "type" => asset.kind.delivery_type.word(),
                        _ => asset.kind.resource_type.word(),
                    };
                    if !value.is_empty() {
                        *counts.entry(value).or_default() += 1;
                    }
                }
                json!(counts)
            }
            Self::Ranges(name, ranges) => {
                let mut counts: BTreeMap<&str, u64> = ranges.iter().map(|range| (&*range.key, 0)).collect();
                for value in found.filter_map(|asset| number(asset, name)) {
                    for range in ranges.iter().filter(|range| range.holds(value)) {
                        *counts.entry(&range.key).or_default() += 1;
                    }
                }
                json!(counts)
            }
        }
    }
}

impl Range {
    fn read(item: &Value) -> Option<Self> {
        let key = item.get("key")?.as_str()?.to_owned();
        let end = |name| item.get(name).and_then(Value::as_f64);
        Some(Self { key, from: end("from"), to: end("to") })
    }

    fn holds(&self, value: f64) -> bool {
        self.from.is_none_or(|from| value >= from) && self.to.is_none_or(|to| value < to)
    }
}

fn number(asset: &Asset, name: &str) -> Option<f64> {
    let pixels = f64::from(asset.width) * f64::from(asset.height);
    let of = asset.kind.resource_type;
    match name {
        "bytes" => Some(asset.bytes as f64),
        "duration" => Some(f64::from(asset.duration_ms) / 1000.0).filter(|_| asset.duration_ms > 0),
        "image_pixels" => Some(pixels).filter(|pixels| of == ResourceType::Image && *pixels > 0.0),
        _ => Some(pixels).filter(|pixels| of == ResourceType::Video && *pixels > 0.0),
    }
}
