//! What was promised becomes a task of whoever promised it, in the moment it is said.

use super::super::doing::keep;
use super::Day;
use crate::features::tasks::DueOf;
use crate::i18n::tr;
use crate::record::{Draft, now, record_title, zone};
use crate::replica::Act;
use crate::t;
use crate::ui::{Button, ChipOne, Chips, Dialog, Field, Glyph, Kind, TextInput, closes};
use leptos::prelude::*;
use shared::calendar::{self, Date, Local, Moment, Weekday};
use shared::domain::tasks::Task;
use shared::domain::visits::{promise, promises_of};
use shared::entity::{Entity, Instant, Record};

/// What guests are usually promised.
const WHAT: [&str; 5] = ["quote", "sample", "papers", "drawing", "other"];

/// Today, the next working day, and two working days after that.
fn days() -> [Date; 3] {
    let today = calendar::standard().zone().local(Moment(now().utc_ms)).date;
    let working = |day: Date| !matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday);
    let after = |day: Date| {
        let mut next = day.plus_days(1);
        while !working(next) {
            next = next.plus_days(1);
        }
        next
    };
    let next = after(today);
    [today, next, after(after(next))]
}

/// The end of a day, which is an exclusive moment.
fn end_of(day: Date) -> Instant {
    let zone_data = calendar::standard();
    let noon = Moment(i64::from(day.0) * 86_400_000 + 43_200_000);
    let local = Local {
        date: day.plus_days(1),
        minute: 0,
        offset: zone_data.zone().offset_at(noon),
    };
    Instant {
        utc_ms: local.moment().0,
        zone: zone(),
        wall: String::new(),
    }
}

/// What was promised so far, so that nobody promises it twice or forgets it at the farewell.
#[component]
pub(super) fn Promises(day: Day) -> impl IntoView {
    let one = move |task: Record| {
        let owner = task.reference(Task::OWNER);
        let owner = owner.map(|id| record_title(day.replica, id));
        view! { <li><span class="rest">{task.text(Task::TITLE).to_owned()}<small>{owner}</small></span><DueOf task=task.id /></li> }
    };
    move || {
        day.replica.revision(Task::KIND).track();
        let all = day.replica.world(|world| promises_of(world, day.id));
        (!all.is_empty()).then(|| {
            view! {
                <section class="sec" aria-labelledby="promises-h">
                    <h2 id="promises-h">{t!("visit-promises")} " " <span>{all.len()}</span></h2>
                    <ul class="rows two-lines">{all.into_iter().map(one).collect_view()}</ul>
                </section>
            }
        })
    }
}

/// The sheet.
#[component]
pub(super) fn Sheet(day: Day) -> impl IntoView {
    let open = day.sheets.promise;
    let what = RwSignal::new(WHAT[0].to_owned());
    let by = RwSignal::new("1".to_owned());
    let note = RwSignal::new(String::new());
    let typed = vec![(1, what), (2, by), (3, note)];
    let draft = Draft::new(day.replica, format!("promise/{}", day.id), typed);
    draft.begin();
    let save = move || {
        let Some(visit) = day.visit.get_untracked() else {
            return;
        };
        let place: usize = by.get_untracked().parse().unwrap_or(1);
        let due = end_of(days()[place.min(2)]);
        let kind = tr(&format!("promise-{}", what.get_untracked()), &[]);
        let text = [kind, note.get_untracked().trim().to_owned()];
        let text = text
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect::<Vec<_>>()
            .join(" · ");
        let fields = promise(&visit, &text, day.replica.me(), due);
        let act = Act::create_from(Task::KIND, day.replica.new_id(), fields, Vec::new());
        keep(day.replica, day.toaster, vec![act], move || {
            note.set(String::new());
            draft.done();
            draft.begin();
            open.set(false);
        });
    };
    let kind = move |key: &'static str| {
        view! {
            <ChipOne chosen=what value=key must=true>{move || tr(&format!("promise-{key}"), &[])}</ChipOne>
        }
    };
    let date = move |(place, day): (usize, Date)| {
        let (_, month, date) = day.ymd();
        let words = move || match place {
            0 => tr("promise-today", &[]),
            _ => {
                let weekday = tr(&format!("weekday-{}", day.weekday() as u8 + 1), &[]);
                format!("{weekday} {month}/{date}")
            }
        };
        view! { <ChipOne chosen=by value=place.to_string() must=true>{words}</ChipOne> }
    };
    let actions = move || {
        view! {
            <Button on_press=closes(open)>{t!("cancel")}</Button>
            <Button kind=Kind::Primary icon=Glyph::SAVED on_press=save>{t!("promise-save")}</Button>
        }
    };
    view! {
        <Dialog open title=t!("promise-what") actions=actions>
            <Chips class="chips three" legend=t!("promise-matter") quiet=true>{WHAT.map(kind).into_iter().collect_view()}</Chips>
            <Chips class="chips three" legend=t!("promise-by")>{days().into_iter().enumerate().map(date).collect_view()}</Chips>
            <Field label=t!("promise-note-label") note=t!("promise-optional")><TextInput value=note /></Field>
        </Dialog>
    }
}
