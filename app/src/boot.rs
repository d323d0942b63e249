//! The start of the app behind its first screen: who works here, and the replica they work on.
//!
//! ```text
//! let session = boot::start();          // in the root component; provides `Session`
//! session.state()                       // which page comes first
//! session.replica()                     // provide it to everything behind the lock
//! ```

use crate::session::browser::{BrowserDevice, HttpApi};
use crate::session::{Idle, Keeper, Session, State};
use crate::sync::Host as _;
use crate::sync::browser::{Browser, Signs, Touches};
use leptos::prelude::*;
use shared::access::unit_of;
use shared::domain::settings::screen_lock_ms;
use std::rc::Rc;

/// Starts the session of this tab and provides it as a context.
#[must_use]
pub fn start() -> Session {
    let keeper = Keeper::new(Rc::new(HttpApi), Rc::new(BrowserDevice));
    let session = Session::new(keeper.clone());
    provide_context(session);
    watch_link(&keeper);
    watch_hands(&keeper);
    Browser.spawn(Box::pin(async move { keeper.start().await }));
    session
}

/// While the data is open, every sign that an exchange is worth while wakes the replica.
fn watch_link(keeper: &Rc<Keeper>) {
    let ears = Rc::downgrade(keeper);
    let signs = StoredValue::new_local(None::<Signs>);
    keeper.listen(move || {
        let Some(keeper) = ears.upgrade() else { return };
        let listening = signs.with_value(Option::is_some);
        match keeper.open() {
            Some(open) if !listening => {
                let fresh = Signs::new(move || open.driver.wake());
                fresh.listen_to_server();
                signs.set_value(Some(fresh));
            }
            Some(_) => {}
            None => signs.set_value(None),
        }
    });
}

/// Locks when nobody touches the screen (P-43), unless it works without hands.
fn watch_hands(keeper: &Rc<Keeper>) {
    let idle = Rc::new(Idle::new(Browser.now_ms()));
    let touched = idle.clone();
    let touches = Touches::new(move || touched.touch(Browser.now_ms()));
    let keeper = Rc::downgrade(keeper);
    Browser.spawn(Box::pin(async move {
        let _listening = touches;
        while let Some(open) = keeper.upgrade() {
            if open.is_hands_free() {
                idle.touch(Browser.now_ms());
            } else if open.state() == State::Ready && is_quiet(&open, &idle) {
                open.lock();
            }
            drop(open);
            Browser.sleep(CHECK_MS).await;
        }
    }));
}

/// Whether nobody touched the screen for as long as the unit of who works here decided.
fn is_quiet(keeper: &Keeper, idle: &Idle) -> bool {
    let now = Browser.now_ms();
    let at = i64::try_from(now).unwrap_or(i64::MAX);
    keeper.open().is_some_and(|open| {
        let limits = open.core.world(|world| {
            let unit = unit_of(world, open.core.user());
            screen_lock_ms(world, unit, at)
        });
        idle.left_ms(now, BrowserDevice.kind().limit(limits)) == 0
    })
}

/// How often quiet time is looked at, in milliseconds.
const CHECK_MS: u64 = 5_000;
