//! Locks between tabs (Web Locks).

use std::future::Future;

/// Runs `work` while no other tab runs work under the same name. Where the browser has no locks, it just runs.
pub async fn exclusive<T>(name: &str, work: impl Future<Output = T>) -> T {
    #[cfg(target_arch = "wasm32")]
    let _held = browser::Lock::request(name).await;
    #[cfg(not(target_arch = "wasm32"))]
    let _ = name;
    work.await
}

/// Runs `work` while nobody runs exclusive work under the same name.
pub async fn shared<T>(name: &str, work: impl Future<Output = T>) -> T {
    #[cfg(target_arch = "wasm32")]
    let _held = browser::Lock::share(name).await;
    #[cfg(not(target_arch = "wasm32"))]
    let _ = name;
    work.await
}

#[cfg(target_arch = "wasm32")]
pub use browser::Lock;

#[cfg(target_arch = "wasm32")]
mod browser {
    use crate::platform::worker::set;
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

    /// A held lock; released when dropped.
    #[derive(Debug)]
    pub struct Lock {
        release: Function,
        lost: Rc<Cell<bool>>,
    }

    impl Lock {
        /// Waits for a lock that nobody else holds then. None where the browser has no locks.
        pub async fn request(name: &str) -> Option<Self> {
            ask(name, &[("mode", "exclusive".into())]).await
        }

        /// Waits for a lock that others hold in the same way only. None where the browser has no locks.
        pub async fn share(name: &str) -> Option<Self> {
            ask(name, &[("mode", "shared".into())]).await
        }

        /// Takes a lock away from whoever holds it. None where the browser has no locks.
        pub async fn steal(name: &str) -> Option<Self> {
            ask(name, &[("steal", true.into())]).await
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

    async fn ask(name: &str, fields: &[(&str, JsValue)]) -> Option<Lock> {
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
        fields
            .iter()
            .for_each(|(name, value)| set(&options, name, value));
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
