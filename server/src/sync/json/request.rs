//! What a device says.

use super::value::{read, read_field, read_hex, read_kind};
use super::{CursorSchema, read_id, read_op_id};
use crate::error::Problem;
use crate::hex;
use crate::http::body::malformed;
use serde::Deserialize;
use serde_json::{Map, Value as Json};
use shared::entity::{Canonical as _, Hlc, Id, Kind, OpId, ReplicaId};
use shared::sync::op::{Fields, NewItem, SCHEMA_VERSION};
use shared::sync::slice::Slice;
use shared::sync::wire::{PROTOCOL, Request};
use shared::sync::{Action, Op, Seen};
use utoipa::ToSchema;

/// What a device says.
#[derive(Deserialize, ToSchema)]
pub struct RequestSchema {
    /// Version of the exchange.
    #[serde(default = "protocol")]
    protocol: u16,
    /// How far it has read; as it was last answered, or left out.
    #[serde(default)]
    cursor: CursorSchema,
    /// Its clock, UTC milliseconds.
    #[serde(default)]
    device_ms: u64,
    /// The life of its storage.
    #[serde(default)]
    epoch: u32,
    /// The highest op number of that life.
    #[serde(default)]
    head: u64,
    /// Ops.
    #[serde(default)]
    slices: Vec<SliceSchema>,
    /// Wants the hash of each bucket.
    #[serde(default)]
    detail: bool,
    /// Wants no rows.
    #[serde(default)]
    push_only: bool,
}

/// Consecutive ops of one replica and one life of its storage.
#[derive(Deserialize, ToSchema)]
struct SliceSchema {
    /// The replica that made them.
    replica: u32,
    /// The life of its storage.
    epoch: u32,
    /// Number of the first op; the others follow without a gap.
    first: u64,
    /// The ops.
    ops: Vec<OpSchema>,
}

/// One op.
#[derive(Deserialize, ToSchema)]
struct OpSchema {
    /// Key of the entity.
    kind: String,
    /// Id of the record.
    record: String,
    /// The signed-in user; left out when nobody was.
    #[serde(default)]
    actor: Option<String>,
    /// What is done: `create`, `set`, `fact`, `put_item`, `remove_item`, `step`, `reserve`, `raw`.
    action: Json,
    /// The server's life and the last complete checkpoint when the form was opened.
    #[serde(default)]
    seen: (u32, u64),
    /// The device's clock: milliseconds and counter.
    clock: (u64, u32),
    /// Server clock minus device clock, milliseconds.
    #[serde(default)]
    offset_ms: i64,
    /// IANA zone of the device.
    #[serde(default)]
    zone: String,
    /// Schema version of the build that made it.
    #[serde(default = "schema_version")]
    schema: u16,
    /// Ops of one group take effect together or not at all.
    #[serde(default)]
    group: Option<String>,
    /// Blobs it refers to, by SHA-256.
    #[serde(default)]
    blobs: Vec<String>,
}

fn protocol() -> u16 {
    PROTOCOL
}

fn schema_version() -> u16 {
    SCHEMA_VERSION
}

/// Reads a request.
pub fn read_request(bytes: &[u8]) -> Result<Request, Problem> {
    let sent: RequestSchema =
        serde_json::from_slice(bytes).map_err(|error| malformed(error.to_string()))?;
    let slices = sent
        .slices
        .into_iter()
        .map(SliceSchema::read)
        .collect::<Result<_, _>>()?;
    Ok(Request {
        protocol: sent.protocol,
        cursor: sent.cursor.read()?,
        device_ms: sent.device_ms,
        epoch: sent.epoch,
        head: sent.head,
        slices,
        detail: sent.detail,
        push_only: sent.push_only,
    })
}

impl SliceSchema {
    fn read(self) -> Result<Slice, Problem> {
        let mut slice = Slice { ops: Vec::new() };
        for (index, op) in (0..).zip(self.ops) {
            let seq = self
                .first
                .checked_add(index)
                .ok_or_else(|| malformed("op number"))?;
            let id = OpId {
                replica: ReplicaId(self.replica),
                epoch: self.epoch,
                seq,
            };
            slice.ops.push(op.read(id)?);
        }
        // The compact form has bounds of its own; both forms obey them.
        Slice::from_bytes(&slice.to_bytes()).map_err(|error| malformed(error.0))
    }
}

impl OpSchema {
    fn read(self, id: OpId) -> Result<Op, Problem> {
        let kind = read_kind(&self.kind)
            .ok_or_else(|| malformed(format!("{}: no such entity", self.kind)))?;
        let optional = |text: Option<String>| text.map(|text| read_id(&text)).transpose();
        let blob = |text: &String| {
            hex::decode::<32>(text).ok_or_else(|| malformed("a blob is 64 hexadecimal digits"))
        };
        Ok(Op {
            id,
            actor: optional(self.actor)?.unwrap_or(Id::NIL),
            kind,
            record: read_id(&self.record)?,
            action: read_action(kind, &self.action)?,
            seen: Seen {
                server_epoch: self.seen.0,
                seq: self.seen.1,
            },
            hlc: Hlc {
                ms: self.clock.0,
                count: self.clock.1,
            },
            offset_ms: self.offset_ms,
            zone: self.zone,
            schema: self.schema,
            group: optional(self.group)?,
            blobs: self.blobs.iter().map(blob).collect::<Result<_, _>>()?,
        })
    }
}

fn read_action(kind: Kind, json: &Json) -> Result<Action, Problem> {
    let object = json.as_object().filter(|object| object.len() == 1);
    let (name, content) = object
        .and_then(|object| object.iter().next())
        .ok_or_else(|| malformed("an action is an object with one key"))?;
    let part = |key: &str| content.get(key).unwrap_or(&Json::Null);
    let field = || read_field(kind, text(part("field"))?);
    Ok(match name.as_str() {
        "create" => Action::Create {
            fields: fields(kind, part("fields"))?,
            items: list(part("items"))
                .map(|item| new_item(kind, item))
                .collect::<Result<_, _>>()?,
        },
        "set" => Action::Set {
            fields: fields(kind, part("fields"))?,
            resolves: list(part("resolves"))
                .map(|id| read_op_id(text(id)?))
                .collect::<Result<_, _>>()?,
        },
        "fact" => Action::Fact {
            field: field()?,
            value: read(part("value"))?,
        },
        "put_item" => Action::PutItem(new_item(kind, content)?),
        "remove_item" => Action::RemoveItem {
            field: field()?,
            item: read_id(text(part("item"))?)?,
        },
        "step" => Action::Step {
            transition: number(part("transition"))?,
            from: number(part("from"))?,
            bound: match part("bound") {
                Json::Null => None,
                hash => Some(hex::decode(text(hash)?).ok_or_else(|| malformed("bound"))?),
            },
            args: fields(kind, part("args"))?,
        },
        "reserve" => Action::Reserve {
            field: field()?,
            amount: part("amount").as_i64().ok_or_else(|| malformed("amount"))?,
        },
        "raw" => {
            let bytes = read_hex(text(content)?).ok_or_else(|| malformed("raw"))?;
            Action::from_bytes(&bytes).map_err(|error| malformed(error.0))?
        }
        other => return Err(malformed(format!("{other}: no such action"))),
    })
}

fn new_item(kind: Kind, json: &Json) -> Result<NewItem, Problem> {
    let part = |key: &str| json.get(key).unwrap_or(&Json::Null);
    let mut fields = Fields::new();
    for (no, value) in part("fields").as_object().into_iter().flatten() {
        fields.push((
            no.parse()
                .map_err(|_| malformed("item fields have numbers"))?,
            read(value)?,
        ));
    }
    Ok(NewItem {
        field: read_field(kind, text(part("field"))?)?,
        item: read_id(text(part("item"))?)?,
        order: part("order").as_str().unwrap_or_default().to_owned(),
        fields,
    })
}

fn fields(kind: Kind, json: &Json) -> Result<Fields, Problem> {
    let none = Map::new();
    let object = match json {
        Json::Null => &none,
        Json::Object(object) => object,
        _ => return Err(malformed("fields are an object")),
    };
    let pairs = object
        .iter()
        .map(|(key, value)| Ok((read_field(kind, key)?, read(value)?)));
    pairs.collect()
}

fn list(json: &Json) -> impl Iterator<Item = &Json> {
    json.as_array().into_iter().flatten()
}

fn text(json: &Json) -> Result<&str, Problem> {
    json.as_str()
        .ok_or_else(|| malformed(format!("{json}: text was expected")))
}

fn number<T: TryFrom<u64>>(json: &Json) -> Result<T, Problem> {
    let number = json.as_u64().and_then(|number| T::try_from(number).ok());
    number.ok_or_else(|| malformed(format!("{json}: a number was expected")))
}
