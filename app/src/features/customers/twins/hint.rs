//! On a record: what it may be one with, and where it went when it was merged.

use super::{address, basis, carry_out, watch};
use crate::i18n::tr;
use crate::record::record_title;
use crate::replica::Replica;
use crate::routes::Route;
use crate::t;
use crate::ui::{Banner, Button, ButtonLink, Glyph, Size, Toaster, Tone};
use leptos::prelude::*;
use shared::domain::customers::{Contact, Decision, Duplicate, merged_into, part_ops};
use shared::entity::{Entity, Id};
use shared::ordered;
use shared::sync::Look;
use shared::sync::look::child_key;
use uuid::Uuid;

/// Banners above a customer or a lead; nothing in the ordinary case.
#[component]
pub fn TwinHint(
    /// The record.
    id: Id,
) -> impl IntoView {
    let replica = expect_context::<Replica>();
    let open = Memo::new(move |_| {
        watch(replica);
        proposals(replica, id)
    });
    view! {
        <Gone id />
        {move || open.get().into_iter().filter_map(|proposal| look_alike(replica, id, proposal)).collect_view()}
    }
}

/// The undecided proposals a record or one of its contacts is in.
fn proposals(replica: Replica, id: Id) -> Vec<Id> {
    replica.world(|world| {
        let contacts = world.at(&child_key(Contact::KIND, Contact::CUSTOMER, id));
        let sides = [id].into_iter().chain(contacts.ids);
        let mut found: Vec<Id> = sides
            .flat_map(|side| [Duplicate::NEWER, Duplicate::OLDER].map(|no| (side, no)))
            .flat_map(|(side, no)| world.at(&child_key(Duplicate::KIND, no, side)).ids)
            .filter(|id| {
                let proposal = world.get(*id);
                proposal.is_some_and(|proposal| proposal.state() == Decision::Open.no())
            })
            .collect();
        ordered::sort(&mut found);
        found.dedup();
        found
    })
}

fn look_alike(replica: Replica, id: Id, proposal: Id) -> Option<AnyView> {
    let pair = super::Pair::of(replica, proposal)?;
    let other = [pair.first.id, pair.second.id]
        .into_iter()
        .find(|side| *side != id)?;
    let name = record_title(replica, other);
    let fact = tr("twins-may-be", &[("name", name.into())]);
    let more = tr("twins-in-common", &[("what", basis(&pair.proposal).into())]);
    let route = Route::Duplicate(Uuid::from_bytes(proposal.0)).to_string();
    let banner = view! {
        <Banner tone=Tone::Lamp icon=Glyph::MERGE fact=fact more=more inset=true>
            <ButtonLink size=Size::Small href=route>{t!("twins-look")}</ButtonLink>
        </Banner>
    };
    Some(banner.into_any())
}

/// Merged away: where to, and the way back.
#[component]
fn Gone(id: Id) -> impl IntoView {
    let replica = expect_context::<Replica>();
    let toaster = expect_context::<Toaster>();
    let record = replica.record(id);
    move || {
        let gone = record.get()?;
        let survivor = merged_into(&gone)?;
        let name = record_title(replica, survivor);
        let fact = tr("twins-merged-into", &[("name", name.into())]);
        let part = move || {
            let deeds = replica.world(|world| {
                let proposal = world.get(Id::of_pair(id, survivor, "R-008"));
                Some(part_ops(world.get(id)?, proposal))
            });
            if let Some(deeds) = deeds {
                carry_out(replica, toaster, deeds, move || {
                    toaster.say(tr("twins-parted", &[]))
                });
            }
        };
        Some(view! {
            <Banner icon=Glyph::MERGE fact=fact inset=true>
                <ButtonLink size=Size::Small href=address(gone.kind, survivor)>{t!("twins-go")}</ButtonLink>
                <Button size=Size::Small on_press=part>{t!("twins-part")}</Button>
            </Banner>
        })
    }
}
