//! Accounts: how a User record signs in. Both have the same id.

use crate::clock::Millis;
use rusqlite::{Connection, OptionalExtension as _, Row};
use uuid::Uuid;

/// A row of `accounts`.
#[derive(Clone, Debug)]
pub struct Account {
    /// Id of the User record.
    pub id: Uuid,
    /// What the user types to sign in (folded).
    pub login: String,
    /// PHC string; `None` until the invitation is redeemed.
    pub password: Option<String>,
    /// When the account was made.
    pub created_at: Millis,
}

const COLUMNS: &str = "id, login, password, created_at";

fn from_row(row: &Row<'_>) -> rusqlite::Result<Account> {
    Ok(Account {
        id: Uuid::from_bytes(row.get(0)?),
        login: row.get(1)?,
        password: row.get(2)?,
        created_at: row.get(3)?,
    })
}

/// The form in which sign-in names are kept and compared.
pub fn fold(login: &str) -> String {
    login.trim().to_lowercase()
}

/// Adds an account; `false` if its sign-in name is taken.
pub fn insert(conn: &Connection, account: &Account) -> rusqlite::Result<bool> {
    let sql = "INSERT INTO accounts (id, login, password, created_at) VALUES (?1, ?2, ?3, ?4)
               ON CONFLICT (login) DO NOTHING";
    let Account {
        id,
        login,
        password,
        created_at,
    } = account;
    let added = conn
        .prepare_cached(sql)?
        .execute((id.as_bytes(), login, password, created_at))?;
    Ok(added == 1)
}

/// The account with this sign-in name, as typed.
pub fn by_login(conn: &Connection, login: &str) -> rusqlite::Result<Option<Account>> {
    let sql = format!("SELECT {COLUMNS} FROM accounts WHERE login = ?1");
    conn.prepare_cached(&sql)?
        .query_row([fold(login)], from_row)
        .optional()
}

/// The account with this id.
pub fn by_id(conn: &Connection, id: Uuid) -> rusqlite::Result<Option<Account>> {
    let sql = format!("SELECT {COLUMNS} FROM accounts WHERE id = ?1");
    conn.prepare_cached(&sql)?
        .query_row([id.as_bytes()], from_row)
        .optional()
}

/// Every account, by sign-in name.
pub fn all(conn: &Connection) -> rusqlite::Result<Vec<Account>> {
    let sql = format!("SELECT {COLUMNS} FROM accounts ORDER BY login");
    conn.prepare_cached(&sql)?
        .query_map([], from_row)?
        .collect()
}

/// Sets the password, as PHC string.
pub fn set_password(conn: &Connection, id: Uuid, phc: &str) -> rusqlite::Result<()> {
    conn.prepare_cached("UPDATE accounts SET password = ?2 WHERE id = ?1")?
        .execute((id.as_bytes(), phc))?;
    Ok(())
}
