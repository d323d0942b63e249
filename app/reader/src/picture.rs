//! What a picture file says of itself, read without decoding it.

use std::io::Cursor;

use exif::{Exif, In, Tag, Value};
use shared::exchange::reader::{Capture, PHOTO_EDGE, PIXEL_LIMIT, Problem};

/// How much of a file is looked at first; enough for all but files with long thumbnails or maps.
pub const HEAD: u32 = 256 * 1024;
/// How much of a file is looked at when the first part does not tell.
pub const LONG_HEAD: u32 = 8 * 1024 * 1024;

/// Width and height in pixels by the header, before any rotation. `head` is the start of the file.
///
/// # Errors
/// [`Problem::NotAPicture`] when the header is of no known kind, [`Problem::TooManyPixels`] over
/// the limit: such a picture is never decoded.
pub fn size(head: &[u8]) -> Result<(u32, u32), Problem> {
    let size = imagesize::blob_size(head).map_err(|_| Problem::NotAPicture)?;
    let side = |side: usize| u32::try_from(side).unwrap_or(u32::MAX);
    let (width, height) = (side(size.width), side(size.height));
    if width == 0 || height == 0 {
        return Err(Problem::NotAPicture);
    }
    if u64::from(width) * u64::from(height) > PIXEL_LIMIT {
        return Err(Problem::TooManyPixels { width, height });
    }
    Ok((width, height))
}

/// Width and height a photograph is kept in: the longest edge at most [`PHOTO_EDGE`].
#[must_use]
pub fn kept_size(width: u32, height: u32) -> (u32, u32) {
    let longest = width.max(height);
    if longest <= PHOTO_EDGE {
        return (width, height);
    }
    let scaled = |side: u32| {
        let side =
            (u64::from(side) * u64::from(PHOTO_EDGE) + u64::from(longest) / 2) / u64::from(longest);
        u32::try_from(side).unwrap_or(PHOTO_EDGE).max(1)
    };
    (scaled(width), scaled(height))
}

/// When and where the camera says the picture was taken. `head` is the start of the file.
#[must_use]
pub fn capture(head: &[u8]) -> Capture {
    let mut reader = exif::Reader::new();
    reader.continue_on_error(true);
    let found = reader.read_from_container(&mut Cursor::new(head));
    match found.or_else(|error| error.distill_partial_result(|_| {})) {
        Ok(exif) => Capture {
            taken: taken(&exif),
            place: place(&exif),
        },
        Err(_) => Capture::default(),
    }
}

/// `2026:11:22 09:30:00` and `+08:00` to `2026-11-22T09:30:00+08:00`. A clock never set (all
/// noughts or blanks) says nothing.
fn taken(exif: &Exif) -> Option<String> {
    let tags = [
        (Tag::DateTimeOriginal, Tag::OffsetTimeOriginal),
        (Tag::DateTimeDigitized, Tag::OffsetTimeDigitized),
        (Tag::DateTime, Tag::OffsetTime),
    ];
    tags.into_iter().find_map(|(tag, offset)| {
        let mut time = exif::DateTime::from_ascii(ascii(exif, tag)?).ok()?;
        if let Some(offset) = ascii(exif, offset) {
            // A damaged offset is as good as none.
            let _ = time.parse_offset(offset);
        }
        let plausible =
            time.year > 1900 && (1..=12).contains(&time.month) && (1..=31).contains(&time.day);
        plausible.then(|| {
            let wall = format!(
                "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}",
                time.year, time.month, time.day, time.hour, time.minute, time.second
            );
            wall + &time.offset.map(zone).unwrap_or_default()
        })
    })
}

fn zone(minutes: i16) -> String {
    let sign = if minutes < 0 { '-' } else { '+' };
    format!(
        "{sign}{:02}:{:02}",
        minutes.unsigned_abs() / 60,
        minutes.unsigned_abs() % 60
    )
}

fn ascii(exif: &Exif, tag: Tag) -> Option<&[u8]> {
    match &exif.get_field(tag, In::PRIMARY)?.value {
        Value::Ascii(lines) => lines.first().map(Vec::as_slice),
        _ => None,
    }
}

/// Latitude and longitude in degrees; a receiver without a fix writes noughts.
fn place(exif: &Exif) -> Option<(f64, f64)> {
    let degrees = |tag: Tag, side: Tag, negative: u8, limit: f64| {
        let parts = match &exif.get_field(tag, In::PRIMARY)?.value {
            Value::Rational(parts) if !parts.is_empty() => parts,
            _ => return None,
        };
        let units = [1.0, 60.0, 3600.0];
        let sum: f64 = parts
            .iter()
            .zip(units)
            .map(|(part, unit)| part.to_f64() / unit)
            .sum();
        let sign = if ascii(exif, side)?.first() == Some(&negative) {
            -1.0
        } else {
            1.0
        };
        (sum.is_finite() && sum <= limit).then_some(sign * sum)
    };
    let latitude = degrees(Tag::GPSLatitude, Tag::GPSLatitudeRef, b'S', 90.0)?;
    let longitude = degrees(Tag::GPSLongitude, Tag::GPSLongitudeRef, b'W', 180.0)?;
    (latitude != 0.0 || longitude != 0.0).then_some((latitude, longitude))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The start of a JPEG file: the given EXIF entries, then a frame header with the size.
    fn jpeg(width: u16, height: u16, tiff: &[u8]) -> Vec<u8> {
        let mut file = vec![0xFF, 0xD8];
        if !tiff.is_empty() {
            file.extend([0xFF, 0xE1]);
            file.extend(u16::try_from(tiff.len() + 8).unwrap().to_be_bytes());
            file.extend(b"Exif\0\0");
            file.extend(tiff);
        }
        file.extend([0xFF, 0xC0, 0, 17, 8]);
        file.extend(height.to_be_bytes());
        file.extend(width.to_be_bytes());
        file.extend([3, 1, 0x22, 0, 2, 0x11, 1, 3, 0x11, 1, 0xFF, 0xDA]);
        file
    }

    fn tiff(fields: &[exif::Field]) -> Vec<u8> {
        let mut writer = exif::experimental::Writer::new();
        fields.iter().for_each(|field| writer.push_field(field));
        let mut file = Cursor::new(Vec::new());
        writer.write(&mut file, false).unwrap();
        file.into_inner()
    }

    fn field(tag: Tag, value: Value) -> exif::Field {
        exif::Field {
            tag,
            ifd_num: In::PRIMARY,
            value,
        }
    }

    fn words(text: &str) -> Value {
        Value::Ascii(vec![text.as_bytes().to_vec()])
    }

    fn angle(parts: [(u32, u32); 3]) -> Value {
        Value::Rational(
            parts
                .iter()
                .map(|(num, denom)| exif::Rational {
                    num: *num,
                    denom: *denom,
                })
                .collect(),
        )
    }

    #[test]
    fn size_comes_from_the_header_alone() {
        assert_eq!(size(&jpeg(4000, 3000, &[])), Ok((4000, 3000)));
        assert_eq!(
            size(&jpeg(10_000, 6_000, &[])),
            Err(Problem::TooManyPixels {
                width: 10_000,
                height: 6_000
            })
        );
        assert_eq!(
            size(&jpeg(8_000, 5_000, &[])),
            Ok((8_000, 5_000)),
            "40 megapixels are within"
        );
        for head in [
            &b"BEGIN:VCARD\r\n"[..],
            b"",
            b"\xFF\xD8\xFF",
            b"%PDF-1.7",
            &jpeg(0, 10, &[]),
        ] {
            assert_eq!(size(head), Err(Problem::NotAPicture), "{head:?}");
        }
    }

    #[test]
    fn photographs_keep_their_shape() {
        assert_eq!(kept_size(4000, 3000), (2560, 1920));
        assert_eq!(kept_size(3000, 4000), (1920, 2560));
        assert_eq!(kept_size(2560, 100), (2560, 100));
        assert_eq!(kept_size(40_000, 1), (2560, 1));
    }

    #[test]
    fn capture_is_read_before_it_is_lost() {
        let fields = [
            field(Tag::DateTimeOriginal, words("2026:11:22 09:30:05")),
            field(Tag::OffsetTimeOriginal, words("+08:00")),
            field(Tag::GPSLatitudeRef, words("N")),
            field(Tag::GPSLatitude, angle([(22, 1), (32, 1), (3600, 100)])),
            field(Tag::GPSLongitudeRef, words("W")),
            field(Tag::GPSLongitude, angle([(114, 1), (3, 1), (0, 1)])),
        ];
        let found = capture(&jpeg(40, 30, &tiff(&fields)));
        assert_eq!(found.taken.as_deref(), Some("2026-11-22T09:30:05+08:00"));
        let (latitude, longitude) = found.place.unwrap();
        assert!((latitude - 22.543_333).abs() < 1e-5 && (longitude + 114.05).abs() < 1e-9);
    }

    #[test]
    fn what_a_camera_does_not_know_is_not_made_up() {
        let fields = [
            field(Tag::DateTimeOriginal, words("0000:00:00 00:00:00")),
            field(Tag::GPSLatitudeRef, words("N")),
            field(Tag::GPSLatitude, angle([(0, 1), (0, 1), (0, 1)])),
            field(Tag::GPSLongitudeRef, words("E")),
            field(Tag::GPSLongitude, angle([(0, 1), (0, 1), (0, 0)])),
        ];
        assert_eq!(capture(&jpeg(40, 30, &tiff(&fields))), Capture::default());
        assert_eq!(capture(&jpeg(40, 30, &[])), Capture::default());
        assert_eq!(capture(b"no picture"), Capture::default());
    }
}
