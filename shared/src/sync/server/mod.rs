//! The server's half of the exchange, without I/O: it works on a [`Store`] inside one transaction
//! per slice, so that effects, receipts and sequence numbers become durable together (V2).

mod feed;
mod memory;
mod receive;
mod store;

pub use memory::{Backup, Fault, MemoryStore};
pub use receive::Taken;
pub use store::{Meta, Page, RowQuery, Store, StoreError, StoreLook};

use super::Op;
use super::slice::Slice;
use super::wire::{PROTOCOL, Request, Response};
use crate::entity::{Id, ReplicaId};

/// Who is asking. The server derives it from the credential, never from the request.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Session {
    /// The (device, user) pair.
    pub replica: ReplicaId,
    /// The user; nil for a device nobody is signed in on.
    pub user: Id,
    /// May read, not only push.
    pub may_read: bool,
}

/// Answers one request: takes its slices in, each in a transaction of its own, and pulls from one
/// consistent state.
///
/// # Errors
/// Only when the store fails: nothing of the failed slice is kept, and the device sends it again.
pub fn sync<S: Store>(
    store: &mut S,
    session: Session,
    request: &Request,
    now_ms: u64,
) -> Result<Response, StoreError> {
    let mut taken = Vec::new();
    for slice in &request.slices {
        taken.push(take(store, session, slice, now_ms)?);
        if !taken.last().is_some_and(Taken::is_whole) {
            break;
        }
    }
    answer(store, session, request, &taken, now_ms)
}

/// Takes one slice in, in a transaction of its own. After one that is not taken whole, those that
/// follow it in the request must not be offered: they depend on it.
///
/// # Errors
/// When the store fails: nothing of the slice is kept.
pub fn take<S: Store>(
    store: &mut S,
    session: Session,
    slice: &Slice,
    now_ms: u64,
) -> Result<Taken, StoreError> {
    store.begin()?;
    let taken = receive::slice(store, session, slice, now_ms);
    match taken {
        Ok(_) => store.commit()?,
        Err(_) => store.rollback(),
    }
    taken
}

/// Answers a request of which this became of the slices that were offered to [`take`].
///
/// # Errors
/// When the store fails.
pub fn answer<S: Store>(
    store: &mut S,
    session: Session,
    request: &Request,
    taken: &[Taken],
    now_ms: u64,
) -> Result<Response, StoreError> {
    let meta = store.meta()?;
    let mut response = Response {
        protocol: PROTOCOL,
        replica: session.replica.0,
        now_ms,
        server_epoch: meta.epoch,
        watermark: meta.watermark,
        progress: store.progress_of(session.replica)?,
        ..Response::default()
    };
    let mut known: Vec<&Op> = Vec::new();
    for (slice, taken) in request.slices.iter().zip(taken) {
        match taken {
            Taken::Whole(done) => known.extend(slice.ops.iter().filter(|op| op.id.seq <= *done)),
            Taken::Alarm(ids) => response.alarms.clone_from(ids),
            Taken::Stopped => {}
        }
    }
    if session.may_read && !request.push_only {
        feed::pull(store, session, request, now_ms, &mut response)?;
        feed::receipts_again(store, &known, request, &mut response)?;
    } else {
        feed::receipts_only(store, request, &mut response)?;
    }
    Ok(response)
}

/// Runs ops the server itself writes (setup, escalation, demo data) as replica 0, in one transaction.
///
/// # Errors
/// When the store fails.
pub fn author<S: Store>(
    store: &mut S,
    ops: &[Op],
    now_ms: u64,
) -> Result<Vec<super::Receipt>, StoreError> {
    store.begin()?;
    match receive::ops(store, ops, now_ms) {
        Ok(receipts) => {
            store.commit()?;
            Ok(receipts)
        }
        Err(error) => {
            store.rollback();
            Err(error)
        }
    }
}
