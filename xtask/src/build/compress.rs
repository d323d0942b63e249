//! `X.br` and `X.gz` beside every `X` they make smaller, so that the server never compresses.

use super::stage::walk;
use anyhow::{Context, Result, anyhow};
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::thread;

/// Formats that are compressed already.
const PACKED: &[&str] = &["png", "jpg", "webp", "woff2", "br", "gz"];

pub(super) fn all(folder: &Path) -> Result<()> {
    let mut files = walk(folder)?;
    files.retain(|f| {
        f.extension()
            .is_none_or(|e| !PACKED.iter().any(|p| e == *p))
    });
    let queue = Mutex::new(files);
    let workers = thread::available_parallelism().map_or(1, usize::from);
    thread::scope(|scope| {
        let running: Vec<_> = (0..workers)
            .map(|_| scope.spawn(|| drain(&queue)))
            .collect();
        for worker in running {
            worker
                .join()
                .map_err(|_| anyhow!("a compression thread died"))??;
        }
        Ok(())
    })
}

fn drain(queue: &Mutex<Vec<PathBuf>>) -> Result<()> {
    loop {
        let next = queue
            .lock()
            .map_err(|_| anyhow!("a compression thread died"))?
            .pop();
        let Some(file) = next else { return Ok(()) };
        let plain = fs::read(&file)?;
        keep_if_smaller(&file, "br", &plain, brotli(&plain)?)?;
        keep_if_smaller(&file, "gz", &plain, gzip(&plain)?)?;
    }
}

fn keep_if_smaller(file: &Path, extension: &str, plain: &[u8], packed: Vec<u8>) -> Result<()> {
    if packed.len() < plain.len() {
        let name = file
            .file_name()
            .context("a file without name")?
            .to_string_lossy();
        fs::write(file.with_file_name(format!("{name}.{extension}")), packed)?;
    }
    Ok(())
}

fn brotli(plain: &[u8]) -> Result<Vec<u8>> {
    let mut out = Vec::new();
    let mut writer = brotli::CompressorWriter::new(&mut out, 1 << 16, 11, 24);
    writer.write_all(plain)?;
    drop(writer);
    Ok(out)
}

fn gzip(plain: &[u8]) -> Result<Vec<u8>> {
    let mut writer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    writer.write_all(plain)?;
    Ok(writer.finish()?)
}
