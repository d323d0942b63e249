//! Files of contacts: one card goes into the form, several into a list to choose from. Cards arrive
//! in parts and are saved in batches, so that nothing freezes and everything can be stopped.

use super::super::view::{CardLine, CardListModel, Work};
use super::card::lead_of;
use super::reading::Reading;
use super::{form, trouble};
use crate::i18n::tr;
use crate::platform::reader::ReaderError;
use crate::platform::timers::sleep;
use crate::replica::{Act, Replica};
use crate::ui::Toaster;
use futures::channel::oneshot;
use futures::future::{Either, select};
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::domain::exhibitions::{BoothLead, NextStep};
use shared::entity::{Entity, Id};
use shared::exchange::card::Card;
use std::collections::{BTreeMap, HashSet};
use std::pin::pin;
use std::sync::Arc;
use uuid::Uuid;
use web_sys::File;

/// Most cards of one import. More is an address book, not a stand.
const MOST: usize = 5_000;
/// Leads saved at once: few enough that the screen goes on, many enough to be quick.
const BATCH: usize = 50;

/// An import under way.
#[derive(Clone, Copy)]
pub(super) struct Import {
    replica: Replica,
    toaster: Toaster,
    reading: Reading,
    show: Memo<Option<Id>>,
    open: RwSignal<bool>,
    /// The cards not saved yet, by their place in the files.
    cards: RwSignal<BTreeMap<Uuid, Card>>,
    selected: RwSignal<HashSet<Uuid>>,
    work: RwSignal<Work>,
    notice: RwSignal<Option<String>>,
    /// Dropped to stop what is under way.
    hold: StoredValue<Option<oneshot::Sender<()>>, LocalStorage>,
}

impl Import {
    pub(super) fn new(
        replica: Replica,
        toaster: Toaster,
        reading: Reading,
        show: Memo<Option<Id>>,
    ) -> Self {
        let import = Self {
            replica,
            toaster,
            reading,
            show,
            open: RwSignal::new(false),
            cards: RwSignal::default(),
            selected: RwSignal::default(),
            work: RwSignal::new(Work::Idle),
            notice: RwSignal::new(None),
            hold: StoredValue::new_local(None),
        };
        // Closed in the middle: what was saved stays saved.
        Effect::new(move |_| {
            if !import.open.get() && import.work.get_untracked() != Work::Idle {
                import.stop();
            }
        });
        import
    }

    fn stop(self) {
        self.hold.set_value(None);
    }

    /// Reads files; a single card goes to `one`.
    pub(super) fn read(self, files: Vec<File>, one: impl Fn(Card) + 'static) {
        let (hold, let_go) = oneshot::channel();
        self.hold.set_value(Some(hold));
        self.cards.set(BTreeMap::new());
        self.selected.set(HashSet::new());
        self.notice.set(None);
        self.work.set(Work::Reading(0.0));
        spawn_local(async move {
            let reading = pin!(self.read_all(&files));
            let outcome = select(reading, let_go).await;
            self.work.try_set(Work::Idle);
            // Stopped: what was read is in the list, if that is still open.
            let Either::Left((outcome, _)) = outcome else {
                return;
            };
            let count = self.cards.with_untracked(BTreeMap::len);
            match outcome {
                Err(error) => {
                    self.notice.set(Some(trouble::of_reader(error)));
                    self.open.set(true);
                }
                Ok(()) if count == 0 => self.toaster.say(tr("cards-none", &[])),
                Ok(()) if count == 1 => {
                    self.open.set(false);
                    let card = self
                        .cards
                        .with_untracked(|cards| cards.values().next().cloned());
                    card.into_iter().for_each(one);
                }
                Ok(()) => self.open.set(true),
            }
        });
    }

    async fn read_all(self, files: &[File]) -> Result<(), ReaderError> {
        let reader = self.reading.reader()?;
        for file in files {
            let take = |cards, share| self.take_in(cards, share);
            reader.cards_in_file(file, take).await?;
        }
        Ok(())
    }

    /// One part of a file.
    fn take_in(self, cards: Vec<Card>, share: f64) {
        let telling = cards.into_iter().filter(Card::names_or_reaches_someone);
        let over = self.cards.try_update(|known| {
            for card in telling {
                if known.len() == MOST {
                    return true;
                }
                known.insert(Uuid::from_u128(known.len() as u128), card);
            }
            false
        });
        self.work.set(Work::Reading(share));
        if self.cards.with_untracked(BTreeMap::len) > 1 && !self.open.get_untracked() {
            self.open.set(true);
        }
        if over == Some(true) {
            self.notice
                .set(Some(tr("cards-too-many", &[("most", MOST.into())])));
            self.stop();
        }
    }

    /// Saves the selected cards as leads, all of them when none is selected.
    fn save(self) {
        let selected = self.selected.get_untracked();
        let chosen: Vec<Uuid> = self.cards.with_untracked(|cards| {
            let wanted = |key: &&Uuid| selected.is_empty() || selected.contains(*key);
            cards.keys().filter(wanted).copied().collect()
        });
        let (hold, let_go) = oneshot::channel();
        self.hold.set_value(Some(hold));
        self.notice.set(None);
        spawn_local(async move {
            let saved = self.save_all(&chosen, let_go).await;
            self.work.try_set(Work::Idle);
            self.toaster
                .say(tr("cards-saved", &[("count", saved.into())]));
            if self.cards.try_with_untracked(BTreeMap::is_empty) == Some(true) {
                self.open.set(false);
            }
        });
    }

    /// Gives how many were saved; those leave the list, so that pressing again goes on.
    async fn save_all(self, chosen: &[Uuid], mut let_go: oneshot::Receiver<()>) -> usize {
        let (mut saved, seen) = (0, self.replica.seen());
        for batch in chosen.chunks(BATCH) {
            self.work.try_set(Work::Saving(saved, chosen.len()));
            // Lets the screen draw.
            sleep(0).await;
            if !matches!(let_go.try_recv(), Ok(None)) {
                break;
            }
            let Some(acts) = self.acts(batch) else { break };
            if let Err(error) = self.replica.act_each(seen, acts).await {
                self.notice.try_set(Some(trouble::of_saving(&error)));
                break;
            }
            saved += batch.len();
            self.cards
                .try_update(|cards| cards.retain(|key, _| !batch.contains(key)));
            self.selected
                .try_update(|keys| keys.retain(|key| !batch.contains(key)));
        }
        saved
    }

    /// None when the screen is gone.
    fn acts(self, batch: &[Uuid]) -> Option<Vec<Act>> {
        let show = self.show.try_get_untracked()?;
        let act = |card: &Card| {
            let lead = BoothLead {
                next_step: NextStep::Call,
                ..lead_of(card)
            };
            let lead = form::captured(self.replica, lead, show);
            Act::create_from(
                BoothLead::KIND,
                self.replica.new_id(),
                form::written(&lead),
                Vec::new(),
            )
        };
        self.cards.try_with_untracked(|cards| {
            batch
                .iter()
                .filter_map(|key| cards.get(key))
                .map(act)
                .collect()
        })
    }

    /// What the screen shows of it. `one` takes a card into the form.
    pub(super) fn model(self, one: Callback<Card>) -> CardListModel {
        let rows = Memo::new(move |_| {
            self.cards
                .with(|cards| Arc::new(cards.keys().copied().collect::<Vec<_>>()))
        });
        CardListModel {
            open: self.open,
            rows: rows.into(),
            line: Callback::new(move |key| {
                self.cards
                    .with_untracked(|cards| cards.get(&key).map(line))
                    .unwrap_or_default()
            }),
            selected: self.selected,
            work: self.work.into(),
            notice: self.notice.into(),
            choose: Callback::new(move |key: Uuid| {
                let card = self.cards.try_update(|cards| cards.remove(&key)).flatten();
                if let Some(card) = card {
                    self.selected.update(|keys| {
                        keys.remove(&key);
                    });
                    self.open.set(false);
                    one.run(card);
                }
            }),
            save: Callback::new(move |()| self.save()),
            stop: Callback::new(move |()| self.stop()),
        }
    }
}

fn line(card: &Card) -> CardLine {
    let lead = lead_of(card);
    let reach = lead.phones.first().or(lead.emails.first()).cloned();
    CardLine {
        name: lead.name,
        company: lead.company,
        reach: reach.unwrap_or(lead.im),
    }
}
