//! Numbers as people read them: separators, units, plurals.

use super::asset::ResourceType;

/// `1204` → `1,204`.
pub fn count(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// Bytes in decimal units, as Cloudinary's Console shows them: `8.4 GB`.
pub fn bytes(number: u64) -> String {
    const UNITS: [&str; 5] = ["kB", "MB", "GB", "TB", "PB"];
    if number < 1000 {
        return format!("{number} B");
    }
    let mut value = number as f64;
    let mut unit = "B";
    for next in UNITS {
        if value < 999.95 {
            break;
        }
        value /= 1000.0;
        unit = next;
    }
    if value < 99.95 { format!("{value:.1} {unit}") } else { format!("{value:.0} {unit}") }
}

/// `1 asset`, `1,204 assets`.
pub fn plural(number: u64, one: &str, many: &str) -> String {
    format!("{} {}", count(number), if number == 1 { one } else { many })
}

/// The word for one asset of a resource type.
pub fn kind(kind: ResourceType) -> &'static str {
    match kind {
        ResourceType::Image => "Image",
        ResourceType::Video => "Video",
        ResourceType::Raw => "Raw file",
    }
}

/// The word for originals of one resource type, or of several: `3 images`, `7 assets`.
pub fn originals(number: u64, kind: Option<ResourceType>) -> String {
    let (one, many) = match kind {
        Some(ResourceType::Image) => ("image", "images"),
        Some(ResourceType::Video) => ("video", "videos"),
        Some(ResourceType::Raw) => ("file", "files"),
        None => ("asset", "assets"),
    };
    plural(number, one, many)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_have_separators() {
        for (number, text) in [(0, "0"), (999, "999"), (1204, "1,204"), (1_000_000, "1,000,000")] {
            assert_eq!(count(number), text);
        }
    }

    #[test]
    fn bytes_have_the_unit_that_keeps_them_short() {
        for (number, text) in [
            (0, "0 B"),
            (999, "999 B"),
            (1000, "1.0 kB"),
            (999_960, "1.0 MB"),
            (379_132, "379 kB"),
            (8_400_000_000, "8.4 GB"),
        ] {
            assert_eq!(bytes(number), text);
        }
    }

    #[test]
    fn one_is_singular() {
        assert_eq!(plural(1, "copy", "copies"), "1 copy");
        assert_eq!(originals(1204, Some(ResourceType::Image)), "1,204 images");
    }
}
