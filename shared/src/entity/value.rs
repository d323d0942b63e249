//! The value of one field.

use super::{Id, Instant, Kind};

/// An ISO 4217 code, for example `CNY`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Currency(pub [u8; 3]);

impl Currency {
    /// The three letters.
    pub fn as_str(&self) -> &str {
        core::str::from_utf8(&self.0).unwrap_or("???")
    }
}

/// What a field holds. `Raw` is a value from a newer peer, kept byte for byte.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Default, Hash)]
pub enum Value {
    /// Emptied on purpose (a field nobody ever filled has no cell at all).
    #[default]
    Empty,
    /// Yes or no.
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// `mantissa` × 10^−`scale`.
    Decimal(i64, u8),
    /// Minor units (分, cent) and currency.
    Money(i64, Currency),
    /// Basis points: 1 % = 100.
    Percent(i64),
    /// A date without time: days since 1970-01-01.
    Day(i32),
    /// A moment.
    Instant(Instant),
    /// Text, as typed.
    Text(String),
    /// The number of a choice; unknown numbers from a newer peer stay as they are.
    Choice(u32),
    /// Another record.
    Ref(Kind, Id),
    /// An ordered list that is replaced as a whole (phones, tags).
    List(Vec<Value>),
    /// Numbered parts (consent, signature, one grant).
    Group(Vec<(u16, Value)>),
    /// Latitude and longitude in 10⁻⁷ degrees, accuracy in metres.
    Place(i32, i32, u32),
    /// Bytes: a SHA-256 of a blob, a signature's strokes.
    Bytes(Vec<u8>),
    /// A value this build does not know, as canonical CBOR.
    Raw(Vec<u8>),
}

impl Value {
    /// Nothing in it: empty, blank text, empty list.
    pub fn is_blank(&self) -> bool {
        match self {
            Value::Empty => true,
            Value::Text(text) => text.trim().is_empty(),
            Value::List(items) => items.iter().all(Value::is_blank),
            Value::Group(parts) => parts.iter().all(|(_, part)| part.is_blank()),
            Value::Bytes(bytes) => bytes.is_empty(),
            _ => false,
        }
    }

    /// The text, if it is one.
    pub fn text(&self) -> Option<&str> {
        if let Value::Text(text) = self {
            Some(text)
        } else {
            None
        }
    }

    /// The number of the choice, if it is one.
    pub fn choice(&self) -> Option<u32> {
        if let Value::Choice(number) = self {
            Some(*number)
        } else {
            None
        }
    }

    /// The id referred to, if it is a reference.
    pub fn reference(&self) -> Option<Id> {
        if let Value::Ref(_, id) = self {
            Some(*id)
        } else {
            None
        }
    }

    /// The items of a list; empty for anything else.
    pub fn items(&self) -> &[Value] {
        if let Value::List(items) = self {
            items
        } else {
            &[]
        }
    }

    /// One numbered part of a group.
    pub fn part(&self, no: u16) -> Option<&Value> {
        if let Value::Group(parts) = self {
            parts.iter().find(|(n, _)| *n == no).map(|(_, part)| part)
        } else {
            None
        }
    }
}
