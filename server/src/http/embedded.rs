//! The app inside the binary (cargo feature `embed`).

/// A file of `dist/`, with its compressed forms.
#[derive(Clone, Copy, Debug)]
pub(super) struct Embedded {
    /// Path below `dist/`, with `/`.
    pub(super) path: &'static str,
    /// As built.
    pub(super) plain: &'static [u8],
    /// Brotli.
    pub(super) br: Option<&'static [u8]>,
    /// gzip.
    pub(super) gz: Option<&'static [u8]>,
}

#[cfg(feature = "embed")]
include!(concat!(env!("OUT_DIR"), "/embedded.rs"));

#[cfg(not(feature = "embed"))]
pub(super) static FILES: &[Embedded] = &[];
