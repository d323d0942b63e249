//! Developer commands. `cargo xtask help` lists them; design §10 describes them.
//!
//! Start reading at [`commands`]: one line per command, each a module of the same name.
//! `tools` knows what must be on the machine, `build` makes `dist/`, `test` runs everything.

mod bench;
mod build;
mod clock;
mod commands;
mod dev;
mod doctor;
mod icons;
mod place;
mod rules;
mod run;
mod shell;
mod sim;
mod test;
mod tools;

use std::process::ExitCode;

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    match commands::dispatch(&args) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("xtask: {error:#}");
            ExitCode::FAILURE
        }
    }
}
