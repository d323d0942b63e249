//! `cargo xtask dev`: Trunk rebuilds and reloads the page, the server runs beside it.

use crate::place::Place;
use crate::{build, shell, tools};
use anyhow::Result;

/// Serves the app at 127.0.0.1:8080; `/api` goes to the server at 8787. Flags go to the server.
pub(crate) fn run(place: &Place, args: &[String]) -> Result<()> {
    tools::require(place, tools::FOR_WEB)?;
    build::fetch(place)?;
    shell::run(
        place
            .command("cargo")
            .args(["build", "--package", "server"]),
    )?;
    let server = place.target.join("debug/server");
    let mut server = place
        .command(&server.to_string_lossy())
        .arg("serve")
        .args(args)
        .spawn()?;

    let mut trunk = place.command("trunk");
    trunk.args([
        "serve",
        "--config",
        "Trunk.toml",
        "--dist",
        "target/dev-dist",
    ]);
    build::in_hook(&mut trunk)?;
    tools::wasm_environment(place, &mut trunk)?;
    let ended = shell::run(&mut trunk);
    server.kill().ok();
    server.wait()?;
    ended
}
