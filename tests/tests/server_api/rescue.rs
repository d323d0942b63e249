//! A rescue file: written on one device, carried by another, read by the server alone.

use crate::device::{Device, lead};
use crate::harness::{Answer, Browser, TestServer};
use axum::body::Body;
use axum::http::{Method, StatusCode};
use hpke::rand_core::{TryCryptoRng, TryRng};
use serde_json::json;
use server::hex;
use sha2::{Digest as _, Sha256};
use shared::domain::exhibitions::BoothLead;
use shared::entity::{Canonical as _, Entity as _, Id};
use shared::sealed::frame::{Frame, FrameHeader, FrameKind, seal};
use shared::sealed::rescue;
use shared::sealed::session::{OrgPublicKey, SessionKey};
use shared::sync::Op;
use std::convert::Infallible;

/// Numbers nobody needs to fear: these keys guard a test.
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

/// What a device seals, in the form in which it keeps it.
struct Sealer {
    org: OrgPublicKey,
    key: SessionKey,
    replica: u32,
    frames: Vec<Vec<u8>>,
}

impl Sealer {
    async fn of(device: &mut Device) -> Self {
        let status = device.browser.get("/api/v1/status").await.json();
        let org = hex::decode(status["org_public_key"].as_str().unwrap()).unwrap();
        let key = SessionKey::new([7; 8], [9; 32]);
        let replica = device.client.replica().0;
        Self {
            org: OrgPublicKey::new(org),
            key,
            replica,
            frames: Vec::new(),
        }
    }

    fn put(&mut self, kind: FrameKind, epoch: u32, seq: u64, content: &[u8]) {
        let header = FrameHeader {
            kind,
            replica: self.replica,
            epoch,
            seq,
            session: self.key.id,
        };
        let nonce = [u8::try_from(self.frames.len()).unwrap(); 12];
        self.frames.push(seal(&header, &self.key, &nonce, content));
    }

    fn op(&mut self, op: &Op) {
        let content = [&op.hash()[..], &op.to_bytes()].concat();
        self.put(FrameKind::Op, op.id.epoch, op.id.seq, &content);
    }

    fn blob(&mut self, content: &[u8]) {
        for (seq, piece) in (0..).zip(content.chunks(1_000)) {
            let size = (content.len() as u64).to_le_bytes();
            let media = b"image/jpeg";
            let head = [
                &Sha256::digest(content)[..],
                &size,
                &[media.len() as u8],
                media,
            ]
            .concat();
            self.put(FrameKind::BlobPiece, 1, seq, &[&head[..], piece].concat());
        }
    }

    fn file(&self) -> Vec<u8> {
        let sealed = self
            .org
            .seal(&self.key, self.replica, &mut Counting(3))
            .unwrap();
        let frames: Vec<_> = self
            .frames
            .iter()
            .map(|frame| Frame::parse(frame).unwrap())
            .collect();
        rescue::write(
            self.org.id(),
            self.replica,
            [&sealed],
            frames.iter().copied(),
        )
    }
}

async fn carry(browser: &mut Browser, file: &[u8]) -> Answer {
    let request = browser.request(Method::POST, "/api/v1/rescue");
    let request = request.header("content-type", "application/octet-stream");
    browser.send(request, Body::from(file.to_vec())).await
}

#[tokio::test]
async fn what_a_dead_tablet_held_arrives_by_another_device() {
    let (server, mut admin) = TestServer::set_up().await;
    let grants = json!([{ "role": "SALES", "scope": "own" }]);
    let member = json!({ "login": "0001", "name": "李雷", "grants": grants });
    let mut tablet = Device::of(server.member_with(&mut admin, member).await, &server).await;
    let mut stranger = server.member(&mut admin, "0002").await;

    let mut sealer = Sealer::of(&mut tablet).await;
    for n in 1..=3 {
        let op = tablet.op(BoothLead::KIND, Id([n; 16]), lead(tablet.user, "陈嘉敏"));
        sealer.op(&op);
    }
    let photo: Vec<u8> = [0xff, 0xd8, 0xff, 0xe0]
        .into_iter()
        .chain((0..3_000).map(|n| n as u8))
        .collect();
    sealer.blob(&photo);
    let file = sealer.file();
    assert!(
        !file.windows(9).any(|part| part == "陈嘉敏".as_bytes()),
        "readable"
    );

    carry(&mut stranger, &file).await.refused(403, "forbidden");
    let report = carry(&mut admin, &file).await;
    assert_eq!(report.status, StatusCode::OK, "{}", report.text());
    let report = report.json();
    assert_eq!(report["ops"], 3);
    let verdicts: Vec<_> = report["receipts"]
        .as_array()
        .unwrap()
        .iter()
        .map(|r| r["verdict"].clone())
        .collect();
    assert_eq!(verdicts, ["accepted"; 3]);
    let hash = hex::encode(&Sha256::digest(&photo));
    assert_eq!(report["blobs"], json!([hash]));
    assert_eq!(
        (&report["unreadable"], &report["damaged"]),
        (&json!(0), &json!(0))
    );

    // Once more, by its owner on another device: the same answers, nothing twice.
    let mut owner = server.browser();
    let sign_in = crate::harness::sign_in(&owner, "0001", crate::harness::PASSWORD);
    owner.post("/api/v1/sign-in", sign_in).await;
    let again = carry(&mut owner, &file).await.json();
    assert_eq!(again["receipts"], report["receipts"]);
    let mut office = Device::of(admin, &server).await;
    office.sync().await;
    assert_eq!(office.client.world.of_kind(BoothLead::KIND).len(), 3);
    let got = office.browser.get(&format!("/api/v1/blobs/{hash}")).await;
    assert_eq!(got.status, StatusCode::NOT_FOUND, "no record names it yet");
}

#[tokio::test]
async fn a_damaged_file_gives_what_is_left_and_a_foreign_one_nothing() {
    let (server, mut admin) = TestServer::set_up().await;
    let mut tablet = Device::of(admin.clone(), &server).await;
    let mut sealer = Sealer::of(&mut tablet).await;
    for n in 1..=4 {
        let op = tablet.op(BoothLead::KIND, Id([n; 16]), lead(tablet.user, "陈嘉敏"));
        sealer.op(&op);
    }
    // An op that says another number than its envelope, and something of a newer version.
    let stray = tablet.op(BoothLead::KIND, Id([9; 16]), lead(tablet.user, "stray"));
    let content = [&stray.hash()[..], &stray.to_bytes()].concat();
    sealer.put(FrameKind::Op, 1, 77, &content);
    sealer.put(FrameKind::Other(9), 1, 0, b"newer");
    let whole = sealer.file();

    let mut damaged = whole.clone();
    let third = sealer.frames[2].clone();
    let place = whole
        .windows(third.len())
        .position(|part| part == third)
        .unwrap();
    damaged[place + third.len() / 2] ^= 1;
    let report = carry(&mut admin, &damaged).await;
    assert_eq!(report.status, StatusCode::OK, "{}", report.text());
    let report = report.json();
    // Ops 1 and 2 arrive; 4 waits for 3, which this copy lost.
    assert_eq!(report["ops"], 3);
    assert_eq!(report["receipts"].as_array().unwrap().len(), 2);
    assert!(report["damaged"].as_u64().unwrap() > 0 || report["unreadable"].as_u64().unwrap() == 3);
    let report = carry(&mut admin, &whole).await.json();
    assert_eq!(report["receipts"].as_array().unwrap().len(), 4);
    assert_eq!(report["unreadable"], 2);

    carry(&mut admin, b"not a rescue file")
        .await
        .refused(400, "malformed");
    carry(&mut admin, &whole[..20])
        .await
        .refused(400, "malformed");
    sealer.org = OrgPublicKey::new([5; 32]);
    let foreign = carry(&mut admin, &sealer.file()).await;
    foreign.refused(400, "malformed");
    assert!(foreign.text().contains("another organisation key"));
    let huge = vec![0; (64 << 20) + 1];
    carry(&mut admin, &huge).await.refused(413, "too_large");
}

#[tokio::test]
async fn a_number_that_means_something_else_here_is_told() {
    let (server, mut admin) = TestServer::set_up().await;
    let mut tablet = Device::of(admin.clone(), &server).await;
    tablet.capture(1, "陈嘉敏");
    tablet.sync().await;
    let mut other = Device::of(admin.clone(), &server).await;
    let mut sealer = Sealer::of(&mut other).await;
    let op = other.op(BoothLead::KIND, Id([2; 16]), lead(other.user, "何雨桐"));
    sealer.op(&op);
    let report = carry(&mut admin, &sealer.file()).await.json();
    let number = format!("{}.1.1", sealer.replica);
    assert_eq!(report["alarms"], json!([number]));
    assert_eq!(report["receipts"], json!([]));
    let mut office = Device::of(admin, &server).await;
    office.sync().await;
    assert!(office.client.world.get(Id([2; 16])).is_none());
}

#[tokio::test]
async fn a_full_disk_takes_nothing_of_a_file_and_all_of_it_later() {
    let (server, mut admin) = TestServer::set_up().await;
    let mut tablet = Device::of(admin.clone(), &server).await;
    let mut sealer = Sealer::of(&mut tablet).await;
    for n in 1..=30 {
        let name = "很长的名字".repeat(200);
        let op = tablet.op(BoothLead::KIND, Id([n; 16]), lead(tablet.user, &name));
        sealer.op(&op);
    }
    sealer.blob(&[7; 3_000]);
    let file = sealer.file();
    crate::full_disk::fill_up(&server).await;
    for _ in 0..2 {
        carry(&mut admin, &file).await.refused(507, "storage_full");
    }
    crate::full_disk::limit(&server, None).await;
    let report = carry(&mut admin, &file).await.json();
    assert_eq!(report["receipts"].as_array().unwrap().len(), 30);
    assert_eq!(report["blobs"].as_array().unwrap().len(), 1);
    assert_eq!(report["alarms"], json!([]));
}
