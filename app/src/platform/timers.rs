//! Waiting.

use futures::future::{Either, select};
use std::future::Future;
use std::pin::pin;

/// Runs `work`, at most `ms` milliseconds. `None` = it did not finish; it is dropped then.
pub async fn within<T>(ms: u32, work: impl Future<Output = T>) -> Option<T> {
    match select(pin!(work), pin!(sleep(ms))).await {
        Either::Left((done, _)) => Some(done),
        Either::Right(_) => None,
    }
}

/// Waits `ms` milliseconds. On the host no time passes: it never ends.
pub async fn sleep(ms: u32) {
    #[cfg(target_arch = "wasm32")]
    browser::Timeout::new(ms).await;
    #[cfg(not(target_arch = "wasm32"))]
    {
        let _ = ms;
        std::future::pending::<()>().await;
    }
}

#[cfg(target_arch = "wasm32")]
mod browser {
    use std::future::Future;
    use std::pin::Pin;
    use std::task::{Context, Poll};
    use wasm_bindgen::prelude::*;
    use wasm_bindgen_futures::JsFuture;

    #[wasm_bindgen]
    extern "C" {
        #[wasm_bindgen(js_name = setTimeout)]
        fn set_timeout(run: &js_sys::Function, ms: u32) -> JsValue;
        #[wasm_bindgen(js_name = clearTimeout)]
        fn clear_timeout(id: &JsValue);
    }

    /// One running timer; cleared when dropped.
    pub(super) struct Timeout {
        id: JsValue,
        elapsed: JsFuture,
    }

    impl Timeout {
        pub(super) fn new(ms: u32) -> Self {
            let mut id = JsValue::UNDEFINED;
            let elapsed = js_sys::Promise::new(&mut |resolve, _| id = set_timeout(&resolve, ms));
            Self {
                id,
                elapsed: elapsed.into(),
            }
        }
    }

    impl Future for Timeout {
        type Output = ();

        fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
            Pin::new(&mut self.elapsed).poll(cx).map(|_| ())
        }
    }

    impl Drop for Timeout {
        fn drop(&mut self) {
            clear_timeout(&self.id);
        }
    }
}
