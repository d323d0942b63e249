//! What is late is reported upwards: once a minute the server looks at its clock and writes the
//! notices that are due, as ordinary ops of replica 0. Which ones, `shared` knows.

use crate::app::App;
use crate::clock::Millis;
use crate::error::Problem;
use crate::people;
use crate::store::records::Records;
use rusqlite::Connection;
use shared::domain::notices::InternalNotice;
use shared::domain::tasks;
use shared::entity::Entity as _;
use shared::sync::server::StoreLook;
use std::sync::Arc;
use std::time::Duration;
use uuid::Uuid;

const MINUTE: Duration = Duration::from_secs(60);

/// Reports until the server stops.
pub async fn report_late_work(app: Arc<App>) {
    let mut minutes = tokio::time::interval(MINUTE);
    loop {
        minutes.tick().await;
        let now = app.clock.now();
        match app.database.write(move |conn| report(conn, now)).await {
            Ok(0) => {}
            Ok(_) => app.pokes.poke(0),
            Err(error) => tracing::warn!(%error, "late work was not reported"),
        }
    }
}

/// Writes the notices that are due at this moment; how many there were. Each is a group of its own, so
/// that one that cannot be written keeps none of the others.
pub fn report(conn: &Connection, now: Millis) -> Result<usize, Problem> {
    let records = Records::reading(conn);
    let look = StoreLook::new(&records);
    let due = tasks::escalate(&look, now);
    if let Some(error) = look.error() {
        return Err(error.into());
    }
    for (id, fields) in &due {
        let notice = people::create(InternalNotice::KIND, *id, fields.clone());
        people::author(conn, Uuid::nil(), vec![notice], now)?;
    }
    Ok(due.len())
}
