//! The app's module in two halves and those of the workers, each as small as it gets.
//!
//! Trunk cannot split a module, so the build does it between wasm-bindgen and wasm-opt: see
//! `xtask/splitter` for how, `app/later.txt` for what comes later and `app/start.js` for when.

use crate::place::Place;
use crate::{shell, tools};
use anyhow::{Result, ensure};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

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

/// LLVM folds functions that come out equal into one, under the name of any of them: a closure of a gate
/// would then lie behind the name of a screen and be fetched with it. wasm-opt folds them too, later and
/// within each half.
const UNFOLDED: &str = "-Cllvm-args=-opt-disable=mergefunc";

/// The flag that keeps equal functions apart, where this compiler's LLVM has it. Without it the halves are
/// right all the same, but some call may come too early.
pub(super) fn unfolded(place: &Place) -> Result<Option<&'static str>> {
    let mut rustc = place.command("rustc");
    rustc.args([UNFOLDED, "--print=sysroot"]);
    tools::wasm_environment(place, &mut rustc)?;
    Ok(shell::output(&mut rustc).map(|_| UNFOLDED))
}

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
    let mut splitter = splitter(place);
    splitter.arg("cut").arg(&app).arg("app/later.txt");
    splitter.arg(&app).arg(&later);
    splitter.arg(place.target.join("later-places.txt"));
    shell::run(&mut splitter)?;
    short_names(place, &app)?;
    shrink(place, &[app, later])
}

/// Glue and module call each other by short names from here on.
fn short_names(place: &Place, module: &Path) -> Result<()> {
    let name = module.file_name().unwrap_or_default().to_string_lossy();
    let glue = module.with_file_name(name.replace("_bg.wasm", ".js"));
    shell::run(splitter(place).arg("rename").arg(glue).arg(module))
}

/// Makes the modules of the workers in `folder` small.
pub(super) fn workers(place: &Place, folder: &Path) -> Result<()> {
    let mut modules = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if name.ends_with("_bg.wasm") && name != "app_bg.wasm" {
            modules.push(path);
        }
    }
    for module in &modules {
        let mut splitter = splitter(place);
        shell::run(splitter.arg("hush").arg(module).arg(module))?;
        short_names(place, module)?;
    }
    shrink(place, &modules)
}

fn splitter(place: &Place) -> Command {
    place.command(&place.release_binary("splitter").to_string_lossy())
}

/// Replaces modules by what wasm-opt makes of them. Similar functions stay apart: what tells them from each
/// other costs more, compressed, than saying them twice.
fn shrink(place: &Place, modules: &[PathBuf]) -> Result<()> {
    optimise(
        place,
        modules,
        &["-Oz", "--skip-pass=merge-similar-functions"],
    )?;
    for module in modules {
        shell::run(splitter(place).arg("order").arg(module))?;
    }
    optimise(place, modules, &["--reorder-functions-by-name"])
}

fn optimise(place: &Place, modules: &[PathBuf], how: &[&str]) -> Result<()> {
    let small = |module: &PathBuf| module.with_extension("small");
    let mut running = Vec::new();
    for module in modules {
        let mut opt = place.command("wasm-opt");
        opt.args(FEATURES).args(how).arg(module);
        running.push(opt.arg("-o").arg(small(module)).spawn());
    }
    for child in running {
        ensure!(child?.wait()?.success(), "wasm-opt failed");
    }
    for module in modules {
        fs::rename(small(module), module)?;
    }
    Ok(())
}
