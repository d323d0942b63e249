//! The book of rules: rule → where it is enforced → its tests; with `--mutate` every rule is put out
//! of force in turn, and its tests must fail.

use std::path::PathBuf;
use std::process::{Command, ExitCode, Stdio};

use shared::rules::{RuleEntry, book};

fn main() -> ExitCode {
    let mutate = std::env::args().any(|arg| arg == "--mutate");
    match run(mutate) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("rules: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(mutate: bool) -> Result<bool, String> {
    let binary = test_binary()?;
    let tests = list(&binary)?;
    let (mut passed, mut failed) = (0, 0);
    for rule in book() {
        let own = tests_of(rule, &tests);
        let verdict = match (own.is_empty(), mutate) {
            (true, _) => Err("no test".to_owned()),
            (false, true) => caught(&binary, rule, &own),
            (false, false) => Ok("listed"),
        };
        let word = match &verdict {
            Ok(word) => (*word).to_owned(),
            Err(why) => format!("NOT CAUGHT: {why}"),
        };
        println!(
            "R-{:03}  {:<9}  {:<48}  {} tests  {word}",
            rule.id,
            format!("{:?}", rule.class),
            rule.enforced_by,
            own.len()
        );
        for test in &own {
            println!("        {test}");
        }
        if verdict.is_ok() {
            passed += 1
        } else {
            failed += 1
        }
    }
    println!("rules: {passed} passed, {failed} failed");
    Ok(failed == 0)
}

/// Builds the tests of `shared` with the off switch in and answers with the binary.
fn test_binary() -> Result<PathBuf, String> {
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".into());
    let output = Command::new(cargo)
        .args([
            "test",
            "-p",
            "shared",
            "--lib",
            "--features",
            "rule-switch",
            "--no-run",
            "--message-format=json",
        ])
        .stderr(Stdio::inherit())
        .output()
        .map_err(|error| error.to_string())?;
    if !output.status.success() {
        return Err("the tests of `shared` do not build".into());
    }
    let text = String::from_utf8_lossy(&output.stdout);
    text.lines()
        .filter(|line| line.contains("\"name\":\"shared\"") && line.contains("\"executable\":\""))
        .filter_map(|line| line.split("\"executable\":\"").nth(1)?.split('"').next())
        .next_back()
        .map(PathBuf::from)
        .ok_or_else(|| "no test binary".into())
}

fn list(binary: &PathBuf) -> Result<Vec<String>, String> {
    let output = Command::new(binary)
        .args(["--list", "--format=terse"])
        .output()
        .map_err(|e| e.to_string())?;
    let text = String::from_utf8_lossy(&output.stdout);
    Ok(text
        .lines()
        .filter_map(|line| line.strip_suffix(": test"))
        .map(str::to_owned)
        .collect())
}

fn tests_of(rule: &RuleEntry, tests: &[String]) -> Vec<String> {
    let mark = format!("r_{:03}_", rule.id);
    tests
        .iter()
        .filter(|test| {
            test.rsplit("::")
                .next()
                .is_some_and(|name| name.starts_with(&mark))
        })
        .cloned()
        .collect()
}

/// The rule's tests pass with it in force and at least one fails without it.
fn caught(binary: &PathBuf, rule: &RuleEntry, tests: &[String]) -> Result<&'static str, String> {
    let passes = |off: Option<u16>| -> Result<bool, String> {
        let mut command = Command::new(binary);
        command
            .args(tests)
            .arg("--exact")
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        match off {
            Some(rule) => command.env("YINGKE_RULE_OFF", format!("R-{rule:03}")),
            None => command.env_remove("YINGKE_RULE_OFF"),
        };
        Ok(command
            .status()
            .map_err(|error| error.to_string())?
            .success())
    };
    if !passes(None)? {
        return Err("its tests fail with the rule in force".into());
    }
    if passes(Some(rule.id))? {
        return Err("its tests pass with the rule switched off".into());
    }
    Ok("caught")
}
