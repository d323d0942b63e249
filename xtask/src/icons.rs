//! `cargo xtask icons`: the PNG icons, drawn from `app/public/icon.svg` by the browser.

use crate::place::Place;
use crate::{shell, tools};
use anyhow::Result;

/// Run by hand after a change of the drawing; the results are part of the checkout.
pub(crate) fn run(place: &Place, _: &[String]) -> Result<()> {
    tools::require(place, tools::FOR_BROWSER)?;
    tools::link_test_packages(place)?;
    shell::run(place.command("node").arg("tests/e2e/lib/draw_icons.mjs"))
}
