//! Photographs of a card as the screen shows them: of the guest in front, and of a lead.

use super::super::view::{AlbumModel, CardShot, Shot as Shown};
use super::photos::{Photos, Shot};
use crate::i18n::tr;
use crate::replica::{BlobState, Replica};
use leptos::prelude::*;
use shared::domain::exhibitions::BoothLead;
use shared::domain::tasks::Attachment;
use shared::entity::{Entity, Id};
use shared::sync::Look;
use shared::sync::look::child_key;
use uuid::Uuid;

/// Those of the guest in front; they can be put aside.
pub(super) fn model(replica: Replica, photos: Photos) -> AlbumModel {
    let shown = |shot: &Shot| {
        let key = Uuid::from_bytes(shot.id.0);
        Some(Shown {
            key,
            picture: shot.picture()?,
            about: shot.about.caption.clone(),
        })
    };
    AlbumModel {
        open: RwSignal::new(false),
        shots: Signal::derive(move || photos.shots.with(|s| s.iter().filter_map(shown).collect())),
        src: source(replica),
        remove: Some(Callback::new(move |key: Uuid| {
            photos.remove(Id(key.into_bytes()))
        })),
    }
}

/// The tile in the form: the first photograph, and how many there are.
pub(super) fn tile(replica: Replica, photos: Photos) -> Signal<Option<CardShot>> {
    let first = Memo::new(move |_| photos.shots.with(|s| s.first().and_then(Shot::picture)));
    // Made anew with the picture only: its address lives as long.
    let state = Memo::new(move |_| first.get().map(|picture| replica.blob_url(picture)));
    Signal::derive(move || {
        let (count, working) = (photos.shots.with(Vec::len), photos.working.get());
        if count + working == 0 {
            return None;
        }
        let src = state.get().and_then(|state| address(&state.get()));
        let caption = if working > 0 {
            tr("booth-card-working", &[])
        } else {
            tr("booth-card-kept", &[("count", count.into())])
        };
        Some(CardShot { src, caption })
    })
}

/// Every photograph attached to a record; of a lead its card as well.
pub(in super::super) fn of_record(replica: Replica, of: Id) -> AlbumModel {
    let record = replica.record(of);
    let attachments = replica.revision(Attachment::KIND);
    let shots = Signal::derive(move || {
        attachments.track();
        let mut shots: Vec<Shown> = replica.world(|world| {
            let key = child_key(Attachment::KIND, Attachment::OF, of);
            let records = world.at(&key).ids.into_iter();
            records
                .filter_map(|id| world.get(id).map(|record| (id, Attachment::read(record))))
                .filter(|(_, about)| about.media_type.starts_with("image/"))
                .filter_map(|(id, about)| shown(id, &about.sha256.0, about.caption))
                .collect()
        });
        // A lead may name its card before the attachment is here.
        let card = record
            .get()
            .filter(|record| record.kind == BoothLead::KIND)
            .map(|record| BoothLead::read(&record).card_photo.0);
        if let Some(card) =
            card.filter(|card| !shots.iter().any(|shot| shot.picture[..] == card[..]))
        {
            shots.extend(shown(of, &card, tr("booth-card", &[])));
        }
        shots
    });
    AlbumModel {
        open: RwSignal::new(false),
        shots,
        src: source(replica),
        remove: None,
    }
}

fn shown(id: Id, picture: &[u8], about: String) -> Option<Shown> {
    Some(Shown {
        key: Uuid::from_bytes(id.0),
        picture: picture.try_into().ok()?,
        about,
    })
}

fn source(replica: Replica) -> Callback<[u8; 32], Signal<Option<String>>> {
    Callback::new(move |picture| {
        let state = replica.blob_url(picture);
        Signal::derive(move || state.with(address))
    })
}

fn address(state: &BlobState) -> Option<String> {
    match state {
        BlobState::Here(address) => Some(address.clone()),
        BlobState::Loading | BlobState::NotHere => None,
    }
}
