//! Icons: a part of Lucide, as a font (`fonts/lucide.ttf`).
//!
//! They are painted, never written into labels, so that no screen reader has to spell a private
//! character: whoever paints one gives the widget its name.

use egui::{Align2, Color32, Painter, Pos2, Response, Sense, Ui, vec2};

use super::theme::text;

macro_rules! icons {
    ($($name:ident = $code:literal, $lucide:literal;)*) => {
        /// One icon.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Icon {
            $(#[doc = concat!("Lucide's `", $lucide, "`.")] $name,)*
        }

        impl Icon {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$name),*];

            /// Its place in the font.
            pub const fn glyph(self) -> char {
                match self { $(Self::$name => $code,)* }
            }
        }
    };
}

icons! {
    Aperture = '\u{e040}', "aperture";
    Archive = '\u{e041}', "archive";
    ArrowLeft = '\u{e048}', "arrow-left";
    ArrowRight = '\u{e049}', "arrow-right";
    ArrowUpRight = '\u{e04d}', "arrow-up-right";
    Ban = '\u{e051}', "ban";
    BookOpen = '\u{e05f}', "book-open";
    Boxes = '\u{e2d0}', "boxes";
    Calendar = '\u{e063}', "calendar";
    Check = '\u{e06c}', "check";
    CheckCheck = '\u{e38e}', "check-check";
    ChevronDown = '\u{e06d}', "chevron-down";
    ChevronLeft = '\u{e06e}', "chevron-left";
    ChevronRight = '\u{e06f}', "chevron-right";
    ChevronUp = '\u{e070}', "chevron-up";
    Circle = '\u{e076}', "circle";
    CircleAlert = '\u{e077}', "circle-alert";
    CircleCheck = '\u{e226}', "circle-check";
    CircleCheckBig = '\u{e07c}', "circle-check-big";
    CircleHelp = '\u{e082}', "circle-help";
    CircleMinus = '\u{e07e}', "circle-minus";
    CirclePause = '\u{e07f}', "circle-pause";
    CirclePlay = '\u{e080}', "circle-play";
    CircleStop = '\u{e083}', "circle-stop";
    CircleX = '\u{e084}', "circle-x";
    Clapperboard = '\u{e29b}', "clapperboard";
    Clipboard = '\u{e085}', "clipboard";
    ClipboardPaste = '\u{e3e8}', "clipboard-paste";
    Clock = '\u{e087}', "clock";
    Cloud = '\u{e088}', "cloud";
    CloudOff = '\u{e08d}', "cloud-off";
    CloudUpload = '\u{e091}', "cloud-upload";
    Copy = '\u{e09e}', "copy";
    Crop = '\u{e0ab}', "crop";
    Database = '\u{e0ad}', "database";
    Download = '\u{e0b2}', "download";
    Ellipsis = '\u{e0b6}', "ellipsis";
    ExternalLink = '\u{e0b9}', "external-link";
    Eye = '\u{e0ba}', "eye";
    EyeOff = '\u{e0bb}', "eye-off";
    File = '\u{e0c0}', "file";
    FileArchive = '\u{e30d}', "file-archive";
    FileAudio = '\u{e31a}', "file-audio";
    FileDown = '\u{e318}', "file-down";
    FileSearch = '\u{e0cb}', "file-search";
    FileSpreadsheet = '\u{e326}', "file-spreadsheet";
    FileText = '\u{e0cc}', "file-text";
    FileVideo = '\u{e321}', "file-video";
    Film = '\u{e0d0}', "film";
    Filter = '\u{e0dc}', "filter";
    FlaskConical = '\u{e0d5}', "flask-conical";
    Folder = '\u{e0d7}', "folder";
    FolderOpen = '\u{e247}', "folder-open";
    Gauge = '\u{e1bf}', "gauge";
    Globe = '\u{e0e8}', "globe";
    GraduationCap = '\u{e234}', "graduation-cap";
    Grid2x2 = '\u{e4ff}', "grid-2x2";
    HardDrive = '\u{e0ed}', "hard-drive";
    Hash = '\u{e0ef}', "hash";
    History = '\u{e1f5}', "history";
    Hourglass = '\u{e296}', "hourglass";
    House = '\u{e0f5}', "house";
    Image = '\u{e0f6}', "image";
    ImageOff = '\u{e1c0}', "image-off";
    Images = '\u{e5c4}', "images";
    Info = '\u{e0f9}', "info";
    KeyRound = '\u{e4a3}', "key-round";
    Keyboard = '\u{e284}', "keyboard";
    Laptop = '\u{e1cd}', "laptop";
    Layers = '\u{e529}', "layers";
    LayoutGrid = '\u{e0ff}', "layout-grid";
    LayoutList = '\u{e1d9}', "layout-list";
    Library = '\u{e100}', "library";
    Link = '\u{e102}', "link";
    List = '\u{e106}', "list";
    ListChecks = '\u{e1d0}', "list-checks";
    ListFilter = '\u{e460}', "list-filter";
    Loader = '\u{e109}', "loader";
    LoaderCircle = '\u{e10a}', "loader-circle";
    Lock = '\u{e10b}', "lock";
    LockOpen = '\u{e10c}', "lock-open";
    LogOut = '\u{e10e}', "log-out";
    MailWarning = '\u{e367}', "mail-warning";
    Minus = '\u{e11c}', "minus";
    Monitor = '\u{e11d}', "monitor";
    Moon = '\u{e11e}', "moon";
    Music = '\u{e122}', "music";
    Package = '\u{e129}', "package";
    PanelRight = '\u{e431}', "panel-right";
    Pause = '\u{e12e}', "pause";
    Pencil = '\u{e1f9}', "pencil";
    Pin = '\u{e259}', "pin";
    Play = '\u{e13c}', "play";
    Plug = '\u{e37f}', "plug";
    Plus = '\u{e13d}', "plus";
    Receipt = '\u{e3d3}', "receipt";
    ReceiptText = '\u{e5ac}', "receipt-text";
    RefreshCw = '\u{e145}', "refresh-cw";
    RotateCcw = '\u{e148}', "rotate-ccw";
    RotateCw = '\u{e149}', "rotate-cw";
    Save = '\u{e14d}', "save";
    Search = '\u{e151}', "search";
    Server = '\u{e153}', "server";
    Settings = '\u{e154}', "settings";
    Shield = '\u{e158}', "shield";
    ShieldAlert = '\u{e1fe}', "shield-alert";
    ShieldCheck = '\u{e1ff}', "shield-check";
    SlidersHorizontal = '\u{e29a}', "sliders-horizontal";
    Sparkles = '\u{e412}', "sparkles";
    Square = '\u{e167}', "square";
    SquareCheck = '\u{e559}', "square-check";
    Star = '\u{e176}', "star";
    Sun = '\u{e178}', "sun";
    Tag = '\u{e17f}', "tag";
    Tags = '\u{e35c}', "tags";
    TextCursorInput = '\u{e265}', "text-cursor-input";
    Timer = '\u{e1e0}', "timer";
    Trash = '\u{e18d}', "trash";
    Trash2 = '\u{e18e}', "trash-2";
    TriangleAlert = '\u{e193}', "triangle-alert";
    Type = '\u{e198}', "type";
    Undo2 = '\u{e2a1}', "undo-2";
    Unplug = '\u{e45d}', "unplug";
    Upload = '\u{e19e}', "upload";
    User = '\u{e19f}', "user";
    Users = '\u{e1a4}', "users";
    Video = '\u{e1a5}', "video";
    Wifi = '\u{e1ae}', "wifi";
    WifiOff = '\u{e1af}', "wifi-off";
    Wind = '\u{e1b0}', "wind";
    X = '\u{e1b2}', "x";
    Zap = '\u{e1b4}', "zap";
    ZoomIn = '\u{e1b6}', "zoom-in";
}

/// Paints an icon around a point.
pub fn paint(painter: &Painter, centre: Pos2, icon: Icon, points: f32, colour: Color32) {
    let font = egui::FontId::new(points, text::icons());
    painter.text(centre, Align2::CENTER_CENTER, icon.glyph(), font, colour);
}

/// An icon that takes its place among widgets and says nothing.
pub fn show(ui: &mut Ui, icon: Icon, points: f32, colour: Color32) -> Response {
    let (rect, response) = ui.allocate_exact_size(vec2(points, points), Sense::hover());
    paint(ui.painter(), rect.center(), icon, points, colour);
    response
}
