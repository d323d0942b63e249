//! Is it the same? Both records side by side, a choice for each field that differs, one decision.

use super::choice::{self, Row};
use super::{Pair, address, basis, carry_out};
use crate::features::frame::number_of;
use crate::i18n::tr;
use crate::record::{RecordFacts, moment, record_title, state_word, why};
use crate::replica::Replica;
use crate::routes::Route;
use crate::shell::{Office, PageHead, Router, use_router};
use crate::t;
use crate::ui::{
    Banner, Button, ChipOne, Chips, Dialog, Empty, Facts, Field, Form, Glyph, Kind, Tag, TextInput,
    Toaster, Tone, closes, opens,
};
use leptos::prelude::*;
use shared::access::may_step;
use shared::domain::customers::{Customer, Decision, Duplicate, merge_ops, part_ops, step};
use shared::entity::{Entity, Id, Record, Value, common};
use shared::sync::apply::{blockers, starts_in, transition};
use shared::sync::op::Fields;
use shared::sync::{Action, Reason};
use std::sync::Arc;

const GROUP: u16 = 17;
const DISTINCT: u16 = 18;
const REOPEN: u16 = 19;

/// What the parts of the page share.
#[derive(Clone, Copy)]
struct Desk {
    replica: Replica,
    toaster: Toaster,
    router: Router,
    pair: StoredValue<Pair>,
    rows: StoredValue<Vec<Row>>,
    /// The record that stays: `1` or `2`.
    kept: RwSignal<String>,
}

/// The page.
#[component]
pub fn TwinsPage(
    /// The proposal.
    id: Id,
) -> impl IntoView {
    let replica = expect_context::<Replica>();
    let proposal = replica.record(id);
    // What is compared stands still while somebody chooses; a decision made elsewhere shows at once.
    let state = Memo::new(move |_| proposal.with(|record| record.as_ref().map(|r| r.state())));
    let lead = Signal::derive(move || {
        let record = proposal.get()?;
        Some(tr("twins-in-common", &[("what", basis(&record).into())]))
    });
    view! {
        <Office>
            <PageHead title=t!("twins-title") lead />
            {move || {
                let open = state.get() == Some(Decision::Open.no());
                match proposal.get_untracked() {
                    Some(record) if !open => decided(replica, &record),
                    _ => match Pair::of(replica, id) {
                        Some(pair) => undecided(replica, pair),
                        None => view! { <Empty title=t!("twins-none") drawn=true /> }.into_any(),
                    },
                }
            }}
        </Office>
    }
}

fn undecided(replica: Replica, pair: Pair) -> AnyView {
    let schema = shared::domain::schema(pair.first.kind);
    let rows = match schema.filter(|_| pair.alike()) {
        Some(schema) => choice::rows(schema, &pair),
        None => Vec::new(),
    };
    // The one that was there stays, unless the other is further on or cannot go.
    let further = pair.second.state() > pair.first.state();
    let stuck = || !blocks(replica, &pair, "1").is_empty();
    let other = pair.alike() && (further || stuck()) && blocks(replica, &pair, "2").is_empty();
    let desk = Desk {
        replica,
        toaster: expect_context(),
        router: use_router(),
        rows: StoredValue::new(rows),
        kept: RwSignal::new(if other { "2" } else { "1" }.to_owned()),
        pair: StoredValue::new(pair),
    };
    let saying = RwSignal::new(false);
    view! {
        {if desk.pair.with_value(Pair::alike) { fields(desk) } else { facts(desk) }}
        {move || footer(desk, saying)}
        <Distinct desk open=saying />
    }
    .into_any()
}

/// Who is compared: the name, which leads to the record, its number, its state, when it was made.
fn head(replica: Replica, record: &Arc<Record>) -> AnyView {
    let name = record_title(replica, record.id);
    let made = match record.get(common::CREATED_AT) {
        Some(Value::Instant(at)) => moment(at.utc_ms),
        _ => String::new(),
    };
    let who = record.reference(common::CREATOR);
    let who = who.map_or_else(String::new, |id| record_title(replica, id));
    let state = shared::domain::schema(record.kind)
        .and_then(|schema| state_word(schema, record.state()))
        .map(|words| view! { <Tag words /> });
    view! {
        <div class="twin-head">
            <a href=address(record.kind, record.id)><b>{name}</b></a> " " {state}
            <small>{number_of(record)} " · " {made} " · " {who}</small>
        </div>
    }
    .into_any()
}

/// Both of one kind: what differs is chosen field by field.
fn fields(desk: Desk) -> AnyView {
    let (replica, pair) = (desk.replica, desk.pair.get_value());
    let Some(schema) = shared::domain::schema(pair.first.kind) else {
        return ().into_any();
    };
    let rows = desk.rows.get_value();
    let rows = rows
        .into_iter()
        .map(|row| choice::row(replica, schema, &pair, row))
        .collect_view();
    let equal = choice::equal(replica, schema, &pair);
    let count = equal.len();
    view! {
        <div class="twins">
            <div class="twin">
                <span></span>{head(replica, &pair.first)}{head(replica, &pair.second)}
            </div>
            <Chips legend=t!("twins-kept") class="twin">
                <ChipOne chosen=desk.kept value="1" must=true>{number_of(&pair.first)}</ChipOne>
                <ChipOne chosen=desk.kept value="2" must=true>{number_of(&pair.second)}</ChipOne>
            </Chips>
            {rows}
        </div>
        {(count > 0).then(|| view! {
            <details class="equal">
                <summary>{t!("twins-equal", count = count)}</summary>
                <Facts facts=Signal::from(equal) />
            </details>
        })}
    }
    .into_any()
}

/// A lead and a customer: nothing to choose, both to read.
fn facts(desk: Desk) -> AnyView {
    let (replica, pair) = (desk.replica, desk.pair.get_value());
    let side = |record: Arc<Record>| {
        let about: Signal<Option<Arc<Record>>> = Some(record.clone()).into();
        view! { <section>{head(replica, &record)}<RecordFacts record=about /></section> }
    };
    view! { <div class="twin-facts">{side(pair.first)}{side(pair.second)}</div> }.into_any()
}

/// What stays and what goes.
fn ways(pair: &Pair, kept: &str) -> (Arc<Record>, Arc<Record>) {
    if kept == "2" && pair.alike() {
        (pair.second.clone(), pair.first.clone())
    } else {
        (pair.first.clone(), pair.second.clone())
    }
}

/// Why this merge cannot be made now.
fn blocks(replica: Replica, pair: &Pair, kept: &str) -> Vec<Reason> {
    let (kept, gone) = ways(pair, kept);
    let deeds = merge_ops(&kept, &gone, Fields::new(), None, "-");
    let Some((
        _,
        _,
        Action::Step {
            transition: no,
            args,
            ..
        },
    )) = deeds.last()
    else {
        return Vec::new();
    };
    let schema = shared::domain::schema(gone.kind);
    let Some((schema, table)) = schema.and_then(|schema| Some((schema, schema.states?))) else {
        return Vec::new();
    };
    let Some(arrow) = transition(table, *no).filter(|arrow| starts_in(table, arrow, gone.state()))
    else {
        return vec![Reason::new("closed")];
    };
    replica.world(|world| {
        if may_step(world, replica.me(), arrow.who, schema, &gone) {
            blockers(world, schema, &gone, arrow, args)
        } else {
            vec![Reason::new("not-yours")]
        }
    })
}

fn footer(desk: Desk, saying: RwSignal<bool>) -> AnyView {
    let pair = desk.pair.get_value();
    let reasons = blocks(desk.replica, &pair, &desk.kept.get());
    let blocked = (!reasons.is_empty())
        .then(|| why(Customer::SCHEMA, String::new(), &reasons).way_out)
        .flatten();
    let blocked: Signal<Option<String>> = blocked.into();
    let customers = pair.alike() && pair.first.kind == Customer::KIND;
    let verb = if pair.alike() {
        "twins-merge"
    } else {
        "twins-join"
    };
    view! {
        <div class="twin-acts">
            <Button on_press=opens(saying)>{t!("duplicate-do-distinct")}</Button>
            {customers.then(|| view! {
                <Button on_press=move || decide(desk, GROUP, Vec::new())>{t!("duplicate-do-group")}</Button>
            })}
            <Button kind=Kind::Primary icon=Glyph::MERGE blocked=blocked on_press=move || merge(desk)>
                {move || tr(verb, &[])}
            </Button>
        </div>
    }
    .into_any()
}

fn merge(desk: Desk) {
    let (replica, toaster, pair) = (desk.replica, desk.toaster, desk.pair.get_value());
    let (kept, gone) = ways(&pair, &desk.kept.get_untracked());
    let chosen = desk
        .rows
        .with_value(|rows| choice::taken(rows, &pair, &kept));
    let name = record_title(replica, kept.id);
    let words = tr("twins-merged-into", &[("name", name.into())]);
    let deeds = merge_ops(&kept, &gone, chosen, Some(&pair.proposal), &words);
    let (router, to) = (desk.router, address(kept.kind, kept.id));
    let undo = move |()| undo(replica, toaster, gone.id, pair.proposal.id);
    carry_out(replica, toaster, deeds, move || {
        toaster.say_undoable(words, Callback::new(undo));
        router.go(Route::parse(&to));
    });
}

fn undo(replica: Replica, toaster: Toaster, gone: Id, proposal: Id) {
    let deeds = replica.world(|world| Some(part_ops(world.get(gone)?, world.get(proposal))));
    if let Some(deeds) = deeds {
        carry_out(replica, toaster, deeds, || ());
    }
}

/// The proposal takes another state.
fn decide(desk: Desk, transition: u16, args: Fields) {
    let (replica, toaster, router) = (desk.replica, desk.toaster, desk.router);
    let proposal = desk.pair.with_value(|pair| pair.proposal.clone());
    let deed = step(&proposal, transition, args);
    carry_out(replica, toaster, vec![deed], move || {
        toaster.say(tr("sync-local", &[]));
        router.go(Route::Outbox);
    });
}

/// 不是同一个, with the reason R-008 asks for; nobody is asked again.
#[component]
fn Distinct(desk: Desk, open: RwSignal<bool>) -> impl IntoView {
    let (reason, error) = (RwSignal::new(String::new()), RwSignal::new(None::<String>));
    let say = move || {
        let text = reason.get_untracked().trim().to_owned();
        if text.is_empty() {
            error.set(Some(tr("twins-say-why", &[])));
            return;
        }
        open.set(false);
        decide(desk, DISTINCT, vec![(Duplicate::REASON, Value::Text(text))]);
    };
    let actions = move || {
        view! {
            <Button on_press=closes(open)>{t!("cancel")}</Button>
            <Button kind=Kind::Primary on_press=say>{t!("duplicate-do-distinct")}</Button>
        }
    };
    view! {
        <Dialog open title=t!("duplicate-do-distinct") actions=ViewFn::from(actions)>
            <Form label=t!("duplicate-do-distinct") on_submit=move |()| say()>
                <p>{t!("twins-distinct-means")}</p>
                <Field label=t!("duplicate-reason") error=error><TextInput value=reason /></Field>
            </Form>
        </Dialog>
    }
}

/// What was decided, why, and the way back.
fn decided(replica: Replica, proposal: &Arc<Record>) -> AnyView {
    let toaster = expect_context::<Toaster>();
    let word = state_word(Duplicate::SCHEMA, proposal.state()).unwrap_or_default();
    let reason = proposal.text(Duplicate::REASON).to_owned();
    let more = (!reason.is_empty()).then_some(reason);
    let same = proposal.state() == Decision::Same.no();
    let proposal = proposal.clone();
    let sides: Vec<AnyView> = [Duplicate::OLDER, Duplicate::NEWER]
        .into_iter()
        .filter_map(|no| proposal.reference(no))
        .filter_map(|id| replica.world(|world| world.get(id).cloned()))
        .map(|record| head(replica, &Arc::new(record)))
        .collect();
    let again = move || {
        let deed = step(&proposal, REOPEN, Vec::new());
        carry_out(replica, toaster, vec![deed], || ());
    };
    view! {
        <Banner tone=Tone::Brand icon=Glyph::CHECK fact=word more=more inset=true>
            // What was merged is taken apart at the record that went.
            {(!same).then(|| view! { <Button on_press=again>{t!("duplicate-do-reopen")}</Button> })}
        </Banner>
        <div class="twin-facts">{sides}</div>
    }
    .into_any()
}
