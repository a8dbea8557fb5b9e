//! A background that is made up: answers the window's commands from a library in memory, at once
//! and in the order in which they came. Nothing is deleted by it.

use std::sync::Arc;

use cloudsweep::jobs::progress::Progress;
use cloudsweep::model::account::{Account, Credentials, Environment, FolderMode, Quota};
use cloudsweep::model::asset::{Asset, AssetId, AssetName, DeliveryType, Derived, Details, ResourceType};
use cloudsweep::model::problem::Problem;
use cloudsweep::model::receipt::{Line, ReceiptRow};
use cloudsweep::model::unix_time::UnixTime;
use cloudsweep::runtime::Link;
use cloudsweep::runtime::command::{Command, ThumbnailWish};
use cloudsweep::runtime::event::{Event, LibraryPage, Picture, Remembered, Tag};
use tokio::sync::{mpsc, watch};

/// Assets of one page, as Cloudinary's default-sized listing of the program.
const PAGE: usize = 100;

/// The background's end of the bridge.
pub struct Fake {
    commands: mpsc::Receiver<Command>,
    events: mpsc::Sender<Event>,
    /// The running job.
    pub progress: watch::Sender<Vec<Progress>>,
    /// Calls of this hour.
    pub quota: watch::Sender<Quota>,
    /// Every asset of the made-up environment.
    pub library: Vec<Arc<Asset>>,
    /// Every tag of the made-up environment.
    pub tags: Vec<String>,
    /// What an environment answers when it is opened or tested instead of working.
    pub refuses: Option<Problem>,
    /// What the next page of the library answers instead of assets.
    pub page_fails: Option<Problem>,
    /// Pages of the library are not answered.
    pub page_waits: bool,
    /// The planned items of every receipt.
    pub lines: Vec<Line>,
    /// Receipts are not read.
    pub lines_wait: bool,
    /// Of the last page that was asked for.
    pub last_generation: u64,
}

/// A bridge and its made-up background.
pub fn bridge(assets: usize) -> (Link, Fake) {
    let (commands, taken) = mpsc::channel(64);
    let (events, news) = mpsc::channel(4096);
    let (progress, watched) = watch::channel(Vec::new());
    let (quota, calls) = watch::channel(Quota::default());
    let link = Link { commands, events: news, progress: watched, quota: calls };
    let library = (0..assets).map(|index| Arc::new(asset(index))).collect();
    let fake = Fake {
        commands: taken,
        events,
        progress,
        quota,
        library,
        tags: vec!["animals".to_owned(), "holiday".to_owned()],
        refuses: None,
        page_fails: None,
        page_waits: false,
        lines: Vec::new(),
        lines_wait: false,
        last_generation: 0,
    };
    (link, fake)
}

/// A made-up environment.
pub fn environment(cloud_name: &str) -> Environment {
    let url = format!("cloudinary://123456789012345:secret@{cloud_name}");
    Credentials::from_cloudinary_url(&url).expect("the line is right").environment
}

impl Fake {
    /// Sends news that nobody asked for.
    pub fn tell(&self, event: Event) {
        self.events.try_send(event).expect("the window takes its events");
    }

    /// Answers every command that came, and gives them back for looking at.
    pub fn answer(&mut self) -> Vec<Command> {
        let mut came = Vec::new();
        while let Ok(command) = self.commands.try_recv() {
            self.answer_one(&command);
            came.push(command);
        }
        came
    }

    fn answer_one(&mut self, command: &Command) {
        match command {
            Command::TestConnection { generation, .. } => {
                let result = self.refuses.clone().map_or(Ok(account()), Err);
                self.tell(Event::ConnectionTested { generation: *generation, result });
            }
            Command::Remember { credentials, .. } => self.open(credentials.environment.clone()),
            Command::Open(id) => {
                let name = id.0.split('/').next().unwrap_or_default().to_owned();
                self.open(environment(&name));
            }
            Command::StartPractice => {
                let practice = Environment { practice: true, ..environment("practice") };
                self.open(practice);
            }
            Command::ListLibrary { .. } if self.page_waits => {}
            Command::ListLibrary { generation, kind, cursor } => {
                self.last_generation = *generation;
                let result = match self.page_fails.take() {
                    Some(problem) => Err(problem),
                    None => Ok(self.page(*kind, cursor.as_deref())),
                };
                self.tell(Event::LibraryPage { generation: *generation, result });
            }
            Command::Details(asset) => self.details(asset),
            Command::ListTags { generation } => {
                let kinds = vec![ResourceType::Image];
                let tag = |name: &String| Tag { name: name.clone(), kinds: kinds.clone() };
                let result = Ok(self.tags.iter().map(tag).collect());
                self.tell(Event::Tags { generation: *generation, result });
            }
            Command::WantThumbnails(wishes) => wishes.iter().for_each(|wish| self.picture(wish)),
            Command::ListReceipts => self.tell(Event::Receipts(Ok(Vec::new()))),
            Command::ReadReceiptRows { generation, positions, .. } if !self.lines_wait => {
                let rows = positions.iter().map(|at| self.lines.get(*at as usize).cloned());
                let rows = rows.map(|line| line.map(ReceiptRow::Planned)).collect();
                self.tell(Event::ReceiptRows { generation: *generation, result: Ok(rows) });
            }
            _ => {}
        }
    }

    fn open(&self, environment: Environment) {
        if let Some(problem) = self.refuses.clone() {
            self.tell(Event::OpenFailed { environment: Some(environment.id()), problem });
            return;
        }
        if !environment.practice {
            let remembered = vec![Remembered {
                environment: environment.clone(),
                session_only: true,
                secret_missing: false,
            }];
            self.tell(Event::Environments { remembered, keychain: None, from_variable: None });
        }
        self.tell(Event::Opened { environment, account: account() });
    }

    fn page(&self, kind: Option<ResourceType>, cursor: Option<&str>) -> LibraryPage {
        let start: usize = cursor.map_or(0, |text| text.parse().expect("a cursor of this library"));
        let all =
            self.library.iter().filter(|asset| kind.is_none_or(|kind| asset.name.resource_type == kind));
        let total = all.clone().count();
        let assets: Vec<_> = all.skip(start).take(PAGE).cloned().collect();
        let end = start + assets.len();
        let next_cursor = (end < total).then(|| end.to_string());
        LibraryPage { assets, next_cursor, total: Some(total as u64) }
    }

    fn details(&self, asset: &Arc<Asset>) {
        let Some(id) = asset.asset_id else { return };
        let seed = id.as_bytes()[15];
        let derived = ["c_fill,h_300,w_300", "c_scale,w_101", "e_grayscale/c_thumb,g_face,h_200,w_200"]
            .iter()
            .zip(1_u8..)
            .map(|(transformation, number)| {
                let mut bytes = [seed; 16];
                bytes[0] = 200 + number;
                Derived {
                    id: AssetId::from_bytes(bytes),
                    transformation: (*transformation).into(),
                    format: Some("jpg".into()),
                    bytes: 9_120 * u64::from(number),
                    secure_url: format!("https://res.cloudinary.com/demo/{transformation}.jpg").into(),
                }
            })
            .collect();
        let details = Details { asset: (**asset).clone(), derived, versions: 2 };
        self.tell(Event::Details { asset: id, result: Ok(Some(Arc::new(details))) });
    }

    fn picture(&self, wish: &ThumbnailWish) {
        let picture = Arc::new(landscape(wish.key.as_bytes()));
        self.tell(Event::Thumbnail { key: wish.key, picture: Ok(picture) });
    }
}

/// What a made-up environment tells of itself.
pub fn account() -> Account {
    Account {
        folder_mode: Some(FolderMode::Fixed),
        plan: Some("Free".into()),
        originals: Some(12_509),
        derived: Some(31_002),
        storage_bytes: Some(8_400_000_000),
    }
}

/// A made-up asset; the same for the same position.
pub fn asset(index: usize) -> Asset {
    const SUBJECTS: [&str; 8] =
        ["owl", "harbour at dawn", "mountain", "team", "IMG_2041", "lighthouse", "blue-chair", "market"];
    const FOLDERS: [&str; 4] = ["products/2021/", "blog/", "", "a/very/long/folder/for/campaigns/"];
    let kind = match index % 11 {
        4 => ResourceType::Video,
        9 => ResourceType::Raw,
        _ => ResourceType::Image,
    };
    let format = match kind {
        ResourceType::Image if index.is_multiple_of(13) => Some("pdf"),
        ResourceType::Image => Some("jpg"),
        ResourceType::Video => Some("mp4"),
        ResourceType::Raw => None,
    };
    let mut bytes = [0; 16];
    bytes[8..].copy_from_slice(&(index as u64 + 1).to_be_bytes());
    let subject = SUBJECTS[index % SUBJECTS.len()];
    let ending = if kind == ResourceType::Raw { ".docx" } else { "" };
    let public_id = format!("{}{subject}-{index}{ending}", FOLDERS[index % FOLDERS.len()]);
    let delivery_type = if index % 17 == 6 { DeliveryType::Private } else { DeliveryType::Upload };
    let visual = kind != ResourceType::Raw;
    Asset {
        asset_id: Some(AssetId::from_bytes(bytes)),
        name: AssetName { resource_type: kind, delivery_type, public_id: public_id.into() },
        format: format.map(Into::into),
        version: 1_700_000_000,
        bytes: 120_000 + (index as u64 * 7_919) % 4_000_000,
        width: visual.then_some(1_920),
        height: visual.then_some(1_280),
        created_at: Some(UnixTime::from_seconds(1_700_000_000 - index as i64 * 3_600)),
        secure_url: "https://res.cloudinary.com/demo/image/upload/a.jpg".into(),
        backed_up: Some(!index.is_multiple_of(3)),
        asset_folder: None,
        display_name: None,
        tags: ["animals", "holiday", "press kit"][..index % 4 % 3].iter().map(|tag| (*tag).into()).collect(),
        context: Vec::new(),
        etag: None,
        placeholder: false,
    }
}

/// A made-up image that was uploaded under this name.
pub fn image(position: usize, public_id: &str) -> Asset {
    // Every 22nd is an image.
    let mut asset = asset(position * 22);
    asset.name.public_id = public_id.into();
    asset
}

/// A drawn landscape whose colours follow from the seed.
fn landscape(seed: &[u8; 16]) -> Picture {
    let number = seed.iter().fold(7_u32, |sum, byte| sum.wrapping_mul(31).wrapping_add(u32::from(*byte)));
    let (width, height) = match number % 7 {
        0 => (120, 240),
        1 => (300, 120),
        _ => (240, 180),
    };
    let turn = (number.wrapping_mul(2_654_435_761) >> 8) % 628;
    let hue = |shift: u32| 120.0 + 50.0 * (turn as f32 / 100.0 + shift as f32 * 2.1).sin();
    let mut rgba = Vec::with_capacity((width * height * 4) as usize);
    for y in 0..height {
        for x in 0..width {
            let across = x as f32 / width as f32 * 6.0 + number as f32 % 6.0;
            let ridge = 0.55 + 0.12 * across.sin() + 0.05 * (across * 2.3).sin();
            let deep = y as f32 / height as f32;
            let light = if deep < ridge { 70.0 - 60.0 * deep } else { -60.0 * deep };
            for shift in 0..3 {
                rgba.push((hue(shift) + light + 30.0).clamp(0.0, 255.0) as u8);
            }
            rgba.push(255);
        }
    }
    Picture { width, height, rgba }
}
