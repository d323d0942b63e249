//! `--demo`: a believable organisation in an empty folder, made through ordinary ops.
//!
//! Every user of it has the same password, drawn anew and printed once. The organisation is marked, and
//! the app shows 演示数据 wherever it opens.

use crate::admin::grants::{Grant, Scope};
use crate::admin::users::{self, NewUser};
use crate::app::App;
use crate::auth::code;
use crate::error::Problem;
use crate::organisation::{self, Founding};
use crate::store::accounts;
use crate::store::meta::{self, Fact};
use anyhow::{anyhow, bail};
use std::net::SocketAddr;
use std::sync::Arc;

const ORGANISATION: &str = "明庭照明";

/// Sign-in name, name, role, scope. The first also administers.
const PEOPLE: &[(&str, &str, &str, Scope)] = &[
    ("admin", "周启明", "GM", Scope::All),
    ("chen", "陈嘉敏", "SALES", Scope::Own),
    ("li", "李文博", "SALES", Scope::Own),
    ("huang", "黄志远", "SALES_MGR", Scope::All),
    ("zhao", "赵雅琴", "RECEPTION", Scope::All),
    ("sun", "孙译文", "INTERPRETER", Scope::All),
    ("lin", "林工", "ENG", Scope::All),
    ("wu", "吴质", "QA", Scope::All),
    ("zheng", "郑客服", "CS_AGENT", Scope::Own),
    ("qian", "钱珊", "CS_MGR", Scope::All),
    ("feng", "冯售后", "AS_MGR", Scope::All),
    ("he", "何录", "DATA_CLERK", Scope::All),
];

/// Fills an empty server; answers with the password of everybody, or `None` if it is filled already.
pub async fn prepare(app: &Arc<App>, listen: SocketAddr) -> anyhow::Result<Option<String>> {
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
    let phc = app
        .passwords
        .hash(password.clone())
        .await
        .map_err(refusal)?;
    let (login, name, ..) = PEOPLE[0];
    let founding = Founding {
        organisation: ORGANISATION.to_owned(),
        zone: "Asia/Shanghai".to_owned(),
        login: login.to_owned(),
        name: name.to_owned(),
        password: password.clone(),
    };
    let now = app.clock.now();
    let founded = organisation::found(app, founding, move |conn, first| {
        meta::set(conn, Fact::Demo, true)?;
        for (login, name, role, scope) in PEOPLE.iter().skip(1) {
            let grants = vec![Grant {
                scope: *scope,
                ..Grant::everywhere(role)
            }];
            let user = NewUser {
                login: (*login).to_owned(),
                name: (*name).to_owned(),
                units: Vec::new(),
                grants,
            };
            let account = users::new_account(conn, &user, Some(first.id), now)?;
            accounts::set_password(conn, account.id, &phc)?;
        }
        Ok(())
    });
    founded.await.map_err(refusal)?;
    Ok(Some(password))
}

/// The sign-in names, for whoever starts the demo.
pub fn logins() -> String {
    PEOPLE
        .iter()
        .map(|(login, _, role, _)| format!("{login} ({role})"))
        .collect::<Vec<_>>()
        .join(", ")
}
