//! The tabs of one replica on one device: one leads, all hear what changed.
//!
//! The leader alone pushes, pulls, folds and adopts journals. A leader that is frozen keeps its lock; after a while of silence a tab
//! in front takes it away. What a thawed old leader still tries to write is refused by the page store's lease.

use crate::platform::channel::Channel;
use crate::platform::locks::Lock;
use crate::platform::{clock, lifecycle, timers};
use std::cell::Cell;
use std::rc::Rc;

/// The leader says that it lives this often, in milliseconds.
const BEAT: u32 = 20_000;
/// Silence after which a leader counts as frozen. Timers of hidden tabs run once a minute.
const SILENCE: f64 = 150_000.0;

/// What one tab tells the others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Notice {
    /// The leader lives.
    Beat,
    /// Ops were saved; opaque.
    Saved(Vec<u8>),
    /// Confirmed rows changed; opaque.
    Changed(Vec<u8>),
    /// The leader folded, reset or dropped: read everything anew before leading.
    Reordered,
    /// The person locked the device.
    Locked,
    /// The person signed out.
    SignedOut,
}

impl Notice {
    fn encode(&self) -> Vec<u8> {
        let (tag, payload): (u8, &[u8]) = match self {
            Self::Beat => (0, &[]),
            Self::Saved(payload) => (1, payload),
            Self::Changed(payload) => (2, payload),
            Self::Reordered => (3, &[]),
            Self::Locked => (4, &[]),
            Self::SignedOut => (5, &[]),
        };
        [&[tag], payload].concat()
    }

    /// None for what a newer build says.
    fn decode(bytes: &[u8]) -> Option<Self> {
        let (tag, payload) = bytes.split_first()?;
        match tag {
            0 => Some(Self::Beat),
            1 => Some(Self::Saved(payload.to_vec())),
            2 => Some(Self::Changed(payload.to_vec())),
            3 => Some(Self::Reordered),
            4 => Some(Self::Locked),
            5 => Some(Self::SignedOut),
            _ => None,
        }
    }
}

/// This tab among the tabs of its replica.
#[derive(Debug, Clone)]
pub struct Tabs {
    name: Rc<str>,
    channel: Rc<Option<Channel>>,
    /// When a leader was last heard, by the monotonic clock.
    heard: Rc<Cell<f64>>,
}

impl Tabs {
    /// Joins the tabs of a replica; `hear` gets what they tell.
    pub fn join(replica: u32, mut hear: impl FnMut(Notice) + 'static) -> Self {
        let name: Rc<str> = format!("yingke-{replica}").into();
        let heard = Rc::new(Cell::new(clock::monotonic_ms()));
        let last = Rc::clone(&heard);
        let channel = Channel::join(&name, move |bytes| match Notice::decode(&bytes) {
            Some(Notice::Beat) => last.set(clock::monotonic_ms()),
            Some(notice) => hear(notice),
            None => {}
        });
        Self {
            name,
            channel: Rc::new(channel),
            heard,
        }
    }

    /// Tells all other tabs.
    pub fn tell(&self, notice: &Notice) {
        if let Some(channel) = &*self.channel {
            channel.tell(&notice.encode());
        }
    }

    /// Waits until this tab leads.
    pub async fn lead(&self) -> Leadership {
        let lock_name = format!("{}-leader", self.name);
        loop {
            if let Some(lock) = timers::within(BEAT, Lock::request(&lock_name)).await {
                return Leadership::begin(lock, self.clone());
            }
            let silent = clock::monotonic_ms() - self.heard.get() > SILENCE;
            if silent && lifecycle::is_shown() {
                return Leadership::begin(Lock::steal(&lock_name).await, self.clone());
            }
        }
    }
}

/// This tab leads for as long as this lives and [`Leadership::holds`].
#[derive(Debug)]
pub struct Leadership {
    lock: Rc<Option<Lock>>,
}

impl Leadership {
    /// Leads under a lock; without locks in the browser every tab leads, and the lease decides.
    fn begin(lock: Option<Lock>, tabs: Tabs) -> Self {
        let lock = Rc::new(lock);
        let weak = Rc::downgrade(&lock);
        wasm_bindgen_futures::spawn_local(async move {
            while weak.upgrade().is_some_and(|lock| holds(&lock)) {
                tabs.tell(&Notice::Beat);
                timers::sleep(BEAT).await;
            }
        });
        Self { lock }
    }

    /// False once another tab took over: do not push any more.
    #[must_use]
    pub fn holds(&self) -> bool {
        holds(&self.lock)
    }
}

fn holds(lock: &Option<Lock>) -> bool {
    lock.as_ref().is_none_or(|lock| !lock.is_lost())
}
