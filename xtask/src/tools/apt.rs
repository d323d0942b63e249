//! What only the system's package manager can give.

use crate::place::{Place, on_path};
use crate::shell;
use anyhow::{Result, bail};
use std::path::Path;
use std::sync::OnceLock;

/// Installs Debian packages, when we are root and there is `apt-get`.
pub(super) fn install(place: &Place, packages: &[&str]) -> Result<()> {
    if on_path("apt-get").is_none() {
        bail!("no apt-get on this system");
    }
    if !is_root(place) {
        bail!(
            "not root; type: sudo apt-get install {}",
            packages.join(" ")
        );
    }
    update(place)?;
    shell::twice("apt-get", || {
        let mut command = place.command("apt-get");
        command
            .args(["install", "-y", "-q", "--no-install-recommends"])
            .args(packages);
        command.env("DEBIAN_FRONTEND", "noninteractive");
        let log = place
            .cache
            .join("logs")
            .join(format!("apt-{}.log", packages[0]));
        shell::quiet("apt-get install", &mut command, &log)
    })
}

/// Reads the package lists once in a run.
fn update(place: &Place) -> Result<()> {
    static DONE: OnceLock<()> = OnceLock::new();
    if DONE.get().is_none() {
        let log = place.cache.join("logs/apt-update.log");
        shell::twice("apt-get update", || {
            shell::quiet(
                "apt-get update",
                place.command("apt-get").args(["update", "-q"]),
                &log,
            )
        })?;
        let _ = DONE.set(());
    }
    Ok(())
}

fn is_root(place: &Place) -> bool {
    shell::output(place.command("id").arg("-u")).is_some_and(|id| id == "0")
}

/// Where Debian keeps the CJK fonts; the screenshots are unreadable boxes without them.
const FONTS: &str = "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc";

pub(super) fn browser_present(_: &Place) -> bool {
    on_path("chromium").is_some() && on_path("chromedriver").is_some() && Path::new(FONTS).is_file()
}

pub(super) fn install_browser(place: &Place) -> Result<()> {
    install(place, &["chromium", "chromium-driver", "fonts-noto-cjk"])
}
