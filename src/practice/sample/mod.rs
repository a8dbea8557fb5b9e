//! The sample library: what an outdoor shop might have gathered in six years.
//!
//! The seed decides everything but the dates: names, asset IDs, sizes, copies and backups
//! stay the same from day to day, and dates are counted back from the moment of filling.
//! About fifty hand-written pieces with awkward names come first, then shelves of made-up
//! ones, oldest first, until the library holds exactly as many as were asked for.

mod copies;
mod names;
mod pieces;
mod shelves;

use super::asset::{Asset, DeliveryType, Kind, Moderation, ResourceType, parent};
use super::chance::Chance;
use super::settings::{FolderMode, Settings};
use super::store::Store;

const DAY: i64 = 86_400;
/// The age of the oldest made-up asset, in days.
const SPAN: f64 = 5.9 * 365.25;

/// An asset before it has an asset ID, dates, copies and backups.
#[derive(Debug)]
struct Draft {
    kind: Kind,
    public_id: String,
    /// Empty for raw and remote files.
    format: &'static str,
    /// Where it is kept, if that is not the path of its public ID.
    folder: Option<String>,
    tags: Vec<&'static str>,
    context: Vec<(&'static str, String)>,
    moderation: Option<Moderation>,
    file: File,
    /// How many made-to-size copies to expect.
    demand: Demand,
}

/// The measures of a file.
#[derive(Clone, Copy, Debug, Default)]
struct File {
    bytes: u64,
    width: u32,
    height: u32,
    duration_ms: u32,
    pages: u16,
}

/// How often an asset is shown somewhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Demand {
    Never,
    Seldom,
    Often,
}

impl Draft {
    fn new(resource_type: ResourceType, public_id: impl Into<String>, format: &'static str) -> Self {
        Self {
            kind: Kind { resource_type, delivery_type: DeliveryType::UPLOAD },
            public_id: public_id.into(),
            format,
            folder: None,
            tags: Vec::new(),
            context: Vec::new(),
            moderation: None,
            file: File::default(),
            demand: Demand::Seldom,
        }
    }

    /// Where it is kept. Remote files are named after where they came from, not where they are.
    fn folder(&self, mode: FolderMode) -> &str {
        match (&self.folder, mode) {
            _ if !self.kind.delivery_type.is_uploaded() => "",
            (Some(folder), FolderMode::Dynamic) => folder,
            _ => parent(&self.public_id),
        }
    }
}

/// Fill the library with `settings.assets` assets.
pub fn fill(store: &mut Store, settings: &Settings, now: i64) {
    let mut filler = Filler { store, settings, now, chance: Chance::new(settings.seed) };
    let pieces = pieces::PIECES.len().min(settings.assets / 3);
    for piece in &pieces::PIECES[..pieces] {
        filler.put(&piece.draft(), f64::from(piece.age));
    }
    let rest = settings.assets - pieces;
    for index in 0..rest {
        let passed = (index as f64 + filler.chance.below(1000) as f64 / 1000.0) / rest as f64;
        let age = SPAN * (1.0 - passed).powf(1.6);
        let draft = shelves::draft(&mut filler.chance, year_of(age));
        filler.put(&draft, age);
    }
    store.settle();
}

/// The year in the names of things that are `age` days old. It depends on the age alone, so
/// that the names stay the same whenever the library is filled.
fn year_of(age: f64) -> u16 {
    (2026.85 - age / 365.25) as u16
}

struct Filler<'a> {
    store: &'a mut Store,
    settings: &'a Settings,
    now: i64,
    chance: Chance,
}

impl Filler<'_> {
    fn put(&mut self, draft: &Draft, age: f64) {
        let public_id = self.free_name(draft.kind, &draft.public_id);
        let created_at = self.now - (age * DAY as f64) as i64 - 60;
        let mut asset = Asset::new(self.chance.id(), draft.kind, public_id.as_str().into(), created_at);
        asset.etag = self.chance.id();
        asset.format = self.store.word(draft.format);
        asset.folder = self.store.word(draft.folder(self.settings.folder_mode));
        asset.tags = draft.tags.iter().map(|tag| self.store.word(tag)).collect();
        asset.context =
            draft.context.iter().map(|(key, text)| (self.store.word(key), self.store.word(text))).collect();
        asset.moderation = draft.moderation;
        asset.bytes = draft.file.bytes;
        asset.width = draft.file.width;
        asset.height = draft.file.height;
        asset.duration_ms = draft.file.duration_ms;
        asset.pages = draft.file.pages;
        if self.chance.percent(12) {
            asset.version = created_at + self.chance.below((self.now - created_at) as u64) as i64;
        }
        asset.derived = copies::copies(&mut self.chance, self.store, draft);
        let backups = copies::backups(&mut self.chance, &asset);
        if self.settings.backup {
            asset.backups = backups;
        }
        self.store.insert(asset);
    }

    /// The name, with six random characters behind it when it is taken, as the service does.
    fn free_name(&mut self, kind: Kind, name: &str) -> String {
        let mut free = name.to_owned();
        while self.store.find(kind, &free).is_some() {
            let random = self.chance.next();
            let suffix: String = (0..6).map(|at| names::letter(random >> (at * 8))).collect();
            free = match name.rsplit_once('.').filter(|_| kind.resource_type == ResourceType::Raw) {
                Some((stem, extension)) => format!("{stem}_{suffix}.{extension}"),
                None => format!("{name}_{suffix}"),
            };
        }
        free
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::super::asset::Id;
    use super::super::store::Slot;
    use super::*;

    const NOW: i64 = 1_795_000_000;

    fn filled(settings: &Settings, now: i64) -> Store {
        let mut store = Store::default();
        fill(&mut store, settings, now);
        store
    }

    fn assets(store: &Store) -> Vec<&Asset> {
        store.everything().iter().filter_map(|(_, slot): &(i64, Slot)| store.get(*slot)).collect()
    }

    #[test]
    fn the_library_holds_exactly_as_many_assets_as_were_asked_for() {
        for count in [0, 1, 2, 100, 320, 3_000] {
            let store = filled(&Settings { assets: count, ..Settings::default() }, NOW);
            assert_eq!(store.everything().len(), count);
        }
    }

    #[test]
    fn the_same_seed_gives_the_same_library_on_any_day() {
        let settings = Settings::default();
        let names = |store: &Store| -> HashSet<(Id, String)> {
            assets(store).iter().map(|asset| (asset.id, asset.public_id.to_string())).collect()
        };
        let one = filled(&settings, NOW);
        assert_eq!(names(&one), names(&filled(&settings, NOW + 400 * DAY)));
        let other = filled(&Settings { seed: 2, ..settings }, NOW);
        assert!(assets(&other).iter().all(|asset| one.find_id(asset.id).is_none()));
    }

    #[test]
    fn the_default_library_has_something_of_everything() {
        let store = filled(&Settings::default(), NOW);
        let assets = assets(&store);
        let count = |test: &dyn Fn(&Asset) -> bool| assets.iter().filter(|asset| test(asset)).count();
        for (what, least, found) in [
            ("images", 200, count(&|a| a.kind.resource_type == ResourceType::Image)),
            ("videos", 20, count(&|a| a.kind.resource_type == ResourceType::Video && a.width > 0)),
            ("audio", 4, count(&|a| a.kind.resource_type == ResourceType::Video && a.width == 0)),
            ("documents", 8, count(&|a| &*a.format == "pdf" && a.pages > 0)),
            ("raw files", 15, count(&|a| a.kind.resource_type == ResourceType::Raw)),
            ("private", 3, count(&|a| a.kind.delivery_type == DeliveryType::PRIVATE)),
            ("authenticated", 3, count(&|a| a.kind.delivery_type == DeliveryType::AUTHENTICATED)),
            ("fetched", 3, count(&|a| a.kind.delivery_type == DeliveryType::FETCH)),
            ("social", 1, count(&|a| a.kind.delivery_type > DeliveryType::FETCH)),
            ("untagged", 30, count(&|a| a.tags.is_empty())),
            ("without copies", 40, count(&|a| a.derived.is_empty())),
            ("products of 2021", 12, count(&|a| a.public_id.starts_with("products/2021/"))),
            ("their siblings", 2, count(&|a| a.public_id.starts_with("products/2021-press"))),
            ("old", 8, count(&|a| a.tags.iter().any(|tag| &**tag == "old"))),
            ("on sale", 8, count(&|a| a.tags.iter().any(|tag| &**tag == "summer-sale"))),
            ("press kit", 4, count(&|a| a.tags.iter().any(|tag| &**tag == "press kit"))),
            ("kept elsewhere", 10, count(&|a| *a.folder != *parent(&a.public_id))),
            ("in no folder", 5, count(&|a| a.folder.is_empty())),
            ("moderated", 2, count(&|a| a.moderation.is_some())),
            ("with many copies", 5, count(&|a| a.derived.len() >= 8)),
            ("overwritten", 10, count(&|a| a.version > a.created_at)),
            ("with older versions", 10, count(&|a| a.backups.len() > 1)),
        ] {
            assert!(found >= least, "{what}: {found}, expected at least {least}");
        }
        assert!(assets.iter().all(|asset| asset.derived.len() <= 12 && asset.created_at < NOW));
    }

    #[test]
    fn most_uploaded_files_have_backups_and_remote_ones_never() {
        let assets_and_backups = |backup| {
            let store = filled(&Settings { assets: 2_000, backup, ..Settings::default() }, NOW);
            let (uploaded, remote): (Vec<_>, Vec<_>) = assets(&store)
                .iter()
                .map(|asset| (asset.kind.delivery_type.is_uploaded(), asset.backups.len()))
                .partition(|(uploaded, _)| *uploaded);
            let backed = |list: &[(bool, usize)]| list.iter().filter(|(_, count)| *count > 0).count();
            (backed(&uploaded) * 100 / uploaded.len(), backed(&remote))
        };
        let (percent, remote) = assets_and_backups(true);
        assert!((85..=90).contains(&percent), "{percent} %");
        assert_eq!(remote, 0);
        assert_eq!(assets_and_backups(false), (0, 0));
    }

    #[test]
    fn in_fixed_folder_mode_the_folder_is_the_path_of_the_public_id() {
        let settings = Settings { folder_mode: FolderMode::Fixed, ..Settings::default() };
        let store = filled(&settings, NOW);
        for asset in assets(&store) {
            let expected = if asset.kind.delivery_type.is_uploaded() { parent(&asset.public_id) } else { "" };
            assert_eq!(&*asset.folder, expected, "{}", asset.public_id);
        }
    }

    #[test]
    fn names_are_ones_that_the_service_would_have_accepted() {
        let store = filled(&Settings { assets: 4_000, ..Settings::default() }, NOW);
        for asset in assets(&store).iter().filter(|asset| asset.kind.delivery_type.is_uploaded()) {
            let name = &*asset.public_id;
            assert!(!name.contains(['?', '&', '#', '\\', '%', '<', '>', '+']), "{name}");
            assert!((1..=255).contains(&name.chars().count()), "{name}");
            assert!(!name.starts_with([' ', '/']) && !name.ends_with([' ', '/']), "{name}");
        }
    }
}
