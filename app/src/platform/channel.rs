//! Short messages between the tabs of one origin (BroadcastChannel). A tab does not hear itself.

use wasm_bindgen::prelude::*;
use web_sys::{BroadcastChannel, MessageEvent};

type Handler = Closure<dyn FnMut(MessageEvent)>;

/// An open channel; closed when dropped.
#[derive(Debug)]
pub struct Channel {
    inner: BroadcastChannel,
    _on_message: Handler,
}

impl Channel {
    /// Joins the channel `name`; `hear` gets what other tabs say. None where the browser has no channels.
    pub fn join(name: &str, mut hear: impl FnMut(Vec<u8>) + 'static) -> Option<Self> {
        let inner = BroadcastChannel::new(name).ok()?;
        let on_message = Handler::new(move |event: MessageEvent| {
            hear(js_sys::Uint8Array::new(&event.data()).to_vec());
        });
        inner.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        Some(Self {
            inner,
            _on_message: on_message,
        })
    }

    /// Tells all other tabs. A tab that is gone is not an error.
    pub fn tell(&self, bytes: &[u8]) {
        drop(self.inner.post_message(&js_sys::Uint8Array::from(bytes)));
    }
}

impl Drop for Channel {
    fn drop(&mut self) {
        self.inner.set_onmessage(None);
        self.inner.close();
    }
}
