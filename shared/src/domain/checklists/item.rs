//! One line of a checklist: in a template, and as a run keeps it.

use crate::choice;
use crate::entity::{FieldKind, FieldSpec, FieldType, Level, Value};
use crate::language::Words;

choice! {
    /// 凭证: what shows that an item was done.
    pub enum Evidence: "checklist-evidence" {
        Tick = 1 => "tick", Photo = 2 => "photo", Signature = 3 => "signature", System = 4 => "system",
    }
}

/// Part numbers of an item.
pub(super) mod part {
    pub(in super::super) const TEXT: u16 = 1;
    pub(in super::super) const TEXT_HANT: u16 = 2;
    pub(in super::super) const TEXT_EN: u16 = 3;
    pub(in super::super) const EVIDENCE: u16 = 4;
    pub(in super::super) const MANDATORY: u16 = 5;
    pub(in super::super) const LIST: u16 = 6;
    pub(in super::super) const NO: u16 = 7;
}

/// Parts of an item. `list` is the key of the entity whose list holds the evidence; `no` is
/// kept by runs only.
pub const ITEM: &[FieldSpec] = &[
    spec(part::TEXT, "text", FieldKind::Text),
    spec(part::TEXT_HANT, "text-hant", FieldKind::Text),
    spec(part::TEXT_EN, "text-en", FieldKind::Text),
    spec(
        part::EVIDENCE,
        "evidence",
        FieldKind::Choice(Evidence::SCHEMA),
    ),
    spec(part::MANDATORY, "mandatory", FieldKind::Bool),
    spec(part::LIST, "list", FieldKind::Text),
    spec(part::NO, "no", FieldKind::Int),
];

pub(super) const fn spec(no: u16, key: &'static str, kind: FieldKind) -> FieldSpec {
    FieldSpec::part(Level::L2, no, key, kind)
}

/// A line of a checklist.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct CheckItem {
    /// Its number, from 1.
    pub no: u16,
    /// 内容.
    pub text: Words,
    /// 凭证.
    pub evidence: Evidence,
    /// 必填: a run is not submitted before it is answered.
    pub mandatory: bool,
    /// For [`Evidence::System`]: the key of the entity whose list is to be opened.
    pub list: String,
}

impl CheckItem {
    /// Reads the parts of an item; `find` answers a part by its number.
    pub(super) fn read<'a>(no: u16, find: impl Fn(u16) -> Option<&'a Value>) -> CheckItem {
        let text = |no| find(no).and_then(Value::text).unwrap_or_default();
        CheckItem {
            no,
            text: Words {
                texts: [part::TEXT, part::TEXT_HANT, part::TEXT_EN].map(|no| text(no).to_owned()),
            },
            evidence: find(part::EVIDENCE)
                .and_then(Evidence::from_value)
                .unwrap_or(Evidence::Tick),
            mandatory: find(part::MANDATORY) == Some(&Value::Bool(true)),
            list: text(part::LIST).to_owned(),
        }
    }

    /// The filled parts without the number, as a template keeps them.
    pub(super) fn parts(&self) -> Vec<(u16, Value)> {
        let [hans, hant, english] = &self.text.texts;
        let parts = vec![
            (part::TEXT, hans.to_value()),
            (part::TEXT_HANT, hant.to_value()),
            (part::TEXT_EN, english.to_value()),
            (part::EVIDENCE, self.evidence.to_value()),
            (part::MANDATORY, Value::Bool(self.mandatory)),
            (part::LIST, self.list.to_value()),
        ];
        parts
            .into_iter()
            .filter(|(_, value)| !value.is_blank())
            .collect()
    }
}
