//! Photographs of the card: made small by the reader, kept encrypted at once, attached when the lead
//! is saved. The photograph is the truth; typing can wait.

use super::intake::Notice;
use super::reading::Reading;
use super::trouble;
use crate::i18n::tr;
use crate::platform::reader::ReaderError;
use crate::record::zone;
use crate::replica::{Act, Replica, SaveError};
use futures::lock::Mutex;
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::domain::exhibitions::BoothLead;
use shared::domain::tasks::{Attachment, AttachmentKind};
use shared::entity::{Blob, Entity, Id, Instant, Record, Value};
use shared::sync::op::{Fields, NewItem};
use std::rc::Rc;
use web_sys::File;

/// What photographs are kept as.
const JPEG: &str = "image/jpeg";

/// A photograph that is kept on this device and belongs to no lead yet.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Shot {
    /// The attachment it becomes.
    pub id: Id,
    /// What is known of it.
    pub about: Attachment,
    /// When the camera says it was taken: kept with consent only.
    taken: Option<String>,
}

impl Shot {
    /// SHA-256 of its bytes.
    pub(super) fn picture(&self) -> Option<[u8; 32]> {
        self.about.sha256.0.clone().try_into().ok()
    }
}

/// The photographs of the guest in front.
#[derive(Clone, Copy)]
pub(super) struct Photos {
    replica: Replica,
    reading: Reading,
    notice: RwSignal<Option<Notice>>,
    /// Those kept, in the order they were taken.
    pub shots: RwSignal<Vec<Shot>>,
    /// How many are still being written.
    pub working: RwSignal<usize>,
    /// Held while one is written: saving waits for it.
    turn: StoredValue<Rc<Mutex<()>>, LocalStorage>,
}

impl Photos {
    pub(super) fn new(
        replica: Replica,
        reading: Reading,
        notice: RwSignal<Option<Notice>>,
    ) -> Self {
        Self {
            replica,
            reading,
            notice,
            shots: RwSignal::default(),
            working: RwSignal::new(0),
            turn: StoredValue::new_local(Rc::default()),
        }
    }

    /// The turn of writing: whoever holds it knows that no photograph is on its way.
    pub(super) fn turn(self) -> Rc<Mutex<()>> {
        self.turn.get_value()
    }

    /// Keeps photographs. One that cannot be kept says why; the form stays as it is.
    pub(super) fn take(self, files: Vec<File>) {
        self.notice.set(None);
        for file in files {
            self.working.update(|working| *working += 1);
            let turn = self.turn();
            spawn_local(async move {
                let _turn = turn.lock().await;
                if let Err(problem) = self.keep(&file).await {
                    self.say(problem, file);
                }
                self.working.try_update(|working| *working -= 1);
            });
        }
    }

    async fn keep(self, file: &File) -> Result<(), Problem> {
        let (photo, bytes) = self.reading.reader()?.photo(file).await?;
        let sha256 = self.replica.keep_blob(&bytes, JPEG).await?;
        let about = Attachment {
            sha256: Blob(sha256.to_vec()),
            attachment_kind: AttachmentKind::Photo,
            caption: tr("booth-card", &[]),
            file_name: file.name(),
            media_type: JPEG.to_owned(),
            size: i64::try_from(bytes.len()).unwrap_or(i64::MAX),
            ..Attachment::default()
        };
        let shot = Shot {
            id: self.replica.new_id(),
            about,
            taken: photo.capture.taken,
        };
        self.shots.try_update(|shots| shots.push(shot));
        Ok(())
    }

    fn say(self, problem: Problem, file: File) {
        let (words, again) = match problem {
            Problem::Unread(error) => (trouble::of_reader(error), trouble::worth_repeating(error)),
            Problem::Unkept(error) => (trouble::of_saving(&error), true),
        };
        let file = StoredValue::new_local(file);
        let again = again.then(|| Callback::new(move |()| self.take(vec![file.get_value()])));
        self.notice.try_set(Some(Notice { words, again }));
    }

    /// Puts one aside; its bytes stay until the device tidies up.
    pub(super) fn remove(self, id: Id) {
        self.shots
            .update(|shots| shots.retain(|shot| shot.id != id));
    }

    /// The field of the lead that says there is a photograph.
    pub(super) fn field(self) -> Option<(u16, Value)> {
        let first = self.shots.with_untracked(|shots| shots.first().cloned())?;
        Some((BoothLead::CARD_PHOTO, Value::Bytes(first.about.sha256.0)))
    }

    /// The hashes of all of them.
    pub(super) fn blobs(self) -> Vec<[u8; 32]> {
        self.shots
            .with_untracked(|shots| shots.iter().filter_map(Shot::picture).collect())
    }

    /// The acts that attach them to a lead of the same group.
    pub(super) fn acts(self, lead: Id, consent: bool) -> Vec<Act> {
        let act = |shot: &Shot| {
            let taken = shot.taken.as_deref().filter(|_| consent).and_then(moment);
            let about = Attachment {
                of: (BoothLead::KIND, lead),
                taken_at: taken.unwrap_or_default(),
                ..shot.about.clone()
            };
            Act::attach(shot.id, &about)
        };
        self.shots
            .with_untracked(|shots| shots.iter().map(act).collect())
    }

    /// How they stand in the draft.
    pub(super) fn items(self) -> Vec<NewItem> {
        let item = |shot: &Shot| NewItem {
            field: BoothLead::CARD_PHOTO,
            item: shot.id,
            order: String::new(),
            fields: shot.about.fields(),
        };
        self.shots
            .with_untracked(|shots| shots.iter().map(item).collect())
    }

    /// Takes them from the draft.
    pub(super) fn restore(self, items: Vec<NewItem>) {
        let shots = items.into_iter().map(|item| Shot {
            id: item.item,
            about: Attachment::read(&attachment(item.item, item.fields)),
            taken: None,
        });
        self.shots.set(shots.collect());
    }
}

enum Problem {
    Unread(ReaderError),
    Unkept(SaveError),
}

impl From<ReaderError> for Problem {
    fn from(error: ReaderError) -> Self {
        Self::Unread(error)
    }
}

impl From<SaveError> for Problem {
    fn from(error: SaveError) -> Self {
        Self::Unkept(error)
    }
}

fn attachment(id: Id, fields: Fields) -> Record {
    let mut record = Record::new(Attachment::KIND, id);
    for (no, value) in fields {
        record.put(no, super::form::unnumbered(value));
    }
    record
}

/// What the camera wrote, `2026-11-22T09:30:00+08:00`; without an offset it is this device's time.
fn moment(taken: &str) -> Option<Instant> {
    let utc = js_sys::Date::parse(taken);
    #[expect(clippy::cast_possible_truncation, reason = "whole milliseconds")]
    utc.is_finite().then(|| Instant {
        utc_ms: utc as i64,
        zone: zone(),
        wall: taken.to_owned(),
    })
}
