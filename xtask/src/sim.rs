//! `cargo xtask sim`: the simulator of package `tests`, in release.

use crate::place::Place;
use crate::shell;
use anyhow::Result;

/// Passes every flag on: `--seeds N`, `--from S`, `--broken NAME` or `--broken all`.
pub(crate) fn run(place: &Place, args: &[String]) -> Result<()> {
    shell::run(command(place).args(args))
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
