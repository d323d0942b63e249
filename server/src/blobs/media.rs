//! What a file really is, by its first bytes.

/// What everything is that is neither an image nor a PDF.
pub const UNKNOWN: &str = "application/octet-stream";

/// The type that the content itself tells: images that browsers draw, and PDF. SVG is not among them:
/// it can carry code.
pub fn sniff(content: &[u8]) -> &'static str {
    let brand = content.get(4..12).unwrap_or_default();
    match content {
        [0xff, 0xd8, 0xff, ..] => "image/jpeg",
        [0x89, b'P', b'N', b'G', 0x0d, 0x0a, 0x1a, 0x0a, ..] => "image/png",
        [b'G', b'I', b'F', b'8', b'7' | b'9', b'a', ..] => "image/gif",
        [
            b'R',
            b'I',
            b'F',
            b'F',
            _,
            _,
            _,
            _,
            b'W',
            b'E',
            b'B',
            b'P',
            ..,
        ] => "image/webp",
        [b'%', b'P', b'D', b'F', b'-', ..] => "application/pdf",
        _ if brand == b"ftypavif" => "image/avif",
        _ if brand == b"ftypheic" || brand == b"ftypmif1" => "image/heic",
        _ => UNKNOWN,
    }
}

/// Whether the content may be kept under the announced type. Only a promise to be an image or a PDF is
/// held against it: other types are never shown, only handed out.
pub fn agrees(announced: &str, content: &[u8]) -> bool {
    let essence = announced
        .split(';')
        .next()
        .unwrap_or_default()
        .trim()
        .to_ascii_lowercase();
    let checked = essence.starts_with("image/") || essence == "application/pdf";
    !checked || essence == sniff(content)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_promise_to_be_an_image_is_kept_or_refused() {
        assert!(agrees("image/jpeg", b"\xff\xd8\xff\xe0rest"));
        assert!(agrees("Image/WebP; q=1", b"RIFF\0\0\0\0WEBPVP8 "));
        assert!(agrees("text/vcard", b"BEGIN:VCARD"));
        for (announced, content) in [
            ("image/jpeg", &b"<script>alert(1)</script>"[..]),
            ("image/svg+xml", b"<svg onload='alert(1)'/>"),
            ("image/png", b"\xff\xd8\xff\xe0rest"),
            ("application/pdf", b"MZ\x90\0"),
            ("image/gif", b""),
        ] {
            assert!(!agrees(announced, content), "{announced}");
        }
    }
}
