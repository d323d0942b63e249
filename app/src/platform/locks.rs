//! Locks between tabs (Web Locks).

use std::future::Future;

/// Runs `work` while no other tab runs work under the same name. Where the browser has no locks, it just runs.
pub async fn exclusive<T>(name: &str, work: impl Future<Output = T>) -> T {
    #[cfg(target_arch = "wasm32")]
    let _held = browser::Lock::request(name, browser::Mode::Exclusive).await;
    #[cfg(not(target_arch = "wasm32"))]
    let _ = name;
    work.await
}

/// Runs `work` while nobody runs exclusive work under the same name.
pub async fn shared<T>(name: &str, work: impl Future<Output = T>) -> T {
    #[cfg(target_arch = "wasm32")]
    let _held = browser::Lock::request(name, browser::Mode::Shared).await;
    #[cfg(not(target_arch = "wasm32"))]
    let _ = name;
    work.await
}

#[cfg(target_arch = "wasm32")]
pub use browser::{Lock, Mode};

#[cfg(target_arch = "wasm32")]
mod browser {
    use futures::channel::oneshot;
    use js_sys::{Function, Object, Promise};
    use std::cell::Cell;
    use std::rc::Rc;
    use wasm_bindgen::prelude::*;
    use wasm_bindgen_futures::JsFuture;

    #[wasm_bindgen]
    extern "C" {
        type LockManager;
        #[wasm_bindgen(thread_local_v2, js_namespace = navigator, js_name = locks)]
        static LOCKS: Option<LockManager>;
        #[wasm_bindgen(method, catch)]
        fn request(
            this: &LockManager,
            name: &str,
            options: &Object,
            callback: &Function,
        ) -> Result<Promise, JsValue>;
    }

    /// How a lock is shared.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub enum Mode {
        /// By nobody.
        Exclusive,
        /// By other shared holders.
        Shared,
    }

    /// A held lock; released when dropped.
    #[derive(Debug)]
    pub struct Lock {
        release: Function,
        lost: Rc<Cell<bool>>,
    }

    impl Lock {
        /// Waits for a lock. None where the browser has no locks.
        pub async fn request(name: &str, mode: Mode) -> Option<Self> {
            ask(name, mode, false).await
        }

        /// Takes a lock if it is free right now.
        pub async fn if_free(name: &str) -> Option<Self> {
            ask(name, Mode::Exclusive, true).await
        }

        /// True when another tab took the lock away.
        #[must_use]
        pub fn is_lost(&self) -> bool {
            self.lost.get()
        }
    }

    impl Drop for Lock {
        fn drop(&mut self) {
            drop(self.release.call0(&JsValue::NULL));
        }
    }

    async fn ask(name: &str, mode: Mode, if_free: bool) -> Option<Lock> {
        let (sender, granted) = oneshot::channel();
        let mut sender = Some(sender);
        let mut release = None;
        // The lock is held until this promise resolves.
        let hold = Promise::new(&mut |resolve, _| release = Some(resolve));
        let release = release?;
        let unwanted = release.clone();
        let callback = Closure::<dyn FnMut(JsValue) -> Promise>::new(move |lock: JsValue| {
            let sent = sender.take().map(|sender| sender.send(!lock.is_null()));
            if !matches!(sent, Some(Ok(()))) {
                // Whoever asked is gone.
                drop(unwanted.call0(&JsValue::NULL));
            }
            hold.clone()
        });
        let options = Object::new();
        let mode = if mode == Mode::Shared {
            "shared"
        } else {
            "exclusive"
        };
        crate::platform::worker::set(&options, "mode", &mode.into());
        crate::platform::worker::set(&options, "ifAvailable", &if_free.into());
        let callback = callback.into_js_value();
        let request = LOCKS.with(|locks| {
            locks
                .as_ref()?
                .request(name, &options, callback.unchecked_ref())
                .ok()
        })?;
        let lost = Rc::new(Cell::new(false));
        let flag = Rc::clone(&lost);
        wasm_bindgen_futures::spawn_local(async move {
            if JsFuture::from(request).await.is_err() {
                flag.set(true);
            }
        });
        let granted = granted.await.unwrap_or(false);
        let lock = Lock { release, lost };
        granted.then_some(lock)
    }
}
