//! reminders, lateness, the ladder, and what the server writes about it.

use super::{
    HEAD, NEXT, Task, TaskState, Urgency, bundled, clock, escalate, escalations, span_of,
    span_value,
};
use crate::access::{Rung, acting, head_of, ladder};
use crate::calendar::{self, Moment, Span};
use crate::domain::notices::{InternalNotice, NoticeKind, receivers};
use crate::domain::organisation::{GrantScope, OrgUnit, STAND_IN_ROLE, STAND_IN_USER, User};
use crate::entity::{Entity, Id, Instant, Record, Value, Version, common};
use crate::sync::server::{MemoryStore, StoreLook, author};
use crate::sync::tests::{NOW, id, server_op, user_fields};

/// 2026-11-09, a Monday, 09:00 in China.
const MONDAY_9: i64 = 1_794_186_000_000;
const MINUTE: i64 = 60_000;

fn text(text: &str) -> Value {
    Value::Text(text.into())
}

fn user(n: u8) -> Value {
    Value::Ref(User::KIND, id(n))
}

fn unit(
    name: &str,
    parent: Option<u8>,
    head: Option<u8>,
    stand_in: Option<u8>,
) -> Vec<(u16, Value)> {
    let mut fields = vec![(OrgUnit::NAME, text(name))];
    fields.extend(parent.map(|n| (OrgUnit::PARENT, Value::Ref(OrgUnit::KIND, id(n)))));
    fields.extend(head.map(|n| (OrgUnit::HEAD, user(n))));
    fields.extend(stand_in.map(|n| {
        let line = Value::Group(vec![
            (STAND_IN_ROLE, text("DEPT_HEAD")),
            (STAND_IN_USER, user(n)),
        ]);
        (OrgUnit::STAND_INS, Value::List(vec![line]))
    }));
    fields
}

/// Works 90 ⊃ sales 91 (head 2) ⊃ export 92 (head `export_head`); 1 sells in export, 3 is GM, 4 a stand-in.
fn house(export_head: Option<u8>, stand_in: Option<u8>) -> MemoryStore {
    let mut store = MemoryStore::new();
    let people = [
        (1, "SALES", GrantScope::Own),
        (2, "SALES_MGR", GrantScope::Department),
        (3, "GM", GrantScope::All),
        (4, "SALES", GrantScope::Own),
    ];
    let mut ops = vec![
        server_op(1, OrgUnit::KIND, id(90), unit("明庭照明", None, None, None)),
        server_op(
            2,
            OrgUnit::KIND,
            id(91),
            unit("业务部", Some(90), Some(2), None),
        ),
        server_op(
            3,
            OrgUnit::KIND,
            id(92),
            unit("外贸组", Some(91), export_head, stand_in),
        ),
    ];
    for (seq, (n, role, scope)) in (4..).zip(people) {
        let mut fields = user_fields(&format!("用户{n}"), role, scope);
        let home = Value::List(vec![Value::Ref(OrgUnit::KIND, id(92))]);
        fields.retain(|(no, _)| *no != User::UNITS);
        fields.push((User::UNITS, home));
        ops.push(server_op(seq, User::KIND, id(n), fields));
    }
    author(&mut store, &ops, NOW).unwrap();
    store
}

fn put(task: &mut Record, no: u16, value: Value) {
    let version = Version {
        op: Default::default(),
        seq: 1,
        hlc: Default::default(),
        value,
    };
    task.put(no, version);
}

/// A task of user 1 in the export group that began on Monday at nine.
fn task(span: Span) -> Record {
    let calendar = calendar::standard();
    let due = calendar::due(Moment(MONDAY_9), span, calendar);
    let mut task = Record::new(Task::KIND, id(70));
    put(&mut task, Task::TITLE, text("灯具样品"));
    put(&mut task, Task::OWNER, user(1));
    put(
        &mut task,
        Task::BEGAN_AT,
        Value::Instant(Instant::utc(MONDAY_9)),
    );
    put(
        &mut task,
        Task::DUE_AT,
        Value::Instant(Instant::utc(due.at.0)),
    );
    put(&mut task, Task::SPAN, span_value(span));
    put(&mut task, common::UNIT, Value::Ref(OrgUnit::KIND, id(92)));
    put(
        &mut task,
        common::STATE,
        Value::Int(TaskState::Open.no().into()),
    );
    task
}

fn rung(n: u8, stand_in: bool) -> Rung {
    Rung {
        user: id(n),
        stand_in,
    }
}

#[test]
fn r_287_percentages_are_of_the_tasks_own_clock() {
    let calendar = calendar::standard();
    let at = |hours: i64, minutes: i64| MONDAY_9 + (hours * 60 + minutes) * MINUTE;
    // Two working hours from nine: to eleven; a quarter more is 11:30, as much again is 14:30 over lunch.
    let working = clock(&task(Span::WorkingMinutes(120)), calendar).unwrap();
    assert_eq!(working.remind.at.0, at(1, 30));
    assert_eq!(working.due.0, at(2, 0));
    assert_eq!(working.head.at.0, at(2, 30));
    assert_eq!(working.next.at.0, at(5, 30));
    // Two hours by the clock do not stop for lunch.
    let plain = clock(&task(Span::CalendarHours(4)), calendar).unwrap();
    assert_eq!(
        [
            plain.remind.at.0,
            plain.due.0,
            plain.head.at.0,
            plain.next.at.0
        ],
        [at(3, 0), at(4, 0), at(5, 0), at(8, 0)]
    );
    assert_eq!(working.urgency(at(1, 29)), Urgency::Calm);
    assert_eq!(working.urgency(at(1, 30)), Urgency::Soon);
    assert_eq!(working.urgency(at(2, 0)), Urgency::Late);
    assert_eq!(working.urgency(at(2, 30)), Urgency::Reported);
}

#[test]
fn r_287_the_ladder_skips_empty_places_and_names_stand_ins() {
    let store = house(None, None);
    let look = StoreLook::new(&store);
    assert_eq!(
        ladder(&look, id(92), id(1)),
        [rung(2, false), rung(3, false)]
    );
    let store = house(None, Some(4));
    let look = StoreLook::new(&store);
    assert_eq!(
        ladder(&look, id(92), id(1)),
        [rung(4, true), rung(2, false), rung(3, false)]
    );
    assert_eq!(head_of(&look, id(90)), None);
    assert_eq!(acting(&look, id(92), "GM"), Some(rung(3, false)));
    // Nobody is told of his own lateness.
    assert_eq!(
        ladder(&look, id(92), id(2)),
        [rung(4, true), rung(3, false)]
    );
}

#[test]
fn r_287_the_head_is_told_at_125_percent_and_the_level_above_at_200() {
    let store = house(Some(4), None);
    let look = StoreLook::new(&store);
    let told = escalations(
        &look,
        &task(Span::WorkingMinutes(120)),
        calendar::standard(),
    );
    let levels: Vec<_> = told.iter().map(|e| (e.percent, e.to)).collect();
    assert_eq!(levels, [(HEAD, rung(4, false)), (NEXT, rung(2, false))]);
}

#[test]
fn r_287_the_server_reports_a_late_task_once_for_each_level() {
    let mut store = house(Some(4), None);
    let late = task(Span::WorkingMinutes(120));
    let fields = late
        .slots
        .iter()
        .filter_map(|(no, _)| Some((*no, late.get(*no)?.clone())))
        .filter(|(no, _)| [Task::TITLE, Task::OWNER, Task::DUE_AT, common::UNIT].contains(no))
        .collect();
    author(&mut store, &[server_op(9, Task::KIND, id(70), fields)], NOW).unwrap();
    // Typed by hand, it runs from its making by the clock: NOW to Monday 11:00.
    let due = MONDAY_9 + 120 * MINUTE;
    let began = i64::try_from(NOW).unwrap();
    let head = due + (due - began) / 4;
    assert!(escalate(&StoreLook::new(&store), head - MINUTE).is_empty());
    let first = escalate(&StoreLook::new(&store), head + MINUTE);
    assert_eq!(first.len(), 1, "{first:?}");
    let write = |store: &mut MemoryStore, seq: u64, (record, fields): (Id, Vec<(u16, Value)>)| {
        let op = server_op(seq, InternalNotice::KIND, record, fields);
        author(store, &[op], NOW).unwrap();
    };
    write(&mut store, 10, first[0].clone());
    assert!(escalate(&StoreLook::new(&store), head + MINUTE).is_empty());
    let second = escalate(&StoreLook::new(&store), due + (due - began) + MINUTE);
    assert_eq!(second.len(), 1);
    write(&mut store, 11, second[0].clone());
    let look = StoreLook::new(&store);
    let after = crate::sync::Look::record(&look, id(70)).known().unwrap();
    assert_eq!(after.reference(Task::ESCALATED_TO), Some(id(2)));
    assert!(escalate(&look, due + 9 * (due - began)).is_empty());
    let notice = crate::sync::Look::record(&look, second[0].0)
        .known()
        .unwrap();
    assert_eq!(receivers(&notice), [id(2)]);
    assert_eq!(
        notice.choice(InternalNotice::NOTICE_KIND),
        Some(NoticeKind::Escalation.no())
    );
}

#[test]
fn r_287_what_can_wait_is_bundled_at_half_past_eleven_and_at_five() {
    let calendar = calendar::standard();
    let times = [11 * 60 + 30, 17 * 60];
    let shown = |at: i64| (bundled(Moment(at), &times, calendar).0 - MONDAY_9) / MINUTE;
    assert_eq!(shown(MONDAY_9), 150);
    assert_eq!(shown(MONDAY_9 + 150 * MINUTE), 150);
    assert_eq!(shown(MONDAY_9 + 151 * MINUTE), 480);
    // After five, the next working day; after Friday's five, Monday.
    assert_eq!(shown(MONDAY_9 + 481 * MINUTE), 24 * 60 + 150);
    assert_eq!(
        shown(MONDAY_9 + (4 * 24 * 60 + 481) * MINUTE),
        7 * 24 * 60 + 150
    );
}

#[test]
fn a_span_reads_back() {
    let spans = [
        Span::CalendarHours(24),
        Span::CalendarMinutes(5),
        Span::CalendarDays(30),
        Span::WorkingMinutes(240),
        Span::WorkingDays(2),
        Span::Months(6),
        Span::Years(5),
        Span::DaysBefore { days: 1, by: 1080 },
        Span::MinutesBefore(30),
    ];
    for span in spans {
        assert_eq!(span_of(&task(span)), Some(span));
    }
}
