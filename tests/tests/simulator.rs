//! The simulator in `cargo test`: seeds without a breach, some of them twice (design §10). This build
//! is not optimised; `cargo xtask test` runs five hundred seeds in release, `cargo xtask sim` more.

use tests::sim::{self, Broken};

#[test]
fn thirty_seeds_keep_every_promise() {
    sim::expect_poison();
    for seed in 1..=30 {
        let outcome = sim::run(seed, None);
        assert!(
            outcome.violations.is_empty(),
            "seed {seed}: {:#?}\nreplay: cargo xtask sim --seeds 1 --from {seed}",
            outcome.violations
        );
        assert!(outcome.ops >= 200 && outcome.events >= 2_000 && outcome.replicas >= 2);
        if seed % 10 == 0 {
            let again = sim::run(seed, None);
            assert_eq!(
                (again.digest, again.events),
                (outcome.digest, outcome.events),
                "seed {seed}"
            );
        }
    }
}

/// A simulator that lets a deliberate defect pass proves nothing.
#[test]
fn every_broken_variant_is_caught() {
    sim::expect_poison();
    for broken in Broken::ALL {
        let caught = (1..=1_000).any(|seed| !sim::run(seed, Some(*broken)).violations.is_empty());
        assert!(caught, "{} was not caught in 1000 seeds", broken.name());
    }
}
