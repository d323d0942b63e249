//! What has its time: my tasks, the visits, trips and shows this device holds.

use crate::features::{places, tasks};
use crate::replica::Replica;
use crate::routes::Route;
use leptos::prelude::*;
use shared::calendar::{Date, Moment, WorkCalendar};
use shared::domain::exhibitions::Exhibition;
use shared::domain::tasks::Task;
use shared::domain::title;
use shared::domain::visits::{FactoryVisit, TripLog, VisitState};
use shared::entity::{Entity, Id, Kind, Record, Value};
use shared::exchange::ics::{Event, When};
use shared::ordered;

/// One thing on one or more days.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Entry {
    pub id: Id,
    pub kind: Kind,
    pub from: Date,
    pub to: Date,
    /// Its moment and the minute of the day; none for whole days.
    pub at: Option<(Moment, u16)>,
    pub words: String,
    pub route: Option<Route>,
}

impl Entry {
    /// The mark of its sort in the style sheet.
    pub fn mark(&self) -> &'static str {
        match self.kind {
            FactoryVisit::KIND | TripLog::KIND => "visit",
            Exhibition::KIND => "show",
            _ => "task",
        }
    }

    pub fn on(&self, date: Date) -> bool {
        self.from <= date && date <= self.to
    }

    pub fn event(&self) -> Event {
        Event {
            uid: format!("{}@yingke", self.id),
            when: match self.at {
                Some((at, _)) if self.from == self.to => When::At(at),
                _ => When::Days(self.from, self.to),
            },
            summary: self.words.clone(),
            description: String::new(),
        }
    }
}

/// Everything, earliest first.
pub(super) fn entries(replica: Replica, work: &WorkCalendar) -> Vec<Entry> {
    for kind in [
        Task::KIND,
        FactoryVisit::KIND,
        TripLog::KIND,
        Exhibition::KIND,
    ] {
        replica.revision(kind).track();
    }
    let me = replica.me();
    let mut found: Vec<Entry> = replica.world(|world| {
        let all = |kind: Kind| {
            world
                .of_kind(kind)
                .into_iter()
                .filter_map(|id| world.get(id))
        };
        let tasks = all(Task::KIND).filter(|task| tasks::concerns(task, me));
        let tasks =
            tasks.filter_map(|task| timed(work, task, Task::DUE_AT, 1, tasks::headline(task)));
        let gone = VisitState::Cancelled.no();
        let visits = all(FactoryVisit::KIND).filter(|visit| visit.state() != gone);
        let visits = visits.filter_map(|visit| {
            let days = match visit.get(FactoryVisit::DAYS) {
                Some(Value::Int(days)) => *days,
                _ => 1,
            };
            timed(work, visit, FactoryVisit::ARRIVE_AT, days, title(visit))
        });
        let trips = all(TripLog::KIND).filter(|trip| trip.reference(TripLog::DRIVER) == Some(me));
        let trips = trips.filter_map(|trip| timed(work, trip, TripLog::PICK_UP_AT, 1, title(trip)));
        tasks
            .chain(visits)
            .chain(trips)
            .chain(all(Exhibition::KIND).filter_map(show))
            .collect()
    });
    ordered::sort_by_key(&mut found, |entry| (entry.from, entry.at, entry.id));
    found
}

/// Something at a moment; midnight ends a day, it does not begin one.
fn timed(work: &WorkCalendar, record: &Record, no: u16, days: i64, words: String) -> Option<Entry> {
    let Value::Instant(at) = record.get(no)? else {
        return None;
    };
    let at = Moment(at.utc_ms);
    let local = work.zone().local(at);
    let (from, minute) = match local.minute {
        0 => (local.date.plus_days(-1), 24 * 60 - 1),
        minute => (local.date, minute),
    };
    let more = i32::try_from(days.clamp(1, 60) - 1).unwrap_or_default();
    Some(Entry {
        id: record.id,
        kind: record.kind,
        from,
        to: from.plus_days(more),
        at: Some((at, minute)),
        words,
        route: places::place_of(record.kind, record.id),
    })
}

fn show(show: &Record) -> Option<Entry> {
    let day = |no: u16| match show.get(no)? {
        Value::Day(day) => Some(Date(*day)),
        _ => None,
    };
    let from = day(Exhibition::FROM)?;
    Some(Entry {
        id: show.id,
        kind: show.kind,
        from,
        to: day(Exhibition::TO).unwrap_or(from).max(from),
        at: None,
        words: title(show),
        route: None,
    })
}
