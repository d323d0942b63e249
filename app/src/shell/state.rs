//! What the frame around every screen shows. The layers that know it fill it in; the frame only
//! draws.

use crate::routes::Route;
use crate::ui::{MenuItem, SyncState};
use leptos::prelude::*;

/// Who uses the device.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Person {
    /// The name.
    pub name: String,
    /// What the person does, in words.
    pub role: String,
}

/// Everything the frame shows. Provided in context before the first screen.
#[derive(Clone, Copy)]
pub struct ShellState {
    /// Actions on this device the server has not taken yet.
    pub pending: Signal<usize>,
    /// Things in 待处理 that need a person.
    pub attention: Signal<usize>,
    /// Can the server be reached?
    pub online: Signal<bool>,
    /// Since when it cannot, in words.
    pub offline_since: Signal<Option<String>>,
    /// The state of the whole device.
    pub sync: Signal<SyncState>,
    /// When it was last in step, in words.
    pub synced_at: Signal<Option<String>>,
    /// Who is signed in.
    pub person: Signal<Option<Person>>,
    /// The name of the organisation.
    pub organisation: Signal<Option<String>>,
    /// Does the organisation consist of demonstration data?
    pub demo: Signal<bool>,
    /// How many things wait in a section, for the navigation.
    pub count: Callback<Route, Option<usize>>,
    /// What 新建 offers; no button where it is empty.
    pub create: StoredValue<Vec<MenuItem>>,
    /// Ctrl K.
    pub find: Callback<()>,
    /// Locks the screen.
    pub lock: Callback<()>,
    /// Signs out.
    pub leave: Callback<()>,
}

impl ShellState {
    /// Nobody signed in, nothing waiting, nothing to press.
    #[must_use]
    pub fn blank() -> Self {
        Self {
            pending: Signal::from(0),
            attention: Signal::from(0),
            online: Signal::from(true),
            offline_since: Signal::from(None),
            sync: Signal::from(SyncState::Synced),
            synced_at: Signal::from(None),
            person: Signal::from(None),
            organisation: Signal::from(None),
            demo: Signal::from(false),
            count: Callback::new(|_| None),
            create: StoredValue::new(Vec::new()),
            find: Callback::new(|()| {}),
            lock: Callback::new(|()| {}),
            leave: Callback::new(|()| {}),
        }
    }
}

/// The state of the frame.
///
/// # Panics
/// Never in the app: [`crate::app::App`] provides it before any screen.
#[must_use]
pub fn use_shell() -> ShellState {
    expect_context()
}
