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

fn gzip(plain: &[u8]) -> Result<Vec<u8>> {
    let mut writer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    writer.write_all(plain)?;
    Ok(writer.finish()?)
}

/// Code and data of a module are unlike each other: told where the one ends, brotli makes the reader four
/// hundredths smaller, and no module larger.
fn brotli(plain: &[u8]) -> Result<Vec<u8>> {
    let mut out = Vec::new();
    let mut writer = brotli::CompressorWriter::new(&mut out, 1 << 16, 11, 24);
    let mut start = 0;
    for end in sections(plain).into_iter().chain([plain.len()]) {
        writer.write_all(&plain[start..end])?;
        if end < plain.len() {
            writer.flush()?;
        }
        start = end;
    }
    drop(writer);
    Ok(out)
}

/// Where the code of a WebAssembly module begins, and its data.
fn sections(module: &[u8]) -> Vec<usize> {
    const CODE: u8 = 10;
    const DATA: u8 = 11;
    let mut starts = Vec::new();
    let mut at = 8;
    if !module.starts_with(b"\0asm") {
        return starts;
    }
    while let Some((kind, rest)) = module.get(at..).and_then(<[u8]>::split_first) {
        if [CODE, DATA].contains(kind) {
            starts.push(at);
        }
        // The length, seven bits a byte.
        let bytes = rest.iter().position(|byte| byte & 0x80 == 0);
        let Some(bytes) = bytes.map(|last| &rest[..=last]) else {
            break;
        };
        let digits = bytes.iter().rev();
        let length = digits.fold(0, |sum, byte| sum << 7 | usize::from(byte & 0x7F));
        at += 1 + bytes.len() + length;
    }
    starts
}

#[cfg(test)]
mod tests {
    use super::{brotli, sections};
    use std::io::Read;

    #[test]
    fn a_module_is_cut_where_code_and_data_begin() {
        let mut module = b"\0asm\x01\0\0\0".to_vec();
        module.extend([1, 2, 7, 7]);
        module.extend([10, 0x81, 0x01]);
        module.extend([9; 129]);
        module.extend([11, 1, 5]);
        assert_eq!(sections(&module), [12, 144]);
        assert!(sections(b"no module").is_empty());
        let mut back = Vec::new();
        let packed = brotli(&module).unwrap();
        brotli::Decompressor::new(packed.as_slice(), 4096)
            .read_to_end(&mut back)
            .unwrap();
        assert_eq!(back, module);
    }
}
