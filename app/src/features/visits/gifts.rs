//! Gifts: what is given to guests goes down in stock with the tap that says so, and what comes in is
//! written where the stock stands.

use super::doing::keep;
use crate::i18n::tr;
use crate::record::{moment, now, record_title};
use crate::replica::{Act, Replica};
use crate::t;
use crate::ui::{
    Button, ChipOne, Chips, Dialog, Field, Format, Glyph, Head, Kind, Size, TextInput, Toaster,
    closes, opens,
};
use leptos::prelude::*;
use shared::domain::visits::{GiftStock, can_issue, issue, moves, on_hand, receive};
use shared::entity::{Entity, Id, Kind as Sort, Value};
use shared::ordered;

/// A whole number above nought.
fn pieces(text: &str) -> Option<i64> {
    text.trim().parse().ok().filter(|pieces| *pieces > 0)
}

/// What is in stock, by name.
fn stock(replica: Replica) -> Vec<(Id, String, i64)> {
    replica.revision(GiftStock::KIND).track();
    let mut stock: Vec<(Id, String, i64)> = replica.world(|world| {
        let gifts = world.of_kind(GiftStock::KIND).into_iter();
        let gifts = gifts.filter_map(|id| world.get(id));
        gifts
            .map(|gift| {
                (
                    gift.id,
                    gift.text(GiftStock::ITEM).to_owned(),
                    on_hand(gift),
                )
            })
            .collect()
    });
    stock.retain(|(.., left)| *left > 0);
    ordered::sort_by(&mut stock, |a, b| a.1.cmp(&b.1));
    stock
}

/// Whether there is anything to give out of a stock.
pub(super) fn in_stock(replica: Replica) -> bool {
    untrack(|| !stock(replica).is_empty())
}

/// What was given, and how many: asked after the tap that says that something was.
#[component]
pub(super) fn Give(
    /// Open?
    open: RwSignal<bool>,
    /// Where it was given: a stop of the tour.
    #[prop(into)]
    at: Signal<Option<(Sort, Id)>>,
    /// How many guests there are.
    #[prop(into)]
    guests: Signal<i64>,
) -> impl IntoView {
    let replica = expect_context::<Replica>();
    let toaster = expect_context::<Toaster>();
    let (item, count) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let error = RwSignal::new(None::<String>);
    Effect::new(move |_| {
        if open.get() {
            item.set(String::new());
            count.set(guests.get_untracked().max(1).to_string());
        }
    });
    Effect::new(move |_| {
        item.track();
        count.track();
        error.set(None);
    });
    let give = move || {
        let Ok(gift) = item.get_untracked().parse::<Id>() else {
            return error.set(Some(tr("gift-which", &[])));
        };
        let Some(many) = count.with_untracked(|text| pieces(text)) else {
            return error.set(Some(tr("gift-pieces", &[])));
        };
        let may = replica.world(|world| {
            world
                .get(gift)
                .is_some_and(|gift| can_issue(gift, replica.number(), many))
        });
        if !may {
            return error.set(Some(tr("gift-too-many", &[])));
        }
        let acts = issue(
            many,
            at.get_untracked(),
            replica.me(),
            Value::Instant(now()),
        );
        let acts = acts.map(|action| Act::new(GiftStock::KIND, gift, action));
        keep(replica, toaster, acts.into(), closes(open));
    };
    let chip = move |(id, name, left): (Id, String, i64)| {
        let words = move || {
            tr(
                "gift-left",
                &[("name", name.clone().into()), ("count", left.into())],
            )
        };
        view! { <ChipOne chosen=item value=id.to_string()>{words}</ChipOne> }
    };
    let actions = move || {
        view! {
            <Button on_press=closes(open)>{t!("gift-not-stock")}</Button>
            <Button kind=Kind::Primary on_press=give>{t!("gift-give")}</Button>
        }
    };
    view! {
        <Dialog open title=t!("gift-what") actions=actions>
            <Chips class="chips" legend=t!("gift-stock-item")>{stock(replica).into_iter().map(chip).collect_view()}</Chips>
            <Field label=t!("gift-stock-moves-qty") error><TextInput value=count format=Format::Decimal /></Field>
        </Dialog>
    }
}

/// What came and went of a gift, newest first, and the way to write what came.
#[component]
pub fn Stock(
    /// Which gift.
    id: Id,
) -> impl IntoView {
    let replica = expect_context::<Replica>();
    let record = replica.record(id);
    let open = RwSignal::new(false);
    let line = move |(at, qty, by, of): (i64, i64, Option<Id>, Option<Id>)| {
        let names = [by, of]
            .into_iter()
            .flatten()
            .map(|id| record_title(replica, id));
        let about = std::iter::once(moment(at))
            .chain(names)
            .collect::<Vec<_>>()
            .join(" · ");
        view! { <li><span class="rest"><b class="num">{format!("{qty:+}")}</b><small>{about}</small></span></li> }
    };
    let lines = move || {
        let gift = record.get()?;
        let mut moves = moves(&gift);
        moves.reverse();
        Some(moves.into_iter().map(line).collect_view())
    };
    view! {
        <section class="part">
            <Head title=t!("gift-stock-moves") rule=true>
                <Button kind=Kind::Quiet size=Size::Small icon=Glyph::PLUS on_press=opens(open)>{t!("gift-receive")}</Button>
            </Head>
            <ul class="rows two-lines">{lines}</ul>
            <Receive id open />
        </section>
    }
}

#[component]
fn Receive(id: Id, open: RwSignal<bool>) -> impl IntoView {
    let replica = expect_context::<Replica>();
    let toaster = expect_context::<Toaster>();
    let count = RwSignal::new(String::new());
    let error = RwSignal::new(None::<String>);
    Effect::new(move |_| {
        count.track();
        error.set(None);
    });
    let take = move || {
        let Some(many) = count.with_untracked(|text| pieces(text)) else {
            return error.set(Some(tr("gift-pieces", &[])));
        };
        let action = receive(many, None, replica.me(), Value::Instant(now()));
        keep(
            replica,
            toaster,
            vec![Act::new(GiftStock::KIND, id, action)],
            move || {
                count.set(String::new());
                open.set(false);
            },
        );
    };
    let actions = move || {
        view! {
            <Button on_press=closes(open)>{t!("cancel")}</Button>
            <Button kind=Kind::Primary on_press=take>{t!("gift-receive")}</Button>
        }
    };
    view! {
        <Dialog open title=t!("gift-receive") actions=actions>
            <Field label=t!("gift-stock-moves-qty") error><TextInput value=count format=Format::Decimal /></Field>
        </Dialog>
    }
}
