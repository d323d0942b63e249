//! The list of leads at work: filters over what the device knows, cells, what is done with several.

use super::hand_on::{Assign, Invalidate};
use super::view::{LeadFilters, LeadList, LeadListModel};
use crate::i18n::tr;
use crate::record::{
    ListModel, Order, Shape, export, exportable, field_words, record_list, record_title,
};
use crate::replica::Replica;
use crate::routes::Route;
use crate::shell::use_router;
use crate::t;
use crate::ui::{Grade, GridModel, Phone, Toaster, Who};
use leptos::prelude::*;
use shared::domain::exhibitions::{BoothLead, Exhibition, Interest, LeadState};
use shared::domain::organisation::User;
use shared::entity::{ChoiceSchema, Entity, Id, Kind, Record};
use std::sync::Arc;
use uuid::Uuid;

/// What stands in the table, in this order; state and sync follow.
const COLUMNS: &[u16] = &[
    BoothLead::NAME,
    BoothLead::COMPANY,
    BoothLead::INTEREST,
    BoothLead::PRODUCTS,
    BoothLead::NEXT_STEP,
    BoothLead::OWNER,
    BoothLead::CAPTURED_AT,
];
/// How wide each is, in rem, and in a hand.
const WIDTHS: [(f64, Phone); 9] = [
    (10.0, Phone::Rem(6.5)),
    (12.0, Phone::Rest),
    (4.5, Phone::Rem(4.0)),
    (13.0, Phone::Out),
    (6.5, Phone::Out),
    (7.0, Phone::Out),
    (8.5, Phone::Out),
    (5.5, Phone::Out),
    (6.5, Phone::Out),
];
/// The filter value for leads of nobody.
const NOBODY: &str = "nobody";

/// The page.
#[component]
pub fn LeadsPage() -> impl IntoView {
    let replica = expect_context::<Replica>();
    let filters = LeadFilters {
        interest: RwSignal::default(),
        state: RwSignal::default(),
        owner: RwSignal::default(),
        show: RwSignal::default(),
    };
    let list = listed(replica, filters);
    let grid = GridModel {
        cell: Callback::new(move |(row, column)| cell(replica, list, row, column)),
        ..list.grid
    };
    let selected = Signal::derive(move || {
        // In the order of the table, and only what it still shows.
        let rows = grid.rows.get();
        let picked = grid.selected.with(|picked| {
            let ids = rows.iter().filter(|row| picked.contains(row));
            ids.map(|row| Id(row.into_bytes())).collect::<Vec<_>>()
        });
        replica.world(|world| {
            let leads = picked.iter().filter_map(|id| world.get(*id));
            leads.cloned().map(Arc::new).collect::<Vec<_>>()
        })
    });
    let (assigning, ending) = (RwSignal::new(false), RwSignal::new(false));
    let toaster = expect_context::<Toaster>();
    let model = LeadListModel {
        about: about(replica, list, filters),
        grid,
        columns: StoredValue::new(list.sized(&WIDTHS)),
        search: list.search,
        about_to_search: list.about_to_search,
        filters,
        interests: Signal::derive(|| choices(Interest::SCHEMA)),
        states: Signal::derive(|| choices(LeadState::SCHEMA)),
        owners: owners(replica),
        shows: titles(replica, Exhibition::KIND),
        exportable: exportable(replica, BoothLead::SCHEMA),
        export: Callback::new(move |()| {
            let count = export(replica, list, &tr("nav-leads", &[]));
            toaster.say(tr("list-exported", &[("count", count.into())]));
        }),
        assign: Callback::new(move |()| assigning.set(true)),
        invalidate: Callback::new(move |()| ending.set(true)),
    };
    let done = move |()| {
        grid.selected.update(std::collections::HashSet::clear);
    };
    view! {
        <LeadList model />
        <Assign leads=selected open=assigning then=done />
        <Invalidate leads=selected open=ending then=done />
    }
}

fn listed(replica: Replica, filters: LeadFilters) -> ListModel {
    let shape = Shape {
        schema: BoothLead::SCHEMA,
        fields: COLUMNS,
        order: Order::Latest(BoothLead::CAPTURED_AT),
    };
    let router = use_router();
    let wanted = Memo::new(move |_| Wanted::read(filters));
    let route = |id: Id| Route::Lead(Uuid::from_bytes(id.0));
    record_list(
        replica,
        shape,
        move |lead| wanted.with(|wanted| wanted.fits(lead)),
        move |id| router.go(route(id)),
        move |id| Some(route(id).to_string()),
    )
}

/// The filters, read once per change and not once per lead.
#[derive(Clone, PartialEq)]
struct Wanted {
    interest: Option<u32>,
    state: Option<u32>,
    /// The inner none: of nobody.
    owner: Option<Option<Id>>,
    show: Option<Id>,
}

impl Wanted {
    fn read(filters: LeadFilters) -> Self {
        let owner = filters.owner.get();
        Self {
            interest: filters.interest.get().parse().ok(),
            state: filters.state.get().parse().ok(),
            owner: match owner.as_str() {
                "" => None,
                NOBODY => Some(None),
                id => Some(id.parse().ok()),
            },
            show: filters.show.get().parse().ok(),
        }
    }

    fn fits(&self, lead: &Record) -> bool {
        let interest = || lead.choice(BoothLead::INTEREST);
        let owner = || lead.reference(BoothLead::OWNER);
        let show = || lead.reference(BoothLead::EXHIBITION);
        self.interest.is_none_or(|no| interest() == Some(no))
            && match self.state {
                Some(no) => lead.state() == no,
                None => stands_for_itself(lead),
            }
            && self.owner.is_none_or(|id| owner() == id)
            && self.show.is_none_or(|id| show() == Some(id))
    }
}

/// Not merged into another lead, which shows what it said.
fn stands_for_itself(lead: &Record) -> bool {
    lead.state() != LeadState::Merged.no()
}

fn about(replica: Replica, list: ListModel, filters: LeadFilters) -> Signal<Option<String>> {
    let ids = replica.ids(BoothLead::KIND);
    let revision = replica.revision(BoothLead::KIND);
    let standing = Memo::new(move |_| {
        revision.track();
        let ids = ids.get();
        replica.world(|world| {
            let counts = |id: &&Id| world.get(**id).is_some_and(stands_for_itself);
            ids.iter().filter(counts).count()
        })
    });
    Signal::derive(move || {
        let shown = list.grid.rows.with(|rows| rows.len());
        // Whoever asks for a state asks among all.
        let total = if filters.state.with(String::is_empty) {
            standing.get()
        } else {
            list.total.get()
        };
        Some(if shown == total {
            tr("list-count", &[("count", total.into())])
        } else {
            tr(
                "list-part",
                &[("count", shown.into()), ("total", total.into())],
            )
        })
    })
}

/// Interest and owner have looks of their own; the rest is as in any list.
fn cell(replica: Replica, list: ListModel, row: Uuid, column: usize) -> AnyView {
    let record = replica.record(Id(row.into_bytes()));
    let words = move |no: u16| {
        let lead = record.get()?;
        let spec = BoothLead::SCHEMA.field(no)?;
        field_words(replica, &lead, spec)
    };
    if list.column_of(BoothLead::INTEREST) == Some(column) {
        let letter = move || words(BoothLead::INTEREST).and_then(|word| word.chars().next());
        return (move || letter().map(|letter| view! { <Grade letter=letter /> })).into_any();
    }
    if list.column_of(BoothLead::OWNER) == Some(column) {
        return (move || match words(BoothLead::OWNER) {
            Some(name) => view! { <Who name /> }.into_any(),
            None => view! { <span class="faint">{t!("lead-unassigned")}</span> }.into_any(),
        })
        .into_any();
    }
    list.grid.cell.run((row, column))
}

/// Every value of a choice with its word.
fn choices(choice: &ChoiceSchema) -> Vec<(String, String)> {
    let word = |key| tr(&format!("{}-{key}", choice.key), &[]);
    let values = choice.values.iter();
    values
        .map(|value| (value.no.to_string(), word(value.key)))
        .collect()
}

/// Everybody, with nobody and me first.
fn owners(replica: Replica) -> Signal<Vec<(String, String)>> {
    let people = titles(replica, User::KIND);
    let me = replica.me().to_string();
    Signal::derive(move || {
        let mut owners = vec![(NOBODY.to_owned(), tr("lead-unassigned", &[]))];
        owners.push((me.clone(), tr("leads-mine", &[])));
        owners.extend(people.get().into_iter().filter(|(id, _)| *id != me));
        owners
    })
}

/// Ids and titles of all records of a kind.
fn titles(replica: Replica, kind: Kind) -> Signal<Vec<(String, String)>> {
    let ids = replica.ids(kind);
    let revision = replica.revision(kind);
    Signal::derive(move || {
        revision.track();
        let title = |id: &Id| (id.to_string(), record_title(replica, *id));
        ids.get().iter().map(title).collect()
    })
}
