//! What is due when, on the working days of the task's unit; and what may wait for the next bundle of
//! reminders. Numbers only: the words are made beside it.

use shared::calendar::{Date, Moment, WorkCalendar};
use shared::domain::tasks::{Task, TaskState, bundled, clock};
use shared::entity::{Id, Record, Value};

/// Working days that still count as "next".
const NEXT_DAYS: i64 = 3;
const MINUTE_MS: i64 = 60_000;
const NOON: u16 = 12 * 60;
const DAY: u16 = 24 * 60;

/// The parts of the screen, in their order.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Group {
    /// 已逾期.
    Late,
    /// 今天.
    Today,
    /// 接下来三个工作日.
    Next,
    /// 以后.
    Later,
}

impl Group {
    pub(super) const ALL: [Self; 4] = [Self::Late, Self::Today, Self::Next, Self::Later];
}

/// How far it is to a due time, or how long ago it was.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Distance {
    /// Late by minutes.
    LateMinutes(i64),
    /// Late by hours.
    LateHours(i64),
    /// Late by days on the calendar.
    LateDays(i64),
    /// Minutes left today.
    Minutes(i64),
    /// Hours left today.
    Hours(i64),
    /// Working days left; nought means the days between are all off.
    WorkingDays(i64),
}

/// One task with its place on the screen.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Line {
    /// Which task.
    pub task: Id,
    /// The first moment that is too late, UTC ms.
    pub due_ms: i64,
    /// The day it is due, of the unit.
    pub day: Date,
    /// The minute of that day; 1440 is its end.
    pub minute: u16,
    /// It is due with the end of the working hours.
    pub closing: bool,
    /// Where it stands.
    pub group: Group,
    /// How far it is.
    pub distance: Distance,
    /// Its reminder has been shown: at once today, bundled before.
    pub reminded: bool,
    /// When its reminder is shown, if that is still to come.
    pub reminds_ms: Option<i64>,
}

impl Line {
    /// Due before noon.
    pub(super) fn before_noon(&self) -> bool {
        self.minute <= NOON
    }
}

/// Tasks a person sees here: his own, those nobody has yet, those whose lateness came up to him.
pub fn concerns(task: &Record, me: Id) -> bool {
    let open = [TaskState::Open, TaskState::Doing].map(TaskState::no);
    let owner = task.reference(Task::OWNER);
    let told = task.reference(Task::ESCALATED_TO) == Some(me);
    open.contains(&task.state()) && (owner.is_none_or(|owner| owner == me) || told)
}

/// The day and minute a task is due, and the part of the screen it stands in.
struct Spot {
    due: Moment,
    today: Date,
    day: Date,
    minute: u16,
    group: Group,
}

fn spot(task: &Record, now: Moment, calendar: &WorkCalendar) -> Option<Spot> {
    let due = match task.get(Task::DUE_AT)? {
        Value::Instant(at) => Moment(at.utc_ms),
        _ => return None,
    };
    let here = calendar.zone().local(due);
    // Midnight ends a day for people, it does not begin one.
    let (day, minute) = match here.minute {
        0 => (here.date.plus_days(-1), DAY),
        minute => (here.date, minute),
    };
    let today = calendar.zone().local(now).date;
    let group = match () {
        () if due <= now => Group::Late,
        () if day <= today => Group::Today,
        () if working_days(today, day, calendar) <= NEXT_DAYS => Group::Next,
        () => Group::Later,
    };
    Some(Spot {
        due,
        today,
        day,
        minute,
        group,
    })
}

/// The part of the screen a task stands in; `None` without a due time.
pub(super) fn group(task: &Record, now: Moment, calendar: &WorkCalendar) -> Option<Group> {
    spot(task, now, calendar).map(|spot| spot.group)
}

/// Where a task stands at a moment; `None` without a due time. `bundles` are the minutes of a working day
/// at which what can wait is shown together (P-44).
pub(super) fn line(
    task: &Record,
    now: Moment,
    calendar: &WorkCalendar,
    bundles: &[u16],
) -> Option<Line> {
    let spot = spot(task, now, calendar)?;
    let clock = clock(task, calendar)?;
    let shown = bundled(clock.remind.at, bundles, calendar);
    let waits = spot.group > Group::Today;
    Some(Line {
        task: task.id,
        due_ms: spot.due.0,
        day: spot.day,
        minute: spot.minute,
        closing: calendar.hours().last().is_some_and(|h| h.to == spot.minute),
        group: spot.group,
        distance: distance(&spot, now, calendar),
        reminded: !waits || shown <= now,
        reminds_ms: (waits && shown > now).then_some(shown.0),
    })
}

fn distance(spot: &Spot, now: Moment, calendar: &WorkCalendar) -> Distance {
    let (today, day) = (spot.today, spot.day);
    let minutes = (spot.due.0 - now.0).div_euclid(MINUTE_MS);
    match minutes {
        ..=0 => match -minutes {
            gone @ ..60 => Distance::LateMinutes(gone),
            gone if day == today || gone < 24 * 60 => Distance::LateHours(gone / 60),
            _ => Distance::LateDays(i64::from(today.0 - day.0).max(1)),
        },
        _ if day > today => Distance::WorkingDays(working_days(today, day, calendar)),
        left @ ..60 => Distance::Minutes(left),
        left => Distance::Hours(left / 60),
    }
}

/// Working days after one date up to another, the last one included.
fn working_days(from: Date, to: Date, calendar: &WorkCalendar) -> i64 {
    // What is years away is "later" whatever the calendar says.
    let to = to.min(from.plus_days(400));
    let works = |date: &i32| calendar.day(Date(*date)).kind.works();
    let count = (from.0 + 1..=to.0).filter(works).count();
    i64::try_from(count).unwrap_or(i64::MAX)
}

/// The next moment at which quiet reminders are shown together.
pub(super) fn next_bundle(now: Moment, calendar: &WorkCalendar, bundles: &[u16]) -> Moment {
    bundled(Moment(now.0 + 1), bundles, calendar)
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared::calendar::{self, Span};
    use shared::domain::tasks::span_value;
    use shared::entity::{Entity, Instant, Version};

    /// 2026-11-09, a Monday, 09:00 in China.
    const MONDAY_9: i64 = 1_794_186_000_000;
    const HOUR: i64 = 3_600_000;
    const BUNDLES: [u16; 2] = [11 * 60 + 30, 17 * 60];

    fn task(due_ms: i64) -> Record {
        let mut task = Record::new(Task::KIND, Id([7; 16]));
        let mut put = |no: u16, value: Value| {
            let version = Version {
                op: Default::default(),
                seq: 1,
                hlc: Default::default(),
                value,
            };
            task.put(no, version);
        };
        let at = |ms| Value::Instant(Instant::utc(ms));
        put(Task::DUE_AT, at(due_ms));
        put(Task::BEGAN_AT, at(MONDAY_9));
        put(Task::SPAN, span_value(Span::WorkingDays(1)));
        task
    }

    fn at(due_ms: i64, now_ms: i64) -> Line {
        line(
            &task(due_ms),
            Moment(now_ms),
            calendar::standard(),
            &BUNDLES,
        )
        .unwrap()
    }

    #[test]
    fn groups_follow_working_days() {
        let now = MONDAY_9;
        let group = |hours: i64| at(now + hours * HOUR, now).group;
        assert_eq!(group(0), Group::Late);
        assert_eq!(group(3), Group::Today);
        // Midnight is the end of Monday.
        assert_eq!(group(15), Group::Today);
        assert_eq!(group(16), Group::Next);
        assert_eq!(group(3 * 24), Group::Next);
        assert_eq!(group(4 * 24), Group::Later);
        // From Friday on, three working days reach to Wednesday.
        let friday = MONDAY_9 + 4 * 24 * HOUR;
        assert_eq!(at(friday + 5 * 24 * HOUR, friday).group, Group::Next);
        assert_eq!(at(friday + 6 * 24 * HOUR, friday).group, Group::Later);
    }

    #[test]
    fn distances_are_in_the_largest_unit_that_says_something() {
        let now = MONDAY_9;
        let far = |minutes: i64| at(now + minutes * 60_000, now).distance;
        assert_eq!(far(-40), Distance::LateMinutes(40));
        assert_eq!(far(-5 * 60), Distance::LateHours(5));
        assert_eq!(far(-3 * 24 * 60), Distance::LateDays(3));
        assert_eq!(far(20), Distance::Minutes(20));
        assert_eq!(far(150), Distance::Hours(2));
        assert_eq!(far(24 * 60), Distance::WorkingDays(1));
        assert_eq!(far(7 * 24 * 60), Distance::WorkingDays(5));
    }

    #[test]
    fn p_44_quiet_reminders_wait_for_their_bundle() {
        // Reminded at three quarters of one working day from Monday nine.
        let due = MONDAY_9 + 24 * HOUR;
        let early = at(due, MONDAY_9 + HOUR);
        assert!(!early.reminded);
        let shown = Moment(early.reminds_ms.unwrap());
        let local = calendar::standard().zone().local(shown);
        assert!(BUNDLES.contains(&local.minute), "{local}");
        assert!(at(due, shown.0).reminded);
        let next = next_bundle(Moment(MONDAY_9), calendar::standard(), &BUNDLES);
        assert_eq!(next.0, MONDAY_9 + 150 * 60_000);
    }
}
