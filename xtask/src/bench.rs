//! `cargo xtask bench [NAME [ARGUMENTS]]`: each benchmark writes `target/bench/<name>.json`. In
//! `tests/bench/`, `<name>.rs` is a benchmark of the package `tests`, and `<name>.mjs` runs in the
//! browser against a release build. A folder of `tests/wasm/benches/` runs inside the browser,
//! compiled as the app is.

use crate::place::Place;
use crate::{build, shell, test, tools};
use anyhow::{Context, Result, bail};
use std::fs;
use std::path::Path;
use std::process::Command;

/// Runs one benchmark, with further arguments for it, or all of them.
pub(crate) fn run(place: &Place, args: &[String]) -> Result<()> {
    let names = available(place)?;
    let (wanted, args) = match args {
        [] => (names, args),
        [name, args @ ..] => {
            let found = names.iter().filter(|n| n.0 == *name).cloned().collect();
            (found, args)
        }
    };
    if wanted.is_empty() {
        let names: Vec<String> = available(place)?.into_iter().map(|(n, _)| n).collect();
        bail!("there are these benchmarks: {}", names.join(", "));
    }
    let folder = place.target.join("bench");
    fs::create_dir_all(&folder)?;
    if wanted.iter().any(|(_, how)| *how == How::Browser) {
        tools::require(place, tools::FOR_BROWSER)?;
        tools::link_test_packages(place)?;
        build::command(place, &[])?;
    }
    if wanted.iter().any(|(_, how)| *how == How::Inside) {
        tools::require(place, tools::FOR_INSIDE)?;
        tools::copy_dexie(place)?;
    }
    for (name, how) in wanted {
        println!("{name}");
        let json = folder.join(format!("{name}.json"));
        let mut command = match how {
            How::Host => host(place, &name),
            How::Browser => browser(place, &name),
            How::Inside => inside(place, &name, &json)?,
        };
        shell::run(command.env("YINGKE_BENCH_JSON", json).args(args))?;
    }
    Ok(())
}

/// Where a benchmark runs.
#[derive(Clone, Copy, PartialEq, Eq)]
enum How {
    Host,
    /// From outside: a program drives the browser.
    Browser,
    /// As a test does that is compiled to WebAssembly.
    Inside,
}

fn host(place: &Place, name: &str) -> Command {
    let mut cargo = place.command("cargo");
    cargo.args(["bench", "--quiet", "--package", "tests", "--bench"]);
    cargo.args([name, "--"]);
    cargo
}

fn browser(place: &Place, name: &str) -> Command {
    let mut node = place.command("node");
    node.arg(format!("tests/bench/{name}.mjs"));
    test::browser_environment(place, &mut node);
    node
}

fn inside(place: &Place, name: &str, json: &Path) -> Result<Command> {
    let mut cargo = test::inside_the_browser(place)?;
    cargo
        .args(["--profile", "web", "--bench", name, "--", "--nocapture"])
        .env("WASM_BINDGEN_TEST_TIMEOUT", "1800")
        .env("WASM_BINDGEN_NO_DEBUG", "1")
        // A page can write no file: it sends its figures to its server, which writes them here.
        .env("WASM_BINDGEN_BENCH_RESULT", json);
    Ok(cargo)
}

fn available(place: &Place) -> Result<Vec<(String, How)>> {
    let mut names = Vec::new();
    for name in listing(&place.root.join("tests/bench"))? {
        names.extend(match name.rsplit_once('.') {
            Some((stem, "rs")) => Some((stem.to_owned(), How::Host)),
            Some((stem, "mjs")) => Some((stem.to_owned(), How::Browser)),
            _ => None,
        });
    }
    let inside = listing(&place.root.join("tests/wasm/benches"))?;
    names.extend(inside.into_iter().map(|name| (name, How::Inside)));
    names.sort_by(|a, b| a.0.cmp(&b.0));
    Ok(names)
}

fn listing(folder: &Path) -> Result<Vec<String>> {
    let entries = fs::read_dir(folder).with_context(|| folder.display().to_string())?;
    entries
        .map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned()))
        .collect()
}
