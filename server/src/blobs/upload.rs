//! Blobs on their way in.
//!
//! ```text
//! HEAD  → Upload-Offset: how much is here          (all of it: Upload-Complete: ?1)
//! PATCH   Upload-Offset, Upload-Length, bytes  →  the new offset, or 409 and where it stands
//! ```
//!
//! Every replica has an unfinished file of its own: nobody can spoil another's upload. The last chunk
//! is acknowledged when hash and type have been checked and the blob is on disk.

use crate::app::App;
use crate::auth::caller::Pusher;
use crate::blobs::{Hash, MAX_BLOB, MAX_CHUNK, media, shelf};
use crate::clock::DAY;
use crate::data_folder::DataFolder;
use crate::error::{Code, Problem, ProblemBody};
use crate::http::body::malformed;
use crate::store::blobs::{self, Blob};
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use std::collections::HashSet;
use std::fs::OpenOptions;
use std::io::{Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, UNIX_EPOCH};

const UPLOAD_OFFSET: HeaderName = HeaderName::from_static("upload-offset");
const UPLOAD_COMPLETE: HeaderName = HeaderName::from_static("upload-complete");
const UPLOAD_LENGTH: HeaderName = HeaderName::from_static("upload-length");
const UPLOAD_TYPE: HeaderName = HeaderName::from_static("upload-type");

/// Unfinished uploads that nobody has continued for so long are thrown away; their devices still have
/// the whole blob and begin again.
const ABANDONED: i64 = 14 * DAY;

/// Files being written to at this moment.
#[derive(Debug, Default)]
pub struct Uploads(Mutex<HashSet<PathBuf>>);

type Standing = (StatusCode, [(HeaderName, HeaderValue); 2]);

/// Tells how much of a blob is here.
#[utoipa::path(head, path = "/api/v1/blobs/{hash}", tag = "blobs",
    params(("hash" = String, Path, description = "SHA-256 of the content, 64 hexadecimal digits")),
    responses(
    (status = 200, description = "Upload-Offset: bytes that are here; Upload-Complete: ?1 when all are"),
    (status = 401, description = "sign_in_needed, device_revoked"),
))]
pub async fn standing(
    State(app): State<Arc<App>>,
    pusher: Pusher,
    hash: Hash,
) -> Result<Standing, Problem> {
    if let Some(blob) = find(&app, &hash).await? {
        return Ok(standing_at(StatusCode::OK, blob.size, true));
    }
    let part = part(&app.folder, &hash, pusher.holder.replica);
    let offset = tokio::fs::metadata(part).await.map_or(0, |file| file.len());
    Ok(standing_at(StatusCode::OK, offset, false))
}

/// Takes the next chunk of a blob.
#[utoipa::path(patch, path = "/api/v1/blobs/{hash}", tag = "blobs",
    params(
        ("hash" = String, Path, description = "SHA-256 of the content, 64 hexadecimal digits"),
        ("Upload-Offset" = u64, Header, description = "Where this chunk begins"),
        ("Upload-Length" = u64, Header, description = "Bytes of the whole blob, at most 20,000,000"),
        ("Upload-Type" = Option<String>, Header, description = "Announced type; checked for images and PDF"),
    ),
    request_body(content = Vec<u8>, content_type = "application/octet-stream",
        description = "At most 262,144 bytes"),
    responses(
    (status = 204, description = "Taken; Upload-Offset and Upload-Complete tell where it stands"),
    (status = 400, body = ProblemBody, description = "malformed"),
    (status = 409, body = ProblemBody, description = "wrong_offset; Upload-Offset tells where it stands"),
    (status = 413, body = ProblemBody, description = "too_large"),
    (status = 422, body = ProblemBody, description = "hash_mismatch, type_mismatch: begin again"),
    (status = 507, body = ProblemBody, description = "storage_full"),
))]
pub async fn chunk(
    State(app): State<Arc<App>>,
    pusher: Pusher,
    hash: Hash,
    headers: HeaderMap,
    body: Result<Bytes, axum::extract::rejection::BytesRejection>,
) -> Result<Standing, Problem> {
    let offset = number(&headers, &UPLOAD_OFFSET)?;
    let length = number(&headers, &UPLOAD_LENGTH)?;
    let bytes = body.map_err(|rejection| match rejection.status() {
        StatusCode::PAYLOAD_TOO_LARGE => too_large(MAX_CHUNK as u64),
        _ => malformed(rejection.body_text()),
    })?;
    if headers.contains_key(header::CONTENT_LENGTH)
        && number(&headers, &header::CONTENT_LENGTH)? != bytes.len() as u64
    {
        return Err(malformed("Content-Length is not the length of the content"));
    }
    if length > MAX_BLOB {
        return Err(too_large(MAX_BLOB));
    }
    let end = offset.saturating_add(bytes.len() as u64);
    if end > length || (bytes.is_empty() && end < length) {
        return Err(malformed("Upload-Length does not fit the chunk"));
    }
    if let Some(blob) = find(&app, &hash).await? {
        return Ok(standing_at(StatusCode::NO_CONTENT, blob.size, true));
    }

    let replica = pusher.holder.replica;
    let part = part(&app.folder, &hash, replica);
    let _claim = app.uploads.claim(&part)?;
    let path = part.clone();
    tokio::task::spawn_blocking(move || append(&path, offset, &bytes)).await??;
    if end < length {
        return Ok(standing_at(StatusCode::NO_CONTENT, end, false));
    }
    let announced = headers
        .get(UPLOAD_TYPE)
        .and_then(|value| value.to_str().ok());
    let announced = announced.unwrap_or(media::UNKNOWN).to_owned();
    shelf::keep(&app, part, hash, announced, replica).await?;
    Ok(standing_at(StatusCode::NO_CONTENT, length, true))
}

/// Throws unfinished uploads away that nobody continues.
pub fn clear_abandoned(folder: &DataFolder, now: i64) -> std::io::Result<()> {
    let oldest = Duration::from_millis(u64::try_from(now - ABANDONED).unwrap_or_default());
    for entry in std::fs::read_dir(folder.uploads())? {
        let entry = entry?;
        if entry.metadata()?.modified()? < UNIX_EPOCH + oldest {
            std::fs::remove_file(entry.path())?;
        }
    }
    Ok(())
}

async fn find(app: &App, hash: &Hash) -> Result<Option<Blob>, Problem> {
    let bytes = hash.bytes;
    app.database
        .read(move |conn| blobs::find(conn, &bytes))
        .await
        .map_err(Problem::from)
}

fn part(folder: &DataFolder, hash: &Hash, replica: u32) -> PathBuf {
    folder.uploads().join(format!("{}-{replica}", hash.text))
}

/// Adds the chunk, whole or not at all.
fn append(part: &Path, offset: u64, bytes: &[u8]) -> Result<(), Problem> {
    let mut file = OpenOptions::new().create(true).append(true).open(part)?;
    let stands_at = file.seek(SeekFrom::End(0))?;
    if stands_at != offset {
        let [offset, complete] = standing_at(StatusCode::CONFLICT, stands_at, false).1;
        let problem = Problem::new(Code::WrongOffset).arg("offset", stands_at);
        return Err(problem
            .header(offset.0, offset.1)
            .header(complete.0, complete.1));
    }
    if let Err(error) = file.write_all(bytes) {
        // What stays behind if this fails too is a piece of the content, and the upload goes on after it.
        let _ = file.set_len(offset);
        return Err(error.into());
    }
    Ok(())
}

fn standing_at(status: StatusCode, offset: u64, complete: bool) -> Standing {
    let complete = HeaderValue::from_static(if complete { "?1" } else { "?0" });
    (
        status,
        [(UPLOAD_OFFSET, offset.into()), (UPLOAD_COMPLETE, complete)],
    )
}

fn number(headers: &HeaderMap, name: &HeaderName) -> Result<u64, Problem> {
    let value = headers
        .get(name)
        .and_then(|value| value.to_str().ok()?.parse().ok());
    value.ok_or_else(|| malformed(format!("{name} must be a number")))
}

fn too_large(limit: u64) -> Problem {
    Problem::new(Code::TooLarge).arg("limit", limit)
}

impl Uploads {
    /// Two requests at once for one file: the second comes back later.
    fn claim(&self, part: &Path) -> Result<Claim<'_>, Problem> {
        let mut open = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match open.insert(part.to_owned()) {
            true => Ok(Claim {
                uploads: self,
                part: part.to_owned(),
            }),
            false => Err(Problem::new(Code::Unavailable).retry_after(1)),
        }
    }
}

struct Claim<'a> {
    uploads: &'a Uploads,
    part: PathBuf,
}

impl Drop for Claim<'_> {
    fn drop(&mut self) {
        self.uploads
            .0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .remove(&self.part);
    }
}
