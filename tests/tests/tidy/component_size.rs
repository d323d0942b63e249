//! The body of a component fits on one screen.

use crate::sources::{self, Source};

const LONGEST: usize = 80;

#[test]
fn component_bodies_are_short() {
    let mut complaints = Vec::new();
    for source in sources::code()
        .iter()
        .filter(|s| s.path.starts_with("app/src/"))
    {
        for (line, name, length) in components(source) {
            if length > LONGEST {
                complaints.push(format!("{}:{line}: {name} has {length} lines", source.path));
            }
        }
    }
    sources::report(
        "A component's body has at most 80 lines: take parts out of it.",
        complaints,
    );
}

/// Line, name and length of the body of each component. rustfmt puts the closing brace of a
/// function into the column of its `fn` line, so indentation is enough.
fn components(source: &Source) -> Vec<(usize, String, usize)> {
    let lines: Vec<&str> = source.text.lines().collect();
    let from = |start: usize, wanted: &dyn Fn(&str) -> bool| {
        (start..lines.len())
            .find(|&i| wanted(lines[i]))
            .unwrap_or(lines.len())
    };
    let mut found = Vec::new();
    let mut next = from(0, &is_attribute);
    while next < lines.len() {
        let start = from(next, &|line| line.contains("fn "));
        let Some(head) = lines.get(start) else { break };
        let indent = &head[..head.len() - head.trim_start().len()];
        let open = from(start, &|line| line.ends_with('{'));
        let close = from(open, &|line| line.strip_prefix(indent) == Some("}"));
        let name = head.split("fn ").nth(1).unwrap_or_default();
        let name = name.split(['(', '<']).next().unwrap_or_default().to_owned();
        found.push((start + 1, name, close - open - 1));
        next = from(close, &is_attribute);
    }
    found
}

fn is_attribute(line: &str) -> bool {
    line.trim().starts_with("#[component")
}

#[test]
fn bodies_are_measured() {
    let text = "#[component]\nfn One(\n    a: u8,\n) -> impl IntoView {\n    let b = {\n        a\n    };\n    b\n}\n\
                #[component]\npub fn Two() -> impl IntoView {\n    2\n}\n";
    let source = Source {
        path: "x.rs".to_owned(),
        text: text.to_owned(),
    };
    assert_eq!(
        components(&source),
        [(2, "One".to_owned(), 4), (11, "Two".to_owned(), 1)]
    );
}
