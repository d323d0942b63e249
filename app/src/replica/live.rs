//! The replica as signals: the context every screen uses.
//!
//! Every read is at once and from memory. A signal made here lives as long as the view that made it.

mod find;

use super::depot::Health;
use super::{Act, Core, News, RecordSync, SaveError, Saved};
use crate::storage::StoreError;
use crate::sync::{Driver, LinkState, LinkStatus};
use leptos::prelude::*;
use leptos::reactive::signal::ArcTrigger;

use shared::domain::tasks::{Attachment, AttachmentKind};
use shared::entity::{Blob, Canonical, Id, Kind, OpId, Record, ReplicaId};
use shared::sync::client::Entry;
use shared::sync::op::Seen;
use shared::sync::world::World;
use shared::sync::{Action, Reason};
use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;
use std::sync::Arc;

/// One replica at work, for the screens. Cheap to copy; taken with `expect_context::<Replica>()`.
#[derive(Clone, Copy)]
pub struct Replica {
    inner: StoredValue<Rc<Inner>, LocalStorage>,
    words: Memo<Arc<HashMap<Id, RecordSync>>>,
}

/// Where the bytes of an attachment are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum BlobState {
    /// Looking, or fetching.
    #[default]
    Loading,
    /// Under this address.
    Here(String),
    /// Not on this device, and the server cannot give it now.
    NotHere,
}

struct Inner {
    core: Rc<Core>,
    driver: Rc<Driver>,
    records: RefCell<HashMap<Id, ArcTrigger>>,
    kinds: RefCell<HashMap<Kind, ArcRwSignal<u64>>>,
    changes: ArcRwSignal<u64>,
    outbox: ArcTrigger,
    link: ArcTrigger,
    search: find::Search,
}

impl Inner {
    fn record(&self, id: Id) -> ArcTrigger {
        self.records.borrow_mut().entry(id).or_default().clone()
    }

    fn kind(&self, kind: Kind) -> ArcRwSignal<u64> {
        let mut kinds = self.kinds.borrow_mut();
        kinds
            .entry(kind)
            .or_insert_with(|| ArcRwSignal::new(0))
            .clone()
    }

    /// Wakes what shows something that changed.
    fn hear(&self, news: &News) {
        self.search.finder.borrow_mut().note(&news.records);
        let mut woken: Vec<ArcTrigger> = {
            let records = self.records.borrow();
            let shown = news.records.iter().filter_map(|id| records.get(id));
            shown.cloned().collect()
        };
        woken.extend(news.outbox.then(|| self.outbox.clone()));
        woken.extend((news.link).then(|| self.link.clone()));
        if !news.records.is_empty() {
            // Conflicts show in the words of records.
            woken.push(self.outbox.clone());
        }
        woken.iter().for_each(Notify::notify);
        for kind in &news.kinds {
            self.kind(*kind).update(|revision| *revision += 1);
        }
        if !news.kinds.is_empty() {
            self.changes.update(|revision| *revision += 1);
        }
    }
}

impl Replica {
    /// Signals over `core`. Owned by the current reactive owner: a session that ends takes them along.
    #[must_use]
    pub fn new(core: Rc<Core>, driver: Rc<Driver>) -> Self {
        let inner = Rc::new(Inner {
            core,
            driver,
            records: RefCell::default(),
            kinds: RefCell::default(),
            changes: ArcRwSignal::new(0),
            outbox: ArcTrigger::new(),
            link: ArcTrigger::new(),
            search: find::Search::default(),
        });
        let ears = Rc::downgrade(&inner);
        inner.core.listen(move |news| {
            if let Some(inner) = ears.upgrade() {
                inner.hear(news);
            }
        });
        let inner = StoredValue::new_local(inner);
        let words = Memo::new(move |_| {
            inner.with_value(|inner| {
                inner.outbox.track();
                inner.link.track();
                Arc::new(inner.core.words())
            })
        });
        Self { inner, words }
    }

    /// Shows this very replica.
    pub(crate) fn is_over(&self, core: &Rc<Core>) -> bool {
        self.with(|inner| Rc::ptr_eq(&inner.core, core))
    }

    fn with<R>(&self, read: impl FnOnce(&Inner) -> R) -> R {
        self.inner.with_value(|inner| read(inner))
    }

    fn core(&self) -> Rc<Core> {
        self.with(|inner| inner.core.clone())
    }

    /// The signed-in user.
    pub fn me(&self) -> Id {
        self.with(|inner| inner.core.user())
    }

    /// The number of this device among all: whose quotas it spends.
    #[must_use]
    pub fn number(&self) -> ReplicaId {
        self.with(|inner| inner.core.replica())
    }

    /// A new record id.
    pub fn new_id(&self) -> Id {
        self.with(|inner| inner.core.new_id())
    }

    /// A record as its user sees it: confirmed, with what waits to be sent on top.
    pub fn record(&self, id: Id) -> Signal<Option<Arc<Record>>> {
        let replica = *self;
        Memo::new(move |_| {
            replica.with(|inner| {
                inner.record(id).track();
                inner
                    .core
                    .world(|world| world.get(id).cloned().map(Arc::new))
            })
        })
        .into()
    }

    /// Ids of all records of a kind, newest first.
    pub fn ids(&self, kind: Kind) -> Signal<Arc<Vec<Id>>> {
        let replica = *self;
        Memo::new(move |_| {
            replica.with(|inner| {
                inner.kind(kind).track();
                let mut ids = inner.core.world(|world| world.of_kind(kind));
                ids.reverse();
                Arc::new(ids)
            })
        })
        .into()
    }

    /// Grows with every change of a record of this kind: read it to make a query of one's own live.
    pub fn revision(&self, kind: Kind) -> Signal<u64> {
        self.with(|inner| inner.kind(kind)).into()
    }

    /// Grows with every change of anything: for what a rule decides, which may look anywhere.
    pub fn changes(&self) -> Signal<u64> {
        self.with(|inner| inner.changes.clone()).into()
    }

    /// Reads what this device knows, once.
    pub fn world<R>(&self, read: impl FnOnce(&World) -> R) -> R {
        self.with(|inner| inner.core.world(read))
    }

    /// What a form has seen: take it when the form OPENS, hand it to [`Replica::act`].
    pub fn seen(&self) -> Seen {
        self.with(|inner| inner.core.seen())
    }

    /// Why an act would be refused as things stand here; ask before saving what a form holds.
    pub fn refusal(&self, act: &Act) -> Vec<Reason> {
        self.with(|inner| inner.core.refusal(act))
    }

    /// Saves what a person did: durable in every journal of this device when it returns, and visible.
    /// More than one act is one atomic group.
    ///
    /// # Errors
    /// [`SaveError`]; then nothing was kept and the form still holds it.
    pub async fn act(&self, seen: Seen, acts: Vec<Act>) -> Result<Saved, SaveError> {
        self.core().act(seen, acts).await
    }

    /// Saves many acts at once, each of which stands for itself: one that the server returns holds up
    /// no other.
    ///
    /// # Errors
    /// [`SaveError`]; then nothing was kept.
    pub async fn act_each(&self, seen: Seen, acts: Vec<Act>) -> Result<Saved, SaveError> {
        self.core().act_each(seen, acts).await
    }

    /// The sync state of one record, in a word.
    pub fn sync_word(&self, id: Id) -> Signal<RecordSync> {
        let words = self.words;
        Memo::new(move |_| words.with(|words| words.get(&id).copied().unwrap_or_default())).into()
    }

    /// The sync states of all records that are not simply synced.
    pub fn sync_words(&self) -> Signal<Arc<HashMap<Id, RecordSync>>> {
        self.words.into()
    }

    /// Every op this device keeps, oldest first, with its answer.
    pub fn outbox(&self) -> Signal<Arc<Vec<Entry>>> {
        let replica = *self;
        Memo::new(move |_| {
            replica.with(|inner| {
                inner.outbox.track();
                let entries = inner
                    .core
                    .client(|client| client.outbox().cloned().collect());
                Arc::new(entries)
            })
        })
        .into()
    }

    /// How many ops the server has not answered.
    pub fn unsynced(&self) -> Signal<usize> {
        let replica = *self;
        Memo::new(move |_| {
            replica.with(|inner| {
                inner.outbox.track();
                inner.core.client(shared::sync::client::Client::unsynced)
            })
        })
        .into()
    }

    /// How many ops of this device came back and wait for a person.
    pub fn returned(&self) -> Signal<usize> {
        let replica = *self;
        Memo::new(move |_| {
            replica.with(|inner| {
                inner.outbox.track();
                let waits = |client: &shared::sync::client::Client| {
                    client.outbox().filter(|e| e.needs_attention()).count()
                };
                inner.core.client(waits)
            })
        })
        .into()
    }

    /// Records with a field that holds two values, whoever owns them.
    pub fn conflicts(&self) -> Signal<Arc<Vec<Id>>> {
        let replica = *self;
        Memo::new(move |_| {
            replica.with(|inner| {
                inner.outbox.track();
                Arc::new(inner.core.conflicted())
            })
        })
        .into()
    }

    /// The person has dealt with a returned op: edited and saved anew, or let go.
    pub fn settle(&self, op: OpId) {
        let core = self.core();
        core.host().clone().spawn(Box::pin(async move {
            // If it cannot be stored it is asked again after the next start; nothing is lost.
            let _ = core.settle(op).await;
        }));
    }

    /// Stores the bytes of an attachment: put the hash into a field of type attachment, or into an
    /// [`Attachment`] of the same group of acts, with [`Act::with_blobs`] or [`Act::attach`].
    ///
    /// # Errors
    /// [`SaveError`]; then nothing was kept.
    pub async fn keep_blob(&self, bytes: &[u8], media_type: &str) -> Result<[u8; 32], SaveError> {
        self.core().keep_blob(bytes, media_type).await
    }

    /// Attaches a file to a record: stored encrypted, uploaded behind the ops, in pieces. Fill in what
    /// is known besides the bytes: `attachment_kind`, `caption`, `file_name`, `taken_at`.
    ///
    /// # Errors
    /// [`SaveError`]; then nothing was kept.
    pub async fn attach(
        &self,
        bytes: &[u8],
        media_type: &str,
        of: (Kind, Id),
        about: Attachment,
    ) -> Result<[u8; 32], SaveError> {
        let core = self.core();
        let seen = core.seen();
        let sha256 = core.keep_blob(bytes, media_type).await?;
        let attachment = Attachment {
            of,
            sha256: Blob(sha256.to_vec()),
            media_type: media_type.to_owned(),
            size: i64::try_from(bytes.len()).unwrap_or(i64::MAX),
            ..about
        };
        let act = Act::attach(core.new_id(), &attachment);
        core.act(seen, vec![act]).await?;
        Ok(sha256)
    }

    /// Attaches a file as it is, under its own name: see [`Replica::attach`].
    ///
    /// # Errors
    /// [`SaveError`]; then nothing was kept.
    pub async fn attach_document(
        &self,
        bytes: &[u8],
        media_type: &str,
        of: (Kind, Id),
        name: String,
    ) -> Result<[u8; 32], SaveError> {
        let about = Attachment {
            attachment_kind: AttachmentKind::Document,
            caption: name.clone(),
            file_name: name,
            ..Attachment::default()
        };
        self.attach(bytes, media_type, of, about).await
    }

    /// The picture or file with this hash: from this device, or fetched. Not here is tried again
    /// whenever the server answers again. The address lives as long as the view that asked.
    pub fn blob_url(&self, sha256: [u8; 32]) -> Signal<BlobState> {
        let shown = RwSignal::new(BlobState::Loading);
        let (replica, status) = (*self, self.status());
        let online = Memo::new(move |_| status.with(|link| link.state == LinkState::Online));
        Effect::new(move |_| {
            // Read, not only tracked: a memo that nobody reads never runs.
            online.with(|_| ());
            if !matches!(shown.get_untracked(), BlobState::Here(_)) {
                replica.fetch_into(sha256, shown);
            }
        });
        let host = self.core().host().clone();
        let host = StoredValue::new_local(host);
        on_cleanup(move || {
            if let Some(BlobState::Here(address)) = shown.try_get_untracked() {
                host.try_with_value(|host| host.hide(&address));
            }
        });
        shown.into()
    }

    fn fetch_into(&self, sha256: [u8; 32], shown: RwSignal<BlobState>) {
        let (core, driver) = self.with(|inner| (inner.core.clone(), inner.driver.clone()));
        let host = core.host().clone();
        host.clone().spawn(Box::pin(async move {
            let found = match driver.blob(sha256).await {
                Ok(Some(blob)) => BlobState::Here(host.show(&blob.bytes, &blob.media_type)),
                Ok(None) | Err(_) => BlobState::NotHere,
            };
            // Given back untouched when the view is gone.
            if let Some(BlobState::Here(address)) = shown.try_set(found) {
                host.hide(&address);
            }
        }));
    }

    /// How the link to the server stands.
    pub fn status(&self) -> Signal<LinkStatus> {
        let replica = *self;
        Memo::new(move |_| {
            replica.with(|inner| {
                inner.link.track();
                inner.core.link()
            })
        })
        .into()
    }

    /// How safe what was saved here is: both journals, what the start had to repair.
    pub fn health(&self) -> Signal<Health> {
        let replica = *self;
        Memo::new(move |_| {
            replica.with(|inner| {
                inner.outbox.track();
                inner.core.depot().health()
            })
        })
        .into()
    }

    /// Everything the server does not hold in a backup, as a file that any device can carry to it
    /// (`POST /api/v1/rescue`); only the server can read it.
    ///
    /// # Errors
    /// [`StoreError`] of reading, or when the organisation key is not known yet.
    pub async fn rescue_file(&self) -> Result<Vec<u8>, StoreError> {
        self.core().depot().rescue().await
    }

    /// Exchanges with the server now.
    pub fn sync_now(&self) {
        self.with(|inner| inner.driver.clone()).wake();
    }

    /// The unfinished form under this key, if the tab was killed or left in the middle of it.
    pub fn draft(&self, key: &str) -> Option<Action> {
        let bytes = self.with(|inner| inner.core.draft(key))?;
        Action::from_bytes(&bytes).ok()
    }

    /// Keeps an unfinished form as the action it would become. Cheap: call it on every pause of typing.
    pub fn save_draft(&self, key: &str, form: &Action) {
        self.keep_draft(key, Some(form.to_bytes()));
    }

    /// Forgets an unfinished form: it was saved or given up.
    pub fn clear_draft(&self, key: &str) {
        self.keep_draft(key, None);
    }

    fn keep_draft(&self, key: &str, form: Option<Vec<u8>>) {
        let (core, key) = (self.core(), key.to_owned());
        core.host().clone().spawn(Box::pin(async move {
            // The form is still on the screen; the next pause of typing tries again.
            let _ = core.keep_draft(&key, form).await;
        }));
    }
}
