//! Dedicated workers: ask, wait with a limit, terminate. A worker that trapped stays alive and never answers, so nobody waits
//! without a limit.

use super::timers;
use futures::channel::oneshot;
use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::future::Future;
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use web_sys::{MessageEvent, WorkerOptions, WorkerType};

/// Why a worker gave no answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum WorkerError {
    /// It did not start, or died.
    #[error("the worker is gone")]
    Gone,
    /// No answer in time. Terminate it: its state is unknown.
    #[error("the worker did not answer in time")]
    Timeout,
    /// It answered with an error; this is the name the browser gave it.
    #[error("the worker failed: {0}")]
    Failed(String),
}

/// What kind of script a worker runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Script {
    /// A plain script.
    Classic,
    /// A module, as the glue of a Rust worker.
    Module,
}

type Handler = Closure<dyn FnMut(MessageEvent)>;
type Waiting = Rc<RefCell<HashMap<u32, oneshot::Sender<Result<JsValue, WorkerError>>>>>;

/// A running worker. Terminated when dropped.
///
/// A request is an object; the worker answers `{id, value}` or `{id, error}` with the same `id`.
#[derive(Debug)]
pub struct Worker {
    inner: web_sys::Worker,
    waiting: Waiting,
    next: Cell<u32>,
    _on_message: Handler,
    _on_error: Handler,
}

impl Worker {
    /// Starts the script at `url`.
    ///
    /// # Errors
    /// [`WorkerError::Gone`] when the browser refuses.
    pub fn spawn(url: &str, script: Script) -> Result<Self, WorkerError> {
        let inner = start(url, script)?;
        let waiting = Waiting::default();
        let shared = Rc::clone(&waiting);
        let on_message = Handler::new(move |event: MessageEvent| {
            let data = event.data();
            let id = field(&data, "id").as_f64().unwrap_or_default() as u32;
            let Some(asker) = shared.borrow_mut().remove(&id) else {
                return;
            };
            let answer = match field(&data, "error").as_string() {
                Some(name) => Err(WorkerError::Failed(name)),
                None => Ok(field(&data, "value")),
            };
            // Whoever asked may have stopped waiting.
            drop(asker.send(answer));
        });
        let shared = Rc::clone(&waiting);
        let on_error = Handler::new(move |_| shared.borrow_mut().clear());
        inner.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        inner.set_onerror(Some(on_error.as_ref().unchecked_ref()));
        let next = Cell::new(1);
        Ok(Self {
            inner,
            waiting,
            next,
            _on_message: on_message,
            _on_error: on_error,
        })
    }

    /// Sends a request at once; the future waits for the answer, at most `ms` milliseconds.
    pub fn ask(
        &self,
        request: &js_sys::Object,
        transfer: &js_sys::Array,
        ms: u32,
    ) -> impl Future<Output = Result<JsValue, WorkerError>> + 'static {
        let id = self.next.get();
        self.next.set(id.wrapping_add(1));
        let (asker, answer) = oneshot::channel();
        self.waiting.borrow_mut().insert(id, asker);
        set(request, "id", &id.into());
        let sent = self
            .inner
            .post_message_with_transfer(request, transfer)
            .is_ok();
        async move {
            if !sent {
                return Err(WorkerError::Gone);
            }
            match timers::within(ms, answer).await {
                None => Err(WorkerError::Timeout),
                Some(Err(_)) => Err(WorkerError::Gone),
                Some(Ok(answer)) => answer,
            }
        }
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        self.inner.set_onmessage(None);
        self.inner.set_onerror(None);
        self.inner.terminate();
        self.waiting.borrow_mut().clear();
    }
}

/// Starts a worker that speaks bytes: one empty message when it is ready, then an answer to each request. Gives the request,
/// returns the answer, terminates it.
///
/// # Errors
/// [`WorkerError`].
pub async fn once(url: &str, request: &[u8], ms: u32) -> Result<Vec<u8>, WorkerError> {
    let worker = start(url, Script::Module)?;
    let (sender, mut receiver) = futures::channel::mpsc::unbounded();
    let fail = sender.clone();
    let on_message = Handler::new(move |event: MessageEvent| {
        let bytes = js_sys::Uint8Array::new(&event.data()).to_vec();
        drop(sender.unbounded_send(Ok(bytes)));
    });
    let on_error = Handler::new(move |_| drop(fail.unbounded_send(Err(WorkerError::Gone))));
    worker.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
    worker.set_onerror(Some(on_error.as_ref().unchecked_ref()));
    let talk = async {
        next(&mut receiver).await?;
        let request = js_sys::Uint8Array::from(request);
        let transfer = js_sys::Array::of1(&request.buffer());
        worker
            .post_message_with_transfer(&request, &transfer)
            .map_err(|_| WorkerError::Gone)?;
        next(&mut receiver).await
    };
    let answer = timers::within(ms, talk).await;
    worker.set_onmessage(None);
    worker.set_onerror(None);
    worker.terminate();
    answer.unwrap_or(Err(WorkerError::Timeout))
}

type Receiver = futures::channel::mpsc::UnboundedReceiver<Result<Vec<u8>, WorkerError>>;

async fn next(receiver: &mut Receiver) -> Result<Vec<u8>, WorkerError> {
    futures::StreamExt::next(receiver)
        .await
        .unwrap_or(Err(WorkerError::Gone))
}

fn start(url: &str, script: Script) -> Result<web_sys::Worker, WorkerError> {
    let options = WorkerOptions::new();
    options.set_type(match script {
        Script::Classic => WorkerType::Classic,
        Script::Module => WorkerType::Module,
    });
    web_sys::Worker::new_with_options(url, &options).map_err(|_| WorkerError::Gone)
}

/// A field of an object; undefined when there is none.
#[must_use]
pub fn field(object: &JsValue, name: &str) -> JsValue {
    js_sys::Reflect::get(object, &name.into()).unwrap_or_default()
}

/// Sets a field of a plain object.
pub fn set(object: &js_sys::Object, name: &str, value: &JsValue) {
    // Only fails on frozen objects and proxies.
    drop(js_sys::Reflect::set(object, &name.into(), value));
}
