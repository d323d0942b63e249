//! The steps of a test run. A failing step is noted and the next one starts.

use super::profile;
use super::tally::Tally;
use crate::clock::Stopwatch;
use crate::place::Place;
use crate::tools::{self, Missing};
use crate::{rules, shell, sim};
use std::process::Command;

/// Seeds the simulator runs here; ten thousand are run by hand.
const SEEDS: &str = "500";
/// One selection for clippy and tests, so that neither makes the other compile again.
const HOST_PACKAGES: [&str; 3] = ["--workspace", "--exclude", "wasm-tests"];

pub(super) struct Steps<'a> {
    place: &'a Place,
    tally: Tally,
    /// One line per step for the table at the end.
    table: Vec<String>,
    /// What failed and how to run it alone.
    notes: Vec<String>,
}

impl<'a> Steps<'a> {
    /// What could not be installed counts as failed: its tests did not run.
    pub(super) fn new(place: &'a Place, missing: &[Missing]) -> Self {
        let mut steps = Self {
            place,
            tally: Tally::default(),
            table: Vec::new(),
            notes: Vec::new(),
        };
        for m in missing {
            steps.tally.failed += 1;
            steps.notes.push(format!(
                "{} is missing ({}); by hand: {}",
                m.tool.name, m.why, m.tool.by_hand
            ));
        }
        steps
    }

    /// Format, and clippy as the compiler sees it for the host and for the browser.
    pub(super) fn lint(&mut self) {
        self.check("format", &["fmt", "--all", "--check"]);
        let mut host = vec!["clippy", "--quiet", "--all-targets"];
        host.extend(HOST_PACKAGES);
        host.extend(["--", "-D", "warnings"]);
        self.check("clippy, host", &host);
        let mut browser = self.place.command("cargo");
        browser
            .args([
                "clippy",
                "--quiet",
                "--package",
                "app",
                "--package",
                "wasm-tests",
            ])
            .args([
                "--all-targets",
                "--target",
                "wasm32-unknown-unknown",
                "--",
                "-D",
                "warnings",
            ]);
        match tools::wasm_environment(self.place, &mut browser) {
            Ok(()) => self.command("clippy, browser", browser),
            Err(error) => self.fail("clippy, browser", &error.to_string()),
        }
    }

    pub(super) fn tidy(&mut self) {
        self.check(
            "tidy",
            &["test", "--quiet", "--package", "tests", "--test", "tidy"],
        );
    }

    /// Every package; what needs a browser follows.
    pub(super) fn host_tests(&mut self) {
        let mut test = vec!["test", "--quiet", "--no-fail-fast"];
        test.extend(HOST_PACKAGES);
        self.check("host tests", &test);
    }

    /// What needs IndexedDB, WebCrypto and the like, in a real browser.
    pub(super) fn wasm_tests(&mut self) {
        match super::inside_the_browser(self.place) {
            Ok(cargo) => self.command("tests inside the browser", cargo),
            Err(error) => self.fail("tests inside the browser", &error.to_string()),
        }
    }

    /// Whether the device store seals what it should, and whether the search would see it if not.
    pub(super) fn profile(&mut self) {
        match profile::search(self.place) {
            Ok(search) => self.command("what a profile gives away", search),
            Err(error) => self.fail("what a profile gives away", &format!("{error:#}")),
        }
    }

    pub(super) fn simulator(&mut self) {
        let mut command = sim::command(self.place);
        command.args(["--seeds", SEEDS]);
        self.command("simulator", command);
        let mut broken = sim::command(self.place);
        broken.args(["--seeds", "1000", "--broken", "all"]);
        self.command("simulator, broken on purpose", broken);
    }

    pub(super) fn rules(&mut self) {
        let mut command = rules::command(self.place);
        command.arg("--mutate");
        self.command("rules, each switched off", command);
    }

    /// Release build within its budgets, then the specs of `tests/e2e`.
    pub(super) fn browser_tests(&mut self, filter: &[String]) {
        println!("\n== release build and download budgets");
        if let Err(error) = super::build_for_browser(self.place) {
            self.fail("release build", &format!("{error:#}"));
            return;
        }
        self.pass("release build");
        let mut node = self.place.command("node");
        node.arg("tests/e2e/run.mjs").args(filter);
        super::browser_environment(self.place, &mut node);
        self.command("end to end", node);
    }

    /// Prints the table, what failed and the closing line.
    pub(super) fn end(self) {
        println!();
        for line in self.table.iter().chain(&self.notes) {
            println!("{line}");
        }
        println!("{}", self.tally);
        if self.tally.failed > 0 {
            // Not an error that would be printed: that line is the last one.
            std::process::exit(1);
        }
    }

    fn check(&mut self, name: &str, cargo: &[&str]) {
        let mut command = self.place.command("cargo");
        command.args(cargo);
        self.command(name, command);
    }

    /// Runs a step. Its tests are counted from its output; a step that prints no count is one test.
    fn command(&mut self, name: &str, mut command: Command) {
        println!("\n== {name}");
        let watch = Stopwatch::start();
        let mut tally = Tally::default();
        let mut counted = false;
        match shell::tee(&mut command, |line| counted |= tally.read(line)) {
            Ok(success) => {
                match success {
                    true if !counted => tally.passed = 1,
                    // A program that counts and ran no test has proved nothing.
                    true if tally.passed > 0 => {}
                    _ => tally.failed = tally.failed.max(1),
                }
                if tally.failed > 0 {
                    self.notes
                        .push(format!("failed: {name}: {}", shell::line(&command)));
                }
                println!("== {name}: {tally} in {watch}");
                self.table
                    .push(format!("  {name:<26} {:<24} {watch}", tally.to_string()));
                self.tally.add(tally);
            }
            Err(error) => self.fail(name, &format!("{error:#}")),
        }
    }

    fn pass(&mut self, name: &str) {
        println!("== {name}: passed");
        self.table.push(format!("  {name:<26} passed"));
        self.tally.passed += 1;
    }

    fn fail(&mut self, name: &str, why: &str) {
        println!("== {name}: failed: {why}");
        self.table.push(format!("  {name:<26} FAILED"));
        self.tally.failed += 1;
        self.notes.push(format!("failed: {name}: {why}"));
    }
}
