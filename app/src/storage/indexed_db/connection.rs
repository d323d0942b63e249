//! One connection to a database: opened on demand, given up when another tab needs it, never trusted to stay.

use super::errors;
use crate::platform::timers;
use crate::storage::{StoreError, Table};
use indexed_db_futures::database::{Database, VersionChangeEvent};
use indexed_db_futures::error::OpenDbError;
use indexed_db_futures::internals::SystemRepr;
use indexed_db_futures::prelude::*;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;

/// Layout of the tables. Hundreds break: a build opens every layout of its own hundred, also a newer one.
const LAYOUT: u32 = 100;
/// First layout this build can no longer open.
const TOO_NEW: u32 = 200;
/// How long another tab may keep an old layout open, in milliseconds.
const PATIENCE: u32 = 10_000;

type Handler = Closure<dyn FnMut(web_sys::Event)>;

#[derive(Debug)]
pub(super) struct Connection {
    name: String,
    state: Rc<State>,
}

#[derive(Debug, Default)]
struct State {
    open: RefCell<Option<Open>>,
    /// The first opening made the database.
    created: Cell<bool>,
    /// The database existed in this session and is gone: nobody may go on as if an empty one were it.
    wiped: Cell<bool>,
    opened_before: Cell<bool>,
}

struct Open {
    db: Database,
    _handlers: [Handler; 2],
}

impl std::fmt::Debug for Open {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.db.fmt(f)
    }
}

impl Connection {
    pub(super) fn new(name: &str) -> Self {
        Self {
            name: name.into(),
            state: Rc::default(),
        }
    }

    pub(super) fn was_created(&self) -> bool {
        self.state.created.get()
    }

    pub(super) fn close(&self) {
        self.state.close();
    }

    /// The open database; opens it when it is not.
    pub(super) async fn get(&self) -> Result<Database, StoreError> {
        if self.state.wiped.get() {
            return Err(StoreError::Wiped);
        }
        if let Some(open) = self.state.open.borrow().as_ref() {
            return Ok(open.db.clone());
        }
        let opening = timers::within(PATIENCE, open(&self.name)).await;
        let (db, created) = opening.ok_or(StoreError::Blocked)??;
        if self.state.opened_before.replace(true) {
            if created {
                self.state.wiped.set(true);
                db.close();
                return Err(StoreError::Wiped);
            }
        } else {
            self.state.created.set(created);
        }
        let handlers = watch(&db, &self.state);
        *self.state.open.borrow_mut() = Some(Open {
            db: db.clone(),
            _handlers: handlers,
        });
        Ok(db)
    }
}

impl State {
    fn close(&self) {
        let open = self.open.borrow_mut().take();
        if let Some(open) = open {
            open.db.as_sys().set_onversionchange(None);
            open.db.as_sys().set_onclose(None);
            open.db.close();
        }
    }
}

impl Drop for State {
    fn drop(&mut self) {
        self.close();
    }
}

/// Gives the connection up when another tab upgrades or deletes the database, or when the browser closes it.
fn watch(db: &Database, state: &Rc<State>) -> [Handler; 2] {
    let weak = Rc::downgrade(state);
    let on_change = Closure::new(move |event: web_sys::Event| {
        let Some(state) = weak.upgrade() else { return };
        let change: &web_sys::IdbVersionChangeEvent = event.unchecked_ref();
        state.wiped.set(change.new_version().is_none());
        // The handler that runs right now is dropped with the connection, so that happens after it returned.
        wasm_bindgen_futures::spawn_local(async move { state.close() });
    });
    let weak = Rc::downgrade(state);
    let on_close = Closure::new(move |_| {
        let Some(state) = weak.upgrade() else { return };
        wasm_bindgen_futures::spawn_local(async move { state.close() });
    });
    let handlers: [Handler; 2] = [on_change, on_close];
    db.as_sys()
        .set_onversionchange(Some(handlers[0].as_ref().unchecked_ref()));
    db.as_sys()
        .set_onclose(Some(handlers[1].as_ref().unchecked_ref()));
    handlers
}

/// Opens or creates the database; says whether it was created.
async fn open(name: &str) -> Result<(Database, bool), StoreError> {
    let created = Rc::new(Cell::new(false));
    let seen = Rc::clone(&created);
    let upgrade = move |event: VersionChangeEvent, db: Database| {
        seen.set(event.old_version() < 1.0);
        create_tables(&db)
    };
    let request = Database::open(name)
        .with_version(LAYOUT)
        .with_on_upgrade_needed(upgrade);
    match request.build().map_err(errors::opening)?.await {
        Ok(db) => Ok((db, created.get())),
        Err(OpenDbError::Base(error)) if is_newer(&error) => Ok((open_newer(name).await?, false)),
        Err(error) => Err(errors::opening(error)),
    }
}

fn create_tables(db: &Database) -> Result<(), indexed_db_futures::error::Error> {
    let present: Vec<String> = db.object_store_names().collect();
    for table in Table::ALL {
        if !present.iter().any(|name| name == table.name()) {
            db.create_object_store(table.name()).build()?;
        }
    }
    Ok(())
}

/// Opens a database that a newer build of the same hundred has upgraded.
async fn open_newer(name: &str) -> Result<Database, StoreError> {
    let request = Database::open(name).build().map_err(errors::opening)?;
    let db = request.await.map_err(errors::opening)?;
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "versions are small integers"
    )]
    let found = db.version() as u32;
    if found < TOO_NEW {
        return Ok(db);
    }
    db.close();
    Err(StoreError::TooNew {
        found,
        known: LAYOUT,
    })
}

fn is_newer(error: &indexed_db_futures::error::Error) -> bool {
    match error {
        indexed_db_futures::error::Error::DomException(e) => {
            let e: web_sys::DomException = e.clone().into();
            e.name() == "VersionError"
        }
        _ => false,
    }
}
