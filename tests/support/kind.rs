//! Resource types and delivery types of what a test uploads.

/// Five kinds, so that every route goes through several.
pub fn kind(number: usize) -> (&'static str, &'static str) {
    match number % 10 {
        0..=5 => ("image", "upload"),
        6 => ("image", "private"),
        7 => ("image", "authenticated"),
        8 => ("video", "upload"),
        _ => ("raw", "upload"),
    }
}
