//! A rule tells somebody inside the house: the notice is there once, whoever did what called for it.

use super::{InternalNotice, NoticeKind};
use crate::access::{self, Rung};
use crate::domain;
use crate::entity::{Entity, Id, Kind, Record, Value, common};
use crate::sync::apply::Work;
use crate::sync::{Look, Lookup};

/// What is told.
#[derive(Clone, PartialEq, Debug)]
pub struct Tell<'a> {
    /// R-nnn.
    pub rule: u16,
    /// What it says: `notice-matter-<matter>` in every language, and its place beside the other notices of
    /// the rule about this record.
    pub matter: &'a str,
    /// 请示汇报, 通报, 上报 or 移交.
    pub kind: NoticeKind,
    /// Who or what it is about, as people know it.
    pub about: String,
    /// More, in words somebody wrote; may be empty.
    pub body: String,
    /// Who must know. Each acknowledges for himself (P-04).
    pub to: Vec<Rung>,
}

/// The notice of a rule about a record.
pub fn told_id(source: Id, rule: u16, matter: &str) -> Id {
    Id::of_part(source, &format!("notice R-{rule:03} {matter}"))
}

impl Work<'_, '_> {
    /// Sends the notice; one that was sent stays as it is. `None` when there is nobody to tell.
    pub(crate) fn tell(&mut self, source: &Record, tell: &Tell<'_>) -> Option<Id> {
        let id = told_id(source.id, tell.rule, tell.matter);
        if let Lookup::Known(_) = self.overlay.record(id) {
            return Some(id);
        }
        if tell.to.is_empty() {
            return None;
        }
        let mut notice = Record::new(InternalNotice::KIND, id);
        let unit = access::belongs_to(self.overlay, source);
        if !unit.is_nil() {
            notice.put(common::UNIT, self.version(Value::Ref(Kind(1), unit)));
        }
        self.stamp_common(InternalNotice::SCHEMA, &mut notice);
        let to = tell.to.iter().map(|rung| Value::Ref(Kind(2), rung.user));
        let stands_in = tell.to.iter().any(|rung| rung.stand_in);
        let fields = [
            (InternalNotice::NOTICE_KIND, Value::Choice(tell.kind.no())),
            (InternalNotice::SUBJECT, Value::Text(tell.about.clone())),
            (InternalNotice::BODY, Value::Text(tell.body.clone())),
            (InternalNotice::OBJECT, Value::Ref(source.kind, source.id)),
            (InternalNotice::TO, Value::List(to.collect())),
            (InternalNotice::MATTER, Value::Text(tell.matter.to_owned())),
            (
                InternalNotice::RULE,
                Value::Text(format!("R-{:03}", tell.rule)),
            ),
            (InternalNotice::STAND_IN, Value::Bool(stands_in)),
        ];
        for (no, value) in fields.into_iter().filter(|(_, value)| !value.is_blank()) {
            notice.put(no, self.version(value));
        }
        self.overlay.put(notice);
        domain::effects(InternalNotice::SCHEMA, self, None, id);
        Some(id)
    }
}
