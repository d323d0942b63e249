//! 今天的日程: what has its time today, and where the day stands.

use super::plan::Line;
use super::row::headline;
use super::words::clock;
use crate::i18n::{self, tr};
use crate::record::{minute, zone};
use crate::replica::Replica;
use crate::t;
use crate::ui::Head;
use leptos::prelude::*;
use shared::calendar;
use shared::calendar::Moment;
use shared::ordered;

/// One time of the day.
#[derive(Clone, PartialEq, Eq, Hash)]
struct Stop {
    ms: i64,
    time: String,
    words: String,
    now: bool,
}

/// The section; nothing where nothing has its time.
#[component]
pub fn DayLine(
    /// Everything that is due.
    lines: Memo<Vec<Line>>,
) -> impl IntoView {
    let replica = expect_context::<Replica>();
    let stops = Memo::new(move |_| lines.with(|lines| stops(replica, lines, minute())));
    let row = |stop: Stop| {
        let past = !stop.now && stop.ms < minute();
        view! {
            <li data-now=stop.now.then_some("") data-past=past.then_some("")>
                <span class="num">{stop.time}</span>
                <i class="dot"></i>
                <span>{stop.words}</span>
            </li>
        }
    };
    let any = Memo::new(move |_| stops.with(|stops| stops.len() > 1));
    move || {
        any.get().then(|| {
            view! {
                <section>
                    <Head title=t!("today-day-line") rule=true />
                    <ol class="day">{move || stops.get().into_iter().map(row).collect_view()}</ol>
                </section>
            }
        })
    }
}

fn stops(replica: Replica, lines: &[Line], now: i64) -> Vec<Stop> {
    let today = calendar::standard().zone().local(Moment(now)).date;
    // What is due by the end of the day has the whole day and no time of its own.
    let timed = lines
        .iter()
        .filter(|line| line.day == today && !line.closing);
    let mut stops: Vec<Stop> = timed
        .map(|line| Stop {
            ms: line.due_ms,
            time: clock(line),
            words: replica
                .world(|world| world.get(line.task).map(headline))
                .unwrap_or_default(),
            now: false,
        })
        .collect();
    stops.push(Stop {
        ms: now,
        time: i18n::time(now as f64, &zone()),
        words: tr("today-now", &[]),
        now: true,
    });
    ordered::sort_by_key(&mut stops, |stop| stop.ms);
    stops
}
