//! Whether `dist/` already holds these sources: a hash over everything that goes into it.

use super::names::hex;
use super::stage::walk;
use crate::place::Place;
use anyhow::Result;
use sha2::{Digest, Sha256};
use std::fs;

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

/// The hash `dist/` was built from, if it is there and whole.
pub(super) fn built(place: &Place) -> Option<String> {
    fs::read_to_string(place.root.join("dist/.inputs")).ok()
}

pub(super) fn remember(place: &Place, hash: &str) -> Result<()> {
    Ok(fs::write(place.root.join("dist/.inputs"), hash)?)
}
