//! Seeded content (requirements §5): written once, then the organisation's own to edit and retire.

use crate::clock::Millis;
use crate::error::Problem;
use crate::people;
use crate::store::records::Records;
use rusqlite::Connection;
use shared::domain::{self, Seed};
use shared::sync::Action;
use uuid::Uuid;

/// Writes what this version brings and the records have not: all of it into a new organisation, what
/// was added since into an older one. Part of a write transaction.
pub fn seed(conn: &Connection, now: Millis) -> Result<(), Problem> {
    let mut missing = Vec::new();
    let records = Records::reading(conn);
    for seed in domain::content() {
        let Seed {
            kind,
            id,
            fields,
            items,
        } = seed;
        if records.record(id)?.is_none() {
            missing.push((kind, id, Action::Create { fields, items }));
        }
    }
    if missing.is_empty() {
        return Ok(());
    }
    people::author(conn, Uuid::nil(), missing, now)
}
