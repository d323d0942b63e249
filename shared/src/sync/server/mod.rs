//! The server's half of the exchange, without I/O: it works on a [`Store`] inside one transaction
//! per slice, so that effects, receipts and sequence numbers become durable together (V2).

mod feed;
mod memory;
mod receive;
mod store;

pub use memory::{Backup, Fault, MemoryStore};
pub use store::{Meta, Page, RowQuery, Store, StoreError, StoreLook};

use super::Op;
use super::wire::{PROTOCOL, Request, Response};
use crate::entity::{Id, ReplicaId};
use receive::Taken;

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

/// Answers one request. Each slice is its own transaction; the pull reads one consistent state.
///
/// # Errors
/// Only when the store fails: nothing of the failed slice is kept, and the device sends it again.
pub fn sync<S: Store>(
    store: &mut S,
    session: Session,
    request: &Request,
    now_ms: u64,
) -> Result<Response, StoreError> {
    let mut response = Response {
        protocol: PROTOCOL,
        replica: session.replica.0,
        now_ms,
        ..Response::default()
    };
    let mut known: Vec<&Op> = Vec::new();
    for slice in &request.slices {
        store.begin()?;
        match receive::slice(store, session, slice, now_ms) {
            Ok(taken) => {
                store.commit()?;
                match taken {
                    Taken::Whole(done) => {
                        known.extend(slice.ops.iter().filter(|op| op.id.seq <= done));
                        continue;
                    }
                    Taken::Alarm(ids) => response.alarms = ids,
                    Taken::Stopped => {}
                }
                // What follows depends on this slice.
                break;
            }
            Err(error) => {
                store.rollback();
                return Err(error);
            }
        }
    }
    let meta = store.meta()?;
    response.server_epoch = meta.epoch;
    response.watermark = meta.watermark;
    response.progress = store.progress_of(session.replica)?;
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
