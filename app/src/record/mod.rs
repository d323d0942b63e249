//! Screens drawn from the schema: list, detail, form, history of any entity. They know the table,
//! never an entity; an entity that deserves more has its own screens in `features`.

mod asked;
mod detail;
mod export;
mod fields;
mod form;
mod languages;
mod list;
mod rows;
mod steps;
mod words;

pub use asked::{AskedSteps, StepDialog};
pub use detail::{History, RecordFacts};
pub use export::{export, exportable};
pub use fields::{Fields, now};
pub use form::RecordForm;
pub use list::{ListModel, Order, Shape, record_list};
pub use rows::Rows;
pub use steps::{Steps, why};
pub use words::{
    field_label, field_words, moment, now_ms, record_title, state_word, sync_state, value_words,
    zone,
};
