//! Reads the part of the Fluent syntax the product uses.
//!
//! The texts are ordinary `.ftl` files, so that translators keep their tools. Of the syntax the app
//! reads messages, `{ $argument }`, `{ "literal" }` and `{ $argument -> … }`; plural rules, numbers
//! and dates come from the browser's `Intl`. The full library would add 42 kB to every first visit.
//! Terms, attributes, functions and references are refused, never half understood; the tests hold
//! this reader against `fluent-bundle`.

use super::message::{Part, Pattern};

/// Why a file could not be read: line (from 1) and what was expected there.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Fault {
    /// The line, from 1.
    pub line: usize,
    /// What the reader expected.
    pub expected: &'static str,
}

/// Reads a whole file into (key, message) pairs in the order of the file.
pub fn read(source: &str) -> Result<Vec<(String, Pattern)>, Fault> {
    let mut reader = Reader {
        rest: source,
        source,
    };
    let mut messages = Vec::new();
    loop {
        reader.rest = reader.rest.trim_start_matches(['\n', '\r']);
        if reader.rest.is_empty() {
            return Ok(messages);
        }
        if reader.rest.starts_with('#') || reader.line().trim().is_empty() {
            reader.skip_line();
            continue;
        }
        let key = reader
            .name()
            .ok_or_else(|| reader.fault("a message key"))?
            .to_owned();
        reader.blanks();
        reader.take("=", "=")?;
        messages.push((key, reader.pattern()?));
    }
}

struct Reader<'a> {
    source: &'a str,
    rest: &'a str,
}

/// A pattern before its indentation is evened out.
enum Piece {
    Part(Part),
    /// `{ "text" }`: kept to the letter.
    Quoted(String),
    /// Line break and the spaces after it.
    Break {
        lines: usize,
        indent: usize,
    },
}

impl<'a> Reader<'a> {
    fn fault(&self, expected: &'static str) -> Fault {
        let done = self.source.len() - self.rest.len();
        let line = self
            .source
            .as_bytes()
            .iter()
            .take(done)
            .filter(|b| **b == b'\n')
            .count()
            + 1;
        Fault { line, expected }
    }

    fn line(&self) -> &'a str {
        self.rest.split('\n').next().unwrap_or_default()
    }

    fn skip_line(&mut self) {
        self.rest = self.rest.split_once('\n').map_or("", |(_, rest)| rest);
    }

    fn blanks(&mut self) {
        self.rest = self.rest.trim_start_matches(' ');
    }

    fn space(&mut self) {
        self.rest = self.rest.trim_start_matches([' ', '\n', '\r']);
    }

    fn take(&mut self, token: &str, expected: &'static str) -> Result<(), Fault> {
        self.rest = self
            .rest
            .strip_prefix(token)
            .ok_or_else(|| self.fault(expected))?;
        Ok(())
    }

    fn name(&mut self) -> Option<&'a str> {
        let letter = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_' || c == '.';
        let end = self.rest.find(|c| !letter(c)).unwrap_or(self.rest.len());
        let (name, rest) = self.rest.split_at(end);
        let valid = name.starts_with(|c: char| c.is_ascii_alphanumeric());
        valid.then(|| {
            self.rest = rest;
            name
        })
    }

    /// Text up to the end of the message or variant: later lines belong to it while they are
    /// indented and do not start a variant or close a brace.
    fn pattern(&mut self) -> Result<Pattern, Fault> {
        let mut pieces = Vec::new();
        self.blanks();
        loop {
            let end = self.rest.find(['{', '}', '\n']).unwrap_or(self.rest.len());
            let (text, rest) = self.rest.split_at(end);
            if !text.is_empty() {
                pieces.push(Piece::Part(Part::Text(
                    text.trim_end_matches('\r').to_owned(),
                )));
            }
            self.rest = rest;
            if rest.starts_with('{') {
                pieces.push(self.placeable()?);
            } else if let Some(next) = self.continuation() {
                pieces.push(next);
            } else {
                return Ok(even(pieces));
            }
        }
    }

    fn continuation(&mut self) -> Option<Piece> {
        let below = self.rest.trim_start_matches([' ', '\n', '\r']);
        let gap = self.rest.get(..self.rest.len() - below.len())?;
        let (lines, last) = (gap.matches('\n').count(), gap.rsplit('\n').next()?);
        let goes_on = lines > 0 && !last.is_empty() && !below.starts_with(['}', '[', '*', '.']);
        (goes_on && !below.is_empty()).then(|| {
            self.rest = below;
            Piece::Break {
                lines,
                indent: last.len(),
            }
        })
    }

    fn placeable(&mut self) -> Result<Piece, Fault> {
        self.take("{", "{")?;
        self.space();
        if let Some(rest) = self.rest.strip_prefix('"') {
            let (text, rest) = rest
                .split_once('"')
                .ok_or_else(|| self.fault("closing quote"))?;
            self.rest = rest;
            self.space();
            self.take("}", "}")?;
            return Ok(Piece::Quoted(text.to_owned()));
        }
        self.take("$", "$argument or a quoted text")?;
        let name = self
            .name()
            .ok_or_else(|| self.fault("the name of an argument"))?
            .to_owned();
        self.space();
        if self.rest.starts_with('}') {
            self.take("}", "}")?;
            return Ok(Piece::Part(Part::Arg(name)));
        }
        self.take("->", "} or ->")?;
        self.choice(name).map(Piece::Part)
    }

    fn choice(&mut self, by: String) -> Result<Part, Fault> {
        let (mut variants, mut otherwise) = (Vec::new(), None);
        loop {
            self.space();
            if self.rest.starts_with('}') {
                self.take("}", "}")?;
                let otherwise = otherwise.ok_or_else(|| self.fault("a variant with *"))?;
                return Ok(Part::Choice {
                    by,
                    variants,
                    otherwise,
                });
            }
            if let Some(rest) = self.rest.strip_prefix('*') {
                self.rest = rest;
                otherwise = Some(variants.len());
            }
            self.take("[", "[ of a variant")?;
            self.blanks();
            let key = self
                .name()
                .ok_or_else(|| self.fault("the key of a variant"))?
                .to_owned();
            self.blanks();
            self.take("]", "] of a variant")?;
            variants.push((key, self.pattern()?));
        }
    }
}

/// Takes the indentation all later lines share, joins texts, drops spaces at the end.
fn even(pieces: Vec<Piece>) -> Pattern {
    let indents = pieces.iter().filter_map(|p| match p {
        Piece::Break { indent, .. } => Some(*indent),
        Piece::Part(_) | Piece::Quoted(_) => None,
    });
    let shared = indents.min().unwrap_or(0);
    let mut pattern: Pattern = Vec::new();
    let mut first = true;
    // White space before the end of the line is not text; a quoted one was meant.
    let quoted = matches!(pieces.last(), Some(Piece::Quoted(_)));
    for piece in pieces {
        let part = match piece {
            // A pattern that starts on the line below the key has no line break of its own.
            Piece::Break { indent, .. } if first => Part::Text(" ".repeat(indent - shared)),
            Piece::Break { lines, indent } => {
                Part::Text("\n".repeat(lines) + &" ".repeat(indent - shared))
            }
            Piece::Quoted(text) => Part::Text(text),
            Piece::Part(part) => part,
        };
        first = false;
        match (pattern.last_mut(), part) {
            (_, Part::Text(text)) if text.is_empty() => {}
            (Some(Part::Text(before)), Part::Text(text)) => before.push_str(&text),
            (_, part) => pattern.push(part),
        }
    }
    if let Some(Part::Text(text)) = pattern.last_mut().filter(|_| !quoted) {
        text.truncate(text.trim_end().len());
    }
    pattern
}
