//! Every file says what it is; no test is switched off; nothing is drawn from a string.

use crate::sources::{self, Source};

#[test]
fn every_file_begins_with_what_it_is() {
    let begins = |s: &Source| {
        let text = s.text.trim_start();
        match () {
            // The tests of the module beside them.
            () if s.path.ends_with("/tests.rs") => true,
            () if s.has_extension(&["rs"]) => text.starts_with("//!"),
            () if s.has_extension(&["css"]) => text.starts_with("/*"),
            () => text.starts_with("//") || text.starts_with("/*") || text.starts_with("#!"),
        }
    };
    let silent: Vec<String> = sources::code()
        .iter()
        .filter(|s| !begins(s))
        .map(|s| s.path.clone())
        .collect();
    sources::report(
        "A file begins with a comment that says what it is and is not.",
        silent,
    );
}

#[test]
fn no_test_is_switched_off() {
    complain_about(
        "A test that does not run is no test: mend it or take it out.",
        |_| true,
        &[
            concat!("#[", "ignore"),
            concat!("test", ".skip("),
            concat!("test", ".only("),
            concat!("it", ".only("),
        ],
    );
}

#[test]
fn views_are_not_built_from_strings() {
    complain_about(
        "Draw it with elements: text from outside must never become markup.",
        |s| s.path.starts_with("app/src/"),
        &[
            "inner_html",
            "set_inner_html",
            "insert_adjacent_html",
            "document_write",
        ],
    );
}

fn complain_about(rule: &str, where_: impl Fn(&Source) -> bool, words: &[&str]) {
    let mut complaints = Vec::new();
    for source in sources::code().iter().filter(|s| where_(s)) {
        for (number, line) in source.lines() {
            for word in words.iter().filter(|w| line.contains(**w)) {
                complaints.push(format!("{}:{number}: {word}", source.path));
            }
        }
    }
    sources::report(rule, complaints);
}
