//! The design system: small components on native elements. Knows no domain.
//!
//! State lives in attributes (`data-*`, `aria-*`), looks in `style/`; one file per component on
//! either side. Every text a component says by itself comes from `core.ftl`.

mod button;
mod choice;
mod combo;
mod compare;
mod diff_table;
mod drawing;
mod facts;
mod field;
mod float;
mod form;
mod grid;
mod icon;
pub mod id;
mod input;
pub mod keys;
mod notice;
mod photo;
mod progress;
mod signature;
mod state;
mod tabs;
mod thread;

pub use button::{Button, ButtonLink, IconButton, Kind, Size};
pub use choice::{ChipMany, ChipOne, Chips, Segment, Segmented};
pub use combo::Combo;
pub use compare::{Case, Change, Diff, Side, Versus};
pub use diff_table::{DiffRow, DiffSheet, DiffTable, Mark, Pair};
pub use drawing::{Drawing, DrawingSize, Subject};
pub use facts::{BulkBar, Facts, Head, SearchBox};
pub use field::{Field, FieldGroup, FieldTies};
pub use float::{Dialog, DueWhy, Explanation, Menu, MenuItem, Step, Why, closes, opens};
pub use form::Form;
pub use grid::{Column, Grid, GridModel, Phone, Sort};
pub use icon::{Glyph, Icon};
pub use input::{Check, Format, Select, TextArea, TextInput};
pub use notice::{Banner, Toaster, Toasts};
pub use photo::{FilePick, PhotoTile, Pick};
pub use progress::{Empty, Meter, Progress, Skeleton};
pub use signature::{Ink, Signature, SignaturePad};
pub use state::{Due, Grade, Nearness, Sync, SyncState, Tag, Tone, Who};
pub use tabs::{Tab, Tabs, Views};
pub use thread::{Event, Moment, Thread};
