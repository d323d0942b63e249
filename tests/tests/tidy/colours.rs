//! Colours and type sizes come from `style/tokens.css`, so that themes and contrast hold.

use crate::sources::{self, Source};

#[test]
fn colours_are_tokens() {
    let mut complaints = Vec::new();
    for source in sources::code().iter().filter(|s| is_drawn(s)) {
        for (number, line) in source.lines() {
            if let Some(colour) = raw_colour(line) {
                complaints.push(format!("{}:{number}: {colour}", source.path));
            }
            if line.split("font-size:").skip(1).any(|rest| {
                rest.split([';', '}'])
                    .next()
                    .is_some_and(|size| size.contains("px"))
            }) {
                complaints.push(format!("{}:{number}: a type size in px", source.path));
            }
        }
    }
    sources::report(
        "Use a token of style/tokens.css, or add one there.",
        complaints,
    );
}

fn is_drawn(source: &Source) -> bool {
    (source.path.starts_with("style/") && source.path != "style/tokens.css")
        || source.path.starts_with("app/src/")
}

/// A colour written out: `#fff`, `#0f5c4c80`, `rgb(`, `hsl(`, `oklch(`.
fn raw_colour(line: &str) -> Option<String> {
    let line = line.split("//").next().unwrap_or(line);
    for function in ["rgb(", "rgba(", "hsl(", "hsla(", "oklch(", "oklab("] {
        if line.contains(function) {
            return Some(function.to_owned());
        }
    }
    line.match_indices('#').find_map(|(at, _)| {
        let digits: String =
            line[at + 1..].chars().take_while(|c| c.is_alphanumeric() || *c == '-' || *c == '_').collect();
        let colour = matches!(digits.len(), 3 | 4 | 6 | 8)
            && digits.bytes().all(|b| b.is_ascii_hexdigit())
            // `#add` is an id; a colour in a stylesheet follows a colon, a comma, a space or a quote.
            && line[..at].chars().next_back().is_some_and(|c| matches!(c, ':' | ' ' | ',' | '(' | '"' | '\''));
        colour.then(|| format!("#{digits}"))
    })
}

#[test]
fn colours_are_recognised() {
    assert_eq!(raw_colour("  color: #0f5c4c;").as_deref(), Some("#0f5c4c"));
    assert_eq!(raw_colour("  fill=\"#fff\"").as_deref(), Some("#fff"));
    assert_eq!(raw_colour("  color: var(--ink);"), None);
    assert_eq!(raw_colour("#[component]"), None);
    assert_eq!(raw_colour("  color: rgb(0 0 0)").as_deref(), Some("rgb("));
}
