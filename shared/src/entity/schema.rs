//! The schema table an entity emits. Everything generic reads this; numbers are wire names.

use super::Kind;

/// Data level (requirements §2.2).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[repr(u8)]
pub enum Level {
    /// 公开: products, programmes, public text.
    L1 = 1,
    /// 内部: contacts, cases, visits.
    L2 = 2,
    /// 机密: finance data, floor prices, contracts, authorities.
    L3 = 3,
    /// 受限: identity data, staff pay and penalties.
    L4 = 4,
}

impl Level {
    /// All levels, lowest first.
    pub const ALL: [Level; 4] = [Level::L1, Level::L2, Level::L3, Level::L4];

    /// From its number.
    pub fn from_u8(n: u8) -> Option<Level> {
        Level::ALL.into_iter().find(|level| *level as u8 == n)
    }
}

/// The part of the business a record belongs to, for permissions (design §5).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[repr(u8)]
pub enum Compartment {
    /// Units, users, products, exhibitions: what everybody works with.
    Reference = 1,
    /// Customers, contacts, leads, interactions.
    Customer = 2,
    /// Visits.
    Visit = 3,
    /// Service cases.
    Case = 4,
    /// Orders, samples, shipments.
    Goods = 5,
    /// Money.
    Finance = 6,
    /// Staff.
    People = 7,
    /// Lost property.
    Custody = 8,
    /// Devices, parameters.
    Config = 9,
}

impl Compartment {
    /// All compartments.
    pub const ALL: [Compartment; 9] = [
        Compartment::Reference,
        Compartment::Customer,
        Compartment::Visit,
        Compartment::Case,
        Compartment::Goods,
        Compartment::Finance,
        Compartment::People,
        Compartment::Custody,
        Compartment::Config,
    ];

    /// From its number.
    pub fn from_u8(n: u8) -> Option<Compartment> {
        Compartment::ALL.into_iter().find(|c| *c as u8 == n)
    }
}

/// One value of a choice.
#[derive(Debug, PartialEq, Eq)]
pub struct Choice {
    /// Its wire number, never reused.
    pub no: u32,
    /// Its key for labels: `<choice-key>-<key>`.
    pub key: &'static str,
}

/// A closed list of values (unknown numbers still survive).
#[derive(Debug, PartialEq, Eq)]
pub struct ChoiceSchema {
    /// Key for labels.
    pub key: &'static str,
    /// The values in the order people see them.
    pub values: &'static [Choice],
}

/// What kind of value a field holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldKind {
    /// One line.
    Text,
    /// Several lines.
    LongText,
    /// Whole number.
    Int,
    /// Decimal number; quantities are decimals.
    Decimal,
    /// Money.
    Money,
    /// Percent.
    Percent,
    /// Date.
    Day,
    /// Moment.
    Instant,
    /// Yes or no.
    Bool,
    /// One of a list.
    Choice(&'static ChoiceSchema),
    /// A record of this kind (0 = any kind).
    Ref(Kind),
    /// A list replaced as a whole.
    List(&'static FieldKind),
    /// Numbered parts.
    Group(&'static [FieldSpec]),
    /// Collection items with their own numbered fields (merge C).
    Items(&'static [FieldSpec]),
    /// A blob by SHA-256.
    Attachment,
    /// A signature.
    Signature,
    /// A place.
    Place,
    /// A phone number as typed.
    Phone,
    /// An e-mail address as typed.
    Email,
    /// A web address as typed.
    Url,
    /// A language by its BCP 47 tag.
    Language,
}

/// How concurrent writes of a field meet (design §4).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Merge {
    /// S: causal, then corrected clock; `critical` keeps both.
    Set,
    /// F: union by op id.
    Fact,
    /// C: add-wins items.
    Collection,
    /// R: a quota held per replica.
    Quota,
    /// T: changed by transitions only.
    State,
    /// Computed inside `apply` or on view; refused from outside.
    Computed,
}

/// When a field must be filled. Never at the first save.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    /// May stay empty.
    Optional,
    /// `!`: before the record leaves its first state.
    Required,
    /// `~`: under a condition that a guard of the state table checks.
    Conditional,
    /// `!` produced later: before leaving the state with this number.
    Leaving(u32),
}

/// Yes/no properties of a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Flags {
    /// Concurrent values are both kept and the owner is asked.
    pub critical: bool,
    /// Part of the search text.
    pub search: bool,
    /// A default column of lists.
    pub listed: bool,
    /// Has an index: filters, children.
    pub indexed: bool,
    /// Personal data: redacted in audit and logs, erased on request.
    pub personal: bool,
}

/// One field of an entity.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FieldSpec {
    /// Wire number: 1-15 common, 16 and up the entity's own; never reused.
    pub no: u16,
    /// Key for labels and for JSON.
    pub key: &'static str,
    /// What it holds.
    pub kind: FieldKind,
    /// When it must be filled.
    pub need: Need,
    /// How confidential it is.
    pub level: Level,
    /// How concurrent writes meet.
    pub merge: Merge,
    /// Yes/no properties.
    pub flags: Flags,
}

impl FieldSpec {
    /// A part of a group or of a row: optional, its later value stands.
    pub const fn part(level: Level, no: u16, key: &'static str, kind: FieldKind) -> Self {
        Self {
            no,
            key,
            kind,
            need: Need::Optional,
            level,
            merge: Merge::Set,
            flags: Flags {
                critical: false,
                search: false,
                listed: false,
                indexed: false,
                personal: false,
            },
        }
    }

    /// A quantity, an amount, a promised time: two values stay beside each other (V5).
    #[must_use]
    pub const fn critical(mut self) -> Self {
        self.flags.critical = true;
        self
    }

    /// What tells who somebody is.
    #[must_use]
    pub const fn personal(mut self) -> Self {
        self.flags.personal = true;
        self
    }
}

/// Who may make a transition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    /// Anybody who may write the record.
    Writer,
    /// The record's owner, or a manager above.
    Owner,
    /// A holder of one of these role codes.
    Roles(&'static [&'static str]),
    /// DEPT_HEAD 部门领导: the head of the unit the record belongs to, his stand-in, or the next above;
    /// never its owner.
    Head,
    /// The owner, or whoever the record is assigned to (see `domain::Entry::assigned`).
    Assigned,
    /// One who may decide this approval (see `domain::approvals`).
    Approver,
    /// Nobody: the system itself.
    Auto,
}

/// One arrow of a state table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Transition {
    /// Wire number, never reused.
    pub no: u16,
    /// Key for labels: `<entity-key>-do-<key>`.
    pub key: &'static str,
    /// Allowed in these states.
    pub from: &'static [u32],
    /// Leads to this state.
    pub to: u32,
    /// Who may do it.
    pub who: Who,
    /// Fields the transition may carry; they are written with it.
    pub args: &'static [u16],
    /// Fields it must carry, or that must already be filled.
    pub needs: &'static [u16],
}

/// The life cycle of an entity (requirements §3, life-cycle tables).
#[derive(Debug, PartialEq, Eq)]
pub struct StateTable {
    /// States as a choice.
    pub states: &'static ChoiceSchema,
    /// The state of a new record.
    pub first: u32,
    /// All arrows. What is not listed is forbidden.
    pub transitions: &'static [Transition],
}

/// One entity.
#[derive(Debug, PartialEq, Eq)]
pub struct EntitySchema {
    /// Wire number.
    pub kind: Kind,
    /// Key for labels, routes and JSON.
    pub key: &'static str,
    /// Prefix of the document number; empty = has none.
    pub prefix: &'static str,
    /// Home compartment.
    pub compartment: Compartment,
    /// Level of the common fields.
    pub level: Level,
    /// The entity's own fields by number.
    pub fields: &'static [FieldSpec],
    /// The field that names the record's owner, if any.
    pub owner: Option<u16>,
    /// The reference field whose record's home (unit, owner) this record shares: a contact lives
    /// where its customer lives, and moves with it.
    pub home: Option<u16>,
    /// The field whose text stands for the record in lists and references.
    pub title: u16,
    /// Life cycle, if it has one.
    pub states: Option<&'static StateTable>,
}

/// The state of a record that was given up (作废), in every life cycle.
pub const VOID_STATE: u32 = 99;

/// The transition to [`VOID_STATE`]: author or department head, with a reason, from the first state.
pub const VOID: u16 = 1;

/// Numbers of the fields every record has (1-15), kept at the entity's own level.
pub mod common {
    /// doc_no 单号: final serial, given once by the server.
    pub const DOC_NO: u16 = 1;
    /// unit 组织单元.
    pub const UNIT: u16 = 2;
    /// creator 创建人.
    pub const CREATOR: u16 = 3;
    /// created_at 创建时间.
    pub const CREATED_AT: u16 = 4;
    /// state 状态.
    pub const STATE: u16 = 6;
    /// void_reason 作废原因.
    pub const VOID_REASON: u16 = 7;
    /// Provisional number 离线-…, a searchable alias for ever.
    pub const PROVISIONAL_NO: u16 = 8;
    /// The record this one was merged into.
    pub const MERGED_INTO: u16 = 9;
    /// 未登录采集: captured while nobody was signed in (bool).
    pub const ANONYMOUS: u16 = 10;
    /// Users this record is lent to by assignment; facts of {1: user, 2: level, 3: withdrawn?}.
    pub const SHARES: u16 = 11;
    /// Decisions that came too late, kept with their words and signatures: facts of
    /// {1: transition, 2: arguments}.
    pub const LATE: u16 = 12;
    /// The highest number there can be among them.
    pub const LAST: u16 = 15;
}

const fn common_field(no: u16, key: &'static str, kind: FieldKind, merge: Merge) -> FieldSpec {
    FieldSpec {
        no,
        key,
        kind,
        need: Need::Optional,
        level: Level::L1,
        merge,
        flags: Flags {
            critical: false,
            search: false,
            listed: false,
            indexed: false,
            personal: false,
        },
    }
}

static COMMON: [FieldSpec; 11] = [
    FieldSpec {
        flags: Flags {
            critical: false,
            search: true,
            listed: false,
            indexed: true,
            personal: false,
        },
        ..common_field(common::DOC_NO, "doc-no", FieldKind::Text, Merge::Computed)
    },
    common_field(common::UNIT, "unit", FieldKind::Ref(Kind(1)), Merge::Set),
    common_field(
        common::CREATOR,
        "creator",
        FieldKind::Ref(Kind(2)),
        Merge::Computed,
    ),
    common_field(
        common::CREATED_AT,
        "created-at",
        FieldKind::Instant,
        Merge::Computed,
    ),
    common_field(common::STATE, "state", FieldKind::Int, Merge::State),
    common_field(
        common::VOID_REASON,
        "void-reason",
        FieldKind::LongText,
        Merge::State,
    ),
    FieldSpec {
        flags: Flags {
            critical: false,
            search: true,
            listed: false,
            indexed: true,
            personal: false,
        },
        ..common_field(
            common::PROVISIONAL_NO,
            "provisional-no",
            FieldKind::Text,
            Merge::Computed,
        )
    },
    common_field(
        common::MERGED_INTO,
        "merged-into",
        FieldKind::Ref(Kind(0)),
        Merge::State,
    ),
    common_field(
        common::ANONYMOUS,
        "anonymous",
        FieldKind::Bool,
        Merge::Computed,
    ),
    common_field(common::SHARES, "shares", FieldKind::Group(&[]), Merge::Fact),
    common_field(common::LATE, "late", FieldKind::Group(&[]), Merge::Fact),
];

impl EntitySchema {
    /// The field with this number: common or own. `None` for a newer peer's field.
    pub fn field(&self, no: u16) -> Option<&'static FieldSpec> {
        if no < 16 {
            COMMON.iter().find(|field| field.no == no)
        } else {
            self.fields.iter().find(|field| field.no == no)
        }
    }

    /// The field with this key.
    pub fn by_key(&self, key: &str) -> Option<&'static FieldSpec> {
        COMMON
            .iter()
            .chain(self.fields)
            .find(|field| field.key == key)
    }

    /// The level at which a field is kept. Common fields stand at the entity's level; a field this
    /// build does not know is kept from everyone below L4, since nobody here can say who may see it.
    pub fn level_of(&self, no: u16) -> Level {
        if no < 16 {
            self.level
        } else {
            self.field(no).map_or(Level::L4, |field| field.level)
        }
    }
}
