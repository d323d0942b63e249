//! What the server answers.

use super::value::{write, write_field, write_kind};
use super::{CursorSchema, write_bucket, write_op_id};
use crate::hex;
use serde::Serialize;
use serde_json::{Map, Value as Json, json};
use shared::entity::{Cell, FacetRow, Slot};
use shared::sync::wire::{Leave, Response, SentRow};
use shared::sync::{Authority, Reason, Receipt, Verdict};
use utoipa::ToSchema;

/// What the server answers.
#[derive(Serialize, ToSchema)]
pub struct AnswerSchema {
    /// Version of the exchange.
    protocol: u16,
    /// The server's life; a new one resets the device's confirmed rows, never its outbox.
    server_epoch: u32,
    /// Its clock, UTC milliseconds.
    now_ms: u64,
    /// For each life of this replica: every op up to here is durable.
    progress: Vec<(u32, u64)>,
    /// Backups hold every op whose receipt is at or below this sequence.
    watermark: u64,
    /// Ids that came a second time with other content.
    alarms: Vec<String>,
    /// Forget every confirmed row first.
    reset: bool,
    /// Buckets out of reach.
    drops: Vec<String>,
    /// Changed facets, in order of sequence.
    rows: Vec<RowSchema>,
    /// Facets that went out of reach.
    leaves: Vec<LeaveSchema>,
    /// Answers to ops.
    receipts: Vec<ReceiptSchema>,
    /// Where to go on: send it back with the next request.
    cursor: CursorSchema,
    /// There is more to fetch now.
    more: bool,
    /// Wrapping sum of all bucket hashes in reach, hexadecimal.
    sum: Option<String>,
    /// Each bucket's hash, if asked for.
    hashes: Vec<(String, String)>,
}

/// The fields of a record that stand at one level.
#[derive(Serialize, ToSchema)]
struct RowSchema {
    /// Key of the entity.
    kind: String,
    /// Id of the record.
    id: String,
    /// Data level, 1-4.
    level: u8,
    /// Its home.
    bucket: String,
    /// Sequence of its last change.
    seq: u64,
    /// 1 = its home is within reach, 2 = lent by an assignment, 3 = both.
    via: u8,
    /// Fields by key: `versions`, `facts` or `items`, each with the op that wrote it.
    fields: Map<String, Json>,
}

/// A facet that went out of reach.
#[derive(Serialize, ToSchema)]
struct LeaveSchema {
    /// The bucket it left.
    bucket: String,
    /// Id of the record.
    id: String,
    /// Data level, 1-4.
    level: u8,
    /// When.
    seq: u64,
}

/// The answer to one op.
#[derive(Serialize, ToSchema)]
pub struct ReceiptSchema {
    /// Which op.
    op: String,
    /// `accepted`, `merged`, `conflict`, `needs_review`, `quarantined`, `rejected`, `held`.
    verdict: &'static str,
    /// Sequence of the receipt and of the effects.
    seq: u64,
    /// Why, unless simply accepted.
    reasons: Vec<ReasonSchema>,
    /// The relay that answered; left out when it was head office, and so final.
    #[serde(skip_serializing_if = "Option::is_none")]
    relay: Option<u32>,
    /// How far the device's clock is off, milliseconds, when more than two minutes.
    skew_ms: i64,
}

/// One reason.
#[derive(Serialize, ToSchema)]
struct ReasonSchema {
    /// Stable key.
    code: String,
    /// The rule R-nnn behind it; 0 = none.
    rule: u16,
    /// Number of the field it is about; 0 = the whole record.
    field: u16,
    /// Values for the text.
    args: Vec<String>,
    /// The op that came first.
    winner: Option<String>,
}

/// Writes an answer.
pub fn write_answer(answer: &Response) -> Vec<u8> {
    let answer = AnswerSchema {
        protocol: answer.protocol,
        server_epoch: answer.server_epoch,
        now_ms: answer.now_ms,
        progress: answer.progress.clone(),
        watermark: answer.watermark,
        alarms: answer.alarms.iter().map(write_op_id).collect(),
        reset: answer.reset,
        drops: answer.drops.iter().map(write_bucket).collect(),
        rows: answer.rows.iter().map(row).collect(),
        leaves: answer.leaves.iter().map(leave).collect(),
        receipts: answer.receipts.iter().map(receipt).collect(),
        cursor: CursorSchema::from(&answer.cursor),
        more: answer.more,
        sum: answer.sum.map(write_hash),
        hashes: answer
            .hashes
            .iter()
            .map(|(b, hash)| (write_bucket(b), write_hash(*hash)))
            .collect(),
    };
    // Text keys and numbers only: this cannot fail.
    serde_json::to_vec(&answer).unwrap_or_default()
}

fn write_hash(hash: u128) -> String {
    hex::encode(&hash.to_be_bytes())
}

fn row(sent: &SentRow) -> RowSchema {
    let FacetRow {
        kind,
        id,
        bucket,
        seq,
        slots,
    } = &sent.row;
    let fields = slots
        .iter()
        .map(|(no, slot)| (write_field(*kind, *no), write_slot(slot)));
    RowSchema {
        kind: write_kind(*kind),
        id: id.to_string(),
        level: bucket.level as u8,
        bucket: write_bucket(bucket),
        seq: *seq,
        via: sent.via,
        fields: fields.collect(),
    }
}

fn write_slot(slot: &Slot) -> Json {
    match slot {
        Slot::Cell(cell) => json!({ "versions": write_cell(cell) }),
        Slot::Facts(facts) => {
            let facts = facts.iter().map(|(op, fact)| {
                let clock = (fact.hlc.ms, fact.hlc.count);
                let op = write_op_id(op);
                json!({ "op": op, "seq": fact.seq, "clock": clock, "value": write(&fact.value) })
            });
            json!({ "facts": facts.collect::<Json>() })
        }
        Slot::Items(items) => {
            let items: Vec<Json> = items
                .iter()
                .map(|(id, item)| {
                    let cells = item.cells.iter();
                    let cells: Map<_, _> = cells
                        .map(|(no, cell)| (no.to_string(), write_cell(cell)))
                        .collect();
                    json!({
                        "item": id.to_string(),
                        "order": write_cell(&item.order),
                        "fields": cells,
                        "removed": item.removed.as_ref().map(|(op, seq)| (write_op_id(op), seq)),
                        "contested": item.contested,
                    })
                })
                .collect();
            json!({ "items": items })
        }
        Slot::Raw(bytes) => json!({ "raw": hex::encode(bytes) }),
    }
}

fn write_cell(cell: &Cell) -> Json {
    let versions = cell.versions.iter().map(|version| {
        let clock = (version.hlc.ms, version.hlc.count);
        let op = write_op_id(&version.op);
        json!({ "op": op, "seq": version.seq, "clock": clock, "value": write(&version.value) })
    });
    versions.collect()
}

fn leave(leave: &Leave) -> LeaveSchema {
    LeaveSchema {
        bucket: write_bucket(&leave.bucket),
        id: leave.id.to_string(),
        level: leave.level as u8,
        seq: leave.seq,
    }
}

/// Writes the answer to one op.
pub fn receipt(receipt: &Receipt) -> ReceiptSchema {
    ReceiptSchema {
        op: write_op_id(&receipt.op),
        verdict: match receipt.verdict {
            Verdict::Accepted => "accepted",
            Verdict::Merged => "merged",
            Verdict::Conflict => "conflict",
            Verdict::NeedsReview => "needs_review",
            Verdict::Quarantined => "quarantined",
            Verdict::Rejected => "rejected",
            Verdict::Held => "held",
        },
        seq: receipt.seq,
        reasons: receipt.reasons.iter().map(reason).collect(),
        relay: match receipt.authority {
            Authority::HeadOffice => None,
            Authority::Relay(number) => Some(number),
        },
        skew_ms: receipt.skew_ms,
    }
}

fn reason(reason: &Reason) -> ReasonSchema {
    let Reason {
        code,
        rule,
        field,
        args,
        winner,
    } = reason;
    ReasonSchema {
        code: code.clone(),
        rule: *rule,
        field: *field,
        args: args.clone(),
        winner: winner.as_ref().map(write_op_id),
    }
}
