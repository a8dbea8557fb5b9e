//! Files that cannot be drawn: what they are called and how they begin.

/// The media type of an extension.
pub fn mime(extension: &str) -> &'static str {
    match extension.to_ascii_lowercase().as_str() {
        "jpg" | "jpeg" | "jpe" => "image/jpeg",
        "png" => "image/png",
        "gif" => "image/gif",
        "webp" => "image/webp",
        "avif" => "image/avif",
        "heic" | "heif" => "image/heic",
        "tif" | "tiff" => "image/tiff",
        "bmp" => "image/bmp",
        "svg" => "image/svg+xml",
        "pdf" => "application/pdf",
        "psd" => "image/vnd.adobe.photoshop",
        "mp4" | "m4v" => "video/mp4",
        "mov" => "video/quicktime",
        "webm" => "video/webm",
        "m3u8" => "application/x-mpegURL",
        "mpd" => "application/dash+xml",
        "mp3" => "audio/mpeg",
        "m4a" => "audio/mp4",
        "wav" => "audio/wav",
        "ogg" => "audio/ogg",
        "txt" => "text/plain",
        "csv" => "text/csv",
        "vtt" => "text/vtt",
        "js" => "text/javascript",
        "json" => "application/json",
        "zip" => "application/zip",
        _ => "application/octet-stream",
    }
}

/// How a file of this format begins, so that it is taken for one; the rest is filler.
pub fn head(format: &str) -> Vec<u8> {
    let bytes: &[u8] = match format {
        "svg" => {
            b"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 24 24\">\
              <circle cx=\"12\" cy=\"12\" r=\"10\" fill=\"#e04f39\"/>\
              <path d=\"M5 17 10 8l3 5 2-3 4 7z\" fill=\"#f4ecdd\"/></svg>\n"
        }
        "pdf" => b"%PDF-1.4\n",
        "avif" => b"\0\0\0\x18ftypavif\0\0\0\0avifmif1",
        "heic" | "heif" => b"\0\0\0\x18ftypheic\0\0\0\0heicmif1",
        "mov" => b"\0\0\0\x14ftypqt  \0\0\0\0qt  ",
        "mp4" | "m4v" => b"\0\0\0\x18ftypisom\0\0\x02\0isommp42",
        "m4a" => b"\0\0\0\x18ftypM4A \0\0\0\0M4A mp42",
        "webm" => b"\x1a\x45\xdf\xa3",
        "mp3" => b"ID3\x04\0\0",
        "ogg" => b"OggS\0",
        "wav" => b"RIFF\xff\xff\xff\x7fWAVEfmt ",
        "tif" | "tiff" => b"II*\0",
        "m3u8" => b"#EXTM3U\n#EXT-X-VERSION:3\n",
        _ => b"",
    };
    bytes.to_vec()
}
