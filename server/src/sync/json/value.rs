//! Values and fields as JSON. What JSON has itself is written plainly; everything else is an object
//! with one key that names its kind: `{"money": [1250, "CNY"]}`.

use crate::error::Problem;
use crate::hex;
use crate::http::body::malformed;
use crate::sync::json::read_id;
use serde_json::{Map, Value as Json, json};
use shared::domain;
use shared::entity::{Currency, Instant, Kind, Value, decode_value};

/// Deeper than any value there is.
const MAX_DEPTH: u32 = 16;

pub(super) fn write(value: &Value) -> Json {
    match value {
        Value::Empty => Json::Null,
        Value::Bool(value) => json!(value),
        Value::Int(value) => json!(value),
        Value::Text(text) => json!(text),
        Value::List(items) => items.iter().map(write).collect(),
        Value::Decimal(mantissa, scale) => json!({ "decimal": [mantissa, scale] }),
        Value::Money(minor, currency) => json!({ "money": [minor, currency.as_str()] }),
        Value::Percent(basis_points) => json!({ "percent": basis_points }),
        Value::Day(day) => json!({ "day": day }),
        Value::Instant(Instant { utc_ms, zone, wall }) => {
            json!({ "instant": { "utc_ms": utc_ms, "zone": zone, "wall": wall } })
        }
        Value::Choice(number) => json!({ "choice": number }),
        Value::Ref(kind, id) => json!({ "ref": [write_kind(*kind), id.to_string()] }),
        Value::Group(parts) => {
            let parts = parts.iter().map(|(no, part)| (no.to_string(), write(part)));
            json!({ "group": parts.collect::<Map<_, _>>() })
        }
        Value::Place(latitude, longitude, accuracy) => {
            json!({ "place": [latitude, longitude, accuracy] })
        }
        Value::Bytes(bytes) => json!({ "bytes": hex::encode(bytes) }),
        Value::Raw(bytes) => json!({ "raw": hex::encode(bytes) }),
    }
}

pub(super) fn read(json: &Json) -> Result<Value, Problem> {
    read_at(json, 0)
}

fn read_at(json: &Json, depth: u32) -> Result<Value, Problem> {
    if depth > MAX_DEPTH {
        return Err(malformed("a value is nested too deeply"));
    }
    match json {
        Json::Null => Ok(Value::Empty),
        Json::Bool(value) => Ok(Value::Bool(*value)),
        Json::Number(number) => number.as_i64().map(Value::Int).ok_or_else(|| {
            malformed(format!(
                "{number}: whole numbers only; decimals are {{\"decimal\": [125, 1]}}"
            ))
        }),
        Json::String(text) => Ok(Value::Text(text.clone())),
        Json::Array(items) => {
            let items = items.iter().map(|item| read_at(item, depth + 1));
            items.collect::<Result<_, _>>().map(Value::List)
        }
        Json::Object(object) => {
            let mut entries = object.iter();
            match (entries.next(), entries.next()) {
                (Some((kind, content)), None) => read_tagged(kind, content, depth)
                    .ok_or_else(|| malformed(format!("{kind}: no such value")))?,
                _ => Err(malformed("a value is an object with one key")),
            }
        }
    }
}

/// `None` when the content does not fit the tag.
fn read_tagged(kind: &str, content: &Json, depth: u32) -> Option<Result<Value, Problem>> {
    let int = |index: usize| content.get(index)?.as_i64();
    let text = |json: &Json| json.as_str().map(str::to_owned);
    let value = match kind {
        "decimal" => Value::Decimal(int(0)?, u8::try_from(int(1)?).ok()?),
        "money" => {
            let letters = content.get(1)?.as_str()?.as_bytes().try_into().ok()?;
            Value::Money(int(0)?, Currency(letters))
        }
        "percent" => Value::Percent(content.as_i64()?),
        "day" => Value::Day(i32::try_from(content.as_i64()?).ok()?),
        "instant" => Value::Instant(Instant {
            utc_ms: content.get("utc_ms")?.as_i64()?,
            zone: content.get("zone").and_then(text).unwrap_or_default(),
            wall: content.get("wall").and_then(text).unwrap_or_default(),
        }),
        "choice" => Value::Choice(u32::try_from(content.as_u64()?).ok()?),
        "ref" => {
            let kind = read_kind(content.get(0)?.as_str()?)?;
            match read_id(content.get(1)?.as_str()?) {
                Ok(id) => Value::Ref(kind, id),
                Err(problem) => return Some(Err(problem)),
            }
        }
        "group" => {
            let mut parts = Vec::new();
            for (no, part) in content.as_object()? {
                match read_at(part, depth + 1) {
                    Ok(part) => parts.push((no.parse().ok()?, part)),
                    Err(problem) => return Some(Err(problem)),
                }
            }
            parts.sort_by_key(|(no, _): &(u16, _)| *no);
            Value::Group(parts)
        }
        "place" => {
            let part = |index| i32::try_from(int(index)?).ok();
            Value::Place(part(0)?, part(1)?, u32::try_from(int(2)?).ok()?)
        }
        "bytes" => Value::Bytes(read_hex(content.as_str()?)?),
        "raw" => {
            let bytes = read_hex(content.as_str()?)?;
            let mut decoder = minicbor::Decoder::new(&bytes);
            decode_value(&mut decoder)
                .ok()
                .filter(|_| decoder.position() == bytes.len())?
        }
        _ => return None,
    };
    Some(Ok(value))
}

pub(super) fn read_hex(text: &str) -> Option<Vec<u8>> {
    let pairs = text.as_bytes().chunks(2);
    pairs
        .map(|pair| hex::decode::<1>(std::str::from_utf8(pair).ok()?).map(|[byte]| byte))
        .collect()
}

/// The key of a kind, or its number.
pub(super) fn write_kind(kind: Kind) -> String {
    domain::schema(kind).map_or_else(|| kind.0.to_string(), |schema| schema.key.to_owned())
}

pub(super) fn read_kind(text: &str) -> Option<Kind> {
    let by_key = domain::by_key(text).map(|schema| schema.kind);
    by_key.or_else(|| text.parse().ok().map(Kind))
}

/// The key of a field, or its number.
pub(super) fn write_field(kind: Kind, no: u16) -> String {
    let spec = domain::schema(kind).and_then(|schema| schema.field(no));
    spec.map_or_else(|| no.to_string(), |spec| spec.key.to_owned())
}

pub(super) fn read_field(kind: Kind, text: &str) -> Result<u16, Problem> {
    let number = || text.parse().ok();
    let by_key = domain::schema(kind).and_then(|schema| schema.by_key(text));
    let found = by_key.map(|spec| spec.no).or_else(number);
    found.ok_or_else(|| malformed(format!("{text}: no such field")))
}
