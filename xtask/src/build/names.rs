//! Naming files by their content, below `a/`, so that they can be cached for ever.

use super::scripts;
use super::stage::walk;
use anyhow::{Context, Result, ensure};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// The files of a build: plain name → URL.
pub(super) struct Files {
    folder: PathBuf,
    urls: BTreeMap<String, String>,
}

impl Files {
    pub(super) fn in_folder(folder: &Path) -> Self {
        Self {
            folder: folder.to_path_buf(),
            urls: BTreeMap::new(),
        }
    }

    /// Plain names and URLs, sorted by name.
    pub(super) fn urls(&self) -> impl Iterator<Item = (&str, &str)> {
        self.urls
            .iter()
            .map(|(name, url)| (name.as_str(), url.as_str()))
    }

    /// Writes `content` to `a/<stem>-<hash>.<extension>`.
    pub(super) fn hashed(&mut self, name: &str, content: &[u8]) -> Result<()> {
        let path = Path::new(name);
        let stem = path.with_extension("");
        let extension = path.extension().context("a file without extension")?;
        let content = plain(name, content.to_vec());
        let hash = short_hash(&content);
        let url = format!(
            "/a/{}-{hash}.{}",
            stem.display(),
            extension.to_string_lossy()
        );
        self.write(&url, &content)?;
        self.urls.insert(name.to_owned(), url);
        Ok(())
    }

    /// Data files of the app, found under `assets/<path>`. Notes on where they come from stay behind.
    pub(super) fn data(&mut self, app: &Path) -> Result<()> {
        let files = walk(&app.join("assets"))?.into_iter();
        for file in files.filter(|file| file.extension().is_none_or(|ending| ending != "md")) {
            let name = file.strip_prefix(app)?;
            self.hashed(&name.to_string_lossy(), &fs::read(&file)?)?;
        }
        Ok(())
    }

    /// The texts of each language, found under `locales/<language>/`: `core.ftl`, and all others as one
    /// `rest.ftl`, because they are fetched together. In that the messages have lost their names, which
    /// are as long as the texts and the same in every language: `names.txt` has them, in the same order.
    pub(super) fn texts(&mut self, app: &Path) -> Result<()> {
        let mut rest: BTreeMap<String, BTreeMap<String, String>> = BTreeMap::new();
        for file in walk(&app.join("locales"))? {
            let text = fs::read_to_string(&file)?;
            let messages = messages(&text).with_context(|| file.display().to_string())?;
            let name = |last| -> Result<String> {
                let file = file.with_file_name(last);
                Ok(file.strip_prefix(app)?.to_string_lossy().into_owned())
            };
            if !file.ends_with("core.ftl") {
                rest.entry(name("rest.ftl")?).or_default().extend(messages);
            } else if !file.ends_with(BUILT_IN) {
                let core = messages.iter().map(|(name, text)| format!("{name} {text}"));
                self.hashed(&name("core.ftl")?, core.collect::<String>().as_bytes())?;
            }
        }
        let names = |texts: &BTreeMap<String, String>| -> Vec<String> {
            texts.keys().map(|name| format!("{name}\n")).collect()
        };
        let first = rest.values().next().map(names).unwrap_or_default();
        for (file, texts) in &rest {
            ensure!(
                names(texts) == first,
                "{file} has other messages than the first language"
            );
            let texts: String = texts.values().map(String::as_str).collect();
            self.hashed(file, texts.as_bytes())?;
        }
        self.hashed("locales/names.txt", first.concat().as_bytes())
    }

    /// Plain workers of `app/workers/` and those Trunk built from Rust (recognised by their
    /// loader). They refer to one another by relative names, so they keep these names and the
    /// folder around them carries the hash.
    pub(super) fn workers(&mut self, source: &Path) -> Result<()> {
        let mut together: BTreeMap<String, Vec<u8>> = BTreeMap::new();
        for file in walk(source)? {
            let name = file.strip_prefix(source)?.to_string_lossy().into_owned();
            let content = plain(&name, fs::read(&file)?);
            together.insert(name, content);
        }
        for entry in fs::read_dir(&self.folder)? {
            let name = entry?.file_name().to_string_lossy().into_owned();
            let Some(worker) = name.strip_suffix("_loader.js") else {
                continue;
            };
            for part in [&name, &format!("{worker}.js"), &format!("{worker}_bg.wasm")] {
                let path = self.folder.join(part);
                together.insert(part.clone(), plain(part, fs::read(&path)?));
                fs::remove_file(&path)?;
            }
        }
        let mut all = Sha256::new();
        for (name, content) in &together {
            all.update((name.len() as u64).to_le_bytes());
            all.update(name);
            all.update(Sha256::digest(content));
        }
        let folder = format!("/a/w-{}", hex(&all.finalize()[..8]));
        for (name, content) in &together {
            let url = format!("{folder}/{name}");
            self.write(&url, content)?;
            // The loader is the worker; the two files behind it are its own affair.
            let plain = name.replace("_loader.js", ".js");
            let behind = name.ends_with("_bg.wasm")
                || together.contains_key(&name.replace(".js", "_loader.js"));
            if !behind {
                self.urls.insert(format!("workers/{plain}"), url);
            }
        }
        Ok(())
    }

    /// JavaScript snippets that wasm-bindgen put beside the glue: their folder carries a hash and
    /// the glue is told.
    pub(super) fn snippets(&mut self, glue: &str) -> Result<()> {
        let source = self.folder.join("snippets");
        let files = walk(&source)?;
        if files.is_empty() {
            return Ok(());
        }
        let mut all = Sha256::new();
        for file in &files {
            all.update(file.strip_prefix(&source)?.to_string_lossy().as_bytes());
            all.update(Sha256::digest(fs::read(file)?));
        }
        let name = format!("s-{}", hex(&all.finalize()[..8]));
        fs::create_dir_all(self.folder.join("a"))?;
        fs::rename(&source, self.folder.join("a").join(&name))?;
        let glue = self.folder.join(glue);
        let text = fs::read_to_string(&glue)?.replace("'./snippets/", &format!("'./{name}/"));
        fs::write(&glue, text)?;
        Ok(())
    }

    fn write(&self, url: &str, content: &[u8]) -> Result<()> {
        let path = self.folder.join(url.trim_start_matches('/'));
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent)?;
        }
        fs::write(&path, content).with_context(|| format!("cannot write {}", path.display()))
    }
}

/// What is served of a file.
fn plain(name: &str, content: Vec<u8>) -> Vec<u8> {
    match String::from_utf8(content) {
        Ok(script) if name.ends_with(".js") => scripts::squeeze(&script).into_bytes(),
        Ok(text) => text.into_bytes(),
        Err(other) => other.into_bytes(),
    }
}

pub(super) fn short_hash(content: &[u8]) -> String {
    hex(&Sha256::digest(content)[..8])
}

pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}

/// Compiled into the app (`app/src/i18n/files.rs`).
const BUILT_IN: &str = "zh-Hans/core.ftl";

/// The messages of a file by their names, each from its `=` on. Comments stay behind.
fn messages(source: &str) -> Result<BTreeMap<String, String>> {
    let mut messages: BTreeMap<String, String> = BTreeMap::new();
    let mut last = None;
    // A text that goes on is indented, so a line that begins with this is a comment.
    for line in source.lines().filter(|line| !line.starts_with('#')) {
        if line.starts_with(|letter: char| letter.is_ascii_alphabetic()) {
            let (name, text) = line.split_once('=').context("a message without a text")?;
            messages.insert(name.trim().to_owned(), format!("={text}\n"));
            last = Some(name.trim().to_owned());
        } else if let Some(text) = last.as_ref().and_then(|name| messages.get_mut(name)) {
            text.extend((!line.trim().is_empty()).then(|| format!("{line}\n")));
        }
    }
    Ok(messages)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A folder of its own, removed at the end.
    struct Folder(PathBuf);

    impl Folder {
        fn new(name: &str, files: &[(&str, &str)]) -> Self {
            let path = std::env::temp_dir().join(format!("yingke-{name}-{}", std::process::id()));
            for (file, text) in files {
                let file = path.join(file);
                fs::create_dir_all(file.parent().unwrap()).unwrap();
                fs::write(file, text).unwrap();
            }
            Self(path)
        }
    }

    impl Drop for Folder {
        fn drop(&mut self) {
            let _ = fs::remove_dir_all(&self.0);
        }
    }

    #[test]
    fn another_content_is_another_name() {
        let folder = Folder::new("hashed", &[("x", "")]);
        let mut files = Files::in_folder(&folder.0);
        files.hashed("boot.js", b"one").unwrap();
        let one: String = files.urls().map(|(_, url)| url).collect();
        files.hashed("boot.js", b"two").unwrap();
        let two: String = files.urls().map(|(_, url)| url).collect();
        assert!(one.starts_with("/a/boot-") && one.ends_with(".js"), "{one}");
        assert_ne!(one, two);
    }

    #[test]
    fn workers_share_a_folder_named_by_all_of_them() {
        let built = [
            ("reader.js", "glue"),
            ("reader_bg.wasm", "module"),
            ("reader_loader.js", "import './reader.js'"),
        ];
        let folder = Folder::new("staging", &built);
        let plain = Folder::new("plain", &[("journal.js", "plain")]);
        let mut files = Files::in_folder(&folder.0);
        files.workers(&plain.0).unwrap();

        let urls: BTreeMap<&str, &str> = files.urls().collect();
        assert_eq!(
            urls.keys().copied().collect::<Vec<_>>(),
            ["workers/journal.js", "workers/reader.js"]
        );
        let reader = urls["workers/reader.js"];
        assert!(
            reader.ends_with("/reader_loader.js"),
            "the loader is the worker: {reader}"
        );
        let beside = Path::new(reader.trim_start_matches('/')).with_file_name("reader_bg.wasm");
        assert!(
            folder.0.join(beside).is_file(),
            "relative names still lead there"
        );
        assert!(
            !folder.0.join("reader.js").exists(),
            "nothing stays under a name without hash"
        );
    }

    #[test]
    fn the_texts_of_a_language_are_two_files() {
        let built = Folder::new("texts", &[("x", "")]);
        let sources = [
            ("locales/en/core.ftl", "# Gates\na = A\n"),
            ("locales/en/leads.ftl", "b = B\n    more\n"),
            ("locales/en/tasks.ftl", "c = C"),
            ("locales/zh-Hans/core.ftl", "a = 甲\n"),
            ("locales/zh-Hans/leads.ftl", "c = 丙\nb = 乙\n"),
        ];
        let app = Folder::new("texts-of", &sources);
        let mut files = Files::in_folder(&built.0);
        files.texts(&app.0).unwrap();
        let read =
            |url: &str| fs::read_to_string(built.0.join(url.trim_start_matches('/'))).unwrap();
        let texts: Vec<(&str, String)> =
            files.urls().map(|(name, url)| (name, read(url))).collect();
        assert_eq!(
            texts,
            [
                ("locales/en/core.ftl", "a = A\n".to_owned()),
                ("locales/en/rest.ftl", "= B\n    more\n= C\n".to_owned()),
                ("locales/names.txt", "b\nc\n".to_owned()),
                ("locales/zh-Hans/rest.ftl", "= 乙\n= 丙\n".to_owned()),
            ]
        );
    }

    #[test]
    fn the_glue_is_told_where_its_snippets_went() {
        let folder = Folder::new(
            "snippets",
            &[
                ("app.js", "import { x } from './snippets/dep/inline0.js';"),
                ("snippets/dep/inline0.js", "1"),
            ],
        );
        Files::in_folder(&folder.0).snippets("app.js").unwrap();
        let glue = fs::read_to_string(folder.0.join("app.js")).unwrap();
        let path = glue.split('\'').nth(1).unwrap().trim_start_matches("./");
        assert!(folder.0.join("a").join(path).is_file(), "{glue}");
    }
}
