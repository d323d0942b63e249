//! 日历: what has its time, by month, week or day, with the holidays and 调休 of the unit; and as a file for
//! other calendars.

mod entries;
mod span;

use crate::i18n::{self, tr};
use crate::record::{minute, now, report, save};
use crate::replica::Replica;
use crate::shell::{Office, PageHead};
use crate::t;
use crate::ui::{Button, Glyph, IconButton, Kind, Segment, Segmented};
use entries::{Entry, entries};
use leptos::prelude::*;
use shared::access::unit_of;
use shared::calendar::{Date, DayKind, Moment, WorkCalendar};
use shared::domain::audit::AuditAction;
use shared::domain::settings::{self, calendar_of};
use shared::entity::Entity as _;
use shared::exchange::ics;
use span::{DAY, MONTH, WEEK, days, first_of_month, moved};

/// Entries a day of a month shows; the rest stands in the day.
const SHOWN: usize = 3;
const DAY_MS: f64 = 86_400_000.0;

/// What is on the page: the view, and the day it stands at, in days since 1970-01-01.
#[derive(Clone, Copy)]
struct Page {
    view: RwSignal<&'static str>,
    date: RwSignal<i64>,
}

impl Page {
    fn date(self) -> Date {
        Date(i32::try_from(self.date.get()).unwrap_or_default())
    }

    fn show(self, date: Date) {
        self.date.set(date.0.into());
    }
}

/// The calendar of the unit of who works here.
fn work(replica: Replica) -> WorkCalendar {
    replica.revision(settings::WorkCalendar::KIND).track();
    replica.world(|world| calendar_of(world, unit_of(world, replica.me())).into_owned())
}

fn today(work: &WorkCalendar) -> Date {
    work.zone().local(Moment(now().utc_ms)).date
}

/// A date as the browser's formats take it.
fn noon(date: Date) -> f64 {
    f64::from(date.0) * DAY_MS
}

fn day_words(date: Date) -> String {
    i18n::date(noon(date), "UTC")
}

/// What the view shows, in words.
fn heading(view: &str, date: Date) -> String {
    match view {
        MONTH => i18n::month_of(noon(date), "UTC"),
        DAY => format!(
            "{} {}",
            day_words(date),
            i18n::weekday(noon(date), "UTC", false)
        ),
        _ => {
            let (first, count) = days(view, date);
            let last = first.plus_days(count - 1);
            format!("{} – {}", day_words(first), day_words(last))
        }
    }
}

/// The page.
#[component]
pub fn CalendarPage() -> impl IntoView {
    let replica = expect_context::<Replica>();
    let page = Page {
        view: RwSignal::new(MONTH),
        date: RwSignal::new(untrack(|| today(&work(replica)).0.into())),
    };
    let segment = |value: &'static str| Segment {
        value,
        label: (move || tr(&format!("calendar-{value}"), &[])).into(),
        icon: None,
    };
    let go = move |by: i32| untrack(|| page.show(moved(page.view.get(), page.date(), by)));
    let take = move || {
        let all = untrack(|| entries(replica, &work(replica)));
        let events: Vec<_> = all.iter().map(Entry::event).collect();
        let name = tr("nav-calendar", &[]);
        let text = ics::file(&name, Moment(minute()), &events);
        save("yingke.ics", "text/calendar;charset=utf-8", &text);
        let about = format!("{name} × {}", events.len());
        report(replica, AuditAction::Export, None, about);
    };
    view! {
        <Office>
            <PageHead title=t!("nav-calendar") sub=Signal::derive(move || Some(heading(page.view.get(), page.date())))>
                <Button icon=Glyph::DOWNLOAD on_press=take>{t!("calendar-ics")}</Button>
            </PageHead>
            <div class="cal-tools">
                <Segmented label=t!("nav-calendar") chosen=page.view segments=[MONTH, WEEK, DAY].map(segment).to_vec() />
                <span class="end">
                    <IconButton icon=Glyph::LEFT label=t!("calendar-previous") on_press=move || go(-1) />
                    <Button kind=Kind::Quiet on_press=move || page.show(today(&untrack(|| work(replica))))>{t!("calendar-today")}</Button>
                    <IconButton icon=Glyph::RIGHT label=t!("calendar-next") on_press=move || go(1) />
                </span>
            </div>
            {move || days_of(replica, page)}
        </Office>
    }
}

/// The days of the view. They are drawn anew when anything in them changes; nothing in them is typed into.
fn days_of(replica: Replica, page: Page) -> AnyView {
    let (view, date, work) = (page.view.get(), page.date(), work(replica));
    let (all, now) = (entries(replica, &work), today(&work));
    let (first, count) = days(view, date);
    let cell = |n: i32| {
        let day = first.plus_days(n);
        let on: Vec<&Entry> = all.iter().filter(|entry| entry.on(day)).collect();
        let other = view == MONTH && first_of_month(day, 0) != first_of_month(date, 0);
        cell(page, view, &work, day, [other, day == now], &on)
    };
    let weekdays = (view != DAY).then(|| {
        let name = |n: i32| i18n::weekday(noon(first.plus_days(n)), "UTC", true);
        let name = |n: i32| view! { <span>{name(n)}</span> };
        view! { <div class="cal-week" aria-hidden="true">{(0..7).map(name).collect_view()}</div> }
    });
    let unknown = (!work.day(date).announced).then(|| {
        let year = date.year().to_string();
        view! { <p class="fine">{tr("calendar-provisional", &[("year", year.into())])}</p> }
    });
    view! {
        {unknown}
        {weekdays}
        <ol class="cal" data-view=view>{(0..count).map(cell).collect_view()}</ol>
    }
    .into_any()
}

/// A day: its number, what the calendar says of it, what stands on it.
fn cell(
    page: Page,
    view: &'static str,
    work: &WorkCalendar,
    date: Date,
    [other, today]: [bool; 2],
    on: &[&Entry],
) -> AnyView {
    let kind = work.day(date).kind;
    let named = match &kind {
        DayKind::Holiday(name) => name.to_string(),
        DayKind::MakeUp(name) => tr("calendar-make-up", &[("name", name.to_string().into())]),
        DayKind::Workday | DayKind::Weekend => String::new(),
    };
    let open = move |_| {
        page.show(date);
        page.view.set(DAY);
    };
    let shown = if view == MONTH && on.len() > SHOWN + 1 {
        SHOWN
    } else {
        on.len()
    };
    let rest = on.len() - shown;
    let (_, _, number) = date.ymd();
    let count = Some(on.len()).filter(|count| *count > 0);
    view! {
        <li
            data-other=other.then_some("")
            data-off=(!kind.works()).then_some("")
            data-today=today.then_some("")
        >
            <header>
                <button type="button" class="no num" aria-label=day_words(date) on:click=open>{number}</button>
                <span class="weekday">{i18n::weekday(noon(date), "UTC", true)}</span>
                <small>{named}</small>
                <b class="count" aria-hidden="true">{count}</b>
            </header>
            <ul>{on[..shown].iter().map(|entry| one(entry, date)).collect_view()}</ul>
            {(rest > 0).then(|| view! {
                <button type="button" class="rest" on:click=open>{tr("calendar-more", &[("count", rest.into())])}</button>
            })}
            {(view == DAY && on.is_empty()).then(|| view! { <p class="fine">{tr("calendar-none", &[])}</p> })}
        </li>
    }
    .into_any()
}

fn one(entry: &Entry, date: Date) -> AnyView {
    let time = entry
        .at
        .filter(|_| entry.from == date)
        .map(|(_, minute)| format!("{:02}:{:02}", minute / 60, minute % 60));
    // What has no page of its own is a link to nowhere, which is plain text.
    let href = entry.route.map(|route| route.to_string());
    view! {
        <li data-sort=entry.mark()><a href=href><span class="num">{time}</span> {entry.words.clone()}</a></li>
    }
    .into_any()
}
