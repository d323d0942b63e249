//! `index.html`: real names instead of plain ones, pinned by their hash, and the list of files.

use super::names::{Files, hex};
use super::precache::integrity;
use super::stage::walk;
use anyhow::{Result, ensure};
use sha2::{Digest, Sha256};
use std::fs;
use std::path::Path;

/// Rewrites the page Trunk made and returns the build id.
pub(super) fn write(folder: &Path, files: &Files, release: bool) -> Result<String> {
    let path = folder.join("index.html");
    let mut html = fs::read_to_string(&path)?;
    for (name, url) in files.urls() {
        let pin = integrity(&fs::read(folder.join(url.trim_start_matches('/')))?);
        for attribute in ["src", "href"] {
            let pinned = match name.ends_with(".wasm") {
                // The service worker checks it; a pin here would keep the preload from being used.
                true => format!("{attribute}=\"{url}\""),
                false => format!("{attribute}=\"{url}\" integrity=\"{pin}\""),
            };
            html = html.replace(&format!("{attribute}=\"/{name}\""), &pinned);
        }
        for attribute in ["data-glue", "data-wasm", "data-later"] {
            html = html.replace(
                &format!("{attribute}=\"/{name}\""),
                &format!("{attribute}=\"{url}\""),
            );
        }
    }
    if !release {
        // Only a release build is cut in two.
        html = html.replace(" data-later=\"/later.wasm\"", "");
    }
    ensure!(
        html.matches("</head>").count() == 1,
        "index.html needs one </head>"
    );
    ensure!(
        !has_inline_script(&html),
        "index.html holds an inline script: no policy allows it"
    );
    html = without_comments(&html);

    // The id covers every file and this page without the id.
    let mut all = Sha256::new();
    for file in walk(folder)? {
        if file != path {
            all.update(file.strip_prefix(folder)?.to_string_lossy().as_bytes());
            all.update(Sha256::digest(fs::read(&file)?));
        }
    }
    all.update(&html);
    let build = hex(&all.finalize()[..8]);

    let list = format!(
        "<script type=\"application/json\" id=\"yingke-files\">{}</script>\n</head>",
        list(files, &build, release)
    );
    fs::write(&path, html.replace("</head>", &list))?;
    Ok(build)
}

/// The names hold no character that JSON or HTML would need escaped.
fn list(files: &Files, build: &str, release: bool) -> String {
    let found: Vec<String> = files
        .urls()
        .filter(|(name, _)| name.contains('/'))
        .map(|(name, url)| format!("\"{name}\":\"{url}\""))
        .collect();
    format!(
        "{{\"build\":\"{build}\",\"release\":{release},\"files\":{{{}}}}}",
        found.join(",")
    )
}

/// A script element with a body.
fn has_inline_script(html: &str) -> bool {
    html.split("<script").skip(1).any(|rest| {
        let body = rest.split_once('>').map_or("", |(_, body)| body);
        body.split_once("</script>")
            .is_some_and(|(body, _)| !body.trim().is_empty())
    })
}

fn without_comments(html: &str) -> String {
    let mut out = String::new();
    let mut rest = html;
    while let Some((before, comment)) = rest.split_once("<!--") {
        out.push_str(before);
        rest = comment.split_once("-->").map_or("", |(_, after)| after);
    }
    out.push_str(rest);
    let lines = out.lines().map(str::trim_end).filter(|l| !l.is_empty());
    lines.collect::<Vec<_>>().join("\n") + "\n"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_inline_scripts_only() {
        assert!(has_inline_script("<script>go()</script>"));
        assert!(!has_inline_script("<script src=\"/boot.js\"></script>"));
    }

    #[test]
    fn drops_comments_and_empty_lines() {
        assert_eq!(without_comments("a<!-- x\n -->\n\nb"), "a\nb\n");
    }
}
