//! What must be on the machine, and how to put it there.
//!
//! Everything is kept in `<cache>/tools/<tool>-<version>/`, outside the checkout, so that a clean
//! clone installs nothing again. What only the system's package manager can give is installed
//! when we are root; else the exact line to type is printed and the work goes on without it.

mod apt;
mod cargo_tool;
mod install;
mod npm;
mod rust;

pub(crate) use install::{Missing, ensure, require};
pub(crate) use npm::{copy_dexie, link_test_packages};
pub(crate) use rust::wasm_environment;

use crate::place::Place;
use anyhow::Result;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

/// One thing the commands need.
pub(crate) struct Tool {
    pub(crate) name: &'static str,
    /// Exact version for what we install ourselves; empty where the system decides.
    pub(crate) version: &'static str,
    /// What cannot be done without it.
    pub(crate) needed_for: &'static str,
    pub(crate) lane: Lane,
    pub(crate) present: fn(&Place) -> bool,
    pub(crate) install: fn(&Place) -> Result<()>,
    /// How a person gets it where `install` cannot.
    pub(crate) by_hand: &'static str,
}

/// Two lanes run side by side: one mostly waits for the network, one keeps the cores busy.
/// Within a lane the order of [`ALL`] holds.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Lane {
    Download,
    Compile,
}

const TRUNK: &str = "0.21.14";
/// The same as the crate in Cargo.toml, to the patch.
const WASM_BINDGEN: &str = "0.2.129";
const BINARYEN: &str = "132.0.0";

/// Everything, in the order of installation.
pub(crate) const ALL: &[&Tool] = &[
    &LINTERS,
    &WASM_STD,
    &NODE,
    &WASM_OPT,
    &BROWSER,
    &TEST_PACKAGES,
    &BINDGEN,
    &BUNDLER,
];
/// What a build of the app needs.
pub(crate) const FOR_WEB: &[&Tool] = &[&WASM_STD, &NODE, &WASM_OPT, &BINDGEN, &BUNDLER];
/// What the browser tests need besides.
pub(crate) const FOR_BROWSER: &[&Tool] = &[&NODE, &BROWSER, &TEST_PACKAGES];
/// What the benchmarks inside the browser need.
pub(crate) const FOR_INSIDE: &[&Tool] = &[&WASM_STD, &NODE, &BROWSER, &TEST_PACKAGES, &BINDGEN];

const LINTERS: Tool = Tool {
    name: "rustfmt, clippy",
    version: "",
    needed_for: "lint",
    lane: Lane::Download,
    present: rust::linters_present,
    install: rust::install_linters,
    by_hand: "rustup component add rustfmt clippy",
};
const WASM_STD: Tool = Tool {
    name: "wasm32 standard library",
    version: "",
    needed_for: "the app",
    lane: Lane::Download,
    present: rust::wasm_std_present,
    install: rust::install_wasm_std,
    by_hand: "rustup target add wasm32-unknown-unknown",
};
const NODE: Tool = Tool {
    name: "node, npm",
    version: "",
    needed_for: "wasm-opt and the browser tests",
    lane: Lane::Download,
    present: npm::node_present,
    install: npm::install_node,
    by_hand: "sudo apt-get install nodejs npm, where that is Node 20 or newer",
};
const WASM_OPT: Tool = Tool {
    name: "binaryen",
    version: BINARYEN,
    needed_for: "the app (wasm-opt)",
    lane: Lane::Download,
    present: npm::wasm_opt_present,
    install: npm::install_wasm_opt,
    by_hand: "install node and npm first",
};
const BROWSER: Tool = Tool {
    name: "chromium, chromedriver, CJK fonts",
    version: "",
    needed_for: "the tests inside a browser",
    lane: Lane::Download,
    present: apt::browser_present,
    install: apt::install_browser,
    by_hand: "sudo apt-get install chromium chromium-driver fonts-noto-cjk",
};
const TEST_PACKAGES: Tool = Tool {
    name: "npm packages of tests/e2e",
    version: "",
    needed_for: "the browser tests and what benchmarks compare with",
    lane: Lane::Download,
    present: npm::test_packages_present,
    install: npm::install_test_packages,
    by_hand: "install node and npm first",
};
const BINDGEN: Tool = Tool {
    name: "wasm-bindgen",
    version: WASM_BINDGEN,
    needed_for: "the app and the tests inside a browser",
    lane: Lane::Compile,
    present: cargo_tool::wasm_bindgen_present,
    install: cargo_tool::install_wasm_bindgen,
    by_hand: "cargo install wasm-bindgen-cli --version 0.2.129 --locked",
};
const BUNDLER: Tool = Tool {
    name: "trunk",
    version: TRUNK,
    needed_for: "the app",
    lane: Lane::Compile,
    present: cargo_tool::trunk_present,
    install: cargo_tool::install_trunk,
    by_hand: "cargo install trunk --version 0.21.14 --locked",
};

/// The `bin` folders of the tools we install, to put in front of PATH.
pub(crate) fn bin_folders(place: &Place) -> Vec<PathBuf> {
    [
        ("trunk", TRUNK),
        ("wasm-bindgen", WASM_BINDGEN),
        ("binaryen", BINARYEN),
    ]
    .into_iter()
    .map(|(name, version)| place.tool(name, version).join("bin"))
    .collect()
}

/// Where a tool is put together before [`replace`] gives it its name: what is in its place is whole.
fn partial(done: &Path) -> PathBuf {
    let mut name = OsString::from(done);
    name.push(".partial");
    PathBuf::from(name)
}

fn replace(partial: &Path, done: &Path) -> Result<()> {
    if done.exists() {
        fs::remove_dir_all(done)?;
    }
    fs::rename(partial, done)?;
    Ok(())
}
