//! The seam between the machine and the device store. Object-safe, so that nothing above knows which
//! store it is; the one implementation is [`super::Local`].

use super::SaveError;
use crate::storage::{StoreError, outbox};
use futures::future::LocalBoxFuture;
use shared::entity::{Bucket, OpId};
use shared::ordered::SortedMap;
use shared::sync::Op;
use shared::sync::client::{Entry, Marks, Renumber};
use shared::sync::wire::SentRow;

/// The answer of the store, later.
pub type Later<'a, T> = LocalBoxFuture<'a, Result<T, StoreError>>;

/// The number the next op gets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Next {
    /// Which life of this device's storage.
    pub epoch: u32,
    /// The first free place in it.
    pub seq: u64,
}

/// Makes ops once their numbers are known; runs inside the transaction that stores them.
pub type Make<'a> = Box<dyn FnOnce(Next) -> Vec<Op> + 'a>;

/// Ops as they were stored.
#[derive(Debug)]
pub struct Stored {
    /// The ops with their numbers.
    pub ops: Vec<Op>,
    /// Which journals hold them.
    pub kept: outbox::Kept,
}

/// Everything the machine starts from, except the rows.
#[derive(Debug, Default)]
pub struct Kept {
    /// The epoch new ops are written in.
    pub epoch: u32,
    /// The last sequence given in that epoch.
    pub head: u64,
    /// The machine's numbers.
    pub marks: Marks,
    /// Kept ops with their answers.
    pub entries: Vec<Entry>,
    /// Unfinished forms by key.
    pub drafts: SortedMap<String, Vec<u8>>,
}

/// How safe what was saved here is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Health {
    /// There is a second journal beside the database: it survives the loss of either.
    pub journal: bool,
    /// Ops that are in one of the two only, for now.
    pub half_kept: usize,
    /// The start found that the database was emptied or went back in time, and began a new epoch.
    pub went_back: bool,
    /// Ops the start put back from the journals.
    pub recovered: usize,
    /// Numbers that were given and are nowhere any more.
    pub lost: usize,
    /// Kept ops under a forgotten passphrase: nobody reads them here; they still reach the server.
    pub unreadable: usize,
}

/// What one commit writes, in one transaction.
#[derive(Debug, Default)]
pub struct Plan {
    /// Every confirmed row goes, before anything is written.
    pub reset: bool,
    /// Buckets that go with their keys, before anything is written.
    pub drops: Vec<Bucket>,
    /// Changes of confirmed rows.
    pub changes: Vec<crate::storage::page::Change>,
    /// Ops whose answer changed.
    pub entries: Vec<Entry>,
    /// Ops no longer needed.
    pub forget: Vec<OpId>,
    /// Ops under their new numbers, in a new epoch.
    pub renumber: Option<Renumber>,
    /// The machine's numbers.
    pub marks: Marks,
}

/// Takes in some confirmed rows.
pub type Each<'a> = &'a mut dyn FnMut(Vec<SentRow>);

/// An attachment on this device.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attached {
    /// Media type.
    pub media_type: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// What the machine asks of the device store.
pub trait Depot {
    /// Reads everything but the rows.
    fn open(&self) -> Later<'_, Kept>;

    /// Reads the confirmed rows piece by piece, hot kinds first, and answers with the buckets that did
    /// not decode: drop them and fetch them anew.
    fn rows<'a>(&'a self, each: Each<'a>) -> Later<'a, Vec<Bucket>>;

    /// Numbers and stores ops: durable in the journals of this device when it returns.
    fn append<'a>(&'a self, make: Make<'a>) -> LocalBoxFuture<'a, Result<Stored, SaveError>>;

    /// Stores what the server answered.
    fn commit(&self, plan: Plan) -> Later<'_, ()>;

    /// Folds what accumulated, when it is worth while.
    fn tidy(&self) -> Later<'_, ()>;

    /// How safe what was saved here is.
    fn health(&self) -> Health;

    /// Stores a changed answer of one op (the person has dealt with it).
    fn keep<'a>(&'a self, entry: &'a Entry) -> Later<'a, ()>;

    /// Stores an unfinished form; `None` removes it.
    fn draft<'a>(&'a self, key: &'a str, form: Option<&'a [u8]>) -> Later<'a, ()>;

    /// From now on this tab writes what the server answers; no other tab can any more, even if it was
    /// only asleep.
    fn lead(&self) -> Later<'_, ()>;

    /// Stores an attachment made here, to be uploaded: durable when it returns.
    fn keep_blob<'a>(&'a self, bytes: &'a [u8], media_type: &'a str) -> Later<'a, [u8; 32]>;

    /// Keeps an attachment the server sent.
    fn cache_blob<'a>(&'a self, sha256: [u8; 32], blob: &'a Attached) -> Later<'a, ()>;

    /// The server has an attachment.
    fn blob_sent(&self, sha256: [u8; 32]) -> Later<'_, ()>;

    /// Attachments the server does not have yet.
    fn blobs_to_send(&self) -> Later<'_, Vec<[u8; 32]>>;

    /// The server came back from a backup: every attachment here is offered again.
    fn offer_blobs_again(&self) -> Later<'_, ()>;

    /// An attachment; none when it is not on this device.
    fn blob(&self, sha256: [u8; 32]) -> Later<'_, Option<Attached>>;

    /// Everything the server does not hold in a backup, as a file that any device can carry to it; only
    /// the server can read it.
    fn rescue(&self) -> Later<'_, Vec<u8>>;

    /// Kept ops under a forgotten passphrase that the server now has.
    fn forget_unreadable<'a>(&'a self, ops: &'a [OpId]) -> Later<'a, ()>;
}
