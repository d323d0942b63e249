//! With the feature `embed`: a table of every file of `dist/`, for `src/http/embedded.rs`.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

fn main() -> std::io::Result<()> {
    println!("cargo::rerun-if-changed=build.rs");
    if std::env::var_os("CARGO_FEATURE_EMBED").is_none() {
        return Ok(());
    }
    // Asked for when it runs: another checkout may use the same compiled script.
    let here = std::env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default();
    let root = Path::new(&here).join("../dist");
    let root = root.canonicalize().unwrap_or(root);
    println!("cargo::rerun-if-changed={}", root.display());
    if !root.join("index.html").is_file() {
        println!("cargo::error=dist/ holds no built app; `cargo xtask build` makes it");
        return Ok(());
    }
    let mut files = Vec::new();
    collect(&root, &mut files)?;
    let name = |file: &Path| {
        file.strip_prefix(&root)
            .unwrap_or(file)
            .to_string_lossy()
            .into_owned()
    };
    let mut named: Vec<_> = files.iter().map(|file| (name(file), file)).collect();
    named.retain(|(name, file)| !name.starts_with('.') && !is_compressed_form(file));
    // By the text of the path: the server looks files up by halving.
    named.sort();
    let mut table = String::from("pub(super) static FILES: &[Embedded] = &[\n");
    for (name, file) in named {
        let (br, gz) = (form(file, "br"), form(file, "gz"));
        let _ = writeln!(
            table,
            "    Embedded {{ path: {name:?}, plain: include_bytes!({file:?}), br: {br}, gz: {gz} }},"
        );
    }
    table.push_str("];\n");
    let out = std::env::var_os("OUT_DIR")
        .map(PathBuf::from)
        .unwrap_or_default();
    std::fs::write(out.join("embedded.rs"), table)
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> std::io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path().canonicalize()?;
        if path.is_dir() {
            collect(&path, files)?
        } else {
            files.push(path)
        }
    }
    Ok(())
}

fn is_compressed_form(file: &Path) -> bool {
    let compressed = file
        .extension()
        .is_some_and(|end| end == "br" || end == "gz");
    compressed && file.with_extension("").is_file()
}

fn form(file: &Path, end: &str) -> String {
    let path = PathBuf::from(format!("{}.{end}", file.display()));
    if path.is_file() {
        format!("Some(include_bytes!({path:?}))")
    } else {
        "None".to_owned()
    }
}
