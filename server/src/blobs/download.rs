//! Blobs on their way out: never shown by the browser itself, whatever they contain.

use crate::app::App;
use crate::auth::caller::Session;
use crate::blobs::Hash;
use crate::error::{Code, Problem, ProblemBody};
use crate::people::unsigned;
use crate::store::blobs;
use crate::store::records::{self, Records};
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::Response;
use shared::entity::Id;
use std::ops::Range;
use std::sync::Arc;
use tokio::io::{AsyncReadExt as _, AsyncSeekExt as _};

/// Hands out a blob, or the range of it that is asked for, to whoever may see a record that names it.
#[utoipa::path(get, path = "/api/v1/blobs/{hash}", tag = "blobs",
    params(
        ("hash" = String, Path, description = "SHA-256 of the content, 64 hexadecimal digits"),
        ("Range" = Option<String>, Header, description = "One range of bytes, to go on after an interruption"),
    ),
    responses(
    (status = 200, content_type = "application/octet-stream", description = "All of it"),
    (status = 206, content_type = "application/octet-stream", description = "The range asked for"),
    (status = 401, body = ProblemBody, description = "sign_in_needed"),
    (status = 404, body = ProblemBody, description = "not_found"),
))]
pub async fn download(
    State(app): State<Arc<App>>,
    session: Session,
    hash: Hash,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let (bytes, now) = (hash.bytes, app.clock.now());
    let user = Id(session.holder.account.into_bytes());
    let found = app.database.read(move |conn| {
        let Some(blob) = blobs::find(conn, &bytes)? else {
            return Ok(None);
        };
        let may = records::may_fetch(&Records::reading(conn), user, &blob, unsigned(now))?;
        Ok::<_, Problem>(may.then_some(blob))
    });
    let blob = found.await?.ok_or(Problem::new(Code::NotFound))?;
    let asked = headers
        .get(header::RANGE)
        .and_then(|value| value.to_str().ok());
    let range = asked.and_then(|text| range(text, blob.size));
    let content = read(
        &app.folder.blob(&hash.text),
        range.clone().unwrap_or(0..blob.size),
    )
    .await?;

    let mut response = Response::new(Body::from(content));
    let out = response.headers_mut();
    let policy = "sandbox; default-src 'none'";
    out.insert(
        header::CONTENT_SECURITY_POLICY,
        HeaderValue::from_static(policy),
    );
    out.insert(
        header::CONTENT_DISPOSITION,
        HeaderValue::from_static("attachment"),
    );
    out.insert(header::ACCEPT_RANGES, HeaderValue::from_static("bytes"));
    let media_type = HeaderValue::from_str(&blob.media_type).map_err(Problem::internal)?;
    out.insert(header::CONTENT_TYPE, media_type);
    if let Some(Range { start, end }) = range {
        let text = format!("bytes {start}-{}/{}", end - 1, blob.size);
        out.insert(
            header::CONTENT_RANGE,
            HeaderValue::from_str(&text).map_err(Problem::internal)?,
        );
        *response.status_mut() = StatusCode::PARTIAL_CONTENT;
    }
    Ok(response)
}

/// `bytes=a-b` or `bytes=a-` within the blob; anything else is as if nothing had been asked.
fn range(text: &str, size: u64) -> Option<Range<u64>> {
    let (first, last) = text.strip_prefix("bytes=")?.split_once('-')?;
    let start: u64 = first.parse().ok()?;
    let end = match last {
        "" => size,
        last => last.parse::<u64>().ok()?.saturating_add(1).min(size),
    };
    (start < end).then_some(start..end)
}

async fn read(path: &std::path::Path, range: Range<u64>) -> Result<Vec<u8>, Problem> {
    let mut file = tokio::fs::File::open(path).await?;
    file.seek(std::io::SeekFrom::Start(range.start)).await?;
    let mut content = Vec::new();
    file.take(range.end - range.start)
        .read_to_end(&mut content)
        .await?;
    Ok(content)
}

#[cfg(test)]
mod tests {
    use super::range;

    #[test]
    fn a_range_is_cut_to_the_blob_or_ignored() {
        assert_eq!(range("bytes=0-9", 100), Some(0..10));
        assert_eq!(range("bytes=90-", 100), Some(90..100));
        assert_eq!(range("bytes=90-4000000000", 100), Some(90..100));
        for ignored in [
            "bytes=100-",
            "bytes=5-4",
            "bytes=-5",
            "bytes=0-1,3-4",
            "lines=0-1",
            "",
        ] {
            assert_eq!(range(ignored, 100), None, "{ignored}");
        }
    }
}
