//! Bespoke screens, one folder per business system (same names as `shared::domain`), and one each
//! for the way in, 待处理 and the device.

pub mod approvals;
mod calendar;
mod camera;
pub mod checklists;
pub mod customers;
pub mod device;
pub mod exhibitions;
mod frame;
pub mod notices;
pub mod organisation;
pub mod outbox;
mod places;
mod records;
pub mod rules;
mod settings;
pub mod start;
pub mod tasks;
pub mod visits;

use crate::record::{Asking, Order, Shape, Sure};
use crate::routes::{Archive, Route};
use crate::session::Session;
use crate::shell::Router;
use leptos::context::Provider;
use leptos::prelude::*;
use shared::domain::audit::AuditEvent;
use shared::domain::customers::Customer;
use shared::domain::exhibitions::Exhibition;
use shared::domain::organisation::User;
use shared::domain::visits::FactoryVisit;
use shared::entity::{Entity, Id};
use std::sync::Arc;
use uuid::Uuid;

/// The screens once the data is open, and what asks before some of their steps.
pub fn screens(router: Router) -> AnyView {
    let sure = Sure::default();
    view! {
        <Provider value=sure>
            {move || screen(router.route())}
            <Asking sure />
        </Provider>
    }
    .into_any()
}

/// The screen of a route.
fn screen(route: Route) -> AnyView {
    let id = |uuid: Uuid| Id(uuid.into_bytes());
    match route {
        Route::Booth => view! { <exhibitions::Stand /> }.into_any(),
        Route::Leads => view! { <exhibitions::LeadsPage /> }.into_any(),
        Route::Lead(lead) => view! { <exhibitions::LeadPage id=id(lead) /> }.into_any(),
        Route::Customers => frame::list_page(
            Shape::of(Customer::SCHEMA),
            "nav-customers",
            Some(customers::NEW_CUSTOMER),
            |_| true,
            Arc::new(|id| Some(Route::Customer(Uuid::from_bytes(id.0)))),
        ),
        Route::Customer(customer) => {
            view! { <customers::CustomerPage id=id(customer) /> }.into_any()
        }
        Route::Exhibitions => frame::list_page(
            Shape::of(Exhibition::SCHEMA),
            "nav-exhibitions",
            Some(exhibitions::NEW_SHOW),
            |_| true,
            Arc::new(|id| Some(Route::Record(Archive::Exhibitions, Uuid::from_bytes(id.0)))),
        ),
        Route::Home => view! { <tasks::TodayPage /> }.into_any(),
        Route::Visits => frame::list_page(
            Shape {
                order: Order::Latest(FactoryVisit::ARRIVE_AT),
                ..Shape::of(FactoryVisit::SCHEMA)
            },
            "nav-visits",
            Some(visits::NEW_VISIT),
            |_| true,
            Arc::new(|id| Some(Route::Visit(Uuid::from_bytes(id.0)))),
        ),
        Route::Visit(visit) => view! { <visits::VisitPage id=id(visit) /> }.into_any(),
        Route::VisitToday(visit) => view! { <visits::TodayPage id=id(visit) /> }.into_any(),
        Route::VisitProgramme(visit) => view! { <visits::Programme id=id(visit) /> }.into_any(),
        Route::VisitPapers(visit) => view! { <visits::Papers id=id(visit) /> }.into_any(),
        Route::Trip(trip) => view! { <visits::TripPage id=id(trip) /> }.into_any(),
        Route::Checklist(run) => view! { <checklists::RunPage id=id(run) /> }.into_any(),
        Route::Calendar => view! { <calendar::CalendarPage /> }.into_any(),
        Route::Tasks => view! { <tasks::TasksPage /> }.into_any(),
        Route::Notice(notice) => view! { <notices::NoticePage id=id(notice) /> }.into_any(),
        Route::Approvals => view! { <approvals::ApprovalsPage /> }.into_any(),
        Route::Approval(approval) => {
            view! { <approvals::ApprovalPage id=id(approval) /> }.into_any()
        }
        Route::Audit => frame::list_page(
            Shape {
                order: Order::Latest(AuditEvent::AT),
                ..Shape::of(AuditEvent::SCHEMA)
            },
            "nav-audit",
            None,
            |_| true,
            Arc::new(|_| None),
        ),
        Route::Parameters => view! { <settings::ParametersPage /> }.into_any(),
        Route::Parameter(no) => view! { <settings::ParameterPage no /> }.into_any(),
        Route::Calendars => view! { <settings::CalendarsPage /> }.into_any(),
        Route::Records(sort) => records::list(sort),
        Route::Record(sort, record) => records::page(sort, id(record)),
        Route::Rules => view! { <rules::RulesPage /> }.into_any(),
        Route::Rule(rule) => view! { <rules::RulePage id=rule /> }.into_any(),
        Route::Duplicate(id) => {
            let id = Id(id.into_bytes());
            view! { <customers::TwinsPage id /> }.into_any()
        }
        Route::Outbox => view! { <outbox::OutboxPage /> }.into_any(),
        Route::Users => users(),
        Route::Settings => view! { <device::SettingsPage /> }.into_any(),
        Route::Storage => view! { <device::StoragePage /> }.into_any(),
        Route::About => view! { <device::AboutPage /> }.into_any(),
        Route::Setup | Route::SignIn | Route::Unlock | Route::NotFound => {
            view! { <start::NotFound /> }.into_any()
        }
    }
}

/// Everybody sees who is there; administrators manage who comes in.
fn users() -> AnyView {
    let person = expect_context::<Session>().person().get_untracked();
    if person.is_some_and(|known| known.administrator) {
        view! { <organisation::AccountsPage /> }.into_any()
    } else {
        frame::list_page(
            Shape::of(User::SCHEMA),
            "nav-users",
            None,
            |_| true,
            Arc::new(|_| None),
        )
    }
}
