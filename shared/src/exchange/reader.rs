//! What the app and its reader worker say to each other. The worker holds the decoders and the
//! character tables; a picture that kills it takes nothing else along.
//!
//! A message is a [`Request`] or [`Answer`] in CBOR plus, beside it, at most one large value that
//! is handed over without a copy: a file, a picture, pixels.

use minicbor::{Decode, Encode};

use super::card::Card;

/// Longest edge of a photograph that is kept, in pixels.
pub const PHOTO_EDGE: u32 = 2560;
/// Quality of a photograph that is kept, in percent.
pub const PHOTO_QUALITY: u32 = 80;
/// Pictures with more pixels are refused before they are decoded: 40 megapixels.
pub const PIXEL_LIMIT: u64 = 40_000_000;

/// What the app asks of the worker.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode)]
pub enum Request {
    /// Read the codes in the picture handed over. Answered by [`Answer::Codes`].
    #[n(0)]
    Codes {
        /// How long to try.
        #[n(0)]
        effort: Effort,
    },
    /// Read the cards in the file handed over. Answered by any number of [`Answer::Cards`].
    #[n(1)]
    File,
    /// Read the cards in a text. Answered by one [`Answer::Cards`].
    #[n(2)]
    Text {
        /// The text.
        #[n(0)]
        text: String,
    },
    /// Make the picture handed over small enough to keep. Answered by [`Answer::Photo`].
    #[n(3)]
    Photo,
}

/// How long to look for a code.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode)]
#[cbor(index_only)]
pub enum Effort {
    /// One frame of a running camera: the next follows at once.
    #[n(0)]
    Frame,
    /// A picture somebody chose: there is no other.
    #[n(1)]
    Picture,
}

/// What the worker answers.
#[derive(Clone, PartialEq, Debug, Encode, Decode)]
pub enum Answer {
    /// The codes found, each as a card (at least its raw text); none is an ordinary answer.
    #[n(0)]
    Codes {
        /// One card per code.
        #[n(0)]
        cards: Vec<Card>,
    },
    /// Some of the cards of a file. The last answer has `done == total`.
    #[n(1)]
    Cards {
        /// The cards, in the order of the source.
        #[n(0)]
        cards: Vec<Card>,
        /// Bytes read so far.
        #[n(1)]
        done: u64,
        /// Bytes of the whole source.
        #[n(2)]
        total: u64,
    },
    /// The photograph, re-encoded; its bytes (JPEG) are handed over beside the answer.
    #[n(3)]
    Photo {
        /// What is known of it.
        #[n(0)]
        photo: Photo,
    },
    /// It could not be done.
    #[n(4)]
    Failed {
        /// Why.
        #[n(0)]
        problem: Problem,
    },
}

/// A re-encoded photograph. The picture itself no longer says when and where it was taken.
#[derive(Clone, PartialEq, Debug, Default, Encode, Decode)]
pub struct Photo {
    /// Width in pixels after re-encoding.
    #[n(0)]
    pub width: u32,
    /// Height in pixels after re-encoding.
    #[n(1)]
    pub height: u32,
    /// What the camera wrote into the original. To be kept only with consent.
    #[n(2)]
    pub capture: Capture,
}

/// When and where a camera says a photograph was taken.
#[derive(Clone, PartialEq, Debug, Default, Encode, Decode)]
pub struct Capture {
    /// Wall clock of the camera, `2026-11-22T09:30:00`, with its offset (`+08:00`) if it has one.
    #[n(0)]
    pub taken: Option<String>,
    /// Latitude and longitude in degrees, north and east positive.
    #[n(1)]
    pub place: Option<(f64, f64)>,
}

/// Why a request could not be done.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error, Encode, Decode)]
pub enum Problem {
    /// More pixels than [`PIXEL_LIMIT`]; it was not decoded.
    #[n(0)]
    #[error("the picture has {width} × {height} pixels, more than 40 megapixels")]
    TooManyPixels {
        /// Width in pixels.
        #[n(0)]
        width: u32,
        /// Height in pixels.
        #[n(1)]
        height: u32,
    },
    /// No picture, or of a kind this device cannot decode.
    #[n(1)]
    #[error("the file is no picture this device can read")]
    NotAPicture,
    /// The browser has no canvas in workers (before 2023).
    #[n(2)]
    #[error("this browser cannot prepare pictures")]
    NoCanvas,
    /// The message itself made no sense: app and worker are of different versions.
    #[n(3)]
    #[error("the reader did not understand the request")]
    Misunderstood,
}
