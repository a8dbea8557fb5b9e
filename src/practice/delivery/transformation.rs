//! Transformations, as far as they change which part of a picture is shown at what size.
//!
//! Effects, overlays and the like are understood as transformations and leave the picture as
//! it is. A part that is none, or a number that is none, is refused as at Cloudinary.

use super::super::asset::Asset;
use super::super::picture::{View, WHOLE, aspect};
use super::super::reply::Refusal;

/// No side of a made-to-size picture is longer.
const LARGEST: f64 = 4000.0;

/// The keys that there are.
const KEYS: [&str; 42] = [
    "a", "ac", "af", "ar", "b", "bl", "bo", "br", "c", "co", "cs", "d", "dl", "dn", "dpr", "du", "e", "eo",
    "f", "fl", "fn", "fps", "g", "h", "if", "ki", "l", "o", "p", "pg", "q", "r", "so", "sp", "t", "u", "vc",
    "vs", "w", "x", "y", "z",
];

/// What comes of a transformation.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcome {
    /// Width and height in pixels.
    pub size: (u32, u32),
    /// The part of the picture that is shown; what lies outside of it is white.
    pub view: View,
    pub page: u16,
    /// Of a video, from 0 to 1.
    pub moment: f32,
    /// Of `f_`, unless that is `auto`.
    pub format: Option<String>,
    /// `f_auto`: any format that can be shown.
    pub automatic: bool,
    /// Of `q_`, 1 to 100.
    pub quality: u8,
}

/// Whether a part of a path looks like transformations: `c_fill,w_100`, `$width_200`.
pub fn is_one(part: &str) -> bool {
    !part.is_empty()
        && part.split(',').all(|pair| match pair.split_once('_') {
            Some((key, value)) => !value.is_empty() && (KEYS.contains(&key) || key.starts_with('$')),
            None => false,
        })
}

/// Apply transformations, one after another, to an asset.
///
/// # Errors
/// 400 for a value that cannot be, and for more pixels than there may be.
pub fn apply(transformation: &str, asset: &Asset) -> Result<Outcome, Refusal> {
    let (width, height) = match (asset.width, asset.height) {
        (0, _) | (_, 0) => {
            (1000.0 * f64::from(aspect(asset)).min(1.0), 1000.0 / f64::from(aspect(asset)).max(1.0))
        }
        (width, height) => (f64::from(width), f64::from(height)),
    };
    let mut frame = Frame { width, height, view: WHOLE };
    let mut outcome = Outcome {
        size: (0, 0),
        view: WHOLE,
        page: 1,
        moment: 0.0,
        format: None,
        automatic: false,
        quality: 80,
    };
    let mut density = 1.0;
    for component in transformation.split('/').filter(|component| !component.is_empty()) {
        let step = Step::read(component)?;
        step.resize(&mut frame);
        outcome.read(&step, asset)?;
        density = step.number("dpr", density)?;
    }
    let size = (frame.width * density, frame.height * density);
    if !transformation.is_empty() && (size.0 > LARGEST || size.1 > LARGEST) && frame.is_sized(asset) {
        return Err(Refusal::new(400, format!("Image size {:.0}x{:.0} is too large", size.0, size.1)));
    }
    // What keeps its size may be larger than can be drawn at once.
    let shrink = (LARGEST / size.0.max(size.1)).min(1.0);
    outcome.size = ((size.0 * shrink).round().max(1.0) as u32, (size.1 * shrink).round().max(1.0) as u32);
    outcome.view = frame.view;
    Ok(outcome)
}

impl Outcome {
    fn read(&mut self, step: &Step<'_>, asset: &Asset) -> Result<(), Refusal> {
        match step.text("f") {
            Some("auto") => self.automatic = true,
            Some(format) => self.format = Some(format.to_owned()),
            None => {}
        }
        if let Some(quality) = step.text("q") {
            let level = quality.split(':').next().unwrap_or_default();
            self.quality = match level.parse() {
                Ok(level @ 1..=100) => level,
                _ if matches!(level, "auto" | "jpegmini") => 75,
                _ => return Err(Refusal::new(400, format!("Invalid quality {quality}"))),
            };
        }
        if let Some(page) = step.text("pg") {
            let first = page.split(['-', ';']).next().unwrap_or_default();
            self.page = match first.parse() {
                Ok(page) if page >= 1 && page <= asset.pages.max(1) => page,
                _ => return Err(Refusal::new(400, format!("Invalid page {page}"))),
            };
        }
        if let Some(offset) = step.text("so").filter(|offset| *offset != "auto") {
            let seconds = f64::from(asset.duration_ms.max(1)) / 1000.0;
            let share = match offset.strip_suffix(['p', '%']) {
                Some(percent) => number(percent).map(|percent| percent / 100.0),
                None => number(offset).map(|offset| offset / seconds),
            };
            let share = share.filter(|share| (0.0..=1.0).contains(share));
            let share = share.ok_or_else(|| Refusal::new(400, format!("Invalid start offset {offset}")))?;
            self.moment = share as f32;
        }
        Ok(())
    }
}

/// A picture that has been cut and scaled so far.
struct Frame {
    width: f64,
    height: f64,
    view: View,
}

impl Frame {
    fn is_sized(&self, asset: &Asset) -> bool {
        (self.width, self.height) != (f64::from(asset.width), f64::from(asset.height))
    }

    /// Show this share of the width and height, more than 1 leaving a margin. The gravity says
    /// which part, 0 being the left or top end.
    fn cut(&mut self, share: (f64, f64), gravity: (f64, f64)) {
        let View { x, y, width, height } = self.view;
        self.view = View {
            x: x + width * ((1.0 - share.0) * gravity.0) as f32,
            y: y + height * ((1.0 - share.1) * gravity.1) as f32,
            width: width * share.0 as f32,
            height: height * share.1 as f32,
        };
        self.width *= share.0;
        self.height *= share.1;
    }
}

/// One component: pairs of a key and a value.
struct Step<'a>(Vec<(&'a str, &'a str)>);

impl<'a> Step<'a> {
    fn read(component: &'a str) -> Result<Self, Refusal> {
        let pairs = component.split(',').map(|pair| {
            pair.split_once('_')
                .filter(|(key, _)| KEYS.contains(key) || key.starts_with('$'))
                .ok_or_else(|| Refusal::new(400, format!("Invalid transformation component - {pair}")))
        });
        let step = Self(pairs.collect::<Result<_, _>>()?);
        for key in ["w", "h", "x", "y"] {
            step.number(key, 0.0)?;
        }
        Ok(step)
    }

    fn text(&self, key: &str) -> Option<&'a str> {
        self.0.iter().find(|(found, _)| *found == key).map(|(_, value)| *value)
    }

    /// A number; words such as `auto` and expressions of variables count as absent.
    fn number(&self, key: &str, absent: f64) -> Result<f64, Refusal> {
        match self.text(key) {
            None => Ok(absent),
            Some(text) => match number(text) {
                Some(value) => Ok(value),
                None if ["auto", "iw", "ih", "$"].iter().any(|word| text.starts_with(word)) => Ok(absent),
                None => {
                    Err(Refusal::new(400, format!("Invalid value {text} for {key} in the transformation")))
                }
            },
        }
    }

    /// A length; fractions up to 1 are shares of the present one.
    fn length(&self, key: &str, present: f64) -> Option<f64> {
        let value = self.number(key, 0.0).ok().filter(|value| *value > 0.0)?;
        let share = self.text(key).is_some_and(|text| text.contains('.')) && value <= 1.0;
        Some(if share { (value * present).round().max(1.0) } else { value })
    }

    fn ratio(&self) -> Option<f64> {
        let text = self.text("ar")?;
        let ratio = match text.split_once(':') {
            Some((width, height)) => number(width)? / number(height)?,
            None => number(text)?,
        };
        Some(ratio).filter(|ratio| ratio.is_finite() && *ratio > 0.0)
    }

    /// Width and height, as far as they are given.
    fn size(&self, frame: &Frame) -> (Option<f64>, Option<f64>) {
        match (self.length("w", frame.width), self.length("h", frame.height), self.ratio()) {
            (Some(width), None, Some(ratio)) => (Some(width), Some((width / ratio).round())),
            (None, Some(height), Some(ratio)) => (Some((height * ratio).round()), Some(height)),
            (None, None, Some(ratio)) => {
                let width = frame.width.min(frame.height * ratio);
                (Some(width.round()), Some((width / ratio).round()))
            }
            (width, height, _) => (width, height),
        }
    }

    fn resize(&self, frame: &mut Frame) {
        let (width, height) = match self.size(frame) {
            (None, None) => return,
            size => size,
        };
        let (across, down) =
            (width.map(|width| width / frame.width), height.map(|height| height / frame.height));
        let gravity = self.gravity();
        // How much a side is scaled, one following from the other where only one is given.
        let (sx, sy) = (across.or(down).unwrap_or(1.0), down.or(across).unwrap_or(1.0));
        match self.text("c").unwrap_or("scale") {
            "crop" => {
                let share = (across.unwrap_or(1.0).min(1.0), down.unwrap_or(1.0).min(1.0));
                frame.cut(share, self.corner(frame, share).unwrap_or(gravity));
            }
            "fill" | "thumb" | "lfill" | "fill_pad" | "auto" => {
                let zoom = sx.max(sy);
                frame.cut((sx / zoom, sy / zoom), gravity);
                let limited = self.text("c") == Some("lfill") && zoom > 1.0;
                let zoom = if limited { 1.0 } else { zoom };
                (frame.width, frame.height) = (frame.width * zoom, frame.height * zoom);
            }
            "fit" | "limit" | "mfit" => {
                let zoom = sx.min(sy);
                let zoom = match self.text("c") {
                    Some("limit") => zoom.min(1.0),
                    Some("mfit") => zoom.max(1.0),
                    _ => zoom,
                };
                (frame.width, frame.height) = (frame.width * zoom, frame.height * zoom);
            }
            "pad" | "lpad" | "mpad" => {
                let zoom = sx.min(sy);
                let zoom = match self.text("c") {
                    Some("lpad") => zoom.min(1.0),
                    Some("mpad") => 1.0,
                    _ => zoom,
                };
                frame.cut((sx / zoom, sy / zoom), gravity);
                (frame.width, frame.height) = (frame.width * zoom, frame.height * zoom);
            }
            _ => (frame.width, frame.height) = (frame.width * sx, frame.height * sy),
        }
    }

    /// Where the part is taken from: 0 is left or top, 1 right or bottom.
    fn gravity(&self) -> (f64, f64) {
        let word = self.text("g").unwrap_or("center");
        let along = |low: &str, high: &str| match (word.contains(low), word.contains(high)) {
            (true, false) => 0.0,
            (false, true) => 1.0,
            _ => 0.5,
        };
        (along("west", "east"), along("north", "south"))
    }

    /// The gravity that puts the corner at `x`, `y`, if those are given and no gravity is.
    fn corner(&self, frame: &Frame, share: (f64, f64)) -> Option<(f64, f64)> {
        if self.text("g").is_some() || (self.text("x").is_none() && self.text("y").is_none()) {
            return None;
        }
        let place = |key: &str, side: f64, share: f64| {
            let room = side * (1.0 - share);
            if room > 0.0 { (self.number(key, 0.0).unwrap_or_default() / room).min(1.0) } else { 0.0 }
        };
        Some((place("x", frame.width, share.0), place("y", frame.height, share.1)))
    }
}

fn number(text: &str) -> Option<f64> {
    let plain = text.strip_prefix('-').unwrap_or(text);
    let digits = plain.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    if digits { text.parse().ok() } else { None }
}
