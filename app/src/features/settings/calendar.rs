//! One work calendar: its days, hours and zone, and the notices of its years.

use super::{notices, today};
use crate::i18n::{self, tr};
use crate::record::{RecordForm, record_title};
use crate::replica::Replica;
use crate::t;
use crate::ui::{
    Banner, Button, Dialog, Facts, FilePick, Glyph, Head, Pick, Size, Tag, Toaster, Tone, opens,
};
use leptos::prelude::*;
use shared::calendar::{Date, HolidayYear, Weekday, WorkCalendar as Reckoning};
use shared::domain::settings::{WorkCalendar, calendar_in};
use shared::entity::{Entity, Id};
use shared::ordered;

/// What of a calendar is typed.
const TYPED: &[u16] = &[
    WorkCalendar::WORKDAYS,
    WorkCalendar::HOURS,
    WorkCalendar::TZ,
];
const DAY_MS: f64 = 86_400_000.0;

/// The calendar of a unit.
#[component]
pub fn Own(
    /// Its record.
    id: Id,
    /// Whether who works here may change it.
    may: Signal<bool>,
) -> impl IntoView {
    let replica = expect_context::<Replica>();
    let toaster = expect_context::<Toaster>();
    let record = replica.record(id);
    let editing = RwSignal::new(false);
    let unit = move || {
        let unit = record.with(|record| record.as_ref()?.reference(WorkCalendar::APPLIES_TO));
        unit.map(|unit| record_title(replica, unit))
            .unwrap_or_default()
    };
    let calendar = Signal::derive(move || record.with(|record| calendar_in(record.as_ref()?)));
    // A device has no time zones: the server writes their rules into the record.
    let waits = move || {
        calendar.with(Option::is_none).then(|| view! {
            <Banner tone=Tone::Info icon=Glyph::CLOUD_OFF fact=t!("workdays-waits") inset=true />
        })
    };
    let acts = move || {
        may.get().then(|| view! {
            <FilePick size=Size::Small pick=Pick::Files(".json,application/json") several=true icon=Glyph::UPLOAD label=t!("workdays-import")
                on_pick=Callback::new(move |files| notices::take(replica, toaster, id, files)) />
            <Button size=Size::Small icon=Glyph::PEN on_press=opens(editing)>{t!("edit")}</Button>
        })
    };
    view! {
        <section class="work-calendar">
            <Head title=unit rule=true>{acts}</Head>
            {waits}
            <Days calendar />
            <Dialog open=editing title=unit wide=true actions=ViewFn::from(|| ())>
                <RecordForm schema=WorkCalendar::SCHEMA record=record.get_untracked() only=TYPED
                    on_saved=move |_| editing.set(false) on_cancel=move |()| editing.set(false) />
            </Dialog>
        </section>
    }
}

/// What counts, and year by year what does not.
#[component]
pub fn Days(
    /// The calendar; none while it cannot be reckoned with.
    calendar: Signal<Option<Reckoning>>,
) -> impl IntoView {
    let facts = Signal::derive(move || {
        calendar
            .with(|calendar| calendar.as_ref().map(facts))
            .unwrap_or_default()
    });
    let years = move || calendar.with(|calendar| calendar.as_ref().map(years));
    view! { <Facts facts /> {years} }
}

fn facts(calendar: &Reckoning) -> Vec<(String, Option<String>)> {
    let comma = tr("list-comma", &[]);
    let day = |day: &Weekday| {
        // 1970-01-05 was a Monday.
        let monday = 4 + Weekday::ALL
            .iter()
            .position(|one| one == day)
            .unwrap_or_default();
        i18n::weekday(monday as f64 * DAY_MS, "UTC", true)
    };
    let days = Weekday::ALL
        .iter()
        .filter(|day| calendar.workdays().contains(**day));
    let days: Vec<String> = days.map(day).collect();
    let wall = |minute: u16| format!("{:02}:{:02}", minute / 60, minute % 60);
    let hours = calendar.hours().iter();
    let hours: Vec<String> = hours
        .map(|hours| format!("{}–{}", wall(hours.from), wall(hours.to)))
        .collect();
    vec![
        (tr("work-calendar-workdays", &[]), Some(days.join(&comma))),
        (tr("work-calendar-hours", &[]), Some(hours.join(&comma))),
        (
            tr("work-calendar-tz", &[]),
            Some(calendar.zone().name().to_owned()),
        ),
    ]
}

/// The years that are known, and of this year and the next those that are not.
fn years(calendar: &Reckoning) -> AnyView {
    let this = Date(today()).year();
    let mut all: Vec<i32> = calendar
        .years()
        .map(HolidayYear::year)
        .chain([this, this + 1])
        .collect();
    ordered::sort(&mut all);
    all.dedup();
    let line = |year: &i32| {
        let notice = calendar.years().find(|notice| notice.year() == *year);
        let days = notice
            .map(|notice| view! { <small>{off(notice)}</small><small>{made_up(notice)}</small> });
        let unknown = days.is_none().then(|| {
            view! {
                <small>{tr("workdays-unknown", &[])}</small>
            }
        });
        let tag = unknown
            .is_some()
            .then(|| view! { <Tag tone=Tone::Lamp words=t!("today-step-provisional") /> });
        view! { <li><span><strong class="num">{*year}</strong>{days}{unknown}</span>{tag}</li> }
    };
    view! { <ul class="waiting">{all.iter().rev().map(line).collect_view()}</ul> }.into_any()
}

fn short(date: Date) -> String {
    i18n::day_short(f64::from(date.0) * DAY_MS, "UTC")
}

/// `元旦 1/1–1/3、春节 2/15–2/23`: days off that follow each other under one name.
fn off(notice: &HolidayYear) -> String {
    let mut runs: Vec<(&str, Date, Date)> = Vec::new();
    for (date, special) in notice.days() {
        if !special.off {
            continue;
        }
        match runs.last_mut() {
            Some((name, _, last)) if *name == &*special.name && last.plus_days(1) == *date => {
                *last = *date
            }
            _ => runs.push((&special.name, *date, *date)),
        }
    }
    let words = runs.into_iter().map(|(name, first, last)| {
        let days = if first == last {
            short(first)
        } else {
            format!("{}–{}", short(first), short(last))
        };
        format!("{name} {days}")
    });
    words.collect::<Vec<_>>().join(&tr("list-comma", &[]))
}

/// The days that are worked for them.
fn made_up(notice: &HolidayYear) -> String {
    let days = notice.days().iter().filter(|(_, special)| !special.off);
    let days: Vec<String> = days.map(|(date, _)| short(*date)).collect();
    if days.is_empty() {
        return String::new();
    }
    let days = days.join(&tr("list-comma", &[]));
    tr("workdays-made-up", &[("days", days.into())])
}
