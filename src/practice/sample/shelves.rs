//! Made-up assets by the dozen, each shelf after its own habits.

use super::super::asset::{DeliveryType, Kind, Moderation, ResourceType};
use super::super::chance::Chance;
use super::names::{
    CAMPAIGNS, CLIPS, COLOURS, EPISODES, FIRST_NAMES, LANGUAGES, LAST_NAMES, PLACEMENTS, PRODUCTS, STORIES,
    VIEWS, letter,
};
use super::{Demand, Draft, File};

const FETCH: Kind = Kind { resource_type: ResourceType::Image, delivery_type: DeliveryType::FETCH };

/// One shelf: how many of a hundred assets stand on it, and how one is made in a year.
type Shelf = (u64, fn(&mut Chance, u16) -> Draft);

const SHELVES: [Shelf; 14] = [
    (36, product),
    (3, press),
    (14, story),
    (6, portrait),
    (13, campaign),
    (7, clip),
    (3, episode),
    (4, manual),
    (5, data_file),
    (2, icon),
    (3, customer_photo),
    (1, camera_roll),
    (2, restricted),
    (1, fetched),
];

/// One more asset of a year.
pub(super) fn draft(chance: &mut Chance, year: u16) -> Draft {
    let mut left = chance.below(SHELVES.iter().map(|(share, _)| share).sum());
    for (share, shelf) in SHELVES {
        if left < share {
            return shelf(chance, year);
        }
        left -= share;
    }
    camera_roll(chance, year)
}

fn product(chance: &mut Chance, year: u16) -> Draft {
    let (name, category) = chance.pick(&PRODUCTS);
    let colour = chance.pick(&COLOURS);
    let view = chance.pick(&VIEWS);
    let format = chance.pick(&["jpg", "jpg", "jpg", "png", "webp", "avif"]);
    let mut draft =
        Draft::new(ResourceType::Image, format!("products/{year}/{name}-{colour}-{view}"), format);
    draft.file = photo(chance, format, &[(2400, 2400), (3000, 3000), (2000, 2500), (1600, 1600)]);
    draft.tags = vec!["product", category];
    draft.demand = Demand::Seldom;
    draft.context = vec![("alt", format!("{name}, {colour}, {view}").replace('-', " "))];
    if year <= 2022 && chance.percent(55) {
        draft.tags.push("old");
    }
    if chance.percent(12) {
        draft.tags.push("summer-sale");
        draft.demand = Demand::Often;
    }
    if chance.percent(10) {
        draft.tags.clear();
    }
    match chance.below(100) {
        0..=7 => draft.folder = Some(format!("archive/products {year}")),
        8..=10 => draft.folder = Some("products/to sort".to_owned()),
        _ => {}
    }
    draft
}

fn press(chance: &mut Chance, year: u16) -> Draft {
    let (name, _) = chance.pick(&PRODUCTS);
    let number = chance.between(1, 40);
    let mut draft =
        Draft::new(ResourceType::Image, format!("products/{year}-press/{name} press {number:02}"), "jpg");
    draft.file = photo(chance, "jpg", &[(6000, 4000), (4000, 6000), (5472, 3648)]);
    draft.tags = vec!["press kit", "product"];
    draft
}

fn story(chance: &mut Chance, year: u16) -> Draft {
    let title = chance.pick(&STORIES);
    let part = chance.between(1, 12);
    let name = if part == 1 {
        format!("blog/{year}/{title}/cover")
    } else {
        format!("blog/{year}/{title}/photo-{part}")
    };
    let format = chance.pick(&["jpg", "jpg", "jpg", "webp", "heic"]);
    let mut draft = Draft::new(ResourceType::Image, name, format);
    draft.file =
        photo(chance, format, &[(4032, 3024), (3024, 4032), (6000, 4000), (2048, 1365), (3840, 2160)]);
    draft.demand = if part == 1 { Demand::Often } else { Demand::Seldom };
    if chance.percent(70) {
        draft.tags.push("blog");
    }
    if year <= 2022 && chance.percent(30) {
        draft.tags.push("old");
    }
    if chance.percent(40) {
        draft.context = vec![
            ("alt", title.replace('-', " ")),
            ("credit", format!("{} {}", chance.pick(&FIRST_NAMES), chance.pick(&LAST_NAMES))),
        ];
    }
    if chance.percent(10) {
        draft.folder = Some(format!("blog/{year}"));
    }
    draft
}

fn portrait(chance: &mut Chance, year: u16) -> Draft {
    let name = format!("{} {}", chance.pick(&FIRST_NAMES), chance.pick(&LAST_NAMES));
    let mut draft = Draft::new(ResourceType::Image, format!("team/{name}"), "jpg");
    draft.file = photo(chance, "jpg", &[(2000, 2500), (3000, 3000), (2400, 3200)]);
    draft.tags = vec!["team"];
    draft.context = vec![("caption", name)];
    if year <= 2023 && chance.percent(50) {
        draft.folder = Some("team/alumni".to_owned());
        draft.tags.push("old");
    }
    draft
}

fn campaign(chance: &mut Chance, year: u16) -> Draft {
    let (name, tag) = chance.pick(&CAMPAIGNS);
    let (placement, width, height) = chance.pick(&PLACEMENTS);
    let format = chance.pick(&["jpg", "jpg", "png", "webp", "gif"]);
    let language = chance.pick(&LANGUAGES);
    let mut draft =
        Draft::new(ResourceType::Image, format!("campaigns/{name} {year}/{placement} {language}"), format);
    draft.file = photo(chance, format, &[(width, height)]);
    draft.tags = vec![tag, "campaign", language];
    draft.demand = Demand::Often;
    if chance.percent(6) {
        draft.folder = Some("campaigns/drafts".to_owned());
        draft.tags = vec!["draft"];
        draft.demand = Demand::Never;
    }
    draft
}

fn clip(chance: &mut Chance, year: u16) -> Draft {
    let (width, height) = chance.pick(&[(1920, 1080), (3840, 2160), (1280, 720), (1080, 1920)]);
    let format = chance.pick(&["mp4", "mp4", "mp4", "mov", "webm"]);
    let seconds = chance.between(6, 420);
    let cut = chance.between(1, 9);
    let mut draft =
        Draft::new(ResourceType::Video, format!("videos/{year}/{}-v{cut:02}", chance.pick(&CLIPS)), format);
    draft.file = File {
        bytes: seconds * u64::from(width * height) * chance.between(20, 60) / 120,
        width,
        height,
        duration_ms: (seconds * 1000 + chance.below(1000)) as u32,
        pages: 0,
    };
    draft.tags = vec!["video"];
    if chance.percent(30) {
        draft.tags.push("social");
    }
    if chance.percent(15) {
        draft.folder = Some("campaigns/film".to_owned());
    }
    draft
}

fn episode(chance: &mut Chance, year: u16) -> Draft {
    let format = chance.pick(&["mp3", "mp3", "m4a", "wav"]);
    let seconds = chance.between(40, 3_600);
    let number = chance.between(1, 60);
    let title = chance.pick(&EPISODES);
    let mut draft =
        Draft::new(ResourceType::Video, format!("podcast/{year}/episode {number} – {title}"), format);
    let bytes_per_second = if format == "wav" { 176_400 } else { 16_000 };
    draft.file =
        File { bytes: seconds * bytes_per_second, duration_ms: (seconds * 1000) as u32, ..File::default() };
    draft.tags = vec!["podcast"];
    draft.demand = Demand::Never;
    draft
}

fn manual(chance: &mut Chance, year: u16) -> Draft {
    let (name, _) = chance.pick(&PRODUCTS);
    let language = chance.pick(&LANGUAGES);
    let pages = chance.between(1, 48);
    let mut draft =
        Draft::new(ResourceType::Image, format!("docs/manuals/{year}/{name}-manual-{language}"), "pdf");
    draft.file = File {
        bytes: 40_000 + pages * chance.between(20_000, 400_000),
        width: 595,
        height: 842,
        duration_ms: 0,
        pages: pages as u16,
    };
    draft.tags = vec!["manual", language];
    if year <= 2022 {
        draft.tags.push("old");
    }
    draft
}

fn data_file(chance: &mut Chance, year: u16) -> Draft {
    let (name, _) = chance.pick(&PRODUCTS);
    let month = chance.between(1, 12);
    let (path, low, high) = match chance.below(7) {
        0 => (format!("feeds/{year}/products {year}-{month:02}.csv"), 20_000, 4_000_000),
        1 => (format!("docs/specs/{name}.v{}.docx", chance.between(1, 9)), 18_000, 900_000),
        2 => (format!("subtitles/{}.{}.vtt", chance.pick(&CLIPS), chance.pick(&LANGUAGES)), 900, 60_000),
        3 => (format!("press/kit {year}-{month:02}.zip"), 30_000_000, 900_000_000),
        4 => (format!("models/{name}.obj"), 800_000, 90_000_000),
        5 => (format!("reports/{year}/sales {month:02}.xlsx"), 15_000, 3_000_000),
        _ => (format!("web/{year}/bundle.{month}.js"), 9_000, 1_400_000),
    };
    let mut draft = Draft::new(ResourceType::Raw, path, "");
    draft.file.bytes = chance.between(low, high);
    draft.demand = Demand::Never;
    if chance.percent(50) {
        draft.tags.push("data");
    }
    draft
}

fn icon(chance: &mut Chance, year: u16) -> Draft {
    let (name, _) = chance.pick(&PRODUCTS);
    let mut draft = Draft::new(ResourceType::Image, format!("web/icons/{year}/{name}"), "svg");
    draft.file = File { bytes: chance.between(600, 14_000), width: 256, height: 256, ..File::default() };
    draft.tags = vec!["icon"];
    draft
}

fn customer_photo(chance: &mut Chance, _year: u16) -> Draft {
    let random = (chance.next(), chance.next());
    let name: String = (0..8)
        .map(|at| letter(random.0 >> (at * 8)))
        .chain((0..8).map(|at| letter(random.1 >> (at * 8))))
        .collect();
    let mut draft = Draft::new(ResourceType::Image, format!("reviews/{name}"), "jpg");
    draft.file = photo(chance, "jpg", &[(3024, 4032), (4032, 3024), (1170, 2532), (1080, 1080)]);
    draft.moderation = Some(Moderation {
        kind: "manual",
        status: chance.pick(&["approved", "approved", "pending", "rejected"]),
    });
    draft
}

fn camera_roll(chance: &mut Chance, year: u16) -> Draft {
    let (month, day) = (chance.between(1, 12), chance.between(1, 28));
    let name = if chance.percent(50) {
        format!("IMG_{:04}", chance.between(1, 9_999))
    } else {
        format!(
            "Screenshot {year}-{month:02}-{day:02} at {:02}.{:02}",
            chance.between(8, 19),
            chance.below(60)
        )
    };
    let format = if name.starts_with('I') { "jpg" } else { "png" };
    let mut draft = Draft::new(ResourceType::Image, name, format);
    draft.file = photo(chance, format, &[(4032, 3024), (2880, 1800), (1440, 900)]);
    draft.demand = Demand::Never;
    draft
}

fn restricted(chance: &mut Chance, year: u16) -> Draft {
    let number = chance.between(1, 400);
    let (mut draft, delivery_type) = match chance.below(4) {
        0 => {
            let path = format!("contracts/{year}/supplier {number:03}");
            let mut draft = Draft::new(ResourceType::Image, path, "pdf");
            draft.file = File {
                bytes: chance.between(60_000, 2_000_000),
                width: 595,
                height: 842,
                pages: chance.between(2, 30) as u16,
                duration_ms: 0,
            };
            (draft, DeliveryType::AUTHENTICATED)
        }
        1 => {
            let mut draft =
                Draft::new(ResourceType::Raw, format!("exports/{year}/customers {number}.csv"), "");
            draft.file.bytes = chance.between(100_000, 80_000_000);
            (draft, DeliveryType::AUTHENTICATED)
        }
        2 => {
            let mut draft =
                Draft::new(ResourceType::Image, format!("originals/{year}/scan {number:04}"), "tif");
            draft.file = photo(chance, "tif", &[(6000, 4000), (5000, 5000)]);
            (draft, DeliveryType::PRIVATE)
        }
        _ => {
            let mut draft = Draft::new(ResourceType::Image, format!("members/{year}/offer-{number}"), "jpg");
            draft.file = photo(chance, "jpg", &[(1600, 900), (1200, 1200)]);
            (draft, DeliveryType::PRIVATE)
        }
    };
    draft.kind.delivery_type = delivery_type;
    draft.tags = vec!["internal"];
    draft.demand = Demand::Never;
    draft
}

fn fetched(chance: &mut Chance, year: u16) -> Draft {
    let title = chance.pick(&STORIES);
    let number = chance.between(1, 200_000);
    let query = chance.pick(&["", "?w=1600", "?w=1600&h=900&fit=crop"]);
    let mut draft = Draft::new(
        ResourceType::Image,
        format!("https://images.example.com/partners/{year}/{title}-{number}.jpg{query}"),
        "jpg",
    );
    draft.kind = FETCH;
    draft.file = photo(chance, "jpg", &[(1600, 900), (1200, 800)]);
    draft
}

/// A picture of one of these sizes, its bytes as the format usually needs them.
fn photo(chance: &mut Chance, format: &str, sizes: &[(u32, u32)]) -> File {
    let (width, height) = chance.pick(sizes);
    // Thousandths of a byte for each pixel.
    let (low, high) = match format {
        "png" => (700, 1_900),
        "tif" => (2_900, 3_100),
        "gif" => (400, 900),
        "webp" | "avif" | "heic" => (90, 240),
        _ => (180, 620),
    };
    let bytes = u64::from(width) * u64::from(height) * chance.between(low, high) / 1000;
    File { bytes, width, height, ..File::default() }
}
