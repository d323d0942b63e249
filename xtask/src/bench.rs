//! `cargo xtask bench [NAME [ARGUMENTS]]`: each benchmark is a file in `tests/bench/` and writes
//! `target/bench/<name>.json`. `<name>.rs` is a benchmark of the package `tests`; `<name>.mjs` runs
//! in the browser against a release build.

use crate::place::Place;
use crate::{build, shell, tools};
use anyhow::{Context, Result, bail};
use std::fs;

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
    for (name, how) in wanted {
        println!("{name}");
        let mut command = match how {
            How::Host => host(place, &name),
            How::Browser => browser(place, &name),
        };
        let json = folder.join(format!("{name}.json"));
        shell::run(command.env("YINGKE_BENCH_JSON", json).args(args))?;
    }
    Ok(())
}

/// Where a benchmark runs.
#[derive(Clone, Copy, PartialEq, Eq)]
enum How {
    Host,
    Browser,
}

fn host(place: &Place, name: &str) -> std::process::Command {
    let mut cargo = place.command("cargo");
    cargo.args(["bench", "--quiet", "--package", "tests", "--bench"]);
    cargo.args([name, "--"]);
    cargo
}

fn browser(place: &Place, name: &str) -> std::process::Command {
    let mut node = place.command("node");
    node.arg(format!("tests/bench/{name}.mjs"));
    crate::test::browser_environment(place, &mut node);
    node
}

fn available(place: &Place) -> Result<Vec<(String, How)>> {
    let folder = place.root.join("tests/bench");
    let entries = fs::read_dir(&folder).with_context(|| folder.display().to_string())?;
    let mut names = Vec::new();
    for entry in entries {
        let name = entry?.file_name().to_string_lossy().into_owned();
        names.extend(match name.rsplit_once('.') {
            Some((stem, "rs")) => Some((stem.to_owned(), How::Host)),
            Some((stem, "mjs")) => Some((stem.to_owned(), How::Browser)),
            _ => None,
        });
    }
    names.sort_by(|a, b| a.0.cmp(&b.0));
    Ok(names)
}
