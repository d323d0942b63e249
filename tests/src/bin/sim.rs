//! `cargo xtask sim`: runs seeds of the simulator and prints what met what.

use std::process::ExitCode;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use tests::sim::{self, Broken, Outcome, Tally};

struct Args {
    seeds: u64,
    from: u64,
    threads: u64,
    broken: Option<Broken>,
}

fn args() -> Result<Args, String> {
    let mut args = Args {
        seeds: 500,
        from: 1,
        threads: 2,
        broken: None,
    };
    let mut words = std::env::args().skip(1);
    while let Some(word) = words.next() {
        let value = words.next().ok_or(format!("{word} wants a value"))?;
        let number = || value.parse().map_err(|_| format!("{value} is no number"));
        match word.as_str() {
            "--seeds" => args.seeds = number()?,
            "--from" => args.from = number()?,
            "--threads" => args.threads = number()?.max(1),
            "--broken" => {
                let names: Vec<_> = Broken::ALL.iter().map(|one| one.name()).collect();
                let unknown = || format!("no such variant; there are: {}", names.join(" "));
                args.broken = Some(Broken::by_name(&value).ok_or_else(unknown)?);
            }
            _ => {
                return Err(format!(
                    "unknown {word}; usage: sim [--seeds N] [--from S] [--threads T] [--broken NAME]"
                ));
            }
        }
    }
    Ok(args)
}

#[derive(Default)]
struct Total {
    tally: Tally,
    events: u64,
    ops: u64,
    thin: u64,
    failed: Vec<(u64, Vec<String>)>,
    seeds: u64,
}

fn take(total: &Mutex<Total>, seed: u64, outcome: Outcome) {
    let Ok(mut total) = total.lock() else { return };
    total.seeds += 1;
    total.tally.merge(&outcome.tally);
    total.events += outcome.events;
    total.ops += outcome.ops;
    if outcome.violations.is_empty()
        && (outcome.events < 2_000 || outcome.ops < 200 || outcome.replicas < 2)
    {
        total.thin += 1;
    }
    if !outcome.violations.is_empty() {
        total.failed.push((seed, outcome.violations));
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "how long the run took is printed; nothing inside it reads a clock"
)]
fn main() -> ExitCode {
    let args = match args() {
        Ok(args) => args,
        Err(problem) => {
            eprintln!("{problem}");
            return ExitCode::from(2);
        }
    };
    sim::expect_poison();
    let (next, total) = (AtomicU64::new(0), Mutex::new(Total::default()));
    let twice = AtomicU64::new(0);
    let begin = Instant::now();
    std::thread::scope(|scope| {
        for _ in 0..args.threads {
            scope.spawn(|| {
                loop {
                    let n = next.fetch_add(1, Ordering::Relaxed);
                    if n >= args.seeds {
                        return;
                    }
                    let seed = args.from + n;
                    let outcome = sim::run(seed, args.broken);
                    if seed.is_multiple_of(50) {
                        twice.fetch_add(1, Ordering::Relaxed);
                        let again = sim::run(seed, args.broken);
                        if (again.digest, again.events) != (outcome.digest, outcome.events) {
                            let breach = "not deterministic: two runs differ".to_owned();
                            let outcome = Outcome {
                                violations: vec![breach],
                                ..again
                            };
                            take(&total, seed, outcome);
                        }
                    }
                    let caught = !outcome.violations.is_empty();
                    take(&total, seed, outcome);
                    if caught && args.broken.is_some() {
                        next.store(args.seeds, Ordering::Relaxed);
                    }
                }
            });
        }
    });
    let elapsed = begin.elapsed().as_secs_f64();
    let Ok(mut total) = total.into_inner() else {
        eprintln!("a thread died");
        return ExitCode::FAILURE;
    };
    total.failed.sort();
    report(&args, &total, elapsed, twice.into_inner())
}

fn report(args: &Args, total: &Total, elapsed: f64, twice: u64) -> ExitCode {
    if let Some(broken) = args.broken {
        return match total.failed.first() {
            Some((seed, what)) => {
                let first = what.first().map(String::as_str).unwrap_or_default();
                println!(
                    "{}: caught by seed {seed} of {}: {first}",
                    broken.name(),
                    total.seeds
                );
                ExitCode::SUCCESS
            }
            None => {
                println!("{}: NOT caught in {} seeds", broken.name(), total.seeds);
                ExitCode::FAILURE
            }
        };
    }
    println!("{}", total.tally.table());
    for (seed, what) in total.failed.iter().take(10) {
        println!("seed {seed}: {}", what.join("\n    "));
        println!("    replay: cargo xtask sim --seeds 1 --from {seed}");
    }
    let least = args.seeds / 10;
    let rare = total.tally.rare(least);
    for (fault, class, verdict, count) in &rare {
        let fault = fault.map_or("none", |fault| fault.name());
        println!("rare: {fault} × {class:?} × {verdict:?} met {count} times, wanted {least}");
    }
    // On a machine shared with others only the time our threads really ran says what a core does.
    let busy = cpu_seconds().unwrap_or(elapsed * args.threads as f64);
    let per_second = total.events as f64 / busy;
    println!(
        "{} seeds, {} ops, {} events in {elapsed:.1} s ({busy:.1} s of one core): {per_second:.0} events per second and core; \
         {twice} seeds run twice; {} combinations rarer than {least}; {} thin seeds; {} violations",
        total.seeds,
        total.ops,
        total.events,
        rare.len(),
        total.thin,
        total.failed.len()
    );
    if total.failed.is_empty() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

/// Seconds of processor time this process has used, where the system says so.
fn cpu_seconds() -> Option<f64> {
    let stat = std::fs::read_to_string("/proc/self/stat").ok()?;
    let fields: Vec<&str> = stat.rsplit_once(')')?.1.split_whitespace().collect();
    let ticks: f64 = fields.get(11)?.parse::<f64>().ok()? + fields.get(12)?.parse::<f64>().ok()?;
    Some(ticks / 100.0)
}
