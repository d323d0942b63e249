//! The reader worker in a real browser: what it reads, and that a picture which kills or stalls it
//! takes nothing along.
//!
//! The worker is this very test program, started a second time in a worker thread: its reader
//! carries the trap colours (see `reader::codes`).
#![cfg(target_arch = "wasm32")]
#![allow(clippy::unwrap_used, reason = "a failed step is a failed test")]

use app::platform::reader::{Picture, Reader, ReaderError};
use app::platform::timers::sleep;
use futures::FutureExt;
use futures::future::{Either, select};
use js_sys::{Array, Uint8Array};
use shared::exchange::card::Source;
use shared::exchange::reader::Problem;
use std::cell::Cell;
use std::convert::Infallible;
use std::pin::pin;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};
use web_sys::{
    Blob, BlobPropertyBag, ImageBitmap, OffscreenCanvas, OffscreenCanvasRenderingContext2d,
};

wasm_bindgen_test_configure!(run_in_browser);

/// What the worker thread calls instead of running tests.
#[wasm_bindgen]
pub fn serve_reader() {
    reader::worker::serve();
}

/// A script for a module worker that starts this program's own module there.
fn worker_url() -> String {
    let glue = js_sys::eval(
        "performance.getEntriesByType('resource').map(e => e.name).find(n => n.endsWith('_bg.wasm'))",
    );
    let wasm = glue.unwrap().as_string().unwrap();
    let script = format!(
        "import init, {{ serve_reader }} from '{}'; await init({{ module_or_path: '{wasm}' }}); serve_reader();",
        wasm.replace("_bg.wasm", "")
    );
    web_sys::Url::create_object_url_with_blob(&blob(script.as_bytes(), "text/javascript")).unwrap()
}

fn reader(patience_ms: u32) -> Reader {
    Reader::with_patience(&worker_url(), patience_ms)
}

fn blob(bytes: &[u8], kind: &str) -> Blob {
    let options = BlobPropertyBag::new();
    options.set_type(kind);
    let parts = Array::of1(&Uint8Array::from(bytes));
    Blob::new_with_u8_array_sequence_and_options(&parts, &options).unwrap()
}

/// The photograph of a code that carries a person.
fn photograph() -> Blob {
    blob(include_bytes!("../../fixtures/qr/7.png"), "image/png")
}

/// A PNG file of one colour.
async fn plain(colour: &str, width: u32, height: u32) -> Blob {
    let canvas = OffscreenCanvas::new(width, height).unwrap();
    let context = canvas.get_context("2d").unwrap().unwrap();
    let context: OffscreenCanvasRenderingContext2d = context.unchecked_into();
    context.set_fill_style_str(colour);
    context.fill_rect(0.0, 0.0, f64::from(width), f64::from(height));
    JsFuture::from(canvas.convert_to_blob().unwrap())
        .await
        .unwrap()
        .unchecked_into()
}

async fn bitmap(blob: &Blob) -> ImageBitmap {
    let decoding = web_sys::window()
        .unwrap()
        .create_image_bitmap_with_blob(blob)
        .unwrap();
    JsFuture::from(decoding).await.unwrap().unchecked_into()
}

#[wasm_bindgen_test]
async fn files_and_frames_become_cards() {
    let reader = reader(10_000);
    for picture in [
        Picture::File(photograph()),
        Picture::Frame(bitmap(&photograph()).await),
    ] {
        let cards = reader.codes(picture).await.unwrap();
        assert_eq!((cards.len(), cards[0].source), (1, Source::BizCard));
        assert_eq!(cards[0].name.display, "Todd Ogasawara");
    }
    let none = reader
        .codes(Picture::File(plain("#fff", 64, 64).await))
        .await
        .unwrap();
    assert!(none.is_empty());
    let cards = reader
        .cards_in_text("MECARD:N:王小明;TEL:13800138000;;")
        .await
        .unwrap();
    assert_eq!(cards[0].name.display, "王小明");
}

#[wasm_bindgen_test]
async fn a_picture_that_kills_the_decoder_fails_alone() {
    let reader = reader(10_000);
    let killer = plain("#f0f", 64, 64).await;
    for _ in 0..3 {
        assert_eq!(
            reader.codes(Picture::File(killer.clone())).await,
            Err(ReaderError::Died)
        );
        // The app is alive, and so is the next worker.
        let cards = reader.codes(Picture::File(photograph())).await.unwrap();
        assert_eq!(cards[0].name.display, "Todd Ogasawara");
    }
}

#[wasm_bindgen_test]
async fn a_picture_that_stalls_the_decoder_is_given_up() {
    let reader = reader(3_000);
    let staller = plain("#0ff", 64, 64).await;
    assert_eq!(
        reader.codes(Picture::File(staller)).await,
        Err(ReaderError::Silent)
    );
    assert_eq!(
        reader
            .codes(Picture::File(photograph()))
            .await
            .unwrap()
            .len(),
        1
    );
}

#[wasm_bindgen_test]
async fn requests_at_the_same_time_do_not_fail_for_one_another() {
    let reader = reader(10_000);
    let killer = plain("#f0f", 64, 64).await;
    let (first, second, third) = futures::join!(
        reader.codes(Picture::File(photograph())),
        reader.codes(Picture::File(killer)),
        reader.codes(Picture::File(photograph())),
    );
    assert_eq!(first.unwrap().len(), 1);
    assert_eq!(second, Err(ReaderError::Died));
    assert_eq!(third.unwrap().len(), 1);
}

#[wasm_bindgen_test]
async fn an_answer_nobody_waits_for_is_not_taken_for_another() {
    let reader = reader(10_000);
    // Dropped first while the worker starts, then while it works: after it was asked and before it can
    // have answered, however fast it is.
    for _ in 0..2 {
        let forgotten = reader.cards_in_text("MECARD:N:A;;");
        assert!(forgotten.now_or_never().is_none());
        let cards = reader.cards_in_text("MECARD:N:B;;").await.unwrap();
        assert_eq!(cards[0].name.display, "B");
    }
}

#[wasm_bindgen_test]
async fn a_worker_that_is_not_there_is_an_error() {
    let reader = Reader::with_patience("/no-such-worker.js", 5_000);
    assert_eq!(reader.cards_in_text("x").await, Err(ReaderError::Died));
}

#[wasm_bindgen_test]
async fn photographs_are_made_small() {
    let reader = reader(10_000);
    let (photo, bytes) = reader
        .photo(&plain("#888", 4000, 3000).await)
        .await
        .unwrap();
    assert_eq!((photo.width, photo.height), (2560, 1920));
    assert!(bytes.starts_with(&[0xFF, 0xD8, 0xFF]), "a JPEG");
    let back = bitmap(&blob(&bytes, "image/jpeg")).await;
    assert_eq!((back.width(), back.height()), (2560, 1920));
    let (photo, _) = reader.photo(&plain("#888", 300, 200).await).await.unwrap();
    assert_eq!((photo.width, photo.height), (300, 200));
}

/// The header of a JPEG of 60 megapixels is enough to refuse it.
#[wasm_bindgen_test]
async fn pictures_too_large_or_none_are_refused_undecoded() {
    let reader = reader(10_000);
    let mut huge = vec![0xFF, 0xD8, 0xFF, 0xC0, 0, 17, 8];
    huge.extend(6_000_u16.to_be_bytes());
    huge.extend(10_000_u16.to_be_bytes());
    huge.extend([3, 1, 0x22, 0, 2, 0x11, 1, 3, 0x11, 1, 0xFF, 0xDA]);
    let huge = blob(&huge, "image/jpeg");
    let refused = ReaderError::Refused(Problem::TooManyPixels {
        width: 10_000,
        height: 6_000,
    });
    assert_eq!(reader.photo(&huge).await.unwrap_err(), refused);
    assert_eq!(reader.codes(Picture::File(huge)).await, Err(refused));
    let text = blob(b"BEGIN:VCARD\r\n", "image/jpeg");
    let refused = ReaderError::Refused(Problem::NotAPicture);
    assert_eq!(reader.photo(&text).await.unwrap_err(), refused);
    // A picture cut off in the middle has a good header and no content.
    let cut = blob(
        &include_bytes!("../../fixtures/qr/7.png")[..60],
        "image/png",
    );
    assert_eq!(reader.photo(&cut).await.unwrap_err(), refused);
}

/// The page's own clock: counts its beats and the longest it was kept waiting, in milliseconds.
async fn beat(beats: &Cell<(u32, f64)>) -> Infallible {
    let mut last = js_sys::Date::now();
    loop {
        sleep(5).await;
        let now = js_sys::Date::now();
        let (count, longest) = beats.get();
        beats.set((count + 1, longest.max(now - last)));
        last = now;
    }
}

/// Done-when 10: 5,000 cards come in parts while the page goes on drawing.
#[wasm_bindgen_test]
async fn a_file_of_five_thousand_cards_comes_in_parts() {
    let mut file = String::new();
    for number in 0..5_000 {
        file += &format!(
            "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:客户{number}\r\nTEL:138{number:08}\r\nPHOTO;ENCODING=b:{}\r\nEND:VCARD\r\n",
            "/9j/4AAQ".repeat(50)
        );
    }
    let file = blob(file.as_bytes(), "text/vcard");
    let reader = reader(10_000);
    let (mut count, mut parts, mut before) = (0, 0, 0.0);
    let beats = Cell::new((0, 0.0));
    {
        let reading = reader.cards_in_file(&file, |cards, progress| {
            for card in cards {
                assert_eq!(card.name.display, format!("客户{count}"));
                assert!(!card.raw.contains("/9j/"), "pictures are not carried along");
                count += 1;
            }
            assert!(progress >= before);
            (parts, before) = (parts + 1, progress);
        });
        match select(pin!(reading), pin!(beat(&beats))).await {
            Either::Left((outcome, _)) => outcome.unwrap(),
            Either::Right((never, _)) => match never {},
        }
    }
    assert_eq!((count, before), (5_000, 1.0));
    assert!(parts >= 50, "{parts}");
    let (beats, longest) = beats.get();
    wasm_bindgen_test::console_log!(
        "5,000 cards in {parts} parts, {beats} beats, longest wait {longest} ms"
    );
    assert!(longest < 2_000.0, "the page waited {longest} ms");
}
