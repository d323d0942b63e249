//! From what the browser throws to what the app does about it.

use crate::storage::StoreError;
use indexed_db_futures::error::{Error, OpenDbError};
use wasm_bindgen::JsValue;

/// An error of opening or deleting a database.
pub(super) fn opening(error: OpenDbError) -> StoreError {
    match error {
        OpenDbError::Base(error) => running(error),
        OpenDbError::VersionZero => StoreError::Other("version zero".into()),
        OpenDbError::UnsupportedEnvironment | OpenDbError::NullFactory => StoreError::Unavailable,
    }
}

/// An error of a request or of starting a transaction.
pub(super) fn running(error: Error) -> StoreError {
    match error {
        Error::DomException(e) => {
            let e: web_sys::DomException = e.into();
            by_name(&e.name(), &e.message())
        }
        // Its own words would bring tables for floats: see `crate::plain`.
        Error::Serialisation(_) => StoreError::Other("not a value of ours".into()),
        Error::MissingData(error) => StoreError::Other(error.to_string()),
        Error::Unknown(error) => StoreError::Other(error.to_string()),
    }
}

/// An error of a transaction. The reason of an abort at commit (a full disk) is known to the transaction alone.
pub(super) fn of_transaction(native: &web_sys::IdbTransaction, error: StoreError) -> StoreError {
    match (native.error(), error) {
        (Some(reason), StoreError::Other(_)) => by_name(&reason.name(), &reason.message()),
        // Aborted without a reason: the connection was closed under it.
        (None, StoreError::Other(_)) => StoreError::Closed,
        (_, error) => error,
    }
}

/// An error that the crate hands through as a plain value.
pub(super) fn thrown(value: JsValue) -> StoreError {
    running(Error::from(value))
}

fn by_name(name: &str, message: &str) -> StoreError {
    match name {
        "QuotaExceededError" => StoreError::Quota,
        "InvalidStateError" | "AbortError" => StoreError::Closed,
        "UnknownError" | "DataError" | "NotReadableError" | "NotFoundError" => {
            StoreError::Damaged(format!("{name}: {message}"))
        }
        "SecurityError" => StoreError::Unavailable,
        "TimeoutError" => StoreError::Timeout,
        _ => StoreError::Other(format!("{name}: {message}")),
    }
}
