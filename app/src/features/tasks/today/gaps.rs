//! 待补: what was saved with gaps. The first save refuses nothing; here is what is still missing,
//! before a later step asks for it.

use crate::features::places;
use crate::i18n::tr;
use crate::record::{field_label, record_title};
use crate::replica::Replica;
use crate::t;
use crate::ui::Head;
use leptos::prelude::*;
use shared::domain::customers::{Customer, completeness};
use shared::domain::exhibitions::{BoothLead, capture_gaps};
use shared::entity::{Entity, EntitySchema, Id, Record, VOID_STATE, common};
use shared::sync::Reason;
use shared::sync::world::World;

/// More would push the day off the screen; the rest is counted.
const SHOWN: usize = 5;

/// A record of mine with what it lacks.
#[derive(Clone, PartialEq, Eq)]
struct Gap {
    id: Id,
    lacks: String,
}

/// The section; nothing where nothing is missing.
#[component]
pub fn Gaps() -> impl IntoView {
    let replica = expect_context::<Replica>();
    let gaps = Memo::new(move |_| gaps(replica));
    let count = Signal::derive(move || Some(gaps.with(Vec::len).to_string()));
    let row = move |gap: Gap| {
        let href = places::place(replica, gap.id).map(|route| route.to_string());
        view! { <li><span><a href=href>{record_title(replica, gap.id)}</a><small>{gap.lacks}</small></span></li> }
    };
    let more = move || {
        let rest = gaps.with(Vec::len).saturating_sub(SHOWN);
        (rest > 0).then(|| {
            view! { <p class="nothing">{tr("today-gaps-more", &[("count", rest.into())])}</p> }
        })
    };
    move || {
        gaps.with(|gaps| !gaps.is_empty()).then(|| {
            view! {
                <section>
                    <Head title=t!("today-gaps") count rule=true />
                    <ul class="inbox">{move || gaps.get().into_iter().take(SHOWN).map(row).collect_view()}</ul>
                    {more}
                </section>
            }
        })
    }
}

fn gaps(replica: Replica) -> Vec<Gap> {
    let me = replica.me();
    for kind in [Customer::KIND, BoothLead::KIND] {
        replica.revision(kind).track();
    }
    replica.world(|world| {
        let leads = lacking(world, me, BoothLead::SCHEMA, |_, lead| {
            // A lead that is followed up has been looked at by somebody.
            let fresh = lead.state() == 1;
            if fresh {
                capture_gaps(lead)
            } else {
                Vec::new()
            }
        });
        let customers = lacking(world, me, Customer::SCHEMA, |world, customer| {
            completeness(world, customer).missing
        });
        customers.into_iter().chain(leads).collect()
    })
}

fn lacking(
    world: &World,
    me: Id,
    schema: &'static EntitySchema,
    missing: impl Fn(&World, &Record) -> Vec<Reason>,
) -> Vec<Gap> {
    let mine = |record: &Record| {
        let owner = schema.owner.and_then(|no| record.reference(no));
        owner.or_else(|| record.reference(common::CREATOR)) == Some(me)
    };
    let gap = |record: &Record| {
        let missing = missing(world, record);
        (!missing.is_empty()).then(|| Gap {
            id: record.id,
            lacks: lacks(schema, &missing),
        })
    };
    let ids = world.of_kind(schema.kind).into_iter();
    ids.filter_map(|id| world.get(id))
        .filter(|record| record.state() != VOID_STATE && mine(record))
        .filter(|record| record.get(common::MERGED_INTO).is_none())
        .filter_map(gap)
        .collect()
}

/// 缺 约定语言、地址.
fn lacks(schema: &'static EntitySchema, missing: &[Reason]) -> String {
    let words: Vec<String> = missing
        .iter()
        .map(|reason| match schema.field(reason.field) {
            Some(spec) => field_label(schema, spec),
            None => tr("today-gap-contact", &[]),
        })
        .collect();
    let words = words.join(tr("list-comma", &[]).as_str());
    tr("today-lacks", &[("what", words.into())])
}
