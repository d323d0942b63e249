//! The reception plan: each item has its answer in one tap, what costs money says how much, and the word
//! of who decides stands below it.

use super::answer::TwoWays;
use super::doing::{children, keep, of_visit};
use crate::i18n::tr;
use crate::record::{
    AskedSteps, RecordForm, Rows, Steps, field_label, state_word, sync_state, value_words,
};
use crate::replica::{Act, Replica};
use crate::routes::Route;
use crate::t;
use crate::ui::{
    Button, ButtonLink, Dialog, Empty, Facts, Glyph, Head, Kind, Sync, Tag, Toaster, Tone, opens,
};
use leptos::prelude::*;
use shared::domain::approvals::Approval;
use shared::domain::visits::{ANSWERS, Answer, PlanState, ReceptionPlan, plan_of, preset};
use shared::entity::{Entity, Id, Record, Value};
use uuid::Uuid;

/// What is written besides the answers.
const REST: &[u16] = &[
    ReceptionPlan::INTERPRETER,
    ReceptionPlan::NO_INTERPRETER,
    ReceptionPlan::VEHICLES,
    ReceptionPlan::LODGING,
];

/// The plan of a visit, or the way to one.
#[component]
pub(super) fn Plan(visit: Id) -> impl IntoView {
    let replica = expect_context::<Replica>();
    let toaster = expect_context::<Toaster>();
    let which = Memo::new(move |_| {
        replica.revision(ReceptionPlan::KIND).track();
        replica.world(|world| plan_of(world, visit).map(|plan| plan.id))
    });
    let begin = move || {
        let fields = replica.world(|world| {
            let visit = world.get(visit)?;
            let mut fields = of_visit(visit, ReceptionPlan::VISIT);
            fields.extend(preset(world, visit));
            Some(fields)
        });
        if let Some(fields) = fields {
            let act = Act::create_from(ReceptionPlan::KIND, replica.new_id(), fields, Vec::new());
            keep(replica, toaster, vec![act], || ());
        }
    };
    view! {
        <section class="part" id="plan">
            {move || match which.get() {
                Some(id) => view! { <One id /> }.into_any(),
                None => view! {
                    <Head title=t!("reception-plan") rule=true />
                    <Empty title=t!("plan-none") text=tr("plan-none-text", &[])>
                        <Button icon=Glyph::PLUS on_press=begin>{t!("plan-begin")}</Button>
                    </Empty>
                }.into_any(),
            }}
        </section>
    }
}

#[component]
fn One(id: Id) -> impl IntoView {
    let replica = expect_context::<Replica>();
    let record = replica.record(id);
    let editing = RwSignal::new(false);
    let word = replica.sync_word(id);
    let state = move || {
        let state = record.get()?.state();
        state_word(ReceptionPlan::SCHEMA, state)
            .map(|words| view! { <Tag tone=Tone::Neutral words /> })
    };
    // Who edits what somebody else decides on knows it.
    let hint = move || {
        let state = record.get()?.state();
        let key = match PlanState::from_no(state) {
            PlanState::Waiting | PlanState::Changing => "plan-edit-waits",
            PlanState::Approved => "plan-edit-approved",
            _ => return None,
        };
        Some(view! { <p class="fine">{tr(key, &[])}</p> })
    };
    let facts = Signal::derive(move || named(replica, record.get().as_deref(), REST));
    let total = move || {
        let total = named(replica, record.get().as_deref(), &[ReceptionPlan::TOTAL]);
        total.into_iter().map(|(name, sum)| view! { <p class="sum"><span>{name}</span><b class="num">{sum}</b></p> }).collect_view()
    };
    view! {
        <Head title=t!("reception-plan") rule=true>
            {state}
            <Sync state=Signal::derive(move || sync_state(word.get())) />
        </Head>
        <div class="acts"><Steps record /><AskedSteps record /></div>
        {hint}
        <Rows record field=ReceptionPlan::SCHEDULE />
        <div class="answers">{ANSWERS.map(|no| view! { <TwoWays record no values=ways() /> }).collect_view()}</div>
        <Facts facts />
        <Button kind=Kind::Quiet icon=Glyph::PEN on_press=opens(editing)>{t!("plan-rest")}</Button>
        <Rows record field=ReceptionPlan::EXPENSES foot=total />
        <Words id />
        <Dialog open=editing title=t!("plan-rest") actions=ViewFn::from(|| ())>
            <RecordForm schema=ReceptionPlan::SCHEMA record=record.get_untracked() only=REST
                on_saved=move |_| editing.set(false) on_cancel=move |()| editing.set(false) />
        </Dialog>
    }
}

/// 需要, 不需要.
fn ways() -> [Value; 2] {
    [Answer::Needed, Answer::None].map(|answer| Value::Choice(answer.no()))
}

fn named(
    replica: Replica,
    record: Option<&Record>,
    fields: &[u16],
) -> Vec<(String, Option<String>)> {
    let said = |no: &u16| {
        let spec = ReceptionPlan::SCHEMA.field(*no)?;
        let words = value_words(replica, &spec.kind, record?.get(*no)?)?;
        Some((field_label(ReceptionPlan::SCHEMA, spec), Some(words)))
    };
    fields.iter().filter_map(said).collect()
}

/// The approvals of a plan, the latest last.
#[component]
fn Words(id: Id) -> impl IntoView {
    let replica = expect_context::<Replica>();
    let all = Memo::new(move |_| {
        replica.revision(Approval::KIND).track();
        let found = children(replica, Approval::KIND, Approval::OBJECT, id);
        found.iter().map(|approval| approval.id).collect::<Vec<_>>()
    });
    let one = move |id: Id| {
        let record = replica.record(id);
        let facts = Signal::derive(move || {
            let Some(approval) = record.get() else {
                return Vec::new();
            };
            let shown = [
                Approval::DECIDERS,
                Approval::DECIDED_BY,
                Approval::DECIDED_AT,
                Approval::OPINION,
            ];
            let said = |no: &u16| super::doing::fact(replica, &approval, *no);
            shown
                .iter()
                .filter_map(said)
                .map(|(name, words)| (name, Some(words)))
                .collect()
        });
        let state = move || {
            let state = record.get()?.state();
            state_word(Approval::SCHEMA, state).map(|words| view! { <Tag tone=Tone::Line words /> })
        };
        view! {
            <Head title=t!("approval") rule=true>{state}</Head>
            <Facts facts />
            <div class="acts"><ButtonLink href=Route::Approval(Uuid::from_bytes(id.0)).to_string()>{t!("plan-approval")}</ButtonLink></div>
        }
    };
    move || all.get().into_iter().map(one).collect_view()
}
