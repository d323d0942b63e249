//! Whether `dist/` already holds these sources: a hash over everything that goes into it.

use super::names::{hex, short_hash};
use super::stage::walk;
use crate::place::Place;
use anyhow::Result;
use sha2::{Digest, Sha256};
use std::fs;
use std::path::PathBuf;

const SOURCES: &[&str] = &["app", "shared", "style", "xtask", ".cargo"];
const FILES: &[&str] = &["Cargo.toml", "Cargo.lock", "Trunk.toml"];

pub(super) fn hash(place: &Place) -> Result<String> {
    let mut paths: Vec<_> = FILES.iter().map(|f| place.root.join(f)).collect();
    for folder in SOURCES {
        paths.extend(walk(&place.root.join(folder))?);
    }
    let mut all = Sha256::new();
    for path in paths {
        all.update(path.strip_prefix(&place.root)?.to_string_lossy().as_bytes());
        all.update(Sha256::digest(fs::read(&path)?));
    }
    Ok(hex(&all.finalize()[..16]))
}

/// The hash `dist/` was built from, if it is there.
pub(super) fn built(place: &Place) -> Option<String> {
    let there = place.root.join("dist/index.html").is_file();
    fs::read_to_string(stamp(place)).ok().filter(|_| there)
}

pub(super) fn remember(place: &Place, hash: &str) -> Result<()> {
    let stamp = stamp(place);
    if let Some(folder) = stamp.parent() {
        fs::create_dir_all(folder)?;
    }
    Ok(fs::write(stamp, hash)?)
}

/// Not inside `dist/`, where it would be served; named by the checkout, because several may share
/// a target folder.
fn stamp(place: &Place) -> PathBuf {
    let checkout = short_hash(place.root.as_os_str().as_encoded_bytes());
    place
        .target
        .join("xtask")
        .join(format!("dist-{checkout}.inputs"))
}
