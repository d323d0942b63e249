//! One lead: assign, follow, convert to customer and contact, mark invalid with a reason.

use super::Photographs;
use super::hand_on::{Assign, Invalidate, held, is_open, step, to_following};
use crate::features::customers::TwinHint;
use crate::features::frame::RecordPage;
use crate::i18n::tr;
use crate::record::why;
use crate::replica::{Act, Replica};
use crate::routes::Route;
use crate::shell::use_router;
use crate::t;
use crate::ui::{Button, Kind, Toaster, Why, opens};
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::domain::customers::{Contact, ContactRole, Customer, CustomerType, Source, Stage};
use shared::domain::exhibitions::{BoothLead, LeadState};
use shared::entity::{Entity, Id, Record, Ref, Value};
use std::sync::Arc;
use uuid::Uuid;

const CONVERT: u16 = 19;

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
        if !is_open(&lead) {
            return ().into_any();
        }
        let reasons = held(replica, &lead);
        let free = reasons.is_empty();
        let explain = why(BoothLead::SCHEMA, tr("lead-do-assign", &[]), &reasons);
        let words: Signal<Option<String>> = (!free)
            .then(|| explain.way_out.clone().unwrap_or_default())
            .into();
        // The next thing to do comes first: an owner, then a customer.
        let fresh = lead.state() == LeadState::Captured.no();
        let (first, second) = if fresh {
            (Kind::Primary, Kind::Plain)
        } else {
            (Kind::Plain, Kind::Primary)
        };
        let hand_on = if fresh {
            "lead-do-assign"
        } else {
            "lead-do-reassign"
        };
        view! {
            <Button kind=first blocked=words on_press=move || if free { assigning.set(true) }>
                {move || tr(hand_on, &[])}
            </Button>
            {(!free).then(|| view! { <Why explanation=Signal::from(explain) /> })}
            <Button kind=second on_press=move || convert(replica, record)>{t!("lead-do-convert")}</Button>
            <Button on_press=opens(ending)>{t!("lead-do-invalidate")}</Button>
        }
        .into_any()
    };
    let leads = Signal::derive(move || record.get().into_iter().collect::<Vec<_>>());
    view! {
        <RecordPage id back=Route::Leads acts=acts notice=move || view! { <TwinHint id /> } side=move || view! { <Photographs of=id title=t!("booth-card") /> } />
        <Assign leads open=assigning />
        <Invalidate leads open=ending />
    }
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
    acts.push(step(&lead, CONVERT, LeadState::Following, args));
    let router = use_router();
    run(replica, acts, move || {
        router.go(Route::Customer(Uuid::from_bytes(customer_id.0)))
    });
}
