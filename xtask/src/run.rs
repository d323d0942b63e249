//! `cargo xtask run`: from nothing to a running server.

use crate::place::Place;
use crate::{build, shell};
use anyhow::Result;

/// Builds what is out of date and starts the server; every flag goes to it as it is.
pub(crate) fn run(place: &Place, args: &[String]) -> Result<()> {
    build::command(place, &[])?;
    let server = place.release_binary("server");
    shell::run(
        place
            .command(&server.to_string_lossy())
            .arg("serve")
            .args(args),
    )
}
