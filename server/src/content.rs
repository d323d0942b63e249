//! Seeded content (requirements §5.2): written once, then the organisation's own to edit and retire.

use crate::clock::Millis;
use crate::error::Problem;
use crate::people;
use crate::store::records::Records;
use rusqlite::Connection;
use shared::domain::guidance::{self, GuidanceCard};
use shared::entity::Entity as _;
use uuid::Uuid;

/// Writes what this version brings and the records have not: all of it into a new organisation, what
/// was added since into an older one. Part of a write transaction.
pub fn seed(conn: &Connection, now: Millis) -> Result<(), Problem> {
    let mut missing = Vec::new();
    let records = Records::reading(conn);
    for (id, card) in guidance::seeds() {
        if records.record(id)?.is_none() {
            missing.push(people::create(GuidanceCard::KIND, id, card.fields()));
        }
    }
    if missing.is_empty() {
        return Ok(());
    }
    people::author(conn, Uuid::nil(), missing, now)
}
