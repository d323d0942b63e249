//! Compression for what is sent up, by the browser itself.

use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{CompressionFormat, CompressionStream, ReadableWritablePair};

/// Packs some bytes with gzip. None where the browser cannot: send them as they are.
pub async fn pack(bytes: &[u8]) -> Option<Vec<u8>> {
    let array = js_sys::Uint8Array::from(bytes);
    let source = web_sys::Response::new_with_opt_js_u8_array(Some(&array))
        .ok()?
        .body()?;
    let stream = CompressionStream::new(CompressionFormat::Gzip).ok()?;
    let pair = ReadableWritablePair::new(&stream.readable(), &stream.writable());
    let packed = source.pipe_through(&pair);
    let answer = web_sys::Response::new_with_opt_readable_stream(Some(&packed)).ok()?;
    let packed = JsFuture::from(answer.array_buffer().ok()?).await.ok()?;
    Some(js_sys::Uint8Array::new(&packed).to_vec())
}
