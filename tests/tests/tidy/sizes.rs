//! Files stay small enough to hold in the head.

use crate::sources;

const MEDIAN: usize = 120;
const NINE_IN_TEN: usize = 400;
const LONGEST: usize = 800;

#[test]
fn files_are_small() {
    let mut sizes: Vec<(usize, String)> = sources::code()
        .iter()
        .map(|s| (s.text.lines().count(), s.path.clone()))
        .collect();
    sizes.sort();
    let at = |share: usize| sizes[(sizes.len() - 1) * share / 100].0;
    let long = |limit: usize| {
        let over = sizes.iter().rev().take_while(move |(n, _)| *n > limit);
        over.map(|(n, path)| format!("{path}: {n} lines"))
            .collect::<Vec<_>>()
    };
    sources::report(
        "No file above 800 lines: split it by purpose.",
        long(LONGEST),
    );
    assert!(
        at(90) <= NINE_IN_TEN,
        "nine files in ten have at most {NINE_IN_TEN} lines:\n  {}",
        long(NINE_IN_TEN).join("\n  ")
    );
    assert!(
        at(50) <= MEDIAN,
        "the median file has {} lines; the limit is {MEDIAN}",
        at(50)
    );
}
