//! Where finished blobs stand: on disk under their hash, and in the table of blobs.

use crate::app::App;
use crate::blobs::{Hash, media};
use crate::data_folder::{DataFolder, make_private, sync_folder};
use crate::error::{Code, Problem};
use crate::store::blobs::{self, Blob};
use sha2::{Digest as _, Sha256};
use std::fs::File;
use std::path::PathBuf;
use std::sync::atomic::Ordering::Relaxed;

/// Whether this is the content that the hash names.
pub fn is_named(content: &[u8], hash: &[u8; 32]) -> bool {
    <[u8; 32]>::from(Sha256::digest(content)) == *hash
}

/// Checks a whole upload, puts it in its place and notes it; a bad one is thrown away.
pub async fn keep(
    app: &App,
    part: PathBuf,
    hash: Hash,
    announced: String,
    replica: u32,
) -> Result<(), Problem> {
    let (folder, bytes) = (app.folder.clone(), hash.bytes);
    let task = tokio::task::spawn_blocking(move || check(&folder, part, &hash, &announced));
    let (size, media_type) = task.await??;
    let blob = Blob {
        hash: bytes,
        size,
        media_type: media_type.to_owned(),
    };
    let now = app.clock.now();
    let noted = app
        .database
        .write(move |conn| blobs::insert(conn, &blob, replica, now));
    noted.await.map_err(Problem::from)?;
    app.metrics.blob_bytes.fetch_add(size, Relaxed);
    app.pokes.poke(replica);
    Ok(())
}

fn check(
    folder: &DataFolder,
    part: PathBuf,
    hash: &Hash,
    announced: &str,
) -> Result<(u64, &'static str), Problem> {
    let content = std::fs::read(&part)?;
    let refused = if !is_named(&content, &hash.bytes) {
        Some(Code::HashMismatch)
    } else if !media::agrees(announced, &content) {
        Some(Code::TypeMismatch)
    } else {
        None
    };
    if let Some(code) = refused {
        std::fs::remove_file(part)?;
        return Err(Problem::new(code));
    }
    let home = folder.blob(&hash.text);
    if let Some(shelf) = home.parent() {
        make_private(shelf)?;
    }
    File::open(&part)?.sync_all()?;
    std::fs::rename(part, &home)?;
    sync_folder(&home)?;
    Ok((content.len() as u64, media::sniff(&content)))
}
