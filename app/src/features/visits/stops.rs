//! Where the guests were led, as the office sees it: what was told, what they said, the photographs.

use super::doing::{children, fact};
use crate::features::exhibitions::Photographs;
use crate::replica::Replica;
use crate::t;
use crate::ui::Head;
use leptos::prelude::*;
use shared::domain::visits::TourStop;
use shared::entity::{Entity, Id};
use shared::ordered;

/// What is said of a stop, in its order.
const SAID: [u16; 6] = [
    TourStop::AT,
    TourStop::PLACE,
    TourStop::ESCORT,
    TourStop::TOPICS,
    TourStop::ITEMS,
    TourStop::REMARKS,
];

/// The stops of a visit; nothing before the first.
#[component]
pub(super) fn Stops(visit: Id) -> impl IntoView {
    let replica = expect_context::<Replica>();
    let all = Memo::new(move |_| {
        replica.revision(TourStop::KIND).track();
        let mut stops = children(replica, TourStop::KIND, TourStop::VISIT, visit);
        ordered::sort_by_key(&mut stops, |stop| super::doing::at(stop, TourStop::AT));
        stops.iter().map(|stop| stop.id).collect::<Vec<_>>()
    });
    let count = Signal::derive(move || Some(all.with(Vec::len).to_string()));
    let one = move |id: Id| {
        let record = replica.record(id);
        let said = move || {
            let stop = record.get()?;
            let words = SAID
                .iter()
                .filter_map(|no| Some(fact(replica, &stop, *no)?.1));
            Some(words.collect::<Vec<_>>().join(" · "))
        };
        view! { <div class="req"><p>{said}</p><Photographs of=id title=t!("tour-stop") /></div> }
    };
    move || {
        (!all.with(Vec::is_empty)).then(|| {
            view! {
                <section class="part" id="stops">
                    <Head title=t!("tour-stop") count rule=true />
                    {all.get().into_iter().map(one).collect_view()}
                </section>
            }
        })
    }
}
