//! From Trunk's output to `dist/`: gather, name by content, pin, list, compress, weigh.

use super::names::Files;
use super::{budget, compress, halves, page, precache, styles};
use crate::place::Place;
use anyhow::{Context, Result};
use std::fs;
use std::path::Path;

/// Turns Trunk's staging folder into the layout described in [`super`].
pub(crate) fn stage(place: &Place, folder: &Path, release: bool) -> Result<()> {
    let app = place.root.join("app");
    let mut files = Files::in_folder(folder);

    // The app itself. Glue and module keep their relation through the page, not by name.
    files.snippets("app.js")?;
    let mut modules = vec!["app.js", "app_bg.wasm"];
    if release {
        halves::cut(place, folder)?;
        halves::workers(place, folder)?;
        modules.push(halves::LATER);
    }
    for name in modules {
        files.hashed(name, &fs::read(folder.join(name))?)?;
        fs::remove_file(folder.join(name))?;
    }
    files.hashed(
        "app.css",
        styles::gather(&place.root.join("style"), release)?.as_bytes(),
    )?;
    for name in ["boot.js", "start.js"] {
        files.hashed(name, &fs::read(app.join(name))?)?;
    }
    files.workers(&app.join("workers"))?;
    files.data(&app)?;
    files.texts(&app)?;

    copy_tree(&app.join("public"), folder)?;
    fs::copy(
        app.join("manifest.webmanifest"),
        folder.join("manifest.webmanifest"),
    )?;

    let build = page::write(folder, &files, release)?;
    precache::write(&app.join("sw.js"), folder, &build)?;
    if release {
        compress::all(folder)?;
        budget::report(folder)?;
    }
    Ok(())
}

/// Copies a folder's content; a folder that does not exist has none.
pub(super) fn copy_tree(from: &Path, to: &Path) -> Result<()> {
    for file in walk(from)? {
        let target = to.join(file.strip_prefix(from)?);
        if let Some(parent) = target.parent() {
            fs::create_dir_all(parent)?;
        }
        fs::copy(&file, &target).with_context(|| format!("cannot copy {}", file.display()))?;
    }
    Ok(())
}

/// Every file below `folder` in a fixed order; none where the folder does not exist.
pub(super) fn walk(folder: &Path) -> Result<Vec<std::path::PathBuf>> {
    let mut found = Vec::new();
    let mut open = vec![folder.to_path_buf()];
    while let Some(dir) = open.pop() {
        if !dir.is_dir() {
            continue;
        }
        for entry in fs::read_dir(&dir)? {
            let path = entry?.path();
            if path.is_dir() {
                open.push(path)
            } else {
                found.push(path)
            }
        }
    }
    found.sort();
    Ok(found)
}
