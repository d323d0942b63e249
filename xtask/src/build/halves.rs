//! The app's module in two halves, each as small as it gets.
//!
//! Trunk cannot split a module, so the build does it between wasm-bindgen and wasm-opt: see
//! `xtask/splitter` for how, `app/later.txt` for what comes later and `app/start.js` for when.

use crate::place::Place;
use crate::shell;
use anyhow::{Result, ensure};
use std::fs;
use std::path::Path;

/// The plain name of the half that comes later.
pub(super) const LATER: &str = "later.wasm";

/// What the code uses beyond the first version of WebAssembly; every browser we support has it.
const FEATURES: &[&str] = &[
    "--enable-bulk-memory",
    "--enable-nontrapping-float-to-int",
    "--enable-sign-ext",
    "--enable-mutable-globals",
    "--enable-reference-types",
    "--enable-multivalue",
];

/// Compiled before Trunk starts, which then runs [`cut`] in its hook.
pub(super) fn build_splitter(place: &Place) -> Result<()> {
    let mut cargo = place.command("cargo");
    cargo.args(["build", "--quiet", "--release", "--package", "splitter"]);
    shell::run(&mut cargo)
}

/// Replaces `app_bg.wasm` in `folder` by its first half and puts [`LATER`] beside it.
pub(super) fn cut(place: &Place, folder: &Path) -> Result<()> {
    let app = folder.join("app_bg.wasm");
    let later = folder.join(LATER);
    let splitter = place.release_binary("splitter");
    let mut splitter = place.command(&splitter.to_string_lossy());
    splitter
        .arg(&app)
        .arg("app/later.txt")
        .arg(&app)
        .arg(&later);
    splitter.arg(place.target.join("later-places.txt"));
    shell::run(&mut splitter)?;
    let small = [shrink(place, &app), shrink(place, &later)].map(|mut command| command.spawn());
    for child in small {
        ensure!(child?.wait()?.success(), "wasm-opt failed");
    }
    for half in [app, later] {
        fs::rename(half.with_extension("small"), half)?;
    }
    Ok(())
}

fn shrink(place: &Place, module: &Path) -> std::process::Command {
    let mut opt = place.command("wasm-opt");
    opt.args(FEATURES).arg("-Oz").arg(module);
    opt.arg("-o").arg(module.with_extension("small"));
    opt
}
