//! Guidance on a visit: greeting, conduct, farewell. Software cannot enforce
//! manners; it names the card at its moment and sees that what was done can be read later.

use super::anchor::{debrief, moment, visit};
use crate::entity::{Id, Record, Value};
use crate::rules;
use crate::sync::look::child_key;
use crate::sync::{Look, Reason};

const GREETING: u16 = 54;
const FAREWELL: u16 = 60;
const CONDUCT: u16 = 62;

/// What to show at a moment of a visit.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Guide {
    /// R-nnn.
    pub rule: u16,
    /// Guidance card GC-nn.
    pub card: &'static str,
    /// Checklist CK-nn to go through, if there is one.
    pub checklist: Option<&'static str>,
}

/// The cards of a visit's moment: greeting while guests are awaited and until they are received, farewell
/// while they are here, conduct all the time.
pub fn guides(of: &Record) -> Vec<Guide> {
    let table = [
        (
            visit::AWAITED..=visit::RECEIVED,
            Guide {
                rule: GREETING,
                card: "GC-03",
                checklist: Some("CK-18"),
            },
        ),
        (
            visit::AWAITED..=visit::TO_SUM_UP,
            Guide {
                rule: CONDUCT,
                card: "GC-04",
                checklist: None,
            },
        ),
        (
            visit::RECEIVED..=visit::TO_SUM_UP,
            Guide {
                rule: FAREWELL,
                card: "GC-03",
                checklist: Some("CK-19"),
            },
        ),
    ];
    table
        .into_iter()
        .filter(|(states, guide)| states.contains(&of.state()) && rules::on(guide.rule))
        .map(|(_, guide)| guide)
        .collect()
}

/// What is stored of the greeting.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Greeting {
    /// When guests arrived, UTC ms.
    pub arrived_at: Option<i64>,
    /// Who received them.
    pub host: Option<Id>,
    /// What is not stored yet, once they are here. It blocks nothing.
    pub open: Vec<Reason>,
}

/// arrival time and host of a visit.
pub fn greeting(of: &Record) -> Greeting {
    let (arrived_at, host) = (moment(of, visit::ARRIVED_AT), of.reference(visit::HOST));
    let here = (visit::RECEIVED..=visit::CLOSED).contains(&of.state());
    let lacks = [
        (arrived_at.is_none(), "no-arrival-time", visit::ARRIVED_AT),
        (host.is_none(), "no-host", visit::HOST),
    ];
    Greeting {
        arrived_at,
        host,
        open: open(GREETING, here, &lacks),
    }
}

/// What is stored of the farewell.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Farewell {
    /// When, UTC ms.
    pub at: Option<i64>,
    /// Who saw the guests off, as written down.
    pub people: Option<Value>,
    /// 欢迎再来: they were invited to come again.
    pub invited_back: Option<bool>,
    /// What is not stored yet, once guests are to leave. It blocks nothing.
    pub open: Vec<Reason>,
}

/// time, people and the invitation to return, from the debrief of a visit.
pub fn farewell(look: &dyn Look, of: &Record) -> Farewell {
    let debriefs = look
        .at(&child_key(debrief::KIND, debrief::VISIT, of.id))
        .ids;
    let last = debriefs
        .into_iter()
        .rev()
        .find_map(|id| look.record(id).known());
    let get = |no| last.as_ref().and_then(|record| record.get(no)).cloned();
    let at = last
        .as_ref()
        .and_then(|record| moment(record, debrief::FAREWELL_AT));
    let people = get(debrief::FAREWELL_PEOPLE);
    let invited_back = match get(debrief::INVITED_BACK) {
        Some(Value::Bool(invited)) => Some(invited),
        _ => None,
    };
    let leaving = (visit::TO_SUM_UP..=visit::CLOSED).contains(&of.state());
    let lacks = [
        (at.is_none(), "no-farewell-time", debrief::FAREWELL_AT),
        (
            people.is_none(),
            "no-farewell-people",
            debrief::FAREWELL_PEOPLE,
        ),
        (
            invited_back.is_none(),
            "no-invitation-back",
            debrief::INVITED_BACK,
        ),
    ];
    Farewell {
        at,
        people,
        invited_back,
        open: open(FAREWELL, leaving, &lacks),
    }
}

fn open(rule: u16, now: bool, lacks: &[(bool, &str, u16)]) -> Vec<Reason> {
    lacks
        .iter()
        .filter(|(missing, _, _)| *missing && now && rules::on(rule))
        .map(|(_, code, field)| Reason::of_rule(rule, code).at(*field))
        .collect()
}
