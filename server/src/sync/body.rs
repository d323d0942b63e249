//! The body of a sync on its way in: at most so large, perhaps compressed, CBOR or JSON.

use crate::error::{Code, Problem};
use crate::http::body::malformed;
use crate::sync::json;
use axum::http::{HeaderMap, header};
use flate2::read::GzDecoder;
use shared::entity::Canonical as _;
use shared::sync::wire::{PROTOCOL, Request};
use std::io::Read as _;

/// Bytes as they travel.
pub const MAX_BODY: usize = 1 << 20;
/// Bytes when unpacked.
pub const MAX_UNPACKED: u64 = 4 << 20;

/// In which form the model travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// The compact form.
    Cbor,
    /// The form for people and third parties.
    Json,
}

impl Form {
    /// The form of the request.
    pub fn sent(headers: &HeaderMap) -> Result<Self, Problem> {
        let text = headers
            .get(header::CONTENT_TYPE)
            .and_then(|value| value.to_str().ok());
        match text.and_then(|text| text.split(';').next()).map(str::trim) {
            Some("application/cbor") => Ok(Self::Cbor),
            Some("application/json") => Ok(Self::Json),
            _ => Err(Problem::new(Code::UnsupportedType)),
        }
    }

    /// The form the caller wants the answer in: the one it sent, unless it says otherwise.
    pub fn wanted(headers: &HeaderMap, sent: Self) -> Self {
        let text = headers
            .get(header::ACCEPT)
            .and_then(|value| value.to_str().ok())
            .unwrap_or("");
        match (
            text.contains("application/cbor"),
            text.contains("application/json"),
        ) {
            (true, false) => Self::Cbor,
            (false, true) => Self::Json,
            _ => sent,
        }
    }

    /// What the answer calls itself.
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Cbor => "application/cbor",
            Self::Json => "application/json",
        }
    }
}

/// Reads a request.
pub fn read(headers: &HeaderMap, form: Form, body: &[u8]) -> Result<Request, Problem> {
    let encoding = headers
        .get(header::CONTENT_ENCODING)
        .and_then(|value| value.to_str().ok());
    let unpacked;
    let bytes = match encoding {
        None | Some("identity") => body,
        Some("gzip") => {
            unpacked = unpack(body)?;
            &unpacked
        }
        Some(_) => return Err(Problem::new(Code::UnsupportedType)),
    };
    let request = match form {
        Form::Cbor => Request::from_bytes(bytes).map_err(|error| malformed(error.0))?,
        Form::Json => json::read_request(bytes)?,
    };
    match request.protocol {
        1..=PROTOCOL => Ok(request),
        other => Err(Problem::new(Code::UnknownProtocol)
            .arg("sent", other)
            .arg("known", PROTOCOL)),
    }
}

fn unpack(body: &[u8]) -> Result<Vec<u8>, Problem> {
    let mut unpacked = Vec::new();
    let mut stream = GzDecoder::new(body).take(MAX_UNPACKED + 1);
    stream
        .read_to_end(&mut unpacked)
        .map_err(|error| malformed(format!("gzip: {error}")))?;
    if unpacked.len() as u64 > MAX_UNPACKED {
        return Err(Problem::new(Code::TooLarge).arg("limit", MAX_UNPACKED));
    }
    Ok(unpacked)
}
