//! The seeded cards GC-01..GC-25: when each is shown. Their words are in `seed/`, one file for each
//! language; only the server holds them.

use super::{GuidanceCard, Trigger};
use crate::domain::seed_text::{Files, body, title};
use crate::entity::Id;

static FILES: Files = [
    include_str!("seed/zh-Hans.txt"),
    include_str!("seed/zh-Hant.txt"),
    include_str!("seed/en.txt"),
];

static SHOWN: [(&str, &[Trigger]); 25] = [
    ("GC-01", &[Trigger::Call]),
    ("GC-02", &[Trigger::Notice]),
    ("GC-03", &[Trigger::Arrival, Trigger::Farewell]),
    ("GC-04", &[Trigger::Visit]),
    ("GC-05", &[Trigger::DelayNotice]),
    ("GC-06", &[Trigger::Demand]),
    ("GC-07", &[Trigger::Complaint]),
    ("GC-08", &[Trigger::Anger]),
    ("GC-09", &[Trigger::Complaint]),
    ("GC-10", &[Trigger::Training, Trigger::Complaint]),
    ("GC-11", &[Trigger::Training]),
    ("GC-12", &[Trigger::StoreOpening]),
    ("GC-13", &[Trigger::Counter]),
    ("GC-14", &[Trigger::Hotline]),
    ("GC-15", &[Trigger::Callback]),
    ("GC-16", &[Trigger::Exhibition]),
    ("GC-17", &[Trigger::Interaction]),
    ("GC-18", &[Trigger::Counter]),
    ("GC-19", &[Trigger::Interaction]),
    ("GC-20", &[Trigger::Case]),
    ("GC-21", &[Trigger::Proposal, Trigger::Vip]),
    ("GC-22", &[Trigger::Presentation]),
    ("GC-23", &[Trigger::Closing]),
    ("GC-24", &[Trigger::Archive]),
    ("GC-25", &[Trigger::Online, Trigger::Hotline]),
];

/// All seeded cards by code, each under an id of its own that every server knows: that of the first
/// moment there is, so whatever the organisation writes is newer.
pub fn seeds() -> impl Iterator<Item = (Id, GuidanceCard)> {
    (1..).zip(&SHOWN).map(|(n, (code, triggers))| {
        let [title, title_hant, title_en] = title(&FILES, code).texts;
        let [body, body_hant, body_en] = body(&FILES, code).texts;
        let card = GuidanceCard {
            code: (*code).to_owned(),
            title,
            title_hant,
            title_en,
            body,
            body_hant,
            body_en,
            triggers: triggers.to_vec(),
            version: 1,
            retired: false,
        };
        let mut place = *b"guidance-\0";
        place[9] = n;
        (Id::v7(0, place), card)
    })
}
