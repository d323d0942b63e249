//! The download budgets of design §11, in bytes after brotli.

use super::stage::walk;
use anyhow::{Result, bail};
use std::fs;
use std::path::Path;

/// A figure missed is told; the build fails only at twice the floor (design §11).
struct Budget {
    name: &'static str,
    floor: u64,
    aim: u64,
}

const START: Budget = Budget {
    name: "until /signin accepts input",
    floor: 400_000,
    aim: 300_000,
};
const WHOLE: Budget = Budget {
    name: "sum of dist/",
    floor: 1_200_000,
    aim: 1_000_000,
};

/// Prints both figures; an error when one is far beyond its floor.
pub(super) fn report(folder: &Path) -> Result<()> {
    let page = fs::read_to_string(folder.join("index.html"))?;
    let mut start = 0;
    let mut whole = 0;
    for file in walk(folder)? {
        let name = file.strip_prefix(folder)?.to_string_lossy().into_owned();
        if name.ends_with(".br") || name.ends_with(".gz") {
            continue;
        }
        let size = on_the_wire(&file)?;
        whole += size;
        if name == "index.html" || needed_at_start(&page, &name) {
            start += size;
        }
    }
    START.judge(start)?;
    WHOLE.judge(whole)
}

/// Everything the page names is loaded before the first screen, save what browsers fetch when
/// idle (the manifest, the icon of a home screen) and what the app fetches on its own.
fn needed_at_start(page: &str, name: &str) -> bool {
    let head = page.split("id=\"yingke-files\"").next().unwrap_or(page);
    if page.contains(&format!("data-later=\"/{name}\"")) {
        return false;
    }
    // The texts of the gates in one language; those of the systems follow.
    if name.starts_with("a/locales/zh-Hant/core-") {
        return true;
    }
    let named =
        head.contains(&format!("\"/{name}\"")) || page.contains(&format!("src=\"/{name}\""));
    named && !name.ends_with(".webmanifest") && !name.ends_with(".png")
}

fn on_the_wire(file: &Path) -> Result<u64> {
    let mut packed = file.as_os_str().to_owned();
    packed.push(".br");
    let packed = Path::new(&packed);
    Ok(if packed.is_file() {
        packed.metadata()?.len()
    } else {
        file.metadata()?.len()
    })
}

impl Budget {
    fn judge(&self, size: u64) -> Result<()> {
        let verdict = match size {
            s if s <= self.aim => "within the aim",
            s if s <= self.floor => "within the floor",
            s if s <= 2 * self.floor => "WARNING: over the floor",
            _ => "far over the floor",
        };
        println!(
            "  download {:<30} {:>7.1} kB brotli (floor {} kB, aim {} kB): {verdict}",
            self.name,
            size as f64 / 1000.0,
            self.floor / 1000,
            self.aim / 1000
        );
        if size > 2 * self.floor {
            bail!("the download {} is more than twice its floor", self.name);
        }
        Ok(())
    }
}
