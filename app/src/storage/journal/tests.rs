use super::*;
use futures::executor::block_on;
use shared::sealed::frame::seal;
use shared::sealed::{FrameHeader, FrameKind, SessionKey};

const SESSION: [u8; 8] = [9; 8];

fn frame(epoch: u32, seq: u64) -> Vec<u8> {
    let header = FrameHeader {
        kind: FrameKind::Op,
        replica: 42,
        epoch,
        seq,
        session: SESSION,
    };
    let content = format!("op {epoch}/{seq}");
    seal(
        &header,
        &SessionKey::new(SESSION, [1; 32]),
        &[seq as u8; 12],
        content.as_bytes(),
    )
}

fn seqs(contents: &Contents) -> Vec<u64> {
    contents
        .entries
        .iter()
        .map(|entry| entry.header.seq)
        .collect()
}

async fn write(disk: MemoryDisk, seqs: impl IntoIterator<Item = u64>) -> MemoryDisk {
    let (journal, _) = Journal::claim(disk).await.unwrap();
    for seq in seqs {
        journal.append(&[], &[frame(1, seq)]).await.unwrap();
    }
    journal.disk
}

async fn file(disk: &MemoryDisk) -> Vec<u8> {
    disk.get("journal-0").await.unwrap().unwrap()
}

#[test]
fn a_reopened_journal_goes_on_where_it_ended() {
    block_on(async {
        let disk = write(MemoryDisk::default(), 1..=3).await;
        let disk = write(disk, 4..=5).await;
        let contents = Contents::read(&file(&disk).await);
        assert_eq!((seqs(&contents), contents.breaks), (vec![1, 2, 3, 4, 5], 0));
    });
}

#[test]
fn cut_anywhere_it_keeps_every_whole_entry_and_can_be_written_on() {
    block_on(async {
        let whole = file(&write(MemoryDisk::default(), 1..=4).await).await;
        let ends: Vec<_> = framing::items(&whole).map(|item| item.end).collect();
        for cut in 0..=whole.len() {
            let kept = ends.iter().filter(|end| **end <= cut).count() as u64;
            let disk = MemoryDisk::default();
            disk.damage("journal-0", |file| {
                file.extend_from_slice(&whole[..cut]);
                file.resize(whole.len() + 500, 0);
            });
            let contents = Contents::read(&file(&disk).await);
            assert_eq!(
                (seqs(&contents), contents.breaks),
                ((1..=kept).collect(), 0),
                "cut at {cut}"
            );
            let contents = Contents::read(&file(&write(disk, [9]).await).await);
            assert_eq!(
                seqs(&contents),
                (1..=kept).chain([9]).collect::<Vec<_>>(),
                "cut at {cut}"
            );
        }
    });
}

#[test]
fn a_flipped_bit_costs_one_entry_and_shows() {
    block_on(async {
        let whole = file(&write(MemoryDisk::default(), 1..=4).await).await;
        let ends: Vec<_> = framing::items(&whole).map(|item| item.end).collect();
        for bit in 0..whole.len() * 8 {
            let mut broken = whole.clone();
            broken[bit / 8] ^= 1 << (bit % 8);
            let hit = 1 + ends.iter().filter(|end| **end <= bit / 8).count() as u64;
            let contents = Contents::read(&broken);
            let left: Vec<_> = (1..=4).filter(|seq| *seq != hit).collect();
            assert_eq!(seqs(&contents), left, "bit {bit}");
            assert!(hit == 4 || contents.breaks > 0, "bit {bit}");
        }
    });
}

#[test]
fn entries_doubled_or_taken_from_another_file_are_read_and_show_as_breaks() {
    block_on(async {
        let one = file(&write(MemoryDisk::default(), 1..=3).await).await;
        let other = file(&write(MemoryDisk::default(), 7..=8).await).await;
        let contents = Contents::read(&[&one[..], &one, &other].concat());
        assert_eq!(seqs(&contents), [1, 2, 3, 1, 2, 3, 7, 8]);
        assert_eq!(contents.breaks, 2);
        let first = framing::items(&one).next().unwrap().end;
        assert_eq!(
            Contents::read(&one[first..]).breaks,
            1,
            "a missing start shows"
        );
    });
}

#[test]
fn noise_is_not_read_as_anything() {
    let mut random = 1_u64;
    for round in 0..2000 {
        let noise: Vec<u8> = (0..round % 300)
            .map(|_| {
                random = random
                    .wrapping_mul(6_364_136_223_846_793_005)
                    .wrapping_add(1);
                (random >> 56) as u8
            })
            .collect();
        assert_eq!(Contents::read(&noise).entries, []);
        let mut item = Vec::new();
        framing::put(&mut item, &[b"YKJE\x01".as_slice(), &noise].concat());
        framing::put(&mut item, &[b"YKID\x01".as_slice(), &noise].concat());
        framing::put(&mut item, &[b"YKSS\x01".as_slice(), &noise].concat());
        let contents = Contents::read(&item);
        assert_eq!((contents.entries.len(), contents.identity), (0, None));
    }
}

#[test]
fn a_failed_append_stops_the_journal_until_it_is_mended() {
    block_on(async {
        let disk = MemoryDisk::default();
        let (journal, _) = Journal::claim(disk.another_tab()).await.unwrap();
        journal.introduce(vec![b"hello".to_vec()]);
        journal.append(&[], &[frame(1, 1)]).await.unwrap();
        disk.set_failure(Some(DiskError::Quota));
        let failed = journal.append(&[], &[frame(1, 2)]).await;
        journal.settle(&failed);
        assert_eq!(failed, Err(DiskError::Quota));
        disk.set_failure(None);
        assert_eq!(
            journal.append(&[], &[frame(1, 3)]).await,
            Err(DiskError::Gone)
        );
        journal.mend().await.unwrap();
        journal.append(&[], &[frame(1, 4)]).await.unwrap();
        let contents = Contents::read(&file(&disk).await);
        assert_eq!((seqs(&contents), contents.breaks), (vec![1, 4], 0));
    });
}

#[test]
fn rewriting_keeps_only_what_is_live_in_a_new_file() {
    block_on(async {
        let disk = MemoryDisk::default();
        let (journal, _) = Journal::claim(disk.another_tab()).await.unwrap();
        for seq in 1..=5 {
            journal.append(&[], &[frame(1, seq)]).await.unwrap();
        }
        journal.rewrite(&[], &[frame(1, 5)]).await.unwrap();
        journal.append(&[], &[frame(1, 6)]).await.unwrap();
        assert_eq!(disk.names().await.unwrap(), ["journal-1"]);
        let contents = Contents::read(&disk.get("journal-1").await.unwrap().unwrap());
        assert_eq!((seqs(&contents), contents.breaks), (vec![5, 6], 0));
    });
}

#[test]
fn each_tab_has_its_own_file_and_sees_those_of_dead_tabs_only() {
    block_on(async {
        let disk = MemoryDisk::default();
        let (first, _) = Journal::claim(disk.another_tab()).await.unwrap();
        let (second, _) = Journal::claim(disk.another_tab()).await.unwrap();
        first.append(&[], &[frame(1, 1)]).await.unwrap();
        second.append(&[], &[frame(1, 2)]).await.unwrap();
        assert!(second.others().await.unwrap().is_empty());
        drop(first);
        let others = second.others().await.unwrap();
        assert_eq!(
            (others[0].0.as_str(), seqs(&others[0].1)),
            ("journal-0", vec![1])
        );
    });
}
