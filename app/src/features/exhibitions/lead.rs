//! One lead: assign, follow, convert to customer and contact, mark invalid with a reason.

use super::LeadPhotos;
use crate::features::frame::RecordPage;
use crate::i18n::tr;
use crate::record::why;
use crate::replica::{Act, Replica};
use crate::routes::Route;
use crate::shell::use_router;
use crate::t;
use crate::ui::{Button, Dialog, Field, Form, Kind, Select, TextArea, Toaster, Why};
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::domain::customers::{Contact, ContactRole, Customer, CustomerType, Source, Stage};
use shared::domain::exhibitions::{BoothLead, LeadState};
use shared::domain::organisation::User;
use shared::entity::{Entity, Id, Record, Ref, Value};
use shared::sync::Reason;
use shared::sync::apply::{blockers, transition};
use std::sync::Arc;
use uuid::Uuid;

const ASSIGN: u16 = 16;
const REASSIGN: u16 = 17;
const FOLLOW: u16 = 18;
const CONVERT: u16 = 19;
const INVALIDATE: u16 = 21;

/// The page.
#[component]
pub fn LeadPage(
    /// Which lead.
    id: Id,
) -> impl IntoView {
    let replica = expect_context::<Replica>();
    let record = replica.record(id);
    let (assigning, ending) = (RwSignal::new(false), RwSignal::new(false));
    let acts = move || {
        let Some(lead) = record.get() else {
            return ().into_any();
        };
        let reasons = blocked(
            replica,
            &lead,
            ASSIGN,
            vec![(BoothLead::OWNER, Value::Ref(User::KIND, replica.me()))],
        );
        let free = lead.state() != LeadState::Captured.no() || reasons.is_empty();
        let explain = why(BoothLead::SCHEMA, tr("lead-do-assign", &[]), &reasons);
        let open = lead.state() <= LeadState::Following.no();
        if !open {
            return ().into_any();
        }
        let words: Signal<Option<String>> = (!free)
            .then(|| explain.way_out.clone().unwrap_or_default())
            .into();
        view! {
            <Button kind=Kind::Primary blocked=words on_press=move || if free { assigning.set(true) }>
                {t!("lead-do-assign")}
            </Button>
            {(!free).then(|| view! { <Why explanation=Signal::from(explain) /> })}
            <Button on_press=move || convert(replica, record)>{t!("lead-do-convert")}</Button>
            <Button on_press=move || ending.set(true)>{t!("lead-do-invalidate")}</Button>
        }
        .into_any()
    };
    view! {
        <RecordPage id back=Route::Leads acts=acts side=move || view! { <LeadPhotos lead=id /> } />
        <Assign record open=assigning />
        <Invalidate record open=ending />
    }
}

fn blocked(replica: Replica, lead: &Record, step: u16, args: Vec<(u16, Value)>) -> Vec<Reason> {
    let arrow = BoothLead::SCHEMA
        .states
        .and_then(|table| transition(table, step));
    arrow.map_or_else(Vec::new, |arrow| {
        replica.world(|world| blockers(world, BoothLead::SCHEMA, lead, arrow, &args))
    })
}

fn run(replica: Replica, acts: Vec<Act>, done: impl FnOnce() + 'static) {
    let toaster = expect_context::<Toaster>();
    spawn_local(async move {
        match replica.act(replica.seen(), acts).await {
            Ok(_) => {
                toaster.say(tr("sync-local", &[]));
                done();
            }
            Err(error) => toaster.say(error.to_string()),
        }
    });
}

/// The steps that bring a lead to 跟进中, from where it is.
fn to_following(lead: &Record, owner: Id) -> Vec<Act> {
    let id = lead.id;
    let mut acts = Vec::new();
    if lead.state() == LeadState::Captured.no() {
        let args = vec![(BoothLead::OWNER, Value::Ref(User::KIND, owner))];
        acts.push(Act::step(
            BoothLead::KIND,
            id,
            ASSIGN,
            LeadState::Captured.no(),
            None,
            args,
        ));
    }
    if lead.state() <= LeadState::Assigned.no() {
        acts.push(Act::step(
            BoothLead::KIND,
            id,
            FOLLOW,
            LeadState::Assigned.no(),
            None,
            Vec::new(),
        ));
    }
    acts
}

/// Makes customer and contact from a lead, and closes it as 转客户: one group, all or nothing.
fn convert(replica: Replica, record: Signal<Option<Arc<Record>>>) {
    let Some(lead) = record.get_untracked() else {
        return;
    };
    let typed = BoothLead::read(&lead);
    let owner = typed.owner.get().unwrap_or_else(|| replica.me());
    let (customer_id, contact_id) = (replica.new_id(), replica.new_id());
    let company = !typed.company.is_empty();
    let customer = Customer {
        name: if company {
            typed.company.clone()
        } else {
            typed.name.clone()
        },
        customer_type: if company {
            CustomerType::Company
        } else {
            CustomerType::Person
        },
        stage: Stage::Prospect,
        country: typed.country.clone(),
        address: typed.address.clone(),
        website: typed.websites.first().cloned().unwrap_or_default(),
        source: Source::Exhibition,
        owner: Ref::to(owner),
        language: typed.language.clone(),
        ..Customer::default()
    };
    let contact = Contact {
        customer: Ref::to(customer_id),
        name: typed.name.clone(),
        title: typed.title.clone(),
        phones: typed.phones.clone(),
        emails: typed.emails.clone(),
        im: typed.im.clone(),
        language: typed.language.clone(),
        role: ContactRole::Buys,
        ..Contact::default()
    };
    let mut acts = vec![
        Act::create(customer_id, &customer),
        Act::create(contact_id, &contact),
    ];
    acts.extend(to_following(&lead, owner));
    let args = vec![
        (BoothLead::CUSTOMER, Value::Ref(Customer::KIND, customer_id)),
        (
            BoothLead::OUTCOME,
            Value::Text(tr("lead-became-customer", &[])),
        ),
    ];
    acts.push(Act::step(
        BoothLead::KIND,
        lead.id,
        CONVERT,
        LeadState::Following.no(),
        None,
        args,
    ));
    let router = use_router();
    run(replica, acts, move || {
        router.go(Route::Customer(Uuid::from_bytes(customer_id.0)))
    });
}

/// Who follows up.
#[component]
fn Assign(record: Signal<Option<Arc<Record>>>, open: RwSignal<bool>) -> impl IntoView {
    let replica = expect_context::<Replica>();
    let owner = RwSignal::new(String::new());
    let users = replica.ids(User::KIND);
    let options = Signal::derive(move || {
        users
            .get()
            .iter()
            .map(|id| (id.to_string(), crate::record::record_title(replica, *id)))
            .collect::<Vec<_>>()
    });
    let give = move || {
        let (Some(lead), Ok(to)) = (record.get_untracked(), owner.get_untracked().parse::<Id>())
        else {
            return;
        };
        let step = if lead.state() == LeadState::Captured.no() {
            ASSIGN
        } else {
            REASSIGN
        };
        let args = vec![(BoothLead::OWNER, Value::Ref(User::KIND, to))];
        let act = Act::step(BoothLead::KIND, lead.id, step, lead.state(), None, args);
        run(replica, vec![act], move || open.set(false));
    };
    let actions = move || {
        view! {
            <Button on_press=move || open.set(false)>{t!("cancel")}</Button>
            <Button kind=Kind::Primary on_press=give>{t!("lead-do-assign")}</Button>
        }
    };
    view! {
        <Dialog open title=t!("lead-do-assign") actions=ViewFn::from(actions)>
            <Form label=t!("lead-do-assign") on_submit=move |()| give()>
                <Field label=t!("lead-owner")><Select value=owner options=options none=t!("none-chosen") /></Field>
            </Form>
        </Dialog>
    }
}

/// 无效, with a reason.
#[component]
fn Invalidate(record: Signal<Option<Arc<Record>>>, open: RwSignal<bool>) -> impl IntoView {
    let replica = expect_context::<Replica>();
    let reason = RwSignal::new(String::new());
    let error = RwSignal::new(None::<String>);
    let end = move || {
        let Some(lead) = record.get_untracked() else {
            return;
        };
        let text = reason.get_untracked().trim().to_owned();
        if text.is_empty() {
            error.set(Some(tr("reason-no-outcome", &[])));
            return;
        }
        let owner = lead
            .reference(BoothLead::OWNER)
            .unwrap_or_else(|| replica.me());
        let mut acts = to_following(&lead, owner);
        let args = vec![(BoothLead::OUTCOME, Value::Text(text))];
        acts.push(Act::step(
            BoothLead::KIND,
            lead.id,
            INVALIDATE,
            LeadState::Following.no(),
            None,
            args,
        ));
        run(replica, acts, move || open.set(false));
    };
    let actions = move || {
        view! {
            <Button on_press=move || open.set(false)>{t!("cancel")}</Button>
            <Button kind=Kind::Danger on_press=end>{t!("lead-do-invalidate")}</Button>
        }
    };
    view! {
        <Dialog open title=t!("lead-do-invalidate") actions=ViewFn::from(actions)>
            <Form label=t!("lead-do-invalidate") on_submit=move |()| end()>
                <Field label=t!("lead-outcome") error=error><TextArea value=reason /></Field>
            </Form>
        </Dialog>
    }
}
