//! The worker itself: takes messages, answers them. One request at a time; the client sees to that.
//!
//! A message is `{id, head, body}`: a number that comes back with the answer, a [`Request`] or
//! [`Answer`] in CBOR, and what is handed over. The first message is `{id: 0}`: ready.

mod detector;
mod pictures;

use js_sys::{Array, ArrayBuffer, Object, Reflect, Uint8Array};
use shared::exchange::card::{Card, read_bytes, read_text};
use shared::exchange::reader::{Answer, Problem, Request};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{Blob, DedicatedWorkerGlobalScope, MessageEvent};

/// Cards in one answer to a file: few enough to show at once, many enough to be worth a message.
const BATCH: usize = 100;

/// Starts to answer messages, and says so.
pub fn serve() {
    let on_message = Closure::<dyn FnMut(MessageEvent)>::new(|event: MessageEvent| {
        spawn_local(answer(event.data()));
    });
    scope().set_onmessage(Some(on_message.as_ref().unchecked_ref()));
    on_message.forget();
    post(&JsValue::from(0), None, None);
}

fn scope() -> DedicatedWorkerGlobalScope {
    js_sys::global().unchecked_into()
}

async fn answer(message: JsValue) {
    let part = |name: &str| Reflect::get(&message, &name.into()).unwrap_or_default();
    let (id, body) = (part("id"), part("body"));
    let head = part("head")
        .dyn_into::<Uint8Array>()
        .map(|head| head.to_vec())
        .unwrap_or_default();
    let Ok(request) = minicbor::decode::<Request>(&head) else {
        return fail(&id, Problem::Misunderstood);
    };
    let outcome = match request {
        Request::Codes { effort } => {
            let texts = pictures::codes(body, effort).await;
            texts.map(|texts| {
                say(
                    &id,
                    &Answer::Codes {
                        cards: texts.iter().map(|it| card(it)).collect(),
                    },
                )
            })
        }
        Request::File => file(&id, body).await,
        Request::Text { text } => {
            let (cards, total) = (read_text(&text), text.len() as u64);
            say(
                &id,
                &Answer::Cards {
                    cards,
                    done: total,
                    total,
                },
            );
            Ok(())
        }
        Request::Photo => pictures::photo(body).await.map(|(photo, bytes)| {
            post(&id, Some(&Answer::Photo { photo }), Some(bytes));
        }),
    };
    if let Err(problem) = outcome {
        fail(&id, problem);
    }
}

/// A code is one card: its first that says something, with the text of the whole code.
fn card(text: &str) -> Card {
    let mut cards = read_text(text);
    let telling = cards
        .iter()
        .position(Card::names_or_reaches_someone)
        .unwrap_or(0);
    let card = if cards.is_empty() {
        Card::default()
    } else {
        cards.swap_remove(telling)
    };
    Card {
        raw: text.to_owned(),
        ..card
    }
}

/// Sends the cards of a file as they are read. The main thread sees each part at once.
async fn file(id: &JsValue, body: JsValue) -> Result<(), Problem> {
    let blob = body
        .dyn_into::<Blob>()
        .map_err(|_| Problem::Misunderstood)?;
    let bytes = bytes(&blob).await.ok_or(Problem::Misunderstood)?;
    let mut reading = read_bytes(&bytes);
    loop {
        let cards: Vec<Card> = reading
            .by_ref()
            .take(BATCH)
            .map(Card::without_media)
            .collect();
        let whole = cards.len() < BATCH;
        let (done, total) = reading.progress();
        let (done, total) = (done as u64, total as u64);
        // An exact multiple leaves an empty last part, which still says that the end is reached.
        let done = if whole {
            total
        } else {
            done.min(total.saturating_sub(1))
        };
        say(id, &Answer::Cards { cards, done, total });
        if whole {
            return Ok(());
        }
    }
}

async fn bytes(blob: &Blob) -> Option<Vec<u8>> {
    let buffer = JsFuture::from(blob.array_buffer()).await.ok()?;
    Some(Uint8Array::new(&buffer).to_vec())
}

fn fail(id: &JsValue, problem: Problem) {
    say(id, &Answer::Failed { problem });
}

fn say(id: &JsValue, answer: &Answer) {
    post(id, Some(answer), None);
}

fn post(id: &JsValue, answer: Option<&Answer>, body: Option<ArrayBuffer>) {
    let message = Object::new();
    let put = |name: &str, value: &JsValue| {
        // Setting a property of a plain object cannot fail.
        let _ = Reflect::set(&message, &name.into(), value);
    };
    put("id", id);
    let handed_over = Array::new();
    if let Some(answer) = answer {
        // Writing into memory cannot fail.
        let head = minicbor::to_vec(answer).unwrap_or_default();
        put("head", &Uint8Array::from(head.as_slice()));
    }
    if let Some(body) = body {
        put("body", &body);
        handed_over.push(&body);
    }
    // Fails only when the page has gone, and then nobody listens.
    let _ = scope().post_message_with_transfer(&message, &handed_over);
}
