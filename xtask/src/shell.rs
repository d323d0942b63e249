//! Running other programs: in the open, quietly with a log, or with their output counted.

use crate::clock::Stopwatch;
use anyhow::{Context, Result, bail};
use std::fs::{self, File};
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

/// Runs in the open; an unsuccessful end is an error that names the command.
pub(crate) fn run(command: &mut Command) -> Result<()> {
    let status = command
        .status()
        .with_context(|| format!("cannot start {}", line(command)))?;
    if !status.success() {
        bail!("{} ended with {status}", line(command));
    }
    Ok(())
}

/// Runs and returns standard output, without an error when the program fails or is missing.
pub(crate) fn output(command: &mut Command) -> Option<String> {
    let out = command
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .output()
        .ok()?;
    out.status
        .success()
        .then(|| String::from_utf8_lossy(&out.stdout).trim().to_owned())
}

/// Runs with all output in `log` and a sign of life every 20 seconds under `name`.
/// On failure the error carries the last lines of the log.
pub(crate) fn quiet(name: &str, command: &mut Command, log: &Path) -> Result<()> {
    if let Some(folder) = log.parent() {
        fs::create_dir_all(folder)?;
    }
    let file = File::create(log)?;
    command
        .stdin(Stdio::null())
        .stdout(file.try_clone()?)
        .stderr(file);
    let mut child = command
        .spawn()
        .with_context(|| format!("cannot start {}", line(command)))?;
    let status = wait_with_heartbeat(name, &mut child, log)?;
    if !status.success() {
        bail!(
            "{} ended with {status}:\n{}",
            line(command),
            last_lines(log, 15)
        );
    }
    Ok(())
}

fn wait_with_heartbeat(
    name: &str,
    child: &mut Child,
    log: &Path,
) -> Result<std::process::ExitStatus> {
    let watch = Stopwatch::start();
    let mut next = Duration::from_secs(20);
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(status);
        }
        if watch.elapsed() >= next {
            next += Duration::from_secs(20);
            println!("  {name}: still at it after {watch}{}", crates_done(log));
        }
        thread::sleep(Duration::from_millis(100));
    }
}

/// How far a `cargo install` is, from its log.
fn crates_done(log: &Path) -> String {
    let text = fs::read_to_string(log).unwrap_or_default();
    match text
        .lines()
        .filter(|l| l.trim_start().starts_with("Compiling"))
        .count()
    {
        0 => String::new(),
        n => format!(", {n} crates compiled"),
    }
}

fn last_lines(log: &Path, count: usize) -> String {
    let text = fs::read_to_string(log).unwrap_or_default();
    let lines: Vec<&str> = text.lines().collect();
    lines[lines.len().saturating_sub(count)..].join("\n")
}

/// Runs in the open and hands every line of output to `see` as well.
pub(crate) fn tee(command: &mut Command, mut see: impl FnMut(&str)) -> Result<bool> {
    command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut child = command
        .spawn()
        .with_context(|| format!("cannot start {}", line(command)))?;
    let (send, receive) = mpsc::channel::<String>();
    let streams: [Option<Box<dyn std::io::Read + Send>>; 2] = [
        child.stdout.take().map(|s| Box::new(s) as _),
        child.stderr.take().map(|s| Box::new(s) as _),
    ];
    for stream in streams.into_iter().flatten() {
        let send = send.clone();
        thread::spawn(move || {
            for line in BufReader::new(stream).lines().map_while(Result::ok) {
                if send.send(line).is_err() {
                    return;
                }
            }
        });
    }
    drop(send);
    for line in receive {
        println!("{line}");
        see(&line);
    }
    Ok(child.wait()?.success())
}

/// Runs `work`, and once more when it fails: most failures of a download are hiccups.
pub(crate) fn twice<T>(name: &str, mut work: impl FnMut() -> Result<T>) -> Result<T> {
    match work() {
        Ok(done) => Ok(done),
        Err(error) => {
            println!(
                "  {name}: failed once, trying again ({})",
                first_line(&error)
            );
            work()
        }
    }
}

/// The sentence about what failed, without the log below it.
fn first_line(error: &anyhow::Error) -> String {
    let text = error.to_string();
    text.lines()
        .next()
        .unwrap_or_default()
        .trim_end_matches(':')
        .to_owned()
}

/// The command as one would type it, without its environment.
pub(crate) fn line(command: &Command) -> String {
    let mut parts = vec![command.get_program().to_string_lossy().into_owned()];
    parts.extend(command.get_args().map(|a| a.to_string_lossy().into_owned()));
    parts.join(" ")
}
