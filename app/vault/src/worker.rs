//! The worker around the vault: bytes in, bytes out. It says one empty message first, because messages sent before a module
//! worker has started would be lost.

use crate::message::{Request, encode_answer};
use js_sys::Uint8Array;
use wasm_bindgen::prelude::*;
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent};

/// Serves requests until the worker is terminated.
pub fn serve() {
    let scope: DedicatedWorkerGlobalScope = js_sys::global().unchecked_into();
    let sender = scope.clone();
    let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        let request = Uint8Array::new(&event.data());
        let bytes = zeroize::Zeroizing::new(request.to_vec());
        request.fill(0, 0, request.length());
        let answer = encode_answer(Request::decode(&bytes).and_then(|asked| crate::answer(&asked)));
        // A lost answer shows as a timeout on the other side.
        drop(sender.post_message(&Uint8Array::from(answer.as_slice())));
    });
    scope.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
    on_message.forget();
    drop(scope.post_message(&Uint8Array::new_with_length(0)));
}
