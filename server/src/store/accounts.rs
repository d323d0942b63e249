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
    /// Name of the person.
    pub name: String,
    /// PHC string; `None` until the invitation is redeemed.
    pub password: Option<String>,
    /// May manage accounts and devices.
    pub administrator: bool,
    /// When the account was made.
    pub created_at: Millis,
    /// When an administrator disabled it.
    pub disabled_at: Option<Millis>,
}

const COLUMNS: &str = "id, login, name, password, administrator, created_at, disabled_at";

fn from_row(row: &Row<'_>) -> rusqlite::Result<Account> {
    Ok(Account {
        id: Uuid::from_bytes(row.get(0)?),
        login: row.get(1)?,
        name: row.get(2)?,
        password: row.get(3)?,
        administrator: row.get(4)?,
        created_at: row.get(5)?,
        disabled_at: row.get(6)?,
    })
}

/// The form in which sign-in names are kept and compared.
pub fn fold(login: &str) -> String {
    login.trim().to_lowercase()
}

/// Adds an account; `false` if its sign-in name is taken.
pub fn insert(conn: &Connection, account: &Account) -> rusqlite::Result<bool> {
    let sql = "INSERT INTO accounts (id, login, name, password, administrator, created_at)
               VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (login) DO NOTHING";
    let added = conn.prepare_cached(sql)?.execute((
        account.id.as_bytes(),
        &account.login,
        &account.name,
        &account.password,
        account.administrator,
        account.created_at,
    ))?;
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

/// Disables the account, or enables it again.
pub fn set_disabled(conn: &Connection, id: Uuid, at: Option<Millis>) -> rusqlite::Result<()> {
    conn.prepare_cached("UPDATE accounts SET disabled_at = ?2 WHERE id = ?1")?
        .execute((id.as_bytes(), at))?;
    Ok(())
}

/// How many accounts can administer the organisation.
pub fn administrators(conn: &Connection) -> rusqlite::Result<u64> {
    let sql = "SELECT count(*) FROM accounts
               WHERE administrator AND disabled_at IS NULL AND password IS NOT NULL";
    conn.prepare_cached(sql)?.query_row([], |row| row.get(0))
}
