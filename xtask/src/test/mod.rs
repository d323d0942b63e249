//! `cargo xtask test` and its parts `e2e`, `lint`, `fmt`.

mod profile;
mod steps;
mod tally;

use crate::clock::Stopwatch;
use crate::place::Place;
use crate::{build, shell, tools};
use anyhow::{Result, bail};
use std::process::Command;
use steps::Steps;

/// Every test there is. Goes on after a failing step; ends in one line `N passed, N failed`.
pub(crate) fn all(place: &Place, _: &[String]) -> Result<()> {
    let watch = Stopwatch::start();
    let missing = tools::ensure(place, tools::ALL)?;
    let mut steps = Steps::new(place, &missing);
    steps.lint();
    steps.host_tests();
    steps.wasm_tests();
    steps.profile();
    steps.simulator();
    steps.rules();
    steps.browser_tests(&[]);
    println!("\nAll of it took {watch}.");
    steps.end();
    Ok(())
}

/// The browser tests alone; an argument chooses the specs whose name contains it.
pub(crate) fn e2e(place: &Place, args: &[String]) -> Result<()> {
    tools::require(place, tools::ALL)?;
    let mut steps = Steps::new(place, &[]);
    steps.browser_tests(args);
    steps.end();
    Ok(())
}

/// Format, clippy for host and browser, tidy.
pub(crate) fn lint(place: &Place, _: &[String]) -> Result<()> {
    let missing = tools::ensure(place, tools::ALL)?;
    let mut steps = Steps::new(place, &missing);
    steps.lint();
    steps.tidy();
    steps.end();
    Ok(())
}

/// Formats the code in place.
pub(crate) fn fmt(place: &Place, args: &[String]) -> Result<()> {
    if !args.is_empty() {
        bail!("fmt takes no argument");
    }
    shell::run(place.command("cargo").args(["fmt", "--all"]))
}

/// What the browser tests and benchmarks read: the server binary, the app, where results go.
pub(crate) fn browser_environment(place: &Place, command: &mut Command) {
    command
        .env("YINGKE_SERVER", place.release_binary("server"))
        .env("YINGKE_DIST", place.root.join("dist"))
        .env("YINGKE_OUT", place.root.join("target"));
}

/// The tests that need IndexedDB, WebCrypto and the like: compiled to WebAssembly, run in Chromium.
pub(crate) fn inside_the_browser(place: &Place) -> Result<Command> {
    let mut cargo = place.command("cargo");
    cargo
        .args(["test", "--no-fail-fast", "--package", "wasm-tests"])
        .args(["--target", "wasm32-unknown-unknown"])
        .env(
            "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER",
            "wasm-bindgen-test-runner",
        )
        .env("CHROMEDRIVER", "/usr/bin/chromedriver")
        .env("WASM_BINDGEN_TEST_TIMEOUT", "300");
    tools::wasm_environment(place, &mut cargo)?;
    Ok(cargo)
}

/// Builds what the browser tests run against.
fn build_for_browser(place: &Place) -> Result<()> {
    tools::link_test_packages(place)?;
    build::web(place)?;
    build::server(place)
}
