use super::*;
use crate::storage::journal::{DiskError, MemoryDisk};
use crate::storage::keyring::DeviceKey;
use crate::storage::keys::cheap::Cheap;
use crate::storage::keys::{InThread, Lock};
use crate::storage::store::{Batch, Durability, Keys, Table};
use crate::storage::witness::MemoryWitness;
use crate::storage::{Memory, StoreError};
use futures::executor::block_on;
use shared::sealed::OrgPrivateKey;
use shared::sealed::rescue::Rescue;

type TestOutbox = Outbox<Memory, MemoryDisk, MemoryWitness>;

/// One device: what outlives its tabs.
struct Device {
    memory: Memory,
    disk: MemoryDisk,
    witness: MemoryWitness,
    key: DeviceKey,
    identity: Identity,
    org: OrgPrivateKey,
}

impl Device {
    async fn new() -> Self {
        let key = DeviceKey::generate();
        let lock = Lock::close(&Cheap::default(), &key, 42, "x").await.unwrap();
        let org = OrgPrivateKey::new([3; 32]);
        let identity = Identity {
            lock,
            org: Some(org.public().unwrap()),
        };
        let (memory, disk, witness) = Default::default();
        Self {
            memory,
            disk,
            witness,
            key,
            identity,
            org,
        }
    }

    /// A new tab, unlocked.
    async fn tab(&self) -> (TestOutbox, StartReport) {
        let disk = Some(self.disk.another_tab());
        self.tab_with(disk).await
    }

    async fn tab_with(&self, disk: Option<MemoryDisk>) -> (TestOutbox, StartReport) {
        let started = Outbox::start(self.memory.clone(), disk, self.witness.clone(), 42).await;
        let (outbox, report) = started.unwrap();
        let session = Session::start(&InThread, &self.identity, &self.key)
            .await
            .unwrap();
        outbox.begin(&self.identity, session);
        (outbox, report)
    }

    async fn texts(&self, outbox: &TestOutbox) -> Vec<(u32, u64, String)> {
        let (ops, unreadable) = outbox.load(&self.key).await.unwrap();
        assert_eq!(unreadable, []);
        ops.into_iter()
            .map(|op| (op.op.epoch, op.op.seq, text(&op.content)))
            .collect()
    }
}

fn op(text: &str) -> OpBytes {
    OpBytes {
        hash: [text.len() as u8; 32],
        bytes: text.as_bytes().to_vec(),
    }
}

fn text(content: &OpBytes) -> String {
    String::from_utf8(content.bytes.clone()).unwrap()
}

async fn save(outbox: &TestOutbox, text: &str) -> Result<Saved, SaveError> {
    outbox.save(|_| vec![op(text)]).await
}

fn numbers(texts: &[(u32, u64, String)]) -> Vec<(u32, u64)> {
    texts.iter().map(|(epoch, seq, _)| (*epoch, *seq)).collect()
}

#[test]
fn what_was_saved_reads_back_in_order_after_a_restart() {
    block_on(async {
        let device = Device::new().await;
        let (tab, report) = device.tab().await;
        assert_eq!((report.sign, report.epoch, report.head), (None, 1, 0));
        let saved = tab
            .save(|slot| vec![op(&format!("{slot:?}")), op("second")])
            .await
            .unwrap();
        assert_eq!(
            (saved.slot.first, saved.count, saved.kept),
            (1, 2, Kept::Both)
        );
        assert_eq!(save(&tab, "third").await.unwrap().slot.first, 3);
        drop(tab);
        let (tab, report) = device.tab().await;
        assert_eq!((report.sign, report.recovered, report.head), (None, 0, 3));
        let texts = device.texts(&tab).await;
        assert_eq!(numbers(&texts), [(1, 1), (1, 2), (1, 3)]);
        assert_eq!(texts[0].2, "Slot { replica: 42, epoch: 1, first: 1 }");
        assert_eq!(save(&tab, "fourth").await.unwrap().slot.first, 4);
    });
}

#[test]
fn tabs_never_give_a_number_twice() {
    block_on(async {
        let device = Device::new().await;
        let (a, _) = device.tab().await;
        let (b, _) = device.tab().await;
        let saves = (0..40).map(|n| {
            let tab = if n % 2 == 0 { &a } else { &b };
            save(tab, "x")
        });
        let mut given: Vec<_> = futures::future::join_all(saves)
            .await
            .into_iter()
            .map(|saved| saved.unwrap().slot.first)
            .collect();
        given.sort_unstable();
        assert_eq!(given, (1..=40).collect::<Vec<_>>());
    });
}

#[test]
fn an_emptied_database_is_rebuilt_from_the_journal_under_a_new_epoch() {
    block_on(async {
        let device = Device::new().await;
        let (tab, _) = device.tab().await;
        for text in ["a", "b", "c"] {
            save(&tab, text).await.unwrap();
        }
        drop(tab);
        device.memory.roll_back(&Memory::new());
        let (tab, report) = device.tab().await;
        assert_eq!((report.sign, report.recovered), (Some(Sign::Emptied), 3));
        assert_eq!((report.epoch, report.head, report.lost), (2, 0, vec![]));
        assert_eq!(
            report.identity,
            Some(device.identity),
            "and with it the wrapped key"
        );
        let texts = device.texts(&tab).await;
        assert_eq!(
            texts
                .iter()
                .map(|(_, _, text)| text.as_str())
                .collect::<String>(),
            "abc"
        );
        let saved = save(&tab, "d").await.unwrap();
        assert_eq!((saved.slot.epoch, saved.slot.first), (2, 1));
        drop(tab);
        assert_eq!(device.tab().await.1.sign, None, "said once");
    });
}

#[test]
fn a_rolled_back_database_is_noticed_wherever_it_stopped() {
    block_on(async {
        for keep in 0..=5 {
            let device = Device::new().await;
            let (tab, _) = device.tab().await;
            let mut copy = device.memory.snapshot();
            for n in 1..=5 {
                save(&tab, &n.to_string()).await.unwrap();
                if n == keep {
                    copy = device.memory.snapshot();
                }
            }
            drop(tab);
            device.memory.roll_back(&copy);
            let (tab, report) = device.tab().await;
            let expected = (keep < 5).then_some(Sign::RolledBack);
            assert_eq!(report.sign, expected, "kept {keep}");
            assert_eq!(report.recovered, 5 - keep);
            assert_eq!(device.texts(&tab).await.len(), 5);
            let saved = save(&tab, "6").await.unwrap();
            let next = if keep < 5 { (2, 1) } else { (1, 6) };
            assert_eq!((saved.slot.epoch, saved.slot.first), next);
        }
    });
}

#[test]
fn the_witness_alone_notices_a_rollback_and_names_what_is_lost() {
    block_on(async {
        let device = Device::new().await;
        let (tab, _) = device.tab_with(None).await;
        assert_eq!(save(&tab, "a").await.unwrap().kept, Kept::Database);
        let copy = device.memory.snapshot();
        save(&tab, "b").await.unwrap();
        save(&tab, "c").await.unwrap();
        drop(tab);
        device.memory.roll_back(&copy);
        let (tab, report) = device.tab_with(None).await;
        let lost = [2, 3].map(|seq| OpRef { epoch: 1, seq });
        assert_eq!(
            (report.sign, report.lost),
            (Some(Sign::RolledBack), lost.to_vec())
        );
        assert_eq!(report.no_journal, Some(DiskError::Unavailable));
        assert_eq!(save(&tab, "d").await.unwrap().slot.epoch, 2);
        assert_eq!(numbers(&device.texts(&tab).await), [(1, 1), (2, 1)]);
    });
}

#[test]
fn another_op_under_the_last_number_is_noticed() {
    block_on(async {
        let device = Device::new().await;
        let (tab, _) = device.tab_with(None).await;
        let copy = device.memory.snapshot();
        save(&tab, "a").await.unwrap();
        let seen = device.witness.read();
        drop(tab);
        device.memory.roll_back(&copy);
        device.witness.set(None);
        let (tab, _) = device.tab_with(None).await;
        assert_eq!(save(&tab, "other").await.unwrap().slot.first, 1);
        drop(tab);
        device.witness.set(seen);
        assert_eq!(device.tab_with(None).await.1.sign, Some(Sign::Forked));
    });
}

#[test]
fn a_full_database_goes_on_in_the_journal_and_catches_up() {
    block_on(async {
        let device = Device::new().await;
        let (tab, _) = device.tab().await;
        save(&tab, "a").await.unwrap();
        device.memory.set_room(Some(0));
        assert_eq!(save(&tab, "b").await.unwrap().kept, Kept::Journal);
        let saved = save(&tab, "c").await.unwrap();
        assert_eq!(
            (saved.slot.epoch, saved.slot.first, saved.kept),
            (1, 3, Kept::Journal)
        );
        assert_eq!(tab.half_kept(), 2);
        device.memory.set_room(None);
        tab.heal().await.unwrap();
        assert_eq!(tab.half_kept(), 0);
        let saved = save(&tab, "d").await.unwrap();
        assert_eq!(
            (saved.slot.epoch, saved.slot.first, saved.kept),
            (1, 4, Kept::Both)
        );
        assert_eq!(
            numbers(&device.texts(&tab).await),
            [(1, 1), (1, 2), (1, 3), (1, 4)]
        );
        drop(tab);
        assert_eq!(device.tab().await.1.sign, None);
    });
}

#[test]
fn a_tab_that_dies_with_a_failing_database_leaves_its_ops_to_the_next_start() {
    block_on(async {
        for failure in [StoreError::Quota, StoreError::Closed] {
            let device = Device::new().await;
            let (tab, _) = device.tab().await;
            save(&tab, "a").await.unwrap();
            device.memory.set_failure(Some(failure));
            assert_eq!(save(&tab, "b").await.unwrap().kept, Kept::Journal);
            drop(tab);
            device.memory.set_failure(None);
            let (tab, report) = device.tab().await;
            assert_eq!((report.recovered, report.epoch), (1, 2));
            assert_eq!(device.texts(&tab).await.len(), 2);
        }
    });
}

#[test]
fn another_tab_does_not_use_a_number_that_only_a_journal_knows() {
    block_on(async {
        let device = Device::new().await;
        let (a, _) = device.tab().await;
        let (b, _) = device.tab().await;
        save(&a, "1").await.unwrap();
        device.memory.set_room(Some(0));
        save(&a, "2").await.unwrap();
        device.memory.set_room(None);
        let saved = save(&b, "3").await.unwrap();
        assert_eq!((saved.slot.epoch, saved.slot.first), (2, 1));
        let saved = save(&a, "4").await.unwrap();
        assert_eq!((saved.slot.epoch, saved.slot.first), (2, 2));
        assert_eq!(
            numbers(&device.texts(&b).await),
            [(1, 1), (1, 2), (2, 1), (2, 2)]
        );
    });
}

#[test]
fn a_failing_journal_is_mended_and_catches_up() {
    block_on(async {
        let device = Device::new().await;
        let (tab, _) = device.tab().await;
        device.disk.set_failure(Some(DiskError::Gone));
        assert_eq!(save(&tab, "a").await.unwrap().kept, Kept::Database);
        assert_eq!(save(&tab, "b").await.unwrap().kept, Kept::Database);
        device.disk.set_failure(None);
        assert_eq!(save(&tab, "c").await.unwrap().kept, Kept::Both);
        drop(tab);
        device.memory.roll_back(&Memory::new());
        let (tab, report) = device.tab().await;
        assert_eq!((report.recovered, report.breaks), (3, 0));
        assert_eq!(device.texts(&tab).await.len(), 3);
    });
}

#[test]
fn when_neither_journal_takes_it_nothing_is_called_saved_and_no_number_is_used_twice() {
    block_on(async {
        let device = Device::new().await;
        let (tab, _) = device.tab().await;
        save(&tab, "a").await.unwrap();
        device.memory.set_room(Some(0));
        device.disk.set_failure(Some(DiskError::Quota));
        let failed = save(&tab, "b").await;
        let (database, journal) = (StoreError::Quota, Some(DiskError::Quota));
        assert_eq!(failed, Err(SaveError::NotKept { database, journal }));
        device.memory.set_room(None);
        device.disk.set_failure(None);
        let saved = save(&tab, "b").await.unwrap();
        assert_eq!(
            (saved.slot.epoch, saved.slot.first, saved.kept),
            (2, 1, Kept::Both)
        );
    });
}

#[test]
fn nothing_is_saved_while_locked_or_too_large() {
    block_on(async {
        let device = Device::new().await;
        let (tab, _) = device.tab().await;
        let huge = OpBytes {
            hash: [0; 32],
            bytes: vec![0; 1 << 20],
        };
        assert_eq!(tab.save(|_| vec![huge]).await, Err(SaveError::TooLarge));
        assert_eq!(save(&tab, "a").await.unwrap().slot.first, 1);
        tab.lock();
        assert_eq!(save(&tab, "b").await, Err(SaveError::Locked));
    });
}

#[test]
fn a_dead_tabs_journal_is_adopted_and_its_live_ops_stay_in_two_places() {
    block_on(async {
        let device = Device::new().await;
        let (a, _) = device.tab().await;
        let (b, _) = device.tab().await;
        save(&a, "a").await.unwrap();
        save(&b, "b").await.unwrap();
        drop(b);
        assert_eq!(a.adopt().await.unwrap(), 0, "the database had it");
        assert_eq!(a.adopt().await.unwrap(), 0);
        let names = device.disk.names().await.unwrap();
        assert_eq!(names, ["journal-0"]);
        drop(a);
        device.memory.roll_back(&Memory::new());
        let (tab, report) = device.tab().await;
        assert_eq!(report.recovered, 2);
        assert_eq!(device.texts(&tab).await.len(), 2);
    });
}

#[test]
fn forgotten_ops_do_not_come_back_and_their_room_is_freed() {
    block_on(async {
        let device = Device::new().await;
        let (tab, _) = device.tab().await;
        let long = "x".repeat(60_000);
        for _ in 0..20 {
            save(&tab, &long).await.unwrap();
        }
        let before = tab.journal().unwrap().size();
        let mut batch = Batch::new();
        for seq in 1..=18 {
            TestOutbox::forget(&mut batch, OpRef { epoch: 1, seq });
        }
        TestOutbox::mark(&mut batch, OpRef { epoch: 1, seq: 19 }, b"receipt");
        device
            .memory
            .commit(batch, Durability::Relaxed)
            .await
            .unwrap();
        drop(tab);
        let (tab, report) = device.tab().await;
        assert_eq!((report.sign, report.recovered), (None, 0));
        assert_eq!(numbers(&device.texts(&tab).await), [(1, 19), (1, 20)]);
        assert_eq!(tab.unanswered().await.unwrap(), 1);
        let (ops, _) = tab.load(&device.key).await.unwrap();
        assert_eq!(ops[0].note.as_deref(), Some(&b"receipt"[..]));
        tab.tidy().await.unwrap();
        assert!(tab.journal().unwrap().size() * 5 < before);
        save(&tab, "y").await.unwrap();
        drop(tab);
        device.memory.roll_back(&Memory::new());
        let (tab, report) = device.tab().await;
        assert_eq!((report.recovered, report.lost), (3, vec![]));
        assert_eq!(
            numbers(&device.texts(&tab).await),
            [(1, 19), (1, 20), (1, 21)]
        );
    });
}

#[test]
fn renumbered_ops_stand_in_both_journals_under_their_new_numbers() {
    block_on(async {
        let device = Device::new().await;
        let (tab, _) = device.tab().await;
        for text in ["a", "b", "c"] {
            save(&tab, text).await.unwrap();
        }
        let moved = [(2, "b"), (3, "c")].map(|(seq, text)| (OpRef { epoch: 1, seq }, op(text)));
        tab.renumber(5, moved.to_vec()).await.unwrap();
        let expected = [(1, 1), (5, 1), (5, 2)];
        assert_eq!(numbers(&device.texts(&tab).await), expected);
        let saved = save(&tab, "d").await.unwrap();
        assert_eq!((saved.slot.epoch, saved.slot.first), (5, 3));
        drop(tab);
        let (tab, report) = device.tab().await;
        assert_eq!((report.sign, report.recovered), (None, 0));
        assert_eq!(numbers(&device.texts(&tab).await).len(), 4);
    });
}

#[test]
fn two_ops_with_one_number_are_both_kept() {
    block_on(async {
        let device = Device::new().await;
        let (tab, _) = device.tab().await;
        let copy = device.memory.snapshot();
        save(&tab, "a").await.unwrap();
        drop(tab);
        // A rollback that nothing notices: the witness is gone and the journal out of reach.
        device.memory.roll_back(&copy);
        device.witness.set(None);
        let (tab, _) = device.tab_with(None).await;
        save(&tab, "b").await.unwrap();
        drop(tab);
        let (tab, _) = device.tab().await;
        let (ops, _) = tab.load(&device.key).await.unwrap();
        let found: Vec<_> = ops
            .iter()
            .map(|op| (text(&op.content), op.fork.is_some()))
            .collect();
        assert_eq!(found, [("b".into(), false), ("a".into(), true)]);
        let mut batch = Batch::new();
        TestOutbox::forget_fork(&mut batch, ops[1].fork.as_ref().unwrap());
        device
            .memory
            .commit(batch, Durability::Strict)
            .await
            .unwrap();
        assert_eq!(device.texts(&tab).await.len(), 1);
    });
}

#[test]
fn a_forgotten_passphrase_leaves_a_rescue_file_the_organisation_can_read() {
    block_on(async {
        let device = Device::new().await;
        let (tab, _) = device.tab().await;
        save(&tab, "王小明").await.unwrap();
        save(&tab, "second").await.unwrap();
        let stranger = DeviceKey::generate();
        let (ops, unreadable) = tab.load(&stranger).await.unwrap();
        assert_eq!((ops.len(), unreadable.len()), (0, 2));
        let org = device.org.public().unwrap();
        let file = tab.rescue(org.id(), &Default::default()).await.unwrap();
        assert!(!file.windows(3).any(|part| part == "王".as_bytes()));
        let rescue = Rescue::parse(&file).unwrap();
        assert_eq!((rescue.header.ops, rescue.damaged), (2, 0));
        let opened: Vec<_> = rescue
            .open(&device.org)
            .map(|(_, content)| content.unwrap())
            .collect();
        assert_eq!(&opened[0][32..], "王小明".as_bytes());
    });
}

#[test]
fn nothing_of_an_op_is_readable_in_either_journal() {
    block_on(async {
        let device = Device::new().await;
        let (tab, _) = device.tab().await;
        save(&tab, "王小明 13800001234").await.unwrap();
        let journal = device.disk.get("journal-0").await.unwrap().unwrap();
        let rows = device
            .memory
            .load(Table::Outbox, Keys::all(), 9)
            .await
            .unwrap();
        for bytes in rows.iter().map(|row| &row.value).chain([&journal]) {
            assert!(
                !bytes
                    .windows(6)
                    .any(|part| part == "王小".as_bytes() || part == b"138000")
            );
        }
    });
}
