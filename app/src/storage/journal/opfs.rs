//! The folder in the origin's private file system, through the journal worker.

use super::disk::{Disk, DiskError};
use crate::platform::worker::{Script, Worker, WorkerError, field, set};
use futures::future::LocalBoxFuture;
use js_sys::{Array, Object, Uint8Array};
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::{JsCast, JsValue};

/// How long one request may take, in milliseconds. A flush on a slow tablet takes some hundred.
const PATIENCE: u32 = 5_000;

/// One tab's view of the folder. The worker is started on first use, and anew after it failed to answer.
#[derive(Debug)]
pub struct Opfs {
    url: String,
    folder: String,
    worker: RefCell<Option<Rc<Worker>>>,
}

impl Opfs {
    /// The folder `folder`, through the worker script at `url`.
    #[must_use]
    pub fn new(url: &str, folder: &str) -> Self {
        Self {
            url: url.into(),
            folder: folder.into(),
            worker: RefCell::default(),
        }
    }

    /// Ends the worker, as when the tab is killed. The next claim starts a new one.
    pub fn kill(&self) {
        self.worker.borrow_mut().take();
    }

    async fn ask(&self, action: &str, fields: &[(&str, JsValue)]) -> Result<JsValue, DiskError> {
        let worker = self.worker.borrow().clone().ok_or(DiskError::Gone)?;
        let answer = worker
            .ask(&request(action, fields), &Array::new(), PATIENCE)
            .await;
        if matches!(answer, Err(WorkerError::Timeout | WorkerError::Gone)) {
            self.kill();
        }
        answer.map_err(translate)
    }
}

impl Disk for Opfs {
    async fn claim(&self) -> Result<Vec<u8>, DiskError> {
        if self.worker.borrow().is_none() {
            let worker = Worker::spawn(&self.url, Script::Classic).map_err(translate)?;
            *self.worker.borrow_mut() = Some(Rc::new(worker));
        }
        let claimed = self
            .ask("claim", &[("folder", self.folder.as_str().into())])
            .await?;
        bytes(&field(&claimed, "bytes"))
    }

    fn append(&self, at: u64, bytes: Vec<u8>) -> LocalBoxFuture<'static, Result<(), DiskError>> {
        let Some(worker) = self.worker.borrow().clone() else {
            return Box::pin(async { Err(DiskError::Gone) });
        };
        let bytes = Uint8Array::from(bytes.as_slice());
        #[expect(
            clippy::cast_precision_loss,
            reason = "files stay far below 2^53 bytes"
        )]
        let fields = [("at", (at as f64).into()), ("bytes", bytes.clone().into())];
        let request = request("append", &fields);
        let answer = worker.ask(&request, &Array::of1(&bytes.buffer()), PATIENCE);
        Box::pin(async move {
            let answer = answer.await;
            // Keeps the worker until it has answered.
            drop(worker);
            answer.map(drop).map_err(translate)
        })
    }

    async fn rotate(&self, bytes: Vec<u8>) -> Result<(), DiskError> {
        let bytes = Uint8Array::from(bytes.as_slice());
        self.ask("rotate", &[("bytes", bytes.into())])
            .await
            .map(drop)
    }

    async fn others(&self) -> Result<Vec<(String, Vec<u8>)>, DiskError> {
        let found = self.ask("others", &[]).await?;
        let file = |file: JsValue| {
            let name = field(&file, "name").as_string().unwrap_or_default();
            Ok((name, bytes(&field(&file, "bytes"))?))
        };
        Array::from(&found).iter().map(file).collect()
    }

    async fn put(&self, name: &str, bytes: Vec<u8>) -> Result<(), DiskError> {
        let bytes = Uint8Array::from(bytes.as_slice());
        self.ask("put", &[("name", name.into()), ("bytes", bytes.into())])
            .await
            .map(drop)
    }

    async fn get(&self, name: &str) -> Result<Option<Vec<u8>>, DiskError> {
        let found = self.ask("get", &[("name", name.into())]).await?;
        if found.is_null() {
            Ok(None)
        } else {
            bytes(&found).map(Some)
        }
    }

    async fn remove(&self, name: &str) -> Result<(), DiskError> {
        self.ask("remove", &[("name", name.into())]).await.map(drop)
    }

    async fn names(&self) -> Result<Vec<String>, DiskError> {
        let names = self.ask("names", &[]).await?;
        Ok(Array::from(&names)
            .iter()
            .filter_map(|name| name.as_string())
            .collect())
    }
}

fn request(action: &str, fields: &[(&str, JsValue)]) -> Object {
    let request = Object::new();
    set(&request, "do", &action.into());
    fields
        .iter()
        .for_each(|(name, value)| set(&request, name, value));
    request
}

fn bytes(value: &JsValue) -> Result<Vec<u8>, DiskError> {
    let array: Option<&Uint8Array> = value.dyn_ref();
    array.map(Uint8Array::to_vec).ok_or(DiskError::Gone)
}

fn translate(error: WorkerError) -> DiskError {
    match error {
        WorkerError::Gone | WorkerError::Timeout => DiskError::Gone,
        WorkerError::Failed(name) => match name.as_str() {
            "QuotaExceededError" => DiskError::Quota,
            "SecurityError" | "TypeError" => DiskError::Unavailable,
            _ => DiskError::Other(name),
        },
    }
}
