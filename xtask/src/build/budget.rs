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

/// What `dist/` is made of, by a text in the names of the files; scripts and the stylesheet are the rest.
const PARTS: &[(&str, &str)] = &[
    ("first half", "/app_bg-"),
    ("later half", "/later-"),
    ("reader", "/reader_bg.wasm"),
    ("vault", "/vault_bg.wasm"),
    ("search tables", "/search/"),
    ("texts", "/locales/"),
    ("icons", "icon"),
];

/// Prints both figures and what the whole is made of; an error when one is far beyond its floor.
pub(super) fn report(folder: &Path) -> Result<()> {
    let page = fs::read_to_string(folder.join("index.html"))?;
    let mut start = 0;
    let mut whole = 0;
    let mut parts = vec![0; PARTS.len()];
    for file in walk(folder)? {
        let name = file.strip_prefix(folder)?.to_string_lossy().into_owned();
        if name.ends_with(".br") || name.ends_with(".gz") {
            continue;
        }
        let size = on_the_wire(&file)?;
        whole += size;
        let path = format!("/{name}");
        let part = PARTS.iter().position(|(_, text)| path.contains(text));
        if let Some(part) = part.filter(|_| ![".js", ".css"].iter().any(|end| name.ends_with(end)))
        {
            parts[part] += size;
        }
        if name == "index.html" || needed_at_start(&page, &name) {
            start += size;
        }
    }
    START.judge(start)?;
    WHOLE.judge(whole)?;
    let rest = whole - parts.iter().sum::<u64>();
    let named = PARTS.iter().map(|(name, _)| *name).chain(["rest"]);
    let words: Vec<String> = named
        .zip(parts.into_iter().chain([rest]))
        .map(|(name, size)| format!("{name} {}", size.div_ceil(1000)))
        .collect();
    println!("           of it {}", words.join(" · "));
    Ok(())
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
