//! `cargo xtask sim`: the simulator of package `tests`, in release.

use crate::place::Place;
use crate::shell;
use anyhow::Result;

/// Passes every flag on: `--seeds N`, `--from S`, `--broken NAME`.
pub(crate) fn run(place: &Place, args: &[String]) -> Result<()> {
    if !exists(place) {
        println!("There is no simulator yet (tests/src/bin/sim.rs).");
        return Ok(());
    }
    shell::run(command(place).args(args))
}

pub(crate) fn exists(place: &Place) -> bool {
    place.root.join("tests/src/bin/sim.rs").is_file()
        || place.root.join("tests/src/bin/sim/main.rs").is_file()
}

/// The simulator without its flags.
pub(crate) fn command(place: &Place) -> std::process::Command {
    let mut cargo = place.command("cargo");
    cargo.args([
        "run",
        "--quiet",
        "--package",
        "tests",
        "--release",
        "--bin",
        "sim",
        "--",
    ]);
    cargo
}
