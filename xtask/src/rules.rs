//! `cargo xtask rules`: rule → where it is enforced → its test.

use crate::place::Place;
use crate::shell;
use anyhow::Result;

/// Prints the table; with `--mutate` each rule is switched off and its tests must fail.
pub(crate) fn run(place: &Place, args: &[String]) -> Result<()> {
    if !exists(place) {
        println!("There is no rule report yet (tests/src/bin/rules.rs).");
        return Ok(());
    }
    shell::run(command(place).args(args))
}

pub(crate) fn exists(place: &Place) -> bool {
    place.root.join("tests/src/bin/rules.rs").is_file()
        || place.root.join("tests/src/bin/rules/main.rs").is_file()
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
