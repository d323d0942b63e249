//! The show people stand on now, and what is shown there.

use super::super::view::{Pick, ShowPick};
use crate::i18n::tr;
use crate::platform::{clock, local};
use crate::record::record_title;
use crate::replica::Replica;
use crate::ui::Subject;
use leptos::prelude::*;
use shared::domain::exhibitions::Exhibition;
use shared::domain::products::Product;
use shared::entity::{Entity, Id, Record, Ref, Value};
use shared::ordered::sort_by;

/// Where this device keeps the show that was chosen on it: an id, nothing personal.
const SETTING: &str = "yingke.show";

/// Which show this stand belongs to: the one chosen on this device, else the nearest in time.
#[derive(Clone, Copy)]
pub(super) struct Choice {
    chosen: RwSignal<Option<Id>>,
    /// All shows, nearest first.
    nearest: Memo<Vec<Id>>,
}

impl Choice {
    pub(super) fn new(replica: Replica) -> Self {
        let kept = local::read(SETTING).and_then(|id| id.parse().ok());
        Self {
            chosen: RwSignal::new(kept),
            nearest: nearest(replica),
        }
    }

    /// The show of everything captured from now on.
    pub(super) fn show(self) -> Memo<Option<Id>> {
        Memo::new(move |_| {
            let chosen = self.chosen.get();
            self.nearest.with(|shows| {
                let kept = chosen.filter(|id| shows.contains(id));
                kept.or(shows.first().copied())
            })
        })
    }

    /// Every show with its name, and which one it is.
    pub(super) fn shows(self, replica: Replica) -> Signal<Vec<ShowPick>> {
        let pick = move |id: Id| ShowPick {
            name: record_title(replica, id),
            choose: Callback::new(move |()| self.take(id)),
            chosen: Signal::derive(move || self.show().get() == Some(id)),
        };
        Signal::derive(move || self.nearest.get().into_iter().map(pick).collect())
    }

    fn take(self, id: Id) {
        local::write(SETTING, &id.to_string());
        self.chosen.set(Some(id));
    }
}

/// The shows: the one that runs now, then by how far away they are in time.
fn nearest(replica: Replica) -> Memo<Vec<Id>> {
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
        sort_by(&mut shows, Ord::cmp);
        shows.into_iter().map(|(_, id)| id).collect()
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
