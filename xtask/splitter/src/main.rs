//! What the build does to modules between wasm-bindgen and wasm-opt. Both go by the names of functions.
//!
//! `splitter hush <module> <to>` takes out what panics would say to nobody (see [`hush`]).
//!
//! `splitter cut <module> <list> <first> <later> <places>` does that too and then cuts the app's module in
//! two, so that the sign-in page need not wait for the code of what lies behind it.
//!
//! `splitter rename <glue> <module>` gives short names to what the two call each other by (see [`rename`]).
//!
//! `splitter order <module>` names functions by how they begin, for wasm-opt to put them in that order (see
//! [`order`]).
//!
//! The *first* half starts the app and draws the gates. The *later* half holds every function that
//! speaks of a module named in the list, and what only such functions call. Both share one memory and
//! one function table:
//!
//! - First → later: through the table. Until the later half is here, its places in the table hold
//!   stubs that ask the page to bring it, at once, and then go on with the call. A gap in the list costs
//!   time, never correctness.
//! - Later → first: plain imports of what the first half exports.
//!
//! Functions are recognised by their names, so the module must carry them (`strip = "none"`, v0 symbol
//! names: those spell out the types a generic function was made for). wasm-opt removes the names
//! afterwards. `places` names the function behind each place in the table: the page keeps the place that
//! was called too early in `yingkeLater.early`.

mod cut;
mod hush;
mod list;
mod order;
mod plan;
mod rename;

use anyhow::{Context, Result, bail, ensure};
use list::List;
use plan::Plan;
use std::fs;

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["hush", module, to] => Ok(fs::write(to, hushed(module)?)?),
        ["cut", module, list, first, later, places] => {
            let bytes = hushed(module)?;
            let list = List::read(&fs::read_to_string(list)?);
            let whole = cut::parse(&bytes)?;
            let plan = Plan::new(&whole, |name, size| list.holds(name, size))?;
            fs::write(first, cut::first(&bytes, &plan)?)?;
            fs::write(later, cut::later(&bytes, &plan)?)?;
            fs::write(places, plan.names_of_places(&whole))?;
            println!("  {}", plan.summary());
            Ok(())
        }
        ["rename", glue, module] => {
            let mut parsed = cut::parse(&fs::read(module)?)?;
            let (text, count) = rename::rename(&fs::read_to_string(glue)?, &mut parsed)?;
            fs::write(glue, text)?;
            fs::write(module, parsed.emit_wasm())?;
            println!("  {count} names of {glue} are short");
            Ok(())
        }
        ["order", module] => Ok(fs::write(
            module,
            order::named_by_beginning(&fs::read(module)?)?,
        )?),
        _ => bail!(
            "usage: splitter hush <module> <to> | cut <module> <list> <first> <later> <places> | rename <glue> <module> | order <module>"
        ),
    }
}

/// The module without what panics would say.
fn hushed(path: &str) -> Result<Vec<u8>> {
    let bytes = fs::read(path).with_context(|| format!("cannot read {path}"))?;
    let mut module = cut::parse(&bytes)?;
    let done = hush::hush(&mut module);
    ensure!(
        done.calls > 0 && done.places > 0,
        "{path}: no panic was found: were the names stripped?"
    );
    println!(
        "  {} panics and {} places say nothing",
        done.calls, done.places
    );
    Ok(module.emit_wasm())
}
