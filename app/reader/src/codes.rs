//! QR codes in a picture.

mod luma;

use std::collections::HashSet;

use rxing::common::{GlobalHistogramBinarizer, HybridBinarizer};
use rxing::multi::MultipleBarcodeReader as _;
use rxing::qrcode::cpp_port::QrReader;
use rxing::{
    BarcodeFormat, Binarizer, BinaryBitmap, DecodeHints, Luma8LuminanceSource, RXingResult,
    RXingResultMetadataType, RXingResultMetadataValue,
};
use shared::exchange::card::{decode_bytes, legacy_charset};
use shared::exchange::reader::Effort;

use luma::Luma;

/// A camera frame is looked at no larger than this; a code that fills a fifth of it still shows.
const FRAME_EDGE: u32 = 1024;
/// A picture somebody chose is first looked at in this size, then in its own.
const PICTURE_EDGE: u32 = 1600;

/// The texts of the QR codes in a picture of 8-bit RGBA pixels, row by row; each text once.
/// Empty when there is none, or when the sizes do not fit together.
#[must_use]
pub fn read(rgba: &[u8], width: u32, height: u32, effort: Effort) -> Vec<String> {
    #[cfg(feature = "trap")]
    crate::codes::trap(rgba);
    let Some(luma) = Luma::from_rgba(rgba, width, height) else {
        return Vec::new();
    };
    match effort {
        Effort::Frame => {
            let small = luma.shrunk_to(FRAME_EDGE);
            first_found([&|| hybrid(&small), &|| hybrid(&small.inverted())])
        }
        Effort::Picture => {
            let fit = luma.shrunk_to(PICTURE_EDGE);
            first_found([
                &|| hybrid(&fit),
                // Dark is what is not paper: for codes made of photographs and pale print.
                &|| global(&fit.split_below_paper()),
                &|| global(&fit),
                &|| hybrid(&fit.inverted()),
                &|| hybrid(&fit.halved()),
                &|| {
                    if luma.longest() > fit.longest() {
                        hybrid(&luma)
                    } else {
                        hybrid(&fit.doubled())
                    }
                },
            ])
        }
    }
}

/// Tries one way of looking after another until something shows.
fn first_found<const N: usize>(ways: [&dyn Fn() -> Vec<String>; N]) -> Vec<String> {
    ways.iter()
        .map(|way| way())
        .find(|texts| !texts.is_empty())
        .unwrap_or_default()
}

/// Light and dark told apart by the neighbourhood: for shadows and gloss.
fn hybrid(luma: &Luma) -> Vec<String> {
    source(luma)
        .map(|source| decode(HybridBinarizer::new(source)))
        .unwrap_or_default()
}

/// Light and dark told apart by the whole picture: for even light and noise.
fn global(luma: &Luma) -> Vec<String> {
    source(luma)
        .map(|source| decode(GlobalHistogramBinarizer::new(source)))
        .unwrap_or_default()
}

fn source(luma: &Luma) -> Option<Luma8LuminanceSource> {
    Luma8LuminanceSource::new(luma.pixels.clone(), luma.width, luma.height).ok()
}

fn decode<B: Binarizer>(binarizer: B) -> Vec<String> {
    let hints = DecodeHints {
        PossibleFormats: Some(HashSet::from([BarcodeFormat::QR_CODE])),
        TryHarder: Some(true),
        ..DecodeHints::default()
    };
    let found = QrReader.decode_multiple_with_hints(&mut BinaryBitmap::new(binarizer), &hints);
    let mut texts: Vec<String> = Vec::new();
    for result in found.unwrap_or_default() {
        let text = text(&result);
        if !texts.contains(&text) {
            texts.push(text);
        }
    }
    texts
}

/// The text of a code. Most generators write bytes of some encoding without saying which; the
/// decoder knows only two of them, the cards know more.
fn text(result: &RXingResult) -> String {
    // The raw bytes of this reader are the content, not the code words.
    let bytes = result.getRawBytes();
    if says_its_encoding(result) || legacy_charset(bytes).is_none() {
        return result.getText().to_owned();
    }
    let decoded = decode_bytes(bytes, None);
    if decoded.contains('\u{FFFD}') {
        result.getText().to_owned()
    } else {
        decoded
    }
}

/// Whether the code names its encoding (an ECI, told by the symbology identifier).
fn says_its_encoding(result: &RXingResult) -> bool {
    let identifier = result
        .getRXingResultMetadata()
        .get(&RXingResultMetadataType::SYMBOLOGY_IDENTIFIER);
    matches!(identifier, Some(RXingResultMetadataValue::SymbologyIdentifier(it)) if it.ends_with(['2', '4', '6']))
}

/// Stands for a photograph that kills the decoder or keeps it for ever, in test builds only: a
/// picture all magenta panics, one all cyan never ends.
#[cfg(feature = "trap")]
fn trap(rgba: &[u8]) {
    let all =
        |colour: [u8; 4]| !rgba.is_empty() && rgba.chunks_exact(4).all(|pixel| pixel == colour);
    assert!(!all([255, 0, 255, 255]), "trapped");
    while all([0, 255, 255, 255]) {
        std::hint::black_box(rgba);
    }
}
