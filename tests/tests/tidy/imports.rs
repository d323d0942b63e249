//! Dependencies point one way: features → record → ui, replica → shared.

use crate::sources;

/// Code below `folder` must not name any of `forbidden`.
struct Border {
    folder: &'static str,
    forbidden: &'static [&'static str],
    because: &'static str,
}

const BORDERS: &[Border] = &[
    Border {
        folder: "app/src/ui/",
        forbidden: &[
            "crate::features",
            "crate::record",
            "crate::replica",
            "crate::storage",
            "crate::sync",
            "shared::domain",
            "shared::entity",
            "shared::sync",
            "shared::access",
        ],
        because: "the design system knows no domain",
    },
    Border {
        folder: "app/src/record/",
        forbidden: &["crate::features", "shared::domain"],
        because: "screens drawn from the schema know no entity",
    },
    Border {
        folder: "app/src/replica/",
        forbidden: &[
            "crate::features",
            "crate::record",
            "crate::ui",
            "leptos_router",
        ],
        because: "the model knows no screen",
    },
    Border {
        folder: "app/src/storage/",
        forbidden: &[
            "crate::features",
            "crate::record",
            "crate::ui",
            "crate::replica",
            "leptos",
            "shared::domain",
        ],
        because: "the store knows bytes and keys",
    },
    Border {
        folder: "app/src/sync/",
        forbidden: &[
            "crate::features",
            "crate::record",
            "crate::ui",
            "shared::domain",
        ],
        because: "sync carries what it does not look into",
    },
    Border {
        folder: "app/src/platform/",
        forbidden: &[
            "crate::features",
            "crate::record",
            "crate::ui",
            "crate::replica",
            "crate::storage",
            "shared::domain",
        ],
        because: "a door to the browser, nothing behind it",
    },
    Border {
        folder: "shared/src/",
        forbidden: &[
            "std::fs",
            "std::net",
            "std::io::",
            "std::env",
            "std::process",
            "std::thread",
            "SystemTime::now",
            "Instant::now",
            "Utc::now",
            "Local::now",
            "now_v7",
            "new_v4",
            "getrandom",
            "rand::",
            "web_sys",
            "js_sys",
            "tokio",
        ],
        because: "shared does no I/O, reads no clock, draws no random number",
    },
];

/// Path, word, reason.
const EXCEPTIONS: &[(&str, &str, &str)] = &[(
    "shared/src/rules/switch.rs",
    "std::env",
    "the off switch for the tests of a rule; in no product",
)];

#[test]
fn dependencies_point_one_way() {
    let mut complaints = Vec::new();
    for source in sources::code().iter().filter(|s| s.has_extension(&["rs"])) {
        for border in BORDERS.iter().filter(|b| source.path.starts_with(b.folder)) {
            for (number, line) in source.lines().filter(|(_, l)| !is_comment(l)) {
                for word in border.forbidden.iter().filter(|w| names(line, w)) {
                    if EXCEPTIONS
                        .iter()
                        .any(|(path, w, _)| *path == source.path && w == word)
                    {
                        continue;
                    }
                    let because = border.because;
                    complaints.push(format!("{}:{number}: {word} ({because})", source.path));
                }
            }
        }
    }
    sources::report("Dependencies point one way.", complaints);
}

fn is_comment(line: &str) -> bool {
    line.trim_start().starts_with("//")
}

/// Whether the path stands in the line as a whole: `leptos` is not in `leptos_router`.
fn names(line: &str, path: &str) -> bool {
    let part = |c: char| c.is_alphanumeric() || c == '_';
    line.match_indices(path).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        let after = line[at + path.len()..].chars().next();
        !before.is_some_and(part) && (path.ends_with("::") || !after.is_some_and(part))
    })
}

#[test]
fn paths_are_matched_as_a_whole() {
    assert!(names("use leptos::prelude::*;", "leptos"));
    assert!(!names("use leptos_router::hooks;", "leptos"));
    assert!(names("let x = rand::random();", "rand::"));
    assert!(!names("let x = operand::of(y);", "rand::"));
}
