//! Uploads (Upload API: not counted against the quota).

use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::json;
use sha1::{Digest, Sha1};

use super::Call;
use super::change::{context, moderation, shown_name, words};
use crate::FolderMode;
use crate::asset::{Asset, Backup, DeliveryType, Derived, Id, Kind, ResourceType, parent};
use crate::chance::of_text;
use crate::json::Json;
use crate::media::{self, Media};
use crate::params::{Params, decode};
use crate::reply::{Answer, Refusal, Reply};
use crate::show::{Shape, Style, derived_url};
use crate::sign;
use crate::store::{Slot, Store};

/// A delete token works for ten minutes.
pub const TOKEN_LIFE: i64 = 600;
/// The largest file that is put together from parts.
const MOST_BYTES: usize = 512 << 20;
/// What a public ID may not have in it.
const FORBIDDEN: [char; 8] = ['?', '&', '#', '\\', '%', '<', '>', '+'];

/// A file as it came.
struct File {
    media: Media,
    bytes: u64,
    etag: Id,
    /// Without its path; the extension is kept.
    name: String,
}

/// `POST /{resource_type or auto}/upload`. An asset of the same name is overwritten and keeps its
/// asset ID; a placeholder of that name does not come back, the new asset has an ID of its own.
pub fn upload(call: &mut Call<'_>, of: Option<ResourceType>) -> Answer {
    if let Some(unfinished) = collect(call, of)? {
        return Ok(unfinished);
    }
    let file = file(&call.params)?;
    let kind =
        Kind { resource_type: resource_type(of, &file.media)?, delivery_type: delivery_type(&call.params)? };
    let public_id = public_id(call, kind, &file)?;
    let known = call.environment.store.find(kind, &public_id);
    let known =
        known.filter(|slot| call.environment.store.get(*slot).is_some_and(|asset| !asset.placeholder));
    let overwrite = call.params.text("overwrite").is_none_or(|text| text != "false" && text != "0");
    let (slot, existing) = match known {
        Some(slot) if !overwrite => (slot, true),
        _ => (put(call, kind, &public_id, &file, known)?, false),
    };
    let eager = call.params.text("eager").unwrap_or_default();
    let eager = make_eager(&mut call.environment.store, slot, &eager);
    let token = if call.params.flag("return_delete_token")? { Some(token(call, slot)) } else { None };
    answer(call, slot, &eager, |json| {
        json.text("original_filename", file.name.rsplit_once('.').map_or(&*file.name, |(stem, _)| stem));
        json.optional("delete_token", token.as_deref());
        if existing {
            json.flag("existing", true);
        }
    })
}

/// Put the parts of a large file together; the last one goes on as the whole.
fn collect(call: &mut Call<'_>, of: Option<ResourceType>) -> Result<Option<Reply>, Refusal> {
    let Some(chunk) = call.params.chunk.take() else { return Ok(None) };
    let part = call.params.file.take().ok_or_else(|| Refusal::missing("file"))?;
    let mut whole = call.environment.parts.remove(&chunk.upload).unwrap_or_default();
    if whole.len() != chunk.first {
        return Err(Refusal::bad("Content-Range does not follow the part before it"));
    }
    whole.extend(part);
    if chunk.is_last {
        call.params.file = Some(whole);
        return Ok(None);
    }
    let (bytes, limit) = (whole.len(), MOST_BYTES);
    if bytes > limit {
        return Err(Refusal::bad(&format!("File size too large. Maximum is {limit}")));
    }
    call.environment.parts.insert(chunk.upload, whole);
    // The SDKs send this public ID with the next part.
    let given = call.params.text("public_id").filter(|id| !id.is_empty());
    let public_id = if let Some(given) = given {
        given
    } else {
        let file = of_bytes(&[], &call.params.file_name.clone().unwrap_or_default());
        made_up(call, of.unwrap_or(ResourceType::Image), &file)?
    };
    Ok(Some(Reply::ok(json!({ "done": false, "bytes": bytes, "public_id": public_id }))))
}

fn file(params: &Params) -> Result<File, Refusal> {
    if let Some(bytes) = &params.file {
        let name = params.file_name.clone().unwrap_or_default();
        return Ok(of_bytes(bytes, name.rsplit(['/', '\\']).next().unwrap_or_default()));
    }
    let text = params.required("file")?;
    if let Some(data) = text.strip_prefix("data:") {
        let (head, data) = data.split_once(',').ok_or_else(|| Refusal::bad("Invalid data URI"))?;
        let bytes = if head.ends_with(";base64") {
            let dense: String = data.split_ascii_whitespace().collect();
            STANDARD.decode(dense).ok().ok_or_else(|| Refusal::bad("Invalid data URI"))?
        } else {
            decode(data).into_bytes()
        };
        return Ok(of_bytes(&bytes, "file"));
    }
    if ["http://", "https://", "ftp://", "s3://", "gs://"].iter().any(|scheme| text.starts_with(scheme)) {
        let (media, bytes) = media::of_url(&text);
        let etag = Id(u128::from(of_text(&text)) << 64 | u128::from(bytes));
        let path = text.split(['?', '#']).next().unwrap_or_default();
        let name = decode(path.rsplit('/').next().unwrap_or_default());
        return Ok(File { media, bytes, etag, name });
    }
    Err(Refusal::bad("Unsupported source URL"))
}

fn of_bytes(bytes: &[u8], name: &str) -> File {
    let mut etag = [0; 16];
    etag.copy_from_slice(&Sha1::digest(bytes)[..16]);
    let etag = Id(u128::from_be_bytes(etag));
    File { media: media::of_bytes(bytes), bytes: bytes.len() as u64, etag, name: name.to_owned() }
}

fn resource_type(of: Option<ResourceType>, media: &Media) -> Result<ResourceType, Refusal> {
    match (of, media.resource_type) {
        (Some(ResourceType::Raw), _) | (None, None) => Ok(ResourceType::Raw),
        (None, Some(found)) => Ok(found),
        (Some(asked), Some(found)) if asked == found => Ok(asked),
        (Some(ResourceType::Image), _) => Err(Refusal::bad("Invalid image file")),
        (Some(ResourceType::Video), _) => Err(Refusal::bad("Unsupported video format or file")),
    }
}

fn delivery_type(params: &Params) -> Result<DeliveryType, Refusal> {
    match params.text("type").filter(|word| !word.is_empty()) {
        None => Ok(DeliveryType::UPLOAD),
        Some(word) => DeliveryType::parse(&word)
            .filter(|known| known.is_uploaded())
            .ok_or_else(|| Refusal::invalid("type", &word)),
    }
}

fn public_id(call: &mut Call<'_>, kind: Kind, file: &File) -> Result<String, Refusal> {
    let given = call.params.text("public_id").filter(|id| !id.is_empty());
    let mut name = match given {
        Some(given) => given,
        None => made_up(call, kind.resource_type, file)?,
    };
    let before = ["folder", "public_id_prefix"].into_iter().find_map(|name| call.params.text(name));
    if let Some(before) = before.filter(|before| !before.is_empty()) {
        name = format!("{before}/{name}");
    }
    check(&name)?;
    Ok(name)
}

/// Twenty characters, or the file's name and six; for raw files with the extension.
fn made_up(call: &mut Call<'_>, of: ResourceType, file: &File) -> Result<String, Refusal> {
    let (stem, extension) = match file.name.rsplit_once('.') {
        Some((stem, extension)) => (stem, Some(extension)),
        None => (&*file.name, None),
    };
    let unique = call.params.text("unique_filename").is_none_or(|text| text != "false" && text != "0");
    let name = if !call.params.flag("use_filename")? || stem.is_empty() {
        random(call, 20)
    } else if unique {
        format!("{}_{}", stem.replace(FORBIDDEN, "_"), random(call, 6))
    } else {
        stem.replace(FORBIDDEN, "_")
    };
    Ok(match extension.filter(|_| of == ResourceType::Raw) {
        Some(extension) => format!("{name}.{extension}"),
        None => name,
    })
}

/// Cloudinary's rules for new names; old assets may break them.
pub fn check(name: &str) -> Result<(), Refusal> {
    let edges = name.starts_with([' ', '/']) || name.ends_with([' ', '/']);
    if edges || name.contains(FORBIDDEN) || name.chars().count() > 255 {
        return Err(Refusal::bad(&format!("public_id ({name}) is invalid")));
    }
    Ok(())
}

fn random(call: &mut Call<'_>, length: usize) -> String {
    const LETTERS: [u8; 36] = *b"abcdefghijklmnopqrstuvwxyz0123456789";
    (0..length).map(|_| char::from(call.environment.chance.pick(&LETTERS))).collect()
}

fn put(
    call: &mut Call<'_>,
    kind: Kind,
    public_id: &str,
    file: &File,
    known: Option<Slot>,
) -> Result<Slot, Refusal> {
    let params = &call.params;
    let environment = &mut *call.environment;
    let before = known.and_then(|slot| environment.store.get(slot)).cloned();
    let id = before.as_ref().map_or_else(|| environment.chance.id(), |before| before.id);
    let mut asset = Asset::new(id, kind, Arc::from(public_id), call.now);
    if let Some(before) = &before {
        asset.created_at = before.created_at;
        asset.version = call.now.max(before.version + 1);
        asset.backups.clone_from(&before.backups);
        asset.folder = before.folder.clone();
        asset.display_name.clone_from(&before.display_name);
    }
    let store = &mut environment.store;
    asset.format =
        if kind.resource_type == ResourceType::Raw { Arc::from("") } else { store.word(&file.media.format) };
    (asset.bytes, asset.etag) = (file.bytes, file.etag);
    if kind.resource_type != ResourceType::Raw {
        (asset.width, asset.height) = (file.media.width, file.media.height);
        (asset.duration_ms, asset.pages) = (file.media.duration_ms, file.media.pages);
    }
    if environment.settings.folder_mode == FolderMode::Fixed {
        asset.folder = store.word(parent(public_id));
    } else if let Some(folder) = params.text("asset_folder").or_else(|| params.text("folder")) {
        asset.folder = store.word(folder.trim_matches('/'));
    }
    if let Some(name) = shown_name(store, params) {
        asset.display_name = Some(name);
    }
    asset.tags = words(store, &params.list("tags").unwrap_or_default());
    asset.context = context(store, params).unwrap_or_default();
    asset.moderation = moderation(params)?;
    let backup = match params.text("backup") {
        Some(_) => params.flag("backup")?,
        None => environment.settings.backup,
    };
    // Only new content makes a version.
    if backup && before.is_none_or(|before| before.etag != asset.etag || before.backups.is_empty()) {
        let backup = Backup::of(&asset, environment.chance.id(), call.now);
        asset.backups.push(backup);
    }
    Ok(environment.store.insert(asset))
}

/// Make the copies that `eager` asks for: `c_scale,w_100|c_crop,w_50/png`. Gives all of them,
/// those that were there already too.
pub fn make_eager(store: &mut Store, slot: Slot, eager: &str) -> Vec<Derived> {
    let wanted = eager.split('|').map(str::trim).filter(|one| !one.is_empty());
    wanted.filter_map(|one| copy_of(store, slot, one)).collect()
}

fn copy_of(store: &mut Store, slot: Slot, wanted: &str) -> Option<Derived> {
    let asset = store.get(slot)?;
    let (transformation, format) = match wanted.rsplit_once('/') {
        Some((rest, last)) if !last.contains('_') => {
            (rest, if last.is_empty() { &*asset.format } else { last })
        }
        _ => (wanted, &*asset.format),
    };
    let same = |copy: &&Derived| *copy.transformation == *transformation && *copy.format == *format;
    if let Some(known) = asset.derived.iter().find(same) {
        return Some(known.clone());
    }
    let seed = format!("{} {transformation} {format} {}", asset.id, asset.version);
    let id = Id(u128::from(of_text(&seed)) << 64 | u128::from(of_text(&format!("copy {seed}"))));
    let bytes = 500 + (of_text(&seed) % 100_000) as u32;
    let (transformation, format) = (transformation.to_owned(), format.to_owned());
    let copy =
        Derived { id, transformation: store.word(&transformation), format: store.word(&format), bytes };
    store.add_derived(slot, copy.clone());
    Some(copy)
}

fn token(call: &mut Call<'_>, slot: Slot) -> String {
    let token = format!("{}{}", call.environment.chance.id(), call.environment.chance.id());
    if let Some(asset) = call.environment.store.get(slot) {
        let until = call.now + TOKEN_LIFE;
        call.environment.tokens.retain(|_, (_, until)| *until > call.now);
        call.environment.tokens.insert(token.clone(), (asset.id, until));
    }
    token
}

/// The resource as uploads and their like answer with it.
pub fn answer(call: &Call<'_>, slot: Slot, eager: &[Derived], extra: impl FnOnce(&mut Json)) -> Answer {
    let environment = &*call.environment;
    let asset = environment.store.get(slot).ok_or_else(|| Refusal::not_found("asset"))?;
    let mut signed = Params::default();
    signed.add_text("public_id", asset.public_id.to_string());
    signed.add_text("version", asset.version.to_string());
    let text = sign::string_to_sign(&signed, false);
    let signature = hex::encode(Sha1::digest(format!("{text}{}", environment.settings.api_secret)));
    let mut json = Json::object();
    // `tags` and `context` in the request are values here, not questions.
    Shape::new(environment, Style::Details, &Params::default()).write(&mut json, asset);
    let newest = asset.backups.last().map(|backup| backup.version_id);
    json.text("version_id", &newest.unwrap_or(asset.etag).to_string());
    json.text("signature", &signature);
    json.flag("placeholder", false);
    if !eager.is_empty() {
        json.array("eager", |json| {
            for copy in eager {
                let url = derived_url(environment, asset, copy);
                json.item(|json| {
                    json.text("transformation", &copy.transformation);
                    json.text("format", &copy.format);
                    json.number("bytes", copy.bytes);
                    json.text("url", &url);
                    json.text("secure_url", &url);
                });
            }
        });
    }
    extra(&mut json);
    Ok(Reply::written(json))
}
