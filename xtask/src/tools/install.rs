//! Bringing a list of tools onto the machine: what is there costs nothing, the rest is installed
//! in two lanes under a lock, and what fails is told in plain words.

use super::{Lane, Tool};
use crate::clock::Stopwatch;
use crate::place::Place;
use anyhow::{Context, Result, bail};
use std::fs::{self, File};
use std::thread;

/// A tool that could not be installed, and what to do about it.
pub(crate) struct Missing {
    pub(crate) tool: &'static Tool,
    pub(crate) why: String,
}

/// Installs whatever of `tools` is missing and returns what could not be installed.
pub(crate) fn ensure(place: &Place, tools: &[&'static Tool]) -> Result<Vec<Missing>> {
    let absent = |tools: &[&'static Tool]| -> Vec<&'static Tool> {
        tools
            .iter()
            .copied()
            .filter(|t| !(t.present)(place))
            .collect()
    };
    if absent(tools).is_empty() {
        return Ok(Vec::new());
    }
    // Another xtask may be installing the same tool: wait for it, then look again.
    let _lock = lock(place)?;
    let absent = absent(tools);
    let names: Vec<&str> = absent.iter().map(|t| t.name).collect();
    println!(
        "Installing into {}: {}",
        place.cache.join("tools").display(),
        names.join(" · ")
    );

    let lane = |which: Lane| -> Vec<Missing> {
        let mine = absent.iter().filter(|t| t.lane == which);
        mine.filter_map(|tool| install(place, tool).err()).collect()
    };
    let (mut missing, compiled) = thread::scope(|scope| {
        let compile = scope.spawn(|| lane(Lane::Compile));
        (lane(Lane::Download), compile.join())
    });
    missing.extend(compiled.map_err(|_| anyhow::anyhow!("an installation thread died"))?);
    for m in &missing {
        println!(
            "  {}: not installed, so without {}. By hand: {}",
            m.tool.name, m.tool.needed_for, m.tool.by_hand
        );
    }
    Ok(missing)
}

/// Like [`ensure`], for commands that cannot go on without any one of `tools`.
pub(crate) fn require(place: &Place, tools: &[&'static Tool]) -> Result<()> {
    let missing = ensure(place, tools)?;
    if let Some(first) = missing.first() {
        bail!(
            "{} is missing ({}). By hand: {}",
            first.tool.name,
            first.why,
            first.tool.by_hand
        );
    }
    Ok(())
}

fn install(place: &Place, tool: &'static Tool) -> Result<(), Missing> {
    let label = format!("{} {}", tool.name, tool.version);
    let label = label.trim_end();
    println!("  {label}: installing");
    let watch = Stopwatch::start();
    let done = (tool.install)(place).and_then(|()| {
        if !(tool.present)(place) {
            bail!("the installer ended well, but the tool is not there");
        }
        Ok(())
    });
    match done {
        Ok(()) => {
            println!("  {label}: installed in {watch}");
            Ok(())
        }
        Err(error) => {
            println!("  {label}: failed after {watch}: {error:#}");
            Err(Missing {
                tool,
                why: error.to_string(),
            })
        }
    }
}

fn lock(place: &Place) -> Result<File> {
    fs::create_dir_all(&place.cache)
        .with_context(|| format!("cannot make {}", place.cache.display()))?;
    let file = File::create(place.cache.join("install.lock"))?;
    if file.try_lock().is_err() {
        println!("Waiting for another installation to end");
        file.lock()?;
    }
    Ok(file)
}
