//! The simulator in `cargo test`: seeds without a breach, some of them twice (design §10). This build
//! is not optimised; `cargo xtask test` runs five hundred seeds in release, `cargo xtask sim` more.

use tests::sim;

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
