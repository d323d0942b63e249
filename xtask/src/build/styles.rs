//! One stylesheet from `style/*.css`.
//!
//! Tokens come first because they declare the order of the layers; after that the order of the
//! files does not matter, every rule sits in a layer.

use super::stage::walk;
use anyhow::{Result, ensure};
use std::fs;
use std::path::Path;

/// Joins the stylesheets; in a release without comments and indentation.
pub(super) fn gather(folder: &Path, release: bool) -> Result<String> {
    let mut sheets = walk(folder)?;
    sheets.retain(|path| path.extension().is_some_and(|e| e == "css"));
    ensure!(
        folder.join("tokens.css").is_file(),
        "style/tokens.css is missing"
    );
    sheets.sort_by_key(|path| (!path.ends_with("tokens.css"), path.clone()));
    let mut all = String::new();
    for sheet in sheets {
        all.push_str(&fs::read_to_string(&sheet)?);
        all.push('\n');
    }
    Ok(if release { squeeze(&all) } else { all })
}

/// Drops comments outside strings, indentation and empty lines. What is left compresses as well
/// as the output of a real minifier.
fn squeeze(css: &str) -> String {
    let mut out = String::with_capacity(css.len());
    let mut chars = css.chars().peekable();
    let mut quote = None;
    while let Some(c) = chars.next() {
        match (quote, c) {
            (Some(q), _) => {
                out.push(c);
                if c == '\\' {
                    out.extend(chars.next());
                } else if c == q {
                    quote = None;
                }
            }
            (None, '/') if chars.peek() == Some(&'*') => {
                chars.next();
                let mut star = false;
                for c in chars.by_ref() {
                    if star && c == '/' {
                        break;
                    }
                    star = c == '*';
                }
            }
            (None, _) => {
                if c == '"' || c == '\'' {
                    quote = Some(c);
                }
                out.push(c);
            }
        }
    }
    out.lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .collect::<Vec<_>>()
        .join("\n")
}

#[cfg(test)]
mod tests {
    use super::squeeze;

    #[test]
    fn keeps_strings_and_drops_comments() {
        let css = "/* a **/\n.x {\n  content: \"/* kept */\\\"\";\n}\n";
        assert_eq!(squeeze(css), ".x {\ncontent: \"/* kept */\\\"\";\n}");
    }
}
