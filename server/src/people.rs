//! The records that stand behind accounts and devices, written by the server as replica 0.
//!
//! An account or a session only says *who* is calling. What they are called, whether they are active
//! and what they may do stands in their User record, which everybody's device has too.

use crate::auth::device::{DeviceKind, Introduction};
use crate::clock::{DAY, Millis};
use crate::error::{Code, Problem};
use crate::random;
use crate::store::records::Records;
use rusqlite::Connection;
use shared::access;
use shared::domain::audit::{AuditAction, AuditEvent};
use shared::domain::organisation::{self as domain, Device, OrgUnit, User, UserStatus};
use shared::entity::{Entity as _, Hlc, Id, Instant, Kind, OpId, ReplicaId, Value};
use shared::sync::op::{Fields, SCHEMA_VERSION};
use shared::sync::server::{self, Store as _, StoreError, StoreLook};
use shared::sync::{Action, Op, Seen};
use uuid::Uuid;

/// The role that manages accounts and devices.
pub const SYS_ADMIN: &str = "SYS_ADMIN";
/// How long a device works without contact.
const OFFLINE_DAYS: i64 = 7;

/// What the User record says of somebody.
#[derive(Clone, Debug)]
pub struct Person {
    /// Name.
    pub name: String,
    /// May sign in.
    pub active: bool,
    /// May manage accounts and devices today.
    pub administrator: bool,
}

/// Reads what stands behind an account.
pub fn person(conn: &Connection, account: Uuid, now: Millis) -> Result<Person, Problem> {
    let records = Records::reading(conn);
    let id = Id(account.into_bytes());
    let record = records.record(id)?;
    let name = record.map(|record| record.text(User::NAME).to_owned());
    let look = StoreLook::new(&records);
    let today = access::day_of(unsigned(now));
    let administrator = access::grants_of(&look, id)
        .iter()
        .any(|grant| grant.role == SYS_ADMIN && grant.holds_on(today));
    let active = access::is_active(&look, id);
    match look.error() {
        Some(error) => Err(error.into()),
        None => Ok(Person {
            name: name.unwrap_or_default(),
            active,
            administrator,
        }),
    }
}

/// Writes ops as replica 0, all or none; part of a write transaction.
pub fn author(
    conn: &Connection,
    actor: Uuid,
    changes: Vec<(Kind, Id, Action)>,
    now: Millis,
) -> Result<(), Problem> {
    let mut records = Records::writing(conn, now);
    let meta = records.meta()?;
    let done = records.progress(ReplicaId::SERVER, meta.epoch)?;
    let group = Some(new_id(now)?);
    let ops: Vec<Op> = (done + 1..)
        .zip(changes)
        .map(|(seq, (kind, record, action))| Op {
            id: OpId {
                replica: ReplicaId::SERVER,
                epoch: meta.epoch,
                seq,
            },
            actor: Id(actor.into_bytes()),
            kind,
            record,
            action,
            seen: Seen {
                server_epoch: meta.epoch,
                seq: meta.seq,
            },
            hlc: Hlc {
                ms: unsigned(now),
                count: 0,
            },
            offset_ms: 0,
            zone: "UTC".to_owned(),
            schema: SCHEMA_VERSION,
            group,
            blobs: Vec::new(),
        })
        .collect();
    let receipts = server::author(&mut records, &ops, unsigned(now))?;
    match receipts
        .iter()
        .find(|receipt| !receipt.verdict.took_effect())
    {
        None => Ok(()),
        Some(refused) => Err(Problem::internal(format!(
            "the server's own op: {refused:?}"
        ))),
    }
}

/// A new record.
pub fn create(kind: Kind, id: Id, fields: Fields) -> (Kind, Id, Action) {
    (
        kind,
        id,
        Action::Create {
            fields,
            items: Vec::new(),
        },
    )
}

/// New values for fields of a record.
pub fn set(kind: Kind, id: Id, fields: Fields) -> (Kind, Id, Action) {
    (
        kind,
        id,
        Action::Set {
            fields,
            resolves: Vec::new(),
        },
    )
}

/// The first unit: the organisation itself.
pub fn company(id: Id, name: &str, zone: &str, head: Id) -> (Kind, Id, Action) {
    let fields = vec![
        (OrgUnit::NAME, Value::Text(name.to_owned())),
        (
            OrgUnit::UNIT_TYPE,
            Value::Choice(domain::UnitType::Company.no()),
        ),
        (OrgUnit::HEAD, Value::Ref(User::SCHEMA.kind, head)),
        (OrgUnit::ZONE, Value::Text(zone.to_owned())),
    ];
    create(OrgUnit::SCHEMA.kind, id, fields)
}

/// A user of these units with these grants.
pub fn user(
    id: Id,
    name: &str,
    login: &str,
    units: &[Id],
    grants: Vec<Value>,
) -> (Kind, Id, Action) {
    let units = units
        .iter()
        .map(|unit| Value::Ref(OrgUnit::SCHEMA.kind, *unit))
        .collect();
    let fields = vec![
        (User::NAME, Value::Text(name.to_owned())),
        (User::STAFF_NO, Value::Text(login.to_owned())),
        (User::UNITS, Value::List(units)),
        (User::GRANTS, Value::List(grants)),
        (User::STATUS, Value::Choice(UserStatus::Active.no())),
    ];
    create(User::SCHEMA.kind, id, fields)
}

/// Lets a user in, or shuts them out.
pub fn status(id: Id, status: UserStatus) -> (Kind, Id, Action) {
    set(
        User::SCHEMA.kind,
        id,
        vec![(User::STATUS, Value::Choice(status.no()))],
    )
}

/// Writes the record of a device at a sign-in: who holds it, and how long it may work alone.
pub fn device_seen(
    conn: &Connection,
    device: &Introduction,
    holder: Uuid,
    now: Millis,
) -> Result<(), Problem> {
    let id = Id(device.id.into_bytes());
    let kind = match device.kind {
        DeviceKind::Tablet => domain::DeviceKind::Tablet,
        DeviceKind::Phone => domain::DeviceKind::Phone,
        DeviceKind::Computer => domain::DeviceKind::Desktop,
    };
    let grant = Value::Instant(Instant::utc(now + OFFLINE_DAYS * DAY));
    let holder_ref = Value::Ref(User::SCHEMA.kind, Id(holder.into_bytes()));
    let mut fields = vec![
        (Device::HOLDER, holder_ref),
        (Device::GRANT_EXPIRES_AT, grant),
    ];
    let change = match Records::reading(conn).record(id)? {
        Some(_) => set(Device::SCHEMA.kind, id, fields),
        None => {
            fields.push((Device::NAME, Value::Text(device.name.trim().to_owned())));
            fields.push((Device::DEVICE_KIND, Value::Choice(kind.no())));
            fields.push((
                Device::STATUS,
                Value::Choice(domain::DeviceStatus::Active.no()),
            ));
            create(Device::SCHEMA.kind, id, fields)
        }
    };
    author(
        conn,
        holder,
        vec![change, event(AuditAction::SignIn, id, &device.name, now)?],
        now,
    )
}

/// What the server alone knows, for the audit of the organisation.
fn event(
    action: AuditAction,
    device: Id,
    about: &str,
    now: Millis,
) -> Result<(Kind, Id, Action), Problem> {
    let fields = vec![
        (AuditEvent::ACTION, Value::Choice(action.no())),
        (AuditEvent::ABOUT, Value::Text(about.trim().to_owned())),
        (AuditEvent::OBJECT, Value::Ref(Device::KIND, device)),
    ];
    Ok(create(AuditEvent::KIND, new_id(now)?, fields))
}

/// Writes that a device was reported lost and is wiped at its next contact.
pub fn device_lost(
    conn: &Connection,
    device: Uuid,
    name: &str,
    actor: Uuid,
    now: Millis,
) -> Result<(), Problem> {
    let id = Id(device.into_bytes());
    let lost = vec![(
        Device::STATUS,
        Value::Choice(domain::DeviceStatus::Lost.no()),
    )];
    let wiped = event(AuditAction::Wipe, id, name, now)?;
    author(conn, actor, vec![set(Device::KIND, id, lost), wiped], now)
}

/// Writes a new name into the record of a device.
pub fn device_changed(
    conn: &Connection,
    device: Uuid,
    actor: Uuid,
    fields: Fields,
    now: Millis,
) -> Result<(), Problem> {
    let change = set(Device::SCHEMA.kind, Id(device.into_bytes()), fields);
    author(conn, actor, vec![change], now)
}

/// A new record id.
pub fn new_id(now: Millis) -> Result<Id, Problem> {
    Ok(Id(random::id(now)?.into_bytes()))
}

/// The time as `shared` counts it.
pub fn unsigned(now: Millis) -> u64 {
    u64::try_from(now).unwrap_or_default()
}

impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Full => Self::new(Code::StorageFull).retry_after(60),
            StoreError::Busy => Self::new(Code::Unavailable).retry_after(2),
            StoreError::Failed(fault) => Self::internal(fault),
        }
    }
}
