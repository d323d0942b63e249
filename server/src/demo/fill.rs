//! Puts the demo into an empty server.
//!
//! Everybody in it has the same password, drawn anew and printed once. The organisation is marked as
//! made up, and the app says 演示数据 wherever it opens.

use super::{Account, Demo};
use crate::app::App;
use crate::auth::code;
use crate::clock::Millis;
use crate::error::Problem;
use crate::organisation;
use crate::people::unsigned;
use crate::store::accounts;
use crate::store::audit;
use crate::store::meta::{self, Fact};
use crate::store::records::Records;
use anyhow::{anyhow, bail};
use rusqlite::Connection;
use serde_json::json;
use shared::sync::server;
use std::net::SocketAddr;
use std::sync::Arc;
use uuid::Uuid;

/// Every demo of a day is the same one: what a manual shows is what its reader finds.
const SEED: u64 = 7;

/// Who can sign in to a demo that was just made, and with what.
#[derive(Debug)]
pub struct Entry {
    /// Everybody's password.
    pub password: String,
    /// Everybody.
    pub accounts: Vec<Account>,
}

impl std::fmt::Display for Entry {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        writeln!(f, "demo: everybody's password is {}", self.password)?;
        for account in &self.accounts {
            let Account {
                login, role, name, ..
            } = account;
            writeln!(f, "  {login:<8}{role:<12} {name}")?;
        }
        Ok(())
    }
}

/// Fills an empty server; `None` if it holds the demo already.
pub async fn prepare(app: &Arc<App>, listen: SocketAddr) -> anyhow::Result<Option<Entry>> {
    if !listen.ip().is_loopback() {
        bail!("--demo listens on this machine only; leave out --listen");
    }
    let refusal = |problem: Problem| anyhow!("{problem}");
    match app.organisation().await.map_err(refusal)? {
        Some(there) if there.demo => return Ok(None),
        Some(_) => bail!("--demo needs an empty folder; this one holds a real organisation"),
        None => {}
    }
    let password = code::new()?;
    let hashed = app.passwords.hash(password.clone()).await;
    let hashed = hashed.map_err(refusal)?;
    app.ensure_key().map_err(refusal)?;
    let now = app.clock.now();
    let filled = app.database.write(move |conn| fill(conn, &hashed, now));
    let accounts = filled.await.map_err(refusal)?;
    Ok(Some(Entry { password, accounts }))
}

/// All of it in one transaction: a demo is there whole, or not at all.
fn fill(conn: &Connection, password: &str, now: Millis) -> Result<Vec<Account>, Problem> {
    let Demo {
        ops,
        accounts,
        company,
    } = super::build(unsigned(now), 1, SEED);
    organisation::establish(conn, company)?;
    meta::set(conn, Fact::Demo, true)?;
    let mut records = Records::writing(conn, now);
    let receipts = server::author(&mut records, &ops, unsigned(now))?;
    if let Some(refused) = receipts.iter().find(|r| !r.verdict.took_effect()) {
        return Err(Problem::internal(format!("an op of the demo: {refused:?}")));
    }
    for Account { user, login, .. } in &accounts {
        let account = accounts::Account {
            id: Uuid::from_bytes(user.0),
            login: accounts::fold(login),
            password: Some(password.to_owned()),
            created_at: now,
        };
        accounts::insert(conn, &account)?;
    }
    let event = audit::Event {
        at: now,
        actor: None,
        device: None,
        action: "set_up",
        detail: json!({ "demo": true }),
    };
    audit::append(conn, &event)?;
    Ok(accounts)
}
