//! Counting tests in the output of the programs that run them.

/// Tests passed and failed.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub(super) struct Tally {
    pub(super) passed: u64,
    pub(super) failed: u64,
}

impl Tally {
    /// Adds the figures of `line`, if it is a closing line of libtest
    /// (`test result: ok. 3 passed; 0 failed; …`) or of our runners (`rules: 3 passed, 0 failed`),
    /// and says whether it was one.
    pub(super) fn read(&mut self, line: &str) -> bool {
        let line = line.trim();
        let figures = match line.strip_prefix("test result: ") {
            Some(rest) => rest.split_once(". ").map(|(_, figures)| figures),
            None if line.ends_with(" failed") => line.rsplit(": ").next(),
            None => None,
        };
        let Some(figures) = figures else { return false };
        let mut parts = figures.split([',', ';']).map(str::trim);
        let number = |part: Option<&str>, word: &str| -> Option<u64> {
            part?.strip_suffix(word)?.trim().parse().ok()
        };
        let passed = number(parts.next(), " passed");
        let failed = number(parts.next(), " failed");
        if let (Some(passed), Some(failed)) = (passed, failed) {
            self.passed += passed;
            self.failed += failed;
            return true;
        }
        false
    }

    pub(super) fn add(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
    }
}

impl std::fmt::Display for Tally {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} passed, {} failed", self.passed, self.failed)
    }
}

#[cfg(test)]
mod tests {
    use super::Tally;

    fn tally(lines: &[&str]) -> Tally {
        let mut tally = Tally::default();
        for line in lines {
            tally.read(line);
        }
        tally
    }

    #[test]
    fn reads_libtest_and_our_own_runners() {
        let read = tally(&[
            "test result: ok. 12 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out",
            "test result: FAILED. 3 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out",
            "7 passed, 1 failed",
            "rules: 2 passed, 0 failed",
        ]);
        assert_eq!(
            read,
            Tally {
                passed: 24,
                failed: 3
            }
        );
    }

    #[test]
    fn other_lines_count_nothing() {
        let read = tally(&[
            "test a::b ... ok",
            "the upload failed",
            "5 passed",
            "x passed, y failed",
        ]);
        assert_eq!(read, Tally::default());
    }
}
