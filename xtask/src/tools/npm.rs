//! Node, and the two things we take from npm: wasm-opt and the packages of `tests/e2e`.

use super::{BINARYEN, apt, partial, replace};
use crate::place::{Place, on_path};
use crate::shell;
use anyhow::{Context, Result};
use sha2::{Digest, Sha256};
use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};

/// The oldest Node that the packages of `tests/e2e` accept.
const OLDEST_NODE: u32 = 20;

pub(super) fn node_present(place: &Place) -> bool {
    let version = shell::output(place.command("node").arg("--version"));
    let major = version.and_then(|v| v.strip_prefix('v')?.split('.').next()?.parse::<u32>().ok());
    major.is_some_and(|m| m >= OLDEST_NODE) && on_path("npm").is_some()
}

pub(super) fn install_node(place: &Place) -> Result<()> {
    apt::install(place, &["nodejs", "npm"])
}

pub(super) fn wasm_opt_present(place: &Place) -> bool {
    place
        .tool("binaryen", BINARYEN)
        .join("bin/wasm-opt")
        .is_file()
}

/// Debian's binaryen is too old for the features rustc uses; npm's is the current one, compiled
/// to JavaScript. A small `wasm-opt` on PATH is what Trunk looks for.
pub(super) fn install_wasm_opt(place: &Place) -> Result<()> {
    let done = place.tool("binaryen", BINARYEN);
    let partial = partial(&done);
    fs::create_dir_all(partial.join("bin"))?;
    fs::write(partial.join("package.json"), "{ \"private\": true }\n")?;
    npm(
        place,
        &partial,
        &["install", &format!("binaryen@{BINARYEN}")],
        "binaryen",
    )?;
    let shim = partial.join("bin/wasm-opt");
    let script = "#!/bin/sh\n\
                  here=$(dirname \"$(readlink -f \"$0\")\")\n\
                  exec node --max-old-space-size=4096 \
                  \"$here/../node_modules/binaryen/bin/wasm-opt\" \"$@\"\n";
    fs::write(&shim, script)?;
    fs::set_permissions(&shim, fs::Permissions::from_mode(0o755))?;
    replace(&partial, &done)
}

pub(super) fn test_packages_present(place: &Place) -> bool {
    test_packages(place).is_ok_and(|dir| dir.join("node_modules").is_dir())
}

pub(super) fn install_test_packages(place: &Place) -> Result<()> {
    let done = test_packages(place)?;
    let partial = partial(&done);
    fs::create_dir_all(&partial)?;
    for file in ["package.json", "package-lock.json"] {
        fs::copy(place.root.join("tests/e2e").join(file), partial.join(file))?;
    }
    npm(place, &partial, &["ci"], "npm-e2e")?;
    replace(&partial, &done)
}

/// Lets `tests/e2e` find its packages: a link to the cache, where Node looks for them.
pub(crate) fn link_test_packages(place: &Place) -> Result<()> {
    let link = place.root.join("tests/e2e/node_modules");
    let target = test_packages(place)?.join("node_modules");
    if fs::read_link(&link).is_ok_and(|now| now == target) {
        return Ok(());
    }
    if link.symlink_metadata().is_ok_and(|m| m.is_symlink()) {
        fs::remove_file(&link)?;
    }
    symlink(&target, &link).with_context(|| format!("cannot link {}", link.display()))
}

/// Puts Dexie where the pages of `tests/wasm` can load it. A copy: their server follows no link out
/// of their folder.
pub(crate) fn copy_dexie(place: &Place) -> Result<()> {
    let packages = test_packages(place)?.join("node_modules");
    let folder = place.root.join("tests/wasm/node_modules");
    fs::create_dir_all(&folder)?;
    let module = packages.join("dexie/dist/modern/dexie.min.mjs");
    fs::copy(&module, folder.join("dexie.js"))
        .with_context(|| format!("cannot copy {}", module.display()))?;
    Ok(())
}

/// Keyed by the content of the lock file, so that a changed lock is a new folder.
fn test_packages(place: &Place) -> Result<PathBuf> {
    let lock = fs::read(place.root.join("tests/e2e/package-lock.json"))?;
    let key: String = Sha256::digest(lock)
        .iter()
        .take(6)
        .map(|b| format!("{b:02x}"))
        .collect();
    Ok(place.tool("npm-e2e", &key))
}

fn npm(place: &Place, folder: &Path, args: &[&str], name: &str) -> Result<()> {
    let log = place.cache.join("logs").join(format!("{name}.log"));
    shell::twice(name, || {
        let mut command = place.command("npm");
        command
            .args(args)
            .args(["--no-audit", "--no-fund", "--ignore-scripts"]);
        shell::quiet(name, command.current_dir(folder), &log)
    })
}
