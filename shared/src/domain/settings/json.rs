//! A small reader of JSON, enough for a holiday notice from outside: no streaming, no escapes
//! written, and a depth at which it gives up.

/// A value. Numbers are whole; others read as [`Json::Other`], like `null`.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Json {
    Bool(bool),
    Int(i64),
    Text(String),
    List(Vec<Json>),
    Map(Vec<(String, Json)>),
    Other,
}

impl Json {
    /// The member with this name; the last, as everywhere, when it stands twice.
    pub(super) fn member(&self, name: &str) -> Option<&Json> {
        let Json::Map(members) = self else {
            return None;
        };
        members
            .iter()
            .rev()
            .find(|(n, _)| n == name)
            .map(|(_, v)| v)
    }

    pub(super) fn text(&self) -> Option<&str> {
        if let Json::Text(text) = self {
            Some(text)
        } else {
            None
        }
    }

    pub(super) fn list(&self) -> Option<&[Json]> {
        if let Json::List(items) = self {
            Some(items)
        } else {
            None
        }
    }
}

/// Notices are three deep.
const DEEPEST: u8 = 16;

/// Reads a whole text.
///
/// # Errors
/// The byte at which it is no JSON.
pub(super) fn read(text: &str) -> Result<Json, usize> {
    let mut reader = Reader { text, at: 0 };
    let value = reader.value(0).ok_or(reader.at)?;
    reader.space();
    if reader.at == text.len() {
        Ok(value)
    } else {
        Err(reader.at)
    }
}

/// Sign, whole part, fraction, exponent. What the number is does not matter unless it is whole, and to
/// read a fraction takes tables as large as the rest of this system.
fn is_number(text: &str) -> bool {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let text = text.strip_prefix('-').unwrap_or(text);
    let (number, exponent) = match text.split_once(['e', 'E']) {
        Some((number, exponent)) => (
            number,
            exponent.strip_prefix(['-', '+']).unwrap_or(exponent),
        ),
        None => (text, "0"),
    };
    let (whole, fraction) = number.split_once('.').unwrap_or((number, "0"));
    let padded = whole.len() > 1 && whole.starts_with('0');
    digits(whole) && !padded && digits(fraction) && digits(exponent)
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Reader<'a> {
    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn space(&mut self) {
        let rest = self.rest();
        self.at += rest.len() - rest.trim_start_matches([' ', '\t', '\n', '\r']).len();
    }

    fn take(&mut self, word: &str) -> Option<()> {
        self.space();
        let found = self.rest().starts_with(word);
        self.at += if found { word.len() } else { 0 };
        found.then_some(())
    }

    fn value(&mut self, depth: u8) -> Option<Json> {
        self.space();
        match self.rest().bytes().next()? {
            _ if depth == DEEPEST => None,
            b'{' => self.map(depth),
            b'[' => self.items(depth),
            b'"' => self.string().map(Json::Text),
            b't' => self.take("true").map(|()| Json::Bool(true)),
            b'f' => self.take("false").map(|()| Json::Bool(false)),
            b'n' => self.take("null").map(|()| Json::Other),
            _ => self.number(),
        }
    }

    fn map(&mut self, depth: u8) -> Option<Json> {
        let mut members = Vec::new();
        self.take("{")?;
        if self.take("}").is_some() {
            return Some(Json::Map(members));
        }
        loop {
            self.space();
            let name = self.string()?;
            self.take(":")?;
            members.push((name, self.value(depth + 1)?));
            if self.take(",").is_none() {
                self.take("}")?;
                return Some(Json::Map(members));
            }
        }
    }

    fn items(&mut self, depth: u8) -> Option<Json> {
        let mut items = Vec::new();
        self.take("[")?;
        if self.take("]").is_some() {
            return Some(Json::List(items));
        }
        loop {
            items.push(self.value(depth + 1)?);
            if self.take(",").is_none() {
                self.take("]")?;
                return Some(Json::List(items));
            }
        }
    }

    fn number(&mut self) -> Option<Json> {
        let rest = self.rest();
        let written = |c: char| c.is_ascii_digit() || matches!(c, '-' | '+' | '.' | 'e' | 'E');
        let length = rest.find(|c| !written(c)).unwrap_or(rest.len());
        let number = rest.get(..length)?;
        if !is_number(number) {
            return None;
        }
        self.at += length;
        Some(number.parse().map_or(Json::Other, Json::Int))
    }

    fn string(&mut self) -> Option<String> {
        let mut text = String::new();
        let mut chars = self.rest().char_indices();
        chars.next().filter(|(_, c)| *c == '"')?;
        while let Some((at, c)) = chars.next() {
            match c {
                '"' => {
                    self.at += at + 1;
                    return Some(text);
                }
                '\\' => text.push(match chars.next()?.1 {
                    'n' => '\n',
                    't' => '\t',
                    'r' => '\r',
                    'b' => '\u{8}',
                    'f' => '\u{c}',
                    'u' => {
                        let code: String =
                            (0..4).filter_map(|_| chars.next()).map(|c| c.1).collect();
                        // Half a surrogate pair has no character of its own.
                        u32::from_str_radix(&code, 16)
                            .ok()
                            .map(|code| char::from_u32(code).unwrap_or('\u{fffd}'))?
                    }
                    c @ ('"' | '\\' | '/') => c,
                    _ => return None,
                }),
                c if c < ' ' => return None,
                c => text.push(c),
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::{Json, read};

    #[test]
    fn numbers_are_those_of_json() {
        for (text, value) in [("0", 0), ("-7", -7), ("2026", 2026)] {
            assert_eq!(read(text), Ok(Json::Int(value)));
        }
        for text in ["0.5", "-1.25e3", "1E-9", "12e+2", "99999999999999999999"] {
            assert_eq!(read(text), Ok(Json::Other), "{text}");
        }
        for text in ["-", "1.", ".5", "1e", "--1", "1e+", "01", "1-2", "+1"] {
            assert!(read(text).is_err(), "{text}");
        }
    }
}
