//! 参数: one record per change, so that the records of a parameter are its history (requirements
//! §4.0). What was saved stays: a change is a new record with its own effective day.

use super::grammar::parse;
use super::setting::Setting;
use super::table::{NUMBERS, Spec, spec};
use crate::domain::organisation::{OrgUnit, User};
use crate::entity::{Day, FieldType, Id, Record, Ref, Text, Value};
use crate::sync::apply::Work;
use crate::sync::{Action, Reason};
use shared_derive::Entity;

/// 参数编号: n of P-nn; nought = not chosen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Number(pub u16);

impl FieldType for Number {
    const KIND: crate::entity::FieldKind = crate::entity::FieldKind::Choice(&NUMBERS);

    fn from_value(value: &Value) -> Option<Self> {
        u16::try_from(value.choice()?).ok().map(Number)
    }

    fn to_value(&self) -> Value {
        match self.0 {
            0 => Value::Empty,
            no => Value::Choice(no.into()),
        }
    }
}

/// 参数: what a parameter says from a day on, for a unit and everything below it.
#[derive(Entity, Clone, Debug, Default, PartialEq)]
#[entity(kind = 20, key = "parameter", compartment = Reference, level = L1, title = value)]
pub struct Parameter {
    /// 参数编号.
    #[field(16, required, listed)]
    pub number: Number,
    /// 取值, as [`parse`] reads it.
    #[field(17, required, listed, critical)]
    pub value: Text,
    /// 适用单元; empty = everybody.
    #[field(18, indexed, listed)]
    pub applies_to: Ref<OrgUnit>,
    /// 生效日: in force from the first minute of this day where the unit is.
    #[field(19, required, listed, critical, promised)]
    pub effective_from: Day,
    /// 决定人: GM or the owner of the process, whose decision this records.
    #[field(20, required, listed)]
    pub decided_by: Ref<User>,
    /// 理由.
    #[field(21, required, search, kind = FieldKind::LongText)]
    pub reason: Text,
}

/// A record that counts: nothing required is missing and the value reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Change {
    /// n of P-nn.
    pub number: u16,
    /// What it says.
    pub value: Setting,
    /// Nil = everybody.
    pub unit: Id,
    /// First day, days since 1970-01-01.
    pub from: i32,
}

impl Change {
    /// Reads a record; `None` while a required field is empty or a newer peer's value does
    /// not read here.
    pub fn read(record: &Record) -> Option<Change> {
        let number = Number::from_value(record.get(Parameter::NUMBER)?)?.0;
        let Value::Day(from) = record.get(Parameter::EFFECTIVE_FROM)? else {
            return None;
        };
        record.get(Parameter::DECIDED_BY)?;
        record.get(Parameter::REASON)?;
        Some(Change {
            number,
            value: parse(spec(number)?.sort, record.text(Parameter::VALUE)).ok()?,
            unit: record.reference(Parameter::APPLIES_TO).unwrap_or(Id::NIL),
            from: *from,
        })
    }
}

/// The index key of the changes of a parameter for one unit; nil = those for everybody.
pub(super) fn change_key(number: u16, unit: Id) -> Vec<u8> {
    let mut key = vec![b'p'];
    key.extend_from_slice(&number.to_be_bytes());
    key.extend_from_slice(&unit.0);
    key
}

/// How the changes of a parameter are found without a scan.
pub(in crate::domain) fn parameter_keys(record: &Record) -> Vec<Vec<u8>> {
    Change::read(record)
        .map(|change| change_key(change.number, change.unit))
        .into_iter()
        .collect()
}

/// What is refused: a value that does not read, and any change to what was saved.
pub(in crate::domain) fn parameter_check(
    work: &mut Work<'_, '_>,
    before: Option<&Record>,
) -> Vec<Reason> {
    let fields = match &work.op.action {
        Action::Create { fields, .. } => fields,
        Action::Set { fields, .. } => {
            let first = fields.first().map_or(0, |(no, _)| *no);
            return vec![Reason::new("entry-stays").at(first)];
        }
        _ => return Vec::new(),
    };
    debug_assert!(before.is_none(), "a new record has nothing before it");
    let field = |no: u16| fields.iter().find(|(n, _)| *n == no).map(|(_, v)| v);
    let spec: Option<&Spec> = field(Parameter::NUMBER)
        .and_then(Number::from_value)
        .and_then(|number| spec(number.0));
    let text = field(Parameter::VALUE)
        .and_then(Value::text)
        .filter(|text| !text.trim().is_empty());
    // A number of a newer peer, or none yet: there is nothing to hold the value against.
    let (Some(spec), Some(text)) = (spec, text) else {
        return Vec::new();
    };
    match parse(spec.sort, text) {
        Ok(_) => Vec::new(),
        Err(expected) => {
            let mut reason = Reason::new(expected.sort.code()).at(Parameter::VALUE);
            reason.args.push(expected.sort.example().to_owned());
            vec![reason]
        }
    }
}
