//! What comes in besides typing: codes, files of cards, photographs. All of it ends in the form.

use super::super::view::{Draft, Intake, Notice as Shown};
use super::card::lead_of;
use super::form;
use super::import::Import;
use super::photos::Photos;
use super::reading::Reading;
use super::scan::Scan;
use super::trouble;
use crate::i18n::tr;
use crate::platform::reader::{Picture, ReaderError};
use crate::replica::Replica;
use crate::ui::Toaster;
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::entity::Id;
use shared::exchange::card::Card;
use web_sys::File;

pub(super) use super::super::view::Notice;

/// Everything the intake works with.
#[derive(Clone, Copy)]
pub(super) struct Inlet {
    draft: Draft,
    toaster: Toaster,
    reading: Reading,
    /// What could not be read or kept, and how to try again.
    pub notice: RwSignal<Option<Shown>>,
    /// The photographs of the guest in front.
    pub photos: Photos,
    /// The camera.
    pub scan: Scan,
    /// Files with several cards.
    pub import: Import,
}

impl Inlet {
    /// `show` is where leads of a file are captured.
    pub(super) fn new(
        replica: Replica,
        draft: Draft,
        toaster: Toaster,
        show: Memo<Option<Id>>,
    ) -> Self {
        let (reading, notice) = (Reading::new(), RwSignal::new(None));
        Self {
            draft,
            toaster,
            reading,
            notice,
            photos: Photos::new(replica, reading, notice),
            scan: Scan::new(reading),
            import: Import::new(replica, toaster, reading, show),
        }
    }

    /// Fills the form from a card; the form as it was comes back with 撤销.
    pub(super) fn fill(self, card: &Card) {
        let before = form::typed(self.draft);
        let lead = lead_of(card);
        form::show_card(self.draft, &lead);
        let known = card.names_or_reaches_someone();
        let words = tr(
            if known {
                "booth-read"
            } else {
                "booth-read-raw"
            },
            &[],
        );
        let undo = move || {
            // Not over the next guest.
            if self.draft.raw.with_untracked(|raw| *raw == lead.raw_code) {
                form::show_card(self.draft, &before);
            }
        };
        self.toaster.say_undoable(words, undo);
    }

    /// What a code in a picture says: the one that names somebody, else the first.
    pub(super) fn best(mut cards: Vec<Card>) -> Option<Card> {
        let telling = cards
            .iter()
            .position(Card::names_or_reaches_someone)
            .unwrap_or(0);
        (!cards.is_empty()).then(|| cards.swap_remove(telling))
    }

    /// Reads chosen files: pictures for their codes, everything else as contacts.
    pub(super) fn read(self, files: Vec<File>) {
        self.notice.set(None);
        let (pictures, contacts): (Vec<File>, Vec<File>) = files
            .into_iter()
            .partition(|file| file.type_().starts_with("image/"));
        if !contacts.is_empty() {
            self.import.read(contacts, move |card| self.fill(&card));
        }
        for picture in pictures {
            spawn_local(async move {
                match self.code_in(&picture).await {
                    Ok(Some(card)) => self.fill(&card),
                    Ok(None) => {
                        self.toaster.say(tr("booth-no-code", &[]));
                        self.photos.take(vec![picture]);
                    }
                    Err(error) => self.say(error, picture),
                }
            });
        }
    }

    async fn code_in(self, picture: &File) -> Result<Option<Card>, ReaderError> {
        let picture = Picture::File(picture.clone().into());
        Ok(Self::best(self.reading.reader()?.codes(picture).await?))
    }

    fn say(self, error: ReaderError, file: File) {
        let file = StoredValue::new_local(file);
        let again = trouble::worth_repeating(error)
            .then(|| Callback::new(move |()| self.read(vec![file.get_value()])));
        let words = trouble::of_reader(error);
        self.notice.try_set(Some(Notice { words, again }));
    }

    /// What the screen shows of it.
    pub(super) fn model(self, replica: Replica) -> Intake {
        let found = Callback::new(move |card: Card| self.fill(&card));
        let album = super::album::model(replica, self.photos);
        Intake {
            notice: self.notice.into(),
            scanner: self
                .scan
                .model(found, Callback::new(move |files| self.read(files))),
            cards: self.import.model(found),
            album,
        }
    }
}
