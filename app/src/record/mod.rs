//! Screens drawn from the schema: list, detail, form, history of any entity. They know the table,
//! never an entity; an entity that deserves more has its own screens in `features`.

mod asked;
mod audit;
mod compare;
mod detail;
mod draft;
mod export;
mod fields;
mod files;
mod form;
mod languages;
mod list;
mod minute;
mod signed;
mod spans;
mod steps;
mod sure;
mod words;

pub use audit::report;
pub use compare::compared;
mod rows;
pub use asked::{AskedSteps, StepDialog};
pub use detail::{History, RecordFacts};
pub use draft::{Draft, DraftNote};
pub use export::{export, exportable, save};
pub use fields::{Fields, now};
pub use files::read_file;
pub use form::RecordForm;
pub use list::{ListModel, Order, Shape, record_list};
pub use minute::minute;
pub use rows::Rows;
pub use signed::{Signed, short, sign, signed};
pub use spans::{limit_words, span_words};
pub use steps::{Steps, by_rule, clause_words, language, reason_words, why};
pub use sure::{Asking, Sure};
pub use words::{
    field_label, field_words, moment, now_ms, record_title, state_word, sync_state, until,
    value_words, zone,
};
