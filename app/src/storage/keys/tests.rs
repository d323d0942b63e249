use super::cheap::Cheap;
use super::*;
use crate::storage::keyring::DeviceKey;
use futures::executor::block_on;
use shared::sealed::frame::{Frame, FrameHeader, FrameKind, seal};
use shared::sealed::{OrgPrivateKey, OrgPublicKey};
use vault::Cost;

#[test]
fn the_right_passphrase_opens_the_wrong_one_says_so() {
    block_on(async {
        let vault = Cheap::default();
        let key = DeviceKey::generate();
        let lock = Lock::close(&vault, &key, 7, "码头灯光").await.unwrap();
        let stored = Lock::parse(lock.bytes()).unwrap();
        assert_eq!(stored.replica(), 7);
        assert_eq!(
            stored.open(&vault, "码头灯光").await.unwrap().bytes(),
            key.bytes()
        );
        for wrong in ["码头灯", "码头灯光 ", ""] {
            let refused = stored.open(&vault, wrong).await.map(drop);
            assert_eq!(refused, Err(UnlockError::WrongPassphrase));
        }
    });
}

#[test]
fn a_changed_passphrase_opens_the_same_key_and_the_old_one_no_longer_does() {
    block_on(async {
        let vault = Cheap::default();
        let key = DeviceKey::generate();
        let old = Lock::close(&vault, &key, 7, "old").await.unwrap();
        let refused = old.change(&vault, "not it", "new").await.map(drop);
        assert_eq!(refused, Err(UnlockError::WrongPassphrase));
        let new = old.change(&vault, "old", "new").await.unwrap();
        assert_eq!(new.open(&vault, "new").await.unwrap().bytes(), key.bytes());
        let refused = new.open(&vault, "old").await.map(drop);
        assert_eq!(refused, Err(UnlockError::WrongPassphrase));
    });
}

#[test]
fn the_cost_is_calibrated_stored_and_used_again() {
    block_on(async {
        let fast = Cheap::default();
        let lock = Lock::close(&fast, &DeviceKey::generate(), 7, "x")
            .await
            .unwrap();
        assert_eq!(
            lock.cost(),
            Cost {
                memory_kib: 65_536,
                passes: 12
            },
            "a fast device works more"
        );
        let small = Cheap {
            too_little_memory: true,
            ..Cheap::default()
        };
        let lock = Lock::close(&small, &DeviceKey::generate(), 7, "x")
            .await
            .unwrap();
        assert_eq!(
            lock.cost(),
            Cost {
                memory_kib: 19_456,
                passes: 2
            }
        );
        lock.open(&small, "x").await.unwrap();
        assert_eq!(small.asked.borrow().last(), Some(&lock.cost()));
    });
}

#[test]
fn any_damage_to_a_lock_shows() {
    block_on(async {
        let vault = Cheap::default();
        let lock = Lock::close(&vault, &DeviceKey::generate(), 7, "x")
            .await
            .unwrap();
        for at in 0..lock.bytes().len() {
            let mut broken = lock.bytes().to_vec();
            broken[at] ^= 0x80;
            let opened = match Lock::parse(&broken) {
                Ok(lock) => lock.open(&vault, "x").await.map(drop),
                Err(error) => Err(error),
            };
            assert!(opened.is_err(), "byte {at}");
        }
        assert_eq!(Lock::parse(b"").map(drop), Err(UnlockError::Unreadable));
    });
}

#[test]
fn the_real_vault_does_real_work() {
    block_on(async {
        let key = DeviceKey::generate();
        let lock = Lock::close(&InThread, &key, 7, "x").await.unwrap();
        assert!(lock.cost().memory_kib >= 19 * 1024);
        assert_eq!(
            lock.open(&InThread, "x").await.unwrap().bytes(),
            key.bytes()
        );
    });
}

#[test]
fn a_session_is_read_by_its_device_and_its_organisation_and_nobody_else() {
    block_on(async {
        let device = DeviceKey::generate();
        let org = OrgPrivateKey::new([3; 32]);
        let identity = identity(&device, Some(org.public().unwrap())).await;
        let session = Session::start(&InThread, &identity, &device).await.unwrap();
        let header = FrameHeader {
            kind: FrameKind::Op,
            replica: 7,
            epoch: 1,
            seq: 1,
            session: session.key.id,
        };
        let sealed = seal(&header, &session.key, &[0; 12], b"op");
        let frame = Frame::parse(&sealed).unwrap();
        let stored = StoredSession::decode(session.stored.bytes()).unwrap();
        assert_eq!(frame.open(&stored.open(&device).unwrap()).unwrap(), b"op");
        let by_org = org.open(stored.sealed.as_ref().unwrap()).unwrap();
        assert_eq!(frame.open(&by_org).unwrap(), b"op");
        assert!(stored.open(&DeviceKey::generate()).is_none());
        let secret = session.key.bytes();
        assert!(!stored.bytes().windows(8).any(|part| part == &secret[..8]));
    });
}

#[test]
fn an_identity_reads_back_with_and_without_the_organisation_key() {
    block_on(async {
        let device = DeviceKey::generate();
        for org in [None, Some(OrgPublicKey::new([9; 32]))] {
            let identity = identity(&device, org).await;
            let bytes = identity.encode();
            assert_eq!(Identity::decode(&bytes), Some(identity));
            for cut in 0..bytes.len() {
                assert_eq!(Identity::decode(&bytes[..cut]), None, "cut at {cut}");
            }
        }
    });
}

async fn identity(device: &DeviceKey, org: Option<OrgPublicKey>) -> Identity {
    let lock = Lock::close(&Cheap::default(), device, 7, "x")
        .await
        .unwrap();
    Identity { lock, org }
}
