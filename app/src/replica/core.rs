//! The device machine with its store: what a person does becomes durable, then visible, then sent.

use super::depot::{Depot, Next, Plan, Stored};
use super::placing;
use super::word::{self, RecordSync};
use super::{Act, SaveError, Saved};
use crate::storage::StoreError;
use crate::sync::tabs::Message;
use crate::sync::{Host, LinkState, LinkStatus, Tabs};
use futures::channel::mpsc::UnboundedSender;
use futures::lock::Mutex;
use shared::entity::{Bucket, Hlc, Id, Kind, OpId, ReplicaId};
use shared::ordered::{SortedMap, ordered_set};
use shared::sync::client::{Client, Commit, Effect, Event};
use shared::sync::op::{SCHEMA_VERSION, Seen};
use shared::sync::wire::{Cursor, Fill, Filling};
use shared::sync::world::{World, refusal};
use shared::sync::{Op, Reason};
use std::cell::{Cell, RefCell};
use std::collections::{BTreeSet, HashMap};
use std::rc::Rc;

/// What changed, for everybody who shows it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct News {
    /// Records that look different.
    pub records: BTreeSet<Id>,
    /// Their kinds.
    pub kinds: BTreeSet<Kind>,
    /// The outbox has other entries or other answers.
    pub outbox: bool,
    /// The link to the server stands differently.
    pub link: bool,
}

type Listener = Box<dyn Fn(&News)>;

/// Most bytes of one attachment; the server takes no more.
const MAX_BLOB: u64 = 20_000_000;

/// One replica at work. Everything above it reads here; nothing else touches the machine.
pub struct Core {
    user: Id,
    client: RefCell<Client>,
    depot: Rc<dyn Depot>,
    host: Rc<dyn Host>,
    drafts: RefCell<SortedMap<String, Vec<u8>>>,
    /// Records with a field that holds two values.
    conflicted: RefCell<BTreeSet<Id>>,
    /// Attachments the server does not have yet.
    blobs_here: RefCell<BTreeSet<[u8; 32]>>,
    link: RefCell<LinkStatus>,
    loaded: Cell<bool>,
    listeners: RefCell<Vec<Listener>>,
    tabs: Rc<dyn Tabs>,
    /// Saving and reading the store anew take turns.
    turn: Mutex<()>,
    closed: Cell<bool>,
    effects: UnboundedSender<Effect>,
}

impl Core {
    /// Opens a replica: its ops first, so that capturing works at once; the rows follow with
    /// [`Core::load`]. Effects go to `effects`, to be carried out by [`crate::sync::Driver`].
    ///
    /// # Errors
    /// Any [`StoreError`] of reading.
    pub async fn open(
        replica: shared::entity::ReplicaId,
        user: Id,
        depot: Rc<dyn Depot>,
        host: Rc<dyn Host>,
        tabs: Rc<dyn Tabs>,
        effects: UnboundedSender<Effect>,
    ) -> Result<Rc<Self>, StoreError> {
        let kept = depot.open().await?;
        let mut client = Client::open(
            replica,
            user,
            kept.epoch,
            kept.head,
            kept.marks,
            &[],
            kept.entries,
        );
        client.set_leads(false);
        let blobs_here = ordered_set(depot.blobs_to_send().await?);
        Ok(Rc::new(Self {
            user,
            client: RefCell::new(client),
            depot,
            host,
            drafts: RefCell::new(kept.drafts),
            conflicted: RefCell::default(),
            blobs_here: RefCell::new(blobs_here),
            link: RefCell::default(),
            loaded: Cell::new(false),
            listeners: RefCell::default(),
            tabs,
            turn: Mutex::new(()),
            closed: Cell::new(false),
            effects,
        }))
    }

    /// Reads the confirmed rows, hot kinds first; every piece shows at once.
    ///
    /// # Errors
    /// Any [`StoreError`] of reading.
    pub async fn load(&self) -> Result<(), StoreError> {
        let mut each = |rows: Vec<_>| {
            let changed = self.client.borrow_mut().world.confirm(&rows, &[]);
            self.tell_changed(changed);
        };
        let damaged = self.depot.rows(&mut each).await?;
        if !damaged.is_empty() {
            self.fetch_anew(damaged).await?;
        }
        let changed = self.client.borrow_mut().loaded();
        self.loaded.set(true);
        self.tell_changed(changed);
        Ok(())
    }

    /// Reads everything anew: another tab stored what this one did not hear of.
    ///
    /// # Errors
    /// Any [`StoreError`] of reading; what is shown stays.
    pub(crate) async fn reload(&self) -> Result<(), StoreError> {
        let _turn = self.turn.lock().await;
        let kept = self.depot.open().await?;
        let mut rows = Vec::new();
        let damaged = self.depot.rows(&mut |some| rows.extend(some)).await?;
        let replica = self.client.borrow().replica();
        let mut fresh = Client::open(
            replica,
            self.user,
            kept.epoch,
            kept.head,
            kept.marks,
            &rows,
            kept.entries,
        );
        fresh.set_leads(false);
        let mut changed = every_id(&fresh);
        changed.extend(every_id(&self.client.replace(fresh)));
        self.look_for_blobs().await?;
        if !damaged.is_empty() {
            self.fetch_anew(damaged).await?;
        }
        self.tell_changed(changed);
        self.tell(&News {
            outbox: true,
            ..News::default()
        });
        Ok(())
    }

    /// Takes in what the leading tab stored.
    pub(crate) fn follow(&self, commit: Commit) {
        let changed = self.client.borrow_mut().follow(commit);
        self.tell_changed(changed);
        self.tell(&News {
            outbox: true,
            ..News::default()
        });
        self.refresh_link();
    }

    /// Tells the other tabs of this replica.
    pub(crate) fn say(&self, message: &Message) {
        self.tabs.tell(&message.encode());
    }

    /// The work of this replica has ended in this tab.
    pub(crate) fn is_closed(&self) -> bool {
        self.closed.get()
    }

    /// Damaged buckets come from the server again.
    async fn fetch_anew(&self, damaged: Vec<Bucket>) -> Result<(), StoreError> {
        let mut marks = self.client.borrow().marks().clone();
        if marks.cursor.fill.is_some() {
            // Something is being filled already: begin again from nothing, which needs no bookkeeping.
            marks.cursor = Cursor::default();
        } else {
            let what = Filling::Buckets(damaged.clone());
            marks.cursor.fill = Some(Fill { what, pos: 0 });
        }
        let commit = Commit {
            empty: damaged,
            marks,
            ..Commit::default()
        };
        self.depot.commit(self.plan(&commit)).await?;
        self.client.borrow_mut().follow(commit);
        Ok(())
    }

    /// All rows are in.
    pub fn is_loaded(&self) -> bool {
        self.loaded.get()
    }

    /// The number of this device among all.
    pub fn replica(&self) -> ReplicaId {
        self.client.borrow().replica()
    }

    /// The signed-in user.
    pub fn user(&self) -> Id {
        self.user
    }

    /// The surroundings: clock, dice, tasks.
    pub fn host(&self) -> &Rc<dyn Host> {
        &self.host
    }

    /// The device store.
    pub fn depot(&self) -> &Rc<dyn Depot> {
        &self.depot
    }

    /// A new record id.
    pub fn new_id(&self) -> Id {
        Id::v7(self.host.now_ms(), crate::platform::random::bytes())
    }

    /// Reads what this device knows.
    pub fn world<R>(&self, read: impl FnOnce(&World) -> R) -> R {
        read(&self.client.borrow().world)
    }

    /// Reads the machine.
    pub fn client<R>(&self, read: impl FnOnce(&Client) -> R) -> R {
        read(&self.client.borrow())
    }

    /// What a form opened now has seen.
    pub fn seen(&self) -> Seen {
        self.client.borrow().seen()
    }

    /// Makes what a person did durable, then visible. More than one act is one atomic group.
    ///
    /// # Errors
    /// [`SaveError`]; then nothing was kept.
    pub async fn act(&self, seen: Seen, acts: Vec<Act>) -> Result<Saved, SaveError> {
        let group = (acts.len() > 1).then(|| self.new_id());
        self.keep(seen, group, acts).await
    }

    /// As [`Core::act`] with many acts at once, each of which stands for itself: one that the
    /// server returns holds up no other.
    ///
    /// # Errors
    /// [`SaveError`]; then nothing was kept.
    pub async fn act_each(&self, seen: Seen, acts: Vec<Act>) -> Result<Saved, SaveError> {
        self.keep(seen, None, acts).await
    }

    async fn keep(
        &self,
        seen: Seen,
        group: Option<Id>,
        acts: Vec<Act>,
    ) -> Result<Saved, SaveError> {
        let make = Box::new(move |next| self.number(next, seen, group, acts));
        let _turn = self.turn.lock().await;
        let Stored { ops, kept } = self.depot.append(make).await?;
        let saved = Saved {
            ops: ops.iter().map(|op| op.id).collect(),
            kept,
        };
        self.say(&Message::Made(ops.clone()));
        self.made(ops);
        Ok(saved)
    }

    /// Why an act would be refused as things stand here; nothing is written.
    pub fn refusal(&self, act: &Act) -> Vec<Reason> {
        let client = self.client.borrow();
        let now = self.host.now_ms();
        let op = Op {
            // No op has this number, so nothing that stands is taken for the author's own.
            id: OpId {
                replica: client.replica(),
                epoch: u32::MAX,
                seq: 0,
            },
            actor: self.user,
            kind: act.kind,
            record: act.record,
            action: act.action.clone(),
            seen: client.seen(),
            hlc: Hlc { ms: now, count: 0 },
            offset_ms: client.marks().offset_ms,
            zone: self.host.zone(),
            schema: SCHEMA_VERSION,
            group: None,
            blobs: Vec::new(),
        };
        refusal(&client.world, &op)
    }

    /// Acts become ops: number, time and author are fixed here and never again.
    fn number(&self, next: Next, seen: Seen, group: Option<Id>, acts: Vec<Act>) -> Vec<Op> {
        let mut client = self.client.borrow_mut();
        let (replica, now) = (client.replica(), self.host.now_ms());
        let offset_ms = client.marks().offset_ms;
        let numbered = acts.into_iter().zip(next.seq..);
        let ops = numbered.map(|(mut act, seq)| {
            let id = OpId {
                replica,
                epoch: next.epoch,
                seq,
            };
            act.number(id);
            Op {
                id,
                actor: self.user,
                kind: act.kind,
                record: act.record,
                action: act.action,
                seen,
                hlc: client.tick(now),
                offset_ms,
                zone: self.host.zone(),
                schema: SCHEMA_VERSION,
                group,
                blobs: act.blobs,
            }
        });
        ops.collect()
    }

    /// Ops are durable: they show, and wait to be sent.
    pub(crate) fn made(&self, ops: Vec<Op>) {
        self.step(Event::Made(ops));
        self.tell(&News {
            outbox: true,
            ..News::default()
        });
    }

    /// One step of the machine. What it shows is told; what it wants done goes to the driver.
    pub fn step(&self, event: Event) {
        let answered = matches!(event, Event::Committed);
        let effects = {
            let mut client = self.client.borrow_mut();
            client.step(event, self.host.now_ms(), self.host.dice())
        };
        for effect in effects {
            match effect {
                Effect::Changed(records) => self.tell_changed(records),
                // The driver went away with the session: the next start carries on.
                other => drop(self.effects.unbounded_send(other)),
            }
        }
        if answered {
            self.tell(&News {
                outbox: true,
                ..News::default()
            });
        }
        self.refresh_link();
    }

    /// What the store must hold once `commit` is durable.
    pub(crate) fn plan(&self, commit: &Commit) -> Plan {
        let client = self.client.borrow();
        let answered = commit.receipts.iter().filter_map(|receipt| {
            let mut entry = client.entry(receipt.op)?.clone();
            entry.answer(receipt.clone());
            Some(entry)
        });
        let requeued = commit.requeue.iter().filter_map(|op| {
            let mut entry = client.entry(*op)?.clone();
            entry.requeue();
            Some(entry)
        });
        // An answer that comes with the reset wins over the loss it repairs.
        let entries = requeued.chain(answered).collect();
        Plan {
            reset: commit.reset,
            // Emptied buckets go like dropped ones; what is fetched anew makes them again.
            drops: [commit.drops.as_slice(), &commit.empty].concat(),
            changes: placing::changes(self.user, &client.world, commit),
            entries,
            forget: commit.forget.clone(),
            renumber: commit.renumber.clone(),
            marks: commit.marks.clone(),
        }
    }

    /// The person has dealt with a returned op.
    ///
    /// # Errors
    /// Any [`StoreError`] of writing; it is settled until the next start then.
    pub async fn settle(&self, op: OpId) -> Result<(), StoreError> {
        self.settled(op);
        self.say(&Message::Settled(op));
        let entry = self.client.borrow().entry(op).cloned();
        match entry {
            Some(entry) => self.depot.keep(&entry).await,
            None => Ok(()),
        }
    }

    /// The same, done in another tab.
    pub(crate) fn settled(&self, op: OpId) {
        self.client.borrow_mut().settle(op);
        self.tell(&News {
            outbox: true,
            ..News::default()
        });
    }

    /// The words of all records that are not simply synced.
    pub fn words(&self) -> HashMap<Id, RecordSync> {
        let client = self.client.borrow();
        let waiting = match self.link.borrow().state {
            LinkState::Online if client.is_busy() => RecordSync::Syncing,
            LinkState::Online => RecordSync::Queued,
            _ => RecordSync::Saved,
        };
        let mut words = word::words(client.outbox(), waiting, &self.blobs_here.borrow());
        for id in self.conflicted.borrow().iter() {
            let word: &mut RecordSync = words.entry(*id).or_default();
            *word = (*word).max(RecordSync::Conflict);
        }
        words
    }

    /// Records with a field that holds two values.
    pub fn conflicted(&self) -> Vec<Id> {
        self.conflicted.borrow().iter().copied().collect()
    }

    /// Stores the bytes of an attachment, to be referred to by an act and uploaded behind it.
    ///
    /// # Errors
    /// [`SaveError`]; then nothing was kept.
    pub async fn keep_blob(&self, bytes: &[u8], media_type: &str) -> Result<[u8; 32], SaveError> {
        let size = bytes.len() as u64;
        if size > MAX_BLOB {
            let limit = MAX_BLOB;
            return Err(SaveError::TooLarge { size, limit });
        }
        let sha256 = self.depot.keep_blob(bytes, media_type).await?;
        self.blob_waits(sha256, true);
        self.say(&Message::Kept(sha256));
        Ok(sha256)
    }

    /// The server came back from a backup: every attachment here is offered again.
    pub(crate) async fn offer_blobs_again(&self) -> Result<(), StoreError> {
        self.depot.offer_blobs_again().await?;
        self.look_for_blobs().await
    }

    async fn look_for_blobs(&self) -> Result<(), StoreError> {
        let waiting = self.depot.blobs_to_send().await?;
        *self.blobs_here.borrow_mut() = ordered_set(waiting);
        Ok(())
    }

    /// Attachments the server does not have yet.
    pub fn blobs_to_send(&self) -> Vec<[u8; 32]> {
        self.blobs_here.borrow().iter().copied().collect()
    }

    /// The server has an attachment, or (`kept` false) refuses it for good: then it stays here and is
    /// offered once more after the next start.
    ///
    /// # Errors
    /// Any [`StoreError`] of writing; it is offered again after the next start then.
    pub(crate) async fn blob_done(&self, sha256: [u8; 32], kept: bool) -> Result<(), StoreError> {
        self.blob_waits(sha256, false);
        self.say(&Message::Done(sha256));
        if kept {
            self.depot.blob_sent(sha256).await?;
        }
        Ok(())
    }

    /// Whether an attachment waits for its upload.
    pub(crate) fn blob_waits(&self, sha256: [u8; 32], waits: bool) {
        let mut here = self.blobs_here.borrow_mut();
        if waits {
            here.insert(sha256);
        } else {
            here.remove(&sha256);
        }
        drop(here);
        self.tell(&News {
            outbox: true,
            ..News::default()
        });
    }

    /// An unfinished form.
    pub fn draft(&self, key: &str) -> Option<Vec<u8>> {
        self.drafts.borrow().get(key).cloned()
    }

    /// Keeps an unfinished form, or forgets it.
    ///
    /// # Errors
    /// Any [`StoreError`] of writing; the form is in memory then.
    pub async fn keep_draft(&self, key: &str, form: Option<Vec<u8>>) -> Result<(), StoreError> {
        match &form {
            Some(form) => self
                .drafts
                .borrow_mut()
                .insert(key.to_owned(), form.clone()),
            None => self.drafts.borrow_mut().remove(key),
        };
        self.depot.draft(key, form.as_deref()).await
    }

    /// How the link to the server stands.
    pub fn link(&self) -> LinkStatus {
        self.link.borrow().clone()
    }

    /// Notes how the link stands; whoever shows it hears of a difference.
    pub fn set_link(&self, change: impl FnOnce(&mut LinkStatus)) {
        let before = self.link.borrow().clone();
        change(&mut self.link.borrow_mut());
        if before != *self.link.borrow() {
            self.tell(&News {
                link: true,
                ..News::default()
            });
        }
    }

    /// Takes over from the machine what the link status shows of it.
    fn refresh_link(&self) {
        let client = self.client.borrow();
        let (busy, next_try) = (client.is_busy(), client.next_try());
        let (contact, marks) = (client.last_contact(), client.marks().clone());
        drop(client);
        self.set_link(|link| {
            link.busy = busy;
            link.next_try = next_try;
            link.last_contact = (contact > 0).then_some(contact).or(link.last_contact);
            link.offset_ms = marks.offset_ms;
            link.measured_ms = (marks.measured_ms > 0).then_some(marks.measured_ms);
            link.watermark = marks.watermark;
        });
    }

    /// Changes the machine outside a step: leading, reading rights.
    pub(crate) fn adjust(&self, change: impl FnOnce(&mut Client)) {
        change(&mut self.client.borrow_mut());
    }

    /// Calls `listener` after every change, until the replica is closed.
    pub fn listen(&self, listener: impl Fn(&News) + 'static) {
        self.listeners.borrow_mut().push(Box::new(listener));
    }

    /// Ends the work of this replica: the driver stops, nobody is told any more.
    pub(crate) fn close(&self) {
        self.closed.set(true);
        self.client.borrow_mut().set_leads(false);
        self.effects.close_channel();
        self.listeners.borrow_mut().clear();
    }

    fn tell_changed(&self, records: BTreeSet<Id>) {
        let kinds = {
            let client = self.client.borrow();
            let mut conflicted = self.conflicted.borrow_mut();
            let mut kinds = BTreeSet::new();
            for id in &records {
                let record = client.world.get(*id);
                if record.is_some_and(|record| record.conflicts().next().is_some()) {
                    conflicted.insert(*id);
                } else {
                    conflicted.remove(id);
                }
                kinds.extend(record.map(|record| record.kind));
            }
            kinds
        };
        self.tell(&News {
            records,
            kinds,
            ..News::default()
        });
    }

    fn tell(&self, news: &News) {
        for listener in self.listeners.borrow().iter() {
            listener(news);
        }
    }
}

fn every_id(client: &Client) -> BTreeSet<Id> {
    let rows = client.world.rows().map(|sent| sent.row.id);
    ordered_set(rows.chain(client.outbox().map(|entry| entry.op.record)))
}
