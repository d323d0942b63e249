//! What sealing and packing cost: why pages are sealed by the browser and ops in Rust.

use crate::customers::Invented;
use app::platform::clock;
use app::platform::crypto::{BulkKey, SmallKey};
use shared::entity::Canonical as _;
use wasm_bindgen_test::console_log;

const TIMES: usize = 200;

/// Prints the milliseconds for a page of 256 customers and for one op.
pub(crate) async fn measure(customers: &[Invented]) {
    let page: Vec<u8> = customers[..256]
        .iter()
        .flat_map(|one| one.row().to_bytes())
        .collect();
    let op = customers[0].op().to_bytes();
    let browser = BulkKey::new(&[7; 32]).await.unwrap();
    let (rust, nonce) = (SmallKey::new(&[7; 32]), [0; 12]);
    for (what, bytes) in [("page", &page), ("op", &op)] {
        let start = clock::monotonic_ms();
        for _ in 0..TIMES {
            browser.seal(&nonce, b"x", bytes).await.unwrap();
        }
        let by_browser = each(start);
        let start = clock::monotonic_ms();
        for _ in 0..TIMES {
            rust.seal(&nonce, b"x", bytes).unwrap();
        }
        let size = bytes.len();
        console_log!(
            "seal a {what} of {size} B: WebCrypto {by_browser:.3} ms, Rust {:.3} ms",
            each(start)
        );
    }
    let start = clock::monotonic_ms();
    let mut packed = Vec::new();
    for _ in 0..TIMES {
        packed = lz4_flex::block::compress(&page);
    }
    let packing = each(start);
    let start = clock::monotonic_ms();
    for _ in 0..TIMES {
        lz4_flex::block::decompress(&packed, page.len()).unwrap();
    }
    console_log!(
        "pack that page: {} B in {packing:.2} ms, back in {:.2} ms",
        packed.len(),
        each(start)
    );
}

/// Milliseconds of one of the times since `start`.
fn each(start: f64) -> f64 {
    (clock::monotonic_ms() - start) / TIMES as f64
}
