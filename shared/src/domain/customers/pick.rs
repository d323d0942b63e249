//! Which of two values stays when two records become one. A person chooses; this is what is
//! proposed and what a choice comes to.

use crate::entity::{Record, Value, Version};

/// Whose value stays.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Pick {
    /// The first record's.
    First,
    /// The second's.
    Second,
    /// Of lists: all of both, the first record's first.
    Both,
}

/// The value of a field as somebody last left it, also where two stand.
pub fn latest(record: &Record, no: u16) -> Option<&Version> {
    let versions = &record.cell(no)?.versions;
    let filled = versions.iter().filter(|version| !version.value.is_blank());
    filled.max_by_key(|version| (version.hlc, version.op))
}

/// What is proposed where two records differ: of lists both, else what was written later; nothing
/// never wins over something. `None` where they agree.
pub fn proposed(first: &Record, second: &Record, no: u16) -> Option<Pick> {
    let pick = match (latest(first, no), latest(second, no)) {
        (None, None) => return None,
        (Some(_), None) => Pick::First,
        (None, Some(_)) => Pick::Second,
        (Some(a), Some(b)) if a.value == b.value => return None,
        (Some(a), Some(b)) => match (&a.value, &b.value) {
            (Value::List(_), Value::List(_)) => Pick::Both,
            _ if a.hlc > b.hlc => Pick::First,
            _ => Pick::Second,
        },
    };
    Some(pick)
}

/// The value a choice comes to; [`Value::Empty`] where the chosen record has none.
pub fn picked(first: &Record, second: &Record, no: u16, pick: Pick) -> Value {
    let value = |record| {
        latest(record, no)
            .map(|version| version.value.clone())
            .unwrap_or_default()
    };
    match (pick, value(first), value(second)) {
        (Pick::Both, Value::List(mut all), Value::List(more)) => {
            for item in more {
                if !all.contains(&item) {
                    all.push(item);
                }
            }
            Value::List(all)
        }
        (Pick::Second, _, value) => value,
        (_, value, _) => value,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entity::{Hlc, Id, Kind};

    const FIELD: u16 = 16;

    fn record(at: u64, value: Value) -> Record {
        let mut record = Record::new(Kind(5), Id([1; 16]));
        let version = Version {
            op: Default::default(),
            seq: 1,
            hlc: Hlc {
                ms: at,
                ..Hlc::default()
            },
            value,
        };
        record.put(FIELD, version);
        record
    }

    fn text(text: &str) -> Value {
        Value::Text(text.to_owned())
    }

    #[test]
    fn r_008_the_later_value_is_proposed_and_nothing_never_wins() {
        let (old, new) = (record(1, text("a")), record(2, text("b")));
        let blank = record(3, Value::Empty);
        assert_eq!(proposed(&old, &new, FIELD), Some(Pick::Second));
        assert_eq!(proposed(&new, &old, FIELD), Some(Pick::First));
        assert_eq!(proposed(&old, &blank, FIELD), Some(Pick::First));
        assert_eq!(proposed(&blank, &old, FIELD), Some(Pick::Second));
        assert_eq!(proposed(&old, &old.clone(), FIELD), None);
        assert_eq!(picked(&old, &new, FIELD, Pick::First), text("a"));
        assert_eq!(picked(&old, &blank, FIELD, Pick::Second), Value::Empty);
    }

    #[test]
    fn r_008_of_two_lists_nothing_is_lost_and_nothing_doubled() {
        let first = record(1, Value::List(vec![text("1"), text("2")]));
        let second = record(2, Value::List(vec![text("2"), text("3")]));
        assert_eq!(proposed(&first, &second, FIELD), Some(Pick::Both));
        let all = Value::List(vec![text("1"), text("2"), text("3")]);
        assert_eq!(picked(&first, &second, FIELD, Pick::Both), all);
    }
}
