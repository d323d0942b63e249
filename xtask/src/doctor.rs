//! `cargo xtask doctor`: what is here, what is missing, how to get it. Installs nothing.

use crate::place::{Place, on_path};
use crate::tools;
use anyhow::Result;

/// Prints one line per tool; a missing one is no error, because the commands install it.
pub(crate) fn run(place: &Place, _: &[String]) -> Result<()> {
    println!("Tools are kept in {}", place.cache.join("tools").display());
    let mut missing = 0;
    for tool in tools::ALL {
        let name = format!("{} {}", tool.name, tool.version);
        if (tool.present)(place) {
            println!("  present  {name}");
        } else {
            missing += 1;
            println!("  MISSING  {name}: needed for {}", tool.needed_for);
            println!("           by hand: {}", tool.by_hand);
        }
    }
    if on_path("cc").is_none() {
        missing += 1;
        println!("  MISSING  C compiler: needed for SQLite");
        println!("           by hand: sudo apt-get install build-essential");
    }
    match missing {
        0 => println!("Nothing is missing."),
        n => {
            println!("{n} missing. `cargo xtask run` and `cargo xtask test` install what they can.")
        }
    }
    Ok(())
}
