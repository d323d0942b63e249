//! The one folder with everything a server keeps. Nobody but its owner may look inside.
//!
//! ```text
//! data/  yingke.db  organisation.key  blobs/ab/ab12…  uploads/ab12…  tls/  lock
//! ```

use anyhow::{Context, bail};
use std::fs::{DirBuilder, File, OpenOptions, Permissions, TryLockError};
use std::io::Write as _;
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};

/// Where everything lies.
#[derive(Clone, Debug)]
pub struct DataFolder(PathBuf);

/// Held by a running server; two servers on one folder would not know of each other's writes.
#[derive(Debug)]
pub struct Lock(#[expect(dead_code, reason = "held open, never read")] File);

impl DataFolder {
    /// Opens the folder, and makes it if it is missing.
    pub fn open(path: &Path) -> anyhow::Result<Self> {
        make_private(path).with_context(|| format!("the data folder {}", path.display()))?;
        let folder = Self(path.to_owned());
        for part in [folder.blobs(), folder.uploads()] {
            make_private(&part)?;
        }
        Ok(folder)
    }

    /// Takes the folder for this process alone.
    pub fn lock(&self) -> anyhow::Result<Lock> {
        let path = self.0.join("lock");
        let file = OpenOptions::new()
            .create(true)
            .truncate(false)
            .write(true)
            .open(&path)?;
        match file.try_lock() {
            Ok(()) => Ok(Lock(file)),
            Err(TryLockError::WouldBlock) => {
                bail!("another server is using {}", self.0.display())
            }
            Err(TryLockError::Error(error)) => Err(error).context("locking the data folder"),
        }
    }

    /// The folder itself.
    pub fn path(&self) -> &Path {
        &self.0
    }

    /// The SQLite file.
    pub fn database(&self) -> PathBuf {
        self.0.join("yingke.db")
    }

    /// The private organisation key.
    pub fn organisation_key(&self) -> PathBuf {
        self.0.join("organisation.key")
    }

    /// Finished blobs, in folders by the first two digits of their hash.
    pub fn blobs(&self) -> PathBuf {
        self.0.join("blobs")
    }

    /// Where the blob with this hash lies.
    pub fn blob(&self, hash: &str) -> PathBuf {
        self.blobs().join(hash.get(..2).unwrap_or("00")).join(hash)
    }

    /// Blobs on their way in.
    pub fn uploads(&self) -> PathBuf {
        self.0.join("uploads")
    }

    /// The local certificate authority and the certificate it signed.
    pub fn tls(&self) -> PathBuf {
        self.0.join("tls")
    }
}

/// Makes a folder that only its owner may enter; an existing one is left as it is.
pub fn make_private(path: &Path) -> std::io::Result<()> {
    DirBuilder::new().recursive(true).mode(0o700).create(path)
}

/// Writes a file that only its owner may read; whole or not at all.
pub fn write_private(path: &Path, content: &[u8]) -> std::io::Result<()> {
    let draft = path.with_extension("new");
    let mut file = OpenOptions::new()
        .create(true)
        .truncate(true)
        .write(true)
        .mode(0o600)
        .open(&draft)?;
    file.set_permissions(Permissions::from_mode(0o600))?;
    file.write_all(content)?;
    file.sync_all()?;
    std::fs::rename(&draft, path)?;
    sync_folder(path)
}

/// Makes a new name in a folder survive a power cut.
pub fn sync_folder(file: &Path) -> std::io::Result<()> {
    match file.parent() {
        Some(folder) => File::open(folder)?.sync_all(),
        None => Ok(()),
    }
}
