//! What the business is. No I/O, no clock, no random numbers; builds on the host and for the browser.

pub mod access;
pub mod calendar;
pub mod catalogue;
pub mod domain;
pub mod entity;
pub mod exchange;
pub mod language;
pub mod ordered;
pub mod rules;
pub mod sealed;
pub mod search;
pub mod surface;
pub mod sync;
