//! 工作日历: which days and hours count, for each unit that has its own; the rest work by the standard one.

use super::calendar::{Days, Own};
use super::units;
use crate::features::frame::may_make;
use crate::i18n::tr;
use crate::replica::{Act, Replica};
use crate::shell::{Office, PageHead};
use crate::t;
use crate::ui::{
    Button, Dialog, Field, Form, Glyph, Head, Kind, Select, TextInput, Toaster, closes, opens,
};
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::calendar::standard;
use shared::domain::settings::{WorkCalendar, starting};
use shared::entity::{Entity, Id};

/// The page.
#[component]
pub fn CalendarsPage() -> impl IntoView {
    let replica = expect_context::<Replica>();
    let ids = replica.ids(WorkCalendar::KIND);
    let making = RwSignal::new(false);
    let may = may_make(replica, WorkCalendar::SCHEMA);
    let sub = Signal::derive(move || {
        Some(tr(
            "list-count",
            &[("count", ids.with(|ids| ids.len()).into())],
        ))
    });
    view! {
        <Office>
            <PageHead title=t!("nav-calendars") sub lead=Signal::derive(|| Some(tr("workdays-lead", &[])))>
                {move || may.get().then(|| view! {
                    <Button kind=Kind::Primary icon=Glyph::PLUS on_press=opens(making)>{t!("new")}</Button>
                })}
            </PageHead>
            <For each=move || ids.get().to_vec() key=|id| *id let(id)><Own id may /></For>
            <section class="work-calendar">
                <Head title=t!("workdays-standard") rule=true />
                <Days calendar=Signal::derive(|| Some(standard().clone())) />
            </section>
            <Start open=making />
        </Office>
    }
}

/// A unit gets a calendar of its own, which begins as the standard one.
#[component]
fn Start(open: RwSignal<bool>) -> impl IntoView {
    let replica = expect_context::<Replica>();
    let toaster = expect_context::<Toaster>();
    let unit = RwSignal::new(String::new());
    let zone = RwSignal::new(standard().zone().name().to_owned());
    let error = RwSignal::new(None::<String>);
    let start = move || {
        let Ok(unit) = unit.get_untracked().parse::<Id>() else {
            error.set(Some(tr("workdays-choose-unit", &[])));
            return;
        };
        let action = starting(unit, zone.get_untracked().trim());
        open.set(false);
        error.set(None);
        spawn_local(async move {
            let act = Act::new(WorkCalendar::KIND, replica.new_id(), action);
            let said = match replica.act(replica.seen(), vec![act]).await {
                Ok(_) => tr("sync-local", &[]),
                Err(error) => error.to_string(),
            };
            toaster.say(said);
        });
    };
    let actions = move || {
        view! {
            <Button on_press=closes(open)>{t!("cancel")}</Button>
            <Button kind=Kind::Primary on_press=start>{t!("save")}</Button>
        }
    };
    view! {
        <Dialog open title=t!("workdays-new") actions=ViewFn::from(actions)>
            <Form label=t!("workdays-new") on_submit=move |()| start()>
                <p class="fine">{t!("workdays-new-means")}</p>
                <Field label=t!("work-calendar-applies-to") error>
                    <Select value=unit options=units(replica) none=t!("none-chosen") />
                </Field>
                <Field label=t!("work-calendar-tz")><TextInput value=zone /></Field>
            </Form>
        </Dialog>
    }
}
