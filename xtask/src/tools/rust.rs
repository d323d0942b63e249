//! Parts of the Rust toolchain: rustfmt and clippy, and the standard library for the browser.
//!
//! Where rustup has no wasm32 target (an offline mirror, a distribution's rust), Debian's
//! `rustc-web` can build one from `rust-web-src`. Then builds of the app use Debian's compiler and
//! a target folder of their own, because cargo does not notice a changed standard library.

use super::apt;
use crate::place::{Place, on_path};
use crate::shell;
use anyhow::{Context, Result, bail};
use std::ffi::OsString;
use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::Command;

const WASM: &str = "wasm32-unknown-unknown";
const DEBIAN_LIB: &str = "/usr/lib/rustlib/wasm32-unknown-unknown/lib";

pub(super) fn linters_present(place: &Place) -> bool {
    // Under rustup the proxies exist even without the component, so look beside the compiler.
    let Some(root) = shell::output(place.command("rustc").args(["--print", "sysroot"])) else {
        return false;
    };
    let bin = Path::new(&root).join("bin");
    ["cargo-fmt", "cargo-clippy"]
        .iter()
        .all(|name| bin.join(name).is_file())
}

pub(super) fn install_linters(place: &Place) -> Result<()> {
    let log = place.cache.join("logs/rustup-components.log");
    shell::twice("rustup", || {
        let mut command = place.command("rustup");
        shell::quiet(
            "rustup",
            command.args(["component", "add", "rustfmt", "clippy"]),
            &log,
        )
    })
}

pub(super) fn wasm_std_present(place: &Place) -> bool {
    rustup_std(place) || has_std(Path::new(DEBIAN_LIB))
}

fn rustup_std(place: &Place) -> bool {
    let mut rustc = place.command("rustc");
    shell::output(rustc.args(["--print", "target-libdir", "--target", WASM]))
        .is_some_and(|dir| has_std(Path::new(&dir)))
}

fn has_std(lib: &Path) -> bool {
    let Ok(entries) = fs::read_dir(lib) else {
        return false;
    };
    entries.flatten().any(|e| {
        let name = e.file_name();
        let name = name.to_string_lossy();
        name.starts_with("libstd-") && name.ends_with(".rlib")
    })
}

pub(super) fn install_wasm_std(place: &Place) -> Result<()> {
    let log = place.cache.join("logs/rustup-wasm32.log");
    let by_rustup = shell::twice("rustup", || {
        shell::quiet(
            "rustup",
            place.command("rustup").args(["target", "add", WASM]),
            &log,
        )
    });
    match by_rustup {
        Ok(()) if rustup_std(place) => Ok(()),
        _ => {
            println!("  rustup has no {WASM} here; building it with Debian's rustc-web");
            build_debian_std(place)
        }
    }
}

fn build_debian_std(place: &Place) -> Result<()> {
    apt::install(place, &["rustc-web", "cargo-web", "rust-web-src"])?;
    let folder = place.cache.join("build/wasm32-std");
    fs::create_dir_all(folder.join("src"))?;
    fs::write(
        folder.join("Cargo.toml"),
        "[package]\nname = \"std-only\"\nversion = \"0.1.0\"\nedition = \"2021\"\n\
         [lib]\ncrate-type = [\"cdylib\"]\n[workspace]\n",
    )?;
    fs::write(folder.join("src/lib.rs"), "")?;
    let log = place.cache.join("logs/wasm32-std.log");
    shell::twice("wasm32 std", || {
        let mut cargo = Command::new("/usr/bin/cargo");
        debian_compiler(place, &mut cargo)?;
        cargo
            .current_dir(&folder)
            .args([
                "build",
                "--release",
                "--target",
                WASM,
                "-Z",
                "build-std=std,panic_abort",
            ])
            .env("CARGO_TARGET_DIR", folder.join("target"))
            // Without bitcode in std a build with `lto = true` fails.
            .env("RUSTFLAGS", "-Cembed-bitcode=yes")
            .env("RUSTC_BOOTSTRAP", "1");
        shell::quiet("wasm32 std", &mut cargo, &log)
    })?;
    fs::create_dir_all(DEBIAN_LIB)?;
    let built = folder.join("target").join(WASM).join("release/deps");
    for entry in fs::read_dir(built)?.flatten() {
        let name = entry.file_name();
        let text = name.to_string_lossy();
        if text.ends_with(".rlib") && !text.starts_with("libstd_only") {
            fs::copy(entry.path(), Path::new(DEBIAN_LIB).join(&name))?;
        }
    }
    fs::remove_dir_all(&folder)?;
    Ok(())
}

/// The environment for a build of the app: empty where rustup has the standard library, else
/// Debian's compiler, a linker for it, and a target folder of its own.
pub(crate) fn wasm_environment(place: &Place, command: &mut Command) -> Result<()> {
    if rustup_std(place) {
        return Ok(());
    }
    if !has_std(Path::new(DEBIAN_LIB)) {
        bail!("no standard library for {WASM}");
    }
    debian_compiler(place, command)?;
    command.env("CARGO_TARGET_DIR", place.target.join("debian"));
    Ok(())
}

fn debian_compiler(place: &Place, command: &mut Command) -> Result<()> {
    // Trunk calls `cargo` by name, so Debian's has to come first on PATH.
    let bin = place.cache.join("debian-rust/bin");
    fs::create_dir_all(&bin)?;
    for name in ["cargo", "rustc"] {
        let link = bin.join(name);
        if !link.exists() {
            symlink(Path::new("/usr/bin").join(name), &link)?;
        }
    }
    let mut path = OsString::from(&bin);
    path.push(":");
    path.push(place.path());
    command
        .env("PATH", path)
        .env("RUSTC", "/usr/bin/rustc")
        .env_remove("RUSTUP_TOOLCHAIN")
        .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", linker(place)?);
    Ok(())
}

/// A `wasm-ld`: the one inside the rustup toolchain, or Debian's.
fn linker(place: &Place) -> Result<PathBuf> {
    let sysroot = shell::output(place.command("rustc").args(["--print", "sysroot"]));
    let bundled = sysroot
        .map(|root| Path::new(&root).join("lib/rustlib/x86_64-unknown-linux-gnu/bin/rust-lld"));
    bundled
        .filter(|file| file.is_file())
        .or_else(|| on_path("wasm-ld-19"))
        .or_else(|| on_path("wasm-ld"))
        .context("no linker for wasm32; type: sudo apt-get install lld")
}
