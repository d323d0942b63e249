//! 日历: what has its time, by month, week or day, with the holidays and 调休 of the unit; and as a file for
//! other calendars.

mod entries;
mod span;

use crate::i18n::{self, tr};
use crate::record::{minute, report, save};
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

/// What the parts of the page share.
#[derive(Clone, Copy)]
struct Book {
    work: Memo<WorkCalendar>,
    today: Memo<Date>,
    view: RwSignal<&'static str>,
    date: RwSignal<Date>,
    all: Memo<Vec<Entry>>,
}

impl Book {
    fn new(replica: Replica) -> Self {
        let work = Memo::new(move |_| {
            replica.revision(settings::WorkCalendar::KIND).track();
            replica.world(|world| {
                let unit = unit_of(world, replica.me());
                calendar_of(world, unit).into_owned()
            })
        });
        let today = Memo::new(move |_| {
            let now = Moment(minute());
            work.with(|work| work.zone().local(now).date)
        });
        Self {
            work,
            today,
            view: RwSignal::new(MONTH),
            date: RwSignal::new(today.get_untracked()),
            all: Memo::new(move |_| work.with(|work| entries(replica, work))),
        }
    }

    fn on(self, date: Date) -> Vec<Entry> {
        let on = |all: &Vec<Entry>| all.iter().filter(|one| one.on(date)).cloned().collect();
        self.all.with(on)
    }
}

/// A date as the browser's formats take it.
fn noon(date: Date) -> f64 {
    f64::from(date.0) * DAY_MS
}

fn day_words(date: Date) -> String {
    i18n::date(noon(date), "UTC")
}

/// The page.
#[component]
pub fn CalendarPage() -> impl IntoView {
    let replica = expect_context::<Replica>();
    let book = Book::new(replica);
    let title = move || {
        let (view, date) = (book.view.get(), book.date.get());
        match view {
            MONTH => i18n::month_of(noon(first_of_month(date, 0)), "UTC"),
            DAY => format!(
                "{} {}",
                day_words(date),
                i18n::weekday(noon(date), "UTC", false)
            ),
            _ => {
                let (first, count) = days(view, date);
                format!(
                    "{} – {}",
                    day_words(first),
                    day_words(first.plus_days(count - 1))
                )
            }
        }
    };
    let segment = |value: &'static str| Segment {
        value,
        label: (move || tr(&format!("calendar-{value}"), &[])).into(),
        icon: None,
    };
    let go = move |by: i32| {
        book.date
            .update(|date| *date = moved(book.view.get_untracked(), *date, by))
    };
    let take = move || {
        let events: Vec<_> = book
            .all
            .with_untracked(|all| all.iter().map(Entry::event).collect());
        let name = tr("nav-calendar", &[]);
        let text = ics::file(&name, Moment(minute()), &events);
        save("yingke.ics", "text/calendar;charset=utf-8", &text);
        report(
            replica,
            AuditAction::Export,
            None,
            format!("{name} × {}", events.len()),
        );
    };
    let unknown = move || {
        let year = book.date.get();
        let announced = book.work.with(|work| work.day(year).announced);
        (!announced).then(|| view! { <p class="fine">{tr("calendar-provisional", &[("year", year.year().to_string().into())])}</p> })
    };
    view! {
        <Office>
            <PageHead title=t!("nav-calendar") sub=Signal::derive(move || Some(title()))>
                <Button icon=Glyph::DOWNLOAD on_press=take>{t!("calendar-ics")}</Button>
            </PageHead>
            <div class="cal-tools">
                <Segmented label=t!("nav-calendar") chosen=book.view segments=[MONTH, WEEK, DAY].map(segment).to_vec() />
                <span class="end">
                    <IconButton icon=Glyph::LEFT label=t!("calendar-previous") on_press=move || go(-1) />
                    <Button kind=Kind::Quiet on_press=move || book.date.set(book.today.get_untracked())>{t!("calendar-today")}</Button>
                    <IconButton icon=Glyph::RIGHT label=t!("calendar-next") on_press=move || go(1) />
                </span>
            </div>
            {unknown}
            {move || {
                let (view, date) = (book.view.get(), book.date.get());
                let (first, count) = days(view, date);
                let cells = (0..count).map(|n| view! { <Cell book date=first.plus_days(n) /> });
                view! {
                    {(view != DAY).then(|| view! { <Weekdays first /> })}
                    <ol class="cal" data-view=view>{cells.collect_view()}</ol>
                }
            }}
        </Office>
    }
}

#[component]
fn Weekdays(first: Date) -> impl IntoView {
    let name = move |n: i32| {
        view! { <span>{i18n::weekday(noon(first.plus_days(n)), "UTC", true)}</span> }
    };
    view! { <div class="cal-week" aria-hidden="true">{(0..7).map(name).collect_view()}</div> }
}

/// A day: its number, what the calendar says of it, what stands on it.
#[component]
fn Cell(book: Book, date: Date) -> impl IntoView {
    let view = book.view.get_untracked();
    let other =
        view == MONTH && first_of_month(date, 0) != first_of_month(book.date.get_untracked(), 0);
    let kind = Memo::new(move |_| book.work.with(|work| work.day(date).kind));
    let named = move || {
        kind.with(|kind| match kind {
            DayKind::Holiday(name) => Some(name.to_string()),
            DayKind::MakeUp(name) => {
                Some(tr("calendar-make-up", &[("name", name.to_string().into())]))
            }
            DayKind::Workday | DayKind::Weekend => None,
        })
    };
    let entries = Memo::new(move |_| book.on(date));
    let (_, _, day) = date.ymd();
    let open = move |_| {
        book.date.set(date);
        book.view.set(DAY);
    };
    let shown = move || {
        let mut all = entries.get();
        if view == MONTH && all.len() > SHOWN + 1 {
            all.truncate(SHOWN);
        }
        all
    };
    let more = move || {
        let rest = entries.with(Vec::len).saturating_sub(shown().len());
        (rest > 0).then(|| view! {
            <button type="button" class="rest" on:click=open>{tr("calendar-more", &[("count", rest.into())])}</button>
        })
    };
    let none = move || {
        (view == DAY && entries.with(Vec::is_empty))
            .then(|| view! { <p class="fine">{t!("calendar-none")}</p> })
    };
    let count = move || Some(entries.with(Vec::len)).filter(|count| *count > 0);
    view! {
        <li
            data-other=other.then_some("")
            data-off=move || (!kind.with(DayKind::works)).then_some("")
            data-today=move || (book.today.get() == date).then_some("")
        >
            <header>
                <button type="button" class="no num" aria-label=day_words(date) on:click=open>{day}</button>
                <small>{named}</small>
                <b class="count" aria-hidden="true">{count}</b>
            </header>
            <ul>{move || shown().into_iter().map(|entry| one(entry, date)).collect_view()}</ul>
            {more}{none}
        </li>
    }
}

fn one(entry: Entry, date: Date) -> impl IntoView + use<> {
    let sort = entry.sort();
    let time = entry
        .at
        .filter(|_| entry.from == date)
        .map(|(_, minute)| format!("{:02}:{:02}", minute / 60, minute % 60));
    let words = view! { <span class="num">{time}</span> <span>{entry.words}</span> };
    view! {
        <li data-sort=sort>
            {match entry.route {
                Some(route) => view! { <a href=route.to_string()>{words}</a> }.into_any(),
                None => view! { <span class="plain">{words}</span> }.into_any(),
            }}
        </li>
    }
}
