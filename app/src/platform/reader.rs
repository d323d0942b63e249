//! The reader worker, from the app's side: codes in pictures, cards in files, photographs made
//! small. A picture that kills or stalls the worker fails its own request; the worker is ended and
//! the next request starts another.

use super::timers::within;
use super::worker::{field, set};
use futures::StreamExt as _;
use futures::channel::mpsc::{UnboundedReceiver, UnboundedSender, unbounded};
use futures::lock::Mutex;
use js_sys::{Array, Object, Uint8Array};
use shared::exchange::card::Card;
use shared::exchange::reader::{Answer, Effort, Photo, Problem, Request};
use std::cell::Cell;
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use web_sys::{Blob, ImageBitmap, MessageEvent, Worker, WorkerOptions, WorkerType};

/// How long the worker may be silent before it counts as lost, in milliseconds.
pub const PATIENCE_MS: u32 = 10_000;

/// Why a request brought nothing. None of these is a reason to lose what is being captured: the
/// picture or text is still there, and typing is too.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum ReaderError {
    /// The worker says why it could not be done.
    #[error(transparent)]
    Refused(#[from] Problem),
    /// The worker broke down over this request.
    #[error("the reader broke down")]
    Died,
    /// The worker did not answer in time and was ended.
    #[error("the reader did not answer in time")]
    Silent,
    /// The browser would not start or address a worker.
    #[error("the reader could not be started")]
    NotStarted,
}

/// A picture to look at.
#[derive(Clone, Debug)]
pub enum Picture {
    /// A file somebody chose: looked at thoroughly.
    File(Blob),
    /// A frame of a running camera: looked at quickly, and given away.
    Frame(ImageBitmap),
}

/// The reader worker. Clones share it; requests wait for one another, so that a failure is always
/// that of the request at hand.
#[derive(Clone)]
pub struct Reader {
    url: Rc<str>,
    patience_ms: u32,
    running: Rc<Mutex<Option<Running>>>,
    last_id: Rc<Cell<u32>>,
}

impl Reader {
    /// A reader whose worker is at `url`; it is started by the first request.
    #[must_use]
    pub fn new(url: &str) -> Self {
        Self::with_patience(url, PATIENCE_MS)
    }

    /// As [`Reader::new`], with another patience (see [`PATIENCE_MS`]).
    #[must_use]
    pub fn with_patience(url: &str, patience_ms: u32) -> Self {
        Self {
            url: url.into(),
            patience_ms,
            running: Rc::default(),
            last_id: Rc::default(),
        }
    }

    /// The codes in a picture, each as a card with at least its raw text; empty when there is none.
    ///
    /// # Errors
    /// See [`ReaderError`].
    pub async fn codes(&self, picture: Picture) -> Result<Vec<Card>, ReaderError> {
        let (effort, body, given) = match picture {
            Picture::File(file) => (Effort::Picture, JsValue::from(file), Array::new()),
            Picture::Frame(frame) => (Effort::Frame, JsValue::from(&frame), Array::of1(&frame)),
        };
        let mut found = Vec::new();
        self.ask(
            &Request::Codes { effort },
            &body,
            &given,
            |answer, _| match answer {
                Answer::Codes { cards } => {
                    found = cards;
                    Some(Step::Done)
                }
                _ => None,
            },
        )
        .await?;
        Ok(found)
    }

    /// The cards in a text; at least one unless it is blank.
    ///
    /// # Errors
    /// See [`ReaderError`].
    pub async fn cards_in_text(&self, text: &str) -> Result<Vec<Card>, ReaderError> {
        let mut found = Vec::new();
        let request = Request::Text {
            text: text.to_owned(),
        };
        self.ask(
            &request,
            &JsValue::UNDEFINED,
            &Array::new(),
            |answer, _| match answer {
                Answer::Cards { cards, .. } => {
                    found = cards;
                    Some(Step::Done)
                }
                _ => None,
            },
        )
        .await?;
        Ok(found)
    }

    /// Reads a `.vcf` file. `part` gets the cards as they come and how far the file is read, 0 to 1.
    ///
    /// # Errors
    /// See [`ReaderError`]. What `part` got before stays valid.
    pub async fn cards_in_file(
        &self,
        file: &Blob,
        mut part: impl FnMut(Vec<Card>, f64),
    ) -> Result<(), ReaderError> {
        self.ask(
            &Request::File,
            file,
            &Array::new(),
            |answer, _| match answer {
                Answer::Cards { cards, done, total } => {
                    let whole = done == total;
                    part(
                        cards,
                        if whole {
                            1.0
                        } else {
                            done as f64 / total as f64
                        },
                    );
                    Some(if whole { Step::Done } else { Step::More })
                }
                _ => None,
            },
        )
        .await
    }

    /// A photograph small enough to keep, as JPEG bytes, with what the camera wrote into the original.
    ///
    /// # Errors
    /// See [`ReaderError`]; [`Problem::TooManyPixels`] and [`Problem::NotAPicture`] among them.
    pub async fn photo(&self, file: &Blob) -> Result<(Photo, Vec<u8>), ReaderError> {
        let mut found = None;
        self.ask(
            &Request::Photo,
            file,
            &Array::new(),
            |answer, body| match answer {
                Answer::Photo { photo } => {
                    found = Some((photo, Uint8Array::new(&body).to_vec()));
                    Some(Step::Done)
                }
                _ => None,
            },
        )
        .await?;
        found.ok_or(ReaderError::Died)
    }

    /// Sends one request and hands its answers to `take`, which says whether more are to come, or
    /// `None` when the answer is not to this request.
    async fn ask(
        &self,
        request: &Request,
        body: &JsValue,
        given: &Array,
        mut take: impl FnMut(Answer, JsValue) -> Option<Step>,
    ) -> Result<(), ReaderError> {
        let mut turn = self.running.lock().await;
        if turn.is_none() {
            // Kept only once it listens: a message sent before would be lost.
            let mut fresh = Running::start(&self.url)?;
            fresh.next(self.patience_ms).await?;
            *turn = Some(fresh);
        }
        self.last_id.set(self.last_id.get().wrapping_add(1));
        let id = JsValue::from(self.last_id.get());
        let Some(running) = turn.as_mut() else {
            return Err(ReaderError::NotStarted);
        };
        running.send(&id, request, body, given)?;
        loop {
            let message = match running.next(self.patience_ms).await {
                Ok(message) => message,
                Err(lost) => {
                    *turn = None;
                    return Err(lost);
                }
            };
            if field(&message, "id") != id {
                // An answer to a request whose asker has gone.
                continue;
            }
            let head = Uint8Array::new(&field(&message, "head")).to_vec();
            let answer = match minicbor::decode(&head) {
                Ok(Answer::Failed { problem }) => return Err(problem.into()),
                Ok(answer) => take(answer, field(&message, "body")),
                Err(_) => None,
            };
            match answer {
                Some(Step::More) => {}
                Some(Step::Done) => return Ok(()),
                None => return Err(Problem::Misunderstood.into()),
            }
        }
    }
}

enum Step {
    More,
    Done,
}

enum Event {
    Message(JsValue),
    Broken,
}

/// A started worker. Dropping it ends it, whatever it is doing.
struct Running {
    worker: Worker,
    inbox: UnboundedReceiver<Event>,
    _on_message: Closure<dyn FnMut(MessageEvent)>,
    _on_error: Closure<dyn FnMut(web_sys::Event)>,
}

impl Running {
    fn start(url: &str) -> Result<Self, ReaderError> {
        let options = WorkerOptions::new();
        options.set_type(WorkerType::Module);
        let worker =
            Worker::new_with_options(url, &options).map_err(|_| ReaderError::NotStarted)?;
        let (sender, inbox) = unbounded();
        let on_message = listener(sender.clone(), |event: MessageEvent| {
            Event::Message(event.data())
        });
        let on_error = listener(sender, |event: web_sys::Event| {
            // Known and dealt with; the page's own error report is for what is not.
            event.prevent_default();
            Event::Broken
        });
        worker.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        worker.set_onerror(Some(on_error.as_ref().unchecked_ref()));
        Ok(Self {
            worker,
            inbox,
            _on_message: on_message,
            _on_error: on_error,
        })
    }

    /// The next message of the worker. After an error it is of no more use.
    async fn next(&mut self, patience_ms: u32) -> Result<JsValue, ReaderError> {
        match within(patience_ms, self.inbox.next()).await {
            Some(Some(Event::Message(message))) => Ok(message),
            Some(_) => Err(ReaderError::Died),
            None => Err(ReaderError::Silent),
        }
    }

    fn send(
        &self,
        id: &JsValue,
        request: &Request,
        body: &JsValue,
        given: &Array,
    ) -> Result<(), ReaderError> {
        let head = minicbor::to_vec(request).map_err(|_| Problem::Misunderstood)?;
        let message = Object::new();
        let head = Uint8Array::from(head.as_slice());
        for (name, value) in [("id", id), ("head", &head), ("body", body)] {
            set(&message, name, value);
        }
        // Refused when the picture was given away before.
        self.worker
            .post_message_with_transfer(&message, given)
            .map_err(|_| Problem::NotAPicture.into())
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.worker.set_onmessage(None);
        self.worker.set_onerror(None);
        self.worker.terminate();
    }
}

fn listener<E: wasm_bindgen::convert::FromWasmAbi + 'static>(
    sender: UnboundedSender<Event>,
    event: impl Fn(E) -> Event + 'static,
) -> Closure<dyn FnMut(E)> {
    // Fails only when the receiver is gone, and the worker with it.
    Closure::new(move |it: E| {
        let _ = sender.unbounded_send(event(it));
    })
}
