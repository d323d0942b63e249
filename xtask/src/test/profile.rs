//! What somebody finds who takes a device away: captured values in the files of a browser's profile.

use super::inside_the_browser;
use crate::place::Place;
use crate::shell;
use anyhow::{Context, Result, ensure};
use std::fs;
use std::process::Command;

/// Lets the test `profile` capture values in a profile of its own, once sealed and once in the clear, and
/// returns the program that then searches that profile.
pub(super) fn search(place: &Place) -> Result<Command> {
    let folder = place.target.join("profile");
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    fs::create_dir_all(&folder)?;
    let (profile, log) = (folder.join("chromium"), folder.join("captured.log"));

    let plain = fs::read_to_string(place.root.join("tests/wasm/webdriver.json"))?;
    let first = "\"--headless=new\",";
    ensure!(
        plain.contains(first),
        "tests/wasm/webdriver.json lost {first}"
    );
    let own = format!("{first} \"--user-data-dir={}\",", profile.display());
    let driver = folder.join("webdriver.json");
    fs::write(&driver, plain.replace(first, &own))?;

    let mut capture = inside_the_browser(place)?;
    capture
        .args(["--test", "profile", "--", "--nocapture"])
        .env("WASM_BINDGEN_TEST_WEBDRIVER_JSON", &driver);
    shell::quiet("capture", &mut capture, &log).context("the values were not captured")?;

    let mut node = place.command("node");
    node.arg("tests/wasm/profile.mjs").arg(profile).arg(log);
    Ok(node)
}
