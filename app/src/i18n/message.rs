//! One message: text with places for values and choices by number or word.

use crate::plain;

/// A value put into a message.
#[derive(Clone, PartialEq, Debug)]
pub enum Arg {
    /// Put in as it is.
    Text(String),
    /// Written the way the language writes numbers; chooses plural forms.
    Number(f64),
}

impl From<&str> for Arg {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Arg {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

macro_rules! number_args {
    ($($kind:ty),*) => {$(
        impl From<$kind> for Arg {
            // Counts in a sentence stay far below 2^53.
            #[allow(clippy::cast_precision_loss, clippy::cast_lossless)]
            fn from(number: $kind) -> Self {
                Self::Number(number as f64)
            }
        }
    )*};
}
number_args!(i32, u32, i64, u64, usize, f64);

/// What a language knows beyond its texts.
pub trait Grammar {
    /// `number` as the language writes it, grouped.
    fn number(&self, number: f64) -> String;
    /// The CLDR plural category of `number`: `one`, `other` and so on.
    fn plural(&self, number: f64) -> String;
}

/// A part of a message.
#[derive(Clone, PartialEq, Debug)]
pub enum Part {
    /// Fixed text.
    Text(String),
    /// The value of an argument.
    Arg(String),
    /// One of several texts, chosen by an argument.
    Choice {
        /// The argument that decides.
        by: String,
        /// Key and text of each variant.
        variants: Vec<(String, Pattern)>,
        /// Index of the variant for all other values.
        otherwise: usize,
    },
}

/// The parts of a message in order.
pub type Pattern = Vec<Part>;

/// Writes `pattern` with `args` to the end of `out`. A missing argument shows its name in braces,
/// so that a mistake is seen and nothing is lost.
pub fn write(pattern: &[Part], args: &[(&str, Arg)], grammar: &dyn Grammar, out: &mut String) {
    let value = |name: &str| {
        args.iter()
            .find(|(key, _)| *key == name)
            .map(|(_, arg)| arg)
    };
    for part in pattern {
        match part {
            Part::Text(text) => out.push_str(text),
            Part::Arg(name) => match value(name) {
                Some(Arg::Text(text)) => out.push_str(text),
                Some(Arg::Number(number)) => out.push_str(&grammar.number(*number)),
                None => out.push_str(&format!("{{${name}}}")),
            },
            Part::Choice {
                by,
                variants,
                otherwise,
            } => {
                let chosen = value(by).and_then(|arg| choose(arg, variants, grammar));
                if let Some((_, pattern)) = variants.get(chosen.unwrap_or(*otherwise)) {
                    write(pattern, args, grammar, out);
                }
            }
        }
    }
}

/// An exact number or word wins over a plural category.
fn choose(arg: &Arg, variants: &[(String, Pattern)], grammar: &dyn Grammar) -> Option<usize> {
    let position = |wanted: &str| variants.iter().position(|(key, _)| key == wanted);
    match arg {
        Arg::Text(word) => position(word),
        Arg::Number(number) => {
            position(&plain::number(*number)).or_else(|| position(&grammar.plural(*number)))
        }
    }
}

/// The argument names a pattern uses, sorted, each once.
#[cfg(all(test, not(target_arch = "wasm32")))]
#[must_use]
pub fn arguments(pattern: &[Part]) -> Vec<&str> {
    let mut names = Vec::new();
    for part in pattern {
        match part {
            Part::Text(_) => {}
            Part::Arg(name) => names.push(name.as_str()),
            Part::Choice { by, variants, .. } => {
                names.push(by);
                names.extend(variants.iter().flat_map(|(_, pattern)| arguments(pattern)));
            }
        }
    }
    names.sort_unstable();
    names.dedup();
    names
}
