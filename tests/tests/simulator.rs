//! The simulator in `cargo test`: 500 seeds without a breach, some of them twice, and each of the
//! deliberately broken variants caught (design §10; `cargo xtask sim` runs more).

use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

use tests::sim::{self, Broken, Outcome};

const SEEDS: u64 = 500;
const THREADS: u64 = 2;

/// Runs seeds until `stop` says so; answers with what came of them, by seed.
fn run(
    seeds: u64,
    broken: Option<Broken>,
    stop: impl Fn(&Outcome) -> bool + Sync,
) -> Vec<(u64, Outcome)> {
    sim::expect_poison();
    let (next, done) = (AtomicU64::new(1), Mutex::new(Vec::new()));
    std::thread::scope(|scope| {
        for _ in 0..THREADS {
            scope.spawn(|| {
                loop {
                    let seed = next.fetch_add(1, Ordering::Relaxed);
                    if seed > seeds {
                        return;
                    }
                    let outcome = sim::run(seed, broken);
                    if stop(&outcome) {
                        next.store(seeds + 1, Ordering::Relaxed);
                    }
                    done.lock().unwrap().push((seed, outcome));
                }
            });
        }
    });
    let mut done = done.into_inner().unwrap();
    done.sort_by_key(|(seed, _)| *seed);
    done
}

#[test]
fn five_hundred_seeds_keep_every_promise() {
    let done = run(SEEDS, None, |_| false);
    assert_eq!(done.len() as u64, SEEDS);
    for (seed, outcome) in &done {
        assert!(
            outcome.violations.is_empty(),
            "seed {seed}: {:#?}\nreplay: cargo xtask sim --seeds 1 --from {seed}",
            outcome.violations
        );
        assert!(outcome.ops >= 200 && outcome.events >= 2_000 && outcome.replicas >= 2);
    }
    for (seed, outcome) in done.iter().filter(|(seed, _)| seed % 50 == 0) {
        let again = sim::run(*seed, None);
        assert_eq!(
            (again.digest, again.events),
            (outcome.digest, outcome.events),
            "seed {seed}"
        );
    }
}

/// A simulator that lets a deliberate defect pass proves nothing.
#[test]
fn every_broken_variant_is_caught() {
    for broken in Broken::ALL {
        let done = run(1_000, Some(*broken), |outcome| {
            !outcome.violations.is_empty()
        });
        let caught = done
            .iter()
            .find(|(_, outcome)| !outcome.violations.is_empty());
        let Some((seed, outcome)) = caught else {
            panic!("{} was not caught in 1000 seeds", broken.name());
        };
        println!("{}: seed {seed}: {}", broken.name(), outcome.violations[0]);
    }
}
