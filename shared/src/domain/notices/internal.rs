//! 内部通报: somebody must know, and says so. Acknowledgments are facts: they never conflict.

use crate::choice;
use crate::domain::organisation::User;
use crate::domain::settings::{calendar_of, in_force, keys};
use crate::domain::tasks::Want;
use crate::entity::{
    FieldKind, FieldSpec, Id, Instant, Kind, Level, ListOf, Merge, Record, Ref, StateTable, Text,
    Transition, Value, Who, common,
};
use crate::sync::apply::Work;
use shared_derive::Entity;

choice! {
    /// 类型 of an internal notice.
    pub enum NoticeKind: "notice-kind" {
        Report = 1 => "report", Notice = 2 => "notice", Escalation = 3 => "escalation", HandOver = 4 => "hand-over",
    }
}

choice! {
    /// State of an internal notice.
    pub enum NoticeState: "internal-notice-state" {
        Sent = 1 => "sent", Partly = 2 => "partly", Whole = 3 => "whole", Overdue = 4 => "overdue",
    }
}

/// 已发→部分确认→全部确认 by the receivers; 超时 by the clock, and a late acknowledgment still counts.
pub(super) static STATES: StateTable = StateTable {
    states: NoticeState::SCHEMA,
    first: 1,
    transitions: &[Transition {
        no: 16,
        key: "overdue",
        from: &[1, 2],
        to: 4,
        who: Who::Auto,
        args: &[],
        needs: &[],
    }],
};

/// Parts of an acknowledgment.
pub(super) const ACK_PARTS: &[FieldSpec] = &[
    part(1, "user", FieldKind::Ref(Kind(2))),
    part(2, "at", FieldKind::Instant),
];

const fn part(no: u16, key: &'static str, kind: FieldKind) -> FieldSpec {
    let plain = FieldSpec::part(Level::L2, no, key, kind);
    FieldSpec {
        merge: Merge::Fact,
        ..plain
    }
}

/// 内部通报.
#[derive(Entity, Clone, Debug, Default, PartialEq)]
#[entity(kind = 44, key = "internal-notice", prefix = "TB", compartment = Visit, level = L2, owner = sender, title = subject, states = STATES)]
pub struct InternalNotice {
    /// 类型.
    #[field(16, required, listed)]
    pub notice_kind: NoticeKind,
    /// 主题.
    #[field(17, required, search, listed)]
    pub subject: Text,
    /// 内容.
    #[field(18, conditional, kind = FieldKind::LongText)]
    pub body: Text,
    /// 关联单据.
    #[field(19, indexed)]
    pub object: (Kind, Id),
    /// 接收人.
    #[field(20, required, listed)]
    pub to: ListOf<Ref<User>>,
    /// 确认时限: counted from the arrival at the server (P-04).
    #[field(21, computed, listed)]
    pub due_at: Instant,
    /// 确认记录.
    #[field(22, fact, kind = FieldKind::Group(ACK_PARTS))]
    pub acks: Text,
    /// 发送人.
    #[field(23)]
    pub sender: Ref<User>,
    /// What the system says in the reader's language: `notice-matter-<matter>`; `subject` says about whom.
    #[field(24)]
    pub matter: Text,
    /// 依据规则.
    #[field(25)]
    pub rule: Text,
    /// How much of a late task's span had passed, percent.
    #[field(26)]
    pub percent: i64,
    /// 代: the receiver acts for an empty place.
    #[field(27)]
    pub stand_in: bool,
}

/// Whom a notice is for.
pub fn receivers(notice: &Record) -> Vec<Id> {
    let to = notice.get(InternalNotice::TO).map(Value::items);
    to.unwrap_or_default()
        .iter()
        .filter_map(Value::reference)
        .collect()
}

/// Who has acknowledged it, with the time each first did, UTC ms.
pub fn acknowledged(notice: &Record) -> Vec<(Id, i64)> {
    let mut acks: Vec<(Id, i64)> = Vec::new();
    for (_, fact) in notice.facts(InternalNotice::ACKS) {
        let Some(user) = fact.value.part(1).and_then(Value::reference) else {
            continue;
        };
        let at = match fact.value.part(2) {
            Some(Value::Instant(at)) => at.utc_ms,
            _ => i64::try_from(fact.hlc.ms).unwrap_or(i64::MAX),
        };
        match acks.iter_mut().find(|(id, _)| *id == user) {
            Some((_, first)) => *first = at.min(*first),
            None => acks.push((user, at)),
        }
    }
    acks
}

/// Who has not acknowledged it yet.
pub fn waiting_for(notice: &Record) -> Vec<Id> {
    let acks = acknowledged(notice);
    let mut missing = receivers(notice);
    missing.retain(|user| acks.iter().all(|(id, _)| id != user));
    missing
}

/// Each receiver gets a task to acknowledge; the state follows the acknowledgments. An escalation also
/// marks the task it is about.
pub fn notice_effects(work: &mut Work<'_, '_>, before: Option<&Record>, after: &Record) {
    let mut notice = after.clone();
    if before.is_none() {
        let received = i64::try_from(work.stamp.received_ms).unwrap_or(i64::MAX);
        let unit = after.reference(common::UNIT);
        let calendar = calendar_of(work.overlay, unit);
        let key = keys::NOTICE_ACKNOWLEDGED;
        let limit = in_force(work.overlay, key, unit, received);
        let due = crate::calendar::due(crate::calendar::Moment(received), limit, &calendar);
        let at = Instant {
            utc_ms: due.at.0,
            zone: calendar.zone().name().to_owned(),
            wall: String::new(),
        };
        notice.put(InternalNotice::DUE_AT, work.version(Value::Instant(at)));
        if after.reference(InternalNotice::SENDER).is_none() && !work.op.actor.is_nil() {
            let sender = Value::Ref(Kind(2), work.op.actor);
            notice.put(InternalNotice::SENDER, work.version(sender));
        }
        for user in receivers(after) {
            let want = Want {
                rule: rule_of(after),
                matter: &ack_matter(user),
                about: after.text(InternalNotice::SUBJECT).to_owned(),
                owner: Some(user),
                began_ms: received,
                span: limit,
                parameter: key.no,
            };
            // A report of lateness is itself no clock: nobody is late with reading that somebody is late.
            if after.get(InternalNotice::PERCENT).is_none() {
                work.want(after, &want);
            }
        }
        mark_escalated(work, after);
    }
    let receivers = receivers(after);
    for (user, _) in acknowledged(after) {
        work.fulfil(after.id, rule_of(after), &ack_matter(user));
    }
    let missing = waiting_for(after);
    let state = match (missing.len(), receivers.len()) {
        (0, n) if n > 0 => NoticeState::Whole,
        (m, n) if m < n && after.state() != NoticeState::Overdue.no() => NoticeState::Partly,
        _ => NoticeState::from_no(after.state()),
    };
    if state.no() != after.state() {
        notice.put(common::STATE, work.version(Value::Int(state.no().into())));
    }
    if notice != *after {
        work.overlay.put(notice);
    }
}

/// The matter of one receiver's task. It carries the receiver, since each has his own.
fn ack_matter(user: Id) -> String {
    format!("acknowledge:{user}")
}

fn rule_of(notice: &Record) -> u16 {
    let text = notice.text(InternalNotice::RULE);
    text.trim_start_matches("R-").parse().unwrap_or_default()
}

fn mark_escalated(work: &mut Work<'_, '_>, notice: &Record) {
    use crate::domain::tasks::Task;
    use crate::entity::Entity as _;
    use crate::sync::Look as _;
    let Some(Value::Int(percent)) = notice.get(InternalNotice::PERCENT).cloned() else {
        return;
    };
    let Some(Value::Ref(kind, task)) = notice.get(InternalNotice::OBJECT).cloned() else {
        return;
    };
    if kind != Task::KIND {
        return;
    }
    let Some(task) = work.overlay.record(task).known() else {
        return;
    };
    let mut task = task.into_owned();
    task.put(Task::ESCALATED, work.version(Value::Int(percent)));
    if let Some(to) = receivers(notice).first() {
        task.put(Task::ESCALATED_TO, work.version(Value::Ref(Kind(2), *to)));
    }
    work.overlay.put(task);
}
