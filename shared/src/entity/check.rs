//! Does a value have the shape its field wants?

use super::{FieldKind, Value};

/// Longest text kept in one field, in bytes.
const MAX_TEXT: usize = 64 * 1024;
/// Longest list.
const MAX_ITEMS: usize = 500;

/// Checks a value against a field kind. Empty and newer peers' values always pass.
///
/// # Errors
/// The stable code of the reason: `wrong-type`, `too-long`, `too-many`.
pub fn check_value(kind: &FieldKind, value: &Value) -> Result<(), &'static str> {
    use FieldKind as K;
    let fits = match (kind, value) {
        (_, Value::Empty | Value::Raw(_)) => true,
        (K::Text | K::LongText | K::Phone | K::Email | K::Url | K::Language, Value::Text(text)) => {
            if text.len() > MAX_TEXT {
                return Err("too-long");
            }
            true
        }
        (K::Int, Value::Int(_))
        | (K::Decimal, Value::Decimal(..) | Value::Int(_))
        | (K::Money, Value::Money(..))
        | (K::Percent, Value::Percent(_))
        | (K::Day, Value::Day(_))
        | (K::Instant, Value::Instant(_))
        | (K::Bool, Value::Bool(_))
        | (K::Choice(_), Value::Choice(_))
        | (K::Place, Value::Place(..)) => true,
        (K::Ref(wanted), Value::Ref(kind, _)) => wanted.0 == 0 || wanted == kind,
        (K::Attachment, Value::Bytes(bytes)) => bytes.len() == 32,
        (K::Signature, Value::Bytes(_) | Value::Group(_)) => true,
        (K::List(item), Value::List(items)) => {
            if items.len() > MAX_ITEMS {
                return Err("too-many");
            }
            return items.iter().try_for_each(|value| check_value(item, value));
        }
        (K::Group(specs), Value::Group(parts)) => {
            return parts.iter().try_for_each(|(no, part)| {
                specs
                    .iter()
                    .find(|spec| spec.no == *no)
                    .map_or(Ok(()), |spec| check_value(&spec.kind, part))
            });
        }
        _ => false,
    };
    if fits { Ok(()) } else { Err("wrong-type") }
}
