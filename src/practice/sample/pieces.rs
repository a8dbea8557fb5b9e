//! Hand-written assets: names and circumstances that a clearing-out has to get right.

use super::super::asset::{DeliveryType, Kind, ResourceType};
use super::{Demand, Draft, File};

/// One asset of the table below.
#[derive(Clone, Copy)]
pub(super) struct Piece {
    resource_type: ResourceType,
    delivery_type: &'static str,
    public_id: &'static str,
    format: &'static str,
    /// `None` for the path of the public ID.
    folder: Option<&'static str>,
    tags: &'static [&'static str],
    /// In days.
    pub age: u16,
    file: File,
    demand: Demand,
}

impl Piece {
    const fn new(
        resource_type: ResourceType,
        public_id: &'static str,
        format: &'static str,
        age: u16,
    ) -> Self {
        Self {
            resource_type,
            delivery_type: "upload",
            public_id,
            format,
            folder: None,
            tags: &[],
            age,
            file: File { bytes: 0, width: 0, height: 0, duration_ms: 0, pages: 0 },
            demand: Demand::Seldom,
        }
    }

    const fn sized(mut self, bytes: u64, width: u32, height: u32) -> Self {
        self.file.bytes = bytes;
        self.file.width = width;
        self.file.height = height;
        self
    }

    const fn lasting(mut self, seconds: u32) -> Self {
        self.file.duration_ms = seconds * 1000;
        self
    }

    const fn paged(mut self, pages: u16) -> Self {
        self.file.pages = pages;
        self
    }

    const fn tagged(mut self, tags: &'static [&'static str]) -> Self {
        self.tags = tags;
        self
    }

    const fn kept_in(mut self, folder: &'static str) -> Self {
        self.folder = Some(folder);
        self
    }

    const fn delivered_as(mut self, delivery_type: &'static str) -> Self {
        self.delivery_type = delivery_type;
        self
    }

    const fn in_demand(mut self, demand: Demand) -> Self {
        self.demand = demand;
        self
    }

    pub fn draft(&self) -> Draft {
        let mut draft = Draft::new(self.resource_type, self.public_id, self.format);
        draft.kind = Kind {
            resource_type: self.resource_type,
            delivery_type: DeliveryType::parse(self.delivery_type).unwrap_or(DeliveryType::UPLOAD),
        };
        draft.folder = self.folder.map(str::to_owned);
        draft.tags = self.tags.to_vec();
        draft.file = self.file;
        draft.demand = self.demand;
        draft
    }
}

const fn jpg(public_id: &'static str, age: u16, bytes: u64, width: u32, height: u32) -> Piece {
    Piece::new(ResourceType::Image, public_id, "jpg", age).sized(bytes, width, height)
}

const fn png(public_id: &'static str, age: u16, bytes: u64, width: u32, height: u32) -> Piece {
    Piece::new(ResourceType::Image, public_id, "png", age).sized(bytes, width, height)
}

const fn pdf(public_id: &'static str, age: u16, bytes: u64, pages: u16) -> Piece {
    Piece::new(ResourceType::Image, public_id, "pdf", age).sized(bytes, 595, 842).paged(pages)
}

const fn mp4(public_id: &'static str, age: u16, bytes: u64, seconds: u32) -> Piece {
    Piece::new(ResourceType::Video, public_id, "mp4", age).sized(bytes, 1920, 1080).lasting(seconds)
}

const fn audio(public_id: &'static str, format: &'static str, age: u16, bytes: u64, seconds: u32) -> Piece {
    Piece::new(ResourceType::Video, public_id, format, age).sized(bytes, 0, 0).lasting(seconds)
}

const fn raw(public_id: &'static str, age: u16, bytes: u64) -> Piece {
    Piece::new(ResourceType::Raw, public_id, "", age).sized(bytes, 0, 0)
}

/// A public ID of 255 characters, the most there can be.
const LONGEST: &str = "reports/a very long name that somebody pasted from the subject of an e-mail about \
the photographs of the autumn collection which were taken on a rainy Thursday at the lake and still have to be \
sorted by the people from marketing before the end of the year";

pub(super) const PIECES: [Piece; 62] = [
    // The same name in several kinds: deleting one must leave the others.
    jpg("logo", 2100, 48_200, 1200, 400).tagged(&["brand"]).in_demand(Demand::Often),
    mp4("logo", 1900, 3_900_000, 6).tagged(&["brand"]),
    jpg("logo", 1800, 51_900, 1200, 400).delivered_as("private").tagged(&["internal"]),
    png("logo", 900, 39_500, 600, 200).delivered_as("authenticated").tagged(&["internal"]),
    raw("logo.zip", 2100, 8_400_000).tagged(&["brand", "press kit"]),
    jpg("sample", 2150, 109_669, 864, 576),
    // A folder and its siblings: a prefix without a slash catches them all.
    jpg("products/2021/alpine-jacket-red-hero", 1960, 2_640_118, 3000, 2000)
        .tagged(&["product", "clothing", "old", "summer-sale"])
        .in_demand(Demand::Often),
    jpg("products/2021/enamel-mug-ivory-hero", 1955, 1_904_441, 2400, 2400).tagged(&["product", "old"]),
    jpg("products/2021/summit-tent-2p-moss-hero", 1950, 3_207_733, 3600, 2400).tagged(&["product", "old"]),
    jpg("products/2021/storm-lantern-rust-hero", 1948, 1_377_020, 2000, 2500).tagged(&["product", "old"]),
    jpg("products/2021/wool-beanie-berry-hero", 1945, 1_099_312, 2000, 2000),
    png("products/2021/size chart, women", 1940, 612_004, 1600, 2200).tagged(&["product", "size chart"]),
    png("products/2021/size chart, men", 1940, 598_870, 1600, 2200).tagged(&["product", "size chart"]),
    pdf("products/2021/care labels", 1938, 1_210_555, 6).tagged(&["product", "manual"]),
    mp4("products/2021/alpine-jacket-turntable", 1930, 41_870_222, 24).tagged(&["product", "video"]),
    raw("products/2021/prices.csv", 1936, 88_412).tagged(&["data"]),
    jpg("products/2021-press/alpine-jacket press 01", 1944, 9_884_100, 6000, 4000).tagged(&["press kit"]),
    jpg("products/2021-press/summit-tent press 02", 1944, 11_402_775, 6000, 4000).tagged(&["press kit"]),
    jpg("products/2021-press/founders press 03", 1943, 8_730_919, 4000, 6000).tagged(&["press kit", "team"]),
    jpg("products/2021 archive note", 1800, 220_150, 1200, 900).tagged(&["old"]),
    jpg("products-old/duffel-60l-sand", 2120, 930_040, 1600, 1600).tagged(&["old", "product"]),
    jpg("products-old/tarp-forest", 2118, 884_310, 1600, 1600).tagged(&["old", "product"]),
    // Kept in one folder, named after another.
    jpg("products/2021/city-backpack-slate-hero", 1941, 1_650_200, 2400, 3000)
        .kept_in("archive/products 2021")
        .tagged(&["product", "bags", "old"]),
    jpg("blog/2022/first-snow/header", 1500, 2_100_404, 3840, 1600)
        .kept_in("campaigns/winter-sale 2022")
        .tagged(&["blog", "winter-sale"])
        .in_demand(Demand::Often),
    jpg("x7k2m9qhd41zrb3wtn0e", 1300, 1_480_212, 3024, 4032).kept_in("products/to sort"),
    jpg("p5vd8c2yjf6a1gku9s7l", 1299, 1_392_870, 3024, 4032).kept_in("products/to sort"),
    // Names that have to be written with care.
    jpg("blog/2023/What's new, in short", 1160, 733_118, 1600, 900).tagged(&["blog"]),
    jpg("campaigns/Été en montagne 2023/affiche – plage", 1200, 2_919_004, 2480, 3508)
        .tagged(&["launch", "campaign", "fr"])
        .in_demand(Demand::Often),
    jpg("products/2022/jacke_größe_xl", 1480, 1_007_650, 2000, 2500).tagged(&["product", "clothing", "de"]),
    jpg("商品/茶碗-正面", 1100, 1_244_310, 2400, 2400).kept_in("Japan/商品").tagged(&["product", "ja"]),
    jpg("商品/テント (緑)", 1099, 1_820_466, 3000, 2000).kept_in("Japan/商品").tagged(&["product", "ja"]),
    jpg("مخيم/خيمة-صحراء", 1050, 1_404_022, 3000, 2000).tagged(&["product"]),
    png("products/2023/mug.v2.final.FINAL", 1010, 3_377_911, 2400, 2400).tagged(&["product", "draft"]),
    jpg("products/2023/sticker-2.5in-holo", 1008, 422_870, 1500, 1500).tagged(&["product"]),
    jpg("w_archive/scan 0001", 2000, 5_220_340, 4960, 7016).tagged(&["old"]),
    jpg("my_folder/picture", 1995, 340_221, 1200, 800),
    jpg("team/Žofie Nováková (portrait)", 620, 1_920_330, 2400, 3200).tagged(&["team"]),
    jpg("team/Søren Ågård = new", 240, 2_011_004, 2400, 3200).tagged(&["team"]),
    jpg("team/🏔 offsite 2025", 420, 4_870_116, 6000, 4000).tagged(&["team", "offsite 2025"]),
    jpg("Campaigns/Black-Week-2022", 1450, 1_677_812, 2880, 1200).tagged(&["black week", "Old"]),
    jpg(LONGEST, 700, 1_210_043, 2048, 1365).tagged(&["report"]),
    // Big, and little.
    mp4("videos/2024/brand-film master 4k", 850, 2_840_112_908, 312)
        .tagged(&["video", "brand", "master"])
        .in_demand(Demand::Never),
    mp4("videos/2024/drone-ridge uncut", 846, 1_402_330_511, 1_260).tagged(&["video", "master"]),
    raw("archive/shoot 2021 raw files.zip", 1920, 4_712_009_218).tagged(&["old", "master"]),
    png("web/pixel", 1700, 95, 1, 1),
    raw("web/robots.txt", 1700, 68),
    raw("LICENSE", 1700, 1_067),
    raw("docs/report.v2.docx", 600, 284_118).tagged(&["report"]),
    raw("fonts/Halden Sans-Bold.woff2", 1690, 62_880).tagged(&["brand"]),
    // Sound, documents, moving pictures.
    audio("podcast/2025/episode 1 – Knots", "mp3", 480, 38_402_117, 2_400).tagged(&["podcast"]),
    audio("sounds/zipper", "wav", 1600, 812_044, 4),
    pdf("docs/annual report 2024", 560, 14_220_904, 96).tagged(&["report", "press kit"]),
    pdf("docs2/price list 2021", 1950, 902_114, 12).tagged(&["old"]),
    Piece::new(ResourceType::Image, "web/loading", "gif", 1650).sized(74_310, 128, 128).tagged(&["icon"]),
    Piece::new(ResourceType::Image, "web/halden-mark", "svg", 1650)
        .sized(2_114, 512, 512)
        .tagged(&["icon", "brand"]),
    // Only with a signature.
    pdf("contracts/2024/supplier 001", 800, 388_120, 14).delivered_as("authenticated").tagged(&["internal"]),
    mp4("members/2024/masterclass knots", 780, 318_440_210, 1_810)
        .delivered_as("authenticated")
        .tagged(&["video", "members"]),
    raw("exports/2023/customers q4.csv", 1000, 18_220_414).delivered_as("private").tagged(&["internal"]),
    // Not uploaded by anybody: these come back when they are asked for again.
    jpg("https://images.example.com/partners/mountain%20hut.jpg?w=1600&h=900", 330, 412_009, 1600, 900)
        .delivered_as("fetch")
        .in_demand(Demand::Often),
    jpg("https://cdn.example.org/badges/b-corp.png", 328, 22_870, 400, 400).delivered_as("fetch"),
    Piece::new(ResourceType::Image, "65646572251", "", 1990).sized(18_422, 0, 0).delivered_as("facebook"),
    Piece::new(ResourceType::Image, "haldenoutdoor", "", 1400)
        .sized(9_806, 0, 0)
        .delivered_as("twitter_name"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_piece_has_a_kind_that_exists_and_a_name_of_its_own() {
        let mut names = std::collections::HashSet::new();
        for piece in &PIECES {
            assert!(DeliveryType::parse(piece.delivery_type).is_some(), "{}", piece.delivery_type);
            assert!(names.insert((piece.draft().kind, piece.public_id)), "{} twice", piece.public_id);
        }
        assert_eq!(LONGEST.chars().count(), 255);
    }
}
