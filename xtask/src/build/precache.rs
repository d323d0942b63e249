//! `sw.js`: the build id and what it keeps for offline use, each file pinned by its hash.

use super::scripts;
use super::stage::walk;
use anyhow::{Result, ensure};
use sha2::{Digest, Sha256};
use std::fs;
use std::path::Path;

/// Fills the two constants of the service worker's source.
pub(super) fn write(source: &Path, folder: &Path, build: &str) -> Result<()> {
    let mut entries = Vec::new();
    for file in walk(folder)? {
        let name = file.strip_prefix(folder)?.to_string_lossy().into_owned();
        let pin = integrity(&fs::read(&file)?);
        let url = if name == "index.html" {
            "/".to_owned()
        } else {
            format!("/{name}")
        };
        entries.push(format!("  [\"{url}\", \"{pin}\"],"));
    }
    let text = fs::read_to_string(source)?;
    let (id, list) = ("const BUILD = \"\";", "const FILES = [];");
    ensure!(
        text.contains(id) && text.contains(list),
        "sw.js lost its two constants"
    );
    let text = text
        .replace(id, &format!("const BUILD = \"{build}\";"))
        .replace(
            list,
            &format!("const FILES = [\n{}\n];", entries.join("\n")),
        );
    fs::write(folder.join("sw.js"), scripts::squeeze(&text))?;
    Ok(())
}

/// The hash in the form of the `integrity` attribute.
pub(super) fn integrity(content: &[u8]) -> String {
    format!("sha256-{}", base64(&Sha256::digest(content)))
}

fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::new();
    for chunk in bytes.chunks(3) {
        let group =
            chunk.iter().fold(0u32, |acc, &b| acc << 8 | u32::from(b)) << (8 * (3 - chunk.len()));
        for i in 0..4 {
            let digit = DIGITS[(group >> (18 - 6 * i) & 63) as usize];
            out.push(if i <= chunk.len() { digit as char } else { '=' });
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::base64;

    #[test]
    fn base64_of_every_remainder() {
        let cases = [
            ("", ""),
            ("f", "Zg=="),
            ("fo", "Zm8="),
            ("foo", "Zm9v"),
            ("foob", "Zm9vYg=="),
        ];
        for (plain, coded) in cases {
            assert_eq!(base64(plain.as_bytes()), coded);
        }
    }
}
