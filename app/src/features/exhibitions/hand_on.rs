//! What is done with one lead or with many: giving them to somebody, ending them as invalid.
//!
//! Every lead is a group of its own: one that the server returns holds up no other.

use crate::i18n::tr;
use crate::record::{record_title, why};
use crate::replica::{Act, Replica};
use crate::t;
use crate::ui::{
    Banner, Button, Dialog, Field, Form, Glyph, Kind, Select, TextArea, Toaster, Tone, closes,
};
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::access::may_step;
use shared::domain::exhibitions::{BoothLead, LeadState};
use shared::domain::organisation::User;
use shared::entity::{Entity, Id, Record, Value};
use shared::sync::Reason;
use shared::sync::apply::{blockers, transition};
use shared::sync::op::Fields;
use std::sync::Arc;

const ASSIGN: u16 = 16;
const REASSIGN: u16 = 17;
const FOLLOW: u16 = 18;
const INVALIDATE: u16 = 21;

/// Leads as a dialog takes them.
pub type Leads = Signal<Vec<Arc<Record>>>;

/// One step of a lead from the state it is seen in.
pub fn step(lead: &Record, no: u16, from: LeadState, args: Fields) -> Act {
    Act::step(BoothLead::KIND, lead.id, no, from.no(), None, args)
}

fn owned_by(owner: Id) -> Fields {
    vec![(BoothLead::OWNER, Value::Ref(User::KIND, owner))]
}

/// Is it still to be followed?
pub fn is_open(lead: &Record) -> bool {
    lead.state() <= LeadState::Following.no()
}

/// The steps that bring a lead to 跟进中, from where it is.
pub fn to_following(lead: &Record, owner: Id) -> Vec<Act> {
    let mut acts = Vec::new();
    if lead.state() == LeadState::Captured.no() {
        acts.push(step(lead, ASSIGN, LeadState::Captured, owned_by(owner)));
    }
    if lead.state() <= LeadState::Assigned.no() {
        acts.push(step(lead, FOLLOW, LeadState::Assigned, Vec::new()));
    }
    acts
}

/// Why a lead cannot be given to somebody now; nothing when it can.
pub fn held(replica: Replica, lead: &Record) -> Vec<Reason> {
    let no = if lead.state() == LeadState::Captured.no() {
        ASSIGN
    } else {
        REASSIGN
    };
    let arrow = BoothLead::SCHEMA
        .states
        .and_then(|table| transition(table, no));
    let Some(arrow) = arrow.filter(|_| is_open(lead)) else {
        return vec![Reason::new("closed")];
    };
    let me = replica.me();
    replica.world(|world| {
        if may_step(world, me, arrow.who, BoothLead::SCHEMA, lead) {
            blockers(world, BoothLead::SCHEMA, lead, arrow, &owned_by(me))
        } else {
            vec![Reason::new("not-yours")]
        }
    })
}

/// Leads that can be dealt with, and the words about those that cannot.
fn sorted(replica: Replica, leads: &[Arc<Record>]) -> (Vec<Arc<Record>>, Option<String>) {
    let mut free = Vec::new();
    let mut stuck = Vec::new();
    for lead in leads {
        match held(replica, lead) {
            reasons if reasons.is_empty() => free.push(lead.clone()),
            reasons => stuck.push((lead, reasons)),
        }
    }
    let words = stuck.first().map(|(lead, reasons)| {
        let reason = why(BoothLead::SCHEMA, String::new(), reasons).way_out;
        let name = record_title(replica, lead.id);
        tr(
            "leads-held",
            &[
                ("count", stuck.len().into()),
                ("name", name.into()),
                ("reason", reason.unwrap_or_default().into()),
            ],
        )
    });
    (free, words)
}

/// Says what will happen, before it does.
#[component]
fn Preview(leads: Leads) -> impl IntoView {
    let replica = expect_context::<Replica>();
    let both = Memo::new(move |_| sorted(replica, &leads.get()));
    view! {
        <p>{move || tr("leads-preview", &[("count", both.with(|(free, _)| free.len()).into())])}</p>
        {move || both.with(|(_, words)| words.clone()).map(|words| view! {
            <Banner tone=Tone::Lamp icon=Glyph::INFO fact=words inset=true />
        })}
    }
}

/// Saves group after group and says how many were.
fn carry_out(
    groups: Vec<Vec<Act>>,
    (busy, open): (RwSignal<bool>, RwSignal<bool>),
    then: Option<Callback<()>>,
) {
    let (replica, toaster) = (expect_context::<Replica>(), expect_context::<Toaster>());
    if busy.get_untracked() || groups.is_empty() {
        return;
    }
    busy.set(true);
    let seen = replica.seen();
    spawn_local(async move {
        let mut done = 0_usize;
        let mut failed = None;
        for group in groups {
            match replica.act(seen, group).await {
                Ok(_) => done += 1,
                Err(error) => {
                    failed = Some(error.to_string());
                    break;
                }
            }
        }
        toaster.say(failed.unwrap_or_else(|| tr("leads-done", &[("count", done.into())])));
        busy.try_set(false);
        open.try_set(false);
        if let Some(then) = then {
            then.try_run(());
        }
    });
}

/// Who follows up.
#[component]
pub fn Assign(
    /// The leads it is about.
    leads: Leads,
    /// Open?
    open: RwSignal<bool>,
    /// What happens when it is done.
    #[prop(optional, into)]
    then: Option<Callback<()>>,
) -> impl IntoView {
    let replica = expect_context::<Replica>();
    let owner = RwSignal::new(String::new());
    let (busy, error) = (RwSignal::new(false), RwSignal::new(None::<String>));
    let users = replica.ids(User::KIND);
    let options = Signal::derive(move || {
        let title = |id: &Id| (id.to_string(), record_title(replica, *id));
        users.get().iter().map(title).collect::<Vec<_>>()
    });
    let give = move || {
        let Ok(to) = owner.get_untracked().parse::<Id>() else {
            error.set(Some(tr("leads-choose-owner", &[])));
            return;
        };
        error.set(None);
        let group = |lead: &Arc<Record>| {
            let no = if lead.state() == LeadState::Captured.no() {
                ASSIGN
            } else {
                REASSIGN
            };
            let act = Act::step(
                BoothLead::KIND,
                lead.id,
                no,
                lead.state(),
                None,
                owned_by(to),
            );
            vec![act]
        };
        let (free, _) = sorted(replica, &leads.get_untracked());
        carry_out(free.iter().map(group).collect(), (busy, open), then);
    };
    let actions = move || {
        view! {
            <Button on_press=closes(open)>{t!("cancel")}</Button>
            <Button kind=Kind::Primary busy=busy on_press=give>{t!("lead-do-assign")}</Button>
        }
    };
    view! {
        <Dialog open title=t!("leads-assign") actions=ViewFn::from(actions)>
            <Form label=t!("leads-assign") on_submit=move |()| give()>
                <Preview leads />
                <Field label=t!("lead-owner") error=error>
                    <Select value=owner options=options none=t!("none-chosen") />
                </Field>
            </Form>
        </Dialog>
    }
}

/// 无效, with a reason.
#[component]
pub fn Invalidate(
    /// The leads it is about.
    leads: Leads,
    /// Open?
    open: RwSignal<bool>,
    /// What happens when it is done.
    #[prop(optional, into)]
    then: Option<Callback<()>>,
) -> impl IntoView {
    let replica = expect_context::<Replica>();
    let reason = RwSignal::new(String::new());
    let (busy, error) = (RwSignal::new(false), RwSignal::new(None::<String>));
    let end = move || {
        let text = reason.get_untracked().trim().to_owned();
        if text.is_empty() {
            error.set(Some(tr("reason-no-outcome", &[])));
            return;
        }
        error.set(None);
        let group = |lead: &Arc<Record>| {
            let owner = lead.reference(BoothLead::OWNER);
            let mut acts = to_following(lead, owner.unwrap_or_else(|| replica.me()));
            let outcome = vec![(BoothLead::OUTCOME, Value::Text(text.clone()))];
            acts.push(step(lead, INVALIDATE, LeadState::Following, outcome));
            acts
        };
        let (free, _) = sorted(replica, &leads.get_untracked());
        carry_out(free.iter().map(group).collect(), (busy, open), then);
    };
    let actions = move || {
        view! {
            <Button on_press=closes(open)>{t!("cancel")}</Button>
            <Button kind=Kind::Danger busy=busy on_press=end>{t!("lead-do-invalidate")}</Button>
        }
    };
    view! {
        <Dialog open title=t!("lead-do-invalidate") actions=ViewFn::from(actions)>
            <Form label=t!("lead-do-invalidate") on_submit=move |()| end()>
                <Preview leads />
                <Field label=t!("lead-outcome") error=error><TextArea value=reason /></Field>
            </Form>
        </Dialog>
    }
}
