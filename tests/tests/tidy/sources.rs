//! The files of the checkout: what git knows, and what is new and not ignored.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A text file of the checkout.
pub(crate) struct Source {
    /// From the root, with `/`.
    pub(crate) path: String,
    pub(crate) text: String,
}

impl Source {
    pub(crate) fn has_extension(&self, wanted: &[&str]) -> bool {
        let extension = Path::new(&self.path).extension();
        extension.is_some_and(|e| wanted.iter().any(|w| e == *w))
    }

    /// Lines with their number, from 1.
    pub(crate) fn lines(&self) -> impl Iterator<Item = (usize, &str)> {
        self.text.lines().enumerate().map(|(i, line)| (i + 1, line))
    }
}

pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .unwrap()
        .to_path_buf()
}

/// Every text file; binary ones are left out.
pub(crate) fn all() -> Vec<Source> {
    let listed = Command::new("git")
        .args([
            "ls-files",
            "-z",
            "--cached",
            "--others",
            "--exclude-standard",
        ])
        .current_dir(root())
        .output()
        .expect("tidy reads the list of files from git");
    assert!(
        listed.status.success(),
        "git ls-files failed: tidy needs a git checkout"
    );
    let names = String::from_utf8(listed.stdout).unwrap();
    let mut sources: Vec<Source> = names
        .split_terminator('\0')
        // A file deleted but not yet committed is still listed.
        .filter_map(|name| {
            let text = String::from_utf8(fs::read(root().join(name)).ok()?).ok()?;
            Some(Source {
                path: name.to_owned(),
                text,
            })
        })
        .collect();
    sources.sort_by(|a, b| a.path.cmp(&b.path));
    sources.dedup_by(|a, b| a.path == b.path);
    assert!(
        sources.len() > 30,
        "tidy found only {} files",
        sources.len()
    );
    sources
}

/// Code a person reads and writes: no fixtures, no generated files.
pub(crate) fn code() -> Vec<Source> {
    let mut sources = all();
    sources.retain(|s| {
        s.has_extension(&["rs", "mjs", "js", "css"]) && !s.path.starts_with("tests/fixtures/")
    });
    sources
}

/// Fails with all complaints at once.
pub(crate) fn report(rule: &str, complaints: Vec<String>) {
    assert!(
        complaints.is_empty(),
        "{rule}\n  {}\n",
        complaints.join("\n  ")
    );
}
