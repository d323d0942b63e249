//! Tools that are built from crates: Trunk and the command line of wasm-bindgen.
//!
//! Built without optimisation: Trunk takes ten minutes in release on two cores and is quick
//! enough without.

use super::{TRUNK, WASM_BINDGEN, partial, replace};
use crate::place::Place;
use crate::shell;
use anyhow::Result;
use std::fs;

pub(super) fn trunk_present(place: &Place) -> bool {
    place.tool("trunk", TRUNK).join("bin/trunk").is_file()
}

pub(super) fn install_trunk(place: &Place) -> Result<()> {
    install(
        place,
        "trunk",
        TRUNK,
        "trunk",
        &["--no-default-features", "--features", "rustls"],
    )
}

pub(super) fn wasm_bindgen_present(place: &Place) -> bool {
    let bin = place.tool("wasm-bindgen", WASM_BINDGEN).join("bin");
    bin.join("wasm-bindgen").is_file() && bin.join("wasm-bindgen-test-runner").is_file()
}

pub(super) fn install_wasm_bindgen(place: &Place) -> Result<()> {
    install(place, "wasm-bindgen", WASM_BINDGEN, "wasm-bindgen-cli", &[])
}

fn install(place: &Place, name: &str, version: &str, krate: &str, more: &[&str]) -> Result<()> {
    let done = place.tool(name, version);
    let partial = partial(&done);
    let build = place.cache.join("build").join(name);
    let log = place.cache.join("logs").join(format!("{name}.log"));
    shell::twice(name, || {
        let mut command = place.command("cargo");
        command
            .args([
                "install",
                krate,
                "--version",
                version,
                "--locked",
                "--debug",
            ])
            .args(more)
            .arg("--root")
            .arg(&partial)
            .current_dir(&place.cache)
            .env("CARGO_TARGET_DIR", &build)
            .env("CARGO_PROFILE_DEV_DEBUG", "0");
        shell::quiet(name, &mut command, &log)
    })?;
    replace(&partial, &done)?;
    fs::remove_dir_all(&build)?;
    Ok(())
}
