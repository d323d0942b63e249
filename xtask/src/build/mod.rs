//! The release build: `dist/` with the app, and the server binary that carries it.
//!
//! # Layout of `dist/`
//! Trunk compiles the app and hands its output to [`stage`], which gives `dist/` this form:
//!
//! | Path | What | Cache |
//! |---|---|---|
//! | `a/…` | everything named by its content: `app-<hash>.js`, `.wasm`, `.css`, workers in `a/w-<hash>/`, data of `app/assets/` | `public, max-age=31536000, immutable` |
//! | `index.html` | the shell; also the answer to every path that is no file and not below `/api` | `no-cache` + ETag |
//! | `sw.js` | service worker: build id and precache list inside | `no-cache` + ETag |
//! | anything else | `manifest.webmanifest`, icons | `no-cache` + ETag |
//! | `X.br`, `X.gz` | `X` compressed, beside it, only where smaller | as `X`, `Vary: Accept-Encoding` |
//!
//! The server's build script puts the folder into the binary (feature `embed`); files are never
//! compressed at run time.
//!
//! # What the page tells the app
//! `index.html` holds `<script type="application/json" id="yingke-files">`:
//! `{"build": "<id>", "release": true, "files": {"workers/journal.js": "/a/w-…/journal.js", …}}`.
//! The app finds workers and data files by their plain names there, and nowhere else.
//! The build id is a hash of all files: equal sources and tools give an equal id.

mod budget;
mod compress;
mod halves;
mod inputs;
mod names;
mod page;
mod precache;
mod scripts;
mod stage;
mod styles;

use crate::clock::Stopwatch;
use crate::place::Place;
use crate::{shell, tools};
use anyhow::{Context, Result, bail};
use std::path::PathBuf;

/// `cargo xtask build [--web]`.
pub(crate) fn command(place: &Place, args: &[String]) -> Result<()> {
    match args {
        [] => {
            web(place)?;
            server(place)
        }
        [flag] if flag == "--web" => web(place),
        _ => bail!("build takes no argument but --web"),
    }
}

/// Builds the app into `dist/`, unless it already holds exactly these sources.
pub(crate) fn web(place: &Place) -> Result<()> {
    tools::require(place, tools::FOR_WEB)?;
    let inputs = inputs::hash(place)?;
    if inputs::built(place).as_deref() == Some(inputs.as_str()) {
        println!("dist/ is up to date");
        return budget::report(&place.root.join("dist"));
    }
    let watch = Stopwatch::start();
    println!("Building the app");
    fetch(place)?;
    halves::build_splitter(place)?;
    forget_snippets(place)?;
    let mut trunk = place.command("trunk");
    trunk.args(["build", "--release", "--config", "Trunk.toml"]);
    // Views share their code instead of each having its own: a tenth less to download.
    // v0 symbol names spell out what a generic function was made for: the splitter goes by that.
    let mut flags = "--cfg erase_components -Csymbol-mangling-version=v0".to_owned();
    if let Some(unfolded) = halves::unfolded(place)? {
        flags = format!("{flags} {unfolded}");
    }
    trunk.env("RUSTFLAGS", flags);
    in_hook(&mut trunk)?;
    tools::wasm_environment(place, &mut trunk)?;
    shell::run(&mut trunk)?;
    inputs::remember(place, &inputs)?;
    println!("dist/ built in {watch}");
    Ok(())
}

/// Builds the server in release, with `dist/` inside.
pub(crate) fn server(place: &Place) -> Result<()> {
    println!("Building the server");
    let mut cargo = place.command("cargo");
    cargo.args([
        "build",
        "--release",
        "--package",
        "server",
        "--features",
        "embed",
    ]);
    shell::run(&mut cargo)
}

/// wasm-bindgen never removes a snippet that nobody imports any more, and Trunk copies them all.
fn forget_snippets(place: &Place) -> Result<()> {
    let folder = place.target.join("wasm-bindgen/release/snippets");
    if folder.is_dir() {
        std::fs::remove_dir_all(&folder)?;
    }
    Ok(())
}

/// Trunk builds offline, so the crates are fetched before it starts.
pub(crate) fn fetch(place: &Place) -> Result<()> {
    shell::twice("cargo fetch", || {
        shell::run(place.command("cargo").args(["fetch", "--quiet"]))
    })
}

/// Tells Trunk's hook to call this very program instead of going through cargo again.
pub(crate) fn in_hook(command: &mut std::process::Command) -> Result<()> {
    command
        .env("YINGKE_XTASK", std::env::current_exe()?)
        .env("NO_COLOR", "true");
    Ok(())
}

/// `cargo xtask stage`: Trunk's `post_build` hook.
pub(crate) fn stage_hook(place: &Place, _: &[String]) -> Result<()> {
    let folder = std::env::var_os("TRUNK_STAGING_DIR")
        .map(PathBuf::from)
        .context("TRUNK_STAGING_DIR is not set: this command is Trunk's hook")?;
    let release = std::env::var("TRUNK_PROFILE").is_ok_and(|p| p == "release");
    stage::stage(place, &folder, release)
}
