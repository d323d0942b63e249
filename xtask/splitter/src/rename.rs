//! Short names between the glue and its module.
//!
//! wasm-bindgen ends the name of every import in sixteen random digits, and spells out in the name of an
//! exported closure all its types. Both stand in the glue and in the module, and digits do not compress:
//! 8 kB of what the sign-in page waits for. Glue and module belong to one build, so any names do.

use anyhow::{Result, ensure};
use std::collections::BTreeMap;
use walrus::Module;

/// The glue and the module with short names; how many there are.
pub(crate) fn rename(glue: &str, module: &mut Module) -> Result<(String, usize)> {
    let imports = module.imports.iter().map(|import| import.name.clone());
    let exports = module.exports.iter().map(|export| export.name.clone());
    let long: Vec<String> = imports
        .chain(exports)
        .filter(|name| has_digits(name))
        .collect();
    let mut short = BTreeMap::new();
    for name in long {
        let next = format!("${}", short.len());
        short.entry(name).or_insert(next);
    }
    let digit = |rest: &str| rest.starts_with(|c: char| c.is_ascii_digit());
    ensure!(
        !glue.split('$').skip(1).any(digit),
        "the glue has such names already: choose others in rename.rs"
    );
    for import in module.imports.iter_mut() {
        if let Some(name) = short.get(&import.name) {
            import.name = name.clone();
        }
    }
    for export in module.exports.iter_mut() {
        if let Some(name) = short.get(&export.name) {
            export.name = name.clone();
        }
    }
    Ok((with_words(glue, &short), short.len()))
}

/// Sixteen hexadecimal digits behind an underscore, as wasm-bindgen and the compiler put them.
fn has_digits(name: &str) -> bool {
    let is = |part: &str| part.len() == 16 && part.bytes().all(|b| b.is_ascii_hexdigit());
    name.split('_').any(is)
}

/// A text with whole words replaced.
fn with_words(text: &str, short: &BTreeMap<String, String>) -> String {
    let part_of_word = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let mut done = String::with_capacity(text.len());
    let mut rest = text;
    while !rest.is_empty() {
        let end = rest.find(|c| !part_of_word(c)).unwrap_or(rest.len());
        let (word, after) = rest.split_at(end);
        done.push_str(short.get(word).map_or(word, String::as_str));
        let next = after.find(part_of_word).unwrap_or(after.len());
        let (between, more) = after.split_at(next);
        done.push_str(between);
        rest = more;
    }
    done
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cut::parse;

    const MODULE: &str = r#"(module
        (import "./x_bg.js" "__wbg_log_1f9d30630b8b1d3d" (func $log))
        (import "./x_bg.js" "__wbindgen_throw" (func))
        (func $go call $log)
        (export "wasm_bindgen_1a39d7270e21cde7___invoke" (func $go))
        (export "start" (func $go)))"#;

    #[test]
    fn glue_and_module_agree_on_short_names_and_nothing_else_changes() {
        let mut module = parse(&wat::parse_str(MODULE).unwrap()).unwrap();
        let glue = "__wbg_log_1f9d30630b8b1d3d: f, x__wbg_log_1f9d30630b8b1d3d, __wbindgen_throw\n\
                    function wasm_bindgen_1a39d7270e21cde7___invoke() { wasm.wasm_bindgen_1a39d7270e21cde7___invoke(); }";
        let (glue, count) = rename(glue, &mut module).unwrap();
        assert_eq!(count, 2);
        assert_eq!(
            glue,
            "$0: f, x__wbg_log_1f9d30630b8b1d3d, __wbindgen_throw\nfunction $1() { wasm.$1(); }"
        );
        let imports: Vec<_> = module.imports.iter().map(|i| i.name.clone()).collect();
        assert_eq!(imports, ["$0", "__wbindgen_throw"]);
        let exports: Vec<_> = module.exports.iter().map(|e| e.name.clone()).collect();
        assert_eq!(exports, ["$1", "start"]);
    }

    #[test]
    fn a_glue_that_has_such_names_already_is_refused() {
        let mut module = parse(&wat::parse_str(MODULE).unwrap()).unwrap();
        assert!(rename("const $0 = 1", &mut module).is_err());
    }
}
