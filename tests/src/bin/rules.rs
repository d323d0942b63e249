//! The book of rules: rule → where it is enforced → its tests; with `--mutate` every rule is put out
//! of force in turn, and its tests must fail. `--page` writes the same as `docs/rules.md`, and a run with
//! `--mutate` fails while that page tells anything else.

use std::path::PathBuf;
use std::process::{Command, ExitCode, Stdio};

use shared::rules::{RuleEntry, book, chapter_of};

fn main() -> ExitCode {
    let flag = |name: &str| std::env::args().any(|arg| arg == name);
    match run(flag("--mutate"), flag("--page")) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("rules: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(mutate: bool, write: bool) -> Result<bool, String> {
    let binary = test_binary()?;
    let tests = list(&binary)?;
    let (mut passed, mut failed) = (0, 0);
    let page = page(&tests)?;
    if write {
        std::fs::write(PAGE, &page).map_err(|error| error.to_string())?;
    } else if mutate && std::fs::read_to_string(PAGE).ok().as_ref() != Some(&page) {
        println!("{PAGE} is out of date: cargo xtask rules --page");
        failed += 1;
    }
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

/// Where the page lies, from the root of the repository.
const PAGE: &str = "docs/rules.md";

/// The page: a table for each chapter.
fn page(tests: &[String]) -> Result<String, String> {
    let mut page = String::from(
        "# Rules\n\nWritten by `cargo xtask rules --page`: each rule in force, its clause, the code that \
         enforces it, the tests that fail without it (`cargo xtask rules --mutate`). Tests are named after \
         the rule; they stand in `shared` beside the code.\n",
    );
    let mut chapter = "";
    let mut rules: Vec<_> = book().collect();
    rules.sort_by_key(|rule| rule.id);
    for rule in rules {
        let key = chapter_of(rule.id).key;
        if key != chapter {
            chapter = key;
            page += &format!(
                "\n## {key}\n\n| Rule | Clause | What | Code | Tests |\n|---|---|---|---|---|\n"
            );
        }
        let own: Vec<_> = tests_of(rule, tests)
            .iter()
            .map(|test| format!("`{}`", test.rsplit("::").next().unwrap_or(test)))
            .collect();
        page += &format!(
            "| R-{:03} {:?} | {} | {} | {} | {} |\n",
            rule.id,
            rule.class,
            rule.clause,
            rule.text[2],
            code(rule)?,
            own.join("<br>")
        );
    }
    Ok(page)
}

/// A link to the file that enforces a rule. A path that leads to no file is a mistake in the registry.
fn code(rule: &RuleEntry) -> Result<String, String> {
    let path = rule.enforced_by.split("::{").next().unwrap_or_default();
    let mut parts: Vec<&str> = path.split("::").collect();
    while !parts.is_empty() {
        let stem = format!("shared/src/{}", parts.join("/"));
        for file in [format!("{stem}.rs"), format!("{stem}/mod.rs")] {
            if std::path::Path::new(&file).is_file() {
                return Ok(format!("[`{}`](../{file})", rule.enforced_by));
            }
        }
        parts.pop();
    }
    Err(format!(
        "R-{:03} is enforced by {}, which is nowhere",
        rule.id, rule.enforced_by
    ))
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
