//! Extractors whose refusals are problems like all others.

use crate::error::{Code, Problem};
use axum::Json;
use axum::extract::rejection::JsonRejection;
use axum::extract::{FromRequest, FromRequestParts, Path, Request};
use axum::http::StatusCode;
use axum::http::request::Parts;
use serde::de::DeserializeOwned;
use uuid::Uuid;

/// Bytes that an ordinary call takes; sync and blobs have limits of their own.
pub const LIMIT: usize = 64 << 10;

/// A JSON body.
pub struct Body<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Body<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        match Json::from_request(request, state).await {
            Ok(Json(body)) => Ok(Self(body)),
            Err(JsonRejection::MissingJsonContentType(_)) => {
                Err(Problem::new(Code::UnsupportedType))
            }
            Err(rejection) if rejection.status() == StatusCode::PAYLOAD_TOO_LARGE => {
                Err(Problem::new(Code::TooLarge).arg("limit", LIMIT))
            }
            Err(rejection) => Err(malformed(rejection.body_text())),
        }
    }
}

/// The id in the address.
pub struct Id(pub Uuid);

impl<S: Send + Sync> FromRequestParts<S> for Id {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        match Path::from_request_parts(parts, state).await {
            Ok(Path(id)) => Ok(Self(id)),
            Err(rejection) => Err(malformed(rejection.body_text())),
        }
    }
}

/// The request could not be read.
pub fn malformed(detail: impl Into<String>) -> Problem {
    Problem::new(Code::Malformed).arg("detail", detail.into())
}
