//! Where things are: the checkout, the tool cache outside it, the target folder.

use anyhow::{Context, Result};
use std::env;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The folders every command works with.
pub(crate) struct Place {
    /// The checkout.
    pub(crate) root: PathBuf,
    /// Tools and other things worth keeping across clones, each keyed by its version.
    pub(crate) cache: PathBuf,
    /// Cargo's target folder: `CARGO_TARGET_DIR`, or `target/` in the checkout.
    pub(crate) target: PathBuf,
}

impl Place {
    /// Reads the environment. The checkout is found at run time, because one target folder
    /// may serve several clones.
    pub(crate) fn find() -> Result<Self> {
        let here = match env::var_os("CARGO_MANIFEST_DIR") {
            Some(dir) => PathBuf::from(dir),
            None => env::current_dir()?,
        };
        let root = here
            .ancestors()
            .find(|dir| dir.join("Trunk.toml").is_file())
            .context("not inside the checkout: no Trunk.toml above this folder")?
            .to_path_buf();
        let cache = match env::var_os("XDG_CACHE_HOME").filter(|v| !v.is_empty()) {
            Some(dir) => PathBuf::from(dir),
            None => PathBuf::from(env::var_os("HOME").context("HOME is not set")?).join(".cache"),
        }
        .join("yingke");
        let target = match env::var_os("CARGO_TARGET_DIR").filter(|v| !v.is_empty()) {
            Some(dir) => root.join(dir),
            None => root.join("target"),
        };
        Ok(Self {
            root,
            cache,
            target,
        })
    }

    /// `<cache>/tools/<name>-<version>`.
    pub(crate) fn tool(&self, name: &str, version: &str) -> PathBuf {
        self.cache.join("tools").join(format!("{name}-{version}"))
    }

    /// A command that runs in the checkout and finds our tools before any others.
    pub(crate) fn command(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        command.current_dir(&self.root).env("PATH", self.path());
        command
    }

    /// PATH with the `bin` folders of our tools in front.
    pub(crate) fn path(&self) -> OsString {
        let ours = crate::tools::bin_folders(self);
        let theirs = env::var_os("PATH").unwrap_or_default();
        let all = ours.into_iter().chain(env::split_paths(&theirs));
        env::join_paths(all).unwrap_or(theirs)
    }

    /// A release binary of this workspace.
    pub(crate) fn release_binary(&self, name: &str) -> PathBuf {
        self.target.join("release").join(name)
    }
}

/// The first file called `name` on PATH.
pub(crate) fn on_path(name: &str) -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    env::split_paths(&path)
        .map(|dir| dir.join(name))
        .find(|file| Path::is_file(file))
}
