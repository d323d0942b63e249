//! Values, fields and states in words.

use crate::i18n::{self, tr};
use crate::platform::clock;
use crate::replica::{RecordSync, Replica};
use crate::ui::SyncState;
use shared::calendar;
use shared::catalogue;
use shared::entity::{ChoiceSchema, EntitySchema, FieldKind, FieldSpec, Id, Record, Value};

/// The zone times are shown in.
#[must_use]
pub fn zone() -> String {
    shared::calendar::standard().zone().name().to_owned()
}

/// The device's clock as numbers for `Intl`.
#[must_use]
pub fn now_ms() -> f64 {
    clock::wall_ms() as f64
}

/// A moment in the shortest unmistakable words.
#[must_use]
pub fn moment(utc_ms: i64) -> String {
    i18n::when(utc_ms as f64, now_ms(), &zone())
}

/// A time by which something is due: midnight ends a day, so it is the last minute of it.
#[must_use]
pub fn until(utc_ms: i64) -> String {
    let local = calendar::standard().zone().local(calendar::Moment(utc_ms));
    let minute = if local.minute == 0 { 60_000 } else { 0 };
    moment(utc_ms - minute)
}

/// The label of a field: the entity's own word, else the common one.
#[must_use]
pub fn field_label(schema: &EntitySchema, spec: &FieldSpec) -> String {
    if spec.no < 16 {
        tr(&format!("field-{}", spec.key), &[])
    } else {
        tr(&format!("{}-{}", schema.key, spec.key), &[])
    }
}

/// A state in words.
#[must_use]
pub fn state_word(schema: &EntitySchema, state: u32) -> Option<String> {
    if state == shared::entity::VOID_STATE {
        return Some(tr("state-void", &[]));
    }
    schema.states.map(|table| choice_word(table.states, state))
}

fn choice_word(choice: &ChoiceSchema, no: u32) -> String {
    match choice.values.iter().find(|value| value.no == no) {
        Some(value) => tr(&format!("{}-{}", choice.key, value.key), &[]),
        None => format!("#{no}"),
    }
}

/// The title of a record, or what stands for it.
#[must_use]
pub fn record_title(replica: Replica, id: Id) -> String {
    let title = replica.world(|world| world.get(id).map(catalogue::title));
    match title {
        Some(title) if !title.is_empty() => title,
        Some(_) => tr("untitled", &[]),
        None => tr("not-visible", &[]),
    }
}

/// A value in words; `None` when there is nothing to say.
#[must_use]
pub fn value_words(replica: Replica, kind: &FieldKind, value: &Value) -> Option<String> {
    if value.is_blank() {
        return None;
    }
    if matches!(kind, FieldKind::Signature) {
        return super::signed::words(value).or_else(|| Some(tr("file-one", &[])));
    }
    Some(match value {
        Value::Text(tag) if matches!(kind, FieldKind::Language) => i18n::language(tag),
        Value::Text(text) => text.clone(),
        Value::Int(n) => i18n::number(*n as f64),
        Value::Decimal(mantissa, scale) => {
            i18n::number(*mantissa as f64 / 10_f64.powi(i32::from(*scale)))
        }
        Value::Money(minor, currency) => i18n::money(*minor, currency.as_str()),
        Value::Percent(points) => i18n::percent(*points as f64 / 10_000.0),
        Value::Day(day) => i18n::date(f64::from(*day) * 86_400_000.0, "UTC"),
        Value::Instant(at) => i18n::date_time(
            at.utc_ms as f64,
            if at.zone.is_empty() {
                "Asia/Shanghai"
            } else {
                &at.zone
            },
        ),
        Value::Bool(yes) => tr(if *yes { "yes" } else { "no" }, &[]),
        Value::Choice(no) => match kind {
            FieldKind::Choice(choice) => choice_word(choice, *no),
            _ => format!("#{no}"),
        },
        Value::Ref(_, id) => record_title(replica, *id),
        Value::List(items) => {
            let item_kind = if let FieldKind::List(item) = kind {
                item
            } else {
                kind
            };
            let words: Vec<String> = items
                .iter()
                .filter_map(|item| value_words(replica, item_kind, item))
                .collect();
            words.join(tr("list-comma", &[]).as_str())
        }
        Value::Group(parts) => {
            let specs = if let FieldKind::Group(specs) = kind {
                *specs
            } else {
                &[]
            };
            let words: Vec<String> = parts
                .iter()
                .filter_map(|(no, part)| {
                    let kind = specs
                        .iter()
                        .find(|spec| spec.no == *no)
                        .map_or(FieldKind::Text, |spec| spec.kind);
                    value_words(replica, &kind, part)
                })
                .collect();
            words.join(" · ")
        }
        Value::Place(lat, lon, _) => {
            format!("{}, {}", degrees(*lat), degrees(*lon))
        }
        Value::Bytes(_) => tr("file-one", &[]),
        Value::Empty | Value::Raw(_) => return None,
    })
}

/// Ten-millionths of a degree as degrees with five places, which is a metre.
fn degrees(value: i32) -> String {
    let parts = (value.unsigned_abs() + 50) / 100;
    let sign = if value < 0 { "-" } else { "" };
    format!("{sign}{}.{:05}", parts / 100_000, parts % 100_000)
}

/// The value of a field of a record in words.
#[must_use]
pub fn field_words(replica: Replica, record: &Record, spec: &FieldSpec) -> Option<String> {
    record
        .get(spec.no)
        .and_then(|value| value_words(replica, &spec.kind, value))
}

/// The sync word of a record as the design system draws it.
#[must_use]
pub fn sync_state(word: RecordSync) -> SyncState {
    match word {
        RecordSync::Synced => SyncState::Synced,
        RecordSync::Partly => SyncState::Partial,
        RecordSync::Saved => SyncState::Local,
        RecordSync::Queued => SyncState::Queued,
        RecordSync::Syncing => SyncState::Syncing,
        RecordSync::Conflict => SyncState::Conflict,
        RecordSync::Review => SyncState::Review,
        RecordSync::Returned => SyncState::Rejected,
    }
}

#[cfg(test)]
mod tests {
    use super::degrees;

    #[test]
    fn a_place_is_told_to_the_metre() {
        for (value, text) in [
            (231_291_149, "23.12911"),
            (-1_132_643_850, "-113.26439"),
            (49, "0.00000"),
            (-1_800_000_000, "-180.00000"),
        ] {
            assert_eq!(degrees(value), text);
        }
    }
}
