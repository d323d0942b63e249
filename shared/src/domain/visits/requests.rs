//! 考察期间请求: what guests ask for on the tour. Solved on the spot, or explained to them and
//! reported to DEPT_HEAD at once.

use super::approval::{AT_ONCE, at_once};
use super::children::visit_of;
use super::report::{answers_for, head_of, unit_of};
use super::{FactoryVisit, moment, now_ms, user};
use crate::access::Rung;
use crate::calendar::Span;
use crate::choice;
use crate::domain::notices::{NoticeKind, Tell};
use crate::domain::organisation::User;
use crate::domain::settings::calendar_of;
use crate::domain::tasks::Want;
use crate::entity::{
    Day, Id, Instant, Record, Ref, StateTable, Text, Transition, Value, Who, common,
};
use crate::rules;
use crate::sync::Look;
use crate::sync::apply::Work;
use shared_derive::Entity;

choice! {
    /// 处理: what became of a request.
    pub enum Handling: "visit-request-handling" {
        Solved = 1 => "solved", Reported = 2 => "reported", Declined = 3 => "declined", Later = 4 => "later",
    }
}

choice! {
    /// State of a request. Open are 提出, 已上报领导 and 领导已答复.
    pub enum RequestState: "visit-request-state" {
        Raised = 1 => "raised", Solved = 2 => "solved", Declined = 3 => "declined", Reported = 4 => "reported",
        Answered = 5 => "answered", Told = 6 => "told", Later = 7 => "later",
    }
}

impl RequestState {
    /// The visit cannot close while a request is open.
    pub fn is_open(self) -> bool {
        matches!(
            self,
            RequestState::Raised | RequestState::Reported | RequestState::Answered
        )
    }
}

const fn arrow(
    no: u16,
    key: &'static str,
    from: &'static [u32],
    to: u32,
    asks: (&'static [u16], &'static [u16]),
) -> Transition {
    let (args, needs) = asks;
    Transition {
        no,
        key,
        from,
        to,
        who: Who::Assigned,
        args,
        needs,
    }
}

const EXPLAINED: (&[u16], &[u16]) = (&[VisitRequest::EXPLANATION], &[VisitRequest::EXPLANATION]);
const ANSWERED: (&[u16], &[u16]) = (
    &[VisitRequest::LEADER_ANSWER],
    &[VisitRequest::LEADER_ANSWER],
);
const PUT_OFF: (&[u16], &[u16]) = (
    &[VisitRequest::TASK_OWNER, VisitRequest::TASK_DUE],
    &[VisitRequest::TASK_OWNER, VisitRequest::TASK_DUE],
);

/// 提出→现场解决 / 已解释无法满足 / 已上报领导→领导已答复→已告知客人; 提出 and 已上报领导→转后续事项.
pub static REQUEST_STATES: StateTable = StateTable {
    states: RequestState::SCHEMA,
    first: 1,
    transitions: &[
        arrow(16, "solve", &[1], 2, (&[], &[])),
        arrow(17, "decline", &[1], 3, EXPLAINED),
        arrow(18, "report", &[1], 4, EXPLAINED),
        Transition {
            who: Who::Head,
            ..arrow(19, "answer", &[4], 5, ANSWERED)
        },
        arrow(20, "tell", &[5], 6, (&[], &[])),
        arrow(21, "put-off", &[1, 4], 7, PUT_OFF),
    ],
};

/// 考察期间请求.
#[derive(Entity, Clone, Debug, Default, PartialEq)]
#[entity(kind = 37, key = "visit-request", compartment = Visit, level = L2, home = visit, title = text, states = REQUEST_STATES)]
pub struct VisitRequest {
    /// 来访.
    #[field(16, required, indexed, listed)]
    pub visit: Ref<FactoryVisit>,
    /// 请求.
    #[field(17, required, search, listed, kind = FieldKind::LongText)]
    pub text: Text,
    /// 提出人.
    #[field(18)]
    pub raised_by: Text,
    /// 时间; when it was written down, if nobody says otherwise.
    #[field(19, listed)]
    pub at: Instant,
    /// 处理.
    #[field(20, computed, listed)]
    pub handling: Handling,
    /// 向客人解释.
    #[field(21, state, kind = FieldKind::LongText)]
    pub explanation: Text,
    /// 领导 it was reported to.
    #[field(22, computed)]
    pub leader: Ref<User>,
    /// 领导答复.
    #[field(23, state, kind = FieldKind::LongText)]
    pub leader_answer: Text,
    /// 完成.
    #[field(24, computed)]
    pub resolved_at: Instant,
    /// 后续事项 责任人.
    #[field(25, state)]
    pub task_owner: Ref<User>,
    /// 后续事项 截止.
    #[field(26, state)]
    pub task_due: Day,
}

/// The leader a request was reported to sees it with his answer still to come.
pub fn request_leader(request: &Record) -> Vec<Id> {
    request
        .reference(VisitRequest::LEADER)
        .into_iter()
        .collect()
}

/// What follows from a step of a request: the leader is told, the host is reminded to pass the answer on,
/// what is put off becomes a task.
pub fn request_effects(work: &mut Work<'_, '_>, before: Option<&Record>, after: &Record) {
    let mut request = after.clone();
    if after.get(VisitRequest::AT).is_none() {
        let now = moment(work, now_ms(work));
        request.put(VisitRequest::AT, work.version(now));
    }
    let state = RequestState::from_no(after.state());
    let moved = before.is_some_and(|before| before.state() != after.state());
    let visit = visit_of(work.overlay, after);
    work.provisional |= visit.is_none();
    if moved {
        settle(work, &mut request, state);
        if let Some(visit) = visit.as_ref().filter(|_| rules::on(58)) {
            pass_on(work, visit, &mut request, state);
        }
    }
    if request != *after {
        work.overlay.put(request);
    }
}

fn settle(work: &Work<'_, '_>, request: &mut Record, state: RequestState) {
    let handling = match state {
        RequestState::Solved => Handling::Solved,
        RequestState::Declined => Handling::Declined,
        RequestState::Reported => Handling::Reported,
        RequestState::Later => Handling::Later,
        _ => Handling::from_no(request.choice(VisitRequest::HANDLING).unwrap_or_default()),
    };
    if handling.no() != 0 {
        let handling = Value::Choice(handling.no());
        request.put(VisitRequest::HANDLING, work.version(handling));
    }
    if !state.is_open() {
        let now = moment(work, now_ms(work));
        request.put(VisitRequest::RESOLVED_AT, work.version(now));
    }
}

fn pass_on(work: &mut Work<'_, '_>, visit: &Record, request: &mut Record, state: RequestState) {
    match state {
        RequestState::Declined => report(work, visit, request, "visit-request-declined"),
        RequestState::Reported => report(work, visit, request, "visit-request-reported"),
        RequestState::Answered => {
            let owner = visit
                .reference(FactoryVisit::HOST)
                .or_else(|| answers_for(visit));
            let span = at_once(work.overlay, visit, now_ms(work));
            want(work, request, TELL, owner, (span, AT_ONCE));
        }
        RequestState::Told => work.fulfil(request.id, 58, TELL),
        RequestState::Later => {
            let owner = request.reference(VisitRequest::TASK_OWNER);
            let span = match request.get(VisitRequest::TASK_DUE) {
                Some(Value::Day(day)) => until(work, visit, *day),
                _ => Span::CalendarDays(0),
            };
            want(work, request, "visit-put-off", owner, (span, 0));
        }
        _ => {}
    }
}

/// What the host is reminded of.
const TELL: &str = "visit-tell-guest";

fn report(work: &mut Work<'_, '_>, visit: &Record, request: &mut Record, matter: &str) {
    let to: Vec<Rung> = head_of(work.overlay, visit).into_iter().collect();
    if let Some(leader) = to.first() {
        request.put(VisitRequest::LEADER, work.version(user(leader.user)));
    }
    let tell = Tell {
        rule: 58,
        matter,
        kind: NoticeKind::Escalation,
        about: request.text(VisitRequest::TEXT).to_owned(),
        body: request.text(VisitRequest::EXPLANATION).to_owned(),
        to,
    };
    work.tell(request, &tell);
}

fn want(
    work: &mut Work<'_, '_>,
    request: &Record,
    matter: &str,
    owner: Option<Id>,
    (span, parameter): (Span, u16),
) {
    let want = Want {
        rule: 58,
        matter,
        about: request.text(VisitRequest::TEXT).to_owned(),
        owner,
        began_ms: now_ms(work),
        span,
        parameter,
    };
    work.want(request, &want);
}

/// From now to the end of a day; a day that is over counts as today.
pub(super) fn until(work: &Work<'_, '_>, of: &Record, day: i32) -> Span {
    let calendar = calendar_of(work.overlay, unit_of(work.overlay, of));
    let today = calendar.zone().local(crate::calendar::Moment(now_ms(work)));
    Span::CalendarDays(u16::try_from(day - today.date.0).unwrap_or_default())
}

/// the requests of a visit that are still open.
pub(super) fn open(look: &dyn Look, visit: Id) -> Vec<Record> {
    let open = |request: &Record| RequestState::from_no(request.state()).is_open();
    let requests = super::requests_of(look, visit).into_iter();
    requests
        .filter(|request| open(request) && request.get(common::STATE).is_some())
        .collect()
}
