//! Transformations, as far as the practice environment carries them out: the size that a chain of
//! components leads to, the moment that is to be seen, and the format.

use super::picture::Moment;
use super::reply::Refusal;

/// The largest side that is asked for, as at Cloudinary.
const LARGEST: f64 = 20_000.0;

/// What a chain of components asks for.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Wanted {
    steps: Vec<Step>,
    /// Page or second.
    pub moment: Moment,
    /// Of `f_`, unless it is `auto`.
    pub format: Option<String>,
}

/// One component's resizing.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Step {
    crop: Crop,
    width: Option<f64>,
    height: Option<f64>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Crop {
    /// Exactly so large: `fill`, `thumb`, `crop`, `pad`, and `scale` with both sides.
    Exact,
    /// Within so much: `fit`; `limit` never enlarges.
    Within { enlarges: bool },
}

impl Wanted {
    /// Reads `c_fill,h_160,w_160/q_auto`. Parameters that change no size are passed over.
    ///
    /// # Errors
    /// 400 for a size that is none, and for a crop mode that does not exist.
    pub fn read(transformation: &str) -> Result<Self, Refusal> {
        let mut wanted = Self::default();
        for component in transformation.split('/').filter(|component| !component.is_empty()) {
            let mut step = Step { crop: Crop::Exact, width: None, height: None };
            for parameter in component.split(',') {
                wanted.take(&mut step, parameter)?;
            }
            if step.width.is_some() || step.height.is_some() {
                wanted.steps.push(step);
            }
        }
        Ok(wanted)
    }

    fn take(&mut self, step: &mut Step, parameter: &str) -> Result<(), Refusal> {
        let Some((name, value)) = parameter.split_once('_') else { return Ok(()) };
        match name {
            "w" => step.width = side(value)?,
            "h" => step.height = side(value)?,
            "c" => step.crop = crop(value)?,
            "pg" => self.moment.page = value.parse().unwrap_or(1),
            "so" => self.moment.seconds = value.trim_end_matches('p').parse().unwrap_or(0.0),
            "f" if value != "auto" => self.format = Some(value.to_owned()),
            _ => {}
        }
        Ok(())
    }

    /// The size in pixels to which an original of this size comes.
    pub fn size(&self, own: (u32, u32)) -> (u32, u32) {
        let mut size = (f64::from(own.0), f64::from(own.1));
        for step in &self.steps {
            size = step.apply(size);
        }
        (size.0.round().clamp(1.0, LARGEST) as u32, size.1.round().clamp(1.0, LARGEST) as u32)
    }
}

impl Step {
    fn apply(self, (width, height): (f64, f64)) -> (f64, f64) {
        // Below 1, a share of the original; 1 and above, pixels.
        let pixels =
            |side: Option<f64>, own: f64| side.map(|side| if side < 1.0 { side * own } else { side });
        let (wanted_width, wanted_height) = (pixels(self.width, width), pixels(self.height, height));
        match (wanted_width, wanted_height, self.crop) {
            (Some(wide), Some(tall), Crop::Exact) => (wide, tall),
            (Some(wide), Some(tall), Crop::Within { enlarges }) => {
                let factor = (wide / width).min(tall / height);
                let factor = if enlarges { factor } else { factor.min(1.0) };
                (width * factor, height * factor)
            }
            (Some(wide), None, Crop::Within { enlarges: false }) if wide > width => (width, height),
            (None, Some(tall), Crop::Within { enlarges: false }) if tall > height => (width, height),
            (Some(wide), None, _) => (wide, height * wide / width),
            (None, Some(tall), _) => (width * tall / height, tall),
            (None, None, _) => (width, height),
        }
    }
}

/// `auto` and names of the original's sides leave the side as it is.
fn side(value: &str) -> Result<Option<f64>, Refusal> {
    if value.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return Ok(None);
    }
    match value.parse::<f64>() {
        Ok(side) if side > 0.0 && side <= LARGEST => Ok(Some(side)),
        _ => Err(Refusal::bad(&format!("Invalid value {value} for a transformation's size"))),
    }
}

fn crop(value: &str) -> Result<Crop, Refusal> {
    match value {
        "fill" | "lfill" | "fill_pad" | "thumb" | "crop" | "pad" | "lpad" | "mpad" | "scale" | "auto" => {
            Ok(Crop::Exact)
        }
        "fit" | "mfit" => Ok(Crop::Within { enlarges: true }),
        "limit" => Ok(Crop::Within { enlarges: false }),
        other => Err(Refusal::bad(&format!("Invalid transformation component - c_{other}"))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_come_out_as_cloudinary_makes_them() {
        for (transformation, size) in [
            ("", (1200, 800)),
            ("c_fill,h_160,w_160", (160, 160)),
            ("c_scale,w_300", (300, 200)),
            ("h_400", (600, 400)),
            ("c_fit,h_300,w_300", (300, 200)),
            ("c_limit,w_5000", (1200, 800)),
            ("c_limit,h_80,w_90", (90, 60)),
            ("w_0.5", (600, 400)),
            ("c_fill,h_400,w_400/c_scale,w_100", (100, 100)),
            ("e_sepia/q_auto", (1200, 800)),
        ] {
            assert_eq!(Wanted::read(transformation).unwrap().size((1200, 800)), size, "{transformation}");
        }
    }

    #[test]
    fn page_second_and_format_are_read_and_nonsense_is_refused() {
        let wanted = Wanted::read("c_fill,pg_3,w_100/f_png,so_2.5").unwrap();
        assert_eq!((wanted.moment.page, wanted.moment.seconds), (3, 2.5));
        assert_eq!(wanted.format.as_deref(), Some("png"));
        for wrong in ["w_-1", "w_99999999", "c_explode,w_10", "w_1x"] {
            assert!(Wanted::read(wrong).is_err(), "{wrong}");
        }
    }
}
