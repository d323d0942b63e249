//! The server: one store, its backups, and a book of all it ever committed.

use std::collections::BTreeMap;

use shared::access;
use shared::domain;
use shared::entity::{Bucket, Canonical, Hlc, Id, Kind, OpId, Record, ReplicaId};
use shared::sync::op::{Op, SCHEMA_VERSION};
use shared::sync::server::{Backup, Session, Store, StoreError, StoreLook, author, sync};
use shared::sync::wire::{Request, Response, via};
use shared::sync::{Action, Receipt, Seen};

use super::broken::Broken;
use super::tampered::Tampered;

/// One thing that became durable, in order.
#[derive(Clone, Debug)]
pub(super) enum Logged {
    /// A transaction.
    Tx {
        /// When.
        now: u64,
        /// For whom; `None` for the server itself.
        session: Option<Session>,
        /// Its ops with their receipts.
        ops: Vec<(Op, Receipt)>,
    },
    /// The server came back from a backup.
    Restored {
        /// Its new epoch.
        epoch: u32,
        /// The sequence of the backup.
        base: u64,
    },
}

/// A backup and how much of the book it holds.
#[derive(Clone, Debug)]
pub(super) struct Saved {
    backup: Backup,
    log: usize,
    own: u64,
    /// Its sequence.
    pub seq: u64,
}

/// What came of a request.
pub(super) enum Answer {
    /// An answer.
    Bytes(Vec<u8>),
    /// An error status: unreadable request, no room.
    Refused,
    /// The server died.
    Dead,
}

/// The server.
#[derive(Clone, Debug)]
pub(super) struct House {
    /// What it stores.
    pub store: Tampered,
    /// It runs.
    pub up: bool,
    /// Its life.
    pub epoch: u32,
    /// Backups, oldest first.
    pub backups: Vec<Saved>,
    /// What it committed, as far as it still knows.
    pub log: Vec<Logged>,
    /// Highest sequence it promised to hold in a backup.
    pub promised: u64,
    own: u64,
}

impl House {
    /// A new server.
    pub(super) fn new(broken: Option<Broken>) -> House {
        House {
            store: Tampered::new(broken),
            up: true,
            epoch: 1,
            backups: Vec::new(),
            log: Vec::new(),
            promised: 0,
            own: 0,
        }
    }

    fn note(&mut self, now: u64, session: Option<Session>) {
        for ops in self.store.committed.drain(..) {
            self.log.push(Logged::Tx { now, session, ops });
        }
    }

    /// Answers a request as it came off the wire. The second value is a breach of V7, if there is one.
    pub(super) fn answer(
        &mut self,
        session: Session,
        bytes: &[u8],
        now: u64,
        tamper: impl Fn(&Request, &mut Response),
    ) -> (Answer, Option<String>) {
        let Ok(request) = Request::from_bytes(bytes) else {
            return (Answer::Refused, None);
        };
        if self.store.broken == Some(Broken::DuplicateApplied) {
            self.forget_progress(session, &request);
        }
        let result = sync(&mut self.store, session, &request, now);
        self.note(now, Some(session));
        match result {
            Ok(mut response) => {
                let leak = self.leak(session, &response, now);
                tamper(&request, &mut response);
                (Answer::Bytes(response.to_bytes()), leak)
            }
            Err(StoreError::Full | StoreError::Busy) => (Answer::Refused, None),
            Err(StoreError::Failed(_)) => (Answer::Dead, None),
        }
    }

    /// A deliberate defect: what comes again is taken for new.
    fn forget_progress(&mut self, session: Session, request: &Request) {
        for first in request.slices.iter().filter_map(|slice| slice.ops.first()) {
            let (id, store) = (first.id, &mut self.store.inner);
            let done = store.progress(id.replica, id.epoch).unwrap_or(0);
            if id.replica == session.replica && id.seq <= done {
                // A store in memory writes at once and cannot fail here.
                let _ = store.put_progress(id.replica, id.epoch, id.seq.saturating_sub(1));
            }
        }
    }

    /// V7: no row is sent that is neither in reach nor lent.
    fn leak(&self, session: Session, response: &Response, now: u64) -> Option<String> {
        if response.rows.is_empty() {
            return None;
        }
        let poison = self.store.poison;
        let look = StoreLook::new(&self.store.inner);
        let reach = access::reach(&look, session.user, now);
        let leaked = response.rows.iter().find(|sent| {
            let home = reach.opens(&sent.row.bucket);
            let lent = self.store.shares(sent.row.id).is_ok_and(|shares| {
                let level = sent.row.bucket.level;
                shares
                    .iter()
                    .any(|(user, upto)| *user == session.user && level <= *upto)
            });
            (!home && !lent) || (sent.via & via::HOME != 0) != home
        })?;
        let row = &leaked.row;
        Some(format!(
            "V7: {:?} {} sent to {} (poison {poison:?})",
            row.kind, row.id, session.user
        ))
    }

    /// An op of the server itself.
    pub(super) fn op(&mut self, kind: Kind, record: Id, action: Action, now: u64) -> Op {
        self.own += 1;
        Op {
            id: OpId {
                replica: ReplicaId::SERVER,
                epoch: self.epoch,
                seq: self.own,
            },
            actor: Id::NIL,
            kind,
            record,
            action,
            seen: Seen::default(),
            hlc: Hlc { ms: now, count: 0 },
            offset_ms: 0,
            zone: "Asia/Shanghai".into(),
            schema: SCHEMA_VERSION,
            group: None,
            blobs: Vec::new(),
        }
    }

    /// Commits ops of the server itself; false when it is down or cannot write.
    pub(super) fn author(&mut self, actions: Vec<(Kind, Id, Action)>, now: u64) -> bool {
        if !self.up {
            return false;
        }
        let ops: Vec<Op> = actions
            .into_iter()
            .map(|(kind, id, action)| self.op(kind, id, action, now))
            .collect();
        let crash = self.store.crash_in.take();
        let done = author(&mut self.store, &ops, now).is_ok();
        self.store.crash_in = crash;
        self.note(now, None);
        done
    }

    /// Makes a backup and promises to hold what is in it.
    pub(super) fn back_up(&mut self) {
        let backup = self.store.inner.backup();
        let seq = self.store.meta().map(|meta| meta.seq).unwrap_or(0);
        self.promised = self.promised.max(seq);
        self.backups.push(Saved {
            backup,
            log: self.log.len(),
            own: self.own,
            seq,
        });
    }

    /// Comes back from the `nth` newest backup (0 = the newest) as a new epoch.
    pub(super) fn restore(&mut self, nth: usize) -> bool {
        let Some(at) = self.backups.len().checked_sub(nth + 1) else {
            return false;
        };
        let saved = self.backups[at].clone();
        self.backups.truncate(at + 1);
        self.epoch += 1;
        self.store.inner.restore(&saved.backup, self.epoch);
        self.log.truncate(saved.log);
        self.log.push(Logged::Restored {
            epoch: self.epoch,
            base: saved.seq,
        });
        self.promised = saved.seq;
        self.own = saved.own;
        true
    }

    /// The bucket every stored facet should be in.
    pub(super) fn misplaced(&self, records: &BTreeMap<Id, Record>) -> Option<String> {
        let look = StoreLook::new(&self.store.inner);
        self.store.inner.all_rows().find_map(|row| {
            let record = records.get(&row.id)?;
            let schema = domain::schema(row.kind)?;
            let bucket: Bucket = access::bucket_of(&look, schema, record, row.bucket.level);
            (bucket != row.bucket).then(|| {
                format!(
                    "V7: {:?} {} is in {:?}, belongs in {bucket:?}",
                    row.kind, row.id, row.bucket
                )
            })
        })
    }
}
