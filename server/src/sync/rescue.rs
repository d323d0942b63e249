//! `POST /api/v1/rescue`: unsent work of one device, carried here by another.
//!
//! The file is sealed to the organisation key, so its carrier reads nothing; but anybody who knows the
//! public key can seal one. So a file counts only in the hands of the user whose work it is, signed in
//! on whatever device, or of an administrator. Importing it twice changes nothing.

use crate::app::App;
use crate::auth::caller::Session as Caller;
use crate::blobs::{Hash, MAX_BLOB, media, shelf};
use crate::error::{Code, Problem, ProblemBody};
use crate::http::body::malformed;
use crate::people::unsigned;
use crate::store::records::Records;
use crate::store::{audit, devices};
use crate::sync::json::{ReceiptSchema, receipt, write_op_id};
use crate::{clock::Millis, hex};
use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::extract::rejection::BytesRejection;
use axum::http::StatusCode;
use rusqlite::Connection;
use serde::Serialize;
use serde_json::json;
use shared::entity::{Canonical as _, Id, OpId, ReplicaId};
use shared::sealed::rescue::Rescue;
use shared::sealed::{FrameHeader, FrameKind, OrgPrivateKey, SealError};
use shared::sync::server::{self, Session};
use shared::sync::slice::{MAX_OPS, Slice};
use shared::sync::wire::{PROTOCOL, Request};
use shared::sync::{Op, Receipt};
use std::collections::BTreeMap;
use std::sync::Arc;
use utoipa::ToSchema;

/// Bytes of the largest rescue file.
pub const MAX_RESCUE: usize = 64 << 20;

/// What became of a rescue file.
#[derive(Serialize, ToSchema)]
pub struct RescueReport {
    /// The replica whose work it holds.
    replica: u32,
    /// Answers to its ops. An op without one waits for earlier ops that are not in the file.
    receipts: Vec<ReceiptSchema>,
    /// Ops whose numbers are taken by others here: nothing from them on was taken in.
    alarms: Vec<String>,
    /// Ops in the file.
    ops: usize,
    /// Attachments that are now on the server, by SHA-256.
    blobs: Vec<String>,
    /// Parts that cannot be read: sealed to another key, damaged, or of a newer version.
    unreadable: usize,
    /// Bytes of the file that belong to nothing.
    damaged: usize,
}

/// Takes in a rescue file.
#[utoipa::path(post, path = "/api/v1/rescue", tag = "sync",
    request_body(content = Vec<u8>, content_type = "application/octet-stream",
        description = "A rescue file, at most 64 MiB"),
    responses(
    (status = 200, body = RescueReport),
    (status = 400, body = ProblemBody, description = "malformed: not a rescue file, or not of this organisation"),
    (status = 401, body = ProblemBody, description = "sign_in_needed"),
    (status = 403, body = ProblemBody, description = "forbidden: somebody else's work"),
    (status = 404, body = ProblemBody, description = "not_found: no such replica is known here"),
    (status = 413, body = ProblemBody, description = "too_large"),
    (status = 507, body = ProblemBody, description = "storage_full"),
))]
pub async fn rescue(
    State(app): State<Arc<App>>,
    caller: Caller,
    bytes: Result<Bytes, BytesRejection>,
) -> Result<Json<RescueReport>, Problem> {
    let bytes = bytes.map_err(|rejection| match rejection.status() {
        StatusCode::PAYLOAD_TOO_LARGE => Problem::new(Code::TooLarge).arg("limit", MAX_RESCUE),
        _ => malformed(rejection.body_text()),
    })?;
    let key = app.key().ok_or(Problem::new(Code::NotSetUp))?;
    let contents = tokio::task::spawn_blocking(move || Contents::read(&bytes, &key)).await??;
    let replica = contents.replica;
    let owner = app
        .database
        .read(move |conn| devices::account_of(conn, replica))
        .await;
    let owner = owner
        .map_err(Problem::from)?
        .ok_or(Problem::new(Code::NotFound))?;
    if owner != caller.holder.account && !caller.person.administrator {
        return Err(Problem::new(Code::Forbidden));
    }

    let mut blobs = Vec::new();
    let mut unreadable = contents.unreadable;
    for (hash, blob) in contents.blobs {
        let Some(content) = blob.content(&hash) else {
            unreadable += 1;
            continue;
        };
        let hash = Hash {
            text: hex::encode(&hash),
            bytes: hash,
        };
        blobs.push(hash.text.clone());
        let part = app.folder.uploads().join(format!("{}-rescue", hash.text));
        tokio::fs::write(&part, content).await?;
        shelf::keep(&app, part, hash, media::UNKNOWN.to_owned(), replica).await?;
    }
    let session = Session {
        replica: ReplicaId(replica),
        user: Id(owner.into_bytes()),
        may_read: false,
    };
    let now = app.clock.now();
    let found = contents.ops.len();
    let slices = slices(contents.ops);
    let detail = json!({ "replica": replica, "ops": found, "blobs": blobs.len() });
    let event = caller.event(now, "rescue_imported", detail);
    let delivered = app.database.write(move |conn| {
        audit::append(conn, &event)?;
        deliver(conn, session, slices, now)
    });
    let (receipts, alarms) = delivered.await?;
    app.pokes.poke(0);
    Ok(Json(RescueReport {
        replica,
        receipts: receipts.iter().map(receipt).collect(),
        alarms: alarms.iter().map(write_op_id).collect(),
        ops: found,
        blobs,
        unreadable,
        damaged: contents.damaged,
    }))
}

/// Runs of consecutive ops. Every run is delivered by itself: one with a gap before it is not taken,
/// and hinders none after it.
fn slices(ops: BTreeMap<(u32, u64), Op>) -> Vec<Slice> {
    let mut slices: Vec<Slice> = Vec::new();
    for ((epoch, seq), op) in ops {
        let follows = slices
            .last()
            .and_then(|slice| slice.ops.last())
            .is_some_and(|last| last.id.epoch == epoch && last.id.seq + 1 == seq);
        match slices
            .last_mut()
            .filter(|slice| follows && slice.ops.len() < MAX_OPS)
        {
            Some(slice) => slice.ops.push(op),
            None => slices.push(Slice { ops: vec![op] }),
        }
    }
    slices
}

fn deliver(
    conn: &Connection,
    session: Session,
    slices: Vec<Slice>,
    now: Millis,
) -> Result<(Vec<Receipt>, Vec<OpId>), Problem> {
    let (mut receipts, mut alarms) = (Vec::new(), Vec::new());
    for slice in slices {
        let mut records = Records::writing(conn, now);
        let push = Request {
            protocol: PROTOCOL,
            slices: vec![slice],
            push_only: true,
            ..Request::default()
        };
        let answer = server::sync(&mut records, session, &push, unsigned(now))?;
        receipts.extend(answer.receipts);
        alarms.extend(answer.alarms);
    }
    Ok((receipts, alarms))
}

/// A rescue file, opened.
struct Contents {
    replica: u32,
    ops: BTreeMap<(u32, u64), Op>,
    blobs: BTreeMap<[u8; 32], Pieces>,
    unreadable: usize,
    damaged: usize,
}

/// The pieces of one attachment.
struct Pieces {
    size: u64,
    pieces: BTreeMap<u64, Vec<u8>>,
}

impl Contents {
    fn read(file: &[u8], key: &OrgPrivateKey) -> Result<Self, Problem> {
        let rescue = Rescue::parse(file).map_err(|error| malformed(error.to_string()))?;
        let own = key.public().map_err(Problem::internal)?.id();
        if rescue.header.org_key != own {
            return Err(malformed(SealError::OtherKey.to_string()));
        }
        let mut contents = Self {
            replica: rescue.header.replica,
            ops: BTreeMap::new(),
            blobs: BTreeMap::new(),
            unreadable: 0,
            damaged: rescue.damaged,
        };
        for (frame, content) in rescue.open(key) {
            let taken = content
                .ok()
                .and_then(|content| contents.take(&frame.header, &content));
            contents.unreadable += usize::from(taken.is_none());
        }
        Ok(contents)
    }

    /// One frame; `None` if it is not what its header says.
    fn take(&mut self, header: &FrameHeader, content: &[u8]) -> Option<()> {
        if header.replica != self.replica {
            return None;
        }
        match header.kind {
            FrameKind::Op => {
                // hash[32] op …
                let (hash, bytes) = content.split_first_chunk::<32>()?;
                let op = Op::from_bytes(bytes).ok().filter(|op| op.hash() == *hash)?;
                let id = op.id;
                if (id.replica.0, id.epoch, id.seq) != (header.replica, header.epoch, header.seq) {
                    return None;
                }
                // The first of two under one number stands; the other has a number of its own as well.
                self.ops.entry((id.epoch, id.seq)).or_insert(op);
            }
            FrameKind::BlobPiece => {
                // hash[32] size[8] length of the type[1] type bytes …
                let (hash, rest) = content.split_first_chunk::<32>()?;
                let (size, rest) = rest.split_first_chunk::<8>()?;
                let (length, rest) = rest.split_first()?;
                let (_, bytes) = rest.split_at_checked(usize::from(*length))?;
                let size = u64::from_le_bytes(*size);
                if size > MAX_BLOB {
                    return None;
                }
                let empty = || Pieces {
                    size,
                    pieces: BTreeMap::new(),
                };
                let blob = self.blobs.entry(*hash).or_insert_with(empty);
                blob.pieces.insert(header.seq, bytes.to_vec());
            }
            FrameKind::Other(_) => return None,
        }
        Some(())
    }
}

impl Pieces {
    /// The whole attachment, if every piece is there.
    fn content(&self, hash: &[u8; 32]) -> Option<Vec<u8>> {
        let content: Vec<u8> = self.pieces.values().flatten().copied().collect();
        let whole = content.len() as u64 == self.size && shelf::is_named(&content, hash);
        whole.then_some(content)
    }
}
