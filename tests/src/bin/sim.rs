//! `cargo xtask sim`: runs seeds of the simulator and prints what met what; or runs deliberately
//! broken variants and prints what caught each.

use std::process::ExitCode;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use tests::sim::{self, Broken, Outcome, Tally};

struct Args {
    seeds: u64,
    from: u64,
    threads: u64,
    /// Variants to run instead of the engine as it is.
    broken: Vec<Broken>,
}

fn args() -> Result<Args, String> {
    let mut args = Args {
        seeds: 500,
        from: 1,
        threads: 2,
        broken: Vec::new(),
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
                let unknown = || format!("no such variant; there are: all {}", names.join(" "));
                args.broken = match value.as_str() {
                    "all" => Broken::ALL.to_vec(),
                    name => vec![Broken::by_name(name).ok_or_else(unknown)?],
                };
            }
            _ => {
                return Err(format!(
                    "unknown {word}; usage: sim [--seeds N] [--from S] [--threads T] [--broken NAME|all]"
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
    /// The digests of all seeds, added up: two runs that differ in nothing print the same.
    digest: u64,
    /// Seeds run a second time, to see that they replay bit for bit.
    twice: u64,
    seconds: f64,
}

fn take(total: &Mutex<Total>, seed: u64, outcome: Outcome, twice: bool) {
    let Ok(mut total) = total.lock() else { return };
    total.seeds += 1;
    total.twice += u64::from(twice);
    total.tally.merge(&outcome.tally);
    total.events += outcome.events;
    total.ops += outcome.ops;
    total.digest = total.digest.wrapping_add(outcome.digest);
    if outcome.violations.is_empty()
        && (outcome.events < 2_000 || outcome.ops < 200 || outcome.replicas < 2)
    {
        total.thin += 1;
    }
    if !outcome.violations.is_empty() {
        total.failed.push((seed, outcome.violations));
    }
}

fn main() -> ExitCode {
    let args = match args() {
        Ok(args) => args,
        Err(problem) => {
            eprintln!("{problem}");
            return ExitCode::from(2);
        }
    };
    sim::expect_poison();
    let good = if args.broken.is_empty() {
        report(&args, &run_seeds(&args, None))
    } else {
        let variants = args.broken.iter();
        let missed = variants
            .filter(|broken| !report_broken(**broken, &run_seeds(&args, Some(**broken))))
            .count();
        missed == 0
    };
    if good {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

/// Runs the seeds; a broken variant only until one catches it.
#[expect(
    clippy::disallowed_methods,
    reason = "how long the run took is printed; nothing inside it reads a clock"
)]
fn run_seeds(args: &Args, broken: Option<Broken>) -> Total {
    let (next, total) = (AtomicU64::new(0), Mutex::new(Total::default()));
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
                    let mut outcome = sim::run(seed, broken);
                    let twice = seed.is_multiple_of(50) && broken.is_none();
                    if twice {
                        let again = sim::run(seed, None);
                        if (again.digest, again.events) != (outcome.digest, outcome.events) {
                            let breach = "not deterministic: two runs differ".to_owned();
                            outcome.violations.push(breach);
                        }
                    }
                    if broken.is_some() && !outcome.violations.is_empty() {
                        next.store(args.seeds, Ordering::Relaxed);
                    }
                    take(&total, seed, outcome, twice);
                }
            });
        }
    });
    let mut total = total.into_inner().unwrap_or_default();
    total.seconds = begin.elapsed().as_secs_f64();
    total.failed.sort();
    total
}

fn report_broken(broken: Broken, total: &Total) -> bool {
    let (name, seeds) = (broken.name(), total.seeds);
    match total.failed.first() {
        Some((seed, what)) => {
            let first = what.first().map(String::as_str).unwrap_or_default();
            let short: String = first.chars().take(160).collect();
            println!("{name:<20} caught by seed {seed}: {short}");
        }
        None => println!("{name:<20} NOT caught in {seeds} seeds"),
    }
    !total.failed.is_empty()
}

fn report(args: &Args, total: &Total) -> bool {
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
    let rarest = total.tally.rare(u64::MAX).iter().map(|one| one.3).min();
    let rarest = rarest.unwrap_or_default();
    // On a machine shared with others only the time our threads really ran says what a core does.
    let (elapsed, twice) = (total.seconds, total.twice);
    let busy = cpu_seconds().unwrap_or(elapsed * args.threads as f64);
    let per_second = total.events as f64 / busy;
    println!(
        "{} seeds, {} ops, {} events in {elapsed:.1} s ({busy:.1} s of one core): {per_second:.0} events per second and core; \
         {twice} seeds run twice; digest {:016x}; the rarest combination {rarest} times, {} rarer than {least}; {} thin seeds; {} violations",
        total.seeds,
        total.ops,
        total.events,
        total.digest,
        rare.len(),
        total.thin,
        total.failed.len()
    );
    // Fewer seeds leave too much to chance to ask for every combination.
    total.failed.is_empty() && (args.seeds < 10_000 || rare.is_empty())
}

/// Seconds of processor time this process has used, where the system says so.
fn cpu_seconds() -> Option<f64> {
    let stat = std::fs::read_to_string("/proc/self/stat").ok()?;
    let fields: Vec<&str> = stat.rsplit_once(')')?.1.split_whitespace().collect();
    let ticks: f64 = fields.get(11)?.parse::<f64>().ok()? + fields.get(12)?.parse::<f64>().ok()?;
    Some(ticks / 100.0)
}
