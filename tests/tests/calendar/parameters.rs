//! Limits as rules ask for them: any start, any parameter, any calendar, any history of changes, beside
//! an independent slow oracle that walks day by day and counts minutes. It shares no code with the lookup,
//! the calendar of a unit or the due time; it knows the changes as a plain list.

use std::collections::HashMap;

use crate::oracle::{Dice, FIRST, ZONES, edges, naive, off_days, walls};
use crate::world::{notices, offset, year, zone};
use chrono::{Datelike, Days, Months, NaiveDate, NaiveDateTime, TimeDelta};
use chrono_tz::Tz;
use shared::calendar::{Moment, Span, WorkCalendar as Calendar, due, replay};
use shared::domain::organisation::OrgUnit;
use shared::domain::settings::{
    Parameter, Setting, Sort, Spec, WorkCalendar, calendar_of, holiday_item, in_force_by_number,
    parse, table,
};
use shared::entity::{Entity, Hlc, Id, Kind, OpId, ReplicaId, Value};
use shared::sync::op::{Fields, NewItem, SCHEMA_VERSION};
use shared::sync::server::{MemoryStore, StoreLook, author};
use shared::sync::{Action, Op};

const NOW: u64 = 1_790_000_000_000;
/// A workshop in a factory in a company.
const UNITS: [Id; 3] = [Id([7; 16]), Id([8; 16]), Id([9; 16])];

/// The working time of one calendar, day by day since 1970.
struct Slow {
    tz: Tz,
    walls: &'static [i32],
    works: Vec<bool>,
    open: Vec<bool>,
    /// Minutes of each date that are worked, from [`FIRST`] on; filled when first asked for.
    minutes: Vec<Option<Vec<i64>>>,
    /// The stretches of minutes in which the wall shows each date, first and behind the last.
    shown: HashMap<i64, Vec<(i64, i64)>>,
}

impl Slow {
    fn new(index: usize, workdays: &[u32], hours: &[(u16, u16)]) -> Slow {
        let off = off_days();
        let works = |date: NaiveDate| {
            let weekday = workdays.contains(&date.weekday().num_days_from_monday());
            off.get(&date).map_or(weekday, |off| !off)
        };
        let open = |minute| {
            hours
                .iter()
                .any(|(from, to)| (*from..*to).contains(&minute))
        };
        let walls = walls(index);
        let mut shown: HashMap<i64, Vec<(i64, i64)>> = HashMap::new();
        let mut from = 0;
        for at in 1..=walls.len() {
            let goes_on =
                at < walls.len() && walls[at] == walls[at - 1] + 1 && walls[at] % 1440 != 0;
            if !goes_on {
                let date = i64::from(walls[from]) / 1440;
                let stretch = (FIRST + from as i64, FIRST + at as i64);
                shown.entry(date).or_default().push(stretch);
                from = at;
            }
        }
        Slow {
            tz: ZONES[index],
            walls,
            works: NaiveDate::default()
                .iter_days()
                .take(25_000)
                .map(works)
                .collect(),
            open: (0..1440).map(open).collect(),
            minutes: vec![None; 25_000],
            shown,
        }
    }

    fn wall(&self, minute: i64) -> i64 {
        match self.walls.get((minute - FIRST) as usize) {
            Some(wall) => i64::from(*wall),
            None => minute + i64::from(offset(self.tz, Moment(minute * 60_000))),
        }
    }

    fn date(&self, minute: i64) -> NaiveDate {
        naive(self.wall(minute)).date()
    }

    /// The worked minutes of a date.
    fn worked(&mut self, date: i64) -> &[i64] {
        let (walls, open) = (self.walls, &self.open);
        let worked = self.works[date as usize];
        let stretches = self.shown.get(&date);
        self.minutes[date as usize].get_or_insert_with(|| {
            let stretches = stretches.into_iter().flatten().filter(|_| worked);
            let minutes = stretches.flat_map(|(from, to)| *from..*to);
            minutes
                .filter(|minute| open[walls[(minute - FIRST) as usize] as usize % 1440])
                .collect()
        })
    }

    /// The end of all minutes in which the wall shows less.
    fn before(&self, limit: NaiveDateTime) -> i64 {
        let shows = limit.and_utc().timestamp() / 60;
        let mut minutes = (shows - 1440..shows + 1000).rev();
        minutes.find(|minute| self.wall(*minute) < shows).unwrap() + 1
    }

    fn due(&mut self, start: i64, span: Span) -> i64 {
        let date = self.date(start);
        let today = self.wall(start) / 1440;
        let end = |date: NaiveDate| date.and_hms_opt(0, 0, 0).unwrap() + Days::new(1);
        let months = |n: u32| end(date.checked_add_months(Months::new(n)).unwrap());
        match span {
            Span::CalendarHours(n) => start + i64::from(n) * 60,
            Span::CalendarMinutes(n) => start + i64::from(n),
            Span::MinutesBefore(n) => start - i64::from(n),
            Span::CalendarDays(n) => self.before(end(date + Days::new(n.into()))),
            Span::Months(n) => self.before(months(n.into())),
            Span::Years(n) => self.before(months(12 * u32::from(n))),
            Span::DaysBefore { days, by } => {
                let day = (date - Days::new(days.into()))
                    .and_hms_opt(0, 0, 0)
                    .unwrap();
                self.before(day + TimeDelta::minutes(by.into()))
            }
            Span::WorkingMinutes(n) => {
                let mut left = usize::from(n);
                for day in today.. {
                    let minutes = self.worked(day);
                    let ahead = &minutes[minutes.partition_point(|minute| *minute < start)..];
                    if let Some(last) = ahead.get(left - 1) {
                        return last + 1;
                    }
                    left -= ahead.len();
                }
                unreachable!("days go on")
            }
            Span::WorkingDays(n) => {
                let mut left = n;
                for day in today + 1.. {
                    if let Some(last) = self.worked(day).last().copied() {
                        left -= 1;
                        if left == 0 {
                            return last + 1;
                        }
                    }
                }
                unreachable!("days go on")
            }
        }
    }

    /// The first year without a notice among the dates a working clock looks at.
    fn provisional(&self, start: i64, due: i64, span: Span) -> Option<i32> {
        let first = match span {
            Span::WorkingMinutes(_) => self.date(start),
            Span::WorkingDays(_) => self.date(start) + Days::new(1),
            _ => return None,
        };
        let last = self.date(due - 1);
        let mut years = (first.year()..=last.year()).filter(|_| first <= last);
        years.find(|year| !(2024..=2026).contains(year))
    }
}

/// One change, as the oracle knows it.
struct Decided {
    number: u16,
    /// Index into [`UNITS`]; `None` = everybody.
    unit: Option<usize>,
    from: NaiveDate,
    record: Id,
    value: Setting,
}

/// What holds for a unit on a day, the slow way.
fn holding<'d>(
    changes: &'d [Decided],
    spec: &Spec,
    unit: usize,
    day: NaiveDate,
) -> Option<&'d Decided> {
    let places = (unit..UNITS.len()).map(Some).chain([None]);
    places.into_iter().find_map(|place| {
        let here = changes.iter().filter(|change| {
            change.number == spec.no && change.unit == place && change.from <= day
        });
        here.max_by_key(|change| (change.from, change.record))
    })
}

fn after(dice: &mut Dice) -> String {
    let mut n = |limit: u64| 1 + dice.below(limit);
    match n(9) {
        1 => format!("{}h", n(200)),
        2 => format!("{}min", n(5_000)),
        3 => format!("{}d", n(60)),
        4 => format!("{}mo", n(14)),
        5 => format!("{}y", n(3)),
        6 => format!("{}wmin", n(1_500)),
        7 => format!("{}wh", n(30)),
        _ => format!("{}wd", n(12)),
    }
}

fn decided(sort: Sort, dice: &mut Dice) -> String {
    match sort {
        Sort::After => after(dice),
        Sort::Before if dice.below(3) == 0 => format!("-{}min", 1 + dice.below(3_000)),
        Sort::Before => {
            let by = dice.below(1441);
            format!("{:02}:{:02} -{}d", by / 60, by % 60, dice.below(5))
        }
        Sort::Timers => format!("{}min / {}h", 1 + dice.below(90), 1 + dice.below(5)),
        Sort::Pair => format!("{} / {}", after(dice), after(dice)),
        Sort::Triple => format!("{} / {} / {}", after(dice), after(dice), after(dice)),
        Sort::Percent => format!("{}%", dice.below(101)),
        Sort::Shares => format!("{}% / 120%", dice.below(100)),
        Sort::Money => format!("CNY {}", dice.below(100_000)),
        Sort::Threshold => format!("<={}/10", 1 + dice.below(9)),
        Sort::Clocks => format!("{:02}:00 {:02}:30", dice.below(12), 12 + dice.below(12)),
    }
}

/// Ops of the server itself, in order.
#[derive(Default)]
struct Author(Vec<Op>);

impl Author {
    fn create(&mut self, kind: Kind, record: Id, fields: Fields, items: Vec<NewItem>) {
        self.0.push(Op {
            id: OpId {
                replica: ReplicaId::SERVER,
                epoch: 1,
                seq: self.0.len() as u64 + 1,
            },
            actor: Id::NIL,
            kind,
            record,
            action: Action::Create { fields, items },
            seen: Default::default(),
            hlc: Hlc { ms: NOW, count: 0 },
            offset_ms: 0,
            zone: "Asia/Shanghai".into(),
            schema: SCHEMA_VERSION,
            group: None,
            blobs: Vec::new(),
        });
    }
}

fn days_since_1970(date: NaiveDate) -> i32 {
    (date - NaiveDate::default()).num_days() as i32
}

/// The factory has a calendar in the zone; the company above has none, so it works by the standard one.
fn book(
    tz: Tz,
    workdays: &[u32],
    hours: &[(u16, u16)],
    dice: &mut Dice,
) -> (MemoryStore, Vec<Decided>) {
    let mut store = MemoryStore::new();
    if !store.zones.iter().any(|known| known.name() == tz.name()) {
        store.zones.push(zone(tz));
    }
    let mut author_of = Author::default();
    for (at, unit) in UNITS.into_iter().enumerate() {
        let parent = UNITS
            .get(at + 1)
            .map(|parent| (OrgUnit::PARENT, Value::Ref(Kind(1), *parent)));
        author_of.create(Kind(1), unit, parent.into_iter().collect(), Vec::new());
    }
    let hour = |(from, to): &(u16, u16)| {
        Value::Text(format!(
            "{:02}:{:02}-{:02}:{:02}",
            from / 60,
            from % 60,
            to / 60,
            to % 60
        ))
    };
    let fields = vec![
        (WorkCalendar::APPLIES_TO, Value::Ref(Kind(1), UNITS[1])),
        (WorkCalendar::TZ, Value::Text(tz.name().to_owned())),
        (
            WorkCalendar::WORKDAYS,
            Value::List(workdays.iter().map(|d| Value::Choice(d + 1)).collect()),
        ),
        (
            WorkCalendar::HOURS,
            Value::List(hours.iter().map(hour).collect()),
        ),
    ];
    let announced = notices();
    let announced = announced.iter().filter(|notice| !notice.1.is_empty());
    let years = announced
        .map(|notice| holiday_item(&year(notice), ""))
        .collect();
    author_of.create(WorkCalendar::KIND, Id([5; 16]), fields, years);

    let specs: Vec<&Spec> = table().collect();
    let mut changes = Vec::new();
    for n in 0..200_u64 {
        let spec = specs[dice.below(44) as usize];
        let text = decided(spec.sort, dice);
        let unit = [None, Some(0), Some(1), Some(2)][dice.below(4) as usize];
        let from = NaiveDate::from_ymd_opt(2023, 10, 1).unwrap() + Days::new(dice.below(1_400));
        let record = Id::v7(dice.below(1 << 40), [n as u8; 10]);
        let mut fields = vec![
            (Parameter::NUMBER, Value::Choice(spec.no.into())),
            (Parameter::VALUE, Value::Text(text.clone())),
            (Parameter::EFFECTIVE_FROM, Value::Day(days_since_1970(from))),
            (Parameter::DECIDED_BY, Value::Ref(Kind(2), Id([2; 16]))),
            (Parameter::REASON, Value::Text("例会".into())),
        ];
        fields.extend(unit.map(|unit| (Parameter::APPLIES_TO, Value::Ref(Kind(1), UNITS[unit]))));
        author_of.create(Parameter::KIND, record, fields, Vec::new());
        changes.push(Decided {
            number: spec.no,
            unit,
            from,
            record,
            value: parse(spec.sort, &text).unwrap(),
        });
    }
    author(&mut store, &author_of.0, NOW).unwrap();
    (store, changes)
}

fn spans(setting: Setting) -> Vec<Span> {
    match setting {
        Setting::Span(one) => vec![one],
        Setting::Pair(two) => two.to_vec(),
        Setting::Triple(three) => three.to_vec(),
        _ => Vec::new(),
    }
}

#[test]
fn r_115_random_parameters_changes_and_calendars_agree_with_walking_day_by_day() {
    let cases: u64 =
        std::env::var("YINGKE_PARAMETER_CASES").map_or(100_000, |n| n.parse().unwrap());
    let specs: Vec<&Spec> = table().collect();
    let mut dice = Dice(20_261_130);
    let mut standard = Slow::new(0, &[0, 1, 2, 3, 4], &[(510, 720), (810, 1050)]);
    let (mut done, mut dated, mut changed, mut provisional) = (0_u64, 0_u64, 0_u64, 0_u64);
    let rounds = 2 * ZONES.len() as u64;
    for round in 0..rounds {
        let index = (round % ZONES.len() as u64) as usize;
        let hours = dice.hours();
        let workdays: Vec<u32> = (0..5 + dice.below(3) as u32).collect();
        let mut own = Slow::new(index, &workdays, &hours);
        let (store, changes) = book(ZONES[index], &workdays, &hours, &mut dice);
        let look = StoreLook::new(&store);
        let calendars: Vec<Calendar> = UNITS
            .iter()
            .map(|unit| calendar_of(&look, Some(*unit)).into_owned())
            .collect();
        let edges = edges(&zone(ZONES[index]));
        while done < cases * (round + 1) / rounds {
            done += 1;
            let unit = dice.below(3) as usize;
            let slow = if unit == 2 { &mut standard } else { &mut own };
            let spec = specs[dice.below(44) as usize];
            let start = dice.start(&edges);
            let moment = Moment(start * 60_000 + dice.below(60_000) as i64);
            // Told only when it fails: a trace takes longer to print than to check.
            let case = || {
                let (no, zone) = (spec.no, ZONES[index]);
                format!("P-{no:02} {zone:?} {moment:?} unit {unit} {hours:?}")
            };

            let held = holding(&changes, spec, unit, slow.date(start));
            let found = in_force_by_number(&look, spec.no, Some(UNITS[unit]), moment.0).unwrap();
            assert_eq!(found.by, held.map(|change| change.record), "{}", case());
            assert_eq!(
                found.value,
                held.map_or(spec.default, |change| change.value),
                "{}",
                case()
            );
            changed += u64::from(held.is_some());

            let spans = spans(found.value);
            let Some(span) = spans.get(dice.below(spans.len().max(1) as u64) as usize) else {
                continue;
            };
            let expected = slow.due(start, *span);
            let found = due(moment, *span, &calendars[unit]);
            let case = || format!("{} {span:?}\n{:#?}", case(), found.trace);
            assert_eq!(found.at.0, expected * 60_000, "{}", case());
            assert_eq!(replay(&found.trace), Ok(found.at), "{}", case());
            assert_eq!(
                found.provisional,
                slow.provisional(start, expected, *span),
                "{}",
                case()
            );
            dated += 1;
            provisional += u64::from(found.provisional.is_some());
        }
    }
    println!(
        "{done} cases, {dated} due dates re-derived, {changed} by a change, {provisional} provisional"
    );
    assert!(dated > done / 2 && changed > done / 4 && provisional > done / 100);
}
