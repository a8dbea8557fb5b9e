//! Whether a part of a delivery URL is a transformation.
//!
//! A folder may be called `e_books` or `t_shirts`, so a known key is not enough: what follows it
//! must be something that Cloudinary knows for this key (page “Transformation URL API reference”).

/// Keys of transformation parameters, as in `c_fill`.
const KEYS: [&str; 56] = [
    "a", "ac", "af", "ar", "b", "bl", "bo", "br", "c", "co", "cs", "d", "dl", "dn", "dpr", "du", "e", "eo",
    "f", "fl", "fn", "fps", "g", "h", "if", "ki", "l", "o", "p", "pg", "q", "r", "so", "sp", "t", "u", "vc",
    "vs", "w", "x", "y", "z", "ocr", "ll", "lang", "ph", "dc", "sf", "st", "xc", "yc", "ec", "su", "sb",
    "ds", "kf",
];

/// Keys whose values are numbers, or these words.
const NUMBERS: [&str; 26] = [
    "a", "ar", "br", "dl", "dn", "dpr", "du", "eo", "fps", "h", "ki", "o", "pg", "q", "r", "so", "vs", "w",
    "x", "y", "z", "af", "bo", "cs", "ds", "kf",
];
const NUMBER_WORDS: [&str; 20] = [
    "auto",
    "iw",
    "ih",
    "ow",
    "oh",
    "max",
    "initial",
    "ignore",
    "exif",
    "hflip",
    "vflip",
    "auto_left",
    "auto_right",
    "jpegmini",
    "srgb",
    "tinysrgb",
    "icc",
    "no_cmyk",
    "best",
    "good",
];

const CROPS: [&str; 19] = [
    "fill",
    "fit",
    "scale",
    "crop",
    "limit",
    "pad",
    "lfill",
    "lpad",
    "mfit",
    "mpad",
    "thumb",
    "fill_pad",
    "auto",
    "auto_pad",
    "imagga_crop",
    "imagga_scale",
    "mlimit",
    "thumb_pad",
    "content_aware",
];

const GRAVITIES: [&str; 32] = [
    "auto",
    "face",
    "faces",
    "center",
    "north",
    "south",
    "east",
    "west",
    "north_east",
    "north_west",
    "south_east",
    "south_west",
    "custom",
    "body",
    "liquid",
    "xy_center",
    "adv_face",
    "adv_faces",
    "adv_eyes",
    "ocr_text",
    "none",
    "face:center",
    "face:auto",
    "faces:center",
    "faces:auto",
    "custom:face",
    "custom:faces",
    "auto:face",
    "auto:faces",
    "auto:subject",
    "auto:classic",
    "auto:object",
];

const EFFECTS: [&str; 92] = [
    "accelerate",
    "adv_redeye",
    "anti-removal",
    "art",
    "assist_colorblind",
    "auto_brightness",
    "auto_color",
    "auto_contrast",
    "auto_enhance",
    "background_removal",
    "bgremoval",
    "blackwhite",
    "blue",
    "blur",
    "blur_faces",
    "blur_region",
    "boomerang",
    "brightness",
    "brightness_hsb",
    "camera",
    "cartoonify",
    "cloak",
    "colorize",
    "contrast",
    "cut_out",
    "deshake",
    "displace",
    "distort",
    "dropshadow",
    "enhance",
    "extract",
    "fade",
    "fill_light",
    "gamma",
    "gen_background_replace",
    "gen_fill",
    "gen_recolor",
    "gen_remove",
    "gen_replace",
    "gen_restore",
    "gradient_fade",
    "grayscale",
    "green",
    "hue",
    "improve",
    "light",
    "loop",
    "make_transparent",
    "mask",
    "morphology",
    "multiply",
    "negate",
    "noise",
    "oil_paint",
    "opacity_threshold",
    "ordered_dither",
    "outline",
    "overlay",
    "pixelate",
    "pixelate_faces",
    "pixelate_region",
    "preview",
    "progressbar",
    "recolor",
    "red",
    "redeye",
    "replace_color",
    "reverse",
    "saturation",
    "screen",
    "sepia",
    "shadow",
    "sharpen",
    "shear",
    "simulate_colorblind",
    "swap_image",
    "theme",
    "tint",
    "transition",
    "trim",
    "unsharp_mask",
    "upscale",
    "vectorize",
    "vibrance",
    "video_generative_fill",
    "viesus_correct",
    "vignette",
    "volume",
    "waveform",
    "zoompan",
    "yes",
    "zoom",
];

/// How much a part of a path looks like a transformation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Likeness {
    /// Not at all.
    None,
    /// It has the form, with a key that this program does not know: there will be new ones.
    NewKey,
    /// A known key, with a value that any folder could have.
    Doubtful,
    /// It is one.
    Certain,
}

/// Judges one part of a path, as it stands in the URL.
pub(super) fn likeness(segment: &str) -> Likeness {
    let (mut least, mut most) = (Likeness::Certain, Likeness::None);
    for component in segment.split(',').map(component) {
        (least, most) = (least.min(component), most.max(component));
        if least == Likeness::None {
            return least;
        }
    }
    // `l_logo,w_100`: nobody calls a folder so.
    if least == Likeness::Doubtful { most } else { least }
}

fn component(text: &str) -> Likeness {
    let Some((key, value)) = text.split_once('_').filter(|(_, value)| !value.is_empty()) else {
        return Likeness::None;
    };
    if key
        .strip_prefix('$')
        .is_some_and(|name| !name.is_empty() && name.bytes().all(|c| c.is_ascii_alphanumeric()))
    {
        return Likeness::Certain;
    }
    if !KEYS.contains(&key) {
        let new = (1..=3).contains(&key.len()) && key.bytes().all(|c| c.is_ascii_lowercase());
        return if new { Likeness::NewKey } else { Likeness::None };
    }
    if is_value(key, value) { Likeness::Certain } else { Likeness::Doubtful }
}

/// Whether a value is one that Cloudinary knows for a key.
fn is_value(key: &str, value: &str) -> bool {
    let lower = value.bytes().any(|c| c.is_ascii_uppercase()).then(|| value.to_ascii_lowercase());
    let value = lower.as_deref().unwrap_or(value);
    let word = value.split([':', '.']).next().unwrap_or_default();
    let computed = value.starts_with('$') || value.contains("_mul_") || value.contains("_div_");
    match key {
        _ if computed => true,
        "if" => {
            let compared = ["_gt_", "_lt_", "_gte_", "_lte_", "_eq_", "_ne_", "_in_", "_nin_"];
            compared.iter().any(|sign| value.contains(sign)) || matches!(value, "else" | "end")
        }
        "br" => is_number(value.trim_end_matches(['k', 'm'])),
        _ if NUMBERS.contains(&key) => {
            is_number(value) || NUMBER_WORDS.contains(&word) || NUMBER_WORDS.contains(&value)
        }
        "c" => CROPS.contains(&value),
        "g" => GRAVITIES.contains(&value),
        "e" => EFFECTS.contains(&word),
        "f" => word == "auto" || super::words::is_format(word),
        "t" => value == "media_lib_thumb",
        "b" | "co" => {
            matches!(
                word,
                "auto"
                    | "blurred"
                    | "gen_fill"
                    | "rgb"
                    | "black"
                    | "white"
                    | "red"
                    | "green"
                    | "blue"
                    | "grey"
                    | "gray"
                    | "transparent"
                    | "yellow"
                    | "orange"
            )
        }
        "l" | "u" => matches!(word, "text" | "subtitles" | "fetch" | "video" | "lut") && value.contains(':'),
        "fl" => is_flag(value),
        "vc" => {
            matches!(word, "auto" | "none" | "h264" | "h265" | "vp8" | "vp9" | "prores" | "theora" | "av1")
        }
        "ac" => matches!(word, "none" | "aac" | "vorbis" | "mp3" | "opus"),
        "sp" => matches!(
            word,
            "auto" | "hd" | "full_hd" | "4k" | "sd" | "full_hd_wifi" | "full_hd_lean" | "hd_lean"
        ),
        _ => false,
    }
}

fn is_number(value: &str) -> bool {
    let digits = value.trim_start_matches(['-', '+']);
    let starts = digits.starts_with(|c: char| c.is_ascii_digit())
        || digits.starts_with("0.")
        || digits.starts_with('.');
    // A year or a size may be a folder's name with words behind it: `w_2021 summer`.
    starts
        && digits.bytes().all(|c| c.is_ascii_digit() || matches!(c, b'.' | b':' | b'-' | b'!' | b'p' | b'%'))
}

fn is_flag(value: &str) -> bool {
    const FLAGS: [&str; 44] = [
        "alternate",
        "animated",
        "any_format",
        "apng",
        "attachment",
        "awebp",
        "c2pa",
        "clip",
        "clip_evenodd",
        "cutter",
        "draco",
        "force_icc",
        "force_strip",
        "getinfo",
        "group4",
        "hlsv3",
        "ignore_aspect_ratio",
        "ignore_mask_channels",
        "immutable_cache",
        "keep_attribution",
        "keep_dar",
        "keep_iptc",
        "layer_apply",
        "lossy",
        "mono",
        "no_overflow",
        "no_stream",
        "original",
        "png24",
        "png32",
        "png8",
        "preserve_transparency",
        "progressive",
        "rasterize",
        "region_relative",
        "relative",
        "replace_image",
        "sanitize",
        "splice",
        "streaming_attachment",
        "strip_profile",
        "text_disallow_overflow",
        "tiff8_lzw",
        "tiled",
    ];
    value.split('.').all(|flag| FLAGS.contains(&flag.split(':').next().unwrap_or_default()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_of_such_a_name_is_not_taken_for_a_transformation() {
        for (segment, expected) in [
            ("c_fill,w_200", Likeness::Certain),
            ("c_fill,g_auto,h_250,w_970", Likeness::Certain),
            ("f_auto", Likeness::Certain),
            ("q_auto:good", Likeness::Certain),
            ("e_sepia:80", Likeness::Certain),
            ("e_art:audrey", Likeness::Certain),
            ("$x_1", Likeness::Certain),
            ("w_$w", Likeness::Certain),
            ("w_0.5", Likeness::Certain),
            ("ar_16:9", Likeness::Certain),
            ("so_2,w_300", Likeness::Certain),
            ("sp_full_hd", Likeness::Certain),
            ("t_media_lib_thumb", Likeness::Certain),
            ("l_text:Arial_20:a%252C%20b,co_red", Likeness::Certain),
            ("l_logo,w_100", Likeness::Certain),
            ("fl_layer_apply", Likeness::Certain),
            ("if_w_gt_100", Likeness::Certain),
            ("b_rgb:ffffff", Likeness::Certain),
            ("br_500k", Likeness::Certain),
            ("if_you", Likeness::Doubtful),
            ("y_2k", Likeness::Doubtful),
            ("g_track_field", Likeness::Doubtful),
            ("d_photo.jpg", Likeness::Doubtful),
            ("w_archive", Likeness::Doubtful),
            ("e_books", Likeness::Doubtful),
            ("t_shirts", Likeness::Doubtful),
            ("b_w", Likeness::Doubtful),
            ("l_logo", Likeness::Doubtful),
            ("c_suite", Likeness::Doubtful),
            ("zz_new", Likeness::NewKey),
            ("my_folder", Likeness::NewKey),
            ("docs", Likeness::None),
            ("c_", Likeness::None),
            ("_x", Likeness::None),
            ("My_folder", Likeness::None),
            ("c_fill,broken", Likeness::None),
            ("", Likeness::None),
        ] {
            assert_eq!(likeness(segment), expected, "{segment}");
        }
    }
}
