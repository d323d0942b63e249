//! Scripts without what only their readers need: whole lines of comment, and indentation.

/// No script here has a text of several lines, so every line can be looked at by itself.
pub(super) fn squeeze(script: &str) -> String {
    let mut out = String::with_capacity(script.len());
    let mut comment = false;
    for line in script.lines().map(str::trim) {
        comment |= line.starts_with("/*");
        if !comment && !line.is_empty() && !line.starts_with("//") {
            out.push_str(line);
            out.push('\n');
        }
        comment &= !line.ends_with("*/");
    }
    out
}

#[cfg(test)]
mod tests {
    use super::squeeze;

    #[test]
    fn keeps_code_and_drops_comments() {
        let script = "// Starts.\n/**\n * @param {any} x\n */\nfunction f(x) {\n  // why\n\n  return x / 2; // half\n}\n/* one */\nf(\"//\");\n";
        assert_eq!(
            squeeze(script),
            "function f(x) {\nreturn x / 2; // half\n}\nf(\"//\");\n"
        );
    }
}
