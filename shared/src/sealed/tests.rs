use super::frame::seal;
use super::framing::{items, put};
use super::rescue::{self, Rescue};
use super::session::CryptoRng;
use super::*;
use hpke::rand_core::{TryCryptoRng, TryRng};
use std::convert::Infallible;

/// Repeatable bytes for tests.
struct Counting(u64);

impl TryRng for Counting {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        Ok(self.try_next_u64()? as u32)
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        Ok(self.0 ^ self.0 >> 31)
    }

    fn try_fill_bytes(&mut self, out: &mut [u8]) -> Result<(), Infallible> {
        for byte in out {
            *byte = (self.try_next_u64()? >> 24) as u8;
        }
        Ok(())
    }
}

impl TryCryptoRng for Counting {}

fn is_rng(_: &impl CryptoRng) {}

fn header(kind: FrameKind, seq: u64) -> FrameHeader {
    FrameHeader {
        kind,
        replica: 42,
        epoch: 3,
        seq,
        session: [9; 8],
    }
}

fn frames(session: &SessionKey, count: u64) -> Vec<Vec<u8>> {
    (1..=count)
        .map(|seq| {
            let content = format!("op {seq} 王小明").into_bytes();
            seal(
                &header(FrameKind::Op, seq),
                session,
                &[seq as u8; 12],
                &content,
            )
        })
        .collect()
}

fn file(frames: &[Vec<u8>]) -> Vec<u8> {
    let mut file = Vec::new();
    frames.iter().for_each(|frame| put(&mut file, frame));
    file
}

#[test]
fn a_frame_opens_under_its_key_and_header_only() {
    let session = SessionKey::new([9; 8], [1; 32]);
    let sealed = seal(&header(FrameKind::Op, 7), &session, &[5; 12], b"content");
    let frame = Frame::parse(&sealed).unwrap();
    assert_eq!(frame.header, header(FrameKind::Op, 7));
    assert_eq!(frame.open(&session).unwrap(), b"content");
    let other = SessionKey::new([9; 8], [2; 32]);
    assert_eq!(frame.open(&other), Err(SealError::Forged));
    for at in 0..sealed.len() {
        let mut broken = sealed.clone();
        broken[at] ^= 1;
        let opened = Frame::parse(&broken).and_then(|frame| frame.open(&session));
        assert!(opened.is_err(), "byte {at}");
        let opened = Frame::parse(&sealed[..at]).and_then(|frame| frame.open(&session));
        assert!(opened.is_err(), "cut at {at}");
    }
}

#[test]
fn only_the_organisation_opens_a_sealed_session_key() {
    let mut rng = Counting(1);
    is_rng(&rng);
    let org = OrgPrivateKey::generate(&mut rng);
    let other = OrgPrivateKey::generate(&mut rng);
    let session = SessionKey::new([9; 8], [1; 32]);
    let sealed = org.public().unwrap().seal(&session, 42, &mut rng).unwrap();
    let opened = org
        .open(&SealedKey::parse(sealed.bytes()).unwrap())
        .unwrap();
    assert_eq!((opened.id, opened.bytes()), (session.id, session.bytes()));
    assert_eq!(OrgPrivateKey::new(*org.bytes()).public(), org.public());
    assert_eq!(other.open(&sealed).map(drop), Err(SealError::OtherKey));
    for at in 0..sealed.bytes().len() {
        let mut broken = sealed.bytes().to_vec();
        broken[at] ^= 1;
        let opened = SealedKey::parse(&broken).and_then(|key| org.open(&key));
        assert!(opened.is_err(), "byte {at}");
        assert!(SealedKey::parse(&broken[..at]).is_err());
    }
    assert!(!sealed.bytes().windows(4).any(|part| part == [1; 4]));
}

#[test]
fn a_cut_file_gives_every_whole_item() {
    let session = SessionKey::new([9; 8], [1; 32]);
    let frames = frames(&session, 5);
    let file = file(&frames);
    let ends: Vec<_> = items(&file).map(|item| item.end).collect();
    for cut in 0..=file.len() {
        let whole = ends.iter().filter(|end| **end <= cut).count();
        let found: Vec<_> = items(&file[..cut])
            .map(|item| item.bytes.to_vec())
            .collect();
        assert_eq!(found, frames[..whole], "cut at {cut}");
    }
}

#[test]
fn a_flipped_bit_costs_one_item() {
    let session = SessionKey::new([9; 8], [1; 32]);
    let frames = frames(&session, 5);
    let file = file(&frames);
    let ends: Vec<_> = items(&file).map(|item| item.end).collect();
    for bit in 0..file.len() * 8 {
        let mut broken = file.clone();
        broken[bit / 8] ^= 1 << (bit % 8);
        let hit = ends.iter().position(|end| bit / 8 < *end).unwrap();
        let mut left = frames.clone();
        left.remove(hit);
        let found: Vec<_> = items(&broken).map(|item| item.bytes.to_vec()).collect();
        assert_eq!(found, left, "bit {bit}");
    }
}

#[test]
fn noise_between_items_is_skipped_and_counted() {
    let session = SessionKey::new([9; 8], [1; 32]);
    let frames = frames(&session, 3);
    let noise = [
        0xf5, b'Y', b'K', 0x1a, 0xff, 0xff, 0xff, 0x7f, 0, 1, 2, 3, 0xf5, b'Y', b'K',
    ];
    let mut file = noise.to_vec();
    for frame in &frames {
        put(&mut file, frame);
        file.extend_from_slice(&noise);
    }
    let found: Vec<_> = items(&file).collect();
    assert_eq!(
        found
            .iter()
            .map(|item| item.bytes.to_vec())
            .collect::<Vec<_>>(),
        frames
    );
    assert!(found.iter().all(|item| item.skipped == noise.len()));
    assert_eq!(items(&vec![0; 100_000]).count(), 0);
    assert_eq!(items(&[]).count(), 0);
}

#[test]
fn a_rescue_file_carries_unread_work_to_the_organisation() {
    let mut rng = Counting(1);
    let org = OrgPrivateKey::generate(&mut rng);
    let public = org.public().unwrap();
    let session = SessionKey::new([9; 8], [1; 32]);
    let key = public.seal(&session, 42, &mut rng).unwrap();
    let mut sealed = frames(&session, 4);
    sealed.push(seal(
        &header(FrameKind::BlobPiece, 0),
        &session,
        &[99; 12],
        b"photo",
    ));
    sealed.push(seal(
        &FrameHeader {
            session: [8; 8],
            ..header(FrameKind::Op, 9)
        },
        &session,
        &[98; 12],
        b"x",
    ));
    let parsed: Vec<_> = sealed
        .iter()
        .map(|frame| Frame::parse(frame).unwrap())
        .collect();
    let file = rescue::write(public.id(), 42, [&key], parsed.iter().copied());

    let rescue = Rescue::parse(&file).unwrap();
    assert_eq!(
        (
            rescue.header.replica,
            rescue.header.ops,
            rescue.header.pieces
        ),
        (42, 5, 1)
    );
    assert_eq!((rescue.header.org_key, rescue.damaged), (public.id(), 0));
    let opened: Vec<_> = rescue
        .open(&org)
        .map(|(frame, content)| (frame.header.seq, content))
        .collect();
    assert_eq!(opened[0], (1, Ok("op 1 王小明".into())));
    assert_eq!(opened[4], (0, Ok(b"photo".to_vec())));
    assert_eq!(opened[5], (9, Err(SealError::NoKey)));

    let cut = Rescue::parse(&file[..file.len() - 1]).unwrap();
    assert_eq!(cut.frames.len(), 5);
    assert!(cut.damaged > 0);
    assert_eq!(Rescue::parse(b"PK\x03\x04"), Err(SealError::Malformed));
    let stranger = OrgPrivateKey::generate(&mut rng);
    assert!(rescue.open(&stranger).all(|(_, content)| content.is_err()));
}
