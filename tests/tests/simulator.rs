//! The simulator in `cargo test`: seeds without a breach, some of them twice (design §10). This build
//! is not optimised; `cargo xtask test` runs five hundred seeds in release, `cargo xtask sim` more.

use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

use tests::sim::{self, Outcome};

const SEEDS: u64 = 30;
const THREADS: u64 = 2;

/// Runs seeds; answers with what came of them, in their order.
fn run(seeds: u64) -> Vec<(u64, Outcome)> {
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
                    let outcome = sim::run(seed, None);
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
fn thirty_seeds_keep_every_promise() {
    let done = run(SEEDS);
    assert_eq!(done.len() as u64, SEEDS);
    for (seed, outcome) in &done {
        assert!(
            outcome.violations.is_empty(),
            "seed {seed}: {:#?}\nreplay: cargo xtask sim --seeds 1 --from {seed}",
            outcome.violations
        );
        assert!(outcome.ops >= 200 && outcome.events >= 2_000 && outcome.replicas >= 2);
    }
    for (seed, outcome) in done.iter().filter(|(seed, _)| seed % 10 == 0) {
        let again = sim::run(*seed, None);
        assert_eq!(
            (again.digest, again.events),
            (outcome.digest, outcome.events),
            "seed {seed}"
        );
    }
}
