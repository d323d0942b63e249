//! `cargo xtask bench [NAME]`: each benchmark is a module in `tests/bench/` that writes
//! `target/bench/<name>.json`.

use crate::place::Place;
use crate::{build, shell, tools};
use anyhow::{Result, bail};

/// Runs one benchmark or all of them, against a release build.
pub(crate) fn run(place: &Place, args: &[String]) -> Result<()> {
    let names = available(place);
    if names.is_empty() {
        println!("There is no benchmark yet (tests/bench/*.mjs).");
        return Ok(());
    }
    let wanted: Vec<&String> = match args {
        [] => names.iter().collect(),
        [name] if names.contains(name) => vec![name],
        _ => bail!("there are these benchmarks: {}", names.join(", ")),
    };
    tools::require(place, tools::FOR_BROWSER)?;
    tools::link_test_packages(place)?;
    build::command(place, &[])?;
    for name in wanted {
        let mut node = place.command("node");
        node.arg(format!("tests/bench/{name}.mjs"));
        crate::test::browser_environment(place, &mut node);
        shell::run(&mut node)?;
    }
    Ok(())
}

fn available(place: &Place) -> Vec<String> {
    let Ok(entries) = std::fs::read_dir(place.root.join("tests/bench")) else {
        return Vec::new();
    };
    let mut names: Vec<String> = entries
        .flatten()
        .filter_map(|e| Some(e.file_name().to_str()?.strip_suffix(".mjs")?.to_owned()))
        .collect();
    names.sort();
    names
}
