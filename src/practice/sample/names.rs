//! The words that the sample library is made of.

pub const PRODUCTS: [(&str, &str); 28] = [
    ("alpine-jacket", "clothing"),
    ("trail-jacket", "clothing"),
    ("fleece-hoodie", "clothing"),
    ("merino-shirt", "clothing"),
    ("rain-trousers", "clothing"),
    ("wool-beanie", "clothing"),
    ("ridge-backpack-45l", "bags"),
    ("city-backpack", "bags"),
    ("duffel-60l", "bags"),
    ("dry-bag", "bags"),
    ("summit-tent-2p", "tents"),
    ("family-tent-4p", "tents"),
    ("tarp", "tents"),
    ("hiking-boot", "shoes"),
    ("trail-runner", "shoes"),
    ("camp-slipper", "shoes"),
    ("steel-bottle-750", "camp kitchen"),
    ("enamel-mug", "camp kitchen"),
    ("cook-set", "camp kitchen"),
    ("coffee-dripper", "camp kitchen"),
    ("down-sleeping-bag", "sleeping"),
    ("foam-mat", "sleeping"),
    ("camp-pillow", "sleeping"),
    ("storm-lantern", "lights"),
    ("headlamp-300", "lights"),
    ("folding-chair", "furniture"),
    ("camp-table", "furniture"),
    ("field-guide", "books"),
];

pub const COLOURS: [&str; 12] = [
    "red", "moss", "ocean", "sand", "charcoal", "rust", "sky", "mustard", "berry", "forest", "ivory", "slate",
];

pub const VIEWS: [&str; 8] = ["front", "back", "side", "detail", "packshot", "worn", "label", "studio"];

pub const STORIES: [&str; 24] = [
    "seven-huts-in-seven-days",
    "how-to-pack-light",
    "a-night-on-the-ridge",
    "first-snow",
    "cooking-with-one-pot",
    "paddling-the-lakes",
    "repair-it-yourself",
    "the-long-way-round",
    "sleeping-under-stars",
    "autumn-colours",
    "meet-the-makers",
    "wool-or-down",
    "with-children-to-the-summit",
    "winter-camping-basics",
    "our-favourite-bothies",
    "coast-to-coast",
    "what-is-in-our-rucksacks",
    "city-walks",
    "a-week-without-phones",
    "leave-no-trace",
    "the-lighthouse-keeper",
    "spring-clean-your-tent",
    "mushrooms-and-berries",
    "storm-stories",
];

pub const CAMPAIGNS: [(&str, &str); 8] = [
    ("summer-sale", "summer-sale"),
    ("winter-sale", "winter-sale"),
    ("back to nature", "brand"),
    ("black-week", "black week"),
    ("spring launch", "launch"),
    ("Été en montagne", "launch"),
    ("mother-s-day", "seasonal"),
    ("Grüne Woche", "brand"),
];

pub const PLACEMENTS: [(&str, u32, u32); 12] = [
    ("hero-desktop", 2880, 1200),
    ("hero-mobile", 1080, 1350),
    ("banner 728x90", 1456, 180),
    ("skyscraper", 320, 1200),
    ("story 01", 1080, 1920),
    ("story 02", 1080, 1920),
    ("square-post", 1080, 1080),
    ("newsletter-header", 1200, 400),
    ("out of home 18-1", 5040, 2520),
    ("shop window", 3600, 4800),
    ("og-image", 1200, 630),
    ("teaser, small", 640, 360),
];

pub const FIRST_NAMES: [&str; 24] = [
    "Anna", "José", "Łukasz", "Zoë", "Malik", "Ingrid", "Yuki", "Priya", "Tomáš", "Chloé", "Björn", "Aïcha",
    "Noah", "Mia", "Søren", "Elif", "Diego", "Freya", "Ravi", "Nora", "Jean-Luc", "Olena", "Kwame", "Sanna",
];

pub const LAST_NAMES: [&str; 20] = [
    "Keller",
    "Núñez",
    "Żak",
    "van Dijk",
    "Okafor",
    "Lindqvist",
    "Tanaka",
    "Sharma",
    "Novák",
    "Lefèvre",
    "Ström",
    "Benali",
    "Meier",
    "O'Brien",
    "Jørgensen",
    "Yılmaz",
    "Castro",
    "Haugen",
    "Weiß",
    "Shevchenko",
];

pub const CLIPS: [&str; 12] = [
    "brand-film",
    "tent-pitching",
    "how its made",
    "drone-ridge",
    "campfire-loop",
    "boot-test",
    "river-crossing",
    "studio-turntable",
    "interview founder",
    "storm-chamber",
    "social cut 15s",
    "making of",
];

pub const EPISODES: [&str; 8] = [
    "Into the wild",
    "Below zero",
    "The bothy",
    "Counting birds",
    "Knots",
    "Maps and compasses",
    "Night train",
    "A pot of tea",
];

pub const LANGUAGES: [&str; 6] = ["en", "de", "fr", "it", "sv", "ja"];

/// Lower-case letters and digits, by a byte.
pub fn letter(byte: u64) -> char {
    char::from(b"abcdefghijklmnopqrstuvwxyz0123456789"[(byte & 0xff) as usize % 36])
}
