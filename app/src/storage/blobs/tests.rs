//! Tests of attachments, on memory.

use super::*;
use crate::storage::Memory;
use crate::storage::journal::MemoryDisk;
use crate::storage::keyring::DeviceKey;
use crate::storage::keys::cheap::Cheap;
use crate::storage::keys::{Identity, InThread, Lock};
use futures::executor::block_on;
use shared::sealed::{Frame, OrgPrivateKey, Piece};

struct Place {
    memory: Memory,
    disk: MemoryDisk,
    key: DeviceKey,
}

impl Place {
    fn new() -> Self {
        Self {
            memory: Memory::new(),
            disk: MemoryDisk::default(),
            key: DeviceKey::generate(),
        }
    }

    async fn blobs(&self) -> Blobs<Memory, MemoryDisk> {
        let lock = Lock::close(&Cheap::default(), &self.key, 42, "x")
            .await
            .unwrap();
        let org = OrgPrivateKey::new([3; 32]).public().unwrap();
        let identity = Identity {
            lock,
            org: Some(org),
        };
        let session = Session::start(&InThread, &identity, &self.key)
            .await
            .unwrap();
        let keyring = Keyring::open(&self.memory, self.key.clone(), 42, 1)
            .await
            .unwrap();
        let disk = Some(self.disk.another_tab());
        Blobs::open(self.memory.clone(), &keyring, disk, session)
            .await
            .unwrap()
    }
}

fn photo(size: usize) -> Vec<u8> {
    (0..size).map(|n| ((n * n) >> 3) as u8).collect()
}

#[test]
fn an_attachment_reads_back_whole_and_by_chunk() {
    block_on(async {
        let blobs = Place::new().blobs().await;
        for size in [0, 1, CHUNK, CHUNK + 1, 3 * CHUNK + 7] {
            let content = photo(size);
            let stored = blobs.add(&content, "image/jpeg", None).await.unwrap();
            assert_eq!(stored.kept, Kept::Both);
            assert!(blobs.get(stored.id).await.unwrap().unwrap() == content);
            let mut chunks = Vec::new();
            for number in 0.. {
                let Some(chunk) = blobs.chunk(stored.id, number).await.unwrap() else {
                    break;
                };
                chunks.extend(chunk);
            }
            assert!(chunks == content, "{size}");
        }
        assert_eq!(blobs.get(BlobId([0; 32])).await.unwrap(), None);
    });
}

#[test]
fn uploads_go_on_where_they_stopped_and_small_ones_come_first() {
    block_on(async {
        let blobs = Place::new().blobs().await;
        let large = blobs
            .add(&photo(9000), "image/jpeg", None)
            .await
            .unwrap()
            .id;
        let small = blobs
            .add(&photo(90), "image/jpeg", Some(large))
            .await
            .unwrap()
            .id;
        blobs
            .note(large, Upload::Waiting { sent: 4096 })
            .await
            .unwrap();
        let waiting = blobs.waiting().await.unwrap();
        assert_eq!(
            waiting.iter().map(|(id, _)| *id).collect::<Vec<_>>(),
            [small, large]
        );
        assert_eq!(waiting[0].1.thumbnail, Some(large));
        assert_eq!(waiting[1].1.upload, Upload::Waiting { sent: 4096 });
        blobs.note(small, Upload::Done).await.unwrap();
        assert_eq!(blobs.waiting().await.unwrap().len(), 1);
        blobs.offer_again().await.unwrap();
        assert_eq!(blobs.waiting().await.unwrap().len(), 2);
    });
}

#[test]
fn only_what_the_server_has_is_evicted() {
    block_on(async {
        let blobs = Place::new().blobs().await;
        let kept = blobs.add(&photo(90), "image/jpeg", None).await.unwrap().id;
        let sent = blobs.add(&photo(91), "image/jpeg", None).await.unwrap().id;
        blobs.note(sent, Upload::Done).await.unwrap();
        blobs.evict(&[kept, sent]).await.unwrap();
        assert!(blobs.get(kept).await.unwrap().is_some());
        assert_eq!(blobs.get(sent).await.unwrap(), None);
        blobs.keep(sent, &photo(91), "image/jpeg").await.unwrap();
        assert!(blobs.get(sent).await.unwrap().is_some());
        let wrong = blobs.keep(sent, &photo(92), "image/jpeg").await;
        assert_eq!(wrong, Err(StoreError::Format("attachment content")));
    });
}

#[test]
fn unsent_attachments_survive_the_loss_of_the_database() {
    block_on(async {
        let place = Place::new();
        let blobs = place.blobs().await;
        let content = photo(CHUNK + 5);
        let thumbnail = Some(BlobId([9; 32]));
        let id = blobs
            .add(&content, "image/webp", thumbnail)
            .await
            .unwrap()
            .id;
        let sent = blobs.add(&photo(91), "image/jpeg", None).await.unwrap().id;
        blobs.note(sent, Upload::Done).await.unwrap();
        assert_eq!(place.disk.names().await.unwrap().len(), 1);
        place.memory.roll_back(&Memory::new());
        let blobs = place.blobs().await;
        assert_eq!(blobs.recover().await.unwrap(), 1);
        assert!(blobs.get(id).await.unwrap().unwrap() == content);
        let meta = blobs.meta(id).await.unwrap().unwrap();
        assert_eq!(
            (meta.mime.as_str(), meta.thumbnail),
            ("image/webp", thumbnail)
        );
        assert_eq!(blobs.recover().await.unwrap(), 0);
    });
}

#[test]
fn a_rescue_file_gets_pieces_the_organisation_can_open() {
    block_on(async {
        let place = Place::new();
        let blobs = place.blobs().await;
        let content = photo(CHUNK + 5);
        blobs.add(&content, "image/webp", None).await.unwrap();
        let pieces = pieces(Some(&place.disk)).await;
        assert_eq!((pieces.frames.len(), pieces.keys.len()), (2, 1));
        let key = OrgPrivateKey::new([3; 32]).open(&pieces.keys[0]).unwrap();
        let opened = Frame::parse(&pieces.frames[0]).unwrap().open(&key).unwrap();
        let piece = Piece::parse(&opened).unwrap();
        assert!(piece.bytes == &content[..CHUNK] && piece.size == content.len() as u64);
    });
}

#[test]
fn a_damaged_attachment_is_an_error_not_another_picture() {
    block_on(async {
        let place = Place::new();
        let blobs = place.blobs().await;
        let id = blobs
            .add(&photo(CHUNK + 5), "image/webp", None)
            .await
            .unwrap()
            .id;
        let mut row = place
            .memory
            .load(Table::BlobChunk, Keys::all(), 1)
            .await
            .unwrap()
            .remove(0);
        row.value[100] ^= 1;
        let mut batch = Batch::new();
        batch.put(Table::BlobChunk, row.key, row.value);
        place
            .memory
            .commit(batch, Durability::Strict)
            .await
            .unwrap();
        assert!(blobs.get(id).await.is_err());
    });
}

#[test]
fn a_full_database_keeps_a_photo_in_its_private_file() {
    block_on(async {
        let place = Place::new();
        let blobs = place.blobs().await;
        place.memory.set_room(Some(0));
        let stored = blobs.add(b"photo", "image/jpeg", None).await.unwrap();
        assert_eq!(stored.kept, Kept::Journal);
        assert_eq!(blobs.get(stored.id).await.unwrap().unwrap(), b"photo");
        place.memory.set_room(None);
        assert_eq!(blobs.recover().await.unwrap(), 1);
        assert_eq!(blobs.waiting().await.unwrap().len(), 1);
        assert_eq!(blobs.get(stored.id).await.unwrap().unwrap(), b"photo");
    });
}
