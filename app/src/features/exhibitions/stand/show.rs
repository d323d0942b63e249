//! The show people stand on now, and what is shown there.

use super::super::view::Pick;
use crate::i18n::tr;
use crate::platform::clock;
use crate::replica::Replica;
use crate::ui::Subject;
use leptos::prelude::*;
use shared::domain::exhibitions::Exhibition;
use shared::domain::products::Product;
use shared::entity::{Entity, Id, Record, Ref, Value};

/// The show that runs now, else the one that comes next, else the last one.
pub(super) fn current(replica: Replica) -> Memo<Option<Id>> {
    let ids = replica.ids(Exhibition::KIND);
    Memo::new(move |_| {
        let today = i32::try_from(clock::wall_ms() / 86_400_000).unwrap_or_default();
        let mut shows: Vec<(i32, Id)> = replica.world(|world| {
            let day = |record: &Record, no| {
                if let Some(Value::Day(day)) = record.get(no) {
                    *day
                } else {
                    0
                }
            };
            let distance = |show: &Record| {
                let (from, to) = (day(show, Exhibition::FROM), day(show, Exhibition::TO));
                if from <= today && today <= to {
                    0
                } else {
                    (from - today).abs().min((today - to).abs())
                }
            };
            ids.get()
                .iter()
                .filter_map(|id| Some((distance(world.get(*id)?), *id)))
                .collect()
        });
        shows.sort();
        shows.first().map(|(_, id)| *id)
    })
}

/// Name, hall and stand.
pub(super) fn words(replica: Replica, show: Option<Id>) -> String {
    let Some(record) = show.and_then(|id| replica.record(id).get()) else {
        return tr("booth-no-show", &[]);
    };
    let parts = [Exhibition::NAME, Exhibition::HALL, Exhibition::BOOTH]
        .map(|no| record.text(no).to_owned());
    parts
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(" · ")
}

/// The products of the show; all of them where it names none.
pub(super) fn picks(replica: Replica, show: Option<Id>) -> Vec<Pick> {
    let shown: Vec<Id> = show
        .and_then(|id| replica.record(id).get())
        .map(|show| {
            Exhibition::read(&show)
                .products
                .iter()
                .filter_map(Ref::get)
                .collect()
        })
        .unwrap_or_default();
    let all = replica.ids(Product::KIND).get();
    let order = if shown.is_empty() {
        all.to_vec()
    } else {
        shown
    };
    let pick = |id: Id| {
        let record = replica.world(|world| world.get(id).cloned())?;
        let drawing = Subject::named(record.text(Product::DRAWING));
        Some(Pick {
            key: id.to_string(),
            name: record.text(Product::NAME).to_owned(),
            drawing,
        })
    };
    order.into_iter().filter_map(pick).collect()
}
