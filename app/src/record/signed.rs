//! A signature as a record keeps it: who, when, under which content, and the strokes of the pen or the
//! name typed in their place.

use super::fields::now;
use crate::i18n;
use crate::ui::Ink;
use shared::entity::{Instant, Value};

const NAME: u16 = 1;
const AT: u16 = 2;
const HASH: u16 = 3;
const STROKES: u16 = 4;
const TYPED: u16 = 5;

/// A signature that was read.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Signed {
    /// The signer's name.
    pub name: String,
    /// When, UTC ms.
    pub at_ms: i64,
    /// The first digits of the content it stands under.
    pub hash: String,
    /// The strokes, as the path of a drawing; empty where the name was typed.
    pub path: String,
}

/// A signature under this content. Nothing where nothing was drawn or typed.
#[must_use]
pub fn sign(ink: &Ink, name: &str, hash: [u8; 32]) -> Option<Value> {
    if ink.is_blank() {
        return None;
    }
    let typed = ink.typed.trim();
    let name = if typed.is_empty() { name } else { typed };
    Some(Value::Group(vec![
        (NAME, Value::Text(name.to_owned())),
        (AT, Value::Instant(now())),
        (HASH, Value::Bytes(hash.to_vec())),
        (STROKES, Value::Text(ink.path())),
        (TYPED, Value::Bool(ink.strokes.is_empty())),
    ]))
}

/// What a signature says.
#[must_use]
pub fn signed(value: &Value) -> Option<Signed> {
    let at_ms = match value.part(AT)? {
        Value::Instant(Instant { utc_ms, .. }) => *utc_ms,
        _ => return None,
    };
    let text = |no| value.part(no).and_then(Value::text).unwrap_or_default();
    Some(Signed {
        name: text(NAME).to_owned(),
        at_ms,
        hash: value.part(HASH).map(fingerprint).unwrap_or_default(),
        path: text(STROKES).to_owned(),
    })
}

fn fingerprint(value: &Value) -> String {
    match value {
        Value::Bytes(bytes) => short(bytes),
        _ => String::new(),
    }
}

/// The digits by which people compare two contents.
#[must_use]
pub fn short(hash: &[u8]) -> String {
    let hex: String = hash
        .iter()
        .take(6)
        .map(|byte| format!("{byte:02X}"))
        .collect();
    let (a, b) = hex.split_at(hex.len().min(4));
    let (b, c) = b.split_at(b.len().min(4));
    [a, b, c].join(" ").trim_end().to_owned()
}

/// A signature in a line of text: who and when.
pub(super) fn words(value: &Value) -> Option<String> {
    let signed = signed(value)?;
    let at = i18n::date_time(signed.at_ms as f64, &super::words::zone());
    Some(format!("{} · {at}", signed.name))
}
