//! The other tabs, over a BroadcastChannel; the lead, as a lock between them.

use crate::platform::locks::Lock;
use crate::sync::{Hold, Lead, Tabs};
use futures::future::{FutureExt as _, LocalBoxFuture};
use js_sys::Uint8Array;
use std::cell::RefCell;
use wasm_bindgen::prelude::*;
use web_sys::{BroadcastChannel, MessageEvent};

type Handler = Closure<dyn FnMut(MessageEvent)>;

/// The tabs of one replica.
pub struct Channel {
    /// None where the browser has no channels: every tab reads the store when it comes to the front.
    channel: Option<BroadcastChannel>,
    handler: RefCell<Option<Handler>>,
}

impl Channel {
    /// The channel `name`.
    #[must_use]
    pub fn new(name: &str) -> Self {
        Self {
            channel: BroadcastChannel::new(name).ok(),
            handler: RefCell::default(),
        }
    }
}

impl Tabs for Channel {
    fn tell(&self, message: &[u8]) {
        if let Some(channel) = &self.channel {
            // A closed channel means a closed replica.
            let _ = channel.post_message(&Uint8Array::from(message));
        }
    }

    fn listen(&self, heard: Box<dyn Fn(Vec<u8>)>) {
        let handler = Handler::new(move |event: MessageEvent| {
            if let Ok(bytes) = event.data().dyn_into::<Uint8Array>() {
                heard(bytes.to_vec());
            }
        });
        if let Some(channel) = &self.channel {
            channel.set_onmessage(Some(handler.as_ref().unchecked_ref()));
        }
        *self.handler.borrow_mut() = Some(handler);
    }
}

impl Drop for Channel {
    fn drop(&mut self) {
        if let Some(channel) = &self.channel {
            channel.set_onmessage(None);
            channel.close();
        }
    }
}

/// The lead of one replica among its tabs.
pub struct LeadLock {
    name: String,
}

impl LeadLock {
    /// The lead of the replica whose database is `name`.
    #[must_use]
    pub fn new(name: &str) -> Self {
        Self {
            name: format!("{name}-lead"),
        }
    }
}

/// None where the browser has no locks: then every tab leads, and the server sorts out what comes twice.
struct Held(Option<Lock>);

impl Hold for Held {
    fn is_ours(&self) -> bool {
        self.0.as_ref().is_none_or(|lock| !lock.is_lost())
    }
}

impl Lead for LeadLock {
    fn wait(&self) -> LocalBoxFuture<'_, Box<dyn Hold>> {
        async move {
            let lock = Lock::request(&self.name).await;
            Box::new(Held(lock)) as Box<dyn Hold>
        }
        .boxed_local()
    }
}
