//! 工作日历: the working time of a unit and of everything below it (requirements §3.0, §4.0).

use super::calendar_parts::wall_period;
use super::holiday_item;
use crate::calendar::{self, Weekday};
use crate::choice;
use crate::domain::organisation::OrgUnit;
use crate::entity::{FieldKind, FieldSpec, Id, Kind, Level, ListOf, Ref, Text, Value};
use crate::sync::Action;
use shared_derive::Entity;

choice! {
    /// 工作日.
    pub enum WorkDay: "work-day" {
        Monday = 1 => "monday", Tuesday = 2 => "tuesday", Wednesday = 3 => "wednesday",
        Thursday = 4 => "thursday", Friday = 5 => "friday", Saturday = 6 => "saturday", Sunday = 7 => "sunday",
    }
}

/// Parts of a year of [`WorkCalendar::YEARS`].
pub mod year {
    use crate::entity::Id;

    /// 年份, a whole number.
    pub const YEAR: u16 = 1;
    /// 依据: where it was published.
    pub const SOURCE: u16 = 2;
    /// 节假日: a list of days with names.
    pub const HOLIDAYS: u16 = 3;
    /// 调休: days that are worked, with the name of their festival.
    pub const MAKEUP: u16 = 4;

    /// Years a notice can be for.
    pub const RANGE: std::ops::RangeInclusive<i32> = 2000..=2099;

    /// The one item that stands for a year, so that two people who import it meet.
    pub fn item(year: i32) -> Id {
        let mut bytes = *b"holiday-year....";
        bytes[12..].copy_from_slice(&year.to_be_bytes());
        Id(bytes)
    }

    /// The year an item stands for.
    pub fn of_item(item: Id) -> Option<i32> {
        let (name, year) = item.0.split_at(12);
        let year = i32::from_be_bytes(year.try_into().ok()?);
        (name == b"holiday-year" && RANGE.contains(&year)).then_some(year)
    }
}

const fn part(no: u16, key: &'static str, kind: FieldKind, critical: bool) -> FieldSpec {
    let part = FieldSpec::part(Level::L1, no, key, kind);
    if critical { part.critical() } else { part }
}

const DAY_PARTS: &[FieldSpec] = &[
    part(1, "date", FieldKind::Day, false),
    part(2, "name", FieldKind::Text, false),
];

/// Parts of a year: see [`year`].
const YEAR_PARTS: &[FieldSpec] = &[
    part(year::YEAR, "year", FieldKind::Int, true),
    part(year::SOURCE, "source", FieldKind::LongText, false),
    part(
        year::HOLIDAYS,
        "holidays",
        FieldKind::List(&FieldKind::Group(DAY_PARTS)),
        true,
    ),
    part(
        year::MAKEUP,
        "makeup",
        FieldKind::List(&FieldKind::Group(DAY_PARTS)),
        true,
    ),
];

/// 工作日历. What decides deadlines is critical: no clock chooses between two people's hours.
#[derive(Entity, Clone, Debug, Default, PartialEq)]
#[entity(kind = 19, key = "work-calendar", compartment = Reference, level = L1, title = tz)]
pub struct WorkCalendar {
    /// 适用单元.
    #[field(16, required, indexed, listed, critical)]
    pub applies_to: Ref<OrgUnit>,
    /// 时区, IANA.
    #[field(17, required, listed, critical)]
    pub tz: Text,
    /// 工作日.
    #[field(18, required, listed, critical)]
    pub workdays: ListOf<WorkDay>,
    /// 工作时段: `08:30-12:00`, in order.
    #[field(19, required, listed, critical)]
    pub hours: ListOf<Text>,
    /// 节假日与调休, one item per year.
    #[field(20, collection, kind = FieldKind::Items(YEAR_PARTS))]
    pub years: Text,
    /// The offsets of the zone as data, as in [`crate::calendar::ZoneData`]: the first one, then for
    /// each change the minutes since the one before and the new offset. Written by the server.
    #[field(21, computed)]
    pub zone_rules: ListOf<i64>,
}

/// A new calendar that begins as the standard one: its days, hours and notices, for a unit in a
/// zone (IANA name).
pub fn starting(unit: Id, tz: &str) -> Action {
    let standard = calendar::standard();
    let workdays = (1..).zip(Weekday::ALL);
    let workdays = workdays.filter(|(_, day)| standard.workdays().contains(*day));
    let hours = standard.hours().iter();
    let hours = hours.map(|period| Value::Text(wall_period(*period)));
    Action::Create {
        fields: vec![
            (WorkCalendar::APPLIES_TO, Value::Ref(Kind(1), unit)),
            (WorkCalendar::TZ, Value::Text(tz.to_owned())),
            (
                WorkCalendar::WORKDAYS,
                Value::List(workdays.map(|(no, _)| Value::Choice(no)).collect()),
            ),
            (WorkCalendar::HOURS, Value::List(hours.collect())),
        ],
        items: standard
            .years()
            .map(|notice| holiday_item(notice, ""))
            .collect(),
    }
}
