//! What looks alike and nobody has decided about.

use super::{Pair, basis, watch};
use crate::i18n::tr;
use crate::record::record_title;
use crate::replica::Replica;
use crate::routes::Route;
use crate::t;
use crate::ui::{ButtonLink, Head, Size};
use leptos::prelude::*;
use shared::access::{grants_of, writers};
use shared::domain::customers::{Decision, Duplicate};
use shared::entity::{Entity, Id};
use uuid::Uuid;

/// More are a matter of importing twice, not of looking at each.
const SHOWN: usize = 50;

/// The undecided pairs, for those who may decide.
pub fn open_pairs(replica: Replica) -> Memo<Vec<Id>> {
    Memo::new(move |_| {
        watch(replica);
        let open: Vec<Id> = replica.world(|world| {
            let grants = grants_of(world, replica.me());
            let codes = writers(Duplicate::SCHEMA.key);
            if !grants
                .iter()
                .any(|grant| codes.contains(&grant.role.as_str()))
            {
                return Vec::new();
            }
            let is_open = |id: &Id| {
                let proposal = world.get(*id);
                proposal.is_some_and(|proposal| proposal.state() == Decision::Open.no())
            };
            let all = world.of_kind(Duplicate::KIND);
            all.into_iter().rev().filter(is_open).collect()
        });
        let mut open = open;
        open.retain(|id| Pair::of(replica, *id).is_some());
        open
    })
}

/// The list; nothing where there is nothing to decide.
#[component]
pub fn Twins(
    /// The proposals.
    pairs: Memo<Vec<Id>>,
) -> impl IntoView {
    let replica = expect_context::<Replica>();
    let line = move |id: Id| {
        let pair = Pair::of(replica, id)?;
        let names = [&pair.first, &pair.second].map(|record| record_title(replica, record.id));
        let kinds = [&pair.first, &pair.second].map(|record| {
            let schema = shared::domain::schema(record.kind);
            schema.map_or_else(String::new, |schema| tr(schema.key, &[]))
        });
        let kinds = if pair.alike() {
            kinds[0].clone()
        } else {
            kinds.join(" / ")
        };
        let about = tr("twins-in-common", &[("what", basis(&pair.proposal).into())]);
        let route = Route::Duplicate(Uuid::from_bytes(id.0)).to_string();
        Some(view! {
            <li>
                <span>{names.join(" ⇄ ")}<small>{about} " · " {kinds}</small></span>
                <ButtonLink size=Size::Small href=route>{t!("twins-look")}</ButtonLink>
            </li>
        })
    };
    let count = Signal::derive(move || Some(pairs.with(Vec::len).to_string()));
    move || {
        (!pairs.with(Vec::is_empty)).then(|| {
            view! {
                <section class="look-alikes">
                    <Head title=t!("duplicate") count rule=true />
                    <ul class="waiting">
                        {pairs.get().into_iter().take(SHOWN).map(line).collect_view()}
                    </ul>
                </section>
            }
        })
    }
}
