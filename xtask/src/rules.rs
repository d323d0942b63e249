//! `cargo xtask rules`: rule → where it is enforced → its test.

use crate::place::Place;
use crate::shell;
use anyhow::Result;

/// Prints the table; with `--mutate` each rule is switched off and its tests must fail; `--page` writes it down.
pub(crate) fn run(place: &Place, args: &[String]) -> Result<()> {
    shell::run(command(place).args(args))
}

/// The rule report without its flags.
pub(crate) fn command(place: &Place) -> std::process::Command {
    let mut cargo = place.command("cargo");
    cargo.args([
        "run",
        "--quiet",
        "--package",
        "tests",
        "--bin",
        "rules",
        "--",
    ]);
    cargo
}
