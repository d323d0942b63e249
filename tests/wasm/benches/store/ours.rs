//! Our side: the app's own store, journals and encoding, under a key in memory.

use crate::customers::Invented;
use crate::peers;
use app::platform::clock;
use app::storage::journal::opfs::Opfs;
use app::storage::keyring::{BucketId, DeviceKey};
use app::storage::keys::{Identity, InThread, Lock, Session};
use app::storage::outbox::{Kept, OpBytes, Outbox};
use app::storage::page::{Change, Chunk};
use app::storage::witness::LocalWitness;
use app::storage::{Batch, IndexedDb};
use shared::entity::Canonical as _;
use shared::sealed::OrgPrivateKey;
use shared::sync::wire::SentRow;
use wasm_tests::{journal_url, open, pages};

/// The side's storage bucket, and its database in it.
pub(crate) const SIDE: &str = "ours";
const REPLICA: u32 = 42;

/// Milliseconds to store the rows in an empty database, from what the app holds in memory.
pub(crate) async fn persist(rows: &[SentRow]) -> f64 {
    peers::enter(SIDE).await.unwrap();
    let store = open(SIDE).await;
    let mut pages = pages(&store).await;
    let start = clock::monotonic_ms();
    let changes: Vec<_> = rows.iter().map(change).collect();
    pages.append(changes.into(), Batch::new()).await.unwrap();
    let took = clock::monotonic_ms() - start;
    store.close();
    took
}

fn change(sent: &SentRow) -> Change {
    Change {
        bucket: BucketId::new(&sent.row.bucket.to_bytes()).unwrap(),
        kind: sent.row.kind.0,
        id: sent.row.id.0,
        bytes: Some(sent.to_bytes()),
    }
}

/// Milliseconds from the closed database to rows as the app holds them in memory.
pub(crate) struct Loaded {
    /// To the first fifty.
    pub(crate) first: f64,
    /// To all of them.
    pub(crate) all: f64,
    /// What of that went into making values of bytes that were unsealed and unpacked.
    pub(crate) decoding: f64,
}

/// Opens the database and reads everything.
pub(crate) async fn load(count: usize) -> Loaded {
    peers::enter(SIDE).await.unwrap();
    let start = clock::monotonic_ms();
    let store = open(SIDE).await;
    let mut pages = pages(&store).await;
    let mut loader = pages.load(|_, _| 0).await.unwrap();
    let mut rows: Vec<SentRow> = Vec::new();
    let (mut first, mut decoding) = (None, 0.0);
    while let Some(chunks) = loader.next().await.unwrap() {
        let unpacked = clock::monotonic_ms();
        for chunk in chunks {
            let Chunk::Rows { records, .. } = chunk else {
                panic!("a page does not decode");
            };
            let decoded = records
                .iter()
                .map(|record| SentRow::from_bytes(&record.bytes));
            rows.extend(decoded.map(Result::unwrap));
            if rows.len() >= 50 {
                first.get_or_insert_with(|| clock::monotonic_ms() - start);
            }
        }
        decoding += clock::monotonic_ms() - unpacked;
    }
    let all = clock::monotonic_ms() - start;
    assert_eq!(rows.len(), count);
    store.close();
    Loaded {
        first: first.unwrap(),
        all,
        decoding,
    }
}

/// Where single actions are saved, in both journals before they count.
pub(crate) struct Desk {
    store: IndexedDb,
    outbox: Outbox<IndexedDb, Opfs, LocalWitness>,
}

impl Desk {
    pub(crate) async fn open() -> Self {
        peers::enter(SIDE).await.unwrap();
        let key = DeviceKey::generate();
        let lock = Lock::close(&InThread, &key, REPLICA, "x").await.unwrap();
        let org = OrgPrivateKey::new([3; 32]).public().unwrap();
        let identity = Identity {
            lock,
            org: Some(org),
        };
        let store = open(SIDE).await;
        let journal = Opfs::new(&journal_url(), "bench-save");
        let witness = LocalWitness {
            key: "bench-save".into(),
        };
        let started = Outbox::start(store.clone(), Some(journal), witness, REPLICA).await;
        let (outbox, _) = started.unwrap();
        let session = Session::start(&InThread, &identity, &key).await.unwrap();
        outbox.begin(&identity, session);
        Self { store, outbox }
    }

    /// Milliseconds to encode, seal and save what somebody typed.
    pub(crate) async fn save(&self, typed: &Invented) -> f64 {
        let op = typed.op();
        let start = clock::monotonic_ms();
        let encoded = |_| {
            vec![OpBytes {
                hash: op.hash(),
                bytes: op.to_bytes(),
            }]
        };
        let saved = self.outbox.save(encoded).await.unwrap();
        let took = clock::monotonic_ms() - start;
        assert_eq!(saved.kept, Kept::Both);
        took
    }

    pub(crate) fn close(self) {
        self.store.close();
    }
}
