//! The description of the API at `/api/openapi.json` (OpenAPI 3.1), generated from the handlers.

use crate::error::Code;
use utoipa::openapi::{Info, InfoBuilder, OpenApi, OpenApiBuilder};

/// The description without its paths.
pub(crate) fn frame() -> OpenApi {
    let codes: Vec<_> = Code::ALL.iter().map(|code| code.as_str()).collect();
    let text = format!(
        "Refusals are `application/problem+json`; match on `code`, one of: {}.",
        codes.join(", ")
    );
    let info: Info = InfoBuilder::new()
        .title("Yingke 迎客")
        .version(env!("CARGO_PKG_VERSION"))
        .description(Some(text))
        .build();
    OpenApiBuilder::new().info(info).build()
}
