//! Photos go up behind the ops and come down where they are looked at.

use super::town::{MANAGER, Place, SALES, Town, lead};
use crate::replica::depot::Attached;
use crate::replica::{Act, RecordSync, SaveError};
use shared::domain::exhibitions::BoothLead;
use shared::domain::tasks::{Attachment, AttachmentKind};
use shared::entity::{Blob, Entity, Id};

const LEAD: Id = Id([50; 16]);
const PHOTO: Id = Id([60; 16]);

fn photo(sha256: [u8; 32]) -> Act {
    let attachment = Attachment {
        of: (BoothLead::KIND, LEAD),
        sha256: Blob(sha256.to_vec()),
        attachment_kind: AttachmentKind::Photo,
        ..Attachment::default()
    };
    Act::attach(PHOTO, &attachment)
}

fn picture() -> Vec<u8> {
    (0..600_000u32)
        .flat_map(|n| n.to_le_bytes())
        .take(600_000)
        .collect()
}

fn attached(bytes: &[u8]) -> Attached {
    Attached {
        media_type: "image/jpeg".into(),
        bytes: bytes.to_vec(),
    }
}

#[test]
fn a_photo_taken_offline_arrives_behind_its_lead_and_is_fetched_elsewhere() {
    let mut town = Town::new();
    let (booth_store, office_store) = (Place::default(), Place::default());
    let booth = town.open(11, SALES, &booth_store);
    let office = town.open(12, MANAGER, &office_store);
    booth.offline();
    let core = booth.core.clone();
    let sha256 = town.run(async { core.keep_blob(&picture(), "image/jpeg").await });
    let sha256 = sha256.unwrap();
    let acts = vec![
        Act::create(LEAD, &lead(SALES, "Marco", "111")),
        photo(sha256),
    ];
    town.act(&booth, acts);
    let word = |id| booth.core.words().get(&id).copied().unwrap_or_default();
    assert_eq!(word(PHOTO), RecordSync::Saved);

    booth.online();
    town.sync(&[&booth]);
    assert_eq!(town.shelf.borrow().whole.len(), 1);
    assert_eq!(town.shelf.borrow().pieces, 3);
    assert_eq!(word(PHOTO), RecordSync::Synced);

    town.sync(&[&office]);
    let seen = office
        .core
        .world(|world| world.get(PHOTO).cloned())
        .unwrap();
    assert_eq!(Attachment::read(&seen).sha256.0, sha256);
    let driver = office.driver.clone();
    let fetched = town.run(async { driver.blob(sha256).await }).unwrap();
    assert_eq!(fetched, Some(attached(&picture())));
    // Now it is here too.
    office.offline();
    let again = town.run(async { driver.blob(sha256).await }).unwrap();
    assert_eq!(again, Some(attached(&picture())));
}

#[test]
fn an_interrupted_upload_goes_on_where_the_server_stands_also_after_a_restart() {
    let mut town = Town::new();
    let store = Place::default();
    let tab = town.open(11, SALES, &store);
    tab.offline();
    let core = tab.core.clone();
    let sha256 = town
        .run(async { core.keep_blob(&picture(), "image/jpeg").await })
        .unwrap();
    town.act(
        &tab,
        vec![
            Act::create(LEAD, &lead(SALES, "Marco", "111")),
            photo(sha256),
        ],
    );
    town.kill(tab);

    let tab = town.open(11, SALES, &store);
    town.shelf.borrow_mut().fail_at = Some(2);
    town.settle();
    assert!(town.shelf.borrow().whole.is_empty());
    assert_eq!(
        tab.core.words().get(&PHOTO).copied(),
        Some(RecordSync::Partly)
    );
    town.kill(tab);
    let before = town.shelf.borrow().pieces;
    let tab = town.open(11, SALES, &store);
    town.sync(&[&tab]);
    assert_eq!(town.shelf.borrow().whole.len(), 1);
    assert_eq!(
        town.shelf.borrow().pieces - before,
        2,
        "the first was not sent again"
    );
    assert_eq!(tab.core.words().get(&PHOTO), None);
}

#[test]
fn what_the_server_refuses_for_good_is_not_offered_for_ever() {
    let mut town = Town::new();
    let store = Place::default();
    let tab = town.open(11, SALES, &store);
    town.sync(&[&tab]);
    let core = tab.core.clone();
    let sha256 = town
        .run(async { core.keep_blob(b"not a photo", "image/jpeg").await })
        .unwrap();
    town.shelf.borrow_mut().refuses = true;
    town.act(
        &tab,
        vec![
            Act::create(LEAD, &lead(SALES, "Marco", "111")),
            photo(sha256),
        ],
    );
    town.sync(&[&tab]);
    assert!(tab.core.blobs_to_send().is_empty());
    let kept = town.run(async { core.depot().blob(sha256).await }).unwrap();
    assert_eq!(kept, Some(attached(b"not a photo")));
}

#[test]
fn more_than_the_server_takes_is_refused_before_it_is_stored() {
    let mut town = Town::new();
    let store = Place::default();
    let tab = town.open(11, SALES, &store);
    let core = tab.core.clone();
    let huge = vec![0; 20_000_001];
    let refused = town.run(async { core.keep_blob(&huge, "image/jpeg").await });
    let (size, limit) = (20_000_001, 20_000_000);
    assert_eq!(refused, Err(SaveError::TooLarge { size, limit }));
}
