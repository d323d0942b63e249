//! Numbered SQL files, each run once and never edited afterwards.

use anyhow::{Context, bail};
use rusqlite::Connection;

/// In order; the number of a file is its place here, counted from one, and is kept in `user_version`.
const FILES: &[&str] = &[
    include_str!("../../migrations/0001_accounts.sql"),
    include_str!("../../migrations/0002_records.sql"),
];

/// Runs what has not been run yet.
pub(super) fn run(conn: &mut Connection) -> anyhow::Result<()> {
    let done: usize = conn.pragma_query_value(None, "user_version", |row| row.get(0))?;
    if done > FILES.len() {
        bail!("the database was written by a newer version of this program (tables {done})");
    }
    for (index, sql) in FILES.iter().enumerate().skip(done) {
        let number = index + 1;
        let tx = conn.transaction()?;
        tx.execute_batch(sql)
            .with_context(|| format!("migration {number}"))?;
        tx.pragma_update(None, "user_version", number)?;
        tx.commit()?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn run_twice_changes_nothing_and_a_newer_database_is_refused() {
        let mut conn = Connection::open_in_memory().unwrap();
        run(&mut conn).unwrap();
        run(&mut conn).unwrap();
        conn.pragma_update(None, "user_version", FILES.len() + 1)
            .unwrap();
        assert!(
            run(&mut conn)
                .unwrap_err()
                .to_string()
                .contains("newer version")
        );
    }
}
